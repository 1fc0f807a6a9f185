package system

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"pressroom/ui/desk"
)

const (
	address = "https://site.example"
	canary  = "canary-8d1f\"\\\x01key"
)

// errUnlock is what go-keyring says when it takes a stray signal for the answer to its prompt, and
// when the prompt was dismissed.
var errUnlock = errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'")

// fakeStore is a store whose three calls do the same.
type fakeStore struct {
	calls atomic.Int32
	call  func(n int32) (string, error)
}

func (f *fakeStore) Get(_, _ string) (string, error) { return f.call(f.calls.Add(1)) }

func (f *fakeStore) Set(_, _, _ string) error {
	_, err := f.call(f.calls.Add(1))
	return err
}

func (f *fakeStore) Delete(_, _ string) error {
	_, err := f.call(f.calls.Add(1))
	return err
}

// answering returns a keyring whose store answers with these errors, one a call, and then with a key.
func answering(errs ...error) (*Keyring, *fakeStore) {
	store := &fakeStore{call: func(n int32) (string, error) {
		if int(n) <= len(errs) {
			return "", errs[n-1]
		}
		return canary, nil
	}}
	return newKeyring(store), store
}

// everyCall makes each of the three calls.
func everyCall(ctx context.Context, k *Keyring) map[string]error {
	_, err := k.Key(ctx, address)
	return map[string]error{
		"Key":       err,
		"KeepKey":   k.KeepKey(ctx, address, canary),
		"ForgetKey": k.ForgetKey(ctx, address),
	}
}

func TestAKeyIsKeptReadReplacedAndForgotten(t *testing.T) {
	keyring.MockInit()
	ctx, k := t.Context(), NewKeyring()
	if _, err := k.Key(ctx, address); !errors.Is(err, desk.ErrNoKey) || errors.Is(err, desk.ErrNoKeyring) {
		t.Errorf("before one is kept: %v, want desk.ErrNoKey alone", err)
	}
	for _, key := range []string{canary, "another", strings.Repeat("k", mostKey)} {
		if err := k.KeepKey(ctx, address, key); err != nil {
			t.Fatal(err)
		}
		if got, err := k.Key(ctx, address); err != nil || got != key {
			t.Errorf("read %d bytes, %v; want the %d that were kept", len(got), err, len(key))
		}
	}
	if _, err := k.Key(ctx, address+".au"); !errors.Is(err, desk.ErrNoKey) {
		t.Errorf("another site's: %v, want desk.ErrNoKey", err)
	}
	if got, err := keyring.Get("pressroom", address); err != nil || len(got) != mostKey {
		t.Errorf("under service pressroom and the address: %d bytes, %v", len(got), err)
	}
	for range 2 {
		if err := k.ForgetKey(ctx, address); err != nil {
			t.Errorf("forgetting: %v", err)
		}
	}
	if _, err := k.Key(ctx, address); !errors.Is(err, desk.ErrNoKey) {
		t.Errorf("after it is forgotten: %v, want desk.ErrNoKey", err)
	}
}

func TestAnEmptyEntryCountsAsNoKey(t *testing.T) {
	k := newKeyring(&fakeStore{call: func(int32) (string, error) { return "", nil }})
	if _, err := k.Key(t.Context(), address); !errors.Is(err, desk.ErrNoKey) {
		t.Errorf("got %v, want desk.ErrNoKey", err)
	}
}

func TestWhatCannotBeAnAddressOrKeyIsRefusedBeforeTheStoreIsAsked(t *testing.T) {
	k, store := answering()
	ctx := t.Context()
	_, noAddress := k.Key(ctx, "")
	for name, err := range map[string]error{
		"Key without address":       noAddress,
		"KeepKey without address":   k.KeepKey(ctx, "", canary),
		"KeepKey without key":       k.KeepKey(ctx, address, ""),
		"ForgetKey without address": k.ForgetKey(ctx, ""),
	} {
		if err == nil || errors.Is(err, desk.ErrNoKeyring) || errors.Is(err, desk.ErrNoKey) {
			t.Errorf("%s: %v, want an error of its own", name, err)
		}
	}
	if err := k.KeepKey(ctx, address, strings.Repeat("k", mostKey+1)); !errors.Is(err, desk.ErrNoKeyring) {
		t.Errorf("a key that is too long: %v, want desk.ErrNoKeyring", err)
	}
	if n := store.calls.Load(); n != 0 {
		t.Errorf("the store was asked %d times", n)
	}
}

func TestWhateverKeepsTheStoreFromAnsweringIsNoKeyringWithItsCause(t *testing.T) {
	for _, cause := range []error{
		errors.New("dial unix /run/user/1000/bus: connect: no such file or directory"),
		errors.New("The name org.freedesktop.secrets was not provided by any .service files"),
		keyring.ErrUnsupportedPlatform,
		keyring.ErrSetDataTooBig,
	} {
		k, _ := answering(cause, cause, cause)
		for name, err := range everyCall(t.Context(), k) {
			if !errors.Is(err, desk.ErrNoKeyring) || !errors.Is(err, cause) {
				t.Errorf("%s: %v, want desk.ErrNoKeyring with %v", name, err, cause)
			}
		}
	}
}

func TestAStoreThatPanicsIsNoKeyringAndTheNextCallIsTried(t *testing.T) {
	k := newKeyring(&fakeStore{call: func(n int32) (string, error) {
		if n == 1 {
			var signal *struct{ Name string }
			return signal.Name, nil
		}
		return canary, nil
	}})
	if _, err := k.Key(t.Context(), address); !errors.Is(err, desk.ErrNoKeyring) {
		t.Errorf("got %v, want desk.ErrNoKeyring", err)
	}
	if key, err := k.Key(t.Context(), address); err != nil || key != canary {
		t.Errorf("the next call: %v", err)
	}
}

func TestAFailedUnlockIsTriedOnceMoreAfterAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, store := answering(errUnlock)
		start := time.Now()
		if key, err := k.Key(t.Context(), address); err != nil || key != canary {
			t.Errorf("after one stray signal: %v", err)
		}
		if took := time.Since(start); took != unlockPause {
			t.Errorf("the pause was %v, want %v", took, unlockPause)
		}
		if n := store.calls.Load(); n != 2 {
			t.Errorf("the store was asked %d times, want 2", n)
		}
	})
}

func TestADismissedPromptIsNoKeyringAfterTheSecondTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, store := answering(errUnlock, errUnlock, errUnlock)
		if err := k.KeepKey(t.Context(), address, canary); !errors.Is(err, desk.ErrNoKeyring) || !errors.Is(err, errUnlock) {
			t.Errorf("got %v, want desk.ErrNoKeyring with its cause", err)
		}
		if n := store.calls.Load(); n != 2 {
			t.Errorf("the store was asked %d times, want 2", n)
		}
	})
}

func TestNoUnlockIsTriedAgainOnceTheCallerHasGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, store := answering(errUnlock)
		ctx, cancel := context.WithTimeout(t.Context(), unlockPause/2)
		defer cancel()
		if _, err := k.Key(ctx, address); !errors.Is(err, desk.ErrNoKeyring) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want desk.ErrNoKeyring and the caller's deadline", err)
		}
		time.Sleep(10 * unlockPause)
		if n := store.calls.Load(); n != 1 {
			t.Errorf("the store was asked %d times, want 1", n)
		}
	})
}

func TestAKeyIsInNoErrorEvenWhereItsCauseQuotesIt(t *testing.T) {
	for _, form := range []string{canary, fmt.Sprintf("%q", canary), base64.StdEncoding.EncodeToString([]byte(canary))} {
		cause := fmt.Errorf("security: %w", errors.New("bad input: add-generic-password -w "+form))
		k, _ := answering(cause)
		err := k.KeepKey(t.Context(), address, canary)
		if !errors.Is(err, desk.ErrNoKeyring) {
			t.Errorf("got %v, want desk.ErrNoKeyring", err)
		}
		if errors.Is(err, cause) {
			t.Error("the cause that quotes the key can still be reached")
		}
		if text := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(text, form) || strings.Contains(text, canary) {
			t.Errorf("the error quotes the key: %s", text)
		}
	}
}
