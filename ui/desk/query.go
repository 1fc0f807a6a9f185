package desk

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"pressroom/ui/desk/ledger"
)

// query is what the filter asks for: a row is shown where every term fits it. The terms of one facet
// are alternatives: a row has one status, one job, one catalog and one set of formats.
type query struct {
	terms  []term
	facets [facets][]term
}

// term is one word of a filter, or a field with a value.
type term struct {
	field string // empty: anywhere
	value string // folded
	exact bool   // it was quoted: all of the field's value, not a part of it
	not   bool

	digits bool           // the value can stand in a number
	words  memory         // by the places of words in the lexicon
	values [facets]memory // by the places of facets' values
}

// memory is whether texts have what a term asks for, by their places: each is looked at only once.
type memory []knowledge

type knowledge uint8

const (
	notLooked knowledge = iota
	hasIt
	hasNot
)

func (m *memory) has(place int, look func() bool) bool {
	if missing := place + 1 - len(*m); missing > 0 {
		*m = append(*m, make(memory, missing)...)
	}
	known := &(*m)[place]
	if *known == notLooked {
		if *known = hasNot; look() {
			*known = hasIt
		}
	}
	return *known == hasIt
}

// queryFields are the fields that a filter can name, by every name that it can call them.
var queryFields = map[string]string{
	"title": "title", "file": "file", "album": "album", "artist": "artist", "composer": "composer",
	"catalog": "catalog", "catalogue": "catalog", "status": "status", "job": "job",
	"format": "format", "formats": "formats", "upload": "upload", "track": "track",
}

// parseQuery reads a filter: words, "words that belong together", field:value, and a minus before what
// must not be. Nothing that can be typed is an error; a field that is none is a word like others.
func parseQuery(filter string) (q query) {
	for rest := strings.TrimSpace(filter); rest != ""; rest = strings.TrimSpace(rest) {
		var t term
		t, rest = nextTerm(rest)
		group, isFacet := facetOf[t.field]
		switch {
		case t.value == "" && !t.exact:
		case isFacet && !t.not:
			q.facets[group] = append(q.facets[group], t)
		case t.value != "" || t.field != "":
			q.terms = append(q.terms, t)
		}
	}
	return q
}

func nextTerm(text string) (t term, rest string) {
	if len(text) > 1 && text[0] == '-' && !unicode.IsSpace(rune(text[1])) {
		t.not, text = true, text[1:]
	}
	if at := strings.IndexByte(text, ':'); at > 0 && !strings.ContainsFunc(text[:at], unicode.IsSpace) {
		if field, known := queryFields[fold(text[:at])]; known {
			t.field, text = field, text[at+1:]
		}
	}
	var value string
	value, t.exact, rest = nextValue(text)
	t.value = fold(value)
	t.digits = inNumber(t.value)
	if t.field == "formats" {
		t.value = strings.Join(formatsOf(maskOf(strings.Split(t.value, ","))), ",")
	}
	return t, rest
}

// inNumber says that a text can be a part of a number.
func inNumber(text string) bool { return strings.Trim(text, "0123456789") == "" }

// nextValue reads up to the next space, or what stands in quotes: in these \" is a quote. Quotes that
// do not end yet, as while somebody types, go on to the end.
func nextValue(text string) (value string, quoted bool, rest string) {
	if !strings.HasPrefix(text, `"`) {
		end := strings.IndexFunc(text, unicode.IsSpace)
		if end < 0 {
			end = len(text)
		}
		return text[:end], false, text[end:]
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && (text[i+1] == '"' || text[i+1] == '\\'):
			i++
			b.WriteByte(text[i])
		case text[i] == '"':
			return b.String(), true, text[i+1:]
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String(), true, ""
}

// quoted writes a value such that a filter takes it for just this one.
func quoted(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// fits says whether an upload has what a term asks for.
func (t *term) fits(at *line, folds map[string]string) bool { return t.found(at, folds) != t.not }

func (t *term) found(at *line, folds map[string]string) bool {
	switch t.field {
	case "":
		return t.anywhere(at, folds)
	case "format":
		return slices.Contains(strings.Split(at.Formats.Text, ","), t.value) || t.value == "aif" && strings.Contains(at.Formats.Text, "aiff")
	case "formats":
		return t.value == at.Formats.Text
	case "status":
		return t.has(statusOf(at.status).label, folds) || t.has(at.Status.Text, folds)
	case "upload":
		return t.has(numberOf(at.UploadID), folds)
	case "track":
		return t.has(numberOf(at.TrackID), folds)
	case "job":
		return t.called(at, folds) || at.jobID != 0 && t.value == strconv.FormatInt(at.jobID, 10)
	case "title":
		return t.titled(at, folds)
	case "file":
		return t.of(at.File(), folds)
	}
	return t.of(at.words[wordOf[t.field]], folds)
}

// wordOf are the places of the fields of metadata that a filter can name.
var wordOf = map[string]int{"album": lineAlbum, "catalog": lineCatalog, "artist": lineArtist, "composer": lineComposer}

// anywhere says that something of what the table shows, or the artist or the composer, has what a term asks for.
func (t *term) anywhere(at *line, folds map[string]string) bool {
	for _, word := range at.words {
		if t.of(word, folds) {
			return true
		}
	}
	if t.of(at.Formats, folds) || t.titled(at, folds) || t.of(at.File(), folds) || t.called(at, folds) {
		return true
	}
	if t.valued(at, facetStatus, func() bool { said := statusOf(at.status); return t.has(said.sign+said.label, folds) }) {
		return true
	}
	return t.digits && (t.has(numberOf(at.UploadID), folds) || t.has(numberOf(at.TrackID), folds))
}

func (t *term) titled(at *line, folds map[string]string) bool {
	if title := at.words[lineTitle]; title.Text != "" {
		return t.of(title, folds)
	}
	return t.has(at.title(), folds)
}

// of looks at a word, at each of the lexicon only once.
func (t *term) of(word ledger.Word, folds map[string]string) bool {
	if word.At == 0 {
		return t.has(word.Text, folds)
	}
	return t.words.has(int(word.At), func() bool { return t.has(word.Text, folds) })
}

// called looks at the name of its job.
func (t *term) called(at *line, folds map[string]string) bool {
	return t.valued(at, facetJob, func() bool { return t.has(at.job, folds) })
}

// valued looks at what depends on a facet's value alone, once for each.
func (t *term) valued(at *line, g facet, look func() bool) bool {
	if at.values == nil {
		return look()
	}
	return t.values[g].has(int(at.values[g]), look)
}

// has looks at a text, without regard to case and accents.
func (t *term) has(text string, folds map[string]string) bool {
	if !isASCII(text) {
		folded, met := folds[text]
		if !met {
			folded = fold(text)
			if folds != nil {
				folds[text] = folded
			}
		}
		text = folded
	}
	if t.exact && t.field != "" && len(text) != len(t.value) {
		return false
	}
	return holds(text, t.value)
}

// empty says that it asks for nothing.
func (q *query) empty() bool {
	for _, terms := range q.facets {
		if len(terms) > 0 {
			return false
		}
	}
	return len(q.terms) == 0
}

// misses says what of a query an upload does not have: bit 0 for its terms, and one for each facet.
func (q *query) misses(at *line, folds map[string]string) uint8 {
	missed := q.missesTerms(at, folds)
	for g, terms := range q.facets {
		found := len(terms) == 0
		for n := 0; n < len(terms) && !found; n++ {
			found = terms[n].found(at, folds)
		}
		if !found {
			missed |= 2 << g
		}
	}
	return missed
}

// missesTerms says the same of its terms alone.
func (q *query) missesTerms(at *line, folds map[string]string) uint8 {
	for n := range q.terms {
		if !q.terms[n].fits(at, folds) {
			return termsMissed
		}
	}
	return 0
}

// termsMissed is the bit that says that a row does not have all that a query's terms ask for.
const termsMissed = 1
