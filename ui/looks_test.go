package ui

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/parts"
)

// The masters in testdata are what a failed test writes to testdata/failed, looked at and moved.

// posed is a window that shows a view in a look, laid out and ready to be painted.
func posed(t *testing.T, v desk.View, look int) *Window {
	t.Helper()
	w, _ := windowWith(t, Options{}, look)
	if blank, ok := w.blank.(*canvas.Rectangle); ok && blank.FillColor == nil {
		blank.FillColor = color.Transparent // the software painter cannot do without a colour
	}
	w.Show(v)
	w.queue.table.SetSelection(v.Selection.IDs)
	resize(w, 1024, 700)
	return w
}

func TestWindowLooksAsItDid(t *testing.T) {
	for name, v := range map[string]desk.View{"first": newcomer(), "empty": emptyQueue(), "work": atWork(t)} {
		test.AssertRendersToMarkup(t, "window/"+name+".xml", posed(t, v, byDay).win.Canvas())
	}
}

func TestWindowIsPaintedAsItWas(t *testing.T) {
	for name, look := range map[string]int{"light": byDay, "dark": byNight} {
		w := posed(t, atWork(t), look)
		w.win.Canvas().(software.WindowlessCanvas).SetScale(0.6)
		test.AssertRendersToImage(t, "window/"+name+".png", w.win.Canvas())
	}
}

// TestTheWholeWindowIsPaintedAsItWas paints what a librarian sees all day: wide enough for the facets, in
// another language, and twice as large.
func TestTheWholeWindowIsPaintedAsItWas(t *testing.T) {
	for _, p := range []struct {
		name, tag     string
		look          int
		width, height float32
		scale         float32
	}{
		{"wide", "en", byDay, 1400, 900, 0.6}, {"german", "de", byNight, 1400, 900, 0.6}, {"twice", "en", byDay, 1024, 700, 2},
	} {
		speak(t, p.tag)
		w := posed(t, atWork(t), p.look)
		resize(w, p.width, p.height)
		w.win.Canvas().(software.WindowlessCanvas).SetScale(p.scale)
		test.AssertRendersToImage(t, "window/"+p.name+".png", w.win.Canvas())
	}
}

func TestASizeIsKeptForTheNextStart(t *testing.T) {
	w, _ := at(t, emptyQueue())
	p := w.App.Preferences()
	if got := Scale(p); got != "" {
		t.Errorf("at first the scale is %q", got)
	}
	w.sitesPage()
	choose(t, w, "150 %")
	if got := Scale(p); got != "1.5" {
		t.Errorf("150 %% is kept as the scale %q", got)
	}
	p.SetInt(preferSize, 1000) // by hand
	if got := Scale(p); got != "" || w.sizeChoice().Selected != "100 %" {
		t.Errorf("a size that there is not is the scale %q", got)
	}
}

func TestNoKeyIsCutOnThePageOfKeys(t *testing.T) {
	w, _ := at(t, emptyQueue())
	w.keysPage()
	settle(w)
	walk(front(w), func(o fyne.CanvasObject) bool {
		if l, ok := o.(*widget.Label); ok {
			style, size := l.TextStyle, w.App.Settings().Theme().Size(theme.SizeNameText)
			if need := fyne.MeasureText(l.Text, size, style).Width + 2*w.App.Settings().Theme().Size(theme.SizeNameInnerPadding); l.SizeName == "" && need > l.Size().Width {
				t.Errorf("%q needs %v and has %v", l.Text, need, l.Size().Width)
			}
		}
		return true
	})
}

func TestButtonsCanBeSeenOnTheirPanel(t *testing.T) {
	for name, variant := range variants {
		for _, button := range []fyne.ThemeColorName{theme.ColorNameButton, theme.ColorNamePrimary} {
			if c := contrast(Theme{}.Color(button, variant), Theme{}.Color(parts.ColorPanel, variant)); c < 1.15 {
				t.Errorf("%s: %s on the panel has a contrast of %.2f", name, button, c)
			}
		}
		enabled := contrast(Theme{}.Color(theme.ColorNameButton, variant), Theme{}.Color(parts.ColorPanel, variant))
		disabled := contrast(Theme{}.Color(theme.ColorNameDisabledButton, variant), Theme{}.Color(parts.ColorPanel, variant))
		if disabled > enabled {
			t.Errorf("%s: a disabled button stands out more than one that can be pressed", name)
		}
	}
}

func TestStatusAndNumbersCanBeReadInASmallWindow(t *testing.T) {
	w := posed(t, atWork(t), byDay)
	reads(t, w.queue.table, "published", "× errored", "waiting", "20428699", "31415", "aiff")
}
