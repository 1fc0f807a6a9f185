package system

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/adrg/xdg"
)

func TestHomeIsMadeForThisPersonOnlyWhereTheSystemKeepsData(t *testing.T) {
	data := filepath.Join(t.TempDir(), "deep", "data")
	t.Setenv("XDG_DATA_HOME", data)
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	for range 2 {
		home, err := Home("")
		if err != nil {
			t.Fatal(err)
		}
		if want := filepath.Join(data, "pressroom"); home != want {
			t.Errorf("got %s, want %s", home, want)
		}
		info, err := os.Stat(home)
		if err != nil || info.Mode() != fs.ModeDir|0o700 {
			t.Errorf("got %v, %v; want a folder with mode 0700", info, err)
		}
		left, err := os.ReadDir(home)
		if err != nil || len(left) != 0 {
			t.Errorf("it is not empty: %v, %v", left, err)
		}
	}
}

func TestAnOverrideIsTakenAsItIsAndMadeAbsolute(t *testing.T) {
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if home, err := Home("my data"); err != nil || home != filepath.Join(here, "my data") {
		t.Errorf("got %q, %v", home, err)
	}
}

func TestAHomeThatCannotBeMadeIsAPlainError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for override, want := range map[string]string{
		file:                          "can't be made",
		filepath.Join(file, "folder"): "can't be made",
	} {
		homeFails(t, override, want)
	}
}

// homeFails checks that a folder can't be Pressroom's, and that one sentence says so.
func homeFails(t *testing.T, override, want string) {
	t.Helper()
	home, err := Home(override)
	if err == nil || home != "" {
		t.Fatalf("%s: got %q and no error", override, home)
	}
	if text := err.Error(); !strings.Contains(text, want) || !strings.Contains(text, override) || strings.Contains(text, "\n") {
		t.Errorf("%s: %q, want one sentence with %q", override, text, want)
	}
}

func TestOneHomeIsHeldByOneAtATime(t *testing.T) {
	home := t.TempDir()
	release, err := Lock(home)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		again, err := Lock(home)
		if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), home) {
			t.Errorf("got %v, want ErrInUse with the folder", err)
		}
		again()
	}
	other, err := Lock(t.TempDir())
	if err != nil {
		t.Errorf("another home: %v", err)
	}
	other()
	release()
	release()
	release, err = Lock(home)
	if err != nil {
		t.Errorf("after it was given back: %v", err)
	}
	release()
}

func TestAReleaseThatComesTwiceDoesNotTakeTheLockFromTheNext(t *testing.T) {
	home := t.TempDir()
	first, err := Lock(home)
	if err != nil {
		t.Fatal(err)
	}
	first()
	second, err := Lock(home)
	if err != nil {
		t.Fatal(err)
	}
	defer second()
	first()
	if _, err := Lock(home); !errors.Is(err, ErrInUse) {
		t.Errorf("got %v, want ErrInUse", err)
	}
}

func TestAHomeThatCannotBeLockedIsAnotherErrorThanOneInUse(t *testing.T) {
	release, err := Lock(filepath.Join(t.TempDir(), "missing"))
	if err == nil || errors.Is(err, ErrInUse) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want why it can't be locked", err)
	}
	release()
}
