package desk

import (
	"container/heap"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// counter is a site that refuses calls beyond a limit, in one of the ways in which sites count.
type counter interface{ takes(now time.Time) bool }

// bucket saves up to burst calls, and gains rate a second.
type bucket struct {
	rate, burst, held float64
	last              time.Time
}

func (b *bucket) takes(now time.Time) bool {
	b.held = min(b.burst, b.held+b.rate*now.Sub(b.last).Seconds())
	b.last = now
	if b.held < 1 {
		return false
	}
	b.held--
	return true
}

// seconds takes so many calls in each second of the clock.
type seconds struct {
	most, taken int
	at          int64
}

func (s *seconds) takes(now time.Time) bool {
	if now.Unix() != s.at {
		s.at, s.taken = now.Unix(), 0
	}
	s.taken++
	return s.taken <= s.most
}

// open takes everything.
type open struct{}

func (open) takes(time.Time) bool { return true }

type flight struct {
	left, back time.Time
	ok         bool
}

type flights []flight

func (f flights) Len() int           { return len(f) }
func (f flights) Less(i, j int) bool { return f[i].back.Before(f[j].back) }
func (f flights) Swap(i, j int)      { f[i], f[j] = f[j], f[i] }
func (f *flights) Push(x any)        { *f = append(*f, x.(flight)) }
func (f *flights) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}

// throng sends calls until so many were taken, as a seat does, and tells how long that took and how
// many were refused. pause is how long all calls wait after a refusal.
func throng(l *limiter, site counter, calls int, latency func(flying int) time.Duration, pause time.Duration) (took time.Duration, refused, most int) {
	now := time.Unix(1_800_000_000, 0)
	if now.Before(l.rested) { // the same site, later
		now = l.rested
	}
	began, resume := now, now
	var under flights
	for taken := 0; taken < calls; {
		for len(under) < l.room() && !now.Before(resume) && l.wait(now) == 0 {
			l.leaves(now)
			heap.Push(&under, flight{left: now, back: now.Add(latency(len(under) + 1)), ok: site.takes(now)})
			most = max(most, len(under))
		}
		next := resume
		if !now.Before(resume) {
			next = now.Add(l.wait(now))
		}
		if len(under) > 0 && (len(under) >= l.room() || !next.After(now) || under[0].back.Before(next)) {
			f := heap.Pop(&under).(flight)
			now = f.back
			if f.ok {
				taken++
				l.took(f.left, now)
			} else {
				refused++
				l.refused(f.left, now, pause)
				resume = now.Add(pause)
			}
			continue
		}
		now = next
	}
	return now.Sub(began), refused, most
}

func steady(d time.Duration) func(int) time.Duration { return func(int) time.Duration { return d } }

func TestASiteWithoutALimitIsCalledEightAtATime(t *testing.T) {
	l := newLimiter()
	took, _, most := throng(&l, open{}, 10_000, steady(150*time.Millisecond), 0)
	if got, full := 10_000/took.Seconds(), 8/0.150; got < 0.95*full || most != atOnce {
		t.Errorf("%.1f calls a second with at most %d at once, want 95 %% of %.1f with 8", got, most, full)
	}
}

func TestASiteThatAllowsTenASecondIsGivenNearlyTenAndRefusesNearlyNone(t *testing.T) {
	for name, site := range map[string]func() counter{
		"saves up 1":    func() counter { return &bucket{rate: 10, burst: 1} },
		"saves up 10":   func() counter { return &bucket{rate: 10, burst: 10, held: 10} },
		"saves up 50":   func() counter { return &bucket{rate: 10, burst: 50, held: 50} },
		"by the second": func() counter { return &seconds{most: 10} },
		"saves up 2":    func() counter { return &bucket{rate: 10, burst: 2, held: 2} },
	} {
		for _, latency := range []time.Duration{5 * time.Millisecond, 150 * time.Millisecond, 600 * time.Millisecond} {
			for _, pause := range []time.Duration{100 * time.Millisecond, time.Second, 2 * time.Second} {
				l := newLimiter()
				took, refused, _ := throng(&l, site(), 10_000, steady(latency), pause)
				rate := 10_000 / took.Seconds()
				least := 9.5
				if latency > 500*time.Millisecond { // so late it hears of a refusal
					least = 9.3
				}
				if rate < least || refused > 50 {
					t.Errorf("%s, answers after %v, waits %v: %.2f a second, %d refused", name, latency, pause, rate, refused)
				}
			}
		}
	}
}

func TestASiteThatSlowsDownUnderLoadIsCalledLessAtATime(t *testing.T) {
	l := newLimiter()
	_, _, most := throng(&l, open{}, 200, steady(100*time.Millisecond), 0)
	_, _, then := throng(&l, open{}, 400, func(flying int) time.Duration { // beyond three at once it only waits longer
		return 100*time.Millisecond + time.Duration(max(flying-3, 0))*150*time.Millisecond
	}, 0)
	if most != atOnce || then != atOnce || l.room() >= atOnce {
		t.Errorf("%d at once, then up to %d and in the end %d", most, then, l.room())
	}
}

func TestARefusalHalvesWhatIsUnderWayOnceHoweverManyMeetIt(t *testing.T) {
	l := newLimiter()
	now := time.Unix(1_800_000_000, 0)
	l.window = 8
	left := now.Add(-time.Second)
	for range 8 {
		l.leaves(left)
		l.refused(left, now, time.Second)
	}
	if l.room() != 4 {
		t.Errorf("%d at once after eight refusals of one moment, want 4", l.room())
	}
}

func TestALimitThatIsLiftedIsNoticed(t *testing.T) {
	l := newLimiter()
	throng(&l, &bucket{rate: 10, burst: 10}, 2000, steady(50*time.Millisecond), time.Second)
	took, _, _ := throng(&l, open{}, 20_000, steady(50*time.Millisecond), 0)
	if took > 12*time.Minute {
		t.Errorf("20,000 calls took %v after the limit was lifted", took)
	}
}

func TestAnAnswerThatComesWhileASiteAsksToWaitDoesNotSlowItDown(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l, now := newLimiter(), time.Unix(1_000_000, 0)
		for range rapid.IntRange(1, 60).Draw(r, "calls") {
			left := now
			l.leaves(left)
			now = now.Add(time.Duration(rapid.IntRange(1, 3000).Draw(r, "took")) * time.Millisecond)
			if rapid.IntRange(0, 3).Draw(r, "refused") == 0 {
				l.refused(left, now, time.Duration(rapid.IntRange(0, 60).Draw(r, "wait"))*time.Second)
			} else {
				l.took(left, now)
			}
			if l.pace != 0 && (l.pace < l.least/2 || l.spacing() > 10*time.Second) {
				r.Fatalf("a call leaves every %v, and the site bears one every %v", l.spacing(), time.Duration(float64(time.Second)/l.least))
			}
		}
	})
}
