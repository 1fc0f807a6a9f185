package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	barHeight float32 = 8
	// barLeast keeps a part that exists from being too thin to see.
	barLeast float32 = 2
)

// barTones are the tones of a bar's parts from left to right.
var barTones = [4]Tone{Done, Accent, Errored, Waiting}

// Bar shows how far something is in four parts: done, in progress, errored and
// waiting. The parts are as wide as their counts, except that one which is not
// zero can always be seen.
type Bar struct {
	widget.BaseWidget
	counts [4]int
}

// NewBar makes an empty bar.
func NewBar() *Bar {
	b := &Bar{}
	b.ExtendBaseWidget(b)
	return b
}

// SetParts sets the four counts; a negative one counts as none.
func (b *Bar) SetParts(done, inProgress, errored, waiting int) {
	counts := [4]int{max(0, done), max(0, inProgress), max(0, errored), max(0, waiting)}
	if counts != b.counts {
		b.counts = counts
		b.Refresh()
	}
}

// Parts gives the four counts.
func (b *Bar) Parts() (done, inProgress, errored, waiting int) {
	return b.counts[0], b.counts[1], b.counts[2], b.counts[3]
}

// barWidths shares a width out by the counts. What parts get beyond their
// share, so as to be seen, comes from the largest.
func barWidths(counts [4]int, width float32) [4]float32 {
	var widths [4]float32
	total, parts := 0.0, float32(0)
	for _, n := range counts {
		total += float64(n)
		if n > 0 {
			parts++
		}
	}
	if parts == 0 || width <= 0 {
		return widths
	}
	least, owed := min(barLeast, width/parts), float32(0)
	for i, n := range counts {
		widths[i] = float32(float64(width) * float64(n) / total)
		if n > 0 && widths[i] < least {
			owed += least - widths[i]
			widths[i] = least
		}
	}
	for range widths {
		i := largest(widths)
		take := max(0, min(owed, widths[i]-least))
		widths[i] -= take
		owed -= take
	}
	return widths
}

func largest(widths [4]float32) int {
	at := 0
	for i, w := range widths {
		if w > widths[at] {
			at = i
		}
	}
	return at
}

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{b: b, track: canvas.NewRectangle(nil)}
	r.track.CornerRadius = barHeight / 2
	r.objects = []fyne.CanvasObject{r.track}
	for i := range r.parts {
		r.parts[i] = canvas.NewRectangle(nil)
		r.objects = append(r.objects, r.parts[i])
	}
	r.restyle()
	return r
}

type barRenderer struct {
	b       *Bar
	track   *canvas.Rectangle
	parts   [4]*canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *barRenderer) Destroy()                     {}
func (r *barRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *barRenderer) MinSize() fyne.Size           { return fyne.NewSize(40, barHeight) }

func (r *barRenderer) restyle() {
	th := themeOf(r.b)
	r.track.FillColor = th.tone(Waiting)
	for i, tone := range barTones {
		r.parts[i].FillColor = th.tone(tone)
	}
}

func (r *barRenderer) Refresh() {
	r.restyle()
	r.Layout(r.b.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

func (r *barRenderer) Layout(size fyne.Size) {
	y := whole((size.Height - barHeight) / 2)
	r.track.Move(fyne.NewPos(0, y))
	r.track.Resize(fyne.NewSize(size.Width, barHeight))
	widths := barWidths(r.b.counts, size.Width)
	first, last := -1, -1
	for i, w := range widths {
		if w > 0 {
			last = i
			if first < 0 {
				first = i
			}
		}
	}
	x := float32(0)
	for i, part := range r.parts {
		part.Move(fyne.NewPos(x, y))
		part.Resize(fyne.NewSize(widths[i], barHeight))
		roundEnds(part, i == first, i == last)
		setVisible(part, widths[i] > 0)
		x += widths[i]
	}
}

// roundEnds rounds only what stands at an end of the bar.
func roundEnds(part *canvas.Rectangle, left, right bool) {
	l, r := float32(0), float32(0)
	if left {
		l = barHeight / 2
	}
	if right {
		r = barHeight / 2
	}
	part.TopLeftCornerRadius, part.BottomLeftCornerRadius = l, l
	part.TopRightCornerRadius, part.BottomRightCornerRadius = r, r
}
