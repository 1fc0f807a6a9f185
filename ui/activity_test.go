package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
)

// withActivity is the desk at work with so many lines in its log.
func withActivity(t testing.TB, lines int) desk.View {
	t.Helper()
	v := emptyQueue()
	v.Activity = &desk.ActivityView{All: 4000}
	for n := range lines {
		v.Activity.Lines = append(v.Activity.Lines, desk.ActivityLine{When: "14:02", What: fmt.Sprintf("Asked: AIFF for %d tracks. %d done.", n, n), Tone: desk.ToneDone})
	}
	return v
}

func TestActivityIsSearchedReadAndCopied(t *testing.T) {
	w, d := at(t, atWork(t))
	openMenu(t, w, "Activity…")
	d.got(t, `find "" in the log`)
	if !w.page.main.Disabled() {
		t.Error("what is not there yet can be copied")
	}
	w.Show(withActivity(t, 3000))
	reads(t, front(w), "Activity at Northlight Music", "3,000 of 4,000 lines", "Asked: AIFF for 0 tracks.", "14:02", "Select a line to read all of it.")
	test.Type(w.win.Canvas().Focused(), "ai")
	d.got(t, `find "a" in the log`, `find "ai" in the log`)
	w.Show(withActivity(t, 2))
	test.Tap(w.page.main)
	if got := w.App.Clipboard().Content(); got != "14:02\tAsked: AIFF for 0 tracks. 0 done.\n14:02\tAsked: AIFF for 1 tracks. 1 done.\n" {
		t.Errorf("copied is %q", got)
	}
	w.win.Canvas().Focus(fields(front(w))[0]) // a click on the button took the focus away
	press(w, fyne.KeyReturn)
	press(w, fyne.KeyDown)
	silent(t, front(w), "Select a line")
	w.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{})
	if got := w.App.Clipboard().Content(); got != "14:02\tAsked: AIFF for 1 tracks. 1 done.\n" {
		t.Errorf("of the selected line, copied is %q", got)
	}
	w.Show(withActivity(t, 1)) // the selected line is gone
	reads(t, front(w), "Select a line")
	press(w, fyne.KeyEscape)
	press(w, fyne.KeyEscape)
	d.got(t, "leave the log")
}

func TestActivitySaysWhatIsMissing(t *testing.T) {
	for want, shown := range map[string]desk.ActivityView{
		"Reading the log…": {Loading: true}, "Nothing has happened yet.": {}, "Nothing matches.": {All: 12},
	} {
		w, _ := at(t, emptyQueue())
		w.activityPage()
		v := emptyQueue()
		v.Activity = &shown
		w.Show(v)
		reads(t, front(w), want)
	}
}

func TestActivityStaysWhereItIsWhileNothingOfItChanges(t *testing.T) {
	w, _ := at(t, emptyQueue())
	w.activityPage()
	v := withActivity(t, 3000)
	w.Show(v)
	press(w, fyne.KeyReturn)
	press(w, fyne.KeyEnd)
	v.Key = "another view with the same log"
	w.Show(v)
	if all := strings.Join(readable(front(w)), "\n"); !strings.Contains(all, "AIFF for 2999 tracks") {
		t.Error("the last line is not in sight any more")
	}
	silent(t, front(w), "Select a line") // one is selected still
}
