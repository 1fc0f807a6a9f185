package ui

import (
	"log/slog"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/parts"
)

// The looks that a person can choose.
const (
	byDay   = 1
	byNight = 2
)

// newWindow is a window by day on a desk that only remembers.
func newWindow(t testing.TB) (*Window, *fakeDesk) {
	t.Helper()
	return windowWith(t, Options{}, byDay)
}

func windowWith(t testing.TB, o Options, look int) (*Window, *fakeDesk) {
	t.Helper()
	d := &fakeDesk{}
	o.App, o.Desk, o.Screen, o.Log, o.Version = test.NewTempApp(t), d, new(Screen), slog.New(slog.DiscardHandler), "1.2.3"
	if o.Quit == nil {
		o.Quit = func() { d.note("quit") }
	}
	o.Versions = []desk.Field{{Name: "pressroom", Value: "1.2.3"}, {Name: "Fyne", Value: "2.8.1"}, {Name: "data folder", Value: "/home/p/pressroom"}}
	if o.Autostart == nil {
		o.Autostart = func(_ *bool, answer func(string, bool, error)) { answer("", false, nil) }
	}
	if o.Newer == nil {
		o.Newer = func(answer func(string, error)) { d.note("look for a newer version"); answer("", nil) }
	}
	o.App.Preferences().SetInt(preferTheme, look)
	w, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	t.Cleanup(w.win.Close)
	return w, d
}

// at is a window that shows a view.
func at(t testing.TB, v desk.View) (*Window, *fakeDesk) {
	t.Helper()
	w, d := newWindow(t)
	w.Show(v)
	return w, d
}

// Show has a view painted, as the desk does.
func (w *Window) Show(v desk.View) { w.Screen.Show(v) }

// front is what can be reached: the open page or menu, or else the window's content.
func front(w *Window) fyne.CanvasObject {
	if top := w.win.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return w.win.Canvas().Content()
}

// walk visits what is visible within an object; visit says whether to look inside.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject) bool) {
	if o == nil || !o.Visible() || !visit(o) {
		return
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walk(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			walk(child, visit)
		}
	}
}

// settle lays everything out anew, as the driver does before a frame where a least size has changed.
func settle(w *Window) {
	for range 3 { // text that wraps knows its height once it has a width
		roots := append([]fyne.CanvasObject{w.win.Canvas().Content()}, w.win.Canvas().Overlays().List()...)
		for _, root := range roots {
			walk(root, func(o fyne.CanvasObject) bool {
				switch o := o.(type) {
				case *fyne.Container:
					if o.Layout != nil {
						o.Layout.Layout(o.Objects, o.Size())
					}
				case fyne.Widget:
					test.WidgetRenderer(o).Layout(o.Size())
				}
				return true
			})
		}
	}
}

// resize gives the window a size and lays it out.
func resize(w *Window, width, height float32) {
	w.win.Resize(fyne.NewSize(width, height))
	settle(w)
}

// readable are the texts that can be read in an object, buttons included.
func readable(o fyne.CanvasObject) (found []string) {
	walk(o, func(o fyne.CanvasObject) bool {
		text := ""
		switch o := o.(type) {
		case *widget.Label:
			text = o.Text
		case *canvas.Text:
			text = o.Text
		default:
			if b := asButton(o); b != nil {
				found = append(found, b.Text)
				return false
			}
			return true
		}
		if text != "" {
			found = append(found, text)
		}
		return false
	})
	return found
}

func asButton(o fyne.CanvasObject) *widget.Button {
	switch o := o.(type) {
	case *widget.Button:
		return o
	case *key:
		return &o.Button
	case *presetKey:
		return &o.Button
	}
	return nil
}

// buttons are the buttons that can be seen, in order.
func buttons(o fyne.CanvasObject) (found []*widget.Button) {
	walk(o, func(o fyne.CanvasObject) bool {
		b := asButton(o)
		if b != nil {
			found = append(found, b)
		}
		return b == nil
	})
	return found
}

func buttonWords(o fyne.CanvasObject) (texts []string) {
	for _, b := range buttons(o) {
		texts = append(texts, b.Text)
	}
	return texts
}

// button is the first button in an object that says this.
func button(t testing.TB, o fyne.CanvasObject, words string) *widget.Button {
	t.Helper()
	for _, b := range buttons(o) {
		if b.Text == words {
			return b
		}
	}
	t.Fatalf("there is no button %q among %q", words, buttonWords(o))
	return nil
}

// fields are the entries that can be seen, in order.
func fields(o fyne.CanvasObject) (found []*field) {
	walk(o, func(o fyne.CanvasObject) bool {
		f, ok := o.(*field)
		if ok {
			found = append(found, f)
		}
		return !ok
	})
	return found
}

func choose(t testing.TB, w *Window, option string) {
	t.Helper()
	found := false
	walk(front(w), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*widget.Select); ok && !found && slices.Contains(s.Options, option) {
			found = true
			s.SetSelected(option)
		}
		return true
	})
	if !found {
		t.Fatalf("%q cannot be chosen", option)
	}
}

// reads fails unless something that can be read contains each of the texts.
func reads(t testing.TB, o fyne.CanvasObject, texts ...string) {
	t.Helper()
	all := strings.Join(readable(o), "\n")
	for _, text := range texts {
		if !strings.Contains(all, text) {
			t.Errorf("%q cannot be read in:\n%s", text, all)
		}
	}
}

// silent fails if something that can be read contains one of the texts.
func silent(t testing.TB, o fyne.CanvasObject, texts ...string) {
	t.Helper()
	all := strings.Join(readable(o), "\n")
	for _, text := range texts {
		if strings.Contains(all, text) {
			t.Errorf("%q can be read in:\n%s", text, all)
		}
	}
}

// press types a key as the desktop driver passes it on.
func press(w *Window, name fyne.KeyName) {
	c, e := w.win.Canvas(), &fyne.KeyEvent{Name: name}
	if focused := c.Focused(); focused != nil {
		focused.TypedKey(e)
	} else if typed := c.OnTypedKey(); typed != nil {
		typed(e)
	}
}

// pressCtrl types a key with Ctrl: the menu is asked first, then whatever has the focus.
func pressCtrl(w *Window, name fyne.KeyName) {
	var shortcut fyne.Shortcut = &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault}
	switch name { // the driver gives these under names of their own
	case fyne.KeyA:
		shortcut = &fyne.ShortcutSelectAll{}
	case fyne.KeyZ:
		shortcut = &fyne.ShortcutUndo{}
	case fyne.KeyC:
		shortcut = &fyne.ShortcutCopy{Clipboard: w.App.Clipboard()}
	case fyne.KeyV:
		shortcut = &fyne.ShortcutPaste{Clipboard: w.App.Clipboard()}
	}
	for _, i := range menuItems(w) {
		if i.Shortcut != nil && i.Shortcut.ShortcutName() == shortcut.ShortcutName() {
			i.Action()
			return
		}
	}
	if focused, ok := w.win.Canvas().Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(shortcut)
	}
}

// menuItems are all items of the window's menu that do something.
func menuItems(w *Window) (items []*fyne.MenuItem) {
	for _, menu := range w.win.MainMenu().Items {
		for _, i := range menu.Items {
			if !i.IsSeparator {
				items = append(items, i)
			}
		}
	}
	return items
}

// openMenu opens the item of the menu that says this.
func openMenu(t testing.TB, w *Window, words string) {
	t.Helper()
	for _, i := range menuItems(w) {
		if i.Label == words {
			i.Action()
			return
		}
	}
	t.Fatalf("the menu has no item %q", words)
}

func write(f *field, text string) {
	f.SetText("")
	test.Type(f, text)
}

func isTable(f fyne.Focusable) bool { _, ok := f.(*parts.Table); return ok }
