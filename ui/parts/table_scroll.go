package parts

import (
	"fyne.io/fyne/v2"
)

// rowHeight is a whole number: sums of it stay exact in a float32 up to half a
// million rows, where Fyne's own table drifts.
const rowHeight float32 = 31

func (t *Table) viewHeight() float32 { return t.scroll.Size().Height }

func (t *Table) contentHeight() float32 { return float32(t.model.Len()) * rowHeight }

// bodySize is the whole area of the rows, and at least the visible one.
func (t *Table) bodySize() fyne.Size {
	view := t.scroll.Size()
	return fyne.NewSize(max(t.columns.total(), view.Width), max(t.contentHeight(), view.Height))
}

func (t *Table) clampY(y float32) float32 {
	return max(0, min(y, t.contentHeight()-t.viewHeight()))
}

// scrolled follows the scroller: rows come by re-binding, the header by moving.
func (t *Table) scrolled() {
	t.body.bind()
	t.head.Move(fyne.NewPos(-t.scroll.Offset.X, 0))
}

func (t *Table) scrollTo(y float32) {
	if y = t.clampY(y); y != t.scroll.Offset.Y {
		t.scroll.ScrollToOffset(fyne.NewPos(t.scroll.Offset.X, y))
		t.scrolled()
	}
}

// scrollToRow scrolls as little as it takes to see the whole row.
func (t *Table) scrollToRow(row int) {
	top := float32(row) * rowHeight
	switch y := t.scroll.Offset.Y; {
	case top < y:
		t.scrollTo(top)
	case top+rowHeight > y+t.viewHeight():
		t.scrollTo(top + rowHeight - t.viewHeight())
	}
}

// visible is the range of rows of which at least a part is in view; last is
// before first when there are none.
func (t *Table) visible() (first, last int) {
	y := t.scroll.Offset.Y
	first = max(0, int(y/rowHeight))
	last = int((y + t.viewHeight()) / rowHeight)
	if float32(last)*rowHeight >= y+t.viewHeight() {
		last--
	}
	return first, min(last, t.model.Len()-1)
}

// page is how many rows PageUp and PageDown move by: one row stays to see.
func (t *Table) page() int { return max(1, int(t.viewHeight()/rowHeight)-1) }

// place is a row that stays where it is on the screen while the model changes,
// with others to take over should it vanish.
type place struct {
	ids  []int64
	ys   []float32 // of each, from the top of the view
	lost float32   // where to stay when all of them vanished
}

// holdPlace picks what to hold: the row under the pointer, else the focus row
// if the person can see it, else the rows in view from the top. A table that
// stands at its very top with neither stays there, so that rows that come in
// above are seen.
func (t *Table) holdPlace() place {
	y := t.scroll.Offset.Y
	p := place{lost: y}
	first, last := t.visible()
	hold := func(row int) {
		p.ids = append(p.ids, t.model.ID(row))
		p.ys = append(p.ys, float32(row)*rowHeight-y)
	}
	for _, row := range []int{t.body.hovered(), t.sel.focusRow()} {
		if row >= first && row <= last {
			hold(row)
		}
	}
	if y > 0 {
		for row := first; row <= last; row++ {
			hold(row)
		}
	}
	return p
}

// offset is where to scroll to in the new model.
func (p place) offset(m Model) float32 {
	for i, id := range p.ids {
		if row, ok := m.Row(id); ok {
			return float32(row)*rowHeight - p.ys[i]
		}
	}
	return p.lost
}
