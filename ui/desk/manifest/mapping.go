package manifest

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Target is what a column holds.
type Target string

// The targets. A mapping has at most one column for each, and one for each field.
const (
	Source   Target = "source"    // the address or the path of a file
	File     Target = "file"      // the name of a file beside the manifest, where there is no source
	Formats  Target = "formats"   // what to publish as
	UploadID Target = "upload_id" // the upload that the row is about; none for a new track
	Field    Target = "field"     // metadata
)

// Column says what one column holds.
type Column struct {
	At     int    `json:"at"` // counted from 0
	Target Target `json:"target"`
	Field  string `json:"field,omitempty"` // the site's name of the metadata, of Target Field only
}

// Mapping says what the columns of a manifest hold, in their order. Those that it does not name are left
// out. It marshals to JSON, for the next manifest with the same [Signature].
type Mapping struct {
	Columns []Column `json:"columns"`
}

// Of returns what a column holds, if anything.
func (m Mapping) Of(at int) (Column, bool) {
	i := slices.IndexFunc(m.Columns, func(c Column) bool { return c.At == at })
	if i < 0 {
		return Column{}, false
	}
	return m.Columns[i], true
}

// With returns the mapping with another meaning for one column. A column that held the same before is
// left out then, as is the column itself where the target is "".
func (m Mapping) With(column Column) Mapping {
	if column.Target != Field {
		column.Field = ""
	}
	columns := slices.DeleteFunc(slices.Clone(m.Columns), func(c Column) bool {
		return c.At == column.At || c.Target == column.Target && c.Field == column.Field
	})
	if column.Target != "" {
		columns = append(columns, column)
	}
	slices.SortFunc(columns, func(a, b Column) int { return a.At - b.At })
	return Mapping{Columns: columns}
}

// column is where a target stands, or -1.
func (m Mapping) column(target Target) int {
	i := slices.IndexFunc(m.Columns, func(c Column) bool { return c.Target == target })
	if i < 0 {
		return -1
	}
	return m.Columns[i].At
}

// Signature is the same for headers that a remembered mapping fits: those with the same names in the same
// order, whatever their case, blanks and punctuation.
func Signature(header []string) string {
	names := make([]string, len(header))
	for i, name := range header {
		names[i] = key(name)
	}
	for len(names) > 0 && names[len(names)-1] == "" {
		names = names[:len(names)-1]
	}
	sum := sha256.Sum256([]byte(strings.Join(names, "\n")))
	return hex.EncodeToString(sum[:])
}

// Propose matches columns with their meaning by name. The fields are those of the site; in one of which
// there can be several, the number is written {X}: "Writer {X} First Name". A column that fits nothing is
// left out.
func Propose(header, fields []string) Mapping {
	p := proposal{header: header}
	own := isOwn(header)
	p.each(func(name string) (Column, bool) {
		field, ok := strings.CutPrefix(name, fieldPrefix)
		return Column{Target: Field, Field: field}, ok && field != ""
	})
	p.targets()
	skip := func(name string) bool { return own && slices.Contains(ownOnly, name) }
	for _, loosely := range []bool{false, true} {
		for _, field := range fields {
			p.each(func(name string) (Column, bool) {
				found, ok := named(name, field, loosely)
				return Column{Target: Field, Field: found}, ok && !skip(name)
			})
		}
		p.each(func(name string) (Column, bool) {
			field, ok := custom(name)
			return Column{Target: Field, Field: field}, ok
		})
	}
	for _, group := range alike {
		i := slices.IndexFunc(fields, func(field string) bool { return slices.Contains(group, key(field)) })
		if i < 0 {
			continue
		}
		for _, known := range group {
			p.each(func(name string) (Column, bool) {
				return Column{Target: Field, Field: fields[i]}, key(name) == known && !skip(name)
			})
		}
	}
	return p.Mapping
}

// proposal is a mapping in the making: what a column or target was found for first stays.
type proposal struct {
	Mapping
	header []string
}

// each asks of every column that is still free whether it means something, from the left.
func (p *proposal) each(means func(name string) (Column, bool)) {
	for at, name := range p.header {
		if _, taken := p.Of(at); taken {
			continue
		}
		c, ok := means(name)
		if !ok || slices.ContainsFunc(p.Columns, func(d Column) bool { return d.Target == c.Target && d.Field == c.Field }) {
			continue
		}
		c.At = at
		p.Mapping = p.With(c)
	}
}

func (p *proposal) targets() {
	for _, t := range targetNames {
		for _, known := range t.names {
			p.each(func(name string) (Column, bool) { return Column{Target: t.target}, key(name) == known })
		}
	}
}
