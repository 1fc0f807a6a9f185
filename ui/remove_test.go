package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"pressroom/ui/desk"
)

// removable is a view with two selected tracks that can be removed.
func removable(t *testing.T) desk.View {
	v := atWork(t)
	v.Selection.IDs = []int64{4, 5}
	v.Selection.Removal = &desk.RemovalView{Title: "Remove 2 tracks?", Text: "2 tracks are taken out.", GoButton: "Remove 2 tracks"}
	return v
}

func TestDeleteAsksBeforeTracksAreRemoved(t *testing.T) {
	w, d := at(t, removable(t))
	w.queue.focus()
	press(w, fyne.KeyDelete)
	d.got(t)
	if w.page == nil || w.page.name != "remove" {
		t.Fatal("nothing is asked")
	}
	press(w, fyne.KeyReturn) // the focus is on Cancel
	if w.page != nil {
		t.Error("the page stays")
	}
	d.got(t)
	press(w, fyne.KeyDelete)
	w.win.Canvas().FocusNext()
	press(w, fyne.KeyReturn)
	d.got(t, "remove [4 5]")
}

func TestWhatIsRemovedIsWhatWasAskedAbout(t *testing.T) {
	v := removable(t)
	w, d := at(t, v)
	openMenu(t, w, "Remove… (Delete)")
	v.Number++
	v.Selection.IDs = []int64{4, 5, 6} // while the question stands
	w.Show(v)
	w.page.submit()
	d.got(t, "remove [4 5]")
}

func TestNothingIsAskedWhereNothingCanBeRemoved(t *testing.T) {
	w, _ := at(t, atWork(t))
	w.queue.focus()
	press(w, fyne.KeyDelete)
	if w.page != nil {
		t.Errorf("it asks %q", w.page.title.Text)
	}
}
