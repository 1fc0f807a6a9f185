//go:build tour

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pressroom/api/practice/audio"
)

// arrival is a call that reached the site.
type arrival struct {
	op, url, job, upload, formats string
	made                          string // upload id in the answer
	taken                         bool   // the site carried it out
}

// between stands before a site, takes its time, and notes what comes through.
type between struct {
	*httptest.Server
	mu   sync.Mutex
	came []arrival
}

// newBetween stands before the site at an address. Each call takes a while, or a flow of 500 would be
// over before it could be killed.
func newBetween(t *testing.T, site string) *between {
	t.Helper()
	target, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	b := &between{}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // killed while it sent
		}
		form, _ := url.ParseQuery(string(body))
		pause(15 * time.Millisecond)
		inner := httptest.NewRecorder()
		forwarded := r.Clone(t.Context()) // it arrives whole, whatever becomes of whoever sent it
		forwarded.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(inner, forwarded)
		var said map[string]any
		numbers := json.NewDecoder(bytes.NewReader(inner.Body.Bytes()))
		numbers.UseNumber()
		_ = numbers.Decode(&said)
		b.mu.Lock()
		b.came = append(b.came, arrival{
			op: path.Base(r.URL.Path), url: form.Get("url"), job: form.Get("job_id"), upload: form.Get("upload_id"),
			formats: form.Get("formats"), made: fmt.Sprint(said["upload_id"]), taken: inner.Code == http.StatusOK && said["error"] == nil,
		})
		b.mu.Unlock()
		pause(15 * time.Millisecond)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(inner.Code)
		_, _ = w.Write(inner.Body.Bytes())
	}))
	t.Cleanup(b.Close)
	return b
}

// taken are the calls of one kind that the site carried out.
func (b *between) taken(op string) (found []arrival) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, a := range b.came {
		if a.op == op && a.taken {
			found = append(found, a)
		}
	}
	return found
}

// shelf serves one short sound under as many names as are asked for, ten at an address: of each, the first ten
// are looked at at once.
func shelf(t *testing.T, names []string) (addresses []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sound.wav")
	if err := audio.Synth(file, audio.Spec{Container: audio.WAV, Rate: 8000, Channels: 1, Bits: 16}, 0.05, 1); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for some := range slices.Chunk(names, 10) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, path.Base(r.URL.Path), time.Time{}, bytes.NewReader(sound))
		}))
		t.Cleanup(server.Close)
		for _, name := range some {
			addresses = append(addresses, server.URL+"/"+name)
		}
	}
	return addresses
}

// keyring stores a key as the program does.
func (s *screen) keyring(address, key string) {
	s.t.Helper()
	cmd := s.command("secret-tool", "store", "--label", "Pressroom", "service", "pressroom", "username", address)
	cmd.Stdin = strings.NewReader(key)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("secret-tool: %v\n%s", err, out)
	}
}
