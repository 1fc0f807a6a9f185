package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/parts"
)

// surface is a plain ground in a colour of the theme, which it follows from light to dark.
type surface struct {
	widget.BaseWidget
	name fyne.ThemeColorName
	rect *canvas.Rectangle
}

func newSurface(name fyne.ThemeColorName) *surface {
	s := &surface{name: name, rect: canvas.NewRectangle(nil)}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is Fyne's.
func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	s.colour()
	return widget.NewSimpleRenderer(s.rect)
}

// Refresh takes the colour from the theme that is in force.
func (s *surface) Refresh() {
	s.colour()
	s.BaseWidget.Refresh()
}

func (s *surface) colour() {
	s.rect.FillColor = parts.Resolve(s.name, s.Theme(), fyne.CurrentApp().Settings().ThemeVariant())
}

// ground lays something on a surface.
func ground(name fyne.ThemeColorName, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(newSurface(name), o)
}

// line is a thin line in the theme's colour.
func line() fyne.CanvasObject {
	return container.New(thin{}, newSurface(parts.ColorLine))
}

// thin lays its one object out as a line of one pixel, along whichever side it is stretched.
type thin struct{}

func (thin) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

func (thin) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

// inset keeps room around something, in the same units as all sizes.
func inset(top, bottom, left, right float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(insets{top, bottom, left, right}, o)
}

type insets struct{ top, bottom, left, right float32 }

func (i insets) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	return fyne.NewSize(least.Width+i.left+i.right, least.Height+i.top+i.bottom)
}

func (i insets) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(i.left, i.top))
	objects[0].Resize(fyne.NewSize(size.Width-i.left-i.right, size.Height-i.top-i.bottom))
}

// wide gives something a least width.
func wide(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(least{fyne.NewSize(width, 0)}, o)
}

// high gives something a least height.
func high(height float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(least{fyne.NewSize(0, height)}, o)
}

type least struct{ size fyne.Size }

func (l least) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().Max(l.size)
}

func (l least) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}

// toned is how the desk's tones look.
func toned(t desk.Tone) parts.Tone {
	switch t {
	case desk.ToneSoft:
		return parts.Soft
	case desk.ToneDone:
		return parts.Done
	case desk.ToneErrored:
		return parts.Errored
	case desk.ToneUnknown:
		return parts.Unknown
	case desk.ToneAccent:
		return parts.Accent
	case desk.ToneWaiting:
		return parts.Waiting
	}
	return parts.Plain
}

// text is a label; bold and soft are how much it matters.
func text(words string) *widget.Label {
	l := widget.NewLabel(words)
	l.Truncation = fyne.TextTruncateEllipsis
	return l
}

func bold(words string) *widget.Label {
	l := text(words)
	l.TextStyle.Bold = true
	return l
}

func soft(words string) *widget.Label {
	l := text(words)
	l.Importance = widget.LowImportance
	return l
}

// prose is text that takes as many lines as it needs.
func prose(words string) *widget.Label {
	l := widget.NewLabel(words)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// say sets a label's text where it differs, so that an unchanged one is not laid out again.
func say(l *widget.Label, words string) {
	if l.Text != words {
		l.SetText(words)
	}
}

// frame lays the middle out between what stands above, below, at the left and at the right, any of which
// may be nil, with nothing between them. What stands at the left gives way where there is little room.
func frame(above, below, left, right, middle fyne.CanvasObject) fyne.CanvasObject {
	c := container.New(framed{above, below, left, right}, middle)
	for _, o := range []fyne.CanvasObject{above, below, left, right} {
		if o != nil {
			c.Add(o)
		}
	}
	return c
}

type framed struct{ above, below, left, right fyne.CanvasObject }

func leastOf(o fyne.CanvasObject) fyne.Size {
	if o == nil {
		return fyne.Size{}
	}
	return o.MinSize()
}

func (f framed) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b, r, m := leastOf(f.above), leastOf(f.below), leastOf(f.right), o[0].MinSize()
	return fyne.NewSize(fyne.Max(fyne.Max(a.Width, b.Width), r.Width+m.Width), a.Height+b.Height+fyne.Max(r.Height, m.Height))
}

func (f framed) Layout(o []fyne.CanvasObject, size fyne.Size) {
	place := func(o fyne.CanvasObject, x, y, width, height float32) {
		if o != nil {
			o.Move(fyne.NewPos(x, y))
			o.Resize(fyne.NewSize(width, height))
		}
	}
	top, bottom, right := leastOf(f.above).Height, leastOf(f.below).Height, leastOf(f.right).Width
	left := float32(0)
	if f.left != nil {
		if show(f.left, size.Width >= facetsFrom); f.left.Visible() {
			left = f.left.MinSize().Width
		}
		place(f.left, 0, top, left, size.Height-top-bottom)
	}
	place(f.above, 0, 0, size.Width, top)
	place(f.below, 0, size.Height-bottom, size.Width, bottom)
	place(f.right, size.Width-right, top, right, size.Height-top-bottom)
	place(o[0], left, top, size.Width-left-right, size.Height-top-bottom)
}

// beside draws a thin line at the right of something.
func beside(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(nil, nil, nil, line(), o)
}
