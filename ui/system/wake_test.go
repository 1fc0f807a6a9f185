package system

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestAMachineOnWhichNothingGoesOnIsLookedAtOnceAMinute counts looks in virtual time.
func TestAMachineOnWhichNothingGoesOnIsLookedAtOnceAMinute(t *testing.T) {
	for _, c := range []struct {
		busy bool
		want int
	}{{false, 10}, {true, 120}} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			looks := -1 // the first says how long to wait
			go OnWake(ctx, func() bool { looks++; return c.busy }, func() { t.Error("it did not sleep") })
			time.Sleep(10*time.Minute + time.Second)
			cancel()
			synctest.Wait()
			if looks != c.want {
				t.Errorf("busy %v: %d looks in ten minutes, want %d", c.busy, looks, c.want)
			}
		})
	}
}

func TestASleepIsNoticedAndAClockSetRightIsNot(t *testing.T) {
	for name, c := range map[string]struct {
		wall []time.Duration // what the clock on the wall says at the start and at ticks five seconds apart
		want int
	}{
		"awake":        {[]time.Duration{0, 5 * time.Second, 10 * time.Second}, 0},
		"hours asleep": {[]time.Duration{0, 3 * time.Hour, 3*time.Hour + 5*time.Second}, 1},
		"twice asleep": {[]time.Duration{0, time.Hour, 2 * time.Hour}, 2},
		"set right":    {[]time.Duration{0, 7 * time.Second, 10 * time.Second}, 0},
		"set back":     {[]time.Duration{0, -time.Hour}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			ticks, done := make(chan time.Time), make(chan struct{})
			n, woken, began := 0, 0, time.Now()
			clocks := func() (time.Time, time.Duration) {
				defer func() { n++ }()
				return began.Add(c.wall[n]), time.Duration(n) * 5 * time.Second
			}
			go func() {
				defer close(done)
				watchSleep(ctx, func() <-chan time.Time { return ticks }, clocks, func() { woken++ })
			}()
			for range len(c.wall) - 1 {
				ticks <- began
			}
			cancel()
			<-done
			if woken != c.want {
				t.Errorf("woken %d times, want %d", woken, c.want)
			}
		})
	}
}
