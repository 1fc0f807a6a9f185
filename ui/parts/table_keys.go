package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ desktop.Keyable   = (*Table)(nil)
	_ fyne.Shortcutable = (*Table)(nil)
)

// heldKeys are the modifiers that are down. Fyne sends Shift with an arrow as
// the plain arrow, so what is held must be known otherwise.
type heldKeys struct{ shift bool }

// from takes over what a mouse event says: a Shift that went down while the
// focus was elsewhere was not told to the table.
func (k *heldKeys) from(m fyne.KeyModifier) { k.shift = m&fyne.KeyModifierShift != 0 }

func (k *heldKeys) key(name fyne.KeyName, down bool) {
	if name == desktop.KeyShiftLeft || name == desktop.KeyShiftRight {
		k.shift = down
	}
}

// shifted asks the driver, which knows best, and else what keys were told.
func (k *heldKeys) shifted() bool {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
	}
	return k.shift
}

// KeyDown implements desktop.Keyable.
func (t *Table) KeyDown(e *fyne.KeyEvent) { t.keys.key(e.Name, true) }

// KeyUp implements desktop.Keyable.
func (t *Table) KeyUp(e *fyne.KeyEvent) { t.keys.key(e.Name, false) }

// FocusGained implements fyne.Focusable. Coming by Tab there must be a row to
// see the focus on.
func (t *Table) FocusGained() {
	t.focused = true
	if first, last := t.visible(); t.sel.focusRow() < 0 && first <= last {
		t.sel.look(first)
	}
	t.body.mark()
}

// FocusLost implements fyne.Focusable.
func (t *Table) FocusLost() {
	t.focused, t.keys, t.typed = false, heldKeys{}, typing{}
	t.body.letGo()
	t.body.mark()
}

// TypedKey implements fyne.Focusable.
func (t *Table) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace:
		if !t.typed.goesOn(t.now()) { // else it belongs to what is typed
			t.toggleFocusRow()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		t.open(t.sel.focusRow())
	case fyne.KeyEscape:
		if len(t.Selection()) == 0 { // it leads back from further out
			PassKey(t, e)
		}
		t.ClearSelection()
	case desktop.KeyMenu:
		t.menuAtFocus()
	default:
		if row, ok := t.target(e.Name); ok {
			t.typed = typing{}
			t.moveTo(row, t.keys.shifted(), false)
		} else {
			PassKey(t, e)
		}
	}
}

// TypedShortcut implements fyne.Shortcutable: keys with Ctrl come here and not
// to TypedKey. What is not the table's goes on to the window, which Fyne would
// not ask once a focused widget takes shortcuts.
func (t *Table) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutSelectAll:
		t.SelectAll()
		return
	case *fyne.ShortcutCopy:
		t.copySelection()
		return
	}
	if c, ok := s.(*desktop.CustomShortcut); ok && t.typedCombination(c) {
		return
	}
	passOn(fyne.CurrentApp().Driver().CanvasForObject(t), s)
}

func passOn(c fyne.Canvas, s fyne.Shortcut) {
	if next, ok := c.(fyne.Shortcutable); ok {
		next.TypedShortcut(s)
	}
}

func (t *Table) typedCombination(s *desktop.CustomShortcut) bool {
	shift := s.Modifier&fyne.KeyModifierShift != 0
	if s.Modifier&^fyne.KeyModifierShift != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch row, moves := t.target(s.KeyName); {
	case moves:
		t.moveTo(row, shift, true)
	case s.KeyName == fyne.KeySpace:
		t.toggleFocusRow()
	case s.KeyName == fyne.KeyA && !shift:
		t.SelectAll()
	default:
		return false
	}
	return true
}

// target is the row that a key leads to from the focus row.
func (t *Table) target(key fyne.KeyName) (row int, ok bool) {
	from := t.sel.focusRow()
	switch key {
	case fyne.KeyUp:
		row = from - 1
	case fyne.KeyDown:
		row = from + 1
	case fyne.KeyPageUp:
		row = from - t.page()
	case fyne.KeyPageDown:
		row = max(0, from) + t.page()
	case fyne.KeyHome:
		row = 0
	case fyne.KeyEnd:
		row = t.model.Len() - 1
	default:
		return 0, false
	}
	return max(0, min(row, t.model.Len()-1)), true
}

// moveTo brings the focus to a row: alone it selects the row, with shift the
// range to it, with ctrl nothing, with both it adds the range.
func (t *Table) moveTo(row int, shift, ctrl bool) {
	if t.model.Len() == 0 {
		return
	}
	changed := false
	switch {
	case shift:
		changed = t.sel.extend(row, ctrl)
	case ctrl:
		t.sel.look(row)
	default:
		changed = t.sel.only(row)
	}
	t.scrollToRow(row)
	t.afterGesture(changed)
}

func (t *Table) toggleFocusRow() {
	if row := t.sel.focusRow(); row >= 0 {
		changed := t.sel.toggle(row)
		t.scrollToRow(row)
		t.afterGesture(changed)
	}
}

// menuAtFocus does for the menu key what a secondary click does for the mouse.
func (t *Table) menuAtFocus() {
	row := t.sel.focusRow()
	if row < 0 {
		return
	}
	t.scrollToRow(row)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.body)
	at = at.AddXY(t.scroll.Offset.X+cellPadding, (float32(row)+1)*rowHeight)
	t.body.TappedSecondary(&fyne.PointEvent{
		Position:         fyne.NewPos(0, (float32(row)+0.5)*rowHeight),
		AbsolutePosition: at,
	})
}
