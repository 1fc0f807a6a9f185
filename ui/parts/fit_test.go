package parts

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"
)

func TestCutTextIsNeverWiderThanItsPlace(t *testing.T) {
	paperApp(t)
	f := newFitter(13, fyne.TextStyle{})
	texts := rapid.OneOf(
		rapid.StringMatching(`[A-Za-z0-9 _.–-]{0,80}`),
		rapid.StringOfN(rapid.RuneFrom([]rune("aÄiW日本語ф.\u0301 e😀")), 0, 40, -1),
	)
	rapid.Check(t, func(rt *rapid.T) {
		text := texts.Draw(rt, "text")
		width := rapid.Float32Range(0, 400).Draw(rt, "width")
		shown := f.cut(text, width)
		if w := f.measure(shown); shown != "" && w > width {
			rt.Fatalf("%q is %v wide in %v", shown, w, width)
		}
		if shown == text {
			return
		}
		if !utf8.ValidString(shown) || !strings.HasPrefix(text, strings.TrimSuffix(shown, ellipsis)) {
			rt.Fatalf("%q was made of %q", shown, text)
		}
		if width > f.measure(ellipsis) && f.measure(text) <= width {
			rt.Fatalf("%q was cut to %q although it fits", text, shown)
		}
	})
}

func TestAGuessThatIsTooLongIsMended(t *testing.T) {
	paperApp(t)
	f := newFitter(13, fyne.TextStyle{})
	text := strings.Repeat("Copper Rain ", 9)
	for _, r := range text {
		f.letters[r] = f.letter(r) * 0.97 // as if they stood wider side by side
	}
	for width := float32(60); width < 400; width += 11 {
		if shown := f.cut(text, width); f.measure(shown) > width {
			t.Errorf("%q is wider than %v", shown, width)
		}
	}
}

func TestCutTextUsesItsPlace(t *testing.T) {
	paperApp(t)
	f := newFitter(13, fyne.TextStyle{})
	text := strings.Repeat("Copper Rain Underscore ", 20)
	for width := float32(40); width < 400; width += 7 {
		shown := f.cut(text, width)
		if w := f.measure(shown); w > width || w < width-18 {
			t.Errorf("%q is %v wide in %v", shown, w, width)
		}
	}
}

func TestEndlessTextIsNotReadToItsEnd(t *testing.T) {
	paperApp(t)
	f := newFitter(13, fyne.TextStyle{})
	if shown := f.cut(strings.Repeat("endless ", 1_000_000), 100); len(shown) > 100 || !strings.HasSuffix(shown, ellipsis) {
		t.Errorf("shows %q", shown)
	}
}

func TestACutDoesNotTearAccentsOff(t *testing.T) {
	paperApp(t)
	f := newFitter(13, fyne.TextStyle{})
	text := strings.Repeat("e\u0301", 40)
	for width := float32(20); width < 120; width++ {
		if shown := f.cut(text, width); !strings.HasSuffix(shown, "\u0301"+ellipsis) {
			t.Fatalf("%q lost an accent", shown)
		}
	}
}

func TestWrappedLinesFitAndSayEverything(t *testing.T) {
	paperApp(t)
	f := newFitter(13, fyne.TextStyle{})
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,9}`), 0, 30).Draw(rt, "words")
		width := rapid.Float32Range(120, 400).Draw(rt, "width")
		lines := f.wrap(strings.Join(words, " "), width, 100)
		for _, line := range lines {
			if f.measure(line) > width {
				rt.Fatalf("%q is wider than %v", line, width)
			}
		}
		if got := strings.Join(lines, " "); got != strings.Join(words, " ") {
			rt.Fatalf("says %q", got)
		}
	})
	if lines := f.wrap(strings.Repeat("word ", 500), 100, 3); len(lines) != 3 || !strings.HasSuffix(lines[2], ellipsis) {
		t.Errorf("too long a text became %q", lines)
	}
}
