package parts

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

var shapes = []Shape{NoShape, Ring, Half, Disc, Cross, Question}

// shaped is a table whose rows each have one of the shapes before their status.
func shaped(t *testing.T) *Table {
	t.Helper()
	table := tableInWindow(t, 0, 760, 31*7)
	table.SetModel(newTracks(upTo(len(shapes)), func(id int64, column int) Cell {
		c := trackCell(id, column)
		if column == 3 {
			c.Shape = shapes[id-1]
		}
		return c
	}))
	return table
}

// inkIn counts the pixels of an area that differ from what is at its corner.
func inkIn(img image.Image, area image.Rectangle) (n int, dots string) {
	ground := img.At(area.Min.X, area.Min.Y)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if img.At(x, y) != ground {
				n++
				dots += "#"
			} else {
				dots += "."
			}
		}
		dots += "\n"
	}
	return n, dots
}

func TestShapesDifferWithoutTheirColour(t *testing.T) {
	table := shaped(t)
	img := fyne.CurrentApp().Driver().CanvasForObject(table).Capture()
	seen := map[string]Shape{}
	x := int(table.columns.left[3] + cellPadding)
	for i, s := range shapes[1:] {
		y := int(rowHeight) * (i + 2)
		n, dots := inkIn(img, image.Rect(x-2, y+8, x+int(shapeSize+shapeGap)-2, y+22))
		if other, twice := seen[dots]; twice || n < 10 {
			t.Errorf("shape %d has %d pixels and looks like %d:\n%s", s, n, other, dots)
		}
		seen[dots] = s
	}
}

func TestAShapeGoesWithItsCell(t *testing.T) {
	table := shaped(t)
	cell := table.body.pool[1].cells[3]
	word, box := cell.text, cell.shape.box
	if left := table.columns.left[3] + cellPadding; box.Position().X != left || word.Position().X != left+shapeSize+shapeGap {
		t.Errorf("the shape stands at %v, its word at %v", box.Position().X, word.Position().X)
	}
	for _, s := range append(shapes, shapes...) {
		table.SetModel(newTracks(upTo(6), func(int64, int) Cell { return Cell{Text: "waiting", Shape: s} }))
		v := cell.shape
		got := map[Shape]bool{
			Ring:     v.disc.Visible() && v.disc.FillColor == color.Transparent && (v.half == nil || !v.half.Visible()),
			Half:     v.half != nil && v.half.Visible(),
			Disc:     v.disc.Visible() && v.disc.FillColor != color.Transparent,
			Cross:    v.cross[0] != nil && v.cross[0].Visible() && v.cross[1].Visible(),
			Question: v.mark != nil && v.mark.Visible(),
		}
		for shape, shown := range got {
			if want := shape == s; box.Visible() != (s != NoShape) || (box.Visible() && shown != want) {
				t.Errorf("for shape %d, %d shows: %v, box %v", s, shape, shown, box.Visible())
			}
		}
	}
	table.ShowColumn("status", false)
	if box.Visible() {
		t.Error("a hidden column's shape shows")
	}
}

func TestShapesLookAsTheyDid(t *testing.T) {
	table := shaped(t)
	test.AssertRendersToMarkup(t, "table/shapes.xml", fyne.CurrentApp().Driver().CanvasForObject(table))
}
