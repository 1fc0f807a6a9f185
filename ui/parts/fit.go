package parts

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

const ellipsis = "…"

// fitter cuts texts to widths and remembers what it cut. Measuring is what
// costs in painting a long table: it adds up the widths of single letters to
// guess the place to cut, and measures only to make sure, mostly once and
// mostly what Fyne has to measure anyway to paint it.
type fitter struct {
	size    float32
	style   fyne.TextStyle
	known   map[fitKey]string
	letters map[rune]float32
}

type fitKey struct {
	text  string
	width float32
}

// fitterHolds is how many cuts are remembered; then it starts afresh.
const fitterHolds = 8192

// reset forgets everything, for another font or size.
func (f *fitter) reset(size float32) {
	f.size, f.known, f.letters = size, map[fitKey]string{}, map[rune]float32{}
}

func newFitter(size float32, style fyne.TextStyle) *fitter {
	f := &fitter{style: style}
	f.reset(size)
	return f
}

func (f *fitter) measure(text string) float32 {
	return fyne.MeasureText(text, f.size, f.style).Width
}

func (f *fitter) letter(r rune) float32 {
	w, ok := f.letters[r]
	if !ok {
		w = f.measure(string(r))
		f.letters[r] = w
	}
	return w
}

// cut gives the text, or as much of its beginning as fits with "…" at the end.
func (f *fitter) cut(text string, width float32) string {
	if text == "" || width <= 0 {
		return ""
	}
	key := fitKey{text, width}
	if shown, ok := f.known[key]; ok {
		return shown
	}
	if len(f.known) >= fitterHolds {
		clear(f.known)
	}
	shown := f.cutAnew(text, width)
	f.known[key] = shown
	return shown
}

// cutAnew takes letters until the next one is too much. Letters side by side
// can be wider or narrower than alone, so the outcome is measured.
func (f *fitter) cutAnew(text string, width float32) string {
	all := []rune(text)
	n, sum, room := 0, float32(0), width-f.letter('…')
	for i, r := range all {
		if sum += f.letter(r); sum > 2*width {
			break // an endless text is not read to its end
		}
		if sum <= room {
			n = i + 1
		}
	}
	if sum <= 2*width && f.measure(text) <= width {
		return text
	}
	for n = min(n, len(all)-1); n > 0; n-- {
		if joined(all[n-1], all[n]) {
			continue
		}
		shown := strings.TrimRight(string(all[:n]), " ") + ellipsis
		if f.measure(shown) <= width {
			return shown
		}
	}
	if room < 0 {
		return ""
	}
	return ellipsis
}

// joined says whether a cut between two runes would tear one sign apart.
func joined(before, after rune) bool {
	const joiner = '\u200d'
	return unicode.Is(unicode.M, after) || after == joiner || before == joiner
}

// wrap breaks a text at spaces into lines no wider than width, most of them at
// the utmost; the last one is cut when there is more.
func (f *fitter) wrap(text string, width float32, most int) []string {
	var lines []string
	words := strings.Fields(text)
	for len(words) > 0 {
		if len(lines) == most-1 {
			return append(lines, f.cut(strings.Join(words, " "), width))
		}
		n := 1
		for n < len(words) && f.measure(strings.Join(words[:n+1], " ")) <= width {
			n++
		}
		lines = append(lines, f.cut(strings.Join(words[:n], " "), width))
		words = words[n:]
	}
	return lines
}
