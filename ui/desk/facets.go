package desk

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// facet is one thing by which rows can be narrowed down.
type facet int

// The facets, as they stand beside the table.
const (
	facetStatus facet = iota
	facetJob
	facetCatalog
	facetFormats
	facets
)

// facetOf are the fields of a filter that narrow by a facet.
var facetOf = map[string]facet{"status": facetStatus, "job": facetJob, "catalog": facetCatalog, "formats": facetFormats}

var facetFields = [facets]string{"status", "job", "catalog", "formats"}

// FacetGroup is one facet beside the table.
type FacetGroup struct {
	Field string // as in a filter: "catalog"
	Title string
	Items []FacetItem
}

// FacetItem is one value of a facet.
type FacetItem struct {
	Key    string // for [Desk.Narrow]
	Label  string
	Count  int // rows that have it, of those that the other facets and the words of the filter leave
	Tone   Tone
	Chosen bool

	rank int64 // what it is sorted by before its label
}

// facetValues are the values of one facet that rows have; a row has a value's place here.
type facetValues struct {
	places map[string]int32
	words  []int32 // one more than the place of a word of the lexicon; 0 where it is not known
	items  []FacetItem
}

func newFacetValues() facetValues { return facetValues{places: map[string]int32{}} }

// place is where the value of an upload's word stands; it is made where it is new. Words of the lexicon are
// looked for once.
func (f *facetValues) place(word ledger.Word, made func() FacetItem) int32 {
	once := word.At != 0 || word.Text == ""
	if missing := int(word.At) + 1 - len(f.words); missing > 0 {
		f.words = append(f.words, make([]int32, missing)...)
	}
	if once && f.words[word.At] != 0 {
		return f.words[word.At] - 1
	}
	item := made()
	at, known := f.places[item.Key]
	if !known {
		at = int32(len(f.items))
		f.places[item.Key] = at
		f.items = append(f.items, item)
	}
	if once {
		f.words[word.At] = at + 1
	}
	return at
}

// maskOf is a set of formats as bits.
func maskOf(formats []string) (mask int) {
	for n, f := range api.Formats() {
		if slices.Contains(formats, string(f)) || f == api.AIFF && slices.Contains(formats, "aif") {
			mask |= 1 << n
		}
	}
	return mask
}

func formatsOf(mask int) (formats []string) {
	for n, f := range api.Formats() {
		if mask&(1<<n) != 0 {
			formats = append(formats, string(f))
		}
	}
	return formats
}

// formatsLabel says a set of formats in words.
func formatsLabel(formats []string) string {
	switch len(formats) {
	case 0:
		return words.T("no format")
	case 1:
		return words.T("%s only", formats[0])
	}
	return strings.Join(formats, " + ")
}

// classify is the place of an upload in each facet.
func (l *rowList) classify(at *line) [facets]int32 {
	status, catalog := at.Status, at.words[lineCatalog]
	if at.status != status.Text { // it is marked
		status = ledger.Word{Text: at.status}
	}
	return [facets]int32{
		facetStatus: l.values[facetStatus].place(status, func() FacetItem {
			said := statusOf(at.status)
			return FacetItem{Key: said.label, Label: capital(said.sign + said.label), Tone: said.tone, rank: int64(said.rank)}
		}),
		facetJob: l.values[facetJob].place(ledger.Word{Text: at.job}, func() FacetItem {
			return FacetItem{Key: at.job, Label: at.job, rank: -at.Job}
		}),
		facetCatalog: l.values[facetCatalog].place(catalog, func() FacetItem {
			return FacetItem{Key: catalog.Text, Label: cmp.Or(catalog.Text, words.T("no catalog"))}
		}),
		facetFormats: l.values[facetFormats].place(at.Formats, func() FacetItem {
			return FacetItem{Key: at.Formats.Text, Label: formatsLabel(listed(at.Formats.Text))}
		}),
	}
}

// capital begins a label with a capital letter, behind a sign that it may begin with.
func capital(label string) string {
	for at, r := range label {
		if unicode.IsLetter(r) {
			return label[:at] + string(unicode.ToUpper(r)) + label[at+utf8.RuneLen(r):]
		}
	}
	return label
}

// facetGroups counts what each value of each facet would show.
func (l *rowList) facetGroups() []FacetGroup {
	var counts [facets][]int
	for g := range counts {
		counts[g] = make([]int, len(l.values[g].items))
	}
	for slot := range l.places { // none was dropped
		of := &l.places[slot].facets
		switch missed := l.missed[slot]; {
		case missed == 0:
			for g := range counts {
				counts[g][of[g]]++
			}
		case missed&termsMissed == 0 && missed&(missed-1) == 0: // it misses one facet alone: there it would show
			g := facet(0)
			for missed != 2<<g {
				g++
			}
			counts[g][of[g]]++
		}
	}
	groups := make([]FacetGroup, facets)
	for g := range groups {
		groups[g] = FacetGroup{Field: facetFields[g], Title: facetTitle(facet(g)), Items: l.facetItems(facet(g), counts[g])}
	}
	return groups
}

func facetTitle(g facet) string {
	switch g {
	case facetStatus:
		return words.T("Status")
	case facetJob:
		return words.T("Job")
	case facetCatalog:
		return words.T("Catalog")
	}
	return words.T("Formats")
}

// facetItems are the values that would show something, and those that are chosen.
func (l *rowList) facetItems(g facet, counts []int) (items []FacetItem) {
	for at, item := range l.values[g].items {
		item.Count, item.Chosen = counts[at], l.query.chosen(g, item.Key)
		if item.Count > 0 || item.Chosen {
			items = append(items, item)
		}
	}
	slices.SortStableFunc(items, func(a, b FacetItem) int {
		if a.rank != b.rank {
			return cmp.Compare(a.rank, b.rank)
		}
		return newNaturalKey(a.Label).compare(newNaturalKey(b.Label))
	})
	return items
}

func (q *query) chosen(g facet, key string) bool {
	key = fold(key)
	return slices.ContainsFunc(q.facets[g], func(t term) bool { return t.value == key && (t.exact || g == facetStatus || g == facetFormats) })
}

// Narrow shows the rows that have one value of a facet; with widen beside those that have another one
// that was chosen before. A value that is chosen already is let go.
func (d *Desk) Narrow(field, key string, widen bool) {
	d.at(func(s *seat) {
		if g, ok := facetOf[field]; ok {
			s.list.find(s.list.query.narrowed(s.list.filter, g, key, widen))
		}
	})
}

// narrowed is a filter with another choice in one facet; what else it says stays as it was written.
func (q *query) narrowed(filter string, g facet, key string, widen bool) string {
	was, only := q.chosen(g, key), len(q.facets[g]) == 1
	var parts []string
	for rest := strings.TrimSpace(filter); rest != ""; rest = strings.TrimSpace(rest) {
		t, after := nextTerm(rest)
		written := rest[:len(rest)-len(after)]
		of, isFacet := facetOf[t.field]
		mine := isFacet && of == g && !t.not
		if !mine || widen && (!was || t.value != fold(key)) {
			parts = append(parts, written)
		}
		rest = after
	}
	if !was || !widen && !only {
		value := quoted(key)
		if g == facetStatus && !strings.ContainsFunc(key, func(r rune) bool { return r == ' ' || r == '"' }) {
			value = key
		}
		parts = append(parts, facetFields[g]+":"+value)
	}
	return strings.Join(parts, " ")
}
