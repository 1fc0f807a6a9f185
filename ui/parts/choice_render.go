package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

const (
	choiceHeight float32 = 34
	choiceBox    float32 = 16
	choiceGap    float32 = 9
	choiceInset  float32 = 4 // room for the focus ring at the sides
)

// choiceRenderer paints the box with its tick or dash, label, note and line.
type choiceRenderer struct {
	c           *Choice
	hover, ring *canvas.Rectangle
	box         *canvas.Rectangle
	tick        [2]*canvas.Line
	dash        *canvas.Rectangle
	label, note *canvas.Text
	line        *canvas.Rectangle
	objects     []fyne.CanvasObject
	texts       fitter
}

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{
		c:     c,
		hover: canvas.NewRectangle(nil), ring: canvas.NewRectangle(color.Transparent),
		box: canvas.NewRectangle(nil), dash: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil),
		tick:  [2]*canvas.Line{canvas.NewLine(nil), canvas.NewLine(nil)},
		label: canvas.NewText("", nil), note: canvas.NewText("", nil),
	}
	r.hover.CornerRadius, r.ring.CornerRadius = 4, 4
	r.ring.StrokeWidth, r.box.StrokeWidth = 1.5, 1.5
	r.box.CornerRadius, r.dash.CornerRadius = 4, 1
	r.tick[0].StrokeWidth, r.tick[1].StrokeWidth = 2, 2
	r.note.Alignment = fyne.TextAlignTrailing
	r.objects = []fyne.CanvasObject{r.line, r.hover, r.box, r.tick[0], r.tick[1], r.dash, r.label, r.note, r.ring}
	r.restyle()
	return r
}

func (r *choiceRenderer) Destroy()                     {}
func (r *choiceRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *choiceRenderer) MinSize() fyne.Size {
	label := fyne.MeasureText(r.c.label, r.label.TextSize, fyne.TextStyle{})
	note := fyne.MeasureText(r.c.note, r.note.TextSize, fyne.TextStyle{})
	width := 2*choiceInset + choiceBox + 2*choiceGap + label.Width + note.Width
	return fyne.NewSize(width, max(choiceHeight, whole(label.Height)+10))
}

func (r *choiceRenderer) Refresh() {
	r.restyle()
	r.Layout(r.c.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

func (r *choiceRenderer) restyle() {
	th, c := themeOf(r.c), r.c
	ink, soft, accent := th.tone(Plain), th.tone(Soft), th.tone(Accent)
	if c.Disabled() {
		ink = th.color(theme.ColorNameDisabled)
		soft, accent = ink, ink
	}
	r.label.Color, r.note.Color = ink, soft
	r.label.TextSize = th.size(theme.SizeNameText)
	r.note.TextSize = r.label.TextSize
	r.texts.reset(r.label.TextSize)
	r.line.FillColor, r.hover.FillColor = th.color(ColorLine), th.color(theme.ColorNameHover)
	r.ring.StrokeColor = accent
	r.box.FillColor, r.box.StrokeColor = th.color(ColorPanel), ink
	if c.state == Off {
		r.box.StrokeColor = soft
	}
	if c.state == On {
		r.box.FillColor, r.box.StrokeColor = accent, accent
	}
	r.dash.FillColor = ink
	for _, stroke := range r.tick {
		stroke.StrokeColor = th.color(theme.ColorNameForegroundOnPrimary)
		setVisible(stroke, c.state == On)
	}
	setVisible(r.dash, c.state == Mixed)
	setVisible(r.hover, c.hover && !c.Disabled())
	setVisible(r.ring, c.focused && !c.Disabled())
}

func (r *choiceRenderer) Layout(size fyne.Size) {
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	for _, o := range []*canvas.Rectangle{r.hover, r.ring} {
		o.Move(fyne.NewPos(0, 1))
		o.Resize(fyne.NewSize(size.Width, size.Height-3))
	}
	x, y := choiceInset, whole((size.Height-choiceBox)/2)
	r.box.Move(fyne.NewPos(x, y))
	r.box.Resize(fyne.NewSquareSize(choiceBox))
	r.dash.Move(fyne.NewPos(x+4, y+7))
	r.dash.Resize(fyne.NewSize(8, 2))
	placeLine(r.tick[0], x+4, y+8, x+7, y+11)
	placeLine(r.tick[1], x+7, y+11, x+12, y+5)
	r.layoutWords(size)
}

// layoutWords gives the note what it needs and the label what is left.
func (r *choiceRenderer) layoutWords(size fyne.Size) {
	left := choiceInset + choiceBox + choiceGap
	room := max(0, size.Width-left-choiceInset)
	r.note.Text = r.texts.cut(r.c.note, room)
	note := fyne.MeasureText(r.note.Text, r.note.TextSize, fyne.TextStyle{}).Width
	r.note.Move(fyne.NewPos(left+room-note, 0))
	r.note.Resize(fyne.NewSize(note, size.Height-1))
	free := max(0, room-note-choiceGap)
	r.label.Text = r.texts.cut(r.c.label, free)
	r.label.Move(fyne.NewPos(left, 0))
	r.label.Resize(fyne.NewSize(free, size.Height-1))
}

func placeLine(l *canvas.Line, x1, y1, x2, y2 float32) {
	l.Position1, l.Position2 = fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
}
