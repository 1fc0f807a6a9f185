package parts

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawColumns(rt *rapid.T) *columnSet {
	var columns []Column
	for i := range rapid.IntRange(1, 8).Draw(rt, "columns") {
		width := float32(rapid.IntRange(20, 300).Draw(rt, "width"))
		least := float32(rapid.IntRange(0, int(width)).Draw(rt, "least"))
		columns = append(columns, Column{ID: string(rune('a' + i)), Width: width, MinWidth: least})
	}
	return newColumnSet(columns)
}

// sound checks what holds of columns at any time.
func sound(rt *rapid.T, s *columnSet) {
	x := float32(0)
	for _, i := range s.seq {
		if least := s.columns[i].MinWidth; s.shown[i] < least || s.shown[i] != whole(s.shown[i]) {
			rt.Fatalf("column %d is %v wide, at least %v", i, s.shown[i], least)
		}
		if s.left[i] != x {
			rt.Fatalf("column %d begins at %v, not %v", i, s.left[i], x)
		}
		x += s.shown[i]
	}
	if x < whole(s.view) {
		rt.Fatalf("a gap at the right: %v of %v", x, s.view)
	}
	if got := slices.Sorted(slices.Values(s.order)); len(got) != len(s.columns) || len(slices.Compact(got)) != len(got) {
		rt.Fatalf("columns %v of %d", s.order, len(s.columns))
	}
	standing := slices.DeleteFunc(slices.Clone(s.order), func(i int) bool { return s.hidden[i] })
	if len(standing) == 0 || !slices.Equal(standing, s.seq) {
		rt.Fatalf("%v are shown of %v, hidden %v", s.seq, s.order, s.hidden)
	}
}

func TestColumnsFillTheViewWithoutAGap(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := drawColumns(rt)
		column := rapid.IntRange(0, len(s.columns)-1)
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			switch rapid.IntRange(0, 4).Draw(rt, "what") {
			case 0:
				i := rapid.IntRange(0, len(s.seq)-1).Draw(rt, "edge")
				s.drag(s.seq[i], rapid.Float32Range(-50, 600).Draw(rt, "to"))
			case 1:
				s.fit(float32(rapid.IntRange(1, 2000).Draw(rt, "view")))
			case 2:
				s.show(column.Draw(rt, "column"), rapid.Bool().Draw(rt, "shown"))
			case 3:
				s.move(column.Draw(rt, "column"), rapid.IntRange(-2, 10).Draw(rt, "place"))
			case 4:
				s.setLayout(drawStates(rt))
			}
			sound(rt, s)
		}
	})
}

// drawStates draws a kept layout as bad as a file can hold it.
func drawStates(rt *rapid.T) []ColumnState {
	width := rapid.OneOf(rapid.Just(float32(0)), rapid.Float32Range(-10, 500), rapid.SampledFrom([]float32{math.MaxFloat32, float32(math.NaN())}))
	var states []ColumnState
	for range rapid.IntRange(0, 10).Draw(rt, "states") {
		states = append(states, ColumnState{
			ID: rapid.SampledFrom(strings.Split("abcdefghxyz", "")).Draw(rt, "id"), Width: width.Draw(rt, "kept"), Hidden: rapid.Bool().Draw(rt, "hidden"),
		})
	}
	return states
}

func TestAKeptLayoutComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := drawColumns(rt)
		s.fit(float32(rapid.IntRange(1, 2000).Draw(rt, "view")))
		s.setLayout(drawStates(rt))
		s.drag(s.seq[0], rapid.Float32Range(-50, 600).Draw(rt, "to"))
		s.move(s.seq[0], rapid.IntRange(0, 8).Draw(rt, "place"))
		kept, err := json.Marshal(s.layout())
		if err != nil {
			rt.Fatal(err)
		}
		var states []ColumnState
		if err := json.Unmarshal(kept, &states); err != nil {
			rt.Fatal(err)
		}
		again := newColumnSet(s.columns)
		copy(again.own, s.own)
		again.setLayout(states)
		again.fit(s.view)
		if !slices.Equal(again.order, s.order) || !slices.Equal(again.shown, s.shown) || !slices.Equal(again.hidden, s.hidden) {
			rt.Fatalf("%s came back as %v", kept, again.layout())
		}
	})
}

func TestAMovedColumnStandsWhereItWasPut(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := drawColumns(rt)
		s.setLayout(drawStates(rt))
		others := slices.Clone(s.seq)
		column := rapid.SampledFrom(s.seq).Draw(rt, "column")
		to := rapid.IntRange(0, len(s.seq)-1).Draw(rt, "place")
		s.move(column, to)
		if s.seq[to] != column {
			rt.Fatalf("%d was put at %d: %v", column, to, s.seq)
		}
		without := func(list []int) []int {
			return slices.DeleteFunc(slices.Clone(list), func(i int) bool { return i == column })
		}
		if !slices.Equal(without(others), without(s.seq)) {
			rt.Fatalf("the others went from %v to %v", others, s.seq)
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
