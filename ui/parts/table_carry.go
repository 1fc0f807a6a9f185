package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// carryAfter is how far a title must be dragged before its column comes along:
// a hand that clicks to sort is not always still.
const carryAfter float32 = 6

// carriedTitle is the title that a person drags to move its column: the title
// follows the pointer, and a mark stands in the gap that it would go into.
type carriedTitle struct {
	column int     // -1 for none
	from   float32 // where it was taken hold of
	x      float32 // where the pointer is
	moving bool

	card, gap *canvas.Rectangle
	title     *canvas.Text
}

func newCarriedTitle() carriedTitle {
	c := carriedTitle{column: -1, card: canvas.NewRectangle(nil), gap: canvas.NewRectangle(nil), title: canvas.NewText("", nil)}
	c.card.StrokeWidth, c.card.CornerRadius = 1, chipRadius
	c.title.TextStyle.Bold = true
	c.show(false)
	return c
}

func (c *carriedTitle) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.gap, c.card, c.title}
}

func (c *carriedTitle) restyle(look *tableLook) {
	c.card.FillColor, c.card.StrokeColor, c.gap.FillColor = look.panel, look.accent, look.accent
	for _, o := range c.objects() {
		o.Refresh()
	}
}

func (c *carriedTitle) show(shown bool) {
	for _, o := range c.objects() {
		setVisible(o, shown)
	}
}

func (c *carriedTitle) hold(column int, x float32) { c.column, c.from, c.x = column, x, x }

// drag follows the pointer and says whether the column is on its way.
func (c *carriedTitle) drag(x float32) bool {
	if c.column < 0 {
		return false
	}
	c.x = x
	c.moving = c.moving || x < c.from-carryAfter || x > c.from+carryAfter
	return c.moving
}

func (c *carriedTitle) release() {
	c.column, c.moving = -1, false
	c.show(false)
}

// placeCarried draws the title under the pointer and the gap that it is over.
func (h *tableHead) placeCarried() {
	c := &h.carried
	if !c.moving {
		return
	}
	columns, look := h.t.columns, &h.t.look
	_, gap := columns.drop(c.column, c.x)
	c.gap.Move(fyne.NewPos(max(0, min(gap-1, columns.total()-2)), 0))
	c.gap.Resize(fyne.NewSize(2, rowHeight-1))
	room := max(0, columns.shown[c.column]-2*cellPadding)
	setText(c.title, h.t.titles.cut(columns.columns[c.column].Title, room), look.accent, look.caption, fyne.TextAlignLeading)
	left := whole(columns.left[c.column] + c.x - c.from)
	c.card.Move(fyne.NewPos(left, 3))
	c.card.Resize(fyne.NewSize(columns.shown[c.column], rowHeight-7))
	c.title.Move(fyne.NewPos(left+cellPadding, 0))
	c.title.Resize(fyne.NewSize(room, rowHeight-1))
	c.show(true)
}
