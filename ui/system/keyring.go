package system

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
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
	// keyringLimit is how long a call may take. A person who is asked for the keyring's password
	// may need longer; the key is there for the next call then.
	keyringLimit = 10 * time.Second
	// unlockPause is how long to wait before the one retry of an unlock.
	unlockPause = 500 * time.Millisecond
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
// No call takes longer than 10 seconds. One that is stuck, most often at a question that the
// machine has put to the person, is left behind and still counts when it is answered; until then
// every call fails at once.
type Keyring struct {
	store store
	turn  *turn
	pause time.Duration
}

var _ desk.KeyStore = (*Keyring)(nil)

// NewKeyring returns the keyring of this machine. Nothing is asked of it yet.
func NewKeyring() *Keyring { return newKeyring(osStore{}) }

// newKeyring returns a keyring over any store.
func newKeyring(s store) *Keyring {
	return &Keyring{store: s, turn: &turn{limit: keyringLimit}, pause: unlockPause}
}

// Key returns the key kept for an address. Its errors wrap [desk.ErrNoKey] where there is none (an
// empty one counts as none), and [desk.ErrNoKeyring] with the cause for everything else.
func (k *Keyring) Key(ctx context.Context, address string) (string, error) {
	const what = "read a site's key"
	if address == "" {
		return "", errors.New(what + ": no address is given")
	}
	key, err := do(ctx, k.turn, func(ctx context.Context) (string, error) {
		var key string
		err := k.unlocking(ctx, func() (err error) {
			key, err = k.store.Get(service, address)
			return err
		})
		return key, err
	})
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return "", fmt.Errorf("%s: %w: %w", what, desk.ErrNoKey, err)
	case err != nil:
		return "", noKeyring(what, err, "")
	case key == "":
		return "", fmt.Errorf("%s: %w: the entry is empty", what, desk.ErrNoKey)
	}
	return key, nil
}

// KeepKey keeps a key for an address, in place of any earlier one. Its errors wrap
// [desk.ErrNoKeyring] with the cause, also for a key of more than 2,500 bytes, which no keyring is
// sure to take; only an empty address or key is an error of another kind.
func (k *Keyring) KeepKey(ctx context.Context, address, key string) error {
	const what = "keep a site's key"
	switch {
	case address == "":
		return errors.New(what + ": no address is given")
	case key == "":
		return errors.New(what + ": no key is given")
	case len(key) > mostKey:
		return fmt.Errorf("%s: %w: a key may have at most %d bytes, this one has %d",
			what, desk.ErrNoKeyring, mostKey, len(key))
	}
	_, err := do(ctx, k.turn, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, k.unlocking(ctx, func() error { return k.store.Set(service, address, key) })
	})
	if err != nil {
		return noKeyring(what, err, key)
	}
	return nil
}

// ForgetKey removes the key of an address; that there is none is no error. Its errors wrap
// [desk.ErrNoKeyring] with the cause; only an empty address is an error of another kind.
func (k *Keyring) ForgetKey(ctx context.Context, address string) error {
	const what = "forget a site's key"
	if address == "" {
		return errors.New(what + ": no address is given")
	}
	_, err := do(ctx, k.turn, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, k.unlocking(ctx, func() error { return k.store.Delete(service, address) })
	})
	if err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return noKeyring(what, err, "")
	}
	return nil
}

// unlocking runs f, and once more after a pause when the keyring could not be unlocked: go-keyring
// takes any D-Bus signal that arrives during its prompt for the prompt's answer, a notification's
// closing for one. A dismissed prompt looks the same, and is shown once more for it.
func (k *Keyring) unlocking(ctx context.Context, f func() error) error {
	err := f()
	if err == nil || !strings.Contains(err.Error(), "failed to unlock correct collection") {
		return err
	}
	select {
	case <-time.After(k.pause):
		return f()
	case <-ctx.Done():
		return err
	}
}

// noKeyring makes the error of a keyring that does not answer, with its cause unless that quotes
// the key.
func noKeyring(what string, cause error, key string) error {
	if quotes(cause.Error(), key) {
		cause = errors.New("the cause is left out, since it quotes the key")
	}
	return fmt.Errorf("%s: %w: %w", what, desk.ErrNoKeyring, cause)
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
