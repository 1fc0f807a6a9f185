package desk

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pressroom/api"
)

// run is when each track of a job begins and ends, on a site where so many are worked on at once.
type run struct{ begins, ends []time.Duration }

// newRun makes a job of a length on average, of tracks that are up to a third longer or shorter than most.
func newRun(r *rand.Rand, tracks, workers int, length time.Duration) run {
	var made run
	free := make([]time.Duration, workers)
	each := float64(length) * float64(workers) / float64(tracks)
	for range tracks {
		at := slices.Index(free, slices.Min(free))
		begin := free[at]
		free[at] += time.Duration(each * (2 + 2*r.Float64()) / 3)
		made.begins, made.ends = append(made.begins, begin), append(made.ends, free[at])
	}
	return made
}

func (r run) length() time.Duration { return slices.Max(r.ends) }

func (r run) at(t time.Duration) (c api.Counts) {
	for i := range r.ends {
		switch {
		case r.ends[i] <= t:
			c.Done++
		case r.begins[i] <= t:
			c.InProgress++
		default:
			c.Queued++
		}
	}
	c.Known = true
	return c
}

// watched follows a run to its end and returns how often it looked and how late it knew.
func watched(r run) (looks int, late time.Duration) {
	began := time.Unix(1_800_000_000, 0)
	now := began
	for w := newWatch(now); ; looks++ {
		now = w.next
		if w.take(r.at(now.Sub(began)), now, false) {
			return looks + 1, now.Sub(began) - r.length()
		}
	}
}

func TestFollowingLongJobsTakesFewLooksAndHearsOfTheirEndSoon(t *testing.T) {
	for _, length := range []time.Duration{20 * time.Minute, time.Hour, 5 * time.Hour} {
		var lates []time.Duration
		looked, always := 0, 0
		for _, tracks := range []int{12, 200, 1000, 5000} {
			for n := range 60 {
				job := newRun(rand.New(rand.NewPCG(uint64(tracks), uint64(n))), tracks, 1+n%4, length)
				looks, late := watched(job)
				looked, always, lates = looked+looks, always+int(job.length()/lookSoonest), append(lates, late)
			}
			t.Logf("with %d tracks: %s", tracks, summary(lates[len(lates)-60:]))
		}
		t.Logf("%v: %.1f %% of the looks, %s", length, 100*float64(looked)/float64(always), summary(lates))
		if looked > always/10 {
			t.Errorf("%d looks, want at most a tenth of %d", looked, always)
		}
		if mean, p95 := spread(lates); mean > 3*time.Second || p95 > 8*time.Second {
			t.Errorf("known %s", summary(lates))
		}
	}
}

// spread is the mean of times and what 95 of 100 stay within.
func spread(of []time.Duration) (mean, p95 time.Duration) {
	sorted := slices.Sorted(slices.Values(of))
	for _, d := range sorted {
		mean += d / time.Duration(len(sorted))
	}
	return mean, sorted[len(sorted)*95/100]
}

func summary(of []time.Duration) string {
	mean, p95 := spread(of)
	return fmt.Sprintf("%v late on average, p95 %v", mean.Round(10*time.Millisecond), p95.Round(10*time.Millisecond))
}
