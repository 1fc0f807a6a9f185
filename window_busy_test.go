//go:build window && linux

package main

import (
	"fmt"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"pressroom/ui/desk"
	"pressroom/ui/desk/ledger"
)

const (
	busySites, busyJobs = 6, 50
	busyTracks          = 5000
	busyFor             = 20 * time.Second
	sampledEvery        = 2 * time.Millisecond
	typedEvery          = 120 * time.Millisecond // a quick typist
)

// roundTrips opens a window on six sites with fifty jobs that are being published and thousands of changes of
// formats that are being sent, has somebody type into the filter, and samples all the time how long a
// function takes through the UI goroutine and back.
func roundTrips(b *testing.B) []time.Duration {
	b.Helper()
	var sites []*loopSite
	o := open(b, b.Cleanup, func(book *ledger.Ledger) error {
		for n := range busySites {
			site := newLoopSite(fmt.Sprintf("Site %d", n+1), busyTracks)
			b.Cleanup(site.Close)
			site.latency = 100 * time.Millisecond
			sites = append(sites, site)
			jobs := busyJobs/busySites + min(1, busyJobs%busySites/(n+1))
			if err := site.record(book, jobs, busyTracks); err != nil {
				return err
			}
		}
		return nil
	})
	o.await("all sites answer and changes are being sent", func(v desk.View) bool {
		for _, s := range v.Sites {
			if s.State != desk.SiteReady {
				return false
			}
		}
		return len(v.Sites) == busySites && v.Work.CanStop
	})
	o.shortcut("Filter")
	began := asked(sites)
	ran, queued := uiThread(b)
	end := time.Now().Add(busyFor)
	typed := make(chan struct{})
	go o.typeUntil(end, typed)
	samples := sampled(end)
	<-typed
	if o.now().Work.Text == "" {
		b.Errorf("the sites were done too early: %d calls in %v", asked(sites)-began, busyFor)
	}
	b.ReportMetric(float64(asked(sites)-began)/busyFor.Seconds(), "calls/s")
	nowRan, nowQueued := uiThread(b)
	b.ReportMetric((nowRan-ran).Seconds()/busyFor.Seconds(), "running")
	b.ReportMetric((nowQueued-queued).Seconds()/busyFor.Seconds(), "kept-waiting")
	return samples
}

// uiThread is how long the thread of the UI goroutine has had a processor, and how long it had to wait for one.
func uiThread(b *testing.B) (ran, queued time.Duration) {
	b.Helper()
	said, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/schedstat", os.Getpid())) // it is the process's first
	if err == nil {
		_, err = fmt.Sscan(string(said), &ran, &queued)
	}
	if err != nil {
		b.Fatal(err)
	}
	return ran, queued
}

func asked(sites []*loopSite) (calls int64) {
	for _, s := range sites {
		calls += s.calls.Load()
	}
	return calls
}

// typeUntil types words into the filter and takes them back.
func (o *opened) typeUntil(end time.Time, done chan<- struct{}) {
	defer close(done)
	tick := time.NewTicker(typedEvery)
	defer tick.Stop()
	const word = "copper rain"
	for n := 0; time.Now().Before(end); n++ {
		<-tick.C
		if at := n % (2 * len(word)); at < len(word) {
			o.letter(rune(word[at]))
		} else {
			o.press(fyne.KeyBackspace)
		}
	}
}

// sampled sends an empty function through the UI goroutine every two milliseconds. Where one is late, those
// that should have left meanwhile count from when they should have: a stall is felt by all who come during it.
func sampled(end time.Time) (samples []time.Duration) {
	for due := time.Now(); due.Before(end); due = due.Add(sampledEvery) {
		if wait := time.Until(due); wait > 0 {
			<-time.After(wait)
			due = time.Now() // a late timer is not the window's fault
		}
		fyne.DoAndWait(func() {})
		samples = append(samples, time.Since(due))
	}
	return samples
}

// trips are the samples of one run, of which two measures tell.
var trips []time.Duration

func tripsOnce(b *testing.B) []time.Duration {
	b.Helper()
	if trips == nil {
		trips = roundTrips(b)
	}
	return trips
}

// BenchmarkWindowRoundTrip is what 99 of 100 round trips through the UI goroutine take at most while six
// sites and fifty jobs update and somebody types.
func BenchmarkWindowRoundTrip(b *testing.B) {
	within(b, 33*time.Millisecond, 0.99, tripsOnce)
}

// BenchmarkWindowRoundTripLongest is the longest of the same round trips.
func BenchmarkWindowRoundTripLongest(b *testing.B) {
	within(b, 100*time.Millisecond, 1, tripsOnce)
}
