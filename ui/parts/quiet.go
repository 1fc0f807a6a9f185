package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const quietPadding float32 = 6

var (
	_ fyne.Focusable     = (*Quiet)(nil)
	_ fyne.Disableable   = (*Quiet)(nil)
	_ desktop.Hoverable  = (*Quiet)(nil)
	_ desktop.Cursorable = (*Quiet)(nil)
)

// Quiet is small soft text that may be clicked, for a line of states. Without
// an action it is only text, and the keyboard passes it by.
type Quiet struct {
	widget.DisableableWidget

	// OnTapped is the action; nil for none.
	OnTapped func()

	text           string
	tone           Tone
	hover, focused bool
}

// NewQuiet makes a quiet text; tapped may be nil.
func NewQuiet(text string, tapped func()) *Quiet {
	q := &Quiet{text: text, OnTapped: tapped, tone: Soft}
	q.ExtendBaseWidget(q)
	return q
}

// Text is what is shown.
func (q *Quiet) Text() string { return q.text }

// SetText changes what is shown.
func (q *Quiet) SetText(text string) {
	if text != q.text {
		q.text = text
		q.Refresh()
	}
}

// SetTone changes the colour at rest, which is Soft at first.
func (q *Quiet) SetTone(tone Tone) {
	if tone != q.tone {
		q.tone = tone
		q.Refresh()
	}
}

// Disabled says whether it is only text now. Fyne leaves what is disabled out
// of the round of Tab.
func (q *Quiet) Disabled() bool { return q.OnTapped == nil || q.DisableableWidget.Disabled() }

// Tapped implements fyne.Tappable.
func (q *Quiet) Tapped(*fyne.PointEvent) {
	if !q.Disabled() {
		q.OnTapped()
	}
}

// TypedKey implements fyne.Focusable.
func (q *Quiet) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		q.Tapped(nil)
	default:
		PassKey(q, e)
	}
}

// TypedRune implements fyne.Focusable.
func (q *Quiet) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (q *Quiet) FocusGained() { q.state(&q.focused, true) }

// FocusLost implements fyne.Focusable.
func (q *Quiet) FocusLost() { q.state(&q.focused, false) }

// MouseIn implements desktop.Hoverable.
func (q *Quiet) MouseIn(*desktop.MouseEvent) { q.state(&q.hover, true) }

// MouseMoved implements desktop.Hoverable.
func (q *Quiet) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (q *Quiet) MouseOut() { q.state(&q.hover, false) }

// Cursor implements desktop.Cursorable.
func (q *Quiet) Cursor() desktop.Cursor {
	if q.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

func (q *Quiet) state(flag *bool, on bool) {
	*flag = on
	q.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (q *Quiet) CreateRenderer() fyne.WidgetRenderer {
	r := &quietRenderer{q: q, ring: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", nil)}
	r.ring.StrokeWidth, r.ring.CornerRadius = 1.5, 4
	r.restyle()
	return r
}

type quietRenderer struct {
	q    *Quiet
	ring *canvas.Rectangle
	text *canvas.Text
}

func (r *quietRenderer) Destroy()                     {}
func (r *quietRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ring, r.text} }

func (r *quietRenderer) restyle() {
	th, q := themeOf(r.q), r.q
	active := q.hover && !q.Disabled()
	r.text.Text, r.text.TextSize = q.text, th.size(theme.SizeNameCaptionText)
	r.text.Color, r.text.TextStyle.Underline = th.tone(textTone(q.tone)), active
	if active {
		r.text.Color = th.tone(Accent)
	}
	r.ring.StrokeColor = th.color(theme.ColorNamePrimary)
	setVisible(r.ring, q.focused && !q.Disabled())
}

func (r *quietRenderer) Refresh() {
	r.restyle()
	r.ring.Refresh()
	r.text.Refresh()
	r.Layout(r.q.Size())
}

func (r *quietRenderer) MinSize() fyne.Size {
	text := r.text.MinSize()
	return fyne.NewSize(text.Width+2*quietPadding, text.Height+4)
}

func (r *quietRenderer) Layout(size fyne.Size) {
	text := r.text.MinSize()
	r.text.Move(fyne.NewPos(quietPadding, whole((size.Height-text.Height)/2)))
	r.text.Resize(fyne.NewSize(max(0, size.Width-2*quietPadding), text.Height))
	r.ring.Resize(size)
}
