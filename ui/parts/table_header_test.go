package parts

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func headAt(x float32) *desktop.MouseEvent {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	e.Position = fyne.NewPos(x, 10)
	return e
}

func TestATitleSortsAndAnEdgeDoesNot(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	var sorted []string
	table.OnSort = func(id string) { sorted = append(sorted, id) }
	table.head.Tapped(&headAt(20).PointEvent)
	table.head.Tapped(&headAt(table.columns.right(0)).PointEvent)
	table.head.Tapped(&headAt(table.columns.left[3] + 20).PointEvent)
	if !slices.Equal(sorted, []string{"title", "status"}) {
		t.Errorf("sorted by %v", sorted)
	}
}

func TestTheSortedColumnIsMarked(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	marks := func() []string {
		var list []string
		for _, sign := range table.head.signs {
			list = append(list, sign.Text)
		}
		return list
	}
	table.SetSort("album", false)
	if got := marks(); !slices.Equal(got, []string{"", "", "↑", "", "", ""}) {
		t.Errorf("marks %q", got)
	}
	table.SetSort("title", true)
	if got := marks(); !slices.Equal(got, []string{"↓", "", "", "", "", ""}) {
		t.Errorf("marks %q", got)
	}
}

func TestDraggingAnEdgeMovesTheCells(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	edge := table.columns.right(1)
	table.head.MouseMoved(headAt(edge - 2))
	if table.head.Cursor() != desktop.HResizeCursor {
		t.Error("the cursor does not say that the edge can be held")
	}
	table.head.MouseDown(headAt(edge - 2))
	e := &fyne.DragEvent{}
	e.Position = fyne.NewPos(edge-2+30, 10)
	table.head.Dragged(e)
	table.head.MouseUp(headAt(edge + 28))
	table.head.DragEnd()
	if got := table.columns.right(1); got != edge+30 {
		t.Errorf("the edge is at %v, was dragged to %v", got, edge+30)
	}
	if x := table.body.pool[0].cells[2].text.Position().X; x != edge+30+cellPadding {
		t.Errorf("the next cell's text begins at %v", x)
	}
	if got := table.Columns()[1].Width; got != table.columns.shown[1] {
		t.Errorf("Columns says %v", got)
	}
}

func TestHeaderFollowsSidewaysScrolling(t *testing.T) {
	table := tableInWindow(t, 100, 300, 400)
	table.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(-120, 0)})
	if x := table.scroll.Offset.X; x != 120 || table.head.Position().X != -x {
		t.Errorf("rows scrolled to %v, header stands at %v", x, table.head.Position().X)
	}
}

func TestCellsStayWithinTheirColumns(t *testing.T) {
	table := tableInWindow(t, 100, 900, 400)
	for width := float32(200); width < 1300; width += 37 {
		table.Resize(fyne.NewSize(width, 400))
		for _, v := range table.body.pool {
			for i, cell := range v.cells {
				right := table.columns.right(i) - cellPadding
				end := cell.text.Position().X + fyne.MeasureText(cell.text.Text, cell.text.TextSize, cell.text.TextStyle).Width
				if v.row >= 0 && cell.text.Text != "" && cell.text.Alignment == fyne.TextAlignLeading && end > right {
					t.Fatalf("%q ends at %v of %v", cell.text.Text, end, right)
				}
				for _, chip := range cell.chips {
					if end := chip.frame.Position().X + chip.frame.Size().Width; v.row >= 0 && chip.frame.Visible() && end > right {
						t.Fatalf("chip %q ends at %v of %v", chip.word.Text, end, right)
					}
				}
			}
		}
	}
}

func TestChipsWithoutRoomBecomeADotdotdot(t *testing.T) {
	cases := []struct {
		widths []float32
		room   float32
		n      int
		cut    bool
	}{
		{nil, 100, 0, false},
		{[]float32{30, 30}, 64, 2, false},
		{[]float32{30, 30}, 63, 1, true},
		{[]float32{30, 30}, 50, 1, true},
		{[]float32{30, 30}, 45, 0, true},
		{[]float32{30, 30, 30}, 70, 1, true},
		{[]float32{30}, 10, 0, false},
	}
	for _, c := range cases {
		if n, cut := fitChips(c.widths, 15, c.room); n != c.n || cut != c.cut {
			t.Errorf("%v in %v: %d, %v, want %d, %v", c.widths, c.room, n, cut, c.n, c.cut)
		}
	}
}
