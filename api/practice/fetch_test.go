package practice

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pressroom/api"
)

// publishOne uploads one address, publishes it, and returns what became of it.
func publishOne(t *testing.T, c person, address string) api.Upload {
	t.Helper()
	job := c.job(t)
	c.upload(t, job, address, "wav")
	c.ok(t, "publish", fields{"job_id": id(job)}, nil)
	c.settled(t, job, 1)
	return c.list(t, fields{"job_id": id(job)}).Uploads[0]
}

func TestAFetchIsTriedThreeTimesWhereThatMayHelp(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(song(t, "a.wav", shortWAV, 0.1))
	if err != nil {
		t.Fatal(err)
	}
	var tries atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/recovers.wav", func(w http.ResponseWriter, _ *http.Request) {
		switch tries.Add(1) {
		case 1:
			w.WriteHeader(http.StatusServiceUnavailable)
		case 2: // breaks off in the middle
			w.Header().Set("Content-Length", id(int64(len(content))))
			_, _ = w.Write(content[:len(content)/2])
		default:
			_, _ = w.Write(content)
		}
	})
	mux.HandleFunc("/never.wav", func(w http.ResponseWriter, _ *http.Request) {
		tries.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	mux.HandleFunc("/breaks.wav", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write(content[:10])
	})
	mux.HandleFunc("/forbidden.wav", func(w http.ResponseWriter, _ *http.Request) {
		tries.Add(1)
		w.WriteHeader(http.StatusForbidden)
	})
	at := host(t, mux)
	c := caller(t, openSite(t, Options{}))
	for _, one := range []struct {
		path, reason string
		tries        int64
	}{
		{"/recovers.wav", "", 3},
		{"/never.wav", "The address answered 503 (service unavailable).", 3},
		{"/forbidden.wav", "The address answered 403 (forbidden).", 1},
		{"/breaks.wav", "The connection to " + strings.TrimPrefix(at, "http://") + " broke off.", 0},
	} {
		tries.Store(0)
		up := publishOne(t, c, at+one.path)
		if up.Error != one.reason || tries.Load() != one.tries {
			t.Errorf("%s: %q after %d tries", one.path, up.Error, tries.Load())
		}
	}
}

func TestAHostThatStopsSendingIsGivenUp(t *testing.T) {
	t.Parallel()
	at := host(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("RIFF"))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	with := quick()
	with.fetchIdle = 20 * time.Millisecond
	up := publishOne(t, caller(t, openTuned(t, Options{}, with)), at+"/a.wav")
	if want := strings.TrimPrefix(at, "http://") + " stopped sending."; up.Error != want {
		t.Errorf("%q, not %q", up.Error, want)
	}
}

func TestAFileLargerThanTheLimitIsNotFetched(t *testing.T) {
	t.Parallel()
	var sent atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/told.wav", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "5000000000")
	})
	mux.HandleFunc("/untold.wav", func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 64<<10)
		for range 1000 {
			n, err := w.Write(block)
			sent.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	at := host(t, mux)
	with := quick()
	with.fetchLimit = 4 << 20
	c := caller(t, openTuned(t, Options{}, with))
	for _, path := range []string{"/told.wav", "/untold.wav"} {
		if up := publishOne(t, c, at+path); !strings.HasPrefix(up.Error, "The file is larger than ") {
			t.Errorf("%s: %q", path, up.Error)
		}
	}
	if sent.Load() > 40<<20 {
		t.Errorf("%d bytes were taken", sent.Load())
	}
}

func TestANameFromOutsideNeverBecomesAPath(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(song(t, "a.wav", shortWAV, 0.05))
	if err != nil {
		t.Fatal(err)
	}
	at := host(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(content) }))
	s := openSite(t, Options{})
	c := caller(t, s)
	for _, name := range []string{
		"..%2f..%2fout.wav", "%2e%2e", "..", "", "%5c..%5cout.wav", "a%00b.wav", ".wav", "CON.wav", "%2fetc%2fout.wav",
		"%e2%80%aegnp.wav", strings.Repeat("%c3%a9", 300) + ".wav", "caf%c3%a9 %26 %3fco.wav",
	} {
		up := publishOne(t, c, at+"/in/"+strings.ReplaceAll(name, " ", "%20"))
		if up.Status != api.Published {
			t.Errorf("%s: %s", name, up.Error)
		}
		if files := trackFiles(t, s, up.TrackID); len(files) != 1 || len(files[0]) > 130 {
			t.Errorf("%s became %q", name, files)
		}
	}
	if outside, err := filepath.Glob(filepath.Join(filepath.Dir(s.home), "*")); err != nil || len(outside) != 1 {
		t.Errorf("beside the site's home: %v, %v", outside, err)
	}
	if page := c.list(t, fields{"job_id": "296216"}); page.Uploads[0].Sources[0] != "café & ?co.wav" {
		t.Errorf("the last name is told as %q", page.Uploads[0].Sources)
	}
}
