package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// The hands of a person at a table, as Fyne's desktop driver passes them on.

func click(t *Table, row int, modifier fyne.KeyModifier) {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: modifier}
	e.Position = fyne.NewPos(20, (float32(row)+0.5)*rowHeight)
	t.body.MouseDown(e)
	t.body.MouseUp(e)
	t.body.Tapped(&e.PointEvent)
	t.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func doubleClick(t *Table, first, second int) {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	e.Position = fyne.NewPos(20, (float32(first)+0.5)*rowHeight)
	t.body.MouseDown(e)
	t.body.MouseUp(e)
	again := *e
	again.Position = fyne.NewPos(20, (float32(second)+0.5)*rowHeight)
	t.body.MouseDown(&again)
	t.body.MouseUp(&again)
	t.body.DoubleTapped(&e.PointEvent)
}

// key types a key. With Ctrl the driver makes a shortcut of it, with Shift
// alone it does not.
func key(t *Table, name fyne.KeyName, modifier fyne.KeyModifier) {
	if modifier&fyne.KeyModifierShift != 0 {
		t.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		defer t.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
	t.KeyDown(&fyne.KeyEvent{Name: name})
	defer t.KeyUp(&fyne.KeyEvent{Name: name})
	switch {
	case modifier == fyne.KeyModifierShortcutDefault && name == fyne.KeyA:
		t.TypedShortcut(&fyne.ShortcutSelectAll{})
	case modifier&^fyne.KeyModifierShift != 0:
		t.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: modifier})
	default:
		t.TypedKey(&fyne.KeyEvent{Name: name})
	}
}
