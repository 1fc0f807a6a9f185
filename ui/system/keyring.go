package system

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/zalando/go-keyring"

	"pressroom/ui/desk"
)

const (
	// service is what the entries are filed under, beside the address of their site.
	service = "pressroom"
	// mostKey is how long a key may be, in bytes. Windows takes 2,560, and macOS about 3,000 with
	// the address.
	mostKey = 2500
	// promptLimit is how long a person has to answer a question of the keyring's.
	promptLimit = time.Minute
	// keyringLimit is how long a call may take, with such a question in it.
	keyringLimit = promptLimit + 15*time.Second
)

// store is the part of go-keyring that a [Keyring] uses.
type store interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
	Delete(service, user string) error
}

// osStore is the keyring of this machine.
type osStore struct{}

func (osStore) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (osStore) Set(service, user, password string) error { return keyring.Set(service, user, password) }
func (osStore) Delete(service, user string) error        { return keyring.Delete(service, user) }

// Keyring keeps keys in the keyring of this machine: the Secret Service, the Keychain or the
// Credential Manager. Entries have the service "pressroom" and the site's address as their user. It
// is safe for concurrent use, and asks the machine one thing at a time.
//
// No call takes longer than 75 seconds, a minute of which the person has to answer the keyring. One that is
// stuck for another reason is left behind and still counts when it is answered; until then every call fails
// at once. Who waited for the keyring while the person did not give it its password is not asked again: the
// answer is theirs too.
type Keyring struct {
	store  store
	open   opener
	turn   *turn
	asking atomic.Bool

	mu       sync.Mutex
	used     bool  // it has done something in this run
	refusals int   // how often the person did not give the password
	refusal  error // what came of it the last time
}

// opener has the keyring unlocked, where that is to be done before it is asked for the entry of an address.
// It puts one question to the person at most, and calls asking with true and false around it.
type opener func(ctx context.Context, address string, asking func(bool)) error

var _ desk.KeyStore = (*Keyring)(nil)

// NewKeyring returns the keyring of this machine. Nothing is asked of it yet.
func NewKeyring() *Keyring { return newKeyring(osStore{}, openKeyring(promptLimit)) }

// newKeyring returns a keyring over any store.
func newKeyring(s store, open opener) *Keyring {
	return &Keyring{store: s, open: open, turn: &turn{limit: keyringLimit}}
}

// Asking tells whether the keyring waits for the person's answer to a question of its own.
func (k *Keyring) Asking() bool { return k.asking.Load() }

// Key returns the key kept for an address. Its errors wrap [desk.ErrNoKey] where there is none (an
// empty one counts as none), and are a [desk.KeyringError] for everything else.
func (k *Keyring) Key(ctx context.Context, address string) (string, error) {
	const what = "read a site's key"
	if address == "" {
		return "", errors.New(what + ": no address is given")
	}
	key, err := k.ask(ctx, address, func() (string, error) { return k.store.Get(service, address) })
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return "", fmt.Errorf("%s: %w: %w", what, desk.ErrNoKey, err)
	case err != nil:
		return "", k.failed(what, err, "")
	case key == "":
		return "", fmt.Errorf("%s: %w: the entry is empty", what, desk.ErrNoKey)
	}
	return key, nil
}

// errNotKept says that a keyring took a key, and has another or none now: go-keyring does not notice where
// the person was asked and refused.
var errNotKept = errors.New("the keyring took the key and does not have it")

// KeepKey keeps a key for an address, in place of any earlier one, and reads it again to be sure. Its errors
// are a [desk.KeyringError], also for a key of more than 2,500 bytes, which no keyring is sure to take;
// only an empty address or key is an error of another kind.
func (k *Keyring) KeepKey(ctx context.Context, address, key string) error {
	const what = "keep a site's key"
	switch {
	case address == "":
		return errors.New(what + ": no address is given")
	case key == "":
		return errors.New(what + ": no key is given")
	case len(key) > mostKey:
		cause := fmt.Errorf("%s: a key may have at most %d bytes, this one has %d", what, mostKey, len(key))
		return &desk.KeyringError{Kind: desk.KeyringTooLarge, Err: cause}
	}
	_, err := k.ask(ctx, address, func() (string, error) {
		if err := k.store.Set(service, address, key); err != nil {
			return "", err
		}
		kept, err := k.store.Get(service, address)
		if err == nil && kept != key || errors.Is(err, keyring.ErrNotFound) {
			err = errNotKept
		}
		return "", err
	})
	if err != nil {
		return k.failed(what, err, key)
	}
	return nil
}

// ForgetKey removes the key of an address; that there is none is no error. Its errors are a
// [desk.KeyringError]; only an empty address is an error of another kind.
func (k *Keyring) ForgetKey(ctx context.Context, address string) error {
	const what = "forget a site's key"
	if address == "" {
		return errors.New(what + ": no address is given")
	}
	_, err := k.ask(ctx, address, func() (string, error) { return "", k.store.Delete(service, address) })
	if err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return k.failed(what, err, "")
	}
	return nil
}

// ask waits for its turn, has the keyring unlocked and asks it. Where it was locked again just between, which
// its answer does not tell reliably, it is unlocked and asked once more.
func (k *Keyring) ask(ctx context.Context, address string, f func() (string, error)) (string, error) {
	k.mu.Lock()
	before := k.refusals
	k.mu.Unlock()
	return do(ctx, k.turn, func(ctx context.Context) (string, error) {
		k.mu.Lock()
		refusals, refusal := k.refusals, k.refusal
		k.mu.Unlock()
		if refusals != before {
			return "", refusal
		}
		if err := k.unlock(ctx, address); err != nil {
			return "", err
		}
		answer, err := f()
		if k.open != nil && err != nil && kindOf(err) == desk.KeyringRefused && !errors.Is(err, keyring.ErrNotFound) && ctx.Err() == nil {
			if err := k.unlock(ctx, address); err != nil {
				return "", err
			}
			answer, err = f()
		}
		if err == nil || errors.Is(err, keyring.ErrNotFound) {
			k.mu.Lock()
			k.used = true
			k.mu.Unlock()
		}
		return answer, err
	})
}

// unlock has the keyring unlocked, and keeps in mind that the person did not do it.
func (k *Keyring) unlock(ctx context.Context, address string) error {
	if k.open == nil {
		return nil
	}
	err := k.open(ctx, address, k.asking.Store)
	var trouble *desk.KeyringError
	if errors.As(err, &trouble) && (trouble.Kind == desk.KeyringLocked || trouble.Kind == desk.KeyringDismissed) {
		k.mu.Lock()
		if k.used {
			err = &desk.KeyringError{Kind: desk.KeyringRelocked, Err: err}
		}
		k.refusals, k.refusal = k.refusals+1, err
		k.mu.Unlock()
	}
	return err
}

// failed makes the error of a keyring that did not do what it was asked, with its cause unless that quotes
// the key.
func (k *Keyring) failed(what string, cause error, key string) error {
	kind := kindOf(cause)
	if kind == desk.KeyringSilent && k.asking.Load() {
		kind = desk.KeyringLocked
	}
	if quotes(cause.Error(), key) {
		cause = errors.New("the cause is left out, since it quotes the key")
	}
	return &desk.KeyringError{Kind: kind, Err: fmt.Errorf("%s: %w", what, cause)}
}

// kindOf tells what kind of trouble an error is.
func kindOf(err error) desk.KeyringKind {
	var known *desk.KeyringError
	switch {
	case errors.As(err, &known):
		return known.Kind
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return desk.KeyringTooLarge
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return desk.KeyringNone
	case errors.Is(err, errNoAnswer), errors.Is(err, errWaiting), errors.Is(err, context.DeadlineExceeded):
		return desk.KeyringSilent
	case errors.Is(err, errBroke):
		return desk.KeyringEnded
	}
	return busKind(err)
}

// quotes tells whether a text holds a key, in any of the ways in which the stores write one.
func quotes(text, key string) bool {
	if key == "" {
		return false
	}
	quoted := strconv.Quote(key)
	for _, form := range []string{key, quoted[1 : len(quoted)-1], base64.StdEncoding.EncodeToString([]byte(key))} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}
