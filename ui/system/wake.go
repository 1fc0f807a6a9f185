package system

import (
	"context"
	"time"
)

const (
	// wakeEvery is how often the clocks are compared: soon enough for whoever opens the lid to see how the jobs
	// are, and seldom beside the frames that a window makes.
	wakeEvery = 5 * time.Second
	// wakeGap is by how much the clock on the wall must have run ahead of the program's own, which stands
	// still while the machine sleeps. Less is the clock being set right.
	wakeGap = 15 * time.Second
)

// OnWake calls woke each time the machine has slept, within five seconds of waking, until ctx ends. A clock
// that is put forward looks the same. woke runs on a goroutine of this function's and must not wait.
func OnWake(ctx context.Context, woke func()) {
	tick := time.NewTicker(wakeEvery)
	defer tick.Stop()
	began := time.Now()
	watchSleep(ctx, tick.C, func() (time.Time, time.Duration) {
		now := time.Now()
		return now.Round(0), now.Sub(began) // without its monotonic part a time tells of the wall alone
	}, woke)
}

// watchSleep compares at each tick what the clock on the wall says with how long the program ran.
func watchSleep(ctx context.Context, ticks <-chan time.Time, clocks func() (wall time.Time, ran time.Duration), woke func()) {
	wall, ran := clocks()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		nowWall, nowRan := clocks()
		if nowWall.Sub(wall)-(nowRan-ran) > wakeGap {
			woke()
		}
		wall, ran = nowWall, nowRan
	}
}
