package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// facetsLook is what the facets take from the theme.
type facetsLook struct {
	tones             [Waiting + 1]color.Color
	chosen            color.Color
	text, caption     float32
	words, bold, head *fitter
}

func (f *Facets) restyle() {
	th := themeOf(f)
	f.look = facetsLook{
		chosen: th.color(ColorChosen),
		text:   th.size(theme.SizeNameText), caption: th.size(theme.SizeNameCaptionText),
	}
	for tone := range f.look.tones {
		f.look.tones[tone] = th.tone(textTone(Tone(tone)))
	}
	f.look.words = newFitter(f.look.text, fyne.TextStyle{})
	f.look.bold = newFitter(f.look.text, fyne.TextStyle{Bold: true})
	f.look.head = newFitter(f.look.caption, fyne.TextStyle{Bold: true})
	f.body.hover.FillColor = th.color(theme.ColorNameHover)
	f.body.ring.FillColor, f.body.ring.StrokeColor = color.Transparent, f.look.tones[Accent]
	f.body.hover.Refresh()
	f.body.ring.Refresh()
	for _, v := range f.body.views {
		if v != nil {
			v.shown = facetLine{}
		}
	}
	f.body.bind()
}

// CreateRenderer implements fyne.Widget.
func (f *Facets) CreateRenderer() fyne.WidgetRenderer {
	f.restyle()
	return &facetsRenderer{f}
}

type facetsRenderer struct{ f *Facets }

func (r *facetsRenderer) Destroy()                     {}
func (r *facetsRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.f.scroll} }
func (r *facetsRenderer) MinSize() fyne.Size           { return fyne.NewSize(120, 4*facetHeight) }

func (r *facetsRenderer) Refresh() { r.f.restyle() }

func (r *facetsRenderer) Layout(size fyne.Size) {
	r.f.scroll.Resize(size)
	r.f.relist()
}

// facetView is one line's view. It remembers what it shows, so that being
// bound to the same line again costs a comparison.
type facetView struct {
	box         *fyne.Container
	ground      *canvas.Rectangle
	text, count *canvas.Text
	sign        *shapeView
	shown       facetLine
	width       float32
}

func newFacetView() *facetView {
	v := &facetView{ground: canvas.NewRectangle(nil), text: canvas.NewText("", nil), count: canvas.NewText("", nil), sign: newShapeView()}
	v.ground.CornerRadius = chipRadius
	v.box = container.NewWithoutLayout(v.ground, v.sign.box, v.text, v.count)
	return v
}

// bind shows a line and says whether anything had to be painted.
func (v *facetView) bind(f *Facets, l facetLine, width float32) bool {
	if l == v.shown && width == v.width {
		return false
	}
	v.shown, v.width = l, width
	v.box.Move(fyne.NewPos(facetLeft, l.y))
	v.box.Resize(facetGround(width))
	v.ground.FillColor = f.look.chosen
	v.ground.Resize(facetGround(width))
	setVisible(v.ground, l.chosen)
	v.ground.Refresh()
	if l.id.kind == facetTitle {
		v.write(f, 0, f.look.head, f.look.tones[Soft], f.look.tones[Soft])
		return true
	}
	texts, ink, count := f.look.words, f.look.tones[Plain], f.look.tones[Soft]
	if l.tone == Soft {
		ink = f.look.tones[Soft]
	}
	if l.chosen {
		texts, ink, count = f.look.bold, f.look.tones[Accent], f.look.tones[Accent]
	}
	v.write(f, facetInset, texts, ink, count)
	return true
}

// write puts the words where they belong: the count needs what it needs, the
// label gets the rest.
func (v *facetView) write(f *Facets, inset float32, texts *fitter, ink, countInk color.Color) {
	l, room := v.shown, max(0, facetGround(v.width).Width-2*inset)
	x := inset
	v.sign.show(l.shape, f.look.tones[sane(l.tone)], f.look.text)
	v.sign.place(x, facetHeight)
	if l.shape != NoShape {
		x += shapeSize + shapeGap
		room = max(0, room-shapeSize-shapeGap)
	}
	count := texts.cut(l.count, room)
	v.count.TextStyle, v.text.TextStyle = texts.style, texts.style
	taken := float32(0)
	if count != "" {
		taken = texts.measure(count)
	}
	put(v.count, count, countInk, texts.size, x+room-taken, taken)
	if taken > 0 {
		taken += facetInset
	}
	put(v.text, texts.cut(l.text, room-taken), ink, texts.size, x, max(0, room-taken))
}

// put writes a text of a line at a place.
func put(o *canvas.Text, text string, ink color.Color, size, x, width float32) {
	o.Text, o.Color, o.TextSize = text, ink, size
	o.Move(fyne.NewPos(x, 0))
	o.Resize(fyne.NewSize(width, facetHeight))
	setVisible(o, text != "")
	o.Refresh()
}
