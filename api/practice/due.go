package practice

import (
	"context"
	"time"
)

// whenDue does what has a time, until the context ends. look finds what is due first, now or later; do
// is nil where there is nothing, and then the bell tells of something new.
func (s *Site) whenDue(ctx context.Context, news *bell, look func() (due time.Time, do func(), err error)) {
	for ctx.Err() == nil {
		rung := news.wait()
		due, do, err := look()
		wait := time.Hour
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.log.Error("what is due could not be read", "error", err)
			wait = s.tuning.storePause
		case do != nil:
			wait = time.Until(due)
		}
		if do != nil && wait <= 0 {
			do()
			continue
		}
		waitFor(ctx, wait, rung)
	}
}

// waitFor waits until it is rung, but no longer than that.
func waitFor(ctx context.Context, longest time.Duration, rung <-chan struct{}) {
	timer := time.NewTimer(longest)
	defer timer.Stop()
	select {
	case <-rung:
	case <-timer.C:
	case <-ctx.Done():
	}
}
