package practice

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pressroom/api"
)

func benchSite(b *testing.B, uploads int) (*Site, int64) {
	s, err := Open(b.Context(), Options{Home: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	err = s.store.update(b.Context(), func(db execer) error {
		for i := range uploads {
			_, err := addUpload(b.Context(), db, newUpload{
				job: s.store.main, formats: []api.Format{api.MP3}, meta: map[string]string{},
				source: source{address: "http://host.example/a.wav", name: fmt.Sprintf("%d.wav", i), format: "wav"},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return s, s.store.main
}

// BenchmarkCounts should not depend on how many uploads there are: many are measured against few.
func BenchmarkCounts(b *testing.B) {
	for name, uploads := range map[string]int{"measured": 100_000, "reference": 100} {
		b.Run(name, func(b *testing.B) {
			s, job := benchSite(b, uploads)
			for b.Loop() {
				if _, err := s.store.counts(b.Context(), job); err != nil {
					b.Fatal(err)
				}
			}
			if name == "measured" {
				b.ReportMetric(1.2, "goal")
			}
		})
	}
}

func BenchmarkList(b *testing.B) {
	s, job := benchSite(b, 100_000)
	for _, pg := range []int{0, 999} {
		b.Run(fmt.Sprintf("page %d of 100", pg), func(b *testing.B) {
			for b.Loop() {
				if _, err := s.store.uploads(b.Context(), job, "", 100, pg); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSamples is what a newcomer waits for at the first start: less than three seconds.
func BenchmarkSamples(b *testing.B) {
	for b.Loop() {
		s, _ := benchSite(b, 0)
		if added, err := s.AddSamples(b.Context()); err != nil || added != len(samples) {
			b.Fatal(added, err)
		}
	}
}

// BenchmarkUpload waits for the disk each time: an answered upload is there for good. 500 a second are
// wanted, or as many as the disk can sync.
func BenchmarkUpload(b *testing.B) {
	b.Run("measured", func(b *testing.B) {
		s, _ := benchSite(b, 0)
		call := benchCaller(b, s)
		for n := 0; b.Loop(); n++ {
			call("upload", fmt.Sprintf("url=http://host.example/%d.wav&meta[Title]=A+Song", n))
		}
		b.ReportMetric(1, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		f, err := os.Create(filepath.Join(b.TempDir(), "log"))
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		page := make([]byte, 4096)
		for b.Loop() {
			if _, err := f.Write(page); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
		}
		each := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
		b.ReportMetric(max(float64(time.Second/500), each), "value-ns")
	})
}

// BenchmarkUploadToALongQueue should not depend on how many uploads wait there already.
func BenchmarkUploadToALongQueue(b *testing.B) {
	for name, uploads := range map[string]int{"measured": 100_000, "reference": 100} {
		b.Run(name, func(b *testing.B) {
			s, _ := benchSite(b, uploads)
			call := benchCaller(b, s)
			for n := 0; b.Loop(); n++ {
				call("upload", fmt.Sprintf("url=http://host.example/new%d.wav", n))
			}
			if name == "measured" {
				b.ReportMetric(1.5, "goal")
			}
		})
	}
}

// benchCaller returns what makes a call that has to succeed.
func benchCaller(b *testing.B, s *Site) func(name, values string) {
	token, err := s.IssueKey(b.Context(), "bench")
	if err != nil {
		b.Fatal(err)
	}
	post := benchClient(b)
	return func(name, values string) {
		post(s.Address()+"/api/import/"+name, values+"&token="+token)
	}
}

func benchClient(b *testing.B) func(address, values string) {
	web := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: time.Minute}
	b.Cleanup(web.CloseIdleConnections)
	return func(address, values string) {
		response, err := web.Post(address, "application/x-www-form-urlencoded", strings.NewReader(values))
		if err != nil {
			b.Error(err)
			return
		}
		_, _ = io.Copy(io.Discard, response.Body)
		if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
			b.Error(response.StatusCode, err)
		}
	}
}

// BenchmarkCheckJobOf64Clients compares how long the slowest hundredth of calls takes with a server
// that does nothing.
func BenchmarkCheckJobOf64Clients(b *testing.B) {
	b.Run("measured", func(b *testing.B) {
		s, job := benchSite(b, 1000)
		call := benchCaller(b, s)
		slowest(b, func() { call("checkJob", "job_id="+id(job)) })
		b.ReportMetric(3, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			_, _ = io.WriteString(w, `{"d":1,"q":1}`)
		}))
		defer server.Close()
		post := benchClient(b)
		slowest(b, func() { post(server.URL, "job_id=296204&token=none") })
	})
}

// slowest has 64 clients call without a pause, and reports the 99th percentile.
func slowest(b *testing.B, call func()) {
	const clients = 64
	var all sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	var left atomic.Int64
	left.Store(int64(b.N) + clients) // that each has its connection, and enough to have a hundredth of
	for range clients {
		all.Go(func() {
			var own []time.Duration
			for left.Add(-1) >= 0 {
				begun := time.Now()
				call()
				own = append(own, time.Since(begun))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, own...)
		})
	}
	all.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100]), "value-ns")
}
