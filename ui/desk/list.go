package desk

import (
	"cmp"
	"maps"
	"slices"

	"pressroom/ui/desk/ledger"
)

// Rows is an immutable list of rows: those that the filter leaves, in order.
type Rows struct {
	rows  []*Row
	ids   []int64 // of all rows that there were then, ascending
	place []int32 // of each of ids in rows; -1 where the filter hides it
}

// Len returns how many rows there are.
func (r *Rows) Len() int { return len(r.rows) }

// At returns the row at an index.
func (r *Rows) At(index int) *Row { return r.rows[index] }

// Index returns where the row with this id is.
func (r *Rows) Index(id int64) (int, bool) {
	if slot, there := slices.BinarySearch(r.ids, id); there && r.place[slot] >= 0 {
		return int(r.place[slot]), true
	}
	return 0, false
}

// rowList is the rows of a site in their order, the filter and the selection. A row's place among all,
// by their ids, is its slot; what belongs to rows stands in lists by slot, which 100,000 of them fill
// quickly. Only what changed since the last view is looked at again.
type rowList struct {
	ids     []int64 // ascending; only ever appended to or replaced: views share it
	rows    []*Row  // nil where a row was dropped
	chosen  []bool
	choices int          // how often the selection was made anew
	missed  []uint8      // see [query.misses]
	keys    []naturalKey // none while there is no column to sort by
	values  [facets]facetValues
	lists   map[string][]string // of formats; rows with the same ones share it

	filter     string
	query      query
	sort       Column
	descending bool

	order  []int32            // slots; nil where it must be made anew
	moved  map[int32]struct{} // slots that are not where they belong in order
	shown  []int32            // slots of made
	made   *Rows              // what view last returned
	groups []FacetGroup       // of made
	// What changed since made: values of rows alone, or which are shown and where.
	revalued, replaced bool
	dropped            int
}

func newRowList() rowList {
	l := rowList{moved: map[int32]struct{}{}, made: &Rows{}, lists: map[string][]string{}}
	for g := range l.values {
		l.values[g] = newFacetValues()
	}
	return l
}

// formats is a comma list as a slice that rows share.
func (l *rowList) formats(list string) []string {
	formats, met := l.lists[list]
	if !met {
		formats = listed(list)
		l.lists[list] = formats
	}
	return formats
}

func (l *rowList) slot(id int64) (int32, bool) {
	if n := len(l.ids); n == 0 || id > l.ids[n-1] {
		return int32(n), false
	}
	slot, there := slices.BinarySearch(l.ids, id)
	return int32(slot), there
}

// get is the row with an id, nil where there is none.
func (l *rowList) get(id int64) *Row {
	if slot, there := l.slot(id); there {
		return l.rows[slot]
	}
	return nil
}

// put takes a row in, in place of an earlier one of the same id.
func (l *rowList) put(r *Row) {
	slot, there := l.slot(r.ID)
	if !there && int(slot) < len(l.ids) { // older than others: hardly ever
		l.insert(slot, r.ID)
	} else if !there {
		l.ids, l.rows, l.chosen, l.missed = append(l.ids, r.ID), append(l.rows, nil), append(l.chosen, false), append(l.missed, 0)
		if l.sort != "" {
			l.keys = append(l.keys, naturalKey{})
		}
	}
	old := l.rows[slot]
	if there && old == nil {
		l.dropped--
	}
	l.rows[slot] = r
	l.classify(r)
	missed := l.query.misses(r)
	if old == nil || l.sort != "" && old.key(l.sort) != r.key(l.sort) {
		l.key(slot)
		l.moved[slot] = struct{}{}
		l.replaced = true
	}
	l.replaced = l.replaced || (missed == 0) != (l.missed[slot] == 0)
	l.missed[slot] = missed
	l.revalued = true
}

// insert makes room for a row between others.
func (l *rowList) insert(slot int32, id int64) {
	at := int(slot)
	l.ids = slices.Insert(slices.Clone(l.ids), at, id)
	l.rows, l.chosen = slices.Insert(l.rows, at, (*Row)(nil)), slices.Insert(l.chosen, at, false)
	l.missed = slices.Insert(l.missed, at, 0)
	if l.sort != "" {
		l.keys = slices.Insert(l.keys, at, naturalKey{})
	}
	l.order = nil
	clear(l.moved)
}

// drop takes a row out.
func (l *rowList) drop(id int64) {
	if slot, there := l.slot(id); there && l.rows[slot] != nil {
		l.rows[slot], l.chosen[slot] = nil, false
		l.dropped++
		l.replaced = true
	}
}

// compact forgets the slots of dropped rows.
func (l *rowList) compact() {
	if l.dropped == 0 {
		return
	}
	kept := len(l.ids) - l.dropped
	ids := make([]int64, 0, kept)
	to := make([]int32, len(l.ids))
	for slot, r := range l.rows {
		if to[slot] = -1; r != nil {
			at := len(ids)
			to[slot] = int32(at)
			ids = append(ids, r.ID)
			l.rows[at], l.chosen[at], l.missed[at] = r, l.chosen[slot], l.missed[slot]
			if l.sort != "" {
				l.keys[at] = l.keys[slot]
			}
		}
	}
	l.ids, l.dropped = ids, 0
	clear(l.rows[kept:])
	l.rows, l.chosen, l.missed = l.rows[:kept], l.chosen[:kept], l.missed[:kept]
	l.keys = l.keys[:min(kept, len(l.keys))]
	order := l.order[:0]
	for _, slot := range l.order {
		if to[slot] >= 0 {
			order = append(order, to[slot])
		}
	}
	l.order = order
	moved := map[int32]struct{}{}
	for slot := range l.moved {
		if to[slot] >= 0 {
			moved[to[slot]] = struct{}{}
		}
	}
	l.moved = moved
}

// by sorts by a column; the same column again turns the order round.
func (l *rowList) by(column Column) {
	l.descending = l.sort == column && !l.descending
	l.sort, l.order, l.replaced = column, nil, true
	l.keys = nil
	if column != "" {
		l.keys = make([]naturalKey, len(l.rows))
	}
	for slot := range l.rows {
		l.key(int32(slot))
	}
}

func (l *rowList) key(slot int32) {
	if r := l.rows[slot]; r != nil && l.sort != "" {
		l.keys[slot] = newNaturalKey(r.key(l.sort))
	}
}

// find filters.
func (l *rowList) find(text string) {
	if text == l.filter {
		return
	}
	l.filter, l.query, l.replaced = text, parseQuery(text), true
	for slot, r := range l.rows {
		if r != nil {
			l.missed[slot] = l.query.misses(r)
		}
	}
}

// choose makes the rows with these ids the selection.
func (l *rowList) choose(ids []int64) {
	clear(l.chosen)
	l.choices++
	for _, id := range ids {
		if slot, there := l.slot(id); there && l.rows[slot] != nil {
			l.chosen[slot] = true
		}
	}
}

// selected are the selected rows that are shown, in order: what is hidden is never changed unseen.
func (l *rowList) selected() (chosen []*Row) {
	rows := l.view()
	for at, slot := range l.shown {
		if l.chosen[slot] {
			chosen = append(chosen, rows.rows[at])
		}
	}
	return chosen
}

// count counts the rows of each job that are meant.
func (l *rowList) count(meant func(*ledger.Upload) bool) map[int64]int {
	counts := map[int64]int{}
	var job int64
	run := 0 // most rows are of the job of the row before
	for _, r := range l.rows {
		if r == nil || !meant(r.upload) {
			continue
		}
		if r.upload.Job != job {
			counts[job] += run
			job, run = r.upload.Job, 0
		}
		run++
	}
	counts[job] += run
	return counts
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
	rows := make([]*Row, len(l.shown))
	for at, slot := range l.shown {
		rows[at] = l.rows[slot]
	}
	l.made = &Rows{rows: rows, ids: l.ids, place: l.made.place}
	l.groups = l.facetGroups()
	l.revalued, l.replaced = false, false
	return l.made
}

// arrange puts all rows in order. Without a column to sort by they stand as they came.
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
