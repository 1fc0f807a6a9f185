package parts

import (
	"slices"
)

// rows is the part of a Model that a selection needs: an order of ids.
type rows interface {
	Len() int
	ID(row int) int64
	Row(id int64) (row int, ok bool)
}

// mark is a row remembered by its id, or none.
type mark struct {
	id int64
	ok bool
}

// selection is which rows are picked, where a range starts (the anchor) and
// where the keyboard is (the focus). Picks are kept by row, which makes them
// cheap for all of 100,000 rows, and carried over by id when the rows change.
// Each method that can change what is picked says whether it did.
type selection struct {
	rows          rows
	picked        []bool // by row
	count         int    // of picked
	anchor, focus mark
}

func newSelection(r rows) *selection { return &selection{rows: r, picked: make([]bool, r.Len())} }

// has says whether the row is picked.
func (s *selection) has(row int) bool { return s.picked[row] }

func (s *selection) at(row int) mark { return mark{s.rows.ID(row), true} }

// focusRow is the row that the keyboard is on, -1 for none.
func (s *selection) focusRow() int { return s.rowOf(s.focus) }

func (s *selection) rowOf(m mark) int {
	if m.ok {
		if row, ok := s.rows.Row(m.id); ok {
			return row
		}
	}
	return -1
}

// look moves the focus and picks nothing.
func (s *selection) look(row int) { s.focus = s.at(row) }

// only picks that row and no other.
func (s *selection) only(row int) bool {
	s.anchor, s.focus = s.at(row), s.at(row)
	if s.count == 1 && s.has(row) {
		return false
	}
	s.clear()
	return s.add(row, row)
}

// toggle picks the row or lets it go, and leaves the others.
func (s *selection) toggle(row int) bool {
	s.anchor, s.focus = s.at(row), s.at(row)
	if !s.has(row) {
		return s.add(row, row)
	}
	s.picked[row] = false
	s.count--
	return true
}

// extend picks everything from the anchor to the row, in place of what was
// picked or, with keep, beside it.
func (s *selection) extend(row int, keep bool) bool {
	from := s.rowOf(s.anchor)
	if from < 0 {
		from = s.focusRow()
	}
	if from < 0 {
		from = row
	}
	s.anchor, s.focus = s.at(from), s.at(row)
	low, high := min(from, row), max(from, row)
	if keep {
		return s.add(low, high)
	}
	if s.count == high-low+1 && !slices.Contains(s.picked[low:high+1], false) {
		return false
	}
	s.clear()
	return s.add(low, high)
}

func (s *selection) add(low, high int) bool {
	before := s.count
	for row := low; row <= high; row++ {
		if !s.picked[row] {
			s.picked[row] = true
			s.count++
		}
	}
	return s.count != before
}

// all picks every row; focus and anchor stay.
func (s *selection) all() bool { return s.add(0, len(s.picked)-1) }

// clear picks none; focus and anchor stay.
func (s *selection) clear() bool {
	changed := s.count > 0
	clear(s.picked)
	s.count = 0
	return changed
}

// set picks exactly those of the ids that there are rows for.
func (s *selection) set(ids []int64) {
	s.clear()
	for _, id := range ids {
		if row, ok := s.rows.Row(id); ok {
			s.add(row, row)
		}
	}
	if first := slices.Index(s.picked, true); first >= 0 && s.focusRow() < 0 {
		s.focus = s.at(first)
		s.anchor = s.focus
	}
}

// ids lists what is picked in row order.
func (s *selection) ids() []int64 {
	ids := make([]int64, 0, s.count)
	for row, picked := range s.picked {
		if picked {
			ids = append(ids, s.rows.ID(row))
		}
	}
	return ids
}

// sameIDs says whether r has the same rows in the same order, which is what
// most new models are: some values changed. Then there is nothing to look up.
func (s *selection) sameIDs(r rows) bool {
	n := r.Len()
	if n != s.rows.Len() {
		return false
	}
	for row := range n {
		if r.ID(row) != s.rows.ID(row) {
			return false
		}
	}
	return true
}

// rebase carries the selection over to other rows by id and says whether a
// picked one was lost. A focus that was lost goes to whatever now stands in
// its place, so that the keyboard goes on from there.
func (s *selection) rebase(r rows) (dropped bool) {
	if s.sameIDs(r) {
		s.rows = r
		return false
	}
	place := s.focusRow()
	dropped = s.carry(r)
	if s.rowOf(s.anchor) < 0 {
		s.anchor = mark{}
	}
	if s.focusRow() < 0 {
		s.focus = mark{}
		if place >= 0 && r.Len() > 0 {
			s.focus = s.at(min(place, r.Len()-1))
		}
	}
	return dropped
}

// carry picks in other rows what is picked in these, and says whether any was
// not among them.
func (s *selection) carry(r rows) (dropped bool) {
	ids, before := s.ids(), s.count
	s.rows, s.picked, s.count = r, make([]bool, r.Len()), 0
	for _, id := range ids {
		if row, ok := r.Row(id); ok {
			s.add(row, row)
		}
	}
	return s.count < before
}
