package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestAWindowIsStillThereAfterTheComputerSlept(t *testing.T) {
	slept, looks := time.Duration(0), 0
	usual := cacheClock
	t.Cleanup(func() { cacheClock = usual })
	clock := awakeClock(func() time.Time { return time.Now().Add(slept) })
	cacheClock = func() time.Time { looks++; return clock() }

	w := posed(t, atWork(t), byDay)
	w.win.Canvas().Capture()
	before := test.WidgetRenderer(w.top.publish)
	for range 3 {
		slept += time.Hour
		w.win.Canvas().Capture()
	}
	if test.WidgetRenderer(w.top.publish) != before {
		t.Error("its button was made anew, and has no place yet")
	}
	if looks == 0 {
		t.Error("Fyne looks at another clock")
	}
}

func TestTheClockOfFramesGoesOnWithoutLeaps(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		at := time.Unix(1_700_000_000, 0)
		clock := awakeClock(func() time.Time { return at })
		before := clock()
		for range rapid.IntRange(1, 20).Draw(r, "looks") {
			passed := time.Duration(rapid.Int64Range(-int64(time.Hour), int64(100*time.Hour)).Draw(r, "passed"))
			if rapid.Bool().Draw(r, "usual") {
				passed = 16 * time.Millisecond
			}
			at = at.Add(passed)
			now := clock()
			want := passed
			if passed < 0 {
				want = 0
			} else if passed > time.Second {
				want = time.Second
			}
			if got := now.Sub(before); got != want {
				r.Fatalf("%v later it says %v", passed, got)
			}
			before = now
		}
	})
}
