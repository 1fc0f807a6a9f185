package desk

import (
	"slices"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// shownFields are the fields of metadata that the selection shows.
var shownFields = []string{"Title", "Catalog", "Album", "Artist", "Composer", "BPM", "ISRC"}

// selected are the selected uploads that the filter shows, in order.
func (s *seat) selected() (found []*ledger.Upload) {
	lexicon := s.list.packer.Lexicon()
	for slot := range s.list.selected() {
		found = append(found, lexicon.Unpack(s.list.packed[slot]))
	}
	return found
}

// summed is what the view of the selection depends on.
type summed struct {
	reviewed
	choices, presets int
	can              bool
}

func (s *seat) selectionView() SelectionView {
	if now := (summed{s.depends(), s.list.choices, s.d.presetted, s.client != nil}); now != s.summed {
		s.summed, s.selection = now, s.sumUp()
	}
	return s.selection
}

// sumUp sums the selection up.
func (s *seat) sumUp() SelectionView {
	v := SelectionView{Of: words.N(s.list.view().Len(), "of %d shown", "of %d shown")}
	slots := slices.AppendSeq(make([]int32, 0, len(s.list.shown)), s.list.selected())
	n := len(slots)
	if n == 0 {
		return v
	}
	v.IDs = make([]int64, n)
	for at, slot := range slots {
		v.IDs[at] = s.list.ids[slot]
	}
	t := s.totals(slots)
	v.Title = words.N(n, "%d track selected", "%d tracks selected")
	v.Can = t.opened > 0 && s.client != nil
	lists, counted := t.all, n
	switch {
	case n == 1 && t.errored == 1:
		v.Note = words.T("Once that is mended, add the track again: the site takes it as a new upload.")
	case t.opened == 0:
		v.Note = words.T("Formats can be set only while a track waits to be published.")
	case t.opened < n:
		v.Note = words.N(t.opened, "Formats concern the %d track that still wait to be published.",
			"Formats concern the %d tracks that still wait to be published.")
		lists, counted = t.open, t.opened
	}
	v.Formats = formatViews(lists, counted)
	if v.Can {
		v.Presets = s.d.presetViews(lists)
	}
	v.Fields = fieldViews(t.fields)
	switch {
	case t.problems > 0 && n == 1:
		v.Problem = t.problem
	case t.problems > 0:
		v.Problem = words.N(t.problems, "%d of these have a problem. The first: %s", "%d of these have a problem. The first: %s", t.problem)
	}
	v.Removal = s.removalView(t.removal)
	return v
}

// totals are what selected uploads come to.
type totals struct {
	all, open map[string]int // by their formats, once all that was asked for is answered; open are those of which formats can be set
	opened    int            // how many those are
	fields    *ledger.Variety
	removal   removal
	errored   int
	problems  int
	problem   string // the first
}

// totals sums the selected uploads up, which stand at these slots: those of each class at once, unless something was
// asked for them that is not answered yet.
func (s *seat) totals(slots []int32) *totals {
	l := &s.list
	lexicon := l.packer.Lexicon()
	t := &totals{all: map[string]int{}, open: map[string]int{}, fields: lexicon.NewVariety(mostValues, shownFields...)}
	doubted := s.doubtedJobs()
	counts := make([]int, len(l.classes.all))
	for _, slot := range slots {
		counts[l.places[slot].class]++
		t.fields.Add(l.packed[slot])
	}
	single := func(row int64) {
		if slot, there := l.slot(row); there && l.packed[slot] != "" && l.chosen[slot] && l.missed[slot] == 0 {
			at := l.places[slot].class
			counts[at]--
			t.add(l.classes.all[at], 1, s.formatsThen(row, l.classes.all[at].formats), s.removing[row] != nil, doubted)
		}
	}
	for row := range s.removing {
		single(row)
	}
	for row := range s.wanted {
		if s.removing[row] == nil {
			single(row)
		}
	}
	for at, n := range counts {
		if n > 0 {
			t.add(l.classes.all[at], n, l.classes.all[at].formats, false, doubted)
		}
	}
	if t.problems > 0 {
		first := slices.IndexFunc(slots, func(slot int32) bool { return l.classes.all[l.places[slot].class].problem })
		t.problem = lexicon.Unpack(l.packed[slots[first]]).Problem
	}
	return t
}

// add takes a number of uploads of a class in, with the formats that they will have.
func (t *totals) add(c class, n int, formats string, leaving bool, doubted map[int64]bool) {
	t.all[formats] += n
	if settable(c.status, c.there) && !leaving {
		t.open[formats] += n
		t.opened += n
	}
	if c.status == string(api.Errored) {
		t.errored += n
	}
	if c.problem {
		t.problems += n
	}
	if !leaving {
		t.removal.add(c, n, doubted)
	}
}

func formatViews(lists map[string]int, all int) []FormatView {
	counts := map[api.Format]int{}
	for list, n := range lists {
		for _, f := range apiFormats(list) {
			counts[f] += n
		}
	}
	var views []FormatView
	for _, f := range api.Formats() {
		n := counts[f]
		v := FormatView{Format: string(f), Label: strings.ToUpper(string(f)), State: FormatMixed, Note: words.T("%s of %s", words.Figure(n), words.Figure(all))}
		switch {
		case n == 0:
			v.State, v.Note = FormatOff, words.T("none")
		case n == all && all == 1:
			v.State, v.Note = FormatOn, words.T("yes")
		case n == all:
			v.State, v.Note = FormatOn, words.N(all, "all %d", "all %d")
		}
		if all == 1 && n == 0 {
			v.Note = words.T("no")
		}
		views = append(views, v)
	}
	return views
}

// mostValues is how many values of a field are told apart: of more, it says only that there are more.
const mostValues = 1000

// fieldViews says what fields have: one value, or how many.
func fieldViews(fields *ledger.Variety) (views []Field) {
	for at, name := range shownFields {
		switch n, one := fields.Values(at); {
		case n > mostValues:
			views = append(views, Field{name, words.T("over %s values", words.Figure(mostValues))})
		case n > 1:
			views = append(views, Field{name, words.N(n, "%d value", "%d values")})
		case one != "":
			views = append(views, Field{name, one})
		}
	}
	return views
}
