package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// tableBody is the area of the rows inside the scroller. Its height is that of
// all rows, but it holds only as many row views as the viewport shows.
type tableBody struct {
	widget.BaseWidget
	t *Table

	pool    []*rowView
	hover   *canvas.Rectangle
	ring    *canvas.Rectangle
	objects []fyne.CanvasObject

	pointer float32 // how far down in the view it is, -1 when elsewhere
	mouse   bool    // presses come from one, before any tap
	pressed [2]mark // rows of the last two plain presses
	about   mark    // row of the last secondary press
	drag    bool    // a drag has changed the selection

	down  bool  // a mouse button is down
	drags bool  // the pointer is being dragged
	kept  Model // what came meanwhile
	roll  rolling

	binds int // cells painted, for the tests to count
}

// rowView is a pooled row: one container that moves as a whole.
type rowView struct {
	box    *fyne.Container
	ground *canvas.Rectangle
	line   *canvas.Rectangle
	cells  []*cellView
	row    int // what it is bound to, -1 for nothing
}

func newTableBody(t *Table) *tableBody {
	b := &tableBody{t: t, pointer: -1}
	b.hover = canvas.NewRectangle(nil)
	b.ring = canvas.NewRectangle(nil)
	b.ring.StrokeWidth, b.ring.CornerRadius = 1.5, 3
	b.hover.Hide()
	b.ring.Hide()
	b.objects = []fyne.CanvasObject{b.hover, b.ring}
	b.ExtendBaseWidget(b)
	return b
}

// bind gives every visible row a view. Row r always takes view r modulo the
// pool, so that a row that stays in view keeps its view and costs nothing.
func (b *tableBody) bind() {
	b.grow()
	first, last := b.t.visible()
	used := 0
	for row := first; row <= last; row++ {
		v := b.pool[row%len(b.pool)]
		if v.row != row {
			b.bindRow(v, row)
		}
		used++
	}
	if used < len(b.pool) {
		for _, v := range b.pool {
			if v.row < first || v.row > last {
				v.row = -1
				v.box.Hide()
			}
		}
	}
	b.mark()
}

// grow makes the pool as large as the viewport needs; it never shrinks, and so
// never holds more than the largest viewport did.
func (b *tableBody) grow() {
	need := int(b.t.viewHeight()/rowHeight) + 2
	if need <= len(b.pool) {
		return
	}
	for len(b.pool) < need {
		v := newRowView(len(b.t.columns.columns))
		v.restyle(&b.t.look)
		b.pool = append(b.pool, v)
	}
	b.objects = b.objects[:0]
	b.objects = append(b.objects, b.hover)
	for _, v := range b.pool {
		v.row = -1
		b.objects = append(b.objects, v.box)
	}
	b.objects = append(b.objects, b.ring)
}

func newRowView(columns int) *rowView {
	v := &rowView{
		row:    -1,
		ground: canvas.NewRectangle(nil),
		line:   canvas.NewRectangle(nil),
	}
	v.ground.Hide()
	v.box = container.NewWithoutLayout(v.ground, v.line)
	for range columns {
		v.cells = append(v.cells, newCellView(v.box))
	}
	return v
}

func (b *tableBody) bindRow(v *rowView, row int) {
	v.row = row
	v.box.Move(fyne.NewPos(0, float32(row)*rowHeight))
	v.box.Show()
	for i, cell := range v.cells {
		if b.t.columns.hidden[i] {
			cell.hide()
		} else if cell.bind(b.t, i, b.t.model.Cell(row, i)) {
			b.binds++
		}
	}
}

// modelChanged makes the next bind look at every row again.
func (b *tableBody) modelChanged() {
	for _, v := range b.pool {
		v.row = -1
	}
}

// reshape gives the pooled rows the columns' present widths.
func (b *tableBody) reshape() {
	width := b.t.bodySize().Width
	for _, v := range b.pool {
		v.box.Resize(fyne.NewSize(width, rowHeight))
		v.ground.Resize(fyne.NewSize(width, rowHeight-1))
		v.line.Move(fyne.NewPos(0, rowHeight-1))
		v.line.Resize(fyne.NewSize(width, 1))
		v.row = -1
	}
	b.hover.Resize(fyne.NewSize(width, rowHeight-1))
}

func (v *rowView) restyle(look *tableLook) {
	v.ground.FillColor, v.line.FillColor = look.chosen, look.line
	v.ground.Refresh()
	v.line.Refresh()
	for _, cell := range v.cells {
		cell.forget()
	}
	v.row = -1
}

// mark shows which rows are selected, hovered and focused.
func (b *tableBody) mark() {
	t := b.t
	for _, v := range b.pool {
		if v.row >= 0 {
			setVisible(v.ground, t.sel.has(v.row))
		}
	}
	hovered := b.hovered()
	setVisible(b.hover, hovered >= 0)
	b.hover.Move(fyne.NewPos(0, float32(hovered)*rowHeight))
	b.markFocus()
}

// markFocus draws the ring around the focus row, or around the whole view of a
// table that has no rows to have the focus on.
func (b *tableBody) markFocus() {
	t := b.t
	first, last := t.visible()
	row, size := t.sel.focusRow(), t.scroll.Size()
	y, height := float32(row)*rowHeight, rowHeight-1
	seen := row >= first && row <= last
	if t.model.Len() == 0 {
		y, height, seen = 0, size.Height, true
	}
	setVisible(b.ring, t.focused && seen)
	b.ring.Move(fyne.NewPos(t.scroll.Offset.X+1, y+1))
	b.ring.Resize(fyne.NewSize(size.Width-2, height-2))
}

func setVisible(o fyne.CanvasObject, visible bool) {
	switch {
	case visible && !o.Visible():
		o.Show()
	case !visible && o.Visible():
		o.Hide()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *tableBody) CreateRenderer() fyne.WidgetRenderer { return &bodyRenderer{b} }

type bodyRenderer struct{ b *tableBody }

func (r *bodyRenderer) Destroy()                     {}
func (r *bodyRenderer) Objects() []fyne.CanvasObject { return r.b.objects }
func (r *bodyRenderer) Layout(fyne.Size)             { r.b.bind() }
func (r *bodyRenderer) Refresh()                     { r.b.bind() }

func (r *bodyRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.b.t.columns.total(), r.b.t.contentHeight())
}
