//go:build !darwin || cgo

package system

import (
	"bytes"
	"runtime"
	"sync"

	"fyne.io/systray"
)

// Tray is the program's icon in the desktop's tray, with a menu of two. There is one a program, since the
// desktop knows it by that.
//
// It stands on the library behind Fyne's own tray and not on that: Fyne's can only begin before the window
// runs, when a desktop that starts programs has often no tray yet; it opens a second window for itself; and
// it closes the connection to the session bus that keyring and notifications share.
type Tray struct {
	icon             []byte
	open, quit       func()
	main             func(func())
	begin            sync.Once
	mu               sync.Mutex
	words            TrayWords
	told             TrayWords // what it says by now
	ready            bool
	telling          bool
	openKey, quitKey *systray.MenuItem
	end              func()
}

// TrayWords are what the tray says.
type TrayWords struct {
	Tip        string // what is going on: "2 jobs followed, 412 tracks left"
	Open, Quit string // the menu
}

// NewTray returns a tray that shows nothing yet. open and quit are called on goroutines of its own; main has
// a function run on the goroutine of the window, where some systems want their icons made. icon is PNG.
func NewTray(icon []byte, main func(func()), open, quit func()) *Tray {
	return &Tray{icon: bytes.Clone(icon), main: main, open: open, quit: quit}
}

// Show puts the icon into the tray. Only the first call does anything: from then on the icon comes back by
// itself with a tray that went away.
func (t *Tray) Show() {
	t.begin.Do(func() {
		if runtime.GOOS == "linux" { // it talks to the bus, for which no window should wait
			t.start()
		} else {
			t.main(t.start)
		}
	})
}

func (t *Tray) start() {
	begin, end := systray.RunWithExternalLoop(t.build, nil)
	systray.SetOnTapped(t.open)
	systray.SetTitle(trayTitle)
	systray.SetIcon(trayIcon(t.icon))
	t.mu.Lock()
	t.end = end
	t.mu.Unlock()
	begin()
}

// build makes the menu once the icon is there.
func (t *Tray) build() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.openKey, t.quitKey = systray.AddMenuItem(t.words.Open, ""), systray.AddMenuItem(t.words.Quit, "")
	systray.SetTooltip(t.words.Tip)
	t.told, t.ready = t.words, true
	go pass(t.openKey.ClickedCh, t.open)
	go pass(t.quitKey.ClickedCh, t.quit)
}

// pass calls f for everything that arrives.
func pass(arrives <-chan struct{}, f func()) {
	for range arrives {
		f()
	}
}

// Say has the tray say something else. It returns at once; what was wanted last counts.
func (t *Tray) Say(w TrayWords) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.words = w
	if t.ready && !t.telling && t.words != t.told {
		t.telling = true
		go t.tell()
	}
}

// tell brings the tray to what it is to say, for which the desktop may take its time.
func (t *Tray) tell() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.ready && t.words != t.told {
		before, now := t.told, t.words
		t.told = now
		t.mu.Unlock()
		if now.Tip != before.Tip {
			systray.SetTooltip(now.Tip)
		}
		if now.Open != before.Open {
			t.openKey.SetTitle(now.Open)
		}
		if now.Quit != before.Quit {
			t.quitKey.SetTitle(now.Quit)
		}
		t.mu.Lock()
	}
	t.telling = false
}

// End takes the icon away. On Linux that closes the connection to the session bus that keyring and
// notifications use: it comes last.
func (t *Tray) End() {
	t.mu.Lock()
	end := t.end
	t.end, t.ready = nil, false
	t.mu.Unlock()
	if end != nil {
		end()
	}
}
