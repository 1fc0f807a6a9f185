package system

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"pressroom/ui/desk"
)

func init() {
	roles["gnome-keyring"] = playGnomeKeyring
	roles["no keyring"] = playNoKeyring
	roles["no bus"] = playNoBus
}

func TestGnomeKeyringKeepsReadsAndForgetsAKey(t *testing.T) {
	need(t, "gnome-keyring-daemon", "secret-tool")
	playAlone(t, "gnome-keyring")
}

func TestABusWithoutKeyringIsToldAtOnce(t *testing.T) { playAlone(t, "no keyring") }

func TestNoBusIsToldAtOnce(t *testing.T) { playWithoutBus(t, "no bus") }

// playGnomeKeyring keeps keys in a new and unlocked keyring, then finds the same keyring locked, with
// nobody there to be asked for its password.
func playGnomeKeyring() error {
	stop, err := startGnomeKeyring("--unlock")
	if err != nil {
		return err
	}
	ctx, k := context.Background(), NewKeyring()
	if _, err := k.Key(ctx, address); !errors.Is(err, desk.ErrNoKey) {
		return fmt.Errorf("before a key is kept: %v, want desk.ErrNoKey", err)
	}
	for _, key := range []string{"first", strings.Repeat("ü", mostKey/2), canary} {
		if err := k.KeepKey(ctx, address, key); err != nil {
			return err
		}
		if got, err := k.Key(ctx, address); err != nil || got != key {
			return fmt.Errorf("read %q, %v; want %q", got, err, key)
		}
	}
	if _, err := k.Key(ctx, address+".au"); !errors.Is(err, desk.ErrNoKey) {
		return fmt.Errorf("another site's key: %v, want desk.ErrNoKey", err)
	}
	if seen, err := secretTool(); err != nil || seen != canary {
		return fmt.Errorf("secret-tool sees %q, %v", seen, err)
	}
	for range 2 {
		if err := k.ForgetKey(ctx, address); err != nil {
			return err
		}
	}
	if _, err := k.Key(ctx, address); !errors.Is(err, desk.ErrNoKey) {
		return fmt.Errorf("after it is forgotten: %v, want desk.ErrNoKey", err)
	}
	if seen, err := secretTool(); err == nil {
		return fmt.Errorf("secret-tool still sees %q", seen)
	}
	if err := k.KeepKey(ctx, address, canary); err != nil {
		return err
	}
	stop()

	stop, err = startGnomeKeyring("--start")
	if err != nil {
		return err
	}
	defer stop()
	if err := allFailQuickly(k, desk.KeyringRelocked); err != nil {
		return fmt.Errorf("locked: %w", err)
	}
	return nil
}

func playNoKeyring() error { return allFailQuickly(NewKeyring(), desk.KeyringNone) }

func playNoBus() error { return allFailQuickly(NewKeyring(), desk.KeyringNoBus) }

// allFailQuickly checks that each call says what is the matter, without keeping anybody waiting and without
// the key.
func allFailQuickly(k *Keyring, kind desk.KeyringKind) error {
	var answers map[string]error
	if err := quickly("asking", func() { answers = everyCall(context.Background(), k) }); err != nil {
		return err
	}
	for name, err := range answers {
		if !troubled(err, kind) {
			return fmt.Errorf("%s: %v, want kind %d", name, err, kind)
		}
		if strings.Contains(err.Error(), canary) {
			return fmt.Errorf("%s says the key", name)
		}
	}
	return nil
}

// startGnomeKeyring starts the daemon and waits until it has its login keyring.
func startGnomeKeyring(how string) (stop func(), err error) {
	bus, err := ownBus("")
	if err != nil {
		return nil, err
	}
	daemon := exec.Command("gnome-keyring-daemon", how, "--components=secrets", "--foreground")
	daemon.Stdin, daemon.Stderr = strings.NewReader("a password\n"), os.Stderr
	if err := daemon.Start(); err != nil {
		return nil, err
	}
	stop = func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
		_ = bus.Close()
	}
	secrets := bus.Object("org.freedesktop.secrets", "/org/freedesktop/secrets")
	err = until("gnome-keyring has its login keyring", func() bool {
		var login dbus.ObjectPath
		err := secrets.Call("org.freedesktop.Secret.Service.ReadAlias", 0, "default").Store(&login)
		return err == nil && strings.HasSuffix(string(login), "/login")
	})
	if err != nil {
		stop()
	}
	return stop, err
}

// secretTool reads the key the way that another program does.
func secretTool() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), roleLimit/2)
	defer cancel()
	seen, err := exec.CommandContext(ctx, "secret-tool", "lookup", "service", "pressroom", "username", address).Output()
	return string(seen), err
}
