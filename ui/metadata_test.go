package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
)

// editing is the desk at work with the metadata of the selection to be edited.
func editing(t *testing.T) desk.View {
	t.Helper()
	v := atWork(t)
	v.Metadata = &desk.MetadataView{Title: "Metadata of 3 tracks", Can: true, Known: []string{"Title", "Mood"}, Fields: []desk.MetaField{
		{Name: "Title", Several: 3, Said: "3 values", Required: true}, {Name: "Album", Value: "Harbour Lights"}, {Name: "ISRC"},
	}}
	return v
}

func TestTheDeskIsAskedForTheMetadataOfTheSelection(t *testing.T) {
	w, d := at(t, atWork(t))
	test.Tap(w.chosen.edit)
	pressCtrl(w, fyne.KeyM)
	d.got(t, "edit metadata", "edit metadata")
}

func TestOnlyFieldsThatWereWrittenInAreSet(t *testing.T) {
	w, d := at(t, editing(t))
	reads(t, front(w), "Metadata of 3 tracks", "Title (required)", "Album", "ISRC")
	entries := fields(front(w))
	if entries[0].PlaceHolder != "3 values; what you write here replaces them" || entries[1].Text != "Harbour Lights" {
		t.Errorf("the entries say %q and %q", entries[0].PlaceHolder, entries[1].Text)
	}
	if !w.page.main.Disabled() {
		t.Error("nothing is changed, and it can be set")
	}
	test.Type(entries[2], "QZ-123")
	reads(t, front(w), "1 field is set on every track of the selection.")
	entries[1].SetText("")
	reads(t, front(w), "Emptied, Album is taken away from every track of the selection.")
	test.Tap(w.page.main)
	d.got(t, "set metadata map[Album: ISRC:QZ-123]")
}

func TestAFurtherFieldIsAddedByItsName(t *testing.T) {
	w, d := at(t, editing(t))
	p := w.page
	more := moreOf(t, w)
	more.SetText("Mood")
	test.Tap(button(t, front(w), "Add the field"))
	test.Type(fields(front(w))[3], "Warm")
	more.SetText("mood")
	test.Tap(button(t, front(w), "Add the field")) // it is there: it gets the focus
	if got := len(fields(front(w))); got != 4 || w.win.Canvas().Focused() != fields(front(w))[3] {
		t.Errorf("%d entries, the focus on %T", got, w.win.Canvas().Focused())
	}
	p.submit()
	d.got(t, "set metadata map[Mood:Warm]")
}

func TestLeavingTheMetadataChangesNothing(t *testing.T) {
	w, d := at(t, editing(t))
	fields(front(w))[1].SetText("Other")
	press(w, fyne.KeyEscape)
	d.got(t, "leave the metadata")
	w, _ = at(t, editing(t))
	v := w.view
	v.Metadata = nil // the desk left it
	w.Show(v)
	if w.page != nil {
		t.Error("the page stays open")
	}
}

// moreOf is the entry for the name of a further field.
func moreOf(t *testing.T, w *Window) (more *widget.SelectEntry) {
	t.Helper()
	walk(front(w), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*widget.SelectEntry); ok {
			more = s
		}
		return more == nil
	})
	if more == nil {
		t.Fatal("there is no entry for another field")
	}
	return more
}
