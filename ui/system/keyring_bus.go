//go:build (dragonfly && cgo) || (freebsd && cgo) || linux || netbsd || openbsd

package system

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"pressroom/ui/desk"
)

const (
	secretsName      = "org.freedesktop.secrets"
	secretsPath      = dbus.ObjectPath("/org/freedesktop/secrets")
	secretsInterface = "org.freedesktop.Secret."
	// busLimit is how long a service may take to answer a call in which nobody is asked anything. It may be
	// started for it first.
	busLimit = 10 * time.Second
)

// openKeyring unlocks the collection of the Secret Service that go-keyring uses, and the entry of an address
// in it. go-keyring would do so itself, but waits for ever where nobody answers or the service ends, takes any
// signal for the answer, and does not say that its question was dismissed.
func openKeyring(limit time.Duration) opener {
	return func(ctx context.Context, address string, asking func(bool)) error {
		conn, err := sessionBus()
		if err != nil {
			return &desk.KeyringError{Kind: desk.KeyringNoBus, Err: fmt.Errorf("reach the session bus: %w", err)}
		}
		defer func() { _ = conn.Close() }()
		s := secrets{conn: conn, asking: asking, limit: limit}
		collection, err := s.collection(ctx)
		if err != nil {
			return fmt.Errorf("find the login keyring: %w", err)
		}
		if err := s.unlock(ctx, collection); err != nil {
			return fmt.Errorf("unlock the login keyring: %w", err)
		}
		var entries []dbus.ObjectPath
		wanted := map[string]string{"service": service, "username": address}
		if err := s.call(ctx, collection, "Collection.SearchItems", []any{wanted}, &entries); err != nil || len(entries) == 0 {
			return err
		}
		if err := s.unlock(ctx, entries[0]); err != nil {
			return fmt.Errorf("unlock an entry: %w", err)
		}
		return nil
	}
}

// secrets is the Secret Service, over a connection of its own: what others listen to does not disturb it.
type secrets struct {
	conn   *dbus.Conn
	asking func(bool)
	limit  time.Duration // for the person
}

// call calls a method and stores what it answers.
func (s secrets) call(ctx context.Context, path dbus.ObjectPath, method string, args []any, answer ...any) error {
	ctx, cancel := context.WithTimeout(ctx, busLimit)
	defer cancel()
	return s.conn.Object(secretsName, path).CallWithContext(ctx, secretsInterface+method, 0, args...).Store(answer...)
}

// collection is the one that go-keyring uses: the one called login, or else whatever is the default.
func (s secrets) collection(ctx context.Context) (dbus.ObjectPath, error) {
	const login, byDefault = secretsPath + "/collection/login", secretsPath + "/aliases/default"
	ctx, cancel := context.WithTimeout(ctx, busLimit)
	defer cancel()
	var all dbus.Variant
	err := s.conn.Object(secretsName, secretsPath).
		CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, secretsInterface+"Service", "Collections").Store(&all)
	if err != nil {
		return "", err
	}
	paths, _ := all.Value().([]dbus.ObjectPath)
	for _, path := range paths {
		if path == login {
			return login, nil
		}
	}
	return byDefault, nil
}

// unlock unlocks a collection or an entry, and asks the person where that takes a password.
func (s secrets) unlock(ctx context.Context, what dbus.ObjectPath) error {
	var unlocked []dbus.ObjectPath
	prompt := dbus.ObjectPath("/")
	if err := s.call(ctx, secretsPath, "Service.Unlock", []any{[]dbus.ObjectPath{what}}, &unlocked, &prompt); err != nil || prompt == "/" {
		return err
	}
	return s.prompt(ctx, prompt)
}

// prompt shows the keyring's question and waits for the answer to it alone. One that comes to nothing is
// taken off the screen, so that there is one at most.
func (s secrets) prompt(ctx context.Context, prompt dbus.ObjectPath) error {
	err := errors.Join(
		s.conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(prompt), dbus.WithMatchInterface(secretsInterface+"Prompt")),
		s.conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secretsName)),
	)
	if err != nil {
		return err
	}
	signals := make(chan *dbus.Signal, 16)
	s.conn.Signal(signals)
	s.asking(true)
	defer s.asking(false)
	if err := s.call(ctx, prompt, "Prompt.Prompt", []any{""}); err != nil {
		return err
	}
	late := time.NewTimer(s.limit)
	defer late.Stop()
	for {
		select {
		case signal, ok := <-signals:
			if answered, err := answerIn(signal, ok, prompt); answered || err != nil {
				return err
			}
		case <-late.C:
			s.withdraw(prompt)
			return &desk.KeyringError{Kind: desk.KeyringLocked, Err: errors.New("nobody answered the keyring's question")}
		case <-ctx.Done():
			s.withdraw(prompt)
			return context.Cause(ctx)
		}
	}
}

// answerIn tells whether a signal is the answer to a prompt, and what it means.
func answerIn(signal *dbus.Signal, ok bool, prompt dbus.ObjectPath) (answered bool, err error) {
	if !ok {
		return false, dbus.ErrClosed
	}
	switch {
	case signal.Name == "org.freedesktop.DBus.NameOwnerChanged" && len(signal.Body) == 3 && signal.Body[0] == secretsName && signal.Body[2] == "":
		return false, &desk.KeyringError{Kind: desk.KeyringEnded, Err: errors.New("the keyring ended during its question")}
	case signal.Path == prompt && signal.Name == secretsInterface+"Prompt.Completed":
		if len(signal.Body) > 0 && signal.Body[0] == true {
			return false, &desk.KeyringError{Kind: desk.KeyringDismissed, Err: errors.New("the keyring's question was dismissed")}
		}
		return true, nil
	}
	return false, nil
}

// withdraw takes a question off the screen.
func (s secrets) withdraw(prompt dbus.ObjectPath) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = s.call(ctx, prompt, "Prompt.Dismiss", nil)
}

// busKind tells what kind of trouble an error of the bus is.
func busKind(err error) desk.KeyringKind {
	var said dbus.Error
	var broken net.Error
	switch {
	case errors.Is(err, dbus.ErrClosed), errors.Is(err, io.EOF), errors.As(err, &broken):
		return desk.KeyringEnded
	case !errors.As(err, &said):
		return desk.KeyringRefused
	}
	switch name := strings.TrimPrefix(said.Name, busError); {
	case nobody(said.Name):
		return desk.KeyringNone
	case name == "NoReply", name == "Disconnected":
		return desk.KeyringEnded
	case name == "Timeout", name == "TimedOut":
		return desk.KeyringSilent
	}
	return desk.KeyringRefused
}

const busError = "org.freedesktop.DBus.Error."

// nobody tells whether an error of the bus says that there is no such service, and none could be started.
func nobody(name string) bool {
	name = strings.TrimPrefix(name, busError)
	return name == "ServiceUnknown" || name == "NameHasNoOwner" || strings.HasPrefix(name, "Spawn.")
}
