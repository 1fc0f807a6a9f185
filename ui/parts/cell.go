package parts

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// The measures of a cell: what stands free at its sides, and a chip.
const (
	cellPadding float32 = 10
	chipHeight  float32 = 19
	chipPadding float32 = 7
	chipGap     float32 = 4
	chipRadius  float32 = 4
)

// cellView is a pooled cell. It lives in a row's container and remembers what
// it shows, so that being bound to the same value again costs a comparison.
type cellView struct {
	box   *fyne.Container
	text  *canvas.Text
	shape *shapeView // nil until the cell has shown one
	chips []*chipView
	shown Cell
	left  float32
	width float32
	fresh bool // nothing is shown yet, or the look changed
}

// chipView is one small outlined word.
type chipView struct {
	frame *canvas.Rectangle
	word  *canvas.Text
}

func newCellView(box *fyne.Container) *cellView {
	c := &cellView{box: box, text: canvas.NewText("", nil), fresh: true}
	box.Objects = append(box.Objects, c.text)
	return c
}

func (c *cellView) forget() { c.fresh = true }

// hide shows nothing, in a column that is hidden.
func (c *cellView) hide() {
	if c.width == 0 && !c.fresh {
		return
	}
	c.fresh, c.width, c.shown = false, 0, Cell{}
	c.text.Text = ""
	c.text.Hide()
	if c.shape != nil {
		c.shape.box.Hide()
	}
	c.hideChips(0)
}

// bind shows a value and says whether anything had to be painted.
func (c *cellView) bind(t *Table, column int, value Cell) bool {
	left, width := t.columns.left[column], t.columns.shown[column]
	if !c.fresh && left == c.left && width == c.width && value.same(c.shown) {
		return false
	}
	c.fresh, c.left, c.width, c.shown = false, left, width, value
	c.paintShape(t)
	c.paintText(t, t.columns.columns[column].Trailing)
	c.paintChips(t)
	return true
}

func (c Cell) same(other Cell) bool {
	return c.Text == other.Text && c.Tone == other.Tone && c.Shape == other.Shape && slices.Equal(c.Chips, other.Chips)
}

// inner is the width that is free for content.
func (c *cellView) inner() float32 { return max(0, c.width-2*cellPadding) }

// beside is what the shape takes of it.
func (c *cellView) beside() float32 {
	if c.shown.Shape == NoShape {
		return 0
	}
	return min(c.inner(), shapeSize+shapeGap)
}

func (c *cellView) paintShape(t *Table) {
	shape := c.shown.Shape
	if c.inner() < shapeSize {
		shape = NoShape
	}
	if shape == NoShape && c.shape == nil {
		return
	}
	if c.shape == nil {
		c.shape = newShapeView()
		c.box.Objects = append(c.box.Objects, c.shape.box)
	}
	c.shape.show(shape, t.look.tones[c.tone()], t.look.text)
	c.shape.place(c.left+cellPadding, rowHeight-1)
}

func (c *cellView) paintText(t *Table, trailing bool) {
	text := ""
	if len(c.shown.Chips) == 0 {
		text = t.texts.cut(c.shown.Text, c.inner()-c.beside())
	}
	align := fyne.TextAlignLeading
	if trailing {
		align = fyne.TextAlignTrailing
	}
	setText(c.text, text, t.look.tones[c.tone()], t.look.text, align)
	c.text.Move(fyne.NewPos(c.left+cellPadding+c.beside(), 0))
	c.text.Resize(fyne.NewSize(c.inner()-c.beside(), rowHeight-1))
}

func (c *cellView) tone() Tone { return sane(c.shown.Tone) }

// paintChips shows as many chips as have room; "…" stands for the rest.
func (c *cellView) paintChips(t *Table) {
	words := c.shown.Chips
	widths := make([]float32, len(words))
	for i, word := range words {
		widths[i] = t.chipWidth(word)
	}
	n, cut := fitChips(widths, t.chipWidth(ellipsis), c.inner()-c.beside())
	x := c.left + cellPadding + c.beside()
	for i := range n {
		c.chip(i).show(t, words[i], x, widths[i], t.look.tones[c.tone()])
		x += widths[i] + chipGap
	}
	if cut {
		c.chip(n).show(t, ellipsis, x, t.chipWidth(ellipsis), t.look.soft)
		n++
	}
	c.hideChips(n)
}

// hideChips hides all chips but the first n.
func (c *cellView) hideChips(n int) {
	for _, chip := range c.chips[min(n, len(c.chips)):] {
		setVisible(chip.frame, false)
		setVisible(chip.word, false)
	}
}

// fitChips says how many chips fit into the room and whether a mark for those
// left out (as wide as more) follows them.
func fitChips(widths []float32, more, room float32) (n int, cut bool) {
	x, withMark := float32(0), 0
	for i, w := range widths {
		if x+w > room {
			return withMark, x > 0 || more <= room
		}
		x += w + chipGap
		if x+more <= room {
			withMark = i + 1
		}
	}
	return len(widths), false
}

func (t *Table) chipWidth(word string) float32 {
	return whole(fyne.MeasureText(word, t.look.caption, fyne.TextStyle{}).Width+0.99) + 2*chipPadding
}

// chip is the cell's i-th chip, made when first needed.
func (c *cellView) chip(i int) *chipView {
	for len(c.chips) <= i {
		v := &chipView{frame: canvas.NewRectangle(color.Transparent), word: canvas.NewText("", nil)}
		v.frame.StrokeWidth, v.frame.CornerRadius = 1, chipRadius
		c.chips = append(c.chips, v)
		c.box.Objects = append(c.box.Objects, v.frame, v.word)
	}
	return c.chips[i]
}

func (v *chipView) show(t *Table, word string, x, width float32, ink color.Color) {
	y := whole((rowHeight - chipHeight) / 2)
	v.frame.FillColor, v.frame.StrokeColor = t.look.panel, t.look.chipLine
	v.frame.Move(fyne.NewPos(x, y))
	v.frame.Resize(fyne.NewSize(width, chipHeight))
	v.frame.Refresh()
	setText(v.word, word, ink, t.look.caption, fyne.TextAlignCenter)
	v.word.Move(fyne.NewPos(x, y-1)) // small letters look low when centred
	v.word.Resize(fyne.NewSize(width, chipHeight))
	setVisible(v.frame, true)
	setVisible(v.word, true) // it may have been hidden with this very word
}

// setText changes a text object and has it painted again only if it differs.
func setText(o *canvas.Text, text string, ink color.Color, size float32, align fyne.TextAlign) {
	if o.Text == text && o.Color == ink && o.TextSize == size && o.Alignment == align {
		return
	}
	o.Text, o.Color, o.TextSize, o.Alignment = text, ink, size, align
	setVisible(o, text != "")
	o.Refresh()
}
