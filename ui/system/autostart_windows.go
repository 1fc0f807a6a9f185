package system

import (
	"errors"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

const (
	runKey      = `Software\Microsoft\Windows\CurrentVersion\Run`
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
)

// runValue is the value among those that Windows starts at this person's logins.
type runValue struct{}

func newLoginItem() loginItem { return runValue{} }

func (runValue) read() ([]string, error) {
	if off, err := switchedOff(); err != nil || off {
		return nil, err
	}
	key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = key.Close() }()
	line, _, err := key.GetStringValue(appName)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return windows.DecomposeCommandLine(line)
}

// switchedOff says that the person has switched it off in Windows' own list, which leaves the value.
func switchedOff() (bool, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = key.Close() }()
	state, _, err := key.GetBinaryValue(appName)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	return len(state) > 0 && state[0]&1 == 1, err // even is on, odd is off
}

func (runValue) write(command []string) error {
	if err := removeValue(approvedKey); err != nil {
		return err
	}
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return err
	}
	return errors.Join(key.SetStringValue(appName, windows.ComposeCommandLine(command)), key.Close())
}

func (runValue) remove() error { return errors.Join(removeValue(runKey), removeValue(approvedKey)) }

// removeValue removes Pressroom's value of a key; that there is none is no error.
func removeValue(path string) error {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.SET_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err = key.DeleteValue(appName); errors.Is(err, registry.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, key.Close())
}
