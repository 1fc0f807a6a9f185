package system

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// appID is the name by which desktops know Pressroom.
const appID = "io.github.pressroom.Pressroom"

// Autostart is whether this person's desktop starts Pressroom at each login. What it says is read from where
// the desktop reads it. Its methods wait for the disk.
type Autostart struct {
	command []string // the program and its arguments
	at      loginItem
}

// loginItem is the one entry of Pressroom's among what a desktop starts at a login.
type loginItem interface {
	// read returns the command that is started; none where nothing is, or the person has switched it off.
	read() ([]string, error)
	write(command []string) error
	remove() error
}

// NewAutostart returns the entry that starts this program with args at a login.
func NewAutostart(args ...string) (*Autostart, error) {
	program, err := ownPath()
	if err != nil {
		return nil, fmt.Errorf("where this program is can't be told: %w", err)
	}
	return &Autostart{command: append([]string{program}, args...), at: newLoginItem()}, nil
}

// ownPath is where the person has the program, which for an AppImage is not where it runs.
func ownPath() (string, error) {
	if image := os.Getenv("APPIMAGE"); image != "" {
		return image, nil
	}
	return os.Executable()
}

// On says whether the desktop starts Pressroom at a login. other is the program that it starts then where
// that is another copy than this one.
func (a *Autostart) On() (other string, on bool, err error) {
	command, err := a.at.read()
	if err != nil {
		return "", false, fmt.Errorf("whether Pressroom starts at a login can't be read: %w", err)
	}
	if len(command) == 0 {
		return "", false, nil
	}
	if command[0] != a.command[0] {
		other = command[0]
	}
	return other, true, nil
}

// Set has the desktop start this program at each login, or no Pressroom at all.
func (a *Autostart) Set(on bool) (err error) {
	if on {
		err = a.at.write(a.command)
	} else {
		err = a.at.remove()
	}
	if err != nil {
		return fmt.Errorf("whether Pressroom starts at a login can't be set: %w", err)
	}
	return nil
}

// Mend sets the entry anew where it names a program that is not there any more, as after a move of this one.
// One that names another program which is there stays: that may be meant.
func (a *Autostart) Mend() error {
	command, err := a.at.read()
	if err != nil || len(command) == 0 || slices.Equal(command, a.command) {
		return err
	}
	if _, err := os.Stat(command[0]); command[0] != a.command[0] && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return a.Set(true)
}

// entryFile is a loginItem that is a file.
type entryFile struct {
	path  string
	parse func(content []byte) (command []string)
	form  func(command []string) []byte
}

func (f entryFile) read() ([]string, error) {
	content, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return f.parse(content), err
}

// write replaces the file in one go: a desktop that reads it meanwhile shall not read half of it.
func (f entryFile) write(command []string) error {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return err
	}
	next, err := os.CreateTemp(filepath.Dir(f.path), "."+appID+"-*")
	if err != nil {
		return err
	}
	_, err = next.Write(f.form(command))
	if err = errors.Join(err, next.Close()); err == nil {
		err = os.Rename(next.Name(), f.path)
	}
	if err != nil {
		_ = os.Remove(next.Name())
	}
	return err
}

func (f entryFile) remove() error {
	if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
