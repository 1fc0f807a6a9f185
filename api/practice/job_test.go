package practice

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// gate is a converter that lets one conversion through at a time, when it is told.
type gate struct {
	begun   chan struct{}
	through chan struct{}
}

func newGate() gate { return gate{make(chan struct{}, 100), make(chan struct{}, 100)} }

func (g gate) convert(ctx context.Context, src, dst string, to audio.Container) (audio.Spec, error) {
	g.begun <- struct{}{}
	select {
	case <-g.through:
		return audio.Converter{}.Convert(ctx, src, dst, to)
	case <-ctx.Done():
		return audio.Spec{}, ctx.Err()
	}
}

func TestTheCountsGoFromQueuedOverInProgressToDone(t *testing.T) {
	t.Parallel()
	g := newGate()
	with := quick()
	with.convert = g.convert
	s := openTuned(t, Options{Workers: 1}, with)
	c := caller(t, s)
	job := c.job(t)
	for _, address := range offers(t, s, song(t, "a.wav", shortWAV, 0.1), 3) {
		c.upload(t, job, address, "wav")
	}
	c.ok(t, "publish", fields{"job_id": id(job)}, nil)
	for done := range 3 {
		<-g.begun
		until(t, func() bool { return c.counts(t, job).InProgress == min(2, 3-done) }) // one is brought meanwhile
		if got, want := c.counts(t, job), (api.Counts{Queued: max(0, 1-done), InProgress: min(2, 3-done), Done: done, Known: true}); got != want {
			t.Errorf("%+v, not %+v", got, want)
		}
		if up := c.list(t, fields{"job_id": id(job), "status": "publishing"}); up.Count != min(2, 3-done) || len(up.Uploads) != up.Count || up.Uploads[0].TrackID != 0 {
			t.Errorf("in progress: %+v", up)
		}
		g.through <- struct{}{}
		until(t, func() bool { return c.counts(t, job).Done == done+1 })
	}
	if got, want := c.counts(t, job), (api.Counts{Done: 3, Known: true}); got != want {
		t.Errorf("%+v, not %+v", got, want)
	}
}

func TestASecondPublishTakesWhatWasUploadedSinceTheFirst(t *testing.T) {
	t.Parallel()
	g := newGate()
	with := quick()
	with.convert = g.convert
	s := openTuned(t, Options{Workers: 1}, with)
	c := caller(t, s)
	job := c.job(t)
	address := offer(t, s, song(t, "a.wav", shortWAV, 0.1))
	var started api.PublishStarted
	c.upload(t, job, address, "wav")
	c.ok(t, "publish", fields{"job_id": id(job)}, &started)
	<-g.begun
	late := c.upload(t, job, address, "wav")
	if counts := c.counts(t, job); started.Queued != 1 || counts.Total() != 1 {
		t.Errorf("%d queued, %+v", started.Queued, counts)
	}
	c.refused(t, http.StatusBadRequest, "setFormats", fields{"upload_id": id(late - 1), "formats": "mp3"})
	c.ok(t, "setFormats", fields{"upload_id": id(late), "formats": "aiff"}, nil)
	c.ok(t, "publish", fields{"job_id": id(job)}, &started)
	if counts := c.counts(t, job); started.Queued != 1 || counts.Total() != 2 {
		t.Errorf("%d queued, %+v", started.Queued, counts)
	}
	close(g.through)
	if counts := c.settled(t, job, 2); counts.Done != 2 {
		t.Errorf("%+v", counts)
	}
}

func TestAJobCutShortGoesOnAndPublishesEachTrackOnce(t *testing.T) {
	t.Parallel()
	const tracks, rounds = 12, 4
	home := filepath.Join(t.TempDir(), "site")
	file := song(t, "a.wav", shortWAV, 0.1)
	s := openSite(t, Options{Home: home})
	c := caller(t, s)
	job := c.job(t)
	for _, address := range offers(t, s, file, tracks) {
		c.upload(t, job, address, "wav,aiff")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for round := range rounds {
		// Each round lets a few conversions through and then closes the site in the middle of others.
		g := newGate()
		with := quick()
		with.convert = g.convert
		s := openTuned(t, Options{Home: home, Workers: 3}, with)
		c.site = s
		if round == 0 {
			c.ok(t, "publish", fields{"job_id": id(job)}, nil)
		}
		for range 5 {
			g.through <- struct{}{}
			<-g.begun
		}
		if counts := c.counts(t, job); counts.Total() != tracks {
			t.Errorf("round %d: %+v", round, counts)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	c.site = openSite(t, Options{Home: home})
	if counts := c.settled(t, job, tracks); counts.Done != tracks {
		t.Errorf("%+v", counts)
	}
	wantEachOnce(t, c, job, tracks)
}

// wantEachOnce checks that a job's uploads and the folders under published/ are the same tracks.
func wantEachOnce(t *testing.T, c person, job int64, tracks int) {
	t.Helper()
	seen := map[int64]bool{}
	for _, up := range c.list(t, fields{"job_id": id(job)}).Uploads {
		if up.TrackID == 0 || seen[up.TrackID] {
			t.Errorf("%+v", up)
		}
		seen[up.TrackID] = true
		if files := trackFiles(t, c.site, up.TrackID); len(files) != len(up.Formats) {
			t.Errorf("track %d has %q", up.TrackID, files)
		}
	}
	folders, err := os.ReadDir(c.site.path(publishedFolder))
	if err != nil || len(folders) != tracks || len(seen) != tracks {
		t.Errorf("%d folders and %d tracks, not %d; %v", len(folders), len(seen), tracks, err)
	}
}

func TestAnItemThatBringsItsWorkerDownIsErroredAlone(t *testing.T) {
	t.Parallel()
	var once atomic.Bool
	with := quick()
	with.convert = func(ctx context.Context, src, dst string, to audio.Container) (audio.Spec, error) {
		if once.CompareAndSwap(false, true) {
			panic("a parser met what it can't bear")
		}
		return audio.Converter{}.Convert(ctx, src, dst, to)
	}
	s := openTuned(t, Options{Workers: 1}, with)
	c := caller(t, s)
	for _, address := range offers(t, s, song(t, "a.wav", shortWAV, 0.1), 2) {
		c.upload(t, 296204, address, "wav")
	}
	c.ok(t, "publish", nil, nil)
	if counts := c.settled(t, 296204, 2); counts.Done != 1 || counts.Errored != 1 {
		t.Errorf("%+v", counts)
	}
	c.ok(t, "publish", nil, nil) // the site's own fault: it is taken again
	if counts := c.settled(t, 296204, 2); counts.Done != 2 {
		t.Errorf("%+v", counts)
	}
	wantEachOnce(t, c, 296204, 2)
}

func TestWorkersPublishBesideEachOther(t *testing.T) {
	t.Parallel()
	var both sync.WaitGroup
	both.Add(2)
	with := quick()
	with.convert = func(ctx context.Context, src, dst string, to audio.Container) (audio.Spec, error) {
		both.Done()
		met := make(chan struct{})
		go func() { both.Wait(); close(met) }()
		select {
		case <-met:
			return audio.Converter{}.Convert(ctx, src, dst, to)
		case <-ctx.Done():
			return audio.Spec{}, errors.New("the other never came")
		}
	}
	s := openTuned(t, Options{}, with)
	c := caller(t, s)
	for _, address := range offers(t, s, song(t, "a.wav", shortWAV, 0.1), 2) {
		c.upload(t, 296204, address, "wav")
	}
	c.ok(t, "publish", nil, nil)
	if counts := c.settled(t, 296204, 2); counts.Done != 2 {
		t.Errorf("%+v", counts)
	}
}
