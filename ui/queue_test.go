package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
)

const rowHeight = 31 // of the header as well

// click presses the mouse on a row of the table, as the driver passes it on.
func click(t *testing.T, w *Window, row int, modifier fyne.KeyModifier) {
	t.Helper()
	var body desktop.Mouseable
	walk(w.queue.table, func(o fyne.CanvasObject) bool {
		if m, ok := o.(desktop.Mouseable); ok {
			if _, rows := o.(fyne.DoubleTappable); rows {
				body = m
			}
		}
		return true
	})
	if body == nil {
		t.Fatal("the table has no rows to click")
	}
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: modifier}
	e.Position = fyne.NewPos(20, (float32(row)+0.5)*rowHeight)
	body.MouseDown(e)
	body.MouseUp(e)
}

// clickHeader clicks the title of a column.
func clickHeader(w *Window, column int) {
	x := float32(0)
	for i, c := range w.queue.table.Columns() {
		if i == column {
			x += c.Width / 2
			break
		}
		x += c.Width
	}
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.queue.table)
	test.TapCanvas(w.win.Canvas(), place.AddXY(x, rowHeight/2))
}

func TestTableShowsAllThatIsKnownOfATrack(t *testing.T) {
	v := atWork(t)
	w, _ := at(t, v)
	w.win.Resize(fyne.NewSize(2100, 900))
	w.queue.table.ShowColumn("catalog", true)
	w.queue.table.ShowColumn("job", true)
	got := readable(w.queue.table)
	titles := []string{"Title", "File", "Album", "Catalog", "Job", "Status", "Formats", "Upload", "Track"}
	for i, title := range titles {
		if c := w.queue.table.Columns()[i]; c.Title != title || c.Width < 50 {
			t.Errorf("column %d is %q, %v wide", i, c.Title, c.Width)
		}
		if !slices.Contains(got, title) {
			t.Errorf("the header does not say %q", title)
		}
	}
	for _, value := range []string{
		"Copper Rain (Main)", "NLM041_002.wav", "Harbour Lights", "Main job", "published", "mp3", "aiff", "20428699", "31415",
		"× errored", "waiting", "wav",
	} {
		if !slices.Contains(got, value) {
			t.Errorf("the table does not show %q: %q", value, got)
		}
	}
}

func TestEachColumnShowsItsOwnValue(t *testing.T) {
	r := &desk.Row{
		ID: 1, Title: "a title", File: "a file", Album: "an album", Catalog: "a catalog", Job: "a job", Status: "a status", Tone: desk.ToneErrored,
		Formats: []string{"mp3", "wav"}, UploadID: "an upload", TrackID: "a track",
	}
	var got []string
	for _, c := range columns {
		cell := c.cell(r)
		got = append(got, fmt.Sprint(c.id, ": ", cell.Text, cell.Chips))
	}
	want := []string{
		"title: a title[]", "file: a file[]", "album: an album[]", "catalog: a catalog[]", "job: a job[]", "status: a status[]",
		"formats: [mp3 wav]", "upload: an upload[]", "track: a track[]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the columns show %q", got)
	}
}

func TestClicksSelectByIdentity(t *testing.T) {
	v := atWork(t)
	w, d := at(t, v)
	id := func(row int) int64 { return v.Rows.At(row).ID }
	click(t, w, 2, 0)
	click(t, w, 4, fyne.KeyModifierShift)
	click(t, w, 3, fyne.KeyModifierShortcutDefault)
	d.got(t,
		fmt.Sprint("select ", []int64{id(2)}),
		fmt.Sprint("select ", []int64{id(2), id(3), id(4)}),
		fmt.Sprint("select ", []int64{id(2), id(4)}))
	pressCtrl(w, fyne.KeyA)
	if n := len(w.queue.table.Selection()); n != v.Rows.Len() {
		t.Errorf("Ctrl+A selects %d of %d", n, v.Rows.Len())
	}
	d.intents = nil
	openMenu(t, w, "Select none")
	d.got(t, "select []")
}

func TestTheSameRowsAreNotLaidOutAgain(t *testing.T) {
	v := atWork(t)
	w, d := at(t, v)
	click(t, w, 5, 0)
	d.intents = nil
	v.Number++
	w.Show(v)
	if got := w.queue.table.Selection(); !slices.Equal(got, []int64{v.Rows.At(5).ID}) {
		t.Errorf("with the next view %v are selected", got)
	}
	d.got(t)
}

func TestHeadersSort(t *testing.T) {
	w, d := at(t, atWork(t))
	for i := range columns {
		w.queue.table.ShowColumn(string(columns[i].id), true)
	}
	d.intents = nil // they were kept
	for i := range columns {
		clickHeader(w, i)
		d.got(t, "sort by "+string(columns[i].id))
	}
}

func TestHeaderShowsWhatTheDeskSortsBy(t *testing.T) {
	v := atWork(t)
	v.Sort, v.Descending = desk.ColumnAlbum, true
	w, _ := at(t, v)
	reads(t, w.queue.table, "↓")
	v.Descending = false
	w.Show(v)
	reads(t, w.queue.table, "↑")
	silent(t, w.queue.table, "↓")
}

func TestFilterGoesToTheDesk(t *testing.T) {
	w, d := at(t, atWork(t))
	pressCtrl(w, fyne.KeyF)
	if w.win.Canvas().Focused() != w.top.filter {
		t.Fatal("Ctrl+F does not bring the focus to the filter")
	}
	test.Type(w.top.filter, "ra")
	d.got(t, `filter "r"`, `filter "ra"`)
}

func TestEscapeEmptiesTheFilterAndGoesToTheTable(t *testing.T) {
	w, d := at(t, atWork(t))
	pressCtrl(w, fyne.KeyF)
	test.Type(w.top.filter, "r")
	d.intents = nil
	press(w, fyne.KeyEscape)
	d.got(t, `filter ""`)
	if w.top.filter.Text != "" || !isTable(w.win.Canvas().Focused()) {
		t.Errorf("the filter holds %q and the focus is on %T", w.top.filter.Text, w.win.Canvas().Focused())
	}
}

func TestReturnInTheFilterGoesToTheTableAndKeepsIt(t *testing.T) {
	w, _ := at(t, atWork(t))
	pressCtrl(w, fyne.KeyF)
	test.Type(w.top.filter, "rain")
	press(w, fyne.KeyReturn)
	if w.top.filter.Text != "rain" || !isTable(w.win.Canvas().Focused()) {
		t.Errorf("the filter holds %q and the focus is on %T", w.top.filter.Text, w.win.Canvas().Focused())
	}
}

func TestCtrlAInTheFilterSelectsItsText(t *testing.T) {
	w, d := at(t, atWork(t))
	pressCtrl(w, fyne.KeyF)
	test.Type(w.top.filter, "rain")
	d.intents = nil
	pressCtrl(w, fyne.KeyA)
	d.got(t)
	if got := w.top.filter.SelectedText(); got != "rain" {
		t.Errorf("the selected text is %q", got)
	}
}

func TestFilterOfAnotherSiteIsShownButNotWhileOneTypes(t *testing.T) {
	v := atWork(t)
	w, d := at(t, v)
	v.Filter = "harbour"
	w.Show(v)
	if w.top.filter.Text != "harbour" {
		t.Errorf("the filter shows %q", w.top.filter.Text)
	}
	pressCtrl(w, fyne.KeyF)
	write(w.top.filter, "new")
	d.intents = nil
	w.Show(v)
	if w.top.filter.Text != "new" {
		t.Errorf("what is typed became %q", w.top.filter.Text)
	}
	d.got(t)
}

func TestEmptyTableSaysWhyItIsEmpty(t *testing.T) {
	for _, one := range []struct {
		state desk.SiteState
		all   int
		want  string
	}{
		{desk.SiteReady, 0, "Nothing waits to be published."},
		{desk.SiteConnecting, 0, "Looking at Northlight Music…"},
		{desk.SiteTrouble, 0, "The queue of Northlight Music is not known."},
		{desk.SiteNeedsKey, 0, "The queue of Northlight Music is not known."},
		{desk.SiteReady, 12, "Nothing matches the filter."},
	} {
		v := emptyQueue()
		v.Site.State, v.All = one.state, one.all
		w, _ := at(t, v)
		reads(t, w.queue.table, one.want)
	}
}

func TestSecondaryClickOffersTheFormats(t *testing.T) {
	w, d := at(t, atWork(t))
	w.rowMenu(fyne.NewPos(100, 100))
	reads(t, front(w), "Publish as MP3", "Publish as AIFF", "Publish as WAV")
	for i, want := range []string{"set mp3 false", "set aiff true", "set wav true"} {
		item := w.formatItems()[i]
		if item.Checked != (i == 0) || item.Disabled {
			t.Errorf("%q is checked %v, disabled %v", item.Label, item.Checked, item.Disabled)
		}
		item.Action()
		d.got(t, want)
	}
}
