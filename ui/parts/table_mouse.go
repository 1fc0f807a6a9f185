package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ desktop.Hoverable      = (*tableBody)(nil)
	_ desktop.Mouseable      = (*tableBody)(nil)
	_ fyne.Draggable         = (*tableBody)(nil)
	_ fyne.DoubleTappable    = (*tableBody)(nil)
	_ fyne.SecondaryTappable = (*tableBody)(nil)
	_ fyne.Tappable          = (*tableBody)(nil)
)

// rowAt is the row at a height in the body, -1 beneath the last.
func (b *tableBody) rowAt(y float32) int {
	if row := int(y / rowHeight); y >= 0 && row < b.t.model.Len() {
		return row
	}
	return -1
}

// MouseDown implements desktop.Mouseable. Selecting happens on the press: a
// tap comes late, because Fyne waits for a second one first.
func (b *tableBody) MouseDown(e *desktop.MouseEvent) {
	b.t.takeFocus()
	b.t.keys.from(e.Modifier)
	b.mouse, b.down, b.about = true, true, mark{}
	b.t.typed = typing{}
	row := b.rowAt(e.Position.Y)
	switch {
	case e.Button == desktop.MouseButtonPrimary:
		b.press(row, e.Modifier)
	case row >= 0:
		b.about = b.t.sel.at(row)
	}
}

// MouseUp implements desktop.Mouseable. The driver tells of it before it tells
// of a drag's end, and not at all where the button goes up over nothing.
func (b *tableBody) MouseUp(*desktop.MouseEvent) {
	b.down = false
	b.showKept()
}

// held says whether a gesture is under way beneath which no row may move.
func (b *tableBody) held() bool { return b.down || b.drags }

// letGo ends a gesture whose end nobody told of.
func (b *tableBody) letGo() {
	if b.held() {
		b.DragEnd()
	}
}

// showKept shows the rows that came during a gesture, once it is over.
func (b *tableBody) showKept() {
	if m := b.kept; m != nil && !b.held() {
		b.kept = nil
		b.t.SetModel(m)
	}
}

// press is a click on a row, or with -1 on the free area beneath the rows.
func (b *tableBody) press(row int, modifier fyne.KeyModifier) {
	shift := modifier&fyne.KeyModifierShift != 0
	toggle := modifier&fyne.KeyModifierShortcutDefault != 0
	b.pressed[0], b.pressed[1] = b.pressed[1], mark{}
	if row < 0 {
		if !shift && !toggle {
			b.t.afterGesture(b.t.sel.clear())
		}
		return
	}
	if !shift && !toggle {
		b.pressed[1] = b.t.sel.at(row)
	}
	switch {
	case shift:
		b.t.afterGesture(b.t.sel.extend(row, toggle))
	case toggle:
		b.t.afterGesture(b.t.sel.toggle(row))
	default:
		b.t.afterGesture(b.t.sel.only(row))
	}
}

// Tapped implements fyne.Tappable for what taps without pressing: a touch.
// Where there is a mouse every tap was pressed before, and a late one must not
// undo what has been selected since.
func (b *tableBody) Tapped(e *fyne.PointEvent) {
	if !b.mouse {
		b.t.takeFocus()
		b.press(b.rowAt(e.Position.Y), 0)
	}
}

// DoubleTapped implements fyne.DoubleTappable. Fyne counts two quick clicks on
// the body as a double one even when they hit different rows, and tells where
// the first was: only two plain presses on one row open it.
func (b *tableBody) DoubleTapped(e *fyne.PointEvent) {
	row := b.rowAt(e.Position.Y)
	if b.mouse {
		if b.pressed[0] != b.pressed[1] {
			return
		}
		row = b.t.sel.rowOf(b.pressed[1])
	}
	b.t.open(row)
}

// TappedSecondary implements fyne.SecondaryTappable.
func (b *tableBody) TappedSecondary(e *fyne.PointEvent) {
	b.t.takeFocus()
	row := b.rowAt(e.Position.Y)
	if b.about.ok { // the row may have moved since the press
		row, b.about = b.t.sel.rowOf(b.about), mark{}
	}
	if row < 0 {
		return
	}
	if !b.t.sel.has(row) {
		b.t.afterGesture(b.t.sel.only(row))
	} else {
		b.t.sel.look(row)
		b.mark()
	}
	if b.t.OnMenu != nil {
		b.t.OnMenu(b.t.model.ID(row), e.AbsolutePosition)
	}
}

// Dragged implements fyne.Draggable: the range follows the pointer, and the
// list follows the range, also while the pointer rests beyond the list's edge.
func (b *tableBody) Dragged(e *fyne.DragEvent) {
	b.drags = true
	if b.t.model.Len() == 0 || !b.pressed[1].ok {
		return
	}
	y := e.Position.Y - b.t.scroll.Offset.Y // in the view, before rows move in it
	b.dragTo(int(e.Position.Y / rowHeight))
	b.roll.follow(b, y)
}

// dragTo takes the range to a row.
func (b *tableBody) dragTo(row int) {
	row = max(0, min(row, b.t.model.Len()-1))
	if row == b.t.sel.focusRow() {
		return
	}
	b.drag = b.t.sel.extend(row, false) || b.drag
	b.t.scrollToRow(row)
	b.mark()
}

// DragEnd implements fyne.Draggable. Only now is the drag's one gesture over.
func (b *tableBody) DragEnd() {
	changed := b.drag
	b.drag, b.drags, b.down = false, false, false
	b.roll.stop()
	b.t.tellSelection(changed)
	b.showKept()
}

// MouseIn implements desktop.Hoverable.
func (b *tableBody) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (b *tableBody) MouseMoved(e *desktop.MouseEvent) {
	if e.Button == 0 {
		b.letGo()
	}
	b.point(e.Position.Y - b.t.scroll.Offset.Y)
}

// MouseOut implements desktop.Hoverable.
func (b *tableBody) MouseOut() { b.point(-1) }

func (b *tableBody) point(y float32) {
	before := b.hovered()
	b.pointer = y
	if b.hovered() != before {
		b.mark()
	}
}

// hovered is the row under the pointer, -1 for none. It follows from where the
// pointer is in the view, since rows also move beneath a pointer that rests.
func (b *tableBody) hovered() int {
	if b.pointer < 0 {
		return -1
	}
	return b.rowAt(b.pointer + b.t.scroll.Offset.Y)
}
