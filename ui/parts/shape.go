package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// Shape is a small sign before a word, so that a state is told by word and
// shape and never by colour alone.
type Shape int

// The shapes. Ring, half and dot look like something that fills up.
const (
	NoShape Shape = iota
	Ring
	Half
	Disc
	Cross
	Question
)

const (
	shapeSize float32 = 10
	shapeGap  float32 = 6 // from the shape to its word
	shapeDrop float32 = 1 // small letters stand beneath the middle of their line
)

// shapeView draws a shape. What a shape needs is made when it is first shown.
type shapeView struct {
	box   *fyne.Container
	disc  *canvas.Circle
	half  *canvas.Rectangle
	cross [2]*canvas.Line
	mark  *canvas.Text
}

func newShapeView() *shapeView {
	v := &shapeView{box: container.NewWithoutLayout()}
	v.box.Hide()
	return v
}

// place puts the shape at x beside a word that stands in a line of a height.
func (v *shapeView) place(x, height float32) {
	v.box.Move(fyne.NewPos(x, whole((height-shapeSize)/2)+shapeDrop))
}

// show draws a shape in an ink; text is the size of the word that it stands before.
func (v *shapeView) show(s Shape, ink color.Color, text float32) {
	setVisible(v.box, s != NoShape)
	if s == NoShape {
		return
	}
	v.make(s)
	v.box.Resize(fyne.NewSquareSize(shapeSize))
	if v.disc != nil {
		v.disc.FillColor, v.disc.StrokeColor, v.disc.StrokeWidth = color.Transparent, ink, 1.5
		if s == Disc {
			v.disc.FillColor = ink
		}
		setVisible(v.disc, s == Ring || s == Half || s == Disc)
		v.disc.Refresh()
	}
	if v.half != nil {
		v.half.FillColor = ink
		setVisible(v.half, s == Half)
		v.half.Refresh()
	}
	for _, stroke := range v.cross {
		if stroke != nil {
			stroke.StrokeColor = ink
			setVisible(stroke, s == Cross)
			stroke.Refresh()
		}
	}
	if v.mark != nil {
		v.mark.Color, v.mark.TextSize = ink, text
		height := v.mark.MinSize().Height
		v.mark.Move(fyne.NewPos(0, (shapeSize-height)/2-shapeDrop))
		v.mark.Resize(fyne.NewSize(shapeSize, height))
		setVisible(v.mark, s == Question)
		v.mark.Refresh()
	}
}

// make makes what a shape is drawn of.
func (v *shapeView) make(s Shape) {
	switch {
	case (s == Ring || s == Half || s == Disc) && v.disc == nil:
		v.disc = canvas.NewCircle(nil)
		v.disc.Move(fyne.NewPos(1, 1))
		v.disc.Resize(fyne.NewSquareSize(shapeSize - 2))
		v.box.Objects = append(v.box.Objects, v.disc)
	case s == Cross && v.cross[0] == nil:
		const near, far = 1.5, shapeSize - 1.5
		for i := range v.cross {
			v.cross[i] = canvas.NewLine(nil)
			v.cross[i].StrokeWidth = 2
			v.box.Objects = append(v.box.Objects, v.cross[i])
		}
		placeLine(v.cross[0], near, near, far, far)
		placeLine(v.cross[1], near, far, far, near)
	case s == Question && v.mark == nil:
		v.mark = canvas.NewText("?", nil)
		v.mark.TextStyle.Bold, v.mark.Alignment = true, fyne.TextAlignCenter
		v.box.Objects = append(v.box.Objects, v.mark)
	}
	if s == Half && v.half == nil {
		const radius = (shapeSize - 2) / 2
		v.half = canvas.NewRectangle(nil)
		v.half.TopLeftCornerRadius, v.half.BottomLeftCornerRadius = radius, radius
		v.half.Move(fyne.NewPos(1, 1))
		v.half.Resize(fyne.NewSize(radius, 2*radius))
		v.box.Objects = append(v.box.Objects, v.half)
	}
}
