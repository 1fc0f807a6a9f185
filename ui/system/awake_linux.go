package system

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

// awakeAnswers is how long logind may take.
const awakeAnswers = 5 * time.Second

// keepAwake has logind neither suspend the machine nor take it for idle, until release or until the program
// ends: the lock is a file that logind watches the other end of. A person who closes the lid or suspends it
// by hand is obeyed as far as logind is set up to.
func keepAwake() (release func(), err error) {
	ctx, cancel := context.WithTimeout(context.Background(), awakeAnswers)
	defer cancel()
	bus, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("ask logind: %w", err)
	}
	defer func() { _ = bus.Close() }()
	var lock dbus.UnixFD
	err = bus.Object("org.freedesktop.login1", "/org/freedesktop/login1").CallWithContext(ctx, "org.freedesktop.login1.Manager.Inhibit", 0,
		"sleep:idle", appName, "Tracks are being sent", "block").Store(&lock)
	if err != nil {
		return nil, fmt.Errorf("ask logind: %w", err)
	}
	syscall.CloseOnExec(int(lock))
	return func() { _ = syscall.Close(int(lock)) }, nil
}
