package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
)

func TestFacetsStandBesideTheTableWithTheirCounts(t *testing.T) {
	w, d := at(t, atWork(t))
	resize(w, 1400, 900)
	reads(t, w.facets.object, "Status", "Waiting", "412", "1,203", "× Errored", "Catalog", "Deep Cuts", "mp3 only")
	w.facets.list.OnChoose(2, "Shallow Water", false)
	w.facets.list.OnChoose(0, "errored", true)
	d.got(t, `narrow catalog to "Shallow Water", widen false`, `narrow status to "errored", widen true`)
	resize(w, 1024, 700)
	if w.facets.object.Visible() || w.queue.table.Position().X != 0 {
		t.Error("in a small window the facets leave the table no room")
	}
}

func TestTheKeyboardReachesTheFacets(t *testing.T) {
	w, d := at(t, atWork(t))
	resize(w, 1400, 900)
	w.win.Canvas().Focus(w.facets.list)
	press(w, fyne.KeyDown)
	press(w, fyne.KeySpace)
	if len(d.intents) != 1 {
		t.Errorf("the desk was asked %q", d.intents)
	}
}

func TestTheFilterFollowsTheDeskButNeverTakesLettersBack(t *testing.T) {
	v := atWork(t)
	w, d := at(t, v)
	w.win.Canvas().Focus(w.top.filter)
	test.Type(w.top.filter, "ab")
	w.top.filter.OnSubmitted("")
	v.Filter = "a" // a view that was made between the two letters
	w.Show(v)
	if w.top.filter.Text != "ab" {
		t.Errorf("the box says %q after a view of earlier", w.top.filter.Text)
	}
	v.Filter = "ab"
	w.Show(v)
	d.intents = nil
	v.Filter = `ab status:errored` // a facet was clicked
	w.Show(v)
	if w.top.filter.Text != v.Filter {
		t.Errorf("the box says %q, the desk filters by %q", w.top.filter.Text, v.Filter)
	}
	d.got(t) // showing it asks for nothing
}

func TestAFacetThatIsChosenWhileLettersAreOnTheirWayIsShown(t *testing.T) {
	v := atWork(t)
	w, _ := at(t, v)
	test.Type(w.top.filter, "ab")
	w.facets.list.OnChoose(0, "errored", false)
	v.Filter = "ab status:errored" // no view with the letters alone was ever made
	w.Show(v)
	if w.top.filter.Text != v.Filter {
		t.Errorf("the box says %q", w.top.filter.Text)
	}
}

func TestColumnsAreKeptForEachSite(t *testing.T) {
	v := atWork(t)
	w, d := at(t, v)
	resize(w, 1600, 900)
	w.queue.table.ShowColumn("catalog", true)
	w.queue.table.MoveColumn("catalog", 0)
	kept := w.queue.arranged
	if len(d.intents) != 2 || d.intents[1] != "keep the columns "+kept {
		t.Fatalf("the desk was asked %q", d.intents)
	}
	other := v
	site := *v.Site
	site.ID = "https://other.example"
	other.Site = &site
	w.Show(other)
	if titles := shownTitles(w); slices.Contains(titles, "Catalog") {
		t.Errorf("another site shows %q", titles)
	}
	v.Columns = kept
	w.Show(v)
	if titles := shownTitles(w); titles[0] != "Catalog" {
		t.Errorf("back at the first site it shows %q", titles)
	}
	v.Columns = "{broken"
	w.queue.site = ""
	w.Show(v)
	if titles := shownTitles(w); titles[0] != "Title" {
		t.Errorf("without columns that can be read it shows %q", titles)
	}
}

func shownTitles(w *Window) (titles []string) {
	for _, c := range w.queue.table.Layout() {
		for _, known := range columns {
			if string(known.id) == c.ID && !c.Hidden {
				titles = append(titles, known.title.String())
			}
		}
	}
	return titles
}

func TestTheMenuOfTheHeaderShowsAndHidesColumns(t *testing.T) {
	w, _ := at(t, atWork(t))
	for _, item := range w.columnItems() {
		if item.Label == "Job" && !item.Checked {
			item.Action()
		}
	}
	if !slices.Contains(shownTitles(w), "Job") {
		t.Error("Job is not shown")
	}
	items := w.columnItems()
	items[len(items)-1].Action()
	if slices.Contains(shownTitles(w), "Job") {
		t.Error("it is not as at first")
	}
}

func TestRowsAreCopiedAndTracksArePasted(t *testing.T) {
	v := atWork(t)
	w, d := at(t, v)
	openMenu(t, w, "Copy the selected rows")
	if got := w.App.Clipboard().Content(); got != w.queue.table.Text(v.Selection.IDs) || got == "" {
		t.Errorf("copied %q", got)
	}
	w.App.Clipboard().SetContent("https://files.example/a.wav\nhttps://files.example/b.wav\n")
	openMenu(t, w, "Paste tracks")
	d.got(t, `add ["https://files.example/a.wav" "https://files.example/b.wav"] to job 0`)
	w.win.Canvas().Focus(w.top.filter)
	openMenu(t, w, "Paste tracks")
	if w.top.filter.Text == "" {
		t.Error("in the filter, what is pasted is written")
	}
}

func TestUndoAndRedoAreOneKeyAway(t *testing.T) {
	v := atWork(t)
	w, d := at(t, v)
	resize(w, 1400, 900)
	test.Tap(w.top.undo)
	openMenu(t, w, "Undo the last change")
	openMenu(t, w, "Redo what was undone")
	d.got(t, "undo", "undo", "redo")
	if w.top.undo.Text != desk.View(v).Work.Undo {
		t.Errorf("the button says %q", w.top.undo.Text)
	}
	resize(w, 900, 700)
	if w.top.undo.Visible() {
		t.Error("a small bar names the last change and leaves the filter no room")
	}
}
