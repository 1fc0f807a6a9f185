package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// State is what a Choice shows.
type State int

// The states; Mixed is for several things of which some are on.
const (
	Off State = iota
	On
	Mixed
)

var (
	_ fyne.Focusable    = (*Choice)(nil)
	_ fyne.Disableable  = (*Choice)(nil)
	_ fyne.Tappable     = (*Choice)(nil)
	_ desktop.Hoverable = (*Choice)(nil)
)

// Choice is a check with three states, a label and a note at the right. A
// click makes all of Off and Mixed On, and On Off; nobody can click Mixed.
type Choice struct {
	widget.DisableableWidget

	label, note    string
	state          State
	changed        func(on bool)
	hover, focused bool
}

// NewChoice makes a choice that is off; changed is told what a person chose.
func NewChoice(label string, changed func(on bool)) *Choice {
	c := &Choice{label: label, changed: changed}
	c.ExtendBaseWidget(c)
	return c
}

// Label is the choice's word.
func (c *Choice) Label() string { return c.label }

// State is what is shown now.
func (c *Choice) State() State { return c.state }

// SetState shows a state, and tells nobody.
func (c *Choice) SetState(s State) {
	if s != c.state {
		c.state = s
		c.Refresh()
	}
}

// Note is the text at the right.
func (c *Choice) Note() string { return c.note }

// SetNote changes the text at the right.
func (c *Choice) SetNote(text string) {
	if text != c.note {
		c.note = text
		c.Refresh()
	}
}

func (c *Choice) choose() {
	if c.Disabled() {
		return
	}
	on := c.state != On
	c.state = Off
	if on {
		c.state = On
	}
	c.Refresh()
	if c.changed != nil {
		c.changed(on)
	}
}

// Tapped implements fyne.Tappable.
func (c *Choice) Tapped(*fyne.PointEvent) {
	if c.Disabled() {
		return
	}
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil && !c.focused {
		canvas.Focus(c)
	}
	c.choose()
}

// TypedKey implements fyne.Focusable.
func (c *Choice) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		c.choose()
		return
	}
	PassKey(c, e)
}

// TypedRune implements fyne.Focusable.
func (c *Choice) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (c *Choice) FocusGained() { c.set(&c.focused, true) }

// FocusLost implements fyne.Focusable.
func (c *Choice) FocusLost() { c.set(&c.focused, false) }

// MouseIn implements desktop.Hoverable.
func (c *Choice) MouseIn(*desktop.MouseEvent) { c.set(&c.hover, true) }

// MouseMoved implements desktop.Hoverable.
func (c *Choice) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *Choice) MouseOut() { c.set(&c.hover, false) }

func (c *Choice) set(flag *bool, on bool) {
	*flag = on
	c.Refresh()
}
