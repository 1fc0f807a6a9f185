//go:build !((dragonfly && cgo) || (freebsd && cgo) || linux || netbsd || openbsd)

package system

import (
	"time"

	"pressroom/ui/desk"
)

// openKeyring is nothing here: the system asks for the password itself, in the call that needs it.
func openKeyring(time.Duration) opener { return nil }

// busKind is for errors of a bus, of which there are none here.
func busKind(error) desk.KeyringKind { return desk.KeyringRefused }
