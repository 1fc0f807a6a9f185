package ui

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
)

func TestWindowNeedsAllItWasPromised(t *testing.T) {
	app := test.NewTempApp(t)
	whole := Options{App: app, Desk: &fakeDesk{}, Log: slog.New(slog.DiscardHandler), Quit: func() {}}
	for name, without := range map[string]func(*Options){
		"app": func(o *Options) { o.App = nil }, "desk": func(o *Options) { o.Desk = nil },
		"log": func(o *Options) { o.Log = nil }, "quit": func(o *Options) { o.Quit = nil },
	} {
		o := whole
		without(&o)
		if _, err := New(o); err == nil {
			t.Errorf("a window is made without %s", name)
		}
	}
}

// queued is the test app with a driver that, as a real one does, lets what other goroutines want done
// wait for the UI goroutine.
type queued struct {
	fyne.App
	driver *waitingDriver
}

type waitingDriver struct {
	fyne.Driver
	mu   sync.Mutex
	todo []func()
}

func (q queued) Driver() fyne.Driver { return q.driver }

func (q *waitingDriver) DoFromGoroutine(f func(), _ bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.todo = append(q.todo, f)
}

func TestViewsOfManyGoroutinesAreOnePaintingOfTheLatest(t *testing.T) {
	w, _ := at(t, emptyQueue())
	app := queued{w.App, &waitingDriver{Driver: w.App.Driver()}}
	fyne.SetCurrentApp(app)
	t.Cleanup(func() { fyne.SetCurrentApp(w.App) })
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			v := emptyQueue()
			v.Key = fmt.Sprintf("view %d", i)
			w.Show(v)
		})
	}
	all.Wait()
	last := emptyQueue()
	last.Key = "the last view"
	w.Show(last)
	if n := len(app.driver.todo); n != 1 {
		t.Errorf("%d paintings were asked for, want 1", n)
	}
	reads(t, w.status.key, "Key kept in the keyring") // nothing is painted beside the UI goroutine
	for _, f := range app.driver.todo {
		f()
	}
	reads(t, w.status.key, "the last view")
	app.driver.todo = nil
	w.Show(emptyQueue())
	if len(app.driver.todo) != 1 {
		t.Error("a view after the painting is not painted")
	}
}

func TestPaintingWithNothingNewDoesNothing(t *testing.T) {
	w, _ := at(t, emptyQueue())
	w.paint()
	reads(t, front(w), "Northlight Music")
}

func TestDroppedFilesAndAddressesAreAdded(t *testing.T) {
	w, d := at(t, emptyQueue())
	address, err := storage.ParseURI("https://files.example/track.wav")
	if err != nil {
		t.Fatal(err)
	}
	drop := []fyne.URI{storage.NewFileURI("/music/a track.wav"), address}
	w.dropped(fyne.Position{}, drop)
	d.got(t, fmt.Sprintf(`add ["/music/a track.wav" "https://files.example/track.wav"] to job %d`, desk.DefaultJob))
	w.aboutPage() // under a page too
	w.dropped(fyne.Position{}, drop[1:])
	d.got(t, fmt.Sprintf(`add ["https://files.example/track.wav"] to job %d`, desk.DefaultJob))
	w, d = at(t, newcomer())
	w.dropped(fyne.Position{}, drop)
	d.got(t)
	reads(t, w.toasts, "There is no queue to add this to yet.")
}

func TestWindowComesBackAsLargeAsItWas(t *testing.T) {
	w, _ := at(t, emptyQueue())
	if w.size() != fyne.NewSize(1400, 900) {
		t.Errorf("at first it is %v", w.size())
	}
	w.win.Resize(fyne.NewSize(1111, 777))
	w.Remember()
	if w.size() != fyne.NewSize(1111, 777) {
		t.Errorf("it comes back as %v", w.size())
	}
	w.App.Preferences().SetFloat(preferWidth, 20)
	w.App.Preferences().SetFloat(preferHeight, 10)
	if w.size() != fyne.NewSize(800, 600) {
		t.Errorf("too small to use, it comes back as %v", w.size())
	}
}

func TestLogNeverTellsWhatWasTyped(t *testing.T) {
	var log strings.Builder
	d := &fakeDesk{}
	w, err := New(Options{
		App: test.NewTempApp(t), Desk: d, Screen: new(Screen), Quit: func() {},
		Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Show(emptyQueue())
	w.connectPage("")
	for _, f := range fields(front(w)) {
		write(f, "a-canary")
	}
	press(w, fyne.KeyReturn)
	w.Show(emptyQueue())
	w.places.later.Stop() // before anything of it is told at another time
	w.locate()
	if told := log.String(); strings.Contains(told, "canary") || !strings.Contains(told, "page=connect") || !strings.Contains(told, "name=queue.table") {
		t.Errorf("the log tells:\n%s", told)
	}
	if !slices.ContainsFunc(d.intents, func(s string) bool { return strings.Contains(s, "a-canary") }) {
		t.Error("the desk was not asked")
	}
}
