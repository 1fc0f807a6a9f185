package parts

import "slices"

// ColumnState is how one column stands in a table: its place in a list of
// states is its place in the table. It is plain data, made to be kept.
type ColumnState struct {
	ID     string  `json:"id"`
	Width  float32 `json:"width,omitempty"` // as a person set it; 0 for as wide as it comes
	Hidden bool    `json:"hidden,omitempty"`
}

// Layout lists all columns as they stand, hidden ones in their places.
func (t *Table) Layout() []ColumnState { return t.columns.layout() }

// SetLayout has the columns stand as listed, and tells nobody. Ids that the
// table does not have are passed over; columns that are not listed follow in
// their own order, shown. Where all would be hidden the first one is shown.
func (t *Table) SetLayout(states []ColumnState) {
	t.columns.setLayout(states)
	t.columnsChanged(false)
}

// MoveColumn puts a shown column at a place among the shown ones, 0 being the
// first, as dragging its title does.
func (t *Table) MoveColumn(columnID string, to int) {
	if i := t.columns.index(columnID); i >= 0 && t.columns.move(i, to) {
		t.columnsChanged(false)
		t.tellLayout()
	}
}

// ShowColumn shows or hides a column. The last one that is shown stays.
func (t *Table) ShowColumn(columnID string, shown bool) {
	if i := t.columns.index(columnID); i >= 0 && t.columns.show(i, shown) {
		t.columnsChanged(false)
		t.tellLayout()
	}
}

func (t *Table) tellLayout() {
	if t.OnLayout != nil {
		t.OnLayout()
	}
}

func (s *columnSet) index(id string) int {
	return slices.IndexFunc(s.columns, func(c Column) bool { return c.ID == id })
}

func (s *columnSet) layout() []ColumnState {
	states := make([]ColumnState, 0, len(s.order))
	for _, i := range s.order {
		state := ColumnState{ID: s.columns[i].ID, Hidden: s.hidden[i]}
		if s.pinned[i] {
			state.Width = s.columns[i].Width
		}
		states = append(states, state)
	}
	return states
}

func (s *columnSet) setLayout(states []ColumnState) {
	order := make([]int, 0, len(s.columns))
	for i := range s.columns {
		s.hidden[i], s.pinned[i], s.columns[i].Width = false, false, s.own[i]
	}
	for _, state := range states {
		i := s.index(state.ID)
		if i < 0 || slices.Contains(order, i) {
			continue
		}
		order = append(order, i)
		s.hidden[i] = state.Hidden
		if state.Width > 0 {
			s.columns[i].Width, s.pinned[i] = s.sane(i, state.Width), true
		}
	}
	for i := range s.columns {
		if !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	if len(order) > 0 && !slices.Contains(s.hidden, false) {
		s.hidden[order[0]] = false
	}
	s.order = order
	s.arrange()
}

// move puts a shown column at a place among the shown ones and says whether
// that changed anything.
func (s *columnSet) move(column, to int) bool {
	from := slices.Index(s.seq, column)
	to = max(0, min(to, len(s.seq)-1))
	if from < 0 || from == to {
		return false
	}
	there := s.seq[to]
	s.order = slices.DeleteFunc(s.order, func(i int) bool { return i == column })
	at := slices.Index(s.order, there)
	if to > from {
		at++
	}
	s.order = slices.Insert(s.order, at, column)
	s.arrange()
	return true
}

// show shows or hides a column and says whether that changed anything.
func (s *columnSet) show(column int, shown bool) bool {
	if s.hidden[column] != shown || (!shown && len(s.seq) == 1) {
		return false
	}
	s.hidden[column] = !shown
	s.arrange()
	return true
}

// drop is where a column comes to stand when it is let go at x, and where the
// gap is that it goes into.
func (s *columnSet) drop(column int, x float32) (to int, gap float32) {
	from := slices.Index(s.seq, column)
	for _, i := range s.seq {
		if x < s.left[i]+s.shown[i]/2 {
			break
		}
		to++
		gap = s.right(i)
	}
	if to > from {
		to--
	}
	return to, gap
}
