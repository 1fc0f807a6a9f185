package system

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/windows/registry"
)

func TestWindowsStartsPressroomAtLoginAsItsOwnListSays(t *testing.T) {
	item := newLoginItem()
	before, err := item.read()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // whoever runs this may have Pressroom
		if len(before) > 0 {
			_ = item.write(before)
		} else {
			_ = item.remove()
		}
	})
	program := filepath.Join(t.TempDir(), "Press room", "pressroom.exe")
	a := &Autostart{command: []string{program, "-background", "-home", `C:\My "music"\`}, at: item}
	for range 2 {
		if err := a.Set(true); err != nil {
			t.Fatal(err)
		}
		if other, on, err := a.On(); other != "" || !on || err != nil {
			t.Errorf("set: %q, %v, %v", other, on, err)
		}
	}
	if command, err := item.read(); err != nil || len(command) != 4 || command[3] != a.command[3] {
		t.Errorf("read back is %q, %v", command, err)
	}
	key, _, err := registry.CreateKey(registry.CURRENT_USER, approvedKey, registry.SET_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(key.SetBinaryValue(appName, []byte{3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}), key.Close()); err != nil {
		t.Fatal(err)
	}
	if _, on, err := a.On(); on || err != nil {
		t.Errorf("switched off in Windows' list: %v, %v", on, err)
	}
	if err := a.Set(true); err != nil {
		t.Fatal(err)
	}
	if _, on, err := a.On(); !on || err != nil {
		t.Errorf("switched on again: %v, %v", on, err)
	}
	for range 2 {
		if err := a.Set(false); err != nil {
			t.Fatal(err)
		}
		if _, on, err := a.On(); on || err != nil {
			t.Errorf("taken away: %v, %v", on, err)
		}
	}
	if _, err := os.Stat(program); err == nil {
		t.Error("a program was made")
	}
}

func TestWindowsIsKeptAwakeAndLetGo(t *testing.T) {
	for range 2 {
		release, err := keepAwake()
		if err != nil {
			t.Fatal(err)
		}
		release()
	}
	if len(trayIcon(square())) == 0 {
		t.Error("there is no icon for the tray")
	}
}
