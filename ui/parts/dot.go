package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const dotSize float32 = 8

// Dot is a small coloured disc that says a state beside its word.
type Dot struct {
	widget.BaseWidget
	tone Tone
	disc *canvas.Circle
}

// NewDot makes a dot.
func NewDot(tone Tone) *Dot {
	d := &Dot{tone: tone, disc: canvas.NewCircle(nil)}
	d.ExtendBaseWidget(d)
	return d
}

// SetTone changes the dot's colour.
func (d *Dot) SetTone(tone Tone) {
	if tone != d.tone {
		d.tone = tone
		d.Refresh()
	}
}

// Tone is the dot's present tone.
func (d *Dot) Tone() Tone { return d.tone }

// CreateRenderer implements fyne.Widget.
func (d *Dot) CreateRenderer() fyne.WidgetRenderer {
	r := &dotRenderer{d}
	r.restyle()
	return r
}

type dotRenderer struct{ d *Dot }

func (r *dotRenderer) Destroy()                     {}
func (r *dotRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(dotSize) }
func (r *dotRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.d.disc} }
func (r *dotRenderer) restyle()                     { r.d.disc.FillColor = themeOf(r.d).tone(r.d.tone) }

func (r *dotRenderer) Layout(size fyne.Size) {
	r.d.disc.Resize(fyne.NewSquareSize(dotSize))
	r.d.disc.Move(fyne.NewPos(whole((size.Width-dotSize)/2), whole((size.Height-dotSize)/2)))
}

func (r *dotRenderer) Refresh() {
	r.restyle()
	r.d.disc.Refresh()
}
