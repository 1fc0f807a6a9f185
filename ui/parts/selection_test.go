package parts

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"
)

// rule is the selection as one would explain it: a list of rows with a tick
// each, an anchor and a focus. It is slow and plain.
type rule struct {
	order         []int64
	ticked        map[int64]bool
	anchor, focus int64 // 0 for none
}

func (r *rule) selected() []int64 {
	list := []int64{}
	for _, id := range r.order {
		if r.ticked[id] {
			list = append(list, id)
		}
	}
	return list
}

func (r *rule) act(row int, shift, ctrl, keyboard bool) {
	id := r.order[row]
	switch {
	case shift:
		if !ctrl {
			clear(r.ticked)
		}
		if r.anchor == 0 {
			r.anchor = r.focus
		}
		if r.anchor == 0 {
			r.anchor = id
		}
		from := slices.Index(r.order, r.anchor)
		for i := min(from, row); i <= max(from, row); i++ {
			r.ticked[r.order[i]] = true
		}
	case ctrl && keyboard: // only looks
	case ctrl:
		r.ticked[id] = !r.ticked[id]
		r.anchor = id
	default:
		clear(r.ticked)
		r.ticked[id] = true
		r.anchor = id
	}
	r.focus = id
}

// key acts as a key does that moves by rows.
func (r *rule) key(name fyne.KeyName, page int, shift, ctrl bool) {
	at := slices.Index(r.order, r.focus)
	row := map[fyne.KeyName]int{
		fyne.KeyUp: at - 1, fyne.KeyDown: at + 1, fyne.KeyHome: 0, fyne.KeyEnd: len(r.order) - 1,
		fyne.KeyPageUp: at - page, fyne.KeyPageDown: max(at, 0) + page,
	}[name]
	r.act(max(0, min(row, len(r.order)-1)), shift, ctrl, true)
}

// rearrange gives the rows another order, and takes those beyond keep away.
func (r *rule) rearrange(order []int64) {
	place := slices.Index(r.order, r.focus)
	for id := range r.ticked {
		if !slices.Contains(order, id) {
			delete(r.ticked, id)
		}
	}
	if !slices.Contains(order, r.anchor) {
		r.anchor = 0
	}
	if !slices.Contains(order, r.focus) {
		r.focus = 0
		if place >= 0 && len(order) > 0 {
			r.focus = order[min(place, len(order)-1)]
		}
	}
	r.order = order
}

func TestSelectionFollowsItsRules(t *testing.T) {
	table := tableInWindow(t, 0, 900, 400)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(rt, "rows")
		var told [][]int64
		table.OnSelection = nil
		table.SetModel(nil)
		table.FocusLost()
		table.SetModel(newTracks(upTo(n), nil))
		table.FocusGained()
		table.OnSelection = func(ids []int64) { told = append(told, ids) }
		r := &rule{order: upTo(n), ticked: map[int64]bool{}, focus: 1}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			before := r.selected()
			told = nil
			step(rt, table, r)
			agree(rt, table, r, before, told)
		}
	})
}

func step(rt *rapid.T, table *Table, r *rule) {
	shift, ctrl := rapid.Bool().Draw(rt, "shift"), rapid.Bool().Draw(rt, "ctrl")
	modifier := fyne.KeyModifier(0)
	if shift {
		modifier |= fyne.KeyModifierShift
	}
	if ctrl {
		modifier |= fyne.KeyModifierShortcutDefault
	}
	switch what := rapid.IntRange(0, 10).Draw(rt, "what"); what {
	case 0, 1, 2:
		row := rapid.IntRange(0, len(r.order)-1).Draw(rt, "row")
		click(table, row, modifier)
		r.act(row, shift, ctrl, false)
	case 3, 4, 5, 6:
		name := rapid.SampledFrom([]fyne.KeyName{
			fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown,
		}).Draw(rt, "key")
		key(table, name, modifier)
		r.key(name, table.page(), shift, ctrl)
	case 7:
		key(table, fyne.KeySpace, modifier)
		r.act(slices.Index(r.order, r.focus), false, true, false)
	case 8:
		if ctrl {
			key(table, fyne.KeyA, fyne.KeyModifierShortcutDefault)
			for _, id := range r.order {
				r.ticked[id] = true
			}
		} else {
			key(table, fyne.KeyEscape, 0)
			clear(r.ticked)
		}
	case 9:
		order := rapid.Permutation(r.order).Draw(rt, "order")
		order = order[:rapid.IntRange(1, len(order)).Draw(rt, "keep")]
		table.SetModel(newTracks(order, nil))
		r.rearrange(order)
	case 10: // other rows come while the button is down
		row := rapid.IntRange(0, len(r.order)-1).Draw(rt, "row")
		order := rapid.Permutation(r.order).Draw(rt, "order")
		e := mouseAt(row, desktop.MouseButtonPrimary)
		e.Modifier = modifier
		table.body.MouseDown(e)
		table.SetModel(newTracks(order, nil))
		r.act(row, shift, ctrl, false)
		if got := table.Selection(); !slices.Equal(got, r.selected()) {
			rt.Fatalf("selected %v beneath the button, want %v", got, r.selected())
		}
		table.body.MouseUp(e)
		table.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		r.rearrange(order)
	}
}

func agree(rt *rapid.T, table *Table, r *rule, before []int64, told [][]int64) {
	want := r.selected()
	if got := table.Selection(); !slices.Equal(got, want) {
		rt.Fatalf("selected %v, want %v", got, want)
	}
	if row := table.sel.focusRow(); row != slices.Index(r.order, r.focus) {
		rt.Fatalf("focus on row %d, want id %d of %v", row, r.focus, r.order)
	}
	if row := table.sel.rowOf(table.sel.anchor); row != slices.Index(r.order, r.anchor) {
		rt.Fatalf("anchor on row %d, want id %d of %v", row, r.anchor, r.order)
	}
	if len(told) > 1 {
		rt.Fatalf("told %d times of one gesture", len(told))
	}
	slices.Sort(before)
	now := slices.Sorted(slices.Values(want))
	if changed := !slices.Equal(before, now); changed != (len(told) == 1) {
		rt.Fatalf("from %v to %v: told %v", before, now, told)
	}
	if len(told) == 1 && !slices.Equal(slices.Sorted(slices.Values(told[0])), now) { // rows may have come since
		rt.Fatalf("told %v, want %v", told[0], want)
	}
}
