package parts

import (
	"fmt"
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

const many = 100_000

// bound lists the rows that have a view and can be seen.
func bound(t *Table) []int {
	var list []int
	for _, v := range t.body.pool {
		if v.row >= 0 && v.box.Visible() {
			list = append(list, v.row)
		}
	}
	slices.Sort(list)
	return list
}

func TestLastOfManyRowsCanBeReached(t *testing.T) {
	table := tableInWindow(t, many, 900, 400)
	test.Scroll(fyne.CurrentApp().Driver().CanvasForObject(table), fyne.NewPos(100, 100), 0, -1e9)
	rows := bound(table)
	if last := rows[len(rows)-1]; last != many-1 {
		t.Fatalf("last row in view is %d", last)
	}
	v := table.body.pool[(many-1)%len(table.body.pool)]
	if got := v.cells[0].text.Text; got != fmt.Sprintf("Copper Rain No. %d", many) {
		t.Errorf("the last row shows %q", got)
	}
	bottom := v.box.Position().Y + rowHeight - table.scroll.Offset.Y
	if bottom != table.viewHeight() {
		t.Errorf("the last row ends at %v of %v", bottom, table.viewHeight())
	}
}

func TestEveryWayDownEndsAtTheLastRow(t *testing.T) {
	ways := map[string]func(*Table){
		"End":        func(table *Table) { key(table, fyne.KeyEnd, 0) },
		"ScrollToID": func(table *Table) { table.ScrollToID(many) },
		"PageDown": func(table *Table) {
			click(table, many-2000, 0)
			for range 2000/table.page() + 1 {
				key(table, fyne.KeyPageDown, 0)
			}
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			table := tableInWindow(t, many, 900, 400)
			way(table)
			rows := bound(table)
			if last := rows[len(rows)-1]; last != many-1 {
				t.Errorf("last row in view is %d", last)
			}
		})
	}
}

func TestOnlyVisibleRowsExist(t *testing.T) {
	table := tableInWindow(t, many, 900, 400)
	rapid.Check(t, func(rt *rapid.T) {
		table.scrollTo(rapid.Float32Range(0, many*rowHeight).Draw(rt, "y"))
		first, last := table.visible()
		want := []int{}
		for row := first; row <= last; row++ {
			want = append(want, row)
		}
		if got := bound(table); !slices.Equal(got, want) {
			rt.Fatalf("rows %v exist, want %v", got, want)
		}
		if most := int(table.viewHeight()/rowHeight) + 2; len(table.body.pool) > most {
			rt.Fatalf("%d pooled rows for %d visible ones", len(table.body.pool), most)
		}
	})
}

func TestScrollingByOneRowBindsOneRow(t *testing.T) {
	table := tableInWindow(t, many, 900, 31+310)
	asked := 0
	table.SetModel(newTracks(upTo(many), func(id int64, column int) Cell {
		asked++
		return trackCell(id, column)
	}))
	table.scrollTo(500 * rowHeight)
	before := table.body.binds
	asked = 0
	table.scrollTo(501 * rowHeight)
	if n, one := table.body.binds-before, len(table.columns.columns); n > one || asked > one {
		t.Errorf("for one new row %d cells were painted, %d looked up", n, asked)
	}
}

func TestModelRepaintsOnlyCellsThatChanged(t *testing.T) {
	table := tableInWindow(t, many, 900, 400)
	table.scrollTo(1000 * rowHeight)
	before := table.body.binds
	table.SetModel(newTracks(upTo(many), nil))
	if n := table.body.binds - before; n != 0 {
		t.Errorf("%d cells were painted although nothing changed", n)
	}
	table.SetModel(newTracks(upTo(many), func(id int64, column int) Cell {
		if (id == 1003 && column == 3) || (id == 7 && column == 0) {
			return Cell{Text: "published"}
		}
		return trackCell(id, column)
	}))
	if n := table.body.binds - before; n != 1 {
		t.Errorf("%d cells were painted for one that changed in view", n)
	}
}

func TestSelectionAndPlaceStayWithTheirRowsWhenSorted(t *testing.T) {
	table := tableInWindow(t, many, 900, 400)
	told := 0
	table.SetSelection([]int64{5000, 70000})
	table.OnSelection = func([]int64) { told++ }
	table.scrollTo(49990*rowHeight + 7)
	top := table.model.ID(49990)
	order := upTo(many)
	slices.Reverse(order)
	table.SetModel(newTracks(order, nil))
	if got := table.Selection(); !slices.Equal(got, []int64{70000, 5000}) {
		t.Errorf("selected %v", got)
	}
	row, _ := table.model.Row(top)
	if y := float32(row)*rowHeight - table.scroll.Offset.Y; y != -7 {
		t.Errorf("the row that was on top stands at %v", y)
	}
	if told != 0 {
		t.Errorf("told %d times of a selection that stayed", told)
	}
}

func TestFocusRowStaysWhereItIsSeen(t *testing.T) {
	table := tableInWindow(t, many, 900, 400)
	table.scrollTo(100 * rowHeight)
	click(table, 104, 0)
	table.SetModel(newTracks(upTo(many)[50:], nil))
	row := table.sel.focusRow()
	if y := float32(row)*rowHeight - table.scroll.Offset.Y; row != 54 || y != 4*rowHeight {
		t.Errorf("the focus row is %d and stands at %v", row, y)
	}
}

func TestTableAtItsTopStaysThere(t *testing.T) {
	table := tableInWindow(t, 500, 900, 400)
	table.SetModel(newTracks(append([]int64{9001, 9002}, upTo(500)...), nil))
	if y := table.scroll.Offset.Y; y != 0 {
		t.Errorf("scrolled to %v, away from what came in", y)
	}
}

func TestVanishedRowsLeaveTheSelectionAndAreTold(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	table.SetSelection([]int64{2, 4, 6})
	var told [][]int64
	table.OnSelection = func(ids []int64) { told = append(told, ids) }
	table.SetModel(newTracks([]int64{6, 5, 2, 1}, nil))
	if len(told) != 1 || !slices.Equal(told[0], []int64{6, 2}) {
		t.Errorf("told %v", told)
	}
	table.SetModel(nil)
	if len(told) != 2 || len(told[1]) != 0 || len(bound(table)) != 0 {
		t.Errorf("told %v, rows %v", told, bound(table))
	}
}

func TestShrunkModelLeavesNoBlankView(t *testing.T) {
	table := tableInWindow(t, many, 900, 400)
	table.ScrollToID(many)
	table.SetModel(newTracks(upTo(20), nil))
	rows := bound(table)
	if len(rows) == 0 || rows[len(rows)-1] != 19 || table.scroll.Offset.Y > table.contentHeight()-table.viewHeight() {
		t.Errorf("rows %v at %v", rows, table.scroll.Offset.Y)
	}
}

func TestARowSelectedAmidManyIsPainted(t *testing.T) {
	table := tableInWindow(t, many, 900, 400)
	table.ScrollToID(50_000)
	click(table, 49_999, 0)
	key(table, fyne.KeyDown, fyne.KeyModifierShift)
	img := fyne.CurrentApp().Driver().CanvasForObject(table).Capture()
	at := func(id int64) color.Color {
		row, _ := table.model.Row(id)
		y := float32(row)*rowHeight - table.scroll.Offset.Y + rowHeight
		return img.At(int(table.columns.right(2))-1, int(y)+5)
	}
	if chosen := fallbacks[ColorChosen].light; at(50_000) != chosen || at(50_001) != chosen || at(49_998) == chosen {
		t.Errorf("painted %v, %v and %v", at(49_998), at(50_000), at(50_001))
	}
}
