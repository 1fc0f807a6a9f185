package system

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pressroom/ui/desk"
)

// stuckKeyring returns a keyring whose store answers nothing until it is released.
func stuckKeyring() (k *Keyring, store *fakeStore, release func()) {
	answer := make(chan struct{})
	store = &fakeStore{call: func(int32) (string, error) {
		<-answer
		return canary, nil
	}}
	return newKeyring(store, nil), store, sync.OnceFunc(func() { close(answer) })
}

func TestAPromptThatNobodyAnswersEndsTheCallAtTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, _, release := stuckKeyring()
		defer release()
		start := time.Now()
		_, err := k.Key(t.Context(), address)
		if !troubled(err, desk.KeyringSilent) || !errors.Is(err, errNoAnswer) {
			t.Errorf("got %v, want desk.KeyringSilent for want of an answer", err)
		}
		if took := time.Since(start); took != keyringLimit {
			t.Errorf("it took %v, want %v", took, keyringLimit)
		}
	})
}

func TestWhileOneCallIsStuckOthersFailAtOnceAndAskNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, store, release := stuckKeyring()
		defer release()
		_, _ = k.Key(t.Context(), address)
		start := time.Now()
		for range 50 {
			for name, err := range everyCall(t.Context(), k) {
				if !troubled(err, desk.KeyringSilent) || !errors.Is(err, errWaiting) {
					t.Fatalf("%s: %v, want desk.KeyringSilent that says it is still waiting", name, err)
				}
				if !strings.Contains(err.Error(), "still waiting for an answer") {
					t.Errorf("%s does not say so: %v", name, err)
				}
			}
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("they took %v, want nothing", took)
		}
		if n := store.calls.Load(); n != 1 {
			t.Errorf("the store was asked %d times, want once", n)
		}
	})
}

func TestOnceTheStuckCallIsBackTheKeyringAnswersAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, store, release := stuckKeyring()
		_, _ = k.Key(t.Context(), address)
		release()
		synctest.Wait()
		if key, err := k.Key(t.Context(), address); err != nil || key != canary {
			t.Errorf("got %v", err)
		}
		if n := store.calls.Load(); n != 2 {
			t.Errorf("the store was asked %d times, want 2", n)
		}
	})
}

func TestCallsWaitForOneThatIsSlowButNotStuck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var together, most int
		var mu sync.Mutex
		k := newKeyring(&fakeStore{call: func(int32) (string, error) {
			mu.Lock()
			together++
			most = max(most, together)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			together--
			mu.Unlock()
			return canary, nil
		}}, nil)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := k.Key(t.Context(), address); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if most != 1 {
			t.Errorf("%d calls were under way at once, want 1", most)
		}
	})
}

func TestACallerThatGoesGetsItsOwnReasonAndTheNextOneWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeyring(&fakeStore{call: func(int32) (string, error) {
			time.Sleep(2 * time.Second)
			return canary, nil
		}}, nil)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := k.Key(ctx, address); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		start := time.Now()
		if _, err := k.Key(t.Context(), address); err != nil {
			t.Errorf("the next: %v", err)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("the next took %v, want what was left and its own two seconds", took)
		}
	})
}

func TestACallerThatHasGoneBeforeItsTurnAsksNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, store, release := stuckKeyring()
		var first sync.WaitGroup
		first.Go(func() { _, _ = k.Key(t.Context(), address) })
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := k.Key(ctx, address); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("while it waits: %v", err)
		}
		if _, err := k.Key(ctx, address); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("gone already: %v", err)
		}
		release()
		first.Wait()
		if n := store.calls.Load(); n != 1 {
			t.Errorf("the store was asked %d times, want once", n)
		}
	})
}
