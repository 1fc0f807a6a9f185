package intake

import (
	"maps"
	"slices"
	"strings"
)

func isBlank(value string) bool { return strings.TrimSpace(value) == "" }

// folded is a field's name as two spellings of it are compared.
func folded(field string) string { return strings.ToLower(strings.TrimSpace(field)) }

// blanks warns of blank values for what the site has already: sent, they take away what stands.
func (r *run) blanks() {
	for i, c := range r.candidates {
		if !c.updates() {
			continue
		}
		stands, known := r.standing(c)
		var fields []string
		for _, field := range slices.Sorted(maps.Keys(c.Meta)) {
			if isBlank(c.Meta[field]) && (!known || stands[folded(field)]) {
				fields = append(fields, field)
			}
		}
		if len(fields) > 0 {
			r.find(i, BlankErases, sayBlankErases(fields, known))
		}
	}
}

// standing are the fields that are not blank on the site; false where that is not known.
func (r *run) standing(c Candidate) (fields map[string]bool, known bool) {
	meta, known := r.known.Meta[c.UploadID]
	return filled(meta), known && c.UploadID != 0
}

func filled(meta map[string]string) map[string]bool {
	fields := make(map[string]bool, len(meta))
	for field, value := range meta {
		if !isBlank(value) {
			fields[folded(field)] = true
		}
	}
	return fields
}

// brings notes which required fields a candidate has.
func (r *run) brings(i int, fields map[string]bool) {
	r.fields[i] = make([]bool, len(r.rules.Required))
	for n, field := range r.rules.Required {
		r.fields[i][n] = fields[folded(field)]
	}
}

// given notes what metadata brings: to what stands where that is known, and in place of a new file's
// own tags.
func (r *run) given(i int) {
	c := r.candidates[i]
	fields := filled(c.Meta)
	if c.updates() {
		stands, known := r.standing(c)
		if !known {
			return
		}
		for field := range c.Meta {
			delete(stands, folded(field))
		}
		maps.Copy(fields, stands)
	} else if len(c.Meta) == 0 {
		return // the file's own tags count
	}
	r.brings(i, fields)
}

// missing tells of required fields that nothing brings. Several formats of one track are one: what
// one of them brings, all have; and where one can't be told, nothing is.
func (r *run) missing() {
	if len(r.rules.Required) == 0 {
		return
	}
	untold := map[int]bool{}
	for i := range r.candidates {
		if r.fields[i] == nil {
			r.given(i)
		}
		lead := r.lead[i]
		switch {
		case r.fields[i] == nil || r.has(i, JoinsUpload):
			untold[lead] = true
		case lead != i && r.fields[lead] != nil:
			for n, has := range r.fields[i] {
				r.fields[lead][n] = r.fields[lead][n] || has
			}
		}
	}
	for i, fields := range r.fields {
		if fields == nil || r.lead[i] != i || untold[i] {
			continue
		}
		var lacks []string
		for n, has := range fields {
			if !has {
				lacks = append(lacks, r.rules.Required[n])
			}
		}
		if len(lacks) > 0 {
			r.find(i, FieldsMissing, sayFieldsMissing(lacks, len(r.candidates[i].Meta) > 0 || r.candidates[i].updates()))
		}
	}
}
