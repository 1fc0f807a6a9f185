package practice

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

var (
	shortWAV  = audio.Spec{Container: audio.WAV, Rate: 44100, Channels: 2, Bits: 16}
	shortAIFF = audio.Spec{Container: audio.AIFF, Rate: 48000, Channels: 1, Bits: 24}
)

func TestAnUploadBecomesATrackInEachOfItsFormats(t *testing.T) {
	t.Parallel()
	encoders := map[string]string{"in Go": ""}
	if found := audio.FindFFmpeg(); found != "" {
		encoders["by ffmpeg"] = found
	}
	for name, ffmpeg := range encoders {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openSite(t, Options{FFmpeg: ffmpeg})
			c := caller(t, s)
			wav := song(t, "Morning Ferry.wav", shortWAV, 0.4)
			if err := audio.WriteTags(wav, map[string]string{"Title": "Morning Ferry", "BPM": "96"}); err != nil {
				t.Fatal(err)
			}
			outside := host(t, http.FileServer(http.Dir(filepath.Dir(wav))))
			job := c.job(t)
			c.upload(t, job, outside+"/Morning%20Ferry.wav", "mp3,wav,aiff")
			c.upload(t, job, offer(t, s, song(t, "Glass.aif", shortAIFF, 0.3)), "mp3,wav,aiff")
			c.ok(t, "publish", fields{"job_id": id(job)}, nil)
			if counts := c.settled(t, job, 2); counts.Done != 2 {
				t.Fatalf("%+v of %+v", counts, c.list(t, fields{"job_id": id(job)}))
			}
			page := c.list(t, fields{"job_id": id(job)})
			first := page.Uploads[0]
			if first.TrackID < 9100001 || first.Status != api.Published || first.Meta["Title"] != "Morning Ferry" || first.Meta["BPM"] != "96" {
				t.Errorf("the first is %+v", first)
			}
			wantTrack(t, s, first.TrackID, "Morning Ferry", 44100, 2, 16)
			wantTrack(t, s, page.Uploads[1].TrackID, "Glass", 48000, 1, 24)
			until(t, func() bool { // the job's email may be being written there
				left, err := os.ReadDir(s.path(workFolder))
				return err == nil && len(left) == 0
			})
		})
	}
}

func wantTrack(t *testing.T, s *Site, track int64, stem string, rate, channels, bits int) {
	t.Helper()
	if got := trackFiles(t, s, track); !cmp.Equal(got, []string{stem + ".aiff", stem + ".mp3", stem + ".wav"}) {
		t.Errorf("track %d has %q", track, got)
	}
	for format, container := range containers {
		spec, err := audio.Probe(s.path(publishedFolder, id(track), stem+"."+string(format)))
		if err != nil || spec.Container != container || spec.Rate != rate || spec.Channels != channels ||
			format != api.MP3 && spec.Bits != bits {
			t.Errorf("track %d as %s is %+v, %v", track, format, spec, err)
		}
	}
}

func TestATornSampleIsErroredAndTheOthersArePublished(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{FFmpeg: audio.FindFFmpeg()})
	c := caller(t, s)
	addSamples(t, s)
	c.ok(t, "publish", nil, nil)
	if counts := c.settled(t, 296204, 13); counts.Done != 12 || counts.Errored != 1 {
		t.Fatalf("%+v", counts)
	}
	for _, up := range c.list(t, nil).Uploads {
		torn := strings.Contains(up.Sources[0], "TornPage")
		if torn != (up.Status == api.Errored) || torn != (up.Error != "") || torn != (up.TrackID == 0) {
			t.Errorf("%+v", up)
		}
	}
}

func TestEachFailureHasItsReasonInPlainWords(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("/page.wav", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "audio/wav") // it isn't
		_, _ = w.Write([]byte("<!DOCTYPE html><html><body>Please sign in</body></html>"))
	})
	mux.HandleFunc("/text.wav", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("no song today"))
	})
	mux.HandleFunc("/empty.wav", func(http.ResponseWriter, *http.Request) {})
	mux.Handle("/loop.wav", http.RedirectHandler("/loop.wav", http.StatusFound))
	mux.Handle("/ftp.wav", http.RedirectHandler("ftp://host.example/a.wav", http.StatusFound))
	mux.HandleFunc("/gone.wav", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	at := host(t, mux)
	reasons := [][2]string{
		{at + "/missing.wav", "The address answered 404 (not found)."},
		{at + "/gone.wav", "The address answered 410 (gone)."},
		{at + "/page.wav", "What the address gave is a web page, not audio."},
		{at + "/text.wav", "What the address gave is text, not audio."},
		{at + "/loop.wav", "The address leads from one address to the next without end."},
		{at + "/ftp.wav", "The address leads to something that isn't http or https."},
		{"http://127.0.0.1:1/a.wav", "No connection to 127.0.0.1:1."},
	}
	s := openSite(t, Options{})
	c := caller(t, s)
	job := c.job(t)
	for _, one := range reasons {
		c.upload(t, job, one[0], "wav")
	}
	c.upload(t, job, at+"/empty.wav", "wav")
	c.upload(t, job, s.Address()+"/samples/unknown.wav", "wav")
	good := c.upload(t, job, offer(t, s, song(t, "good.wav", shortWAV, 0.1)), "wav")
	c.ok(t, "publish", fields{"job_id": id(job)}, nil)
	if counts := c.settled(t, job, 10); counts.Done != 1 || counts.Errored != 9 {
		t.Errorf("%+v", counts)
	}
	uploads := c.list(t, fields{"job_id": id(job)}).Uploads
	for i, one := range reasons {
		if uploads[i].Error != one[1] {
			t.Errorf("%s: %q", one[0], uploads[i].Error)
		}
	}
	if got := uploads[7].Error; !strings.HasPrefix(got, "The file can't be published: ") {
		t.Errorf("an empty file: %q", got)
	}
	if got := uploads[8].Error; got != reasons[0][1] {
		t.Errorf("an unknown file of the site: %q", got)
	}
	if uploads[9].UploadID != good || uploads[9].Status != api.Published {
		t.Errorf("the good one: %+v", uploads[9])
	}
}

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
	address := offer(t, s, song(t, "a.wav", shortWAV, 0.1))
	for range 3 {
		c.upload(t, job, address, "wav")
	}
	c.ok(t, "publish", fields{"job_id": id(job)}, nil)
	for done := range 3 {
		<-g.begun
		if got, want := c.counts(t, job), (api.Counts{Queued: 2 - done, InProgress: 1, Done: done, Known: true}); got != want {
			t.Errorf("%+v, not %+v", got, want)
		}
		if up := c.list(t, fields{"job_id": id(job), "status": "publishing"}); up.Count != 1 || len(up.Uploads) != 1 || up.Uploads[0].TrackID != 0 {
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
	for range tracks {
		c.upload(t, job, offer(t, s, file), "wav,aiff")
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
	address := offer(t, s, song(t, "a.wav", shortWAV, 0.1))
	c.upload(t, 296204, address, "wav")
	c.upload(t, 296204, address, "wav")
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
	address := offer(t, s, song(t, "a.wav", shortWAV, 0.1))
	c.upload(t, 296204, address, "wav")
	c.upload(t, 296204, address, "wav")
	c.ok(t, "publish", nil, nil)
	if counts := c.settled(t, 296204, 2); counts.Done != 2 {
		t.Errorf("%+v", counts)
	}
}
