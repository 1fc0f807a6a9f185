package practice

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// benchSongs makes that many files of ten seconds, or of how long is said.
func benchSongs(b *testing.B, several int, seconds float64) string {
	folder := b.TempDir()
	for i := range several {
		if err := audio.Synth(filepath.Join(folder, strconv.Itoa(i)+".wav"), cd, seconds, int64(i)); err != nil {
			b.Fatal(err)
		}
	}
	return folder
}

// publishAll has a site publish a folder's files, which it fetches over HTTP, and calls step while it
// waits.
func publishAll(b *testing.B, folder string, several int, step func(done int)) {
	b.StopTimer()
	files := httptest.NewServer(http.FileServer(http.Dir(folder)))
	defer files.Close()
	s, job := benchSite(b, 0)
	call := benchCaller(b, s)
	for i := range several {
		call("upload", fmt.Sprintf("url=%s/%d.wav&formats=mp3,aiff", files.URL, i))
	}
	b.StartTimer()
	call("publish", "")
	for done := 0; done < several; {
		pause(b.Context(), 2*time.Millisecond)
		counts, err := s.store.counts(b.Context(), job)
		if err != nil || counts.Errored > 0 {
			b.Fatal(counts, err)
		}
		done = counts.Done
		step(done)
	}
	b.StopTimer()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
}

// BenchmarkPublish compares publishing with the same encoder run straight over the same files on the
// same cores: at least nine tenths of its throughput.
func BenchmarkPublish(b *testing.B) {
	const several = 24
	folder := benchSongs(b, several, 10)
	b.Run("measured", func(b *testing.B) {
		for b.Loop() {
			publishAll(b, folder, several, func(int) {})
		}
		b.ReportMetric(1/0.9, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			var group errgroup.Group
			group.SetLimit(max(2, runtime.NumCPU()))
			out := b.TempDir()
			for i := range several {
				group.Go(func() error {
					name := strconv.Itoa(i)
					for _, to := range []api.Format{api.MP3, api.AIFF} {
						_, err := audio.Converter{}.Convert(b.Context(), filepath.Join(folder, name+".wav"),
							filepath.Join(out, name+"."+string(to)), containers[to])
						if err != nil {
							return err
						}
					}
					return nil
				})
			}
			if err := group.Wait(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkMemory compares the memory in use while the last quarter of 200 tracks is published with
// that of the second quarter.
func BenchmarkMemory(b *testing.B) {
	const several = 200
	folder := benchSongs(b, several, 3)
	var sum, samples [4]float64
	publishAll(b, folder, several, func(done int) {
		quarter := min(3, done*4/several)
		sum[quarter] += resident(b)
		samples[quarter]++
	})
	report := func(name string, quarter int) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
			}
			b.ReportMetric(sum[quarter]/samples[quarter], "value-B")
			b.ReportMetric(1.1, "goal")
		})
	}
	report("measured", 3)
	report("reference", 1)
}

// resident is this process's memory in bytes, as the system counts it where it says so.
func resident(b *testing.B) float64 {
	if content, err := os.ReadFile("/proc/self/statm"); err == nil {
		if fields := strings.Fields(string(content)); len(fields) > 1 {
			pages, err := strconv.Atoi(fields[1])
			if err != nil {
				b.Fatal(err)
			}
			return float64(pages * os.Getpagesize())
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys - m.HeapReleased)
}
