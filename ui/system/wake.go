package system

import (
	"context"
	"time"
)

const (
	// wakeEvery is how often the clocks are compared while something goes on: soon enough for whoever opens the
	// lid to see how the jobs are. While nothing does, a machine is left to rest for as long as restEvery.
	wakeEvery = 5 * time.Second
	restEvery = time.Minute
	// wakeGap is by how much the clock on the wall must have run ahead of the program's own, which stands
	// still while the machine sleeps. Less is the clock being set right.
	wakeGap = 15 * time.Second
)

// OnWake calls woke each time the machine has slept, within five seconds of waking while busy says that something
// goes on, and else within a minute, until ctx ends. A clock that is put forward looks the same. busy and woke run
// on a goroutine of this function's and must not wait.
func OnWake(ctx context.Context, busy func() bool, woke func()) {
	timer := time.NewTimer(restEvery)
	defer timer.Stop()
	began := time.Now()
	watchSleep(ctx, func() <-chan time.Time {
		timer.Reset(lookAfter(busy()))
		return timer.C
	}, func() (time.Time, time.Duration) {
		now := time.Now()
		return now.Round(0), now.Sub(began) // without its monotonic part a time tells of the wall alone
	}, woke)
}

func lookAfter(busy bool) time.Duration {
	if busy {
		return wakeEvery
	}
	return restEvery
}

// watchSleep compares at each tick what the clock on the wall says with how long the program ran.
func watchSleep(ctx context.Context, next func() <-chan time.Time, clocks func() (wall time.Time, ran time.Duration), woke func()) {
	wall, ran := clocks()
	for {
		select {
		case <-ctx.Done():
			return
		case <-next():
		}
		nowWall, nowRan := clocks()
		if nowWall.Sub(wall)-(nowRan-ran) > wakeGap {
			woke()
		}
		wall, ran = nowWall, nowRan
	}
}
