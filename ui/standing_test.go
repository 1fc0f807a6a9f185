package ui

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/test"
)

// shownWindow is a window that a window system tells this of, or that cannot be shown.
type shownWindow struct {
	fyne.Window
	context, panics any
}

func (w shownWindow) RunNative(f func(any)) { f(w.context) }

func (w shownWindow) Show() {
	if w.panics != nil {
		panic(w.panics)
	}
}

func TestAMachineThatOpensNoWindowIsNotWorkedOnWithoutOne(t *testing.T) {
	for _, c := range []struct {
		win  fyne.Window
		want error
	}{
		{test.NewTempWindow(t, nil), nil},
		{shownWindow{context: driver.X11WindowContext{WindowHandle: 1}}, nil},
		{shownWindow{context: driver.X11WindowContext{}}, ErrNoWindow},
		{shownWindow{context: driver.WaylandWindowContext{WaylandSurface: 1}}, nil},
		{shownWindow{context: driver.WaylandWindowContext{}}, ErrNoWindow},
		{shownWindow{context: driver.WindowsWindowContext{HWND: 1}}, nil},
		{shownWindow{context: driver.WindowsWindowContext{}}, ErrNoWindow},
		{shownWindow{context: driver.MacWindowContext{NSWindow: 1}}, nil},
		{shownWindow{context: driver.MacWindowContext{}}, ErrNoWindow},
		{shownWindow{panics: errors.New("NotInitialized: The GLFW library is not initialized")}, ErrNoWindow},
	} {
		if err := standUp(c.win); !errors.Is(err, c.want) {
			t.Errorf("%#v: %v, want %v", c.win, err, c.want)
		}
	}
}

func TestAFaultOfTheProgramsIsNotTakenForAMissingDisplay(t *testing.T) {
	defer func() {
		if said := recover(); said != "a fault" {
			t.Errorf("recovered %v", said)
		}
	}()
	_ = standUp(shownWindow{panics: "a fault"})
	t.Error("it went on")
}
