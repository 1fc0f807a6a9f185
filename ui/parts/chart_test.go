package parts

import (
	"image"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"pgregory.net/rapid"
)

var (
	chartStart = time.Date(2026, 11, 20, 14, 2, 0, 0, time.UTC)
	testInks   = chartInks{done: rgb(0x2e7d4f), errored: rgb(0xb3261e), line: rgb(0xe3e0db)}
)

// after is a point some seconds after the start.
func after(seconds, done, errored int) Point {
	return Point{chartStart.Add(time.Duration(seconds) * time.Second), done, errored}
}

// column counts the pixels of each ink in a column: of what is done its edge
// and area together.
func column(img *image.NRGBA, x int) (done, errored int) {
	for y := range img.Bounds().Dy() {
		switch c := img.NRGBAAt(x, y); {
		case c == testInks.errored:
			errored++
		case c.R == testInks.done.R && c.G == testInks.done.G && c.A > 0:
			done++
		}
	}
	return done, errored
}

func TestAChartShowsWhatWasKnownAtEachTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var points []Point
		at := 0
		for range rapid.IntRange(2, 40).Draw(rt, "points") {
			points = append(points, after(at, rapid.IntRange(0, 900).Draw(rt, "done"), rapid.IntRange(0, 90).Draw(rt, "errored")))
			at += rapid.IntRange(1, 600).Draw(rt, "seconds")
		}
		w := rapid.IntRange(1, 300).Draw(rt, "width")
		levels := chartLevels(points, w, 1)
		last := points[len(points)-1]
		span := last.At.Sub(points[0].At)
		for x, l := range levels {
			until := points[0].At.Add(time.Duration(float64(span) * float64(x+1) / float64(w)))
			var want Point
			for _, p := range points {
				if !p.At.After(until) || x == w-1 {
					want = p
				}
			}
			if !l.known || l.done != want.Done || l.errored != want.Errored {
				rt.Fatalf("column %d of %d shows %v, known until %v was %v", x, w, l, until, want)
			}
		}
	})
}

func TestAChartIsAsHighAsItsCounts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := level{rapid.IntRange(0, 100_000).Draw(rt, "done"), rapid.IntRange(0, 1000).Draw(rt, "errored"), true}
		top := max(1, l.done+l.errored) + rapid.IntRange(0, 1000).Draw(rt, "rest")
		room, unit := rapid.IntRange(8, 200).Draw(rt, "room"), rapid.IntRange(1, 2).Draw(rt, "unit")
		done, errored := levelPixels(l, top, room, unit)
		if (l.done > 0) != (done > 0) || (l.errored > 0) != (errored > 0) {
			rt.Fatalf("of %v %d and %d can be seen", l, done, errored)
		}
		if done < 0 || done+errored > room {
			rt.Fatalf("%v is %d and %d high in %d", l, done, errored, room)
		}
		exact := float64(room) * float64(l.done+l.errored) / float64(top)
		if got := float64(done + errored); got > exact+float64(4*unit)+1 || got < exact-1 {
			rt.Fatalf("%v is %v high, exactly %v", l, got, exact)
		}
	})
}

func TestAChartOfFewOrManyPoints(t *testing.T) {
	var many []Point
	for i := range 10_001 {
		many = append(many, after(i, i, i/100))
	}
	half := 50
	cases := map[string]struct {
		points []Point
		done   map[int]int // pixels by column
		err    map[int]int
	}{
		"none":               {nil, map[int]int{0: 0, 199: 0}, nil},
		"one":                {[]Point{after(0, 5000, 0)}, map[int]int{0: half, 1: half, 2: 0, 199: 0}, nil},
		"two of one moment":  {[]Point{after(0, 0, 0), after(0, 5000, 0)}, map[int]int{0: half, 199: 0}, nil},
		"two":                {[]Point{after(0, 5000, 0), after(9, 10_000, 0)}, map[int]int{0: half, 198: half, 199: 2 * half}, nil},
		"a count that fell":  {[]Point{after(0, 10_000, 0), after(5, 5000, 0), after(10, 5000, 0)}, map[int]int{0: 2 * half, 150: half, 199: half}, nil},
		"errors on top":      {[]Point{after(0, 5000, 2500), after(9, 5000, 1)}, map[int]int{0: half, 198: half}, map[int]int{0: 25, 198: 25, 199: 2}},
		"ten thousand":       {many, map[int]int{99: 48, 199: 98}, map[int]int{99: 2, 199: 2}},
		"beyond the total":   {[]Point{after(0, 10_000, 0), after(9, 20_000, 0)}, map[int]int{0: half, 199: 2 * half}, nil},
		"nothing was done":   {[]Point{after(0, 0, 0), after(9, 0, 0)}, map[int]int{0: 0, 199: 0}, nil},
		"only errors":        {[]Point{after(0, 0, 5000), after(9, 0, 5000)}, map[int]int{0: 0}, map[int]int{0: half}},
		"all, one in errors": {[]Point{after(0, 9999, 1), after(9, 9999, 1)}, map[int]int{0: 98}, map[int]int{0: 2}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			img := drawChart(c.points, 10_000, 200, 101, 1, testInks)
			for x, want := range c.done {
				if done, _ := column(img, x); done < want-1 || done > want+1 {
					t.Errorf("column %d shows %d pixels done, want %d", x, done, want)
				}
			}
			for x, want := range c.err {
				if _, errored := column(img, x); errored != want {
					t.Errorf("column %d shows %d pixels errored, want %d", x, errored, want)
				}
			}
			if img.NRGBAAt(100, 100) != testInks.line {
				t.Error("there is no line at the bottom")
			}
		})
	}
}

func TestAChartMarksTheTotal(t *testing.T) {
	points := []Point{after(0, 10, 0), after(9, 20, 0)}
	if img := drawChart(points, 40, 100, 81, 1, testInks); img.NRGBAAt(0, 0) != testInks.line {
		t.Error("there is no line at the total")
	}
	if img := drawChart(points, 10, 100, 81, 1, testInks); img.NRGBAAt(0, 40) == (color.NRGBA{}) {
		t.Error("a total that was passed has no line")
	}
	if img := drawChart(points, 0, 100, 81, 1, testInks); img.NRGBAAt(0, 0) != (color.NRGBA{}) {
		t.Error("an unknown total has a line")
	}
	for _, size := range [][2]int{{0, 0}, {1, 1}, {2, 3}, {-1, 5}} {
		drawChart(points, 40, size[0], size[1], 1, testInks)
	}
}

func TestAStepUpHasItsSideDrawn(t *testing.T) {
	img := drawChart([]Point{after(0, 10, 0), after(5, 40, 0), after(10, 40, 0)}, 40, 100, 81, 1, testInks)
	edges := func(x int) (n int) {
		for y := range 80 {
			if img.NRGBAAt(x, y) == testInks.done {
				n++
			}
		}
		return n
	}
	for x, want := range map[int]int{48: 2, 49: 60, 50: 2} {
		if n := edges(x); n != want {
			t.Errorf("the edge in column %d is %d high, want %d", x, n, want)
		}
	}
}

func TestAChartTakesPointsInAnyOrder(t *testing.T) {
	paperApp(t)
	c := NewChart()
	mine := []Point{after(9, 20, -3), after(0, -1, 0)}
	c.SetPoints(mine, -5)
	if c.points[0] != after(0, 0, 0) || c.points[1] != after(9, 20, 0) || c.total != 0 {
		t.Errorf("keeps %v of %d", c.points, c.total)
	}
	if mine[0] != after(9, 20, -3) {
		t.Error("changed what it was given")
	}
}

func TestAChartIsPaintedInTheThemesColoursAtAnySize(t *testing.T) {
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		test.NewTempApp(t)
		fyne.CurrentApp().Settings().SetTheme(paper{theme.DefaultTheme(), variant})
		want := ToneColor(Errored, paper{theme.DefaultTheme(), variant}, variant)
		c := NewChart()
		w := inWindow(t, c, 300, 90)
		c.SetLabels("14:02", "14:11")
		c.SetPoints([]Point{after(0, 10, 10), after(9, 10, 10)}, 20)
		for _, width := range []float32{300, 120, 640} {
			w.Resize(fyne.NewSize(width, 90))
			img := w.Canvas().Capture()
			if got := img.At(int(width)-2, 3); got != want {
				t.Errorf("%v wide it is %v at the right, want %v", width, got, want)
			}
		}
	}
}

func TestAChartsWordsStandAtItsEndsAndNotUponEachOther(t *testing.T) {
	paperApp(t)
	c := NewChart()
	before := c.MinSize().Height
	c.SetLabels("yesterday 16:40, begun", "16:52, 400 of 400 done")
	if c.MinSize().Height <= before {
		t.Error("the words have no room")
	}
	r := test.WidgetRenderer(c).(*chartRenderer)
	for width := float32(0); width < 500; width += 21 {
		c.Resize(fyne.NewSize(width, 80))
		start := r.start.Position().X + r.start.Size().Width
		if r.start.Text != "" && start > r.end.Position().X {
			t.Errorf("at %v %q runs into %q", width, r.start.Text, r.end.Text)
		}
		if end := r.end.Position().X + r.end.Size().Width; end > width+0.01 || r.end.Position().X < 0 {
			t.Errorf("at %v %q ends at %v", width, r.end.Text, end)
		}
	}
}

func TestAChartLooksAsItDid(t *testing.T) {
	paperApp(t)
	c := NewChart()
	c.SetPoints([]Point{after(0, 0, 0), after(60, 200, 2), after(120, 498, 3)}, 813)
	c.SetLabels("14:02", "now")
	c.Resize(fyne.NewSize(300, 80))
	test.AssertObjectRendersToMarkup(t, "small/chart.xml", c)
}
