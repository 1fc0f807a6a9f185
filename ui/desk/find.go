package desk

import (
	"slices"
	"strings"
)

// formerFilter is a filter on the way to the one in force, and what rows missed of it. Whoever takes a letter back
// gets it again at once.
type formerFilter struct {
	filter string
	query  query
	missed []uint8
}

// mostFormer is how many are kept; each takes a byte a row.
const mostFormer = 20

// find filters. Somebody types, as a rule: with each letter fewer rows are left, and only those are looked at.
func (l *rowList) find(text string) {
	if text == l.filter {
		return
	}
	l.replaced = true
	if at := slices.IndexFunc(l.former, func(f formerFilter) bool { return f.filter == text }); at >= 0 {
		back := l.former[at]
		l.filter, l.query, l.missed, l.former = back.filter, back.query, back.missed, l.former[:at]
		return
	}
	before, next := l.query, parseQuery(text)
	if next.empty() {
		l.filter, l.query, l.folds, l.former = text, next, nil, nil
		clear(l.missed)
		return
	}
	if l.folds == nil {
		l.folds = map[string]string{}
	}
	if !before.empty() {
		l.former = append(l.former[max(0, len(l.former)+1-mostFormer):], formerFilter{l.filter, before, slices.Clone(l.missed)})
	}
	l.filter, l.query = text, next
	if !next.choosesAs(&before) {
		l.findAnew()
		return
	}
	l.findAmong(next.asksMore(&before), before.asksMore(&next))
}

// findAnew looks at all rows.
func (l *rowList) findAnew() {
	var at line
	for slot, packed := range l.packed {
		if packed != "" {
			l.readAt(slot, &at)
			l.missed[slot] = l.query.misses(&at, l.folds)
		}
	}
}

// findAmong looks at the rows that can miss the terms or not otherwise than before: where these ask for more, what
// missed them still does, and where they ask for less, what had them still has them.
func (l *rowList) findAmong(more, less bool) {
	var at line
	for slot, packed := range l.packed {
		missed := l.missed[slot] & termsMissed
		if packed == "" || more && missed != 0 || less && missed == 0 {
			continue
		}
		l.readAt(slot, &at)
		l.missed[slot] = l.missed[slot]&^termsMissed | l.query.missesTerms(&at, l.folds)
	}
}

// choosesAs says that a query asks for the same of the facets as another.
func (q *query) choosesAs(other *query) bool {
	for g := range q.facets {
		if !slices.EqualFunc(q.facets[g], other.facets[g], func(a, b term) bool { return a.is(&b) }) {
			return false
		}
	}
	return true
}

// asksMore says that whatever has all that a query's terms ask for also has all that another's do.
func (q *query) asksMore(than *query) bool {
	for n := range than.terms {
		if !slices.ContainsFunc(q.terms, func(t term) bool { return t.implies(&than.terms[n]) }) {
			return false
		}
	}
	return true
}

// is says that a term asks for just the same as another.
func (t *term) is(other *term) bool {
	return t.field == other.field && t.value == other.value && t.exact == other.exact && t.not == other.not
}

// implies says that whatever a term fits another one fits as well.
func (t *term) implies(other *term) bool {
	switch {
	case t.is(other):
		return true
	case t.field != other.field || t.not || other.not || other.exact && other.field != "":
		return false
	case t.field == "format": // it is looked for as a whole; so are fields of facets, which are only terms with a minus
		return false
	}
	return strings.Contains(t.value, other.value)
}
