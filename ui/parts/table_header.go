package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// edgeReach is how far from a column's edge the pointer can take hold of it.
const edgeReach float32 = 5

// sortMark is the column that orders the rows, and which way.
type sortMark struct {
	column     string
	descending bool
}

func (m sortMark) sign() string {
	if m.descending {
		return "↓"
	}
	return "↑"
}

// tableHead is the row of titles. A click sorts, an edge drags, and a title
// that is dragged takes its column along.
type tableHead struct {
	widget.BaseWidget
	t *Table

	ground, line *canvas.Rectangle
	titles       []*canvas.Text
	signs        []*canvas.Text
	edges        []*canvas.Rectangle
	objects      []fyne.CanvasObject

	over     int     // column whose edge is under the pointer, -1 for none
	dragging int     // column whose edge is held, -1 for none
	grip     float32 // from the edge to where it is held
	inside   bool
	resized  bool // the held edge was moved
	carried  carriedTitle
}

func newTableHead(t *Table) *tableHead {
	h := &tableHead{t: t, over: -1, dragging: -1, carried: newCarriedTitle()}
	h.ground, h.line = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	h.objects = []fyne.CanvasObject{h.ground, h.line}
	for range t.columns.columns {
		title, sign := canvas.NewText("", nil), canvas.NewText("", nil)
		title.TextStyle.Bold = true
		edge := canvas.NewRectangle(nil)
		edge.Hide()
		h.titles, h.signs, h.edges = append(h.titles, title), append(h.signs, sign), append(h.edges, edge)
		h.objects = append(h.objects, title, sign, edge)
	}
	h.objects = append(h.objects, h.carried.objects()...)
	h.ExtendBaseWidget(h)
	return h
}

func (h *tableHead) restyle() {
	h.ground.FillColor, h.line.FillColor = h.t.look.head, h.t.look.line
	h.ground.Refresh()
	h.line.Refresh()
	h.carried.restyle(&h.t.look)
	h.update()
}

// update puts titles, sort sign and edges where the columns are.
func (h *tableHead) update() {
	width := h.t.bodySize().Width
	h.ground.Resize(fyne.NewSize(width, rowHeight))
	h.line.Move(fyne.NewPos(0, rowHeight-1))
	h.line.Resize(fyne.NewSize(width, 1))
	for i, c := range h.t.columns.columns {
		h.placeTitle(i, c)
		h.placeEdge(i)
	}
	h.placeCarried()
}

func (h *tableHead) placeTitle(i int, c Column) {
	look := &h.t.look
	left, room := h.t.columns.left[i]+cellPadding, max(0, h.t.columns.shown[i]-2*cellPadding)
	sign, signWidth := "", float32(0)
	if c.ID != "" && c.ID == h.t.sort.column {
		sign = h.t.sort.sign()
		signWidth = fyne.MeasureText(sign, look.caption, fyne.TextStyle{}).Width
		room = max(0, room-signWidth-chipGap)
	}
	text := h.t.titles.cut(c.Title, room)
	setText(h.titles[i], text, look.soft, look.caption, fyne.TextAlignLeading)
	setText(h.signs[i], sign, look.soft, look.caption, fyne.TextAlignLeading)
	width := fyne.MeasureText(text, look.caption, h.titles[i].TextStyle).Width
	if c.Trailing {
		left += max(0, room-width)
	}
	h.titles[i].Move(fyne.NewPos(left, 0))
	h.titles[i].Resize(fyne.NewSize(width, rowHeight-1))
	h.signs[i].Move(fyne.NewPos(left+width+chipGap, 0))
	h.signs[i].Resize(fyne.NewSize(signWidth, rowHeight-1))
}

// placeEdge shows a column's edge only while the pointer is in the header, the
// one that it can take hold of in the accent.
func (h *tableHead) placeEdge(i int) {
	edge, held := h.edges[i], i == h.dragging || (h.dragging < 0 && i == h.over)
	ink, width := h.t.look.line, float32(1)
	if held {
		ink, width = h.t.look.accent, 2
	}
	edge.Move(fyne.NewPos(h.t.columns.right(i)-width, 6))
	edge.Resize(fyne.NewSize(width, rowHeight-13))
	if edge.FillColor != ink {
		edge.FillColor = ink
		edge.Refresh()
	}
	seq := h.t.columns.seq
	last := len(seq) == 0 || i == seq[len(seq)-1]
	setVisible(edge, !h.t.columns.hidden[i] && (held || (h.inside && !last)))
}

func (h *tableHead) point(over int, inside bool) {
	if over != h.over || inside != h.inside {
		h.over, h.inside = over, inside
		h.update()
	}
}

// MouseIn implements desktop.Hoverable.
func (h *tableHead) MouseIn(e *desktop.MouseEvent) {
	h.point(h.t.columns.edge(e.Position.X, edgeReach), true)
}

// MouseMoved implements desktop.Hoverable.
func (h *tableHead) MouseMoved(e *desktop.MouseEvent) { h.MouseIn(e) }

// MouseOut implements desktop.Hoverable.
func (h *tableHead) MouseOut() { h.point(-1, false) }

// Cursor implements desktop.Cursorable.
func (h *tableHead) Cursor() desktop.Cursor {
	if h.over >= 0 || h.dragging >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// MouseDown implements desktop.Mouseable: it takes hold of an edge, or of a
// title.
func (h *tableHead) MouseDown(e *desktop.MouseEvent) {
	h.t.takeFocus()
	h.t.keys.from(e.Modifier)
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	x := e.Position.X
	if h.dragging = h.t.columns.edge(x, edgeReach); h.dragging >= 0 {
		h.grip = x - h.t.columns.right(h.dragging)
		h.update()
		return
	}
	if i := h.t.columns.at(x); i >= 0 {
		h.carried.hold(i, x)
	}
}

// MouseUp implements desktop.Mouseable.
func (h *tableHead) MouseUp(*desktop.MouseEvent) { h.letGo() }

// Dragged implements fyne.Draggable.
func (h *tableHead) Dragged(e *fyne.DragEvent) {
	if i := h.dragging; i >= 0 {
		width := e.Position.X - h.grip - h.t.columns.left[i]
		if h.resized = h.resized || whole(width) != h.t.columns.shown[i]; h.resized {
			h.t.columns.drag(i, width)
			h.t.columnsChanged(false)
		}
		return
	}
	if h.carried.drag(e.Position.X) {
		h.placeCarried()
	}
}

// DragEnd implements fyne.Draggable.
func (h *tableHead) DragEnd() { h.letGo() }

// letGo ends what a press began. The driver tells of a press's end once or
// twice, and of the second one nothing is left to do.
func (h *tableHead) letGo() {
	changed := h.resized
	if h.carried.moving {
		to, _ := h.t.columns.drop(h.carried.column, h.carried.x)
		changed = h.t.columns.move(h.carried.column, to)
	}
	held := h.dragging >= 0 || h.carried.moving
	h.dragging, h.resized = -1, false
	h.carried.release()
	if changed {
		h.t.columnsChanged(false)
		h.t.tellLayout()
	} else if held {
		h.update()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (h *tableHead) TappedSecondary(e *fyne.PointEvent) {
	if h.t.OnHeaderMenu != nil {
		h.t.OnHeaderMenu(e.AbsolutePosition)
	}
}

// Tapped implements fyne.Tappable: a click on a title sorts, one on an edge
// was meant for the edge.
func (h *tableHead) Tapped(e *fyne.PointEvent) {
	x := e.Position.X
	if i := h.t.columns.at(x); i >= 0 && h.t.columns.edge(x, edgeReach) < 0 && h.t.OnSort != nil {
		h.t.OnSort(h.t.columns.columns[i].ID)
	}
}

// CreateRenderer implements fyne.Widget.
func (h *tableHead) CreateRenderer() fyne.WidgetRenderer { return &headRenderer{h} }

type headRenderer struct{ h *tableHead }

func (r *headRenderer) Destroy()                     {}
func (r *headRenderer) Objects() []fyne.CanvasObject { return r.h.objects }
func (r *headRenderer) Layout(fyne.Size)             {}
func (r *headRenderer) Refresh()                     { r.h.update() }

func (r *headRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.h.t.columns.total(), rowHeight)
}
