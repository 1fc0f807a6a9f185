package ledger

import (
	"encoding/binary"
	"strings"
)

// Packed is an upload as a text of some hundred bytes, an eighth of what an [Upload] takes: what uploads have
// in common stands in the [Lexicon] of their [Packer]. It does not change.
type Packed string

// Row is the row of the upload.
func (p Packed) Row() int64 {
	r := reader{rest: string(p)}
	return int64(r.number())
}

// Job is the row of its job.
func (p Packed) Job() int64 {
	r := reader{rest: string(p)}
	r.number()
	return int64(r.number())
}

// Packer packs the uploads of one site. It belongs to one goroutine.
type Packer struct {
	site   string
	words  []string // only ever appended to: lexicons share it
	places map[string]uint32
	kinds  map[string]*kind
	shapes map[string]shape // by the names of fields, as [Meta] has them
	kept   strings.Builder
	room   []byte
	rest   []byte
}

// kind counts the texts of one kind, as titles. Those of which most are like no other stand in their uploads.
type kind struct{ seen, distinct int }

// shape is what all metadata with the same fields has in common.
type shape struct {
	at    uint32 // of the names, in the lexicon
	kinds []*kind
}

// knownFrom is how many texts of a kind are seen before it is known whether they are like others.
const knownFrom = 64

// NewPacker makes a packer for the uploads of a site.
func NewPacker(site string) *Packer {
	return &Packer{site: site, words: []string{""}, places: map[string]uint32{"": 0}, kinds: map[string]*kind{}, shapes: map[string]shape{}}
}

// Lexicon reads what was packed until now.
func (p *Packer) Lexicon() Lexicon { return Lexicon{site: p.site, words: p.words} }

// What the flags of a packed upload say.
const (
	hasSource      = 1 << iota
	fileEndsSource // its source is a folder and its file name
	fileIsSources  // its file name is the only one that the site lists
	wasPublished
)

// Pack packs an upload, whose site is not looked at.
func (p *Packer) Pack(u *Upload) Packed {
	p.pack(u)
	return Packed(p.room)
}

// packWithOthers packs one of many that are read together, and stay: in a block with others it takes less. But
// one that stays keeps all of its block.
func (p *Packer) packWithOthers(u *Upload) Packed {
	p.pack(u)
	return Packed(p.keep())
}

// pack makes room hold an upload. What is asked of all uploads comes first, then how long the rest is, which is
// asked of few, and then the metadata.
func (p *Packer) pack(u *Upload) {
	flags, folder := flagsOf(u)
	p.room = p.room[:0]
	p.number(uint64(u.Row), uint64(u.Job), uint64(u.UploadID), uint64(u.TrackID))
	p.word(u.Status, p.kind("status"))
	p.word(u.Formats, p.kind("formats"))
	p.word(u.Problem, p.kind("problem"))
	p.room = append(p.room, flags)
	first := p.room
	p.room = p.rest[:0]
	p.word(u.File, nil)
	p.word(folder, p.kind("source"))
	added := stamp(u.Added)
	p.room = binary.AppendVarint(p.room, added)
	if flags&wasPublished != 0 {
		p.room = binary.AppendVarint(p.room, stamp(u.Published)-added)
	}
	if flags&fileIsSources == 0 {
		p.number(uint64(len(u.Sources)))
		for _, name := range u.Sources {
			p.word(name, nil)
		}
	}
	p.rest, p.room = p.room, first
	p.number(uint64(len(p.rest)))
	p.room = append(p.room, p.rest...)
	p.meta(u.Meta)
}

// flagsOf are the flags of an upload, and what of its source they do not say.
func flagsOf(u *Upload) (flags byte, folder string) {
	folder = u.Source
	if u.Source != "" {
		flags |= hasSource
	}
	if u.File != "" && strings.HasSuffix(u.Source, u.File) {
		flags |= fileEndsSource
		folder = folder[:len(folder)-len(u.File)]
	}
	if len(u.Sources) == 1 && u.Sources[0] == u.File {
		flags |= fileIsSources
	}
	if !u.Published.IsZero() {
		flags |= wasPublished
	}
	return flags, folder
}

func (p *Packer) meta(m Meta) {
	if m.values == "" {
		p.number(0)
		return
	}
	s := p.shape(m.names.Value())
	p.number(uint64(s.at))
	values := m.values
	for _, k := range s.kinds {
		end := strings.IndexByte(values, endMark)
		p.word(values[:end], k)
		values = values[end+1:]
	}
}

func (p *Packer) shape(names string) shape {
	s, known := p.shapes[names]
	if !known {
		s.at = p.place(names)
		for rest := names; rest != ""; {
			name, after, _ := strings.Cut(rest, string([]byte{endMark}))
			s.kinds = append(s.kinds, p.kind("field "+name))
			rest = after
		}
		p.shapes[names] = s
	}
	return s
}

func (p *Packer) kind(name string) *kind {
	k := p.kinds[name]
	if k == nil {
		k = new(kind)
		p.kinds[name] = k
	}
	return k
}

func (p *Packer) number(numbers ...uint64) {
	for _, n := range numbers {
		p.room = binary.AppendUvarint(p.room, n)
	}
}

// word packs a text: as its place in the lexicon, an even number, or as twice its length and one, and the text.
// Of no kind, it is like no other.
func (p *Packer) word(text string, k *kind) {
	if text == "" {
		p.room = append(p.room, 0)
		return
	}
	if k == nil || k.seen >= knownFrom && 2*k.distinct > k.seen {
		p.number(uint64(len(text))<<1 | 1)
		p.room = append(p.room, text...)
		return
	}
	known := len(p.words)
	at := p.place(text)
	k.seen++
	k.distinct += len(p.words) - known
	p.number(uint64(at) << 1)
}

func (p *Packer) place(text string) uint32 {
	at, known := p.places[text]
	if !known {
		at, text = uint32(len(p.words)), strings.Clone(text)
		p.words = append(p.words, text)
		p.places[text] = at
	}
	return at
}

// keep returns what was packed as a text, which lies in a block with others.
func (p *Packer) keep() string {
	if p.kept.Cap()-p.kept.Len() < len(p.room) {
		p.kept = strings.Builder{}
		p.kept.Grow(max(block, len(p.room)))
	}
	from := p.kept.Len()
	p.kept.Write(p.room)
	return p.kept.String()[from:]
}
