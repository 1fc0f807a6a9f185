package system

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/adrg/xdg"
	"github.com/gofrs/flock"
)

// ErrInUse is what [Lock] answers for a folder that another program holds. Decisions use errors.Is.
var ErrInUse = errors.New("another Pressroom is using this folder")

// Home returns the folder that Pressroom's data is in, absolute: override where that is given,
// otherwise "pressroom" in the place where this system keeps data. It makes the folder, for this
// person's eyes only, where it is missing. An error says in one sentence that it can't be made or
// written, and why.
func Home(override string) (string, error) {
	home, err := Place(override)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(home, 0o700); err != nil {
		return "", fmt.Errorf("the data folder %s can't be made: %w", home, err)
	}
	// Permissions, a full disk and a read-only one are told apart only by trying.
	probe, err := os.CreateTemp(home, ".probe-*")
	if err != nil {
		return "", fmt.Errorf("the data folder %s can't be written: %w", home, err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return "", fmt.Errorf("the data folder %s can't be written: %w", home, err)
	}
	return home, nil
}

// Place is where [Home] has its folder, which need not be there yet.
func Place(override string) (string, error) {
	folder := override
	if folder == "" {
		folder = filepath.Join(xdg.DataHome, "pressroom")
	}
	home, err := filepath.Abs(folder)
	if err != nil {
		return "", fmt.Errorf("the data folder %s can't be found: %w", folder, err)
	}
	return home, nil
}

// held keeps the files of taken locks from being collected, and with that closed and unlocked, where
// a caller drops the release function.
var held sync.Map

// Lock takes the lock of a data folder, so that one program at a time works in it. It does not wait:
// where another program (or another call in this one) holds the lock, the error wraps [ErrInUse].
// release gives it back, may be called more than once, and is never nil; the end of the program,
// however it comes, gives it back too. The lock file stays.
func Lock(home string) (release func(), err error) {
	lock := flock.New(filepath.Join(home, "lock"))
	taken, err := lock.TryLock()
	if err != nil {
		return func() {}, fmt.Errorf("the data folder %s can't be locked: %w", home, err)
	}
	if !taken {
		return func() {}, fmt.Errorf("%w: %s", ErrInUse, home)
	}
	held.Store(lock, true)
	return func() {
		held.Delete(lock)
		// Unlocking twice does nothing, and a lock that can't be given back ends with the program.
		_ = lock.Unlock()
	}, nil
}
