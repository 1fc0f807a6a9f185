package parts

import (
	"testing"

	"pgregory.net/rapid"
)

func drawColumns(rt *rapid.T) *columnSet {
	var columns []Column
	for range rapid.IntRange(1, 8).Draw(rt, "columns") {
		width := float32(rapid.IntRange(20, 300).Draw(rt, "width"))
		least := float32(rapid.IntRange(0, int(width)).Draw(rt, "least"))
		columns = append(columns, Column{Width: width, MinWidth: least})
	}
	return newColumnSet(columns)
}

// sound checks what holds of columns at any time.
func sound(rt *rapid.T, s *columnSet) {
	x := float32(0)
	for i, c := range s.columns {
		if s.shown[i] < c.MinWidth || s.shown[i] != whole(s.shown[i]) {
			rt.Fatalf("column %d is %v wide, at least %v", i, s.shown[i], c.MinWidth)
		}
		if s.left[i] != x {
			rt.Fatalf("column %d begins at %v, not %v", i, s.left[i], x)
		}
		x += s.shown[i]
	}
	if x < whole(s.view) {
		rt.Fatalf("a gap at the right: %v of %v", x, s.view)
	}
}

func TestColumnsFillTheViewWithoutAGap(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := drawColumns(rt)
		for range rapid.IntRange(1, 10).Draw(rt, "steps") {
			if rapid.Bool().Draw(rt, "drag") {
				s.drag(rapid.IntRange(0, len(s.columns)-1).Draw(rt, "column"), rapid.Float32Range(-50, 600).Draw(rt, "to"))
			} else {
				s.fit(float32(rapid.IntRange(1, 2000).Draw(rt, "view")))
			}
			sound(rt, s)
		}
	})
}

func TestColumnsShrinkBeforeTheyScroll(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := drawColumns(rt)
		least := float32(0)
		for _, c := range s.columns {
			least += c.MinWidth
		}
		s.fit(float32(rapid.IntRange(1, 2000).Draw(rt, "view")))
		if s.total() > max(whole(s.view), least) {
			rt.Fatalf("%v wide in %v, could be %v", s.total(), s.view, least)
		}
	})
}

func TestADraggedEdgeStaysUnderThePointer(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := drawColumns(rt)
		s.fit(float32(rapid.IntRange(1, 2000).Draw(rt, "view")))
		column := rapid.IntRange(0, len(s.columns)-1).Draw(rt, "column")
		left := append([]float32(nil), s.left[:column+1]...)
		width := whole(rapid.Float32Range(s.columns[column].MinWidth, 900).Draw(rt, "to"))
		s.drag(column, width)
		for i, x := range left {
			if s.left[i] != x {
				rt.Fatalf("column %d moved from %v to %v", i, x, s.left[i])
			}
		}
		if last := column == len(s.columns)-1; !last && s.shown[column] != width {
			rt.Fatalf("dragged to %v, shown %v", width, s.shown[column])
		}
	})
}

func TestTheFirstColumnTakesMostOfTheRest(t *testing.T) {
	s := newColumnSet(trackColumns())
	natural := s.total()
	s.fit(natural + 400)
	if grown := s.shown[0] - 210; grown < 200 {
		t.Errorf("the first column grew by %v of 400", grown)
	}
	for i, c := range trackColumns() {
		if s.shown[i] <= c.Width {
			t.Errorf("%s got nothing", c.ID)
		}
	}
}
