package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	// toastFoot leaves a status line beneath the messages readable.
	toastFoot    float32 = 26
	toastPadding float32 = 14
	toastLines           = 4
	toastIndent          = toastPadding + dotSize + 10
	closeSize    float32 = 8
)

// toast is one message; a click sends it away.
type toast struct {
	widget.BaseWidget
	text string
	tone Tone
	gone func(*toast)
	stop func()
	turn int // counts how often its time was started

	lines  []string
	inside bool
}

func newToast(text string, tone Tone, gone func(*toast)) *toast {
	m := &toast{text: text, tone: tone, gone: gone, stop: func() {}}
	m.ExtendBaseWidget(m)
	return m
}

func (m *toast) setTone(tone Tone) {
	if tone != m.tone {
		m.tone = tone
		m.Refresh()
	}
}

// fit breaks the text into lines for a width and gives the size they take.
func (m *toast) fit(room float32) fyne.Size {
	size := themeOf(m).size(theme.SizeNameText)
	text := max(0, room-toastIndent-toastPadding-closeSize-toastPadding)
	m.lines = newFitter(size, fyne.TextStyle{}).wrap(m.text, text, toastLines)
	width, height := float32(0), float32(0)
	for _, line := range m.lines {
		measure := fyne.MeasureText(line, size, fyne.TextStyle{})
		width, height = max(width, measure.Width), height+measure.Height
	}
	return fyne.NewSize(whole(width+1)+room-text, whole(height+1)+2*10)
}

// Tapped implements fyne.Tappable.
func (m *toast) Tapped(*fyne.PointEvent) { m.gone(m) }

// Cursor implements desktop.Cursorable.
func (m *toast) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn implements desktop.Hoverable.
func (m *toast) MouseIn(*desktop.MouseEvent) { m.setInside(true) }

// MouseMoved implements desktop.Hoverable.
func (m *toast) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (m *toast) MouseOut() { m.setInside(false) }

func (m *toast) setInside(inside bool) {
	m.inside = inside
	m.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (m *toast) CreateRenderer() fyne.WidgetRenderer {
	r := &toastRenderer{m: m, ground: canvas.NewRectangle(nil), disc: canvas.NewCircle(nil)}
	r.cross = [2]*canvas.Line{canvas.NewLine(nil), canvas.NewLine(nil)}
	r.ground.CornerRadius, r.ground.StrokeWidth = 8, 1
	r.cross[0].StrokeWidth, r.cross[1].StrokeWidth = 1.5, 1.5
	r.restyle()
	return r
}

type toastRenderer struct {
	m      *toast
	ground *canvas.Rectangle
	disc   *canvas.Circle
	cross  [2]*canvas.Line
	lines  []*canvas.Text
}

func (r *toastRenderer) Destroy()           {}
func (r *toastRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *toastRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.ground, r.disc, r.cross[0], r.cross[1]}
	for _, line := range r.lines {
		objects = append(objects, line)
	}
	return objects
}

func (r *toastRenderer) restyle() {
	th := themeOf(r.m)
	r.ground.FillColor, r.ground.StrokeColor = th.color(theme.ColorNameOverlayBackground), th.color(ColorLine)
	r.ground.Shadow = canvas.Shadow{
		Color: color.NRGBA{A: 0x30}, BlurRadius: 10, Offset: fyne.NewPos(0, 3), Variant: canvas.DropShadow,
	}
	r.disc.FillColor = th.tone(r.m.tone)
	for _, stroke := range r.cross {
		stroke.StrokeColor = th.tone(Soft)
		if r.m.inside {
			stroke.StrokeColor = th.tone(Plain)
		}
	}
	r.lines = r.lines[:0]
	for _, words := range r.m.lines {
		line := canvas.NewText(words, th.tone(Plain))
		line.TextSize = th.size(theme.SizeNameText)
		r.lines = append(r.lines, line)
	}
}

func (r *toastRenderer) Refresh() {
	r.restyle()
	r.Layout(r.m.Size())
	canvas.Refresh(r.m)
}

func (r *toastRenderer) Layout(size fyne.Size) {
	if len(r.lines) != len(r.m.lines) {
		r.restyle()
	}
	r.ground.Resize(size)
	y, first := float32(10), float32(0)
	for i, line := range r.lines {
		height := line.MinSize().Height
		if i == 0 {
			first = y + (height-dotSize)/2
		}
		line.Move(fyne.NewPos(toastIndent, y))
		line.Resize(line.MinSize())
		y += height
	}
	r.disc.Move(fyne.NewPos(toastPadding, whole(first+0.5)))
	r.disc.Resize(fyne.NewSquareSize(dotSize))
	x, top := size.Width-toastPadding-closeSize, whole(first+0.5)
	placeLine(r.cross[0], x, top, x+closeSize, top+closeSize)
	placeLine(r.cross[1], x, top+closeSize, x+closeSize, top)
}
