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
// where the keyboard is (the focus), all by id. Each method that can change
// what is picked says whether it did.
type selection struct {
	rows          rows
	picked        map[int64]struct{}
	anchor, focus mark
}

func newSelection(r rows) *selection {
	return &selection{rows: r, picked: map[int64]struct{}{}}
}

func (s *selection) has(id int64) bool {
	_, ok := s.picked[id]
	return ok
}

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
	m := s.at(row)
	changed := len(s.picked) != 1 || !s.has(m.id)
	s.anchor, s.focus = m, m
	if changed {
		s.picked = map[int64]struct{}{m.id: {}}
	}
	return changed
}

// toggle picks the row or lets it go, and leaves the others.
func (s *selection) toggle(row int) bool {
	m := s.at(row)
	s.anchor, s.focus = m, m
	if s.has(m.id) {
		delete(s.picked, m.id)
	} else {
		s.picked[m.id] = struct{}{}
	}
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
	if len(s.picked) == high-low+1 && s.hasAll(low, high) {
		return false
	}
	s.picked = make(map[int64]struct{}, high-low+1)
	s.add(low, high)
	return true
}

func (s *selection) add(low, high int) bool {
	before := len(s.picked)
	for row := low; row <= high; row++ {
		s.picked[s.rows.ID(row)] = struct{}{}
	}
	return len(s.picked) != before
}

func (s *selection) hasAll(low, high int) bool {
	for row := low; row <= high; row++ {
		if !s.has(s.rows.ID(row)) {
			return false
		}
	}
	return true
}

// all picks every row; focus and anchor stay.
func (s *selection) all() bool {
	n := s.rows.Len()
	if len(s.picked) == n {
		return false
	}
	s.picked = make(map[int64]struct{}, n)
	return s.add(0, n-1)
}

// clear picks none; focus and anchor stay.
func (s *selection) clear() bool {
	changed := len(s.picked) > 0
	s.picked = map[int64]struct{}{}
	return changed
}

// set picks exactly those of the ids that there are rows for.
func (s *selection) set(ids []int64) {
	s.picked = make(map[int64]struct{}, len(ids))
	for _, id := range ids {
		if _, ok := s.rows.Row(id); ok {
			s.picked[id] = struct{}{}
		}
	}
	if s.focusRow() < 0 && len(s.picked) > 0 {
		s.focus = mark{s.ids()[0], true}
		s.anchor = s.focus
	}
}

// ids lists what is picked in row order.
func (s *selection) ids() []int64 {
	ids := make([]int64, 0, len(s.picked))
	if n := s.rows.Len(); len(s.picked) > n/16 {
		for row := 0; row < n && len(ids) < len(s.picked); row++ {
			if id := s.rows.ID(row); s.has(id) {
				ids = append(ids, id)
			}
		}
		return ids
	}
	for id := range s.picked {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b int64) int {
		rowA, _ := s.rows.Row(a)
		rowB, _ := s.rows.Row(b)
		return rowA - rowB
	})
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
	s.rows = r
	for id := range s.picked {
		if _, ok := r.Row(id); !ok {
			delete(s.picked, id)
			dropped = true
		}
	}
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
