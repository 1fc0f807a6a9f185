package system

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
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

// errUnlock is what go-keyring says of a keyring that was locked between its unlocking and the call.
var errUnlock = errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'")

// troubled tells whether an error is trouble with the keyring, of one kind.
func troubled(err error, kind desk.KeyringKind) bool {
	var trouble *desk.KeyringError
	return errors.As(err, &trouble) && trouble.Kind == kind && !errors.Is(err, desk.ErrNoKey)
}

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
	return newKeyring(store, nil), store
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
	ctx, k := t.Context(), newKeyring(osStore{}, nil)
	if _, err := k.Key(ctx, address); !errors.Is(err, desk.ErrNoKey) || errors.As(err, new(*desk.KeyringError)) {
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
	k := newKeyring(&fakeStore{call: func(int32) (string, error) { return "", nil }}, nil)
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
		if err == nil || errors.As(err, new(*desk.KeyringError)) || errors.Is(err, desk.ErrNoKey) {
			t.Errorf("%s: %v, want an error of its own", name, err)
		}
	}
	if err := k.KeepKey(ctx, address, strings.Repeat("k", mostKey+1)); !troubled(err, desk.KeyringTooLarge) {
		t.Errorf("a key that is too long: %v, want desk.KeyringTooLarge", err)
	}
	if n := store.calls.Load(); n != 0 {
		t.Errorf("the store was asked %d times", n)
	}
}

func TestWhateverKeepsTheStoreFromAnsweringIsOfItsKindWithItsCause(t *testing.T) {
	for cause, kind := range map[error]desk.KeyringKind{
		errors.New("something of its own"): desk.KeyringRefused,
		keyring.ErrUnsupportedPlatform:     desk.KeyringNone,
		keyring.ErrSetDataTooBig:           desk.KeyringTooLarge,
		context.DeadlineExceeded:           desk.KeyringSilent,
	} {
		k, _ := answering(cause, cause, cause)
		for name, err := range everyCall(t.Context(), k) {
			if !troubled(err, kind) || !errors.Is(err, cause) {
				t.Errorf("%s: %v, want kind %d with %v", name, err, kind, cause)
			}
		}
	}
}

func TestAStoreThatPanicsIsTroubleAndTheNextCallIsTried(t *testing.T) {
	k := newKeyring(&fakeStore{call: func(n int32) (string, error) {
		if n == 1 {
			var signal *struct{ Name string }
			return signal.Name, nil
		}
		return canary, nil
	}}, nil)
	if _, err := k.Key(t.Context(), address); !troubled(err, desk.KeyringEnded) {
		t.Errorf("got %v, want desk.KeyringEnded", err)
	}
	if key, err := k.Key(t.Context(), address); err != nil || key != canary {
		t.Errorf("the next call: %v", err)
	}
}

// opening returns a keyring whose unlocking ends with these errors, one a time, and then well, and counts how
// often it was unlocked.
func opening(s store, errs ...error) (k *Keyring, opened *int) {
	opened = new(int)
	return newKeyring(s, func(_ context.Context, _ string, asking func(bool)) error {
		*opened++
		if *opened > len(errs) {
			return nil
		}
		asking(true)
		defer asking(false)
		return errs[*opened-1]
	}), opened
}

func TestAKeyringThatIsLockedJustThenIsUnlockedAndAskedOnceMore(t *testing.T) {
	for _, c := range []struct {
		failures, asked int
		kind            desk.KeyringKind
	}{{1, 2, -1}, {2, 2, desk.KeyringRefused}} {
		_, store := answering(slices.Repeat([]error{errUnlock}, c.failures)...)
		k, opened := opening(store)
		_, err := k.Key(t.Context(), address)
		if c.kind < 0 != (err == nil) || err != nil && !troubled(err, c.kind) {
			t.Errorf("after %d failures: %v", c.failures, err)
		}
		if n := int(store.calls.Load()); n != c.asked || *opened != c.asked {
			t.Errorf("it was unlocked %d times and asked %d times, want %d", *opened, n, c.asked)
		}
	}
}

func TestAQuestionThatWasRefusedIsPutOnceAndAsksTheStoreNothing(t *testing.T) {
	for _, kind := range []desk.KeyringKind{desk.KeyringLocked, desk.KeyringDismissed} {
		_, store := answering()
		k, opened := opening(store, &desk.KeyringError{Kind: kind, Err: errors.New("no")})
		if err := k.KeepKey(t.Context(), address, canary); !troubled(err, kind) || store.calls.Load() != 0 || *opened != 1 || k.Asking() {
			t.Errorf("%v after %d questions and %d calls", err, *opened, store.calls.Load())
		}
		if err := k.KeepKey(t.Context(), address, canary); err != nil {
			t.Errorf("the next time: %v", err)
		}
	}
}

func TestAKeyringThatWasOpenAndIsLockedSaysThat(t *testing.T) {
	_, store := answering()
	k, _ := opening(store, nil, &desk.KeyringError{Kind: desk.KeyringDismissed, Err: errors.New("no")})
	if _, err := k.Key(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Key(t.Context(), address); !troubled(err, desk.KeyringRelocked) {
		t.Errorf("got %v, want desk.KeyringRelocked", err)
	}
	if _, err := k.Key(t.Context(), address); err != nil {
		t.Errorf("unlocked again: %v", err)
	}
}

func TestWhoWaitedWhileThePersonRefusedIsNotAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, store := answering()
		asked := 0
		k := newKeyring(store, func(_ context.Context, _ string, asking func(bool)) error {
			asked++
			asking(true)
			defer asking(false)
			time.Sleep(5 * time.Second) // until the person closes it
			return &desk.KeyringError{Kind: desk.KeyringDismissed, Err: errors.New("no")}
		})
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if _, err := k.Key(t.Context(), address); !troubled(err, desk.KeyringDismissed) {
					t.Errorf("got %v", err)
				}
			})
		}
		time.Sleep(time.Second)
		if !k.Asking() {
			t.Error("it does not say that it asks the person")
		}
		all.Wait()
		if asked != 1 || store.calls.Load() != 0 || k.Asking() {
			t.Errorf("the person was asked %d times, the store %d times", asked, store.calls.Load())
		}
		if _, _ = k.Key(t.Context(), address); asked != 2 {
			t.Error("who came later was not asked at all")
		}
	})
}

func TestAKeyThatWasNotKeptAfterAllIsNotSaidToBe(t *testing.T) {
	for _, kept := range []string{"", "the former"} {
		k := newKeyring(&fakeStore{call: func(int32) (string, error) {
			return kept, nil
		}}, nil)
		if err := k.KeepKey(t.Context(), address, canary); !troubled(err, desk.KeyringRefused) || !errors.Is(err, errNotKept) {
			t.Errorf("with %q in its place: %v", kept, err)
		}
	}
}

func TestAKeyIsInNoErrorEvenWhereItsCauseQuotesIt(t *testing.T) {
	for _, form := range []string{canary, fmt.Sprintf("%q", canary), base64.StdEncoding.EncodeToString([]byte(canary))} {
		cause := fmt.Errorf("security: %w", errors.New("bad input: add-generic-password -w "+form))
		k, _ := answering(cause)
		err := k.KeepKey(t.Context(), address, canary)
		if !troubled(err, desk.KeyringRefused) {
			t.Errorf("got %v, want desk.KeyringRefused", err)
		}
		if errors.Is(err, cause) {
			t.Error("the cause that quotes the key can still be reached")
		}
		if text := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(text, form) || strings.Contains(text, canary) {
			t.Errorf("the error quotes the key: %s", text)
		}
	}
}
