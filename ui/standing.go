package ui

import (
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// ErrNoWindow means that this machine has nothing to open a window on. Decisions use errors.Is.
var ErrNoWindow = errors.New("no window can be opened: there is no display, or none with OpenGL; start Pressroom from the desktop")

// standUp shows a window. Fyne logs that none can be opened, and then panics where there is no display, and goes
// on without a window, for ever, where there is no OpenGL.
func standUp(win fyne.Window) (err error) {
	defer func() {
		if said := recover(); said != nil {
			if !strings.Contains(fmt.Sprint(said), "GLFW library is not initialized") {
				panic(said)
			}
			err = ErrNoWindow
		}
	}()
	win.Show()
	if native, ok := win.(driver.NativeWindow); ok {
		native.RunNative(func(context any) {
			if !stands(context) {
				err = ErrNoWindow
			}
		})
	}
	return err
}

// stands says whether what a window system tells of a window is one.
func stands(context any) bool {
	switch c := context.(type) {
	case driver.X11WindowContext:
		return c.WindowHandle != 0
	case driver.WaylandWindowContext:
		return c.WaylandSurface != 0
	case driver.WindowsWindowContext:
		return c.HWND != 0
	case driver.MacWindowContext:
		return c.NSWindow != 0
	}
	return true
}
