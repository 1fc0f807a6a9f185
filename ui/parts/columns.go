package parts

// narrowest is how far a column without a MinWidth can be made narrow.
const narrowest float32 = 48

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

// columnSet shares a width out among columns. A column that a person has set
// (pinned) keeps its width; the others stretch and, to their least, shrink.
type columnSet struct {
	columns []Column
	pinned  []bool
	shown   []float32 // whole numbers, so that nothing is painted between pixels
	left    []float32
	view    float32
}

func newColumnSet(columns []Column) *columnSet {
	s := &columnSet{
		columns: append([]Column(nil), columns...),
		pinned:  make([]bool, len(columns)),
		shown:   make([]float32, len(columns)),
		left:    make([]float32, len(columns)),
	}
	for i, c := range s.columns {
		s.columns[i].MinWidth = c.least() // before a person changes Width
	}
	s.fit(0)
	return s
}

// fit shares out the view's width and says whether any column changed.
func (s *columnSet) fit(view float32) bool {
	s.view = view
	before := append([]float32(nil), s.shown...)
	for i, c := range s.columns {
		s.shown[i] = whole(max(c.Width, c.MinWidth))
	}
	switch rest := whole(view) - s.total(); {
	case view <= 0:
	case rest > 0:
		s.stretch(rest)
	case rest < 0:
		s.shrink(-rest)
	}
	changed, x := false, float32(0)
	for i := range s.shown {
		changed = changed || s.shown[i] != before[i] || s.left[i] != x
		s.left[i] = x
		x += s.shown[i]
	}
	return changed
}

// stretch gives half of what is left to the first column that may grow and the
// rest to all that may, by their widths, so no gap remains at the right.
func (s *columnSet) stretch(rest float32) {
	first, sum := -1, float32(0)
	for i := range s.shown {
		if !s.pinned[i] {
			sum += s.shown[i]
			if first < 0 {
				first = i
			}
		}
	}
	if first < 0 {
		if n := len(s.shown); n > 0 {
			s.shown[n-1] += rest
		}
		return
	}
	shared, given := rest/2, float32(0)
	for i := range s.shown {
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
	for i, c := range s.columns {
		if !s.pinned[i] {
			slack += s.shown[i] - min(s.shown[i], c.MinWidth)
		}
	}
	if slack <= 0 {
		return
	}
	share := min(1, missing/slack)
	for i, c := range s.columns {
		if !s.pinned[i] {
			s.shown[i] = whole(s.shown[i] - share*(s.shown[i]-min(s.shown[i], c.MinWidth)))
		}
	}
	if gap := whole(s.view) - s.total(); gap > 0 {
		s.shown[s.lastLoose()] += gap // what rounding down left over
	}
}

func (s *columnSet) lastLoose() int {
	last := len(s.shown) - 1
	for i := range s.shown {
		if !s.pinned[i] {
			last = i
		}
	}
	return last
}

// drag sets a column's width as a person does. The columns to its left keep
// theirs, so that the edge stays under the pointer.
func (s *columnSet) drag(column int, width float32) {
	for i := 0; i <= column; i++ {
		s.columns[i].Width, s.pinned[i] = s.shown[i], true
	}
	s.columns[column].Width = whole(max(width, s.columns[column].MinWidth))
	s.fit(s.view)
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
	for i := range s.shown {
		if x >= s.left[i] && x < s.right(i) {
			return i
		}
	}
	return -1
}

// edge is the column whose right edge is within reach of x, -1 for none.
func (s *columnSet) edge(x, reach float32) int {
	for i := range s.shown {
		if d := x - s.right(i); d >= -reach && d <= reach {
			return i
		}
	}
	return -1
}

// present lists the columns with the widths that are on screen.
func (s *columnSet) present() []Column {
	list := append([]Column(nil), s.columns...)
	for i := range list {
		list[i].Width = s.shown[i]
	}
	return list
}

func whole(v float32) float32 { return float32(int(v)) }
