package desk

import (
	"cmp"
	"maps"
	"slices"
)

// by sorts by a column; the same column again turns the order round.
func (l *rowList) by(column Column) {
	l.descending = l.sort == column && !l.descending
	l.sort, l.order, l.replaced, l.keys = column, nil, true, nil
	if column == "" {
		return
	}
	l.keys = make([]naturalKey, len(l.packed))
	known := make([]naturalKey, l.packer.Lexicon().Words()) // many rows have the same words
	var at line
	for slot, packed := range l.packed {
		if packed == "" {
			continue
		}
		l.read(packed, &at)
		word := at.word(column)
		if word == 0 || known[word] == (naturalKey{}) {
			l.keys[slot] = newNaturalKey(at.key(column))
			known[word] = l.keys[slot]
		} else {
			l.keys[slot] = known[word]
		}
	}
}

// view returns what the filter leaves, in order.
func (l *rowList) view() *Rows {
	if !l.revalued && !l.replaced {
		return l.made
	}
	if l.replaced {
		l.compact()
		l.arrange()
		l.shown = make([]int32, 0, len(l.order))
		place := make([]int32, len(l.ids))
		for slot := range place {
			place[slot] = -1
		}
		for _, slot := range l.order {
			if l.missed[slot] == 0 {
				place[slot] = int32(len(l.shown))
				l.shown = append(l.shown, slot)
			}
		}
		l.made = &Rows{place: place}
	}
	l.made = l.rows(l.made.place)
	l.groups = l.facetGroups()
	l.revalued, l.replaced = false, false
	return l.made
}

// arrange puts all uploads in order. Without a column to sort by they stand as they came.
func (l *rowList) arrange() {
	switch {
	case l.order == nil:
		l.order = make([]int32, len(l.ids))
		for slot := range l.order {
			l.order[slot] = int32(slot)
		}
		if l.sort != "" {
			slices.SortFunc(l.order, l.compare)
		}
	case len(l.moved) > 0:
		l.order = l.merged()
	}
	clear(l.moved)
}

// merged is the order with what moved where it belongs now.
func (l *rowList) merged() []int32 {
	moved := slices.SortedFunc(maps.Keys(l.moved), l.compare)
	order := make([]int32, 0, len(l.ids))
	for _, slot := range l.order {
		if _, gone := l.moved[slot]; gone {
			continue
		}
		for len(moved) > 0 && l.compare(moved[0], slot) < 0 {
			order, moved = append(order, moved[0]), moved[1:]
		}
		order = append(order, slot)
	}
	return append(order, moved...)
}

// compare orders two slots; what is the same stands as it came.
func (l *rowList) compare(a, b int32) int {
	if l.sort != "" {
		c := l.keys[a].compare(l.keys[b])
		if l.descending {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(a, b)
}
