package desk

import (
	"iter"
	"slices"

	"pressroom/ui/desk/ledger"
)

// rowList is the uploads of a site in their order, the filter and the selection. An upload's place among all,
// by their rows, is its slot; what belongs to uploads stands in lists by slot, which 100,000 of them fill
// quickly. They are kept packed: whoever asks for one gets a copy, and puts it back once it is changed. Only
// what changed since the last view is looked at again.
type rowList struct {
	jobs    map[int64]*ledger.Job // the seat's
	packer  *ledger.Packer
	pick    *ledger.Picker
	ids     []int64         // ascending; only ever appended to or replaced: views share it
	packed  []ledger.Packed // empty where one was dropped
	numbers map[int64]int64 // upload id to row
	tallies map[int64]ofJob // by job
	count   int             // of those that were not dropped
	chosen  []bool
	choices int          // how often the selection was made anew
	missed  []uint8      // see [query.misses]
	keys    []naturalKey // none while there is no column to sort by
	places  []places
	classes classes
	values  [facets]facetValues
	marks   marks

	filter     string
	query      query
	folds      map[string]string // of texts that are not plain ASCII, while there is a filter: to fold one takes long
	former     []formerFilter    // by which somebody came to the filter
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

// places is where what an upload has in common with others stands: its value of each facet, and its class.
type places struct {
	facets [facets]int32
	class  int32
}

func (l *rowList) placesOf(at *line) places {
	return places{l.classify(at), l.classes.place(classOf(&at.Entry))}
}

// ofJob is how many uploads a job holds, and how many of them wait to be published.
type ofJob struct{ held, waiting int }

func newRowList(site string, jobs map[int64]*ledger.Job) rowList {
	l := rowList{
		jobs: jobs, packer: ledger.NewPacker(site), pick: ledger.NewPicker(lineFields[:]...), numbers: map[int64]int64{}, tallies: map[int64]ofJob{},
		moved: map[int32]struct{}{}, made: &Rows{},
	}
	for g := range l.values {
		l.values[g] = newFacetValues()
	}
	return l
}

// take takes up what the ledger holds of a site; of one that it does not know yet, there is nothing.
func (l *rowList) take(s ledger.Shelf) {
	if s.Packer == nil {
		return
	}
	n := len(s.Packed)
	l.packer, l.packed, l.pick = s.Packer, s.Packed, ledger.NewPicker(lineFields[:]...)
	l.ids, l.chosen, l.missed, l.places = make([]int64, n), make([]bool, n), make([]uint8, n), make([]places, n)
	l.numbers = make(map[int64]int64, n)
	var at line
	for slot, packed := range s.Packed {
		l.read(packed, &at)
		l.ids[slot] = at.Row
		l.numbered(&at.Entry)
		l.tell(&at.Entry, 1)
		l.places[slot] = l.placesOf(&at)
	}
	l.count, l.revalued, l.replaced = n, true, true
}

func (l *rowList) slot(id int64) (int32, bool) {
	if n := len(l.ids); n == 0 || id > l.ids[n-1] {
		return int32(n), false
	}
	slot, there := slices.BinarySearch(l.ids, id)
	return int32(slot), there
}

// has says that there is an upload with this row.
func (l *rowList) has(row int64) bool {
	slot, there := l.slot(row)
	return there && l.packed[slot] != ""
}

// get returns the upload with a row, of the caller's own; nil where there is none.
func (l *rowList) get(row int64) *ledger.Upload {
	if slot, there := l.slot(row); there && l.packed[slot] != "" {
		return l.packer.Lexicon().Unpack(l.packed[slot])
	}
	return nil
}

// open opens the upload with a row, where there is one.
func (l *rowList) open(row int64, f func(*ledger.Entry)) {
	if slot, there := l.slot(row); there && l.packed[slot] != "" {
		var e ledger.Entry
		l.packer.Lexicon().Open(l.packed[slot], &e)
		f(&e)
	}
}

// numberedAs returns the upload that the site calls so; nil where there is none.
func (l *rowList) numberedAs(uploadID int64) *ledger.Upload { return l.get(l.numbers[uploadID]) }

// entries yields the uploads that are meant, by their rows. What it yields is good for until the next.
func (l *rowList) entries() iter.Seq[*ledger.Entry] {
	return func(yield func(*ledger.Entry) bool) {
		var e ledger.Entry
		lexicon := l.packer.Lexicon()
		for _, packed := range l.packed {
			if packed == "" {
				continue
			}
			if lexicon.Open(packed, &e); !yield(&e) {
				return
			}
		}
	}
}

// put takes an upload in, in place of an earlier one of the same row.
func (l *rowList) put(u *ledger.Upload) {
	slot, there := l.slot(u.Row)
	if !there && int(slot) < len(l.ids) { // older than others: hardly ever
		l.insert(slot, u.Row)
	} else if !there {
		l.ids, l.packed, l.places = append(l.ids, u.Row), append(l.packed, ""), append(l.places, places{})
		l.chosen, l.missed = append(l.chosen, false), append(l.missed, 0)
		if l.sort != "" {
			l.keys = append(l.keys, naturalKey{})
		}
	}
	old := l.packed[slot]
	if old == "" {
		l.count++
		if there {
			l.dropped--
		}
	} else {
		l.forget(old)
	}
	l.packed[slot] = l.packer.Pack(u)
	var at line
	l.read(l.packed[slot], &at)
	l.numbered(&at.Entry)
	l.tell(&at.Entry, 1)
	l.look(slot, &at, old == "")
}

// look looks at an upload whose values are new, or what is shown of them.
func (l *rowList) look(slot int32, at *line, isNew bool) {
	l.places[slot] = l.placesOf(at)
	at.values, l.former = &l.places[slot].facets, nil
	if l.sort != "" {
		if key := newNaturalKey(at.key(l.sort)); isNew || key != l.keys[slot] {
			l.keys[slot] = key
			isNew = true
		}
	}
	if isNew {
		l.moved[slot] = struct{}{}
		l.replaced = true
	}
	missed := l.query.misses(at, l.folds)
	l.replaced = l.replaced || (missed == 0) != (l.missed[slot] == 0)
	l.missed[slot] = missed
	l.revalued = true
}

// again looks at the uploads of a job again: it is called otherwise than before.
func (l *rowList) again(job int64) {
	var at line
	for slot, packed := range l.packed {
		if packed == "" {
			continue
		}
		if l.read(packed, &at); at.Job == job {
			l.look(int32(slot), &at, false)
		}
	}
}

// mark has an upload show another status than its own; an empty one takes that back.
func (l *rowList) mark(row int64, status string) {
	slot, there := l.slot(row)
	if l.marks.set(row, status) && there && l.packed[slot] != "" {
		var at line
		l.read(l.packed[slot], &at)
		l.look(slot, &at, false)
	}
}

func (l *rowList) numbered(e *ledger.Entry) {
	if e.UploadID != 0 {
		l.numbers[e.UploadID] = e.Row
	}
}

// tell counts an upload at its job.
func (l *rowList) tell(e *ledger.Entry, n int) {
	t := l.tallies[e.Job]
	t.held += n
	if waits(e.Status.Text) {
		t.waiting += n
	}
	l.tallies[e.Job] = t
}

func (l *rowList) forget(packed ledger.Packed) {
	var e ledger.Entry
	l.packer.Lexicon().Open(packed, &e)
	l.tell(&e, -1)
}

// insert makes room for an upload between others.
func (l *rowList) insert(slot int32, row int64) {
	at := int(slot)
	l.ids = slices.Insert(slices.Clone(l.ids), at, row)
	l.packed, l.places = slices.Insert(l.packed, at, ""), slices.Insert(l.places, at, places{})
	l.chosen, l.missed = slices.Insert(l.chosen, at, false), slices.Insert(l.missed, at, 0)
	if l.sort != "" {
		l.keys = slices.Insert(l.keys, at, naturalKey{})
	}
	l.order, l.former = nil, nil
	clear(l.moved)
}

// drop takes an upload out.
func (l *rowList) drop(row int64) {
	if slot, there := l.slot(row); there && l.packed[slot] != "" {
		l.forget(l.packed[slot])
		l.packed[slot], l.chosen[slot] = "", false
		l.marks.set(row, "")
		l.count--
		l.dropped++
		l.replaced = true
	}
}

// compact forgets the slots of dropped uploads.
func (l *rowList) compact() {
	if l.dropped == 0 {
		return
	}
	ids := make([]int64, 0, l.count)
	to := make([]int32, len(l.ids))
	for slot, packed := range l.packed {
		if to[slot] = -1; packed != "" {
			at := len(ids)
			to[slot] = int32(at)
			ids = append(ids, l.ids[slot])
			l.packed[at], l.places[at], l.chosen[at], l.missed[at] = packed, l.places[slot], l.chosen[slot], l.missed[slot]
			if l.sort != "" {
				l.keys[at] = l.keys[slot]
			}
		}
	}
	clear(l.packed[l.count:])
	l.former = nil
	l.ids, l.dropped, l.packed, l.places = ids, 0, l.packed[:l.count], l.places[:l.count]
	l.chosen, l.missed, l.keys = l.chosen[:l.count], l.missed[:l.count], l.keys[:min(l.count, len(l.keys))]
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

// choose makes the uploads with these rows the selection.
func (l *rowList) choose(rows []int64) {
	clear(l.chosen)
	l.choices++
	next := int32(0) // mostly each stands right behind the one before
	for _, row := range rows {
		slot := next
		if int(slot) >= len(l.ids) || l.ids[slot] != row {
			var there bool
			if slot, there = l.slot(row); !there {
				continue
			}
		}
		next = slot + 1
		l.chosen[slot] = l.packed[slot] != ""
	}
}

// selected yields the slots of the selected uploads that are shown, in order: what is hidden is never changed
// unseen.
func (l *rowList) selected() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		l.view()
		for _, slot := range l.shown {
			if l.chosen[slot] && !yield(slot) {
				return
			}
		}
	}
}
