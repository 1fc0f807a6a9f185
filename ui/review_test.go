package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
)

func TestReviewPageOpensWithTheDesksReview(t *testing.T) {
	w, _ := at(t, inReview(t, readyReview()))
	if w.page == nil || w.page.name != "review" {
		t.Fatal("no review page is open")
	}
	reads(t, front(w), "Publish Imports 11/20 US?", "412 tracks are published on Northlight Music. This cannot be undone.", "Publish 412 tracks", "Cancel")
	if w.win.Canvas().Focused() != w.page.main {
		t.Errorf("the focus is on %T", w.win.Canvas().Focused())
	}
}

func TestReviewWaitsForWhatTheSiteSays(t *testing.T) {
	w, d := at(t, inReview(t, lookingReview()))
	reads(t, front(w), "Asking the site how many tracks wait…")
	if !w.page.main.Disabled() {
		t.Error("it can be published before the site has answered")
	}
	press(w, fyne.KeyReturn)
	pressCtrl(w, fyne.KeyReturn)
	w.page.main.OnTapped() // a click that was on its way
	d.got(t)
	w.Show(inReview(t, readyReview()))
	if w.page.main.Disabled() || w.page.main.Text != "Publish 412 tracks" || w.win.Canvas().Focused() != w.page.main {
		t.Errorf("once it has, the button says %q, is disabled %v, and the focus is on %T",
			w.page.main.Text, w.page.main.Disabled(), w.win.Canvas().Focused())
	}
	press(w, fyne.KeyReturn)
	d.got(t, "publish")
}

func TestReviewThatCannotGoSaysWhy(t *testing.T) {
	w, d := at(t, inReview(t, desk.ReviewView{Job: 8, Title: "Publish Imports 11/20 US?", Text: "Nothing waits in this job any more."}))
	reads(t, front(w), "Nothing waits in this job any more.")
	if !w.page.main.Disabled() {
		t.Error("it can be published")
	}
	press(w, fyne.KeyReturn)
	d.got(t)
}

func TestPublishingIsAskedForOnce(t *testing.T) {
	for name, publish := range map[string]func(*Window){
		"a click":     func(w *Window) { test.Tap(w.page.main) },
		"Return":      func(w *Window) { press(w, fyne.KeyReturn) },
		"Space":       func(w *Window) { press(w, fyne.KeySpace) },
		"Ctrl+Return": func(w *Window) { pressCtrl(w, fyne.KeyReturn) },
		"Return after a click beside the buttons": func(w *Window) {
			w.win.Canvas().Unfocus()
			press(w, fyne.KeyReturn)
		},
	} {
		w, d := at(t, inReview(t, readyReview()))
		main := w.page.main
		publish(w)
		d.got(t, "publish")
		if w.page != nil || w.win.Canvas().Overlays().Top() != nil {
			t.Errorf("after %s the page is still open", name)
		}
		if !isTable(w.win.Canvas().Focused()) {
			t.Errorf("after %s the focus is on %T", name, w.win.Canvas().Focused())
		}
		w.Show(atWork(t))
		main.OnTapped() // a second click that was on its way
		d.got(t)
	}
}

func TestReviewCanBeCalledOff(t *testing.T) {
	for name, cancel := range map[string]func(*Window){
		"Cancel": func(w *Window) { test.Tap(button(t, front(w), "Cancel")) },
		"Escape": func(w *Window) { press(w, fyne.KeyEscape) },
		"Escape with the focus on Cancel": func(w *Window) {
			w.win.Canvas().Focus(w.page.back)
			press(w, fyne.KeyEscape)
		},
		"Escape with the focus nowhere": func(w *Window) {
			w.win.Canvas().Unfocus()
			press(w, fyne.KeyEscape)
		},
	} {
		for _, r := range []desk.ReviewView{readyReview(), lookingReview()} {
			w, d := at(t, inReview(t, r))
			cancel(w)
			if w.page != nil {
				t.Errorf("%s leaves the page open", name)
			}
			d.got(t, "cancel the review")
		}
	}
}

func TestAnsweredReviewDoesNotComeBackWithALateView(t *testing.T) {
	for name, answer := range map[string]func(*Window){
		"publishing":  func(w *Window) { test.Tap(w.page.main) },
		"calling off": func(w *Window) { press(w, fyne.KeyEscape) },
	} {
		w, _ := at(t, inReview(t, readyReview()))
		answer(w)
		w.Show(inReview(t, readyReview())) // made before the desk heard of the answer
		if w.page != nil {
			t.Errorf("after %s the page opens again", name)
		}
		w.Show(atWork(t))
		w.Show(inReview(t, lookingReview()))
		if w.page == nil {
			t.Errorf("after %s the next review does not open", name)
		}
	}
}

func TestReviewClosesWhenTheDeskHasNoneAnyMore(t *testing.T) {
	w, d := at(t, inReview(t, readyReview()))
	w.Show(atWork(t))
	if w.page != nil {
		t.Error("the page is still open")
	}
	d.got(t)
}

func TestReviewIsPaintedFromTheLatestView(t *testing.T) {
	w, _ := at(t, inReview(t, readyReview()))
	r := readyReview()
	r.Text, r.GoButton = "413 tracks are published on Northlight Music.", "Publish 413 tracks"
	w.Show(inReview(t, r))
	reads(t, front(w), "413 tracks are published", "Publish 413 tracks")
	r.CanGo = false
	w.Show(inReview(t, r))
	if !w.page.main.Disabled() {
		t.Error("it can still be published")
	}
}
