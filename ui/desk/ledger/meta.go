package ledger

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
	"unique"
)

// Meta is the metadata of an upload: values by the names of their fields. It does not change, and two of
// the same fields are equal. A map of each of 100,000 uploads would take half of all memory: here uploads
// with the same fields share their names, and an upload's values are one text.
type Meta struct {
	names  unique.Handle[string] // one after another, each with endMark behind it; none where values is empty
	values string                // in the same order
}

// endMark is in no text that is valid UTF-8.
const endMark = '\xff'

// NewMeta makes metadata of fields. What is no valid UTF-8 becomes U+FFFD, as in the file.
func NewMeta(fields map[string]string) Meta {
	if len(fields) == 0 {
		return Meta{}
	}
	var names, values []byte
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		names = pack(names, name)
		values = pack(values, fields[name])
	}
	return Meta{names: unique.Make(string(names)), values: string(values)}
}

func pack(to []byte, text string) []byte {
	return append(append(to, strings.ToValidUTF8(text, string(utf8.RuneError))...), endMark)
}

// All yields the fields, by their names.
func (m Meta) All() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		if m.values == "" {
			return
		}
		for names, values := m.names.Value(), m.values; values != ""; {
			name, value := strings.IndexByte(names, endMark), strings.IndexByte(values, endMark)
			if !yield(names[:name], values[:value]) {
				return
			}
			names, values = names[name+1:], values[value+1:]
		}
	}
}

// Get returns the value of a field, empty where there is none.
func (m Meta) Get(name string) string {
	for each, value := range m.All() {
		if each == name {
			return value
		}
	}
	return ""
}

// Meta is the metadata of an opened upload.
func (e *Entry) Meta() Meta {
	r := reader{rest: e.meta, words: e.lexicon.words}
	shape := r.number()
	if shape == 0 {
		return Meta{}
	}
	var room [256]byte
	values := room[:0]
	for r.rest != "" {
		values = append(append(values, r.word().Text...), endMark)
	}
	return Meta{names: unique.Make(r.words[shape]), values: string(values)}
}

// Fields yields the fields of metadata of an opened upload, by their names.
func (e *Entry) Fields() iter.Seq2[string, Word] {
	return func(yield func(string, Word) bool) {
		r := reader{rest: e.meta, words: e.lexicon.words}
		names := r.words[r.number()]
		for names != "" {
			end := strings.IndexByte(names, endMark)
			if !yield(names[:end], r.word()) {
				return
			}
			names = names[end+1:]
		}
	}
}

// Picker gets the values of a few fields from many opened uploads. Most of those have the same fields, so
// that the places of the values are found once.
type Picker struct {
	names  []string
	places map[uint64][]int // by shape: of each value in names; -1 for one that is not wanted
	shape  uint64
	last   []int
}

// NewPicker makes a picker of the fields with these names, for uploads of one packer.
func NewPicker(names ...string) *Picker {
	return &Picker{names: names, places: map[uint64][]int{}, shape: noShape}
}

// noShape is the shape of nothing.
const noShape = ^uint64(0)

// Pick writes the value of each field to its place in into, which is as long as the list of names; empty
// where there is none.
func (p *Picker) Pick(e *Entry, into []Word) {
	clear(into)
	r := reader{rest: e.meta, words: e.lexicon.words}
	p.turnTo(r.number(), r.words)
	for _, at := range p.last {
		if word := r.word(); at >= 0 {
			into[at] = word
		}
	}
}

// turnTo makes last the places of a shape, and says whether it was another's.
func (p *Picker) turnTo(shape uint64, words []string) bool {
	if shape == p.shape {
		return false
	}
	p.shape, p.last = shape, p.placesOf(shape, words[shape])
	return true
}

func (p *Picker) placesOf(shape uint64, names string) []int {
	places, known := p.places[shape]
	if !known {
		for names != "" {
			end := strings.IndexByte(names, endMark)
			places = append(places, slices.Index(p.names, names[:end]))
			names = names[end+1:]
		}
		p.places[shape] = places
	}
	return places
}

// Map returns the fields as a map of the caller's own; nil where there are none.
func (m Meta) Map() map[string]string {
	if m == (Meta{}) {
		return nil
	}
	return maps.Collect(m.All())
}

// MarshalJSON writes the fields as an object.
func (m Meta) MarshalJSON() ([]byte, error) { return json.Marshal(m.Map()) }

// UnmarshalJSON reads an object of strings, or null.
func (m *Meta) UnmarshalJSON(text []byte) (err error) {
	*m, err = new(unpacker).meta(string(text))
	return err
}

// unpacker reads JSON of uploads; what it has read before helps it to read the like.
type unpacker struct {
	names, values []byte
	shared        map[string]string
	kept          strings.Builder
	single        []string
}

// meta reads an object of strings, or null.
func (r *unpacker) meta(text string) (Meta, error) {
	if !r.plainObject(text) {
		var fields map[string]string
		if err := json.Unmarshal([]byte(text), &fields); err != nil {
			return Meta{}, err
		}
		return NewMeta(fields), nil
	}
	if len(r.names) == 0 {
		return Meta{}, nil
	}
	return Meta{names: unique.Make(string(r.names)), values: r.keep(r.values)}, nil
}

// plainObject packs an object that stands as this program writes it: without spaces and escapes, by
// names. It says whether it is one.
func (r *unpacker) plainObject(text string) bool {
	r.names, r.values = r.names[:0], r.values[:0]
	rest, more := strings.CutPrefix(text, `{"`)
	if !more || !plain(text) {
		return false
	}
	for last := ""; more; {
		var name, value string
		name, rest, _ = strings.Cut(rest, `"`)
		if rest, more = strings.CutPrefix(rest, `:"`); !more || len(r.names) > 0 && name <= last {
			return false
		}
		if value, rest, more = strings.Cut(rest, `"`); !more {
			return false
		}
		r.names, r.values = append(append(r.names, name...), endMark), append(append(r.values, value...), endMark)
		last = name
		rest, more = strings.CutPrefix(rest, `,"`)
	}
	return rest == "}"
}

// list reads an array of strings, or null; file is the only one as a rule.
func (r *unpacker) list(text, file string) (list []string, err error) {
	if n := len(text); n >= 4 && text[:2] == `["` && text[2:n-2] == file && text[n-2:] == `"]` && plain(file) && strings.IndexByte(file, '"') < 0 {
		if len(r.single) == cap(r.single) {
			r.single = make([]string, 0, block/16)
		}
		r.single = append(r.single, file)
		n := len(r.single)
		return r.single[n-1 : n : n], nil
	}
	return list, json.Unmarshal([]byte(text), &list)
}

// plain says that JSON strings in a text stand for themselves.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] == '\\' {
			return false
		}
	}
	return utf8.ValidString(text)
}

// block is how many bytes small things that stay are kept in together, and stay together: between the
// pieces that reading leaves behind they would hold many times the memory that they need.
const block = 1 << 16

// keep returns a copy of a text, in a block.
func (r *unpacker) keep(text []byte) string {
	if r.kept.Cap()-r.kept.Len() < len(text) {
		r.kept = strings.Builder{}
		r.kept.Grow(max(block, len(text)))
	}
	from := r.kept.Len()
	r.kept.Write(text)
	return r.kept.String()[from:]
}

// share returns the same text each time that it meets it.
func (r *unpacker) share(text string) string {
	if shared, met := r.shared[text]; met {
		return shared
	}
	if r.shared == nil {
		r.shared = map[string]string{}
	}
	r.shared[text] = text
	return text
}
