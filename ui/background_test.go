package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
)

// following is a view of a desk that follows two jobs.
func following(t *testing.T) desk.View {
	v := atWork(t)
	v.Background = desk.Background{Followed: 2, Words: "2 jobs followed, 412 tracks left", Leaving: "When you quit, 2 jobs go on at their sites."}
	return v
}

func tick(t *testing.T, w *Window, words string) {
	t.Helper()
	found := false
	walk(front(w), func(o fyne.CanvasObject) bool {
		if c, ok := o.(*widget.Check); ok && c.Text == words {
			c.SetChecked(!c.Checked)
			found = true
		}
		return true
	})
	if !found {
		t.Fatalf("%q cannot be ticked", words)
	}
}

func TestClosingQuitsWhereNothingIsFollowed(t *testing.T) {
	for _, v := range []desk.View{{}, newcomer(), atWork(t)} {
		w, d := at(t, v)
		w.SetTray(true)
		w.closed()
		d.got(t, "quit")
	}
}

func TestClosingAsksOnceWhatToDoWhileJobsAreFollowed(t *testing.T) {
	w, d := at(t, following(t))
	w.SetTray(true)
	w.closed()
	w.closed() // once more on the window's cross
	reads(t, front(w), "2 jobs are still followed", "In the tray, Pressroom goes on following", "When you quit, 2 jobs go on at their sites.")
	if got := buttonWords(front(w)); !slices.Equal(got, []string{"Cancel", "Quit", "Follow in the tray"}) {
		t.Errorf("the buttons are %q", got)
	}
	press(w, fyne.KeyEscape)
	if w.page != nil || w.hidden {
		t.Error("Escape does not leave all as it was")
	}
	d.got(t)
	w.closed()
	test.Tap(button(t, front(w), "Quit"))
	d.got(t, "quit")
	w.closed()
	test.Tap(button(t, front(w), "Follow in the tray"))
	if !w.hidden || w.page != nil {
		t.Error("the window is not in the tray")
	}
	d.got(t)
	w.Raise()
	w.closed()
	if w.page == nil || w.page.name != "closing" {
		t.Error("an answer that was not to be remembered was")
	}
}

func TestWithoutATrayNoWindowIsHidden(t *testing.T) {
	w, d := at(t, following(t))
	w.App.Preferences().SetInt(preferClosing, closingKeeps) // when there was one
	w.closed()
	reads(t, front(w), "This desktop has no tray")
	if got := buttonWords(front(w)); !slices.Equal(got, []string{"Cancel", "Quit"}) || w.hidden {
		t.Errorf("the buttons are %q", got)
	}
	test.Tap(button(t, front(w), "Quit"))
	d.got(t, "quit")
}

func TestAnAnswerIsRememberedAndChangedInTheSettings(t *testing.T) {
	w, d := at(t, following(t))
	w.SetTray(true)
	w.closed()
	tick(t, w, "Remember this, and don't ask again")
	press(w, fyne.KeyReturn)
	for range 2 {
		if !w.hidden || w.page != nil {
			t.Fatal("the window is not in the tray")
		}
		w.Raise()
		w.closed()
	}
	w.Raise()
	w.sitesPage()
	choose(t, w, "Quit")
	w.page.close()
	w.closed()
	d.got(t, "quit")
	w.sitesPage()
	choose(t, w, "Ask while a job is followed")
	w.page.close()
	w.closed()
	if w.page == nil || w.page.name != "closing" {
		t.Error("it is not asked again")
	}
}

func TestAPageUnderTheQuestionComesBackWithWhatWasTyped(t *testing.T) {
	w, _ := at(t, following(t))
	w.newJobPage()
	f := fields(front(w))[0]
	write(f, "Imports")
	w.closed()
	v := following(t)
	r := readyReview()
	v.Review = &r // the desk goes on meanwhile
	w.Show(v)
	if w.page.name != "closing" {
		t.Fatalf("the page %s stands over the question", w.page.name)
	}
	v.Review = nil
	w.Show(v)
	press(w, fyne.KeyEscape)
	if w.page == nil || w.page.name != "job" || fields(front(w))[0].Text != "Imports" {
		t.Error("the page did not come back as it was")
	}
	press(w, fyne.KeyEscape)
	if w.page != nil {
		t.Error("and cannot be closed")
	}
}

func TestATrayThatGoesAwayBringsTheWindowBack(t *testing.T) {
	w, _ := at(t, following(t))
	w.SetTray(true)
	w.hide()
	w.SetTray(false)
	if w.hidden {
		t.Error("the window is in a tray that is not there")
	}
	reads(t, w.win.Canvas().Content(), "The desktop has no tray any more")
	w.SetTray(true)
	w.SetTray(false)
	w.hidden = true // as it starts in the background
	w.SetTray(false)
	if w.hidden {
		t.Error("a window that was to start in the tray is not shown where there is none")
	}
}

func TestALaterStartIsDoneInTheWindowThatIsThere(t *testing.T) {
	w, d := at(t, atWork(t))
	w.SetTray(true)
	w.hide()
	w.Take(true, "other.example", []string{"/tracks/a.wav"})
	if w.hidden {
		t.Error("the window stays hidden")
	}
	d.got(t, `arrive: practice true, "other.example", ["/tracks/a.wav"]`)
	v := atWork(t)
	for range 2 { // asked for again, it is asked for its key again
		v.Ask = "other.example"
		w.Show(v)
		if w.page == nil || w.page.name != "connect" || fields(front(w))[0].Text != "other.example" {
			t.Fatal("the key of the site is not asked for")
		}
		w.page.cancel()
		w.Show(v)
		if w.page != nil {
			t.Fatal("it is asked for again without need")
		}
		w.Take(false, "", nil)
		w.Show(v)
		if w.page != nil {
			t.Fatal("it is asked for again by a start that does not want it")
		}
		w.Take(false, "other.example", nil)
	}
}

func TestTheSizeOfAWindowThatWasNeverShownIsNotKept(t *testing.T) {
	w, _ := newWindow(t)
	p := w.App.Preferences()
	w.Remember()
	before := p.Float(preferWidth)
	w.win.Resize(fyne.NewSize(0, 0))
	w.Remember()
	if got := p.Float(preferWidth); got == 0 || before == 0 {
		t.Errorf("kept is a width of %v, and before that of %v", got, before)
	}
}

func TestACrashIsToldWithTheWayToItsReport(t *testing.T) {
	w, _ := windowWith(t, Options{Crashed: "/home/p/pressroom/crashes/crash-2026.txt"}, byDay)
	w.Show(newcomer())
	reads(t, front(w), "Pressroom ended unexpectedly", "crash-2026.txt", "Nothing that you asked for is lost")
	if got := buttonWords(front(w)); !slices.Equal(got, []string{"Close", "Open folder", "Save diagnostics…"}) {
		t.Errorf("the buttons are %q", got)
	}
	test.Tap(button(t, front(w), "Open folder"))
	if w.page != nil {
		t.Error("the page stays")
	}
	w.Show(newcomer())
	if w.page != nil {
		t.Error("it is told twice")
	}
	w, _ = windowWith(t, Options{Crashed: "/c.txt"}, byDay)
	w.Show(newcomer())
	test.Tap(button(t, front(w), "Save diagnostics…"))
	if !strings.Contains(strings.Join(readable(front(w)), " "), "Save") || w.page != nil {
		t.Errorf("no place for diagnostics is asked for: %q", readable(front(w)))
	}
}
