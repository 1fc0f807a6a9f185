package parts

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"
)

func mouseAt(row int, button desktop.MouseButton) *desktop.MouseEvent {
	e := &desktop.MouseEvent{Button: button}
	e.Position = fyne.NewPos(20, (float32(row)+0.5)*rowHeight)
	return e
}

func dragTo(t *Table, y float32) {
	e := &fyne.DragEvent{}
	e.Position = fyne.NewPos(20, y)
	t.body.Dragged(e)
}

func backwards(n int) *tracks {
	order := upTo(n)
	slices.Reverse(order)
	return newTracks(order, nil)
}

func TestRowsThatComeDuringAPressWaitForItsEnd(t *testing.T) {
	ends := map[string]func(*Table){
		"button up":        func(table *Table) { table.body.MouseUp(mouseAt(3, desktop.MouseButtonPrimary)) },
		"pointer comes by": func(table *Table) { table.body.MouseMoved(mouseAt(5, 0)) },
		"focus goes":       func(table *Table) { table.FocusLost() },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			table := tableInWindow(t, 10, 900, 400)
			table.body.MouseDown(mouseAt(3, desktop.MouseButtonPrimary))
			table.SetModel(newTracks(upTo(5), nil))
			table.SetModel(backwards(10))
			table.body.MouseMoved(mouseAt(3, desktop.MouseButtonPrimary))
			if got := words(table)[0]; got != "Copper Rain No. 1" {
				t.Fatalf("%q came beneath a hand", got)
			}
			end(table)
			if got := words(table)[0]; got != "Copper Rain No. 10" {
				t.Errorf("after it the first row is %q", got)
			}
			if got := table.Selection(); !slices.Equal(got, []int64{4}) {
				t.Errorf("selected %v", got)
			}
		})
	}
}

func TestRowsThatComeDuringADragWaitForItsEnd(t *testing.T) {
	table := tableInWindow(t, 100, 900, 400)
	var told [][]int64
	table.OnSelection = func(ids []int64) { told = append(told, ids) }
	table.body.MouseDown(mouseAt(2, desktop.MouseButtonPrimary))
	dragTo(table, 4.5*rowHeight)
	table.SetModel(newTracks(upTo(100)[3:], nil))
	dragTo(table, 5.5*rowHeight)
	table.body.MouseUp(mouseAt(5, desktop.MouseButtonPrimary)) // told before DragEnd
	if table.model.Len() != 100 {
		t.Error("the rows changed before the drag was over")
	}
	table.body.DragEnd()
	if want := [][]int64{{3}, {3, 4, 5, 6}, {4, 5, 6}}; !slices.EqualFunc(told, want, slices.Equal[[]int64]) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestADragThatEndsOutsideTheTableEndsTheWaiting(t *testing.T) {
	table := tableInWindow(t, 100, 900, 400)
	table.body.MouseDown(mouseAt(2, desktop.MouseButtonPrimary))
	dragTo(table, -80)
	table.SetModel(backwards(100))
	table.body.DragEnd() // there MouseUp goes to nobody
	if got := table.model.ID(0); got != 100 {
		t.Errorf("the rows still wait: the first is %d", got)
	}
}

func TestASecondaryClickIsAboutTheRowThatWasPressed(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	var about []int64
	table.OnMenu = func(id int64, _ fyne.Position) { about = append(about, id) }
	e := mouseAt(7, desktop.MouseButtonSecondary)
	table.body.MouseDown(e)
	table.SetModel(newTracks([]int64{1, 8, 3}, nil))
	table.body.MouseUp(e)
	table.body.TappedSecondary(&e.PointEvent)
	if !slices.Equal(about, []int64{8}) || !slices.Equal(table.Selection(), []int64{8}) {
		t.Errorf("about %v, selected %v", about, table.Selection())
	}
}

func TestTheRowUnderAPointerThatRestsStaysThere(t *testing.T) {
	table := tableInWindow(t, 0, 900, 400)
	rapid.Check(t, func(rt *rapid.T) {
		table.body.MouseOut()
		table.SetModel(nil)
		table.SetModel(newTracks(upTo(300), nil))
		table.scrollTo(float32(rapid.IntRange(0, 280*int(rowHeight)).Draw(rt, "y")))
		if rapid.Bool().Draw(rt, "focus") {
			click(table, rapid.IntRange(0, 299).Draw(rt, "row"), 0)
		}
		e := mouseAt(0, 0)
		e.Position.Y = table.scroll.Offset.Y + rapid.Float32Range(0, table.viewHeight()-1).Draw(rt, "pointer")
		table.body.MouseMoved(e)
		row := table.body.hovered()
		id, y := table.model.ID(row), float32(row)*rowHeight-table.scroll.Offset.Y
		table.SetModel(newTracks(rapid.Permutation(upTo(300)).Draw(rt, "order"), nil))
		now, _ := table.model.Row(id)
		if possible := float32(now)*rowHeight - y; possible != table.clampY(possible) {
			return // too near an end to stand there
		}
		if got := float32(now)*rowHeight - table.scroll.Offset.Y; got != y {
			rt.Fatalf("row of id %d went from %v to %v", id, y, got)
		}
	})
}

func TestADragThatRestsBeyondTheEdgeScrollsOn(t *testing.T) {
	table := tableInWindow(t, many, 900, 31+310)
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	table.now = func() time.Time { return now }
	frames := func(n int) {
		for range n {
			now = now.Add(20 * time.Millisecond)
			table.body.roll.tick(table.body)
		}
	}
	table.scrollTo(500 * rowHeight)
	told := 0
	table.body.MouseDown(mouseAt(505, desktop.MouseButtonPrimary))
	table.OnSelection = func([]int64) { told++ }
	dragTo(table, 510*rowHeight+20) // 20 beneath the view: 20 rows a second
	from := table.sel.focusRow()
	frames(50)
	if got := table.sel.focusRow() - from; got < 19 || got > 21 {
		t.Errorf("%d rows in a second", got)
	}
	if first, last := table.visible(); table.sel.focusRow() != last || first < 515 {
		t.Errorf("the list did not follow: rows %d to %d", first, last)
	}
	dragTo(table, table.scroll.Offset.Y-1e6)
	frames(20_000)
	if row := table.sel.focusRow(); row != 0 || table.scroll.Offset.Y != 0 {
		t.Errorf("far above the list it ended at row %d", row)
	}
	dragTo(table, 3*rowHeight) // back inside
	frames(50)
	if row := table.sel.focusRow(); row != 3 || table.body.roll.run != nil {
		t.Errorf("rolls on to row %d inside the list", row)
	}
	table.body.MouseUp(&desktop.MouseEvent{})
	table.body.DragEnd()
	if told != 1 || len(table.Selection()) != 503 {
		t.Errorf("told %d times, %d selected", told, len(table.Selection()))
	}
}

func TestTheEndOfADragEndsTheRolling(t *testing.T) {
	table := tableInWindow(t, many, 900, 400)
	table.body.MouseDown(mouseAt(2, desktop.MouseButtonPrimary))
	dragTo(table, 1000)
	tick := table.body.roll.run.Tick
	row := table.sel.focusRow()
	table.body.DragEnd()
	table.now = func() time.Time { return time.Now().Add(time.Hour) }
	tick(0.5) // of the same frame
	if table.body.roll.run != nil || table.sel.focusRow() != row {
		t.Error("rolls on")
	}
}
