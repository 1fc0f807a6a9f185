package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

var (
	_ desktop.Hoverable  = (*facetsBody)(nil)
	_ desktop.Mouseable  = (*facetsBody)(nil)
	_ desktop.Cursorable = (*facetsBody)(nil)
	_ fyne.Tappable      = (*facetsBody)(nil)
)

// facetsBody is the area of the lines inside the scroller. A line has a view
// once it has been seen.
type facetsBody struct {
	widget.BaseWidget
	f *Facets

	views   []*facetView // by line; nil for one that was never seen
	hover   *canvas.Rectangle
	ring    *canvas.Rectangle
	objects []fyne.CanvasObject

	pointer float32 // how far down in the view it is, -1 when elsewhere
	pressed facetID // of the last press
	widen   bool    // it was with Ctrl

	binds int // lines painted, for the tests to count
}

func newFacetsBody(f *Facets) *facetsBody {
	b := &facetsBody{f: f, pointer: -1, hover: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil)}
	b.hover.CornerRadius, b.ring.CornerRadius, b.ring.StrokeWidth = chipRadius, chipRadius, 1.5
	b.hover.Hide()
	b.ring.Hide()
	b.objects = []fyne.CanvasObject{b.hover, b.ring}
	b.ExtendBaseWidget(b)
	return b
}

// bind shows the lines that are in view.
func (b *facetsBody) bind() {
	top, bottom := b.f.scroll.Offset.Y, b.f.scroll.Offset.Y+b.f.scroll.Size().Height
	for i, l := range b.f.lines {
		seen := l.y+facetHeight > top && l.y < bottom
		if seen && b.view(i).bind(b.f, l, b.Size().Width) {
			b.binds++
		}
		if i < len(b.views) && b.views[i] != nil {
			setVisible(b.views[i].box, seen)
		}
	}
	for i := len(b.f.lines); i < len(b.views); i++ {
		if b.views[i] != nil {
			setVisible(b.views[i].box, false)
		}
	}
	b.mark()
}

// view is a line's view, made when first needed.
func (b *facetsBody) view(line int) *facetView {
	for len(b.views) <= line {
		b.views = append(b.views, nil)
	}
	if b.views[line] == nil {
		v := newFacetView()
		b.views[line] = v
		b.objects = append(b.objects[:len(b.objects)-1], v.box, b.ring)
	}
	return b.views[line]
}

// mark shows which line the pointer is on, and which the keyboard.
func (b *facetsBody) mark() {
	hovered := b.hovered()
	b.around(b.hover, hovered, hovered >= 0)
	b.around(b.ring, b.f.place, b.f.focused && b.f.place >= 0)
}

func (b *facetsBody) around(o *canvas.Rectangle, line int, shown bool) {
	if shown {
		o.Move(fyne.NewPos(facetLeft, b.f.lines[line].y))
		o.Resize(facetGround(b.Size().Width))
	}
	setVisible(o, shown)
}

func facetGround(width float32) fyne.Size {
	return fyne.NewSize(max(0, width-facetLeft-facetRight), facetHeight)
}

// hovered is the line under the pointer that a click would do something with,
// -1 for none.
func (b *facetsBody) hovered() int {
	if b.pointer < 0 {
		return -1
	}
	line := b.f.lineAt(b.pointer + b.f.scroll.Offset.Y)
	if line >= 0 && b.f.lines[line].id.kind == facetTitle {
		return -1
	}
	return line
}

func (b *facetsBody) point(y float32) {
	b.pointer = y
	b.mark()
}

// MouseIn implements desktop.Hoverable.
func (b *facetsBody) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (b *facetsBody) MouseMoved(e *desktop.MouseEvent) { b.point(e.Position.Y - b.f.scroll.Offset.Y) }

// MouseOut implements desktop.Hoverable.
func (b *facetsBody) MouseOut() { b.point(-1) }

// Cursor implements desktop.Cursorable.
func (b *facetsBody) Cursor() desktop.Cursor {
	if b.hovered() >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// MouseDown implements desktop.Mouseable: it remembers what a tap can't tell.
func (b *facetsBody) MouseDown(e *desktop.MouseEvent) {
	b.pressed = facetID{}
	if line := b.f.lineAt(e.Position.Y); line >= 0 {
		b.pressed = b.f.lines[line].id
	}
	b.widen = e.Modifier&fyne.KeyModifierShortcutDefault != 0
}

// MouseUp implements desktop.Mouseable.
func (b *facetsBody) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable. A press that slid to another line, or
// beneath which the lines changed, chooses nothing.
func (b *facetsBody) Tapped(e *fyne.PointEvent) {
	line, pressed, widen := b.f.lineAt(e.Position.Y), b.pressed, b.widen
	b.pressed, b.widen = facetID{}, false
	if line < 0 || b.f.lines[line].id.kind == facetTitle {
		return
	}
	if id := b.f.lines[line].id; pressed != (facetID{}) && pressed != id {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(b.f); c != nil && !b.f.focused {
		c.Focus(b.f)
	}
	b.f.moveTo(line)
	b.f.choose(line, widen)
}

// CreateRenderer implements fyne.Widget.
func (b *facetsBody) CreateRenderer() fyne.WidgetRenderer { return &facetsBodyRenderer{b} }

type facetsBodyRenderer struct{ b *facetsBody }

func (r *facetsBodyRenderer) Destroy()                     {}
func (r *facetsBodyRenderer) Objects() []fyne.CanvasObject { return r.b.objects }
func (r *facetsBodyRenderer) Layout(fyne.Size)             { r.b.bind() }
func (r *facetsBodyRenderer) Refresh()                     { r.b.bind() }
func (r *facetsBodyRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, r.b.f.height()) }
