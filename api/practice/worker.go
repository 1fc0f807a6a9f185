package practice

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// work is one worker: it takes queued uploads one after another until the site closes.
func (s *Site) work(ctx context.Context, lease string) {
	for ctx.Err() == nil {
		rung := s.queued.wait()
		it, found, err := s.store.claim(ctx, lease)
		switch {
		case ctx.Err() != nil && !found:
		case err != nil:
			s.log.Error("no item could be taken from the queue", "error", err)
			pause(ctx, s.tuning.storePause)
		case found:
			s.handle(ctx, it)
		default:
			select {
			case <-rung:
			case <-ctx.Done():
			}
		}
	}
}

// handle publishes one item and writes down what became of it. When the site closes meanwhile the
// item stays as it is: the next Open queues it again.
func (s *Site) handle(ctx context.Context, it item) {
	begun := time.Now()
	r, err := s.tryPublish(ctx, it)
	if err != nil {
		if ctx.Err() != nil {
			return
		}
		r.failed = plainFailure(err)
	}
	log := s.log.With("upload", it.upload, "job", it.job, "ms", time.Since(begun).Milliseconds())
	for {
		complete, err := s.store.settle(ctx, it, r, time.Now().Add(s.searchDelay))
		if err == nil {
			if complete {
				s.completed.ring()
			}
			break
		}
		// The files are there; only their row is missing. It is tried until there is room again.
		log.Error("what became of an upload could not be kept", "error", err)
		if errors.Is(err, errNotMine) || !pause(ctx, s.tuning.storePause) {
			return
		}
	}
	if r.failed != nil {
		log.Warn("errored", "reason", r.failed.reason, "error", r.failed.err)
		return
	}
	log.Info("published", "track", it.track)
}

// tryPublish is publishItem, kept from bringing the site down: files from outside are parsed there.
func (s *Site) tryPublish(ctx context.Context, it item) (r result, err error) {
	r.meta = it.meta
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("publishing panicked: %v\n%s", cause, debug.Stack())
		}
	}()
	err = s.publishItem(ctx, it, &r)
	return r, err
}

// plainFailure makes an item's reason of any error.
func plainFailure(err error) *failure {
	if isFull(err) {
		return &failure{reason: fullDisk + " Make room and publish again.", again: true, err: err}
	}
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	return &failure{reason: "The practice site failed at this track. Its log says why; publish again to try once more.", again: true, err: err}
}
