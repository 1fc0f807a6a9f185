package parts

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"pgregory.net/rapid"
)

func TestBarPartsAreAsWideAsTheirCounts(t *testing.T) {
	count := rapid.OneOf(rapid.Just(0), rapid.IntRange(1, 5), rapid.IntRange(0, 100_000))
	rapid.Check(t, func(rt *rapid.T) {
		var counts [4]int
		total, parts := 0, 0
		for i := range counts {
			counts[i] = count.Draw(rt, "count")
			total += counts[i]
			if counts[i] > 0 {
				parts++
			}
		}
		width := rapid.Float32Range(8, 2000).Draw(rt, "width")
		widths := barWidths(counts, width)
		sum := float32(0)
		for i, w := range widths {
			sum += w
			exact := width * float32(counts[i]) / float32(max(1, total))
			switch {
			case counts[i] == 0 && w != 0:
				rt.Fatalf("nothing is %v wide", w)
			case counts[i] > 0 && w < barLeast-0.01:
				rt.Fatalf("%d of %v can't be seen: %v", counts[i], counts, w)
			case w > max(exact, barLeast)+0.01:
				rt.Fatalf("%d of %v is %v wide, exactly %v", counts[i], counts, w, exact)
			case exact-w > barLeast*float32(parts):
				rt.Fatalf("%d of %v lost %v", counts[i], counts, exact-w)
			}
		}
		if total > 0 && (sum < width-0.05 || sum > width+0.05) {
			rt.Fatalf("%v together are %v of %v", widths, sum, width)
		}
	})
}

func TestBarTellsItsParts(t *testing.T) {
	paperApp(t)
	b := NewBar()
	b.SetParts(498, 12, -1, 300)
	if d, p, e, w := b.Parts(); d != 498 || p != 12 || e != 0 || w != 300 {
		t.Errorf("parts %d %d %d %d", d, p, e, w)
	}
}

func TestAChoiceIsMadeByClickAndBySpace(t *testing.T) {
	paperApp(t)
	var told []bool
	c := NewChoice("AIFF", func(on bool) { told = append(told, on) })
	inWindow(t, c, 300, 40)
	space := &fyne.KeyEvent{Name: fyne.KeySpace}
	steps := []struct {
		from State
		act  func()
		to   State
		on   bool
	}{
		{Off, func() { test.Tap(c) }, On, true},
		{Mixed, func() { test.Tap(c) }, On, true},
		{On, func() { test.Tap(c) }, Off, false},
		{Off, func() { c.TypedKey(space) }, On, true},
		{Mixed, func() { c.TypedKey(space) }, On, true},
		{On, func() { c.TypedKey(space) }, Off, false},
	}
	for _, s := range steps {
		told = nil
		c.SetState(s.from)
		if len(told) != 0 {
			t.Error("SetState told somebody")
		}
		s.act()
		if c.State() != s.to || len(told) != 1 || told[0] != s.on {
			t.Errorf("from %v to %v, told %v", s.from, c.State(), told)
		}
	}
}

func TestADisabledChoiceStays(t *testing.T) {
	paperApp(t)
	c := NewChoice("AIFF", func(bool) { t.Error("told") })
	inWindow(t, c, 300, 40)
	c.SetState(Mixed)
	c.Disable()
	test.Tap(c)
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if c.State() != Mixed {
		t.Errorf("is %v", c.State())
	}
}

func TestAQuietWithoutActionIsOnlyText(t *testing.T) {
	paperApp(t)
	taps := 0
	only, button := NewQuiet("3 selected", nil), NewQuiet("check it", func() { taps++ })
	test.Tap(only)
	test.Tap(button)
	button.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if taps != 2 {
		t.Errorf("%d taps", taps)
	}
	if !only.Disabled() || button.Disabled() {
		t.Error("the keyboard stops at text, or not at a button")
	}
	if only.Cursor() != desktop.DefaultCursor || button.Cursor() != desktop.PointerCursor {
		t.Error("the cursor says otherwise")
	}
	before := button.MinSize().Width
	button.SetText("check it now, please")
	if button.MinSize().Width <= before {
		t.Error("did not grow with its text")
	}
}

func TestAThemeThatKnowsNoToneGetsOurs(t *testing.T) {
	paperApp(t)
	th := theme.DefaultTheme()
	for name, own := range fallbacks {
		if c := Resolve(name, th, theme.VariantLight); c != own.light {
			t.Errorf("%s by day is %v", name, c)
		}
		if c := Resolve(name, th, theme.VariantDark); c != own.dark {
			t.Errorf("%s by night is %v", name, c)
		}
	}
	if c := ToneColor(Accent, th, theme.VariantLight); c != th.Color(theme.ColorNamePrimary, theme.VariantLight) {
		t.Errorf("the accent is %v", c)
	}
}

// known is a theme with a colour of its own for a tone.
type known struct{ fyne.Theme }

func (known) Color(fyne.ThemeColorName, fyne.ThemeVariant) color.Color { return rgb(0x123456) }

func TestAThemesOwnToneCounts(t *testing.T) {
	paperApp(t)
	if c := ToneColor(Done, known{theme.DefaultTheme()}, theme.VariantLight); c != rgb(0x123456) {
		t.Errorf("done is %v", c)
	}
	fyne.CurrentApp().Settings().SetTheme(known{theme.DefaultTheme()})
	d := NewDot(Waiting)
	inWindow(t, d, 20, 20)
	d.SetTone(Done)
	if d.disc.FillColor != rgb(0x123456) || d.Tone() != Done {
		t.Errorf("the dot is %v", d.disc.FillColor)
	}
}
