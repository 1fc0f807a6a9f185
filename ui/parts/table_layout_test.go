package parts

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// titles lists what stands in the header from left to right.
func titles(t *Table) []string {
	var list []string
	for _, i := range t.columns.seq {
		list = append(list, t.head.titles[i].Text)
	}
	return list
}

// words lists what the row in the first view shows from left to right.
func words(t *Table) []string {
	var list []string
	for _, i := range t.columns.seq {
		list = append(list, t.body.pool[0].cells[i].shown.plain())
	}
	return list
}

// dragTitle drags within the header as the desktop driver tells of it.
func dragTitle(t *Table, from float32, to ...float32) {
	t.head.MouseDown(headAt(from))
	for _, x := range to {
		e := &fyne.DragEvent{}
		e.Position = fyne.NewPos(x, 10)
		t.head.Dragged(e)
	}
	t.head.MouseUp(headAt(to[len(to)-1]))
	t.head.DragEnd()
}

func TestADraggedTitleTakesItsColumnAlong(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	told := 0
	table.OnLayout = func() { told++ }
	c := table.columns
	dragTitle(table, c.left[0]+20, c.left[0]+60, c.left[2]+2, c.right(2)-5)
	if got := titles(table); !slices.Equal(got, []string{"File", "Album", "Title", "Status", "Formats", "Upload"}) {
		t.Errorf("titles %q", got)
	}
	want := []string{trackCell(1, 1).Text, "Night Bus", "Copper Rain No. 1", "errored", "mp3,aiff", "20428698"}
	if got := words(table); !slices.Equal(got, want) {
		t.Errorf("the first row says %q", got)
	}
	if told != 1 {
		t.Errorf("told %d times of one drag", told)
	}
	if x := table.body.pool[0].cells[0].text.Position().X; x != c.left[0]+cellPadding {
		t.Errorf("the moved column's text begins at %v", x)
	}
	if table.head.carried.card.Visible() {
		t.Error("the title still hangs on the pointer")
	}
}

func TestTheTitleHangsOnThePointerWhileItIsDragged(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	c := table.columns
	table.head.MouseDown(headAt(c.left[1] + 20))
	e := &fyne.DragEvent{}
	e.Position = fyne.NewPos(c.left[1]+24, 10)
	table.head.Dragged(e)
	if table.head.carried.card.Visible() {
		t.Error("a hand that trembles moves columns")
	}
	e.Position = fyne.NewPos(c.right(3)-4, 10)
	table.head.Dragged(e)
	gap := table.head.carried.gap
	if !gap.Visible() || gap.Position().X != c.right(3)-1 {
		t.Errorf("the gap is marked at %v, is at %v", gap.Position().X, c.right(3))
	}
	if got := table.head.carried.card.Position().X; got != whole(c.left[1]+(c.right(3)-4)-(c.left[1]+20)) {
		t.Errorf("the title is at %v", got)
	}
}

func TestAClickThatTremblesStillOnlySorts(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	table.OnLayout = func() { t.Error("told of a layout that is the same") }
	before := table.Layout()
	dragTitle(table, 40, 44)
	dragTitle(table, table.columns.left[2]+30, table.columns.left[4], table.columns.left[2]+31) // there and back
	dragTitle(table, table.columns.right(1), table.columns.right(1))
	table.head.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonSecondary})
	table.head.MouseUp(&desktop.MouseEvent{})
	if got := table.Layout(); !slices.Equal(got, before) {
		t.Errorf("layout %v", got)
	}
}

func TestAResizedColumnIsToldOnceAndKept(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	told := 0
	table.OnLayout = func() { told++ }
	edge := table.columns.right(1)
	dragTitle(table, edge, edge+5, edge+10, edge+30)
	got := table.Layout()
	if told != 1 || got[1].Width != table.columns.shown[1] || got[2].Width != 0 {
		t.Errorf("told %d times, layout %v", told, got)
	}
}

func TestAHiddenColumnIsNeitherShownNorAskedFor(t *testing.T) {
	table := tableInWindow(t, 100, 900, 400)
	told := 0
	table.OnLayout = func() { told++ }
	table.ShowColumn("file", false)
	table.ShowColumn("formats", false)
	table.ShowColumn("nonsense", false)
	table.SetModel(newTracks(upTo(100), func(id int64, column int) Cell {
		if column == 1 || column == 4 {
			t.Error("a hidden column's value was looked up")
		}
		return trackCell(id, column)
	}))
	for _, v := range table.body.pool {
		for _, column := range []int{1, 4} {
			cell := v.cells[column]
			if v.row < 0 {
				continue
			}
			if cell.text.Visible() || slices.ContainsFunc(cell.chips, func(c *chipView) bool { return c.frame.Visible() }) {
				t.Fatal("a hidden column's cell shows")
			}
		}
	}
	if got := titles(table); !slices.Equal(got, []string{"Title", "Album", "Status", "Upload"}) || table.head.titles[1].Visible() {
		t.Errorf("titles %q", got)
	}
	table.SetModel(newTracks(upTo(100), nil))
	table.ShowColumn("formats", true)
	if cell := table.body.pool[0].cells[4]; !cell.chips[1].frame.Visible() || cell.chips[0].frame.Position().X != table.columns.left[4]+cellPadding {
		t.Error("a column that came back does not show")
	}
	if told != 3 {
		t.Errorf("told %d times of three changes", told)
	}
}

func TestTheLastColumnStays(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	for _, c := range trackColumns() {
		table.ShowColumn(c.ID, false)
	}
	if got := titles(table); !slices.Equal(got, []string{"Upload"}) {
		t.Errorf("titles %q", got)
	}
	table.SetLayout([]ColumnState{
		{ID: "gone", Width: 80},
		{ID: "album", Hidden: true},
		{ID: "title", Hidden: true},
		{ID: "file", Hidden: true},
		{ID: "status", Hidden: true},
		{ID: "formats", Hidden: true},
		{ID: "upload", Hidden: true},
		{ID: "album"},
	})
	if got := titles(table); !slices.Equal(got, []string{"Album"}) {
		t.Errorf("titles %q", got)
	}
}

func TestAShortLayoutLeavesTheOtherColumnsBehindIt(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	table.OnLayout = func() { t.Error("SetLayout told somebody") }
	table.SetLayout([]ColumnState{{ID: "upload", Width: 130}, {ID: "file", Hidden: true}})
	if got := titles(table); !slices.Equal(got, []string{"Upload", "Title", "Album", "Status", "Formats"}) {
		t.Errorf("titles %q", got)
	}
	if got := table.columns.shown[5]; got != 130 {
		t.Errorf("upload is %v wide", got)
	}
}

func TestMoveColumnPutsAColumnElsewhere(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	told := 0
	table.OnLayout = func() { told++ }
	table.MoveColumn("upload", 1)
	table.MoveColumn("title", 99)
	table.MoveColumn("title", 99)
	table.MoveColumn("nonsense", 0)
	if got := titles(table); told != 2 || !slices.Equal(got, []string{"Upload", "File", "Album", "Status", "Formats", "Title"}) {
		t.Errorf("titles %q, told %d times", got, told)
	}
}

func TestASecondaryClickOnTheHeaderAsksForItsMenu(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	table.head.TappedSecondary(&fyne.PointEvent{})
	var at fyne.Position
	table.OnHeaderMenu = func(p fyne.Position) { at = p }
	table.head.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(70, 40)})
	if at != fyne.NewPos(70, 40) {
		t.Errorf("at %v", at)
	}
}

func TestHidingColumnsLeavesNoBlankViewAtTheRight(t *testing.T) {
	table := tableInWindow(t, 100, 300, 400)
	table.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(-1e6, 0)})
	if table.scroll.Offset.X == 0 {
		t.Fatal("there is nothing to scroll to")
	}
	for _, id := range []string{"file", "album", "status", "formats"} {
		table.ShowColumn(id, false)
	}
	if x := table.scroll.Offset.X; x != 0 || table.head.Position().X != 0 {
		t.Errorf("rows stand at %v, header at %v of %v", x, table.head.Position().X, table.columns.total())
	}
}
