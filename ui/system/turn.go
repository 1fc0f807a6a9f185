package system

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// errWaiting is the answer while an earlier call is stuck.
var errWaiting = errors.New("still waiting for an answer to an earlier call")

// errNoAnswer is why a call was given up: its own deadline, not the caller's.
var errNoAnswer = errors.New("no answer in time")

// errBroke is why a call came to no answer: what it called panicked.
var errBroke = errors.New("broke off")

// turn lets one call at a time into something that has no deadline and may never come back, such as
// a prompt that nobody answers. Callers get their answer or an error by the limit; a call that
// outlives it goes on alone, and until it is back later ones are refused at once. So there is never
// more than one goroutine behind a turn, however often the caller tries again.
type turn struct {
	limit time.Duration

	mu      sync.Mutex
	running *call // nil while nothing is under way
}

// call is one visit behind a turn.
type call struct {
	due  time.Time     // when it counts as stuck
	back chan struct{} // closed when it has come back
}

// do waits for its turn, runs f in a goroutine of its own, and gives f's answer or, when ctx or the
// limit ends first, an error that wraps the reason. What f gets is done by then, so that it starts
// nothing further. A panic in f becomes an error: the libraries behind a turn trust what they are
// sent.
func do[T any](ctx context.Context, t *turn, f func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, t.limit, errNoAnswer)
	defer cancel()
	var none T
	mine, err := t.enter(ctx)
	if err != nil {
		return none, err
	}
	type answer struct {
		value T
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if broken := recover(); broken != nil {
				a = answer{err: fmt.Errorf("%w: %v", errBroke, broken)}
			}
			t.leave(mine)
			answers <- a
		}()
		a.value, a.err = f(ctx)
	}()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-ctx.Done():
		return none, context.Cause(ctx)
	}
}

// enter waits until nothing else is under way and takes the turn.
func (t *turn) enter(ctx context.Context) (*call, error) {
	for {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		t.mu.Lock()
		before := t.running
		if before == nil {
			mine := &call{due: time.Now().Add(t.limit), back: make(chan struct{})}
			t.running = mine
			t.mu.Unlock()
			return mine, nil
		}
		t.mu.Unlock()
		if err := before.wait(ctx); err != nil {
			return nil, err
		}
	}
}

// leave gives the turn to the next.
func (t *turn) leave(mine *call) {
	t.mu.Lock()
	t.running = nil
	t.mu.Unlock()
	close(mine.back)
}

// wait returns when the call is back, or with an error once it is stuck or ctx is done.
func (c *call) wait(ctx context.Context) error {
	stuck := time.NewTimer(time.Until(c.due))
	defer stuck.Stop()
	select {
	case <-c.back:
		return nil
	case <-stuck.C:
		return errWaiting
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
