package ui

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// check is the box with these words.
func check(t *testing.T, w *Window, words string) *widget.Check {
	t.Helper()
	var found *widget.Check
	walk(front(w), func(o fyne.CanvasObject) bool {
		if c, ok := o.(*widget.Check); ok && c.Text == words {
			found = c
		}
		return true
	})
	if found == nil {
		t.Fatalf("there is no box %q", words)
	}
	return found
}

func TestStartAtLoginShowsWhatIsTrueAndNotWhatWasAskedFor(t *testing.T) {
	const words = "Start Pressroom, in the tray where there is one"
	on, other, asked := true, "/opt/other/pressroom", ""
	var trouble error
	var late []func()
	w, _ := windowWith(t, Options{Autostart: func(set *bool, answer func(string, bool, error)) {
		if asked += "look "; set != nil {
			asked += fmt.Sprint(*set, " ")
			if trouble == nil {
				on, other = *set, ""
			}
		}
		late = append(late, func() { answer(other, on, trouble) })
	}}, byDay)
	answer := func() {
		for _, f := range late {
			f()
		}
		late = nil
	}
	w.Show(atWork(t))
	w.sitesPage()
	box := check(t, w, words)
	if !box.Disabled() || box.Checked {
		t.Error("it says something before it is known")
	}
	answer()
	if box.Disabled() || !box.Checked {
		t.Error("it does not say that it is on")
	}
	reads(t, front(w), "It starts another copy: /opt/other/pressroom")
	box.SetChecked(false)
	answer()
	silent(t, front(w), "another copy")
	trouble = errors.New("read-only")
	box.SetChecked(true)
	answer()
	if box.Checked {
		t.Error("it says that it is on, and it could not be set")
	}
	reads(t, front(w), "can't be read or written")
	if asked != "look look false look true " {
		t.Errorf("asked was %q", asked)
	}
}

// newerOn is a window for which the newest version is this, and how often it was asked for.
func newerOn(t *testing.T, version string, err error) (*Window, *int) {
	n := 0
	w, _ := windowWith(t, Options{Newer: func(answer func(string, error)) { n++; answer(version, err) }, Releases: "https://releases.example"}, byDay)
	return w, &n
}

func TestNobodyIsAskedForANewerVersionUnlessThePersonWantsItAndThenOnceADay(t *testing.T) {
	w, asked := newerOn(t, "1.5.0", nil)
	w.Show(atWork(t))
	w.Raise()
	if *asked != 0 {
		t.Fatal("somebody was asked without leave")
	}
	w.sitesPage()
	check(t, w, "Look for a newer Pressroom once a day").SetChecked(true)
	w.page.close()
	for range 3 {
		w.Raise()
	}
	if *asked != 1 {
		t.Errorf("asked %d times in a day", *asked)
	}
	reads(t, w.win.Canvas().Content(), "Pressroom 1.5.0 is there.")
	p := w.App.Preferences()
	for _, before := range []time.Time{time.Now().Add(-newerEvery - time.Minute), time.Now().Add(time.Hour * 1000)} { // or the clock was wrong
		p.SetInt(preferAsked, int(before.Unix()))
		w.Raise()
		w.Raise()
	}
	if *asked != 3 {
		t.Errorf("asked %d times on three days", *asked)
	}
	w.sitesPage()
	check(t, w, "Look for a newer Pressroom once a day").SetChecked(false)
	w.page.close()
	p.SetInt(preferAsked, 0)
	w.Raise()
	if *asked != 3 {
		t.Error("asked after it was switched off")
	}
}

func TestALookForANewerVersionIsSilentByItselfAndAnswersWhoAsks(t *testing.T) {
	for _, c := range []struct {
		version, says string
		err           error
		opens         bool
	}{
		{"", "This is the newest: 1.2.3.", nil, false},
		{"1.5.0", "Pressroom 1.5.0 is there; this is 1.2.3.", nil, true},
		{"", "The list of releases did not answer as it should.", errors.New("no network"), true},
	} {
		w, _ := newerOn(t, c.version, c.err)
		w.App.Preferences().SetBool(preferNewer, true)
		w.Show(atWork(t))
		if c.version == "" {
			silent(t, w.win.Canvas().Content(), "releases", "newest")
		}
		openMenu(t, w, "Look for a newer version…")
		reads(t, front(w), c.says)
		if w.page.main.Disabled() == c.opens {
			t.Errorf("%s: its page can be opened: %v", c.says, !w.page.main.Disabled())
		}
		if c.opens {
			test.Tap(button(t, front(w), "Open its page"))
		}
	}
}

func TestAnAnswerThatComesAfterThePageIsClosedIsDropped(t *testing.T) {
	var late func(string, error)
	w, _ := windowWith(t, Options{Newer: func(answer func(string, error)) { late = answer }}, byDay)
	w.Show(atWork(t))
	w.newerPage()
	w.page.cancel()
	w.newJobPage()
	late("1.5.0", nil)
	if w.page == nil || w.page.name != "job" {
		t.Error("the answer changed another page")
	}
}
