package parts

import (
	"image"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	chartHeight float32 = 40 // at least, without the words beneath
	chartWidth  float32 = 80 // at least
)

// Point is how many were done and errored at a time.
type Point struct {
	At            time.Time
	Done, Errored int
}

// Chart shows how many were done over time, those that errored on top, up to a
// line at the total. What is known at a point holds until the next one; a
// count that went back is shown as it was.
type Chart struct {
	widget.BaseWidget
	points     []Point // by time
	total      int
	start, end string
}

// NewChart makes a chart without points.
func NewChart() *Chart {
	c := &Chart{}
	c.ExtendBaseWidget(c)
	return c
}

// SetPoints shows other points, in any order, and how many there are to do;
// with a total of 0 the highest point is the top. Negative counts are none.
func (c *Chart) SetPoints(points []Point, total int) {
	sorted := slices.Clone(points)
	for i, p := range sorted {
		sorted[i].Done, sorted[i].Errored = max(0, p.Done), max(0, p.Errored)
	}
	slices.SortStableFunc(sorted, func(a, b Point) int { return a.At.Compare(b.At) })
	if total = max(0, total); total != c.total || !slices.Equal(sorted, c.points) {
		c.points, c.total = sorted, total
		c.Refresh()
	}
}

// SetLabels says what stands beneath the first and the last point.
func (c *Chart) SetLabels(start, end string) {
	if start != c.start || end != c.end {
		c.start, c.end = start, end
		c.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Chart) CreateRenderer() fyne.WidgetRenderer {
	r := &chartRenderer{c: c, start: canvas.NewText("", nil), end: canvas.NewText("", nil)}
	r.raster = canvas.NewRaster(r.draw)
	r.raster.ScaleMode = canvas.ImageScalePixels
	r.restyle()
	return r
}

type chartRenderer struct {
	c          *Chart
	raster     *canvas.Raster
	start, end *canvas.Text
	texts      fitter
	inks       chartInks
}

func (r *chartRenderer) Destroy() {}

func (r *chartRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.raster, r.start, r.end}
}

func (r *chartRenderer) MinSize() fyne.Size {
	return fyne.NewSize(chartWidth, chartHeight+r.words())
}

// words is the height of the words beneath.
func (r *chartRenderer) words() float32 {
	if r.c.start == "" && r.c.end == "" {
		return 0
	}
	return fyne.MeasureText("0", r.texts.size, fyne.TextStyle{}).Height + 2
}

func (r *chartRenderer) restyle() {
	th := themeOf(r.c)
	r.texts.reset(th.size(theme.SizeNameCaptionText))
	r.inks = chartInks{done: nrgba(th.tone(Done)), errored: nrgba(th.tone(Errored)), line: nrgba(th.color(ColorLine))}
	for _, o := range []*canvas.Text{r.start, r.end} {
		o.Color, o.TextSize = th.tone(Soft), r.texts.size
	}
}

func (r *chartRenderer) Refresh() {
	r.restyle()
	r.Layout(r.c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// Layout gives the end's words, which change, what they need and the start's
// what is left.
func (r *chartRenderer) Layout(size fyne.Size) {
	words := r.words()
	height := max(0, size.Height-words)
	r.raster.Resize(fyne.NewSize(size.Width, height))
	room := size.Width
	for _, o := range []*canvas.Text{r.end, r.start} {
		text := r.c.start
		if o == r.end {
			text = r.c.end
		}
		o.Text = r.texts.cut(text, room)
		width := float32(0)
		if o.Text != "" {
			width = r.texts.measure(o.Text)
		}
		o.Resize(fyne.NewSize(width, words))
		o.Move(fyne.NewPos(0, height))
		if o == r.end {
			o.Move(fyne.NewPos(size.Width-width, height))
			room = max(0, room-width-choiceGap)
		}
	}
}

func (r *chartRenderer) draw(w, h int) image.Image {
	unit := 1
	if height := r.raster.Size().Height; height > 0 {
		unit = max(1, int(float32(h)/height+0.5))
	}
	return drawChart(r.c.points, r.c.total, w, h, unit, r.inks)
}
