package parts

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// FacetItem is one value that a list can be narrowed to. Label and count are
// ready to paint.
type FacetItem struct {
	Key, Label, Count string
	Chosen            bool
	Tone              Tone  // of the shape; what is Soft is so as a whole
	Shape             Shape // before the label
}

// FacetGroup is the values of one kind. A group's title names it; one without
// items is not shown.
type FacetGroup struct {
	Title string
	Items []FacetItem
}

// facetsFirst is how many items of a group are shown before it is opened out,
// beside those that are chosen.
const facetsFirst = 8

var (
	_ fyne.Focusable    = (*Facets)(nil)
	_ fyne.Shortcutable = (*Facets)(nil)
)

// Facets are groups of values with their counts, to narrow a list by. It shows
// what it was given: what a choice comes to is the caller's to say, with
// SetGroups.
type Facets struct {
	widget.BaseWidget

	// OnChoose is called with the place of a group and an item's key when a
	// person chose that item, by click or by Space or Return. With Ctrl held
	// (⌘ on macOS) it is to widen. What comes of it is the caller's to show.
	OnChoose func(group int, key string, widen bool)
	// More is what stands beneath a long group of which n items are not shown;
	// nil shows all items.
	More func(n int) string

	groups []FacetGroup
	opened map[string]bool // by title
	lines  []facetLine
	cursor facetID // where the keyboard is
	place  int     // its line's index, -1 for none

	focused bool
	look    facetsLook
	scroll  *container.Scroll
	body    *facetsBody
}

// NewFacets makes a list without groups.
func NewFacets() *Facets {
	f := &Facets{opened: map[string]bool{}, place: -1}
	f.ExtendBaseWidget(f)
	f.body = newFacetsBody(f)
	f.scroll = container.NewVScroll(f.body)
	f.scroll.OnScrolled = func(fyne.Position) { f.body.bind() }
	f.restyle()
	return f
}

// SetGroups shows other groups. Only lines that changed are painted again; the
// keyboard stays at its item.
func (f *Facets) SetGroups(groups []FacetGroup) {
	f.groups = groups
	f.relist()
}

// relist makes the lines anew and shows them.
func (f *Facets) relist() {
	f.lines = listFacets(f.groups, f.opened, f.More)
	f.settle()
	f.body.Resize(fyne.NewSize(f.scroll.Size().Width, max(f.height(), f.scroll.Size().Height)))
	f.scroll.Offset.Y = max(0, min(f.scroll.Offset.Y, f.height()-f.scroll.Size().Height))
	f.scroll.Refresh()
	f.body.bind()
}

// settle finds the keyboard's line again, or the nearest where it was.
func (f *Facets) settle() {
	at := slices.IndexFunc(f.lines, func(l facetLine) bool { return l.id == f.cursor })
	if at < 0 && f.place >= 0 {
		at = f.step(min(f.place, len(f.lines)-1), 1)
		if at < 0 {
			at = f.step(len(f.lines)-1, -1)
		}
	}
	f.goTo(at)
}

// step is the first line from one on, in a direction, that can be chosen; -1
// for none.
func (f *Facets) step(from, direction int) int {
	for i := from; i >= 0 && i < len(f.lines); i += direction {
		if f.lines[i].id.kind != facetTitle {
			return i
		}
	}
	return -1
}

func (f *Facets) goTo(line int) {
	f.place, f.cursor = line, facetID{}
	if line >= 0 {
		f.cursor = f.lines[line].id
	}
}

// choose does what the line is for.
func (f *Facets) choose(line int, widen bool) {
	if line < 0 || line >= len(f.lines) {
		return
	}
	switch l := f.lines[line]; {
	case l.id.kind == facetMore:
		f.opened[l.id.title] = true
		f.relist()
		f.moveTo(f.step(min(line, len(f.lines)-1), 1))
	case l.id.kind == facetItem && f.OnChoose != nil:
		f.OnChoose(l.group, l.id.key, widen)
	}
}

// moveTo brings the keyboard to a line and the line into view.
func (f *Facets) moveTo(line int) {
	if line < 0 {
		return
	}
	f.goTo(line)
	if f.scroll.Size().Height == 0 {
		return // not on screen yet
	}
	l, view := f.lines[line], f.scroll.Size().Height
	top, bottom := l.y, l.y+facetHeight
	if line == f.step(0, 1) {
		top = 0 // with its title
	}
	y := f.scroll.Offset.Y
	if bottom > y+view {
		y = bottom + facetGap - view
	}
	if y = min(y, top); y != f.scroll.Offset.Y {
		f.scroll.ScrollToOffset(fyne.NewPos(0, y))
	}
	f.body.bind()
}

// FocusGained implements fyne.Focusable. Coming by Tab the keyboard is where
// something is chosen, or at the first item.
func (f *Facets) FocusGained() {
	f.focused = true
	if f.place < 0 {
		at := slices.IndexFunc(f.lines, func(l facetLine) bool { return l.chosen })
		if at < 0 {
			at = f.step(0, 1)
		}
		f.moveTo(at)
	}
	f.body.bind()
}

// FocusLost implements fyne.Focusable.
func (f *Facets) FocusLost() {
	f.focused = false
	f.body.bind()
}

// TypedRune implements fyne.Focusable.
func (f *Facets) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (f *Facets) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(f.scroll.Size().Height/facetHeight)-1)
	switch last := len(f.lines) - 1; e.Name {
	case fyne.KeyUp:
		f.moveTo(f.step(f.place-1, -1))
	case fyne.KeyDown:
		f.moveTo(f.step(f.place+1, 1))
	case fyne.KeyPageUp:
		f.moveTo(f.step(max(f.place-page, f.step(0, 1)), -1))
	case fyne.KeyPageDown:
		f.moveTo(f.step(min(f.place+page, last), 1))
	case fyne.KeyHome:
		f.moveTo(f.step(0, 1))
	case fyne.KeyEnd:
		f.moveTo(f.step(last, -1))
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		f.choose(f.place, false)
	default:
		PassKey(f, e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (f *Facets) TypedShortcut(s fyne.Shortcut) {
	c, ok := s.(*desktop.CustomShortcut)
	if ok && c.KeyName == fyne.KeySpace && c.Modifier == fyne.KeyModifierShortcutDefault {
		f.choose(f.place, true)
		return
	}
	passOn(fyne.CurrentApp().Driver().CanvasForObject(f), s)
}
