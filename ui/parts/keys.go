package parts

import "fyne.io/fyne/v2"

// PassKey gives a key that a focused widget has no use for to its window, which Fyne asks only where
// nothing has the focus.
func PassKey(o fyne.CanvasObject, e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	if typed := c.OnTypedKey(); typed != nil {
		typed(e)
	}
}
