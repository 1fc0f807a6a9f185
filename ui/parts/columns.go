package parts

import "slices"

// narrowest is how far a column without a MinWidth can be made narrow.
const narrowest float32 = 48

// widest is how far any column can be made wide.
const widest float32 = 10_000

// Column describes one column of a Table.
type Column struct {
	ID, Title string
	Width     float32 // as wide as this by itself
	MinWidth  float32 // never narrower
	Trailing  bool    // text stands at the right
}

// least is the width below which the column is of no use.
func (c Column) least() float32 {
	if c.MinWidth > 0 {
		return c.MinWidth
	}
	return min(narrowest, c.Width)
}

// columnSet shares a width out among the columns that are shown. A column that
// a person has set (pinned) keeps its width; the others stretch and, to their
// least, shrink. Columns are known by their index in the list that the set was
// made of; what is hidden is 0 wide.
type columnSet struct {
	columns []Column
	own     []float32 // widths as the columns came
	pinned  []bool
	hidden  []bool
	order   []int     // all columns as they stand, hidden ones among them
	seq     []int     // the shown ones as they stand
	shown   []float32 // whole numbers, so that nothing is painted between pixels
	left    []float32
	view    float32
}

func newColumnSet(columns []Column) *columnSet {
	n := len(columns)
	s := &columnSet{
		columns: slices.Clone(columns),
		own:     make([]float32, n),
		pinned:  make([]bool, n),
		hidden:  make([]bool, n),
		shown:   make([]float32, n),
		left:    make([]float32, n),
	}
	for i, c := range s.columns {
		s.columns[i].MinWidth = c.least() // before a person changes Width
		s.own[i] = c.Width
		s.order = append(s.order, i)
	}
	s.arrange()
	return s
}

// arrange takes over order and hidden, and shares the width out anew.
func (s *columnSet) arrange() {
	s.seq = s.seq[:0]
	for _, i := range s.order {
		if !s.hidden[i] {
			s.seq = append(s.seq, i)
		}
	}
	s.fit(s.view)
}

// fit shares out the view's width.
func (s *columnSet) fit(view float32) {
	s.view = view
	clear(s.shown)
	clear(s.left)
	for _, i := range s.seq {
		s.shown[i] = whole(max(s.columns[i].Width, s.columns[i].MinWidth))
	}
	switch rest := whole(view) - s.total(); {
	case view <= 0:
	case rest > 0:
		s.stretch(rest)
	case rest < 0:
		s.shrink(-rest)
	}
	x := float32(0)
	for _, i := range s.seq {
		s.left[i] = x
		x += s.shown[i]
	}
}

// stretch gives half of what is left to the first column that may grow and the
// rest to all that may, by their widths, so no gap remains at the right.
func (s *columnSet) stretch(rest float32) {
	first, sum := -1, float32(0)
	for _, i := range s.seq {
		if !s.pinned[i] {
			sum += s.shown[i]
			if first < 0 {
				first = i
			}
		}
	}
	if first < 0 {
		if n := len(s.seq); n > 0 {
			s.shown[s.seq[n-1]] += rest
		}
		return
	}
	shared, given := rest/2, float32(0)
	for _, i := range s.seq {
		if !s.pinned[i] && i != first && sum > 0 {
			part := whole(shared * s.shown[i] / sum)
			s.shown[i] += part
			given += part
		}
	}
	s.shown[first] += rest - given
}

// shrink takes what is missing from the columns that may give, each by what it
// has above its least; what they can't give is scrolled to.
func (s *columnSet) shrink(missing float32) {
	slack := float32(0)
	for _, i := range s.seq {
		slack += s.give(i)
	}
	if slack <= 0 {
		return
	}
	share := min(1, missing/slack)
	for _, i := range s.seq {
		if give := s.give(i); give > 0 {
			s.shown[i] = whole(s.shown[i] - share*give)
		}
	}
	if gap := whole(s.view) - s.total(); gap > 0 {
		s.shown[s.lastLoose()] += gap // what rounding down left over
	}
}

// give is by how much a column can be made narrower.
func (s *columnSet) give(i int) float32 {
	if s.pinned[i] {
		return 0
	}
	return s.shown[i] - min(s.shown[i], s.columns[i].MinWidth)
}

func (s *columnSet) lastLoose() int {
	last := s.seq[len(s.seq)-1]
	for _, i := range s.seq {
		if !s.pinned[i] {
			last = i
		}
	}
	return last
}

// drag sets a column's width as a person does. The columns to its left keep
// theirs, so that the edge stays under the pointer.
func (s *columnSet) drag(column int, width float32) {
	for _, i := range s.seq {
		s.columns[i].Width, s.pinned[i] = s.shown[i], true
		if i == column {
			break
		}
	}
	s.columns[column].Width = s.sane(column, width)
	s.fit(s.view)
}

// sane is a width that the column may have.
func (s *columnSet) sane(column int, width float32) float32 {
	return whole(min(max(width, s.columns[column].MinWidth), widest))
}

func (s *columnSet) total() float32 {
	sum := float32(0)
	for _, w := range s.shown {
		sum += w
	}
	return sum
}

func (s *columnSet) right(i int) float32 { return s.left[i] + s.shown[i] }

// at is the column under x, -1 for none.
func (s *columnSet) at(x float32) int {
	for _, i := range s.seq {
		if x >= s.left[i] && x < s.right(i) {
			return i
		}
	}
	return -1
}

// edge is the column whose right edge is within reach of x, -1 for none.
func (s *columnSet) edge(x, reach float32) int {
	for _, i := range s.seq {
		if d := x - s.right(i); d >= -reach && d <= reach {
			return i
		}
	}
	return -1
}

// present lists the columns with the widths that are on screen.
func (s *columnSet) present() []Column {
	list := slices.Clone(s.columns)
	for i := range list {
		list[i].Width = s.shown[i]
	}
	return list
}

func whole(v float32) float32 { return float32(int(v)) }
