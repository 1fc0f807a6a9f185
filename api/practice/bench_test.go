package practice

import (
	"fmt"
	"io"
	"net/http"
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

// BenchmarkUploadOverHTTP waits for the disk each time: an answered upload is there for good.
func BenchmarkUploadOverHTTP(b *testing.B) {
	s, _ := benchSite(b, 0)
	token, err := s.IssueKey(b.Context(), "bench")
	if err != nil {
		b.Fatal(err)
	}
	web := &http.Client{Transport: &http.Transport{}, Timeout: time.Minute}
	defer web.CloseIdleConnections()
	for n := 0; b.Loop(); n++ {
		response, err := web.Get(fmt.Sprintf("%s/api/import/upload?url=http://host.example/%d.wav&token=%s", s.Address(), n, token))
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
			b.Fatal(response.StatusCode, err)
		}
	}
}
