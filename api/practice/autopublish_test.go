package practice

import (
	"fmt"
	"testing"
	"time"

	"pressroom/api"
)

func TestAJobPublishesItselfWhenNoUploadHasAskedForItForAWhile(t *testing.T) {
	t.Parallel()
	with := quick()
	with.autopublishIdle = 300 * time.Millisecond
	c := caller(t, openTuned(t, Options{}, with))
	job := c.job(t)
	other := c.upload(t, 296204, "http://host.example/other.wav", "")
	var last time.Time
	for _, address := range offers(t, c.site, song(t, "a.wav", shortWAV, 0.1), 4) {
		last = time.Now()
		c.ok(t, "upload", fields{"url": address, "job_id": id(job), "formats": "wav", "autopublish": "1"}, nil)
	}
	until(t, func() bool { return c.counts(t, job).Done == 4 })
	if waited := time.Since(last); waited < with.autopublishIdle {
		t.Errorf("published %s after the last upload", waited)
	}
	if up := c.list(t, nil).Uploads[0]; up.UploadID != other || up.Status != api.Uploaded {
		t.Errorf("another job went along: %+v", up)
	}
}

func TestAJobPublishesItselfWhenItIsFull(t *testing.T) {
	t.Parallel()
	with := quick()
	with.autopublishAt = 5
	c := caller(t, openTuned(t, Options{}, with))
	plain, asked := c.job(t), c.job(t)
	for i := range 7 {
		c.upload(t, plain, fmt.Sprintf("http://127.0.0.1:1/%d.wav", i), "")
		c.ok(t, "upload", fields{"url": fmt.Sprintf("http://127.0.0.1:1/%d.wav", i), "job_id": id(asked), "autopublish": "1"}, nil)
	}
	if counts := c.settled(t, asked, 5); counts.Errored != 5 {
		t.Errorf("%+v", counts)
	}
	if counts := c.counts(t, plain); counts.Total() != 0 {
		t.Errorf("a job that nobody asked it of: %+v", counts)
	}
}

func TestItIsTenMinutesOrAThousandTracks(t *testing.T) {
	if with := defaultTuning(); with.autopublishIdle != 10*time.Minute || with.autopublishAt != 1000 {
		t.Errorf("it is %s or %d", with.autopublishIdle, with.autopublishAt)
	}
}

func TestAPromiseToPublishOutlivesARestartAndIsKeptOnce(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	c.ok(t, "upload", fields{"url": "http://127.0.0.1:1/a.wav", "autopublish": "1"}, nil)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	c.site = openSite(t, Options{Home: s.home})
	alter(t, c.site, "UPDATE jobs SET autopublish_at = 1 WHERE autopublish_at IS NOT NULL")
	c.site.promised.ring() // ten minutes have gone by
	c.settledAt(t, 1)
	c.upload(t, 296204, "http://127.0.0.1:1/b.wav", "")
	if job, _, err := c.site.store.nextAutopublish(t.Context()); job != 0 || err != nil {
		t.Errorf("job %d would publish itself again, %v", job, err)
	}
}

// settledAt waits until that many uploads of the main job have been published or are errored.
func (p person) settledAt(t *testing.T, many int) {
	t.Helper()
	until(t, func() bool {
		counts := p.counts(t, 296204)
		return counts.Done+counts.Errored == many
	})
}
