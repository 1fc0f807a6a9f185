//go:build window && linux

package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"io"
	"log"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"pressroom/api"
	"pressroom/ui"
	"pressroom/ui/desk"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// TestMain runs Fyne's loop on the main goroutine, in a virtual screen, and the benchmarks beside it.
func TestMain(m *testing.M) {
	d, err := newDisplay()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Clearenv()
	for _, each := range d.env {
		name, value, _ := strings.Cut(each, "=")
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	a, code := app.NewWithID("io.github.pressroom.Measures"), 1
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			code = m.Run()
			for _, end := range atEnd {
				end()
			}
			log.SetOutput(io.Discard) // Fyne says it of each file of the home folder that goes
			fyne.Do(a.Quit)
		}()
	})
	a.Run()
	d.close() // not before: a program dies with its display
	os.Exit(code)
}

// opened is the real window on a real desk.
type opened struct {
	testing.TB
	ui     *ui.Window
	screen ui.Screen
	work   *desk.Desk
	window fyne.Window
	table  *parts.Table
	frames *frames

	mu   sync.Mutex
	view desk.View // the latest
	seen chan struct{}
}

// patient is how long a condition is waited for.
const patient = 2 * time.Minute

// atEnd closes what several benchmarks use, once all are through.
var atEnd []func()

// open opens a window on a ledger. When it is closed is the caller's to say: cleanup is told how.
func open(tb testing.TB, cleanup func(func()), record func(*ledger.Ledger) error) *opened {
	tb.Helper()
	folder, err := os.MkdirTemp(os.Getenv("HOME"), "desk-")
	if err == nil {
		err = newLedger(folder, record)
	}
	if err != nil {
		tb.Fatal(err)
	}
	book, err := ledger.Open(context.Background(), filepath.Join(folder, "ledger.db"))
	if err != nil {
		tb.Fatal(err)
	}
	o := &opened{TB: tb, seen: make(chan struct{}, 1)}
	quiet := slog.New(slog.DiscardHandler)
	o.work, err = desk.New(desk.Options{
		Ledger: book, Keys: oneKey{}, Notifier: noNotices{}, Show: o.show, Log: quiet, Web: http.DefaultTransport,
		Dial:     func(address, key string) (desk.Site, error) { return api.New(address, key) },
		Practice: func(context.Context) (desk.PracticeSite, error) { return desk.PracticeSite{}, os.ErrNotExist },
	})
	if err != nil {
		tb.Fatal(err)
	}
	fyne.DoAndWait(func() {
		if err = words.Use("en"); err != nil {
			return
		}
		o.ui, err = ui.New(ui.Options{App: fyne.CurrentApp(), Desk: o.work, Screen: &o.screen, Log: quiet, Quit: func() {}})
		windows := fyne.CurrentApp().Driver().AllWindows()
		o.window = windows[len(windows)-1]
		o.frames = watchFrames(o.window)
		o.window.Show()
	})
	if err != nil {
		tb.Fatal(err)
	}
	cleanup(func() {
		fyne.DoAndWait(func() {
			o.ui.Close()
			o.window.Hide() // closing the master window would end the app
		})
		o.work.Close()
		_ = book.Close()
	})
	o.work.Start("", nil)
	o.await("the site is connected", func(v desk.View) bool { return v.Site != nil && v.Site.State == desk.SiteReady })
	o.frames.painted()
	o.do(func() { o.table = o.window.Canvas().Focused().(*parts.Table) })
	return o
}

func (o *opened) show(v desk.View) {
	o.screen.Show(v)
	o.mu.Lock()
	o.view = v
	o.mu.Unlock()
	select {
	case o.seen <- struct{}{}:
	default:
	}
}

func (o *opened) now() desk.View {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.view
}

// await waits until the desk has handed the window a view.
func (o *opened) await(what string, is func(desk.View) bool) {
	o.Helper()
	deadline := time.After(patient)
	for !is(o.now()) {
		select {
		case <-o.seen:
		case <-deadline:
			o.Fatalf("waited %v in vain: %s", patient, what)
		}
	}
}

// do does something on the UI goroutine, as the driver does on an event.
func (o *opened) do(f func()) { fyne.DoAndWait(f) }

// press is a key without modifiers, as the driver hands it on.
func (o *opened) press(name fyne.KeyName) {
	o.do(func() {
		if focused := o.window.Canvas().Focused(); focused != nil {
			focused.TypedKey(&fyne.KeyEvent{Name: name})
		} else {
			o.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
		}
	})
}

// letter is a letter typed where the focus is.
func (o *opened) letter(r rune) {
	o.do(func() { o.window.Canvas().Focused().TypedRune(r) })
}

// shortcut does what the menu has under a shortcut, such as "Select all shown".
func (o *opened) shortcut(item string) {
	o.Helper()
	found := false
	o.do(func() {
		for _, menu := range o.window.MainMenu().Items {
			for _, i := range menu.Items {
				if i.Label == item && !found {
					found = true
					i.Action()
				}
			}
		}
	})
	if !found {
		o.Fatalf("there is no %q in the menu", item)
	}
}

// frames knows when what was asked of the UI goroutine is on the screen.
type frames struct {
	last  *canvas.Raster // drawn after all else in a frame
	begun time.Time      // of the latest frame, where that is looked at; see busy
	drawn chan time.Time // gets begun at the end of a frame that shows what was asked for
}

func watchFrames(w fyne.Window) *frames {
	f := &frames{drawn: make(chan time.Time, 1)}
	// Its texture is made anew when it was refreshed: that is the moment at which the frame is drawn.
	f.last = canvas.NewRaster(func(int, int) image.Image {
		select {
		case f.drawn <- f.begun:
		default:
		}
		return image.NewUniform(color.Transparent)
	})
	f.last.Resize(fyne.NewSize(1, 1))
	w.SetContent(container.NewStack(w.Content(), container.NewWithoutLayout(f.last)))
	return f
}

// painted returns once all that the UI goroutine was given until now has been drawn and the frame with it
// was handed to the screen.
func (f *frames) painted() {
	select {
	case <-f.drawn: // of a frame before
	default:
	}
	fyne.DoAndWait(f.last.Refresh)
	<-f.drawn
	fyne.DoAndWait(func() {}) // comes after the frame's end
}

// oneKey is a keyring that has the key of every site.
type oneKey struct{}

func (oneKey) Key(context.Context, string) (string, error)   { return siteKey, nil }
func (oneKey) KeepKey(context.Context, string, string) error { return nil }
func (oneKey) ForgetKey(context.Context, string) error       { return nil }
func (oneKey) Asking() bool                                  { return false }

// noNotices is a desktop that shows no notifications.
type noNotices struct{}

func (noNotices) Notify(context.Context, desk.Note) error { return nil }
