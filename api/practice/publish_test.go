package practice

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
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
