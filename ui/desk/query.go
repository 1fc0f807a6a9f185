package desk

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
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
	if t.field == "formats" {
		t.value = strings.Join(formatsOf(maskOf(strings.Split(t.value, ","))), ",")
	}
	return t, rest
}

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

// fits says whether a row has what a term asks for.
func (t term) fits(r *Row) bool { return t.found(r) != t.not }

func (t term) found(r *Row) bool {
	switch t.field {
	case "":
		for text := range r.texts() {
			if holds(text, t.value) {
				return true
			}
		}
		return strings.Contains(r.text, t.value)
	case "format":
		return slices.Contains(r.Formats, t.value) || t.value == "aif" && slices.Contains(r.Formats, "aiff")
	case "formats":
		return t.value == strings.Join(r.Formats, ",")
	case "status":
		return t.equals(r.word()) || t.equals(r.upload.Status)
	case "upload":
		return t.equals(r.UploadID)
	case "track":
		return t.equals(r.TrackID)
	case "job":
		return t.equals(r.Job) || r.of != nil && r.of.JobID != 0 && t.value == strconv.FormatInt(r.of.JobID, 10)
	case "catalog":
		return t.equals(r.Catalog)
	case "title":
		return t.equals(r.Title)
	case "file":
		return t.equals(r.File)
	case "album":
		return t.equals(r.Album)
	}
	return t.equals(r.upload.Meta.Get(map[string]string{"artist": "Artist", "composer": "Composer"}[t.field]))
}

func (t term) equals(value string) bool {
	if value = fold(value); t.exact {
		return value == t.value
	}
	return strings.Contains(value, t.value)
}

// misses says what of a query a row does not have: bit 0 for its terms, and one for each facet.
func (q *query) misses(r *Row) (missed uint8) {
	for _, t := range q.terms {
		if !t.fits(r) {
			missed = 1
			break
		}
	}
	for g, terms := range q.facets {
		if len(terms) > 0 && !slices.ContainsFunc(terms, func(t term) bool { return t.found(r) }) {
			missed |= 2 << g
		}
	}
	return missed
}
