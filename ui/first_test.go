package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
)

func TestNothingIsShownBeforeTheLedgerIsRead(t *testing.T) {
	w, _ := at(t, desk.View{Number: 1, Rows: &desk.Rows{}})
	if said := readable(front(w)); len(said) > 0 {
		t.Errorf("the window says %q", said)
	}
}

func TestFirstStartOffersExactlyTwoWaysIn(t *testing.T) {
	w, d := at(t, newcomer())
	if got := buttonWords(front(w)); !slices.Equal(got, []string{"Try it on the practice site", "Connect your site…"}) {
		t.Errorf("the buttons are %q", got)
	}
	reads(t, front(w), "Pressroom publishes the tracks that wait in the import queue", "Nothing leaves your computer.")
	test.Tap(button(t, front(w), "Try it on the practice site"))
	d.got(t, "open the practice site")
}

func TestFirstStartCanBeLeftByKeyboard(t *testing.T) {
	w, d := at(t, newcomer())
	w.win.Canvas().FocusNext()
	press(w, fyne.KeyReturn)
	d.got(t, "open the practice site")
	w.win.Canvas().FocusNext()
	press(w, fyne.KeySpace)
	if w.page == nil || w.page.name != "connect" {
		t.Error("the second button does not open the page of a new site")
	}
}

func TestReturnOnTheFirstPageIsItsHighlightedButton(t *testing.T) {
	w, d := at(t, newcomer())
	press(w, fyne.KeyReturn)
	d.got(t, "open the practice site")
}

func TestFirstPageGivesWayToTheDesk(t *testing.T) {
	w, _ := at(t, newcomer())
	w.Show(emptyQueue())
	silent(t, front(w), "Try it on the practice site")
	reads(t, front(w), "Northlight Music", "Nothing waits to be published.")
}

// connecting is a newcomer's window with the page of a new site filled in.
func connecting(t *testing.T) (*Window, *fakeDesk) {
	t.Helper()
	w, d := at(t, newcomer())
	test.Tap(button(t, front(w), "Connect your site…"))
	f := fields(front(w))
	if len(f) != 3 {
		t.Fatalf("there are %d entries, want address, key and name", len(f))
	}
	write(f[0], "northlight.example")
	write(f[1], "secret")
	write(f[2], "Northlight")
	return w, d
}

func TestConnectPageHidesTheKey(t *testing.T) {
	w, _ := connecting(t)
	if f := fields(front(w)); !f[1].Password || f[0].Password {
		t.Error("the key can be read, or the address cannot")
	}
	silent(t, front(w), "secret")
}

func TestConnectPageStartsWhereThereIsSomethingToType(t *testing.T) {
	w, _ := at(t, newcomer())
	w.connectPage("")
	if w.win.Canvas().Focused() != fields(front(w))[0] {
		t.Error("the focus is not on the address")
	}
	w.connectPage("https://northlight.example")
	if f := fields(front(w)); w.win.Canvas().Focused() != f[1] || f[0].Text != "https://northlight.example" {
		t.Error("with an address given, the focus is not on the key")
	}
}

func TestReturnInAnyEntryTestsTheSite(t *testing.T) {
	for i, name := range []string{"address", "key", "name"} {
		w, d := connecting(t)
		w.win.Canvas().Focus(fields(front(w))[i])
		press(w, fyne.KeyReturn)
		d.got(t, `connect "Northlight" at "northlight.example" with "secret"`)
		if b := button(t, front(w), "Testing…"); !b.Disabled() {
			t.Errorf("after Return in %s the test can be started again", name)
		}
	}
}

func TestASiteIsTestedOnceAtATime(t *testing.T) {
	w, d := connecting(t)
	press(w, fyne.KeyReturn)
	v := newcomer()
	v.Trial = desk.Trial{Number: 1, Running: true}
	w.Show(v)
	press(w, fyne.KeyReturn)
	pressCtrl(w, fyne.KeyReturn)
	d.got(t, `connect "Northlight" at "northlight.example" with "secret"`)
	v.Trial = desk.Trial{Number: 1, Passed: true}
	w.Show(v)
	if w.page != nil {
		t.Error("the page stays open although the test has passed")
	}
}

func TestFailedTrialShowsWhyAndKeepsWhatWasTyped(t *testing.T) {
	w, d := connecting(t)
	test.Tap(button(t, front(w), "Test and connect"))
	d.got(t, `connect "Northlight" at "northlight.example" with "secret"`)
	v := newcomer()
	v.Trial = desk.Trial{Number: 1, Running: true}
	w.Show(v)
	button(t, front(w), "Testing…")
	const why = "northlight.example refused the key. Enter another."
	silent(t, front(w), why)
	v.Trial = desk.Trial{Number: 1, Problem: why}
	w.Show(v)
	reads(t, front(w), why)
	var typed []string
	for _, f := range fields(front(w)) {
		typed = append(typed, f.Text)
	}
	if got := strings.Join(typed, " "); got != "northlight.example secret Northlight" {
		t.Errorf("the entries hold %q", got)
	}
	if button(t, front(w), "Test and connect").Disabled() {
		t.Error("it cannot be tried again")
	}
	test.Tap(button(t, front(w), "Test and connect"))
	silent(t, front(w), why)
	v.Trial = desk.Trial{Number: 2, Passed: true}
	w.Show(v)
	if w.page != nil {
		t.Error("the page stays open although the second trial has passed")
	}
}

func TestConnectPageMindsOnlyItsOwnTrial(t *testing.T) {
	for name, earlier := range map[string]desk.Trial{
		"passed": {Number: 4, Passed: true}, "failed": {Number: 4, Problem: "It cannot be reached."},
	} {
		v := emptyQueue()
		v.Trial = earlier
		w, _ := at(t, v)
		w.connectPage("")
		w.Show(v)
		if w.page == nil {
			t.Fatalf("an earlier trial that %s closes the page of the next site", name)
		}
		silent(t, front(w), "It cannot be reached.")
	}
}

func TestEscapeClosesTheConnectPage(t *testing.T) {
	for i := range 4 {
		w, d := connecting(t)
		if i < 3 {
			w.win.Canvas().Focus(fields(front(w))[i])
		} else {
			w.win.Canvas().Unfocus()
		}
		press(w, fyne.KeyEscape)
		if w.page != nil {
			t.Error("the page is still open")
		}
		d.got(t)
	}
}

func TestSiteGivenAtTheStartIsAskedForUnlessItIsKnown(t *testing.T) {
	w, _ := windowWith(t, Options{}, byDay)
	v := emptyQueue()
	v.Ask = "https://other.example"
	w.Show(v)
	if w.page == nil || fields(front(w))[0].Text != "https://other.example" {
		t.Error("the site is not asked for")
	}
	w, _ = windowWith(t, Options{}, byDay)
	w.Show(emptyQueue())
	if w.page != nil {
		t.Error("a site that is known is asked for")
	}
}
