package ledger

import "slices"

// Variety counts the different values that fields of metadata have among packed uploads of one packer. An upload
// without a field has the empty value.
type Variety struct {
	words  []string
	pick   *Picker
	most   int
	fields []fieldValues
}

// fieldValues is what is known of one field. Values of the lexicon are marked by their places: that of the empty value
// is 0. A value of the lexicon may also stand in uploads that were packed before it came there.
type fieldValues struct {
	met   []bool
	words int // of met
	texts map[string]bool
}

// NewVariety returns what counts the values of the fields with these names. More than most are not told apart.
func (l Lexicon) NewVariety(most int, names ...string) *Variety {
	return &Variety{words: l.words, pick: NewPicker(names...), most: most, fields: make([]fieldValues, len(names))}
}

// Add counts an upload.
func (v *Variety) Add(packed Packed) {
	r := reader{rest: string(packed), words: v.words}
	r.skipToMeta()
	if v.pick.turnTo(r.number(), v.words) {
		for n := range v.fields {
			if !slices.Contains(v.pick.last, n) { // none of these uploads has it
				v.fields[n].word(0, v.most)
			}
		}
	}
	for _, at := range v.pick.last {
		n := r.number() // not by reader.word: to get words that nobody wants takes half as long again
		switch {
		case n&1 != 0:
			text := r.rest[:n>>1]
			r.rest = r.rest[n>>1:]
			if at >= 0 {
				v.fields[at].text(text, v.most)
			}
		case at >= 0:
			v.fields[at].word(int(n>>1), v.most)
		}
	}
}

func (f *fieldValues) word(at, most int) {
	if missing := at + 1 - len(f.met); missing > 0 {
		f.met = append(f.met, make([]bool, missing)...)
	}
	if !f.met[at] && f.words <= most {
		f.met[at] = true
		f.words++
	}
}

func (f *fieldValues) text(text string, most int) {
	if len(f.texts) > most || f.texts[text] {
		return
	}
	if f.texts == nil {
		f.texts = map[string]bool{}
	}
	f.texts[text] = true
}

// Values returns how many values the field at a place has, which is more than are told apart where there are more,
// and the value where it is one.
func (v *Variety) Values(field int) (n int, one string) {
	f := &v.fields[field]
	n = f.words + len(f.texts)
	for text := range f.texts {
		one = text
	}
	for at, met := range f.met {
		switch {
		case !met:
		case f.texts[v.words[at]]:
			n--
		default:
			one = v.words[at]
		}
	}
	if n != 1 {
		one = ""
	}
	return n, one
}
