package parts

import (
	"image"
	"image/color"
)

// chartInks are the colours of a chart.
type chartInks struct{ done, errored, line color.NRGBA }

func nrgba(c color.Color) color.NRGBA { return color.NRGBAModel.Convert(c).(color.NRGBA) }

// chartFill is how opaque the area of what is done is beneath its edge.
const chartFill = 0x50

// level is what one column of pixels shows; known is false where there is no
// point yet.
type level struct {
	done, errored int
	known         bool
}

// chartLevels says what each of w columns of pixels shows: the last point that
// is not later than the time at its right side. A single moment has no width;
// it gets the first columns, as many as can be seen.
func chartLevels(points []Point, w, unit int) []level {
	levels := make([]level, max(0, w))
	if len(points) == 0 {
		return levels
	}
	first, last := points[0], points[len(points)-1]
	span := last.At.Sub(first.At)
	if span <= 0 {
		for x := range min(w, 2*unit) {
			levels[x] = level{last.Done, last.Errored, true}
		}
		return levels
	}
	next := 0
	for x := range levels {
		share := float64(x+1) / float64(w)
		for next < len(points) && (x == w-1 || float64(points[next].At.Sub(first.At)) <= share*float64(span)) {
			next++
		}
		if next > 0 {
			levels[x] = level{points[next-1].Done, points[next-1].Errored, true}
		}
	}
	return levels
}

// drawChart paints a chart into w by h pixels, of which unit make up a line's
// width. Its ground is transparent.
func drawChart(points []Point, total, w, h, unit int, inks chartInks) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, max(0, w), max(0, h)))
	top := total
	for _, p := range points {
		top = max(top, p.Done+p.Errored)
	}
	if total > 0 {
		y := h - unit - chartPixels(total, top, h-unit, 0)
		fillChart(img, 0, w, y, y+unit, inks.line)
	}
	before := -1 // height of what was done in the column before
	for x, l := range chartLevels(points, w, unit) {
		if !l.known {
			continue
		}
		done, errored := levelPixels(l, top, h-unit, unit)
		base := h - unit
		soft := inks.done
		soft.A = chartFill
		fillChart(img, x, x+1, base-done, base, soft)
		edge := min(done, 2*unit)
		if before >= 0 && done > before { // a step up has its side drawn
			edge = max(edge, done-before)
		}
		fillChart(img, x, x+1, base-done, base-done+edge, inks.done)
		fillChart(img, x, x+1, base-done-errored, base-done, inks.errored)
		before = done
	}
	fillChart(img, 0, w, h-unit, h, inks.line)
	return img
}

// chartPixels is how high a count stands in a room of pixels; one that is not
// zero is at least so high.
func chartPixels(count, top, room, least int) int {
	if count <= 0 || top <= 0 || room <= 0 {
		return 0
	}
	return min(room, max(least, int(float64(room)*float64(count)/float64(top)+0.5)))
}

// levelPixels is how high done and errored stand. Both can be seen where they
// are not zero, and together they are never higher than the room.
func levelPixels(l level, top, room, unit int) (done, errored int) {
	least := 0
	if l.done > 0 {
		least = min(2*unit, room/2)
	}
	both := chartPixels(l.done+l.errored, top, room, 2*unit)
	errored = min(chartPixels(l.errored, top, room, 2*unit), room-least)
	return max(least, both-errored), errored
}

// fillChart fills columns from x to x2 between two heights.
func fillChart(img *image.NRGBA, x, x2, y, y2 int, ink color.NRGBA) {
	for ; x < x2; x++ {
		for row := max(0, y); row < y2; row++ {
			img.SetNRGBA(x, row, ink)
		}
	}
}
