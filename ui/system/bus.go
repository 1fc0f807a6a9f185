//go:build (dragonfly && cgo) || (freebsd && cgo) || linux || netbsd || openbsd

package system

import "github.com/godbus/dbus/v5"

// sessionBus connects to the session bus, where there is one: none is started for it. The connection is its
// own, so that what it listens to does not reach the libraries that share theirs.
func sessionBus(options ...dbus.ConnOption) (*dbus.Conn, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(options...)
	if err != nil {
		return nil, err
	}
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}
