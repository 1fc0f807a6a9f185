package desk

import (
	"cmp"
	"slices"
	"strings"
	"sync"

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
	v.Can = t.open.n > 0 && s.client != nil
	counted := &t.all
	switch {
	case n == 1 && t.errored == 1:
		v.Note = words.T("Once that is mended, add the track again: the site takes it as a new upload.")
	case t.open.n == 0:
		v.Note = words.T("Formats can be set only while a track waits to be published.")
	case t.open.n < n:
		v.Note = words.N(t.open.n, "Formats concern the %d track that still wait to be published.",
			"Formats concern the %d tracks that still wait to be published.")
		counted = &t.open
	}
	lists := counted.lists()
	v.Formats = formatViews(lists, counted.n)
	if v.Can {
		v.Presets = s.d.presetViews(lists)
	}
	v.Fields = t.fields.views()
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
	all, open formatCounts // open are those of which formats can be set
	fields    *fieldCounts
	removal   *removal
	errored   int
	problems  int
	problem   string // the first
}

// splitFrom is from how many uploads on two processors sum them up.
const splitFrom = 10_000

// totals sums uploads up, in one go over them.
func (s *seat) totals(slots []int32) *totals {
	if len(slots) < splitFrom {
		return s.totalsOf(slots)
	}
	var rest *totals
	var other sync.WaitGroup
	other.Go(func() { rest = s.totalsOf(slots[len(slots)/2:]) })
	t := s.totalsOf(slots[:len(slots)/2])
	other.Wait()
	t.all.join(rest.all)
	t.open.join(rest.open)
	t.fields.join(rest.fields)
	t.removal.join(rest.removal)
	t.errored, t.problems, t.problem = t.errored+rest.errored, t.problems+rest.problems, cmp.Or(t.problem, rest.problem)
	return t
}

func (s *seat) totalsOf(slots []int32) *totals {
	t := &totals{fields: newFieldCounts(), removal: s.removal()}
	var e ledger.Entry
	lexicon := s.list.packer.Lexicon()
	for _, slot := range slots {
		lexicon.Open(s.list.packed[slot], &e)
		formats := s.formatsThen(e.Row, e.Formats.Text)
		t.all.add(formats)
		if s.settable(e.Row, e.UploadID, e.Status.Text) {
			t.open.add(formats)
		}
		t.fields.add(&e)
		t.removal.add(&e)
		if e.Status.Text == string(api.Errored) {
			t.errored++
		}
		if e.Problem.Text != "" {
			t.problems++
			t.problem = cmp.Or(t.problem, e.Problem.Text)
		}
	}
	return t
}

// formatCounts counts uploads by the formats that they will have: most have those of the one before.
type formatCounts struct {
	n, run int
	last   string
	counts map[string]int
}

func (c *formatCounts) add(list string) {
	c.n++
	if c.run > 0 && list != c.last {
		c.lists()
	}
	c.last = list
	c.run++
}

func (c *formatCounts) join(rest formatCounts) {
	c.n += rest.n
	for list, n := range rest.lists() {
		c.lists()[list] += n
	}
}

// lists are the counts, by the comma lists of formats.
func (c *formatCounts) lists() map[string]int {
	if c.counts == nil {
		c.counts = map[string]int{}
	}
	if c.run > 0 {
		c.counts[c.last] += c.run
		c.run = 0
	}
	return c.counts
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

// fieldCounts counts the values of the fields that the selection shows.
type fieldCounts struct {
	pick   *ledger.Picker
	words  []ledger.Word
	values []fieldCount // by shownFields
}

// fieldCount counts the values of a field. Many uploads have the same: that of the one before is not looked for,
// and those of the lexicon are marked.
type fieldCount struct {
	n     int
	last  ledger.Word
	met   []bool // by the places of words in the lexicon
	texts map[string]bool
}

func newFieldCounts() *fieldCounts {
	return &fieldCounts{pick: ledger.NewPicker(shownFields...), words: make([]ledger.Word, len(shownFields)), values: make([]fieldCount, len(shownFields))}
}

func (c *fieldCounts) join(rest *fieldCounts) {
	for n := range c.values {
		c.values[n].join(&rest.values[n])
	}
}

func (c *fieldCounts) add(e *ledger.Entry) {
	c.pick.Pick(e, c.words)
	for n := range c.values {
		c.values[n].add(c.words[n])
	}
}

func (c *fieldCount) add(word ledger.Word) {
	switch {
	case c.n > mostValues || c.n > 0 && word == c.last:
		return
	case word.At == 0:
		if c.texts == nil {
			c.texts = map[string]bool{}
		}
		if c.texts[word.Text] {
			return
		}
		c.texts[word.Text] = true
	default:
		if missing := int(word.At) + 1 - len(c.met); missing > 0 {
			c.met = append(c.met, make([]bool, missing)...)
		}
		if c.met[word.At] {
			return
		}
		c.met[word.At] = true
	}
	c.n++
	c.last = word
}

func (c *fieldCount) join(rest *fieldCount) {
	if rest.n > mostValues {
		c.n = rest.n
	}
	for text := range rest.texts {
		c.add(ledger.Word{Text: text})
	}
	for at, met := range rest.met {
		if met {
			c.add(ledger.Word{At: uint32(at), Text: "…"})
		}
	}
}

// views sums them up: one value, or how many.
func (c *fieldCounts) views() (views []Field) {
	for n, name := range shownFields {
		switch of := c.values[n]; {
		case of.n > mostValues:
			views = append(views, Field{name, words.T("over %s values", words.Figure(mostValues))})
		case of.n > 1:
			views = append(views, Field{name, words.N(of.n, "%d value", "%d values")})
		case of.last.Text != "":
			views = append(views, Field{name, of.last.Text})
		}
	}
	return views
}
