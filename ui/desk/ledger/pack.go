package ledger

import (
	"encoding/binary"
	"strings"
	"time"
	"unicode/utf8"
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
	fileEndsSource = 1 << iota // its source is a folder and its file name
	fileIsSources              // its file name is the only one that the site lists
	wasPublished
)

// Pack packs an upload, whose site is not looked at.
func (p *Packer) Pack(u *Upload) Packed {
	var flags byte
	source := u.Source
	if u.File != "" && strings.HasSuffix(source, u.File) {
		flags |= fileEndsSource
		source = source[:len(source)-len(u.File)]
	}
	if len(u.Sources) == 1 && u.Sources[0] == u.File {
		flags |= fileIsSources
	}
	if !u.Published.IsZero() {
		flags |= wasPublished
	}
	p.room = p.room[:0]
	p.number(uint64(u.Row), uint64(u.Job), uint64(u.UploadID), uint64(u.TrackID))
	p.word(u.Status, p.kind("status"))
	p.word(u.Formats, p.kind("formats"))
	p.word(u.Problem, p.kind("problem"))
	p.room = append(p.room, flags)
	p.word(u.File, nil)
	p.word(source, p.kind("source"))
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
	p.meta(u.Meta)
	return Packed(p.keep())
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

// Lexicon reads packed uploads: those that its packer packed before it was made. It does not change, and may
// be used on any goroutine.
type Lexicon struct {
	site  string
	words []string
}

// Words is how many words the lexicon has: every [Word.At] is less.
func (l Lexicon) Words() int { return len(l.words) }

// Word is a text of a packed upload.
type Word struct {
	Text string
	At   uint32 // its place in the lexicon; 0 where it stands in the upload, or is empty
}

// Entry is a packed upload that was opened: what most uses want of it costs no memory.
type Entry struct {
	Row, Job, UploadID, TrackID int64
	Status, Formats, Problem    Word
	File                        Word

	folder           Word
	flags            byte
	added, published int64
	sources, meta    string
	lexicon          Lexicon
}

// Open opens a packed upload.
func (l Lexicon) Open(packed Packed, e *Entry) {
	r := reader{rest: string(packed), words: l.words}
	e.Row, e.Job, e.UploadID, e.TrackID = int64(r.number()), int64(r.number()), int64(r.number()), int64(r.number())
	e.Status, e.Formats, e.Problem = r.word(), r.word(), r.word()
	e.flags, r.rest = r.rest[0], r.rest[1:]
	e.File, e.folder = r.word(), r.word()
	e.added, e.published = r.signed(), 0
	if e.flags&wasPublished != 0 {
		e.published = e.added + r.signed()
	}
	if e.sources = r.rest; e.flags&fileIsSources == 0 {
		for range r.number() {
			r.word()
		}
	}
	e.meta, e.lexicon = r.rest, l
}

// FromHere says that its source is known: it was added at this desk.
func (e *Entry) FromHere() bool { return e.folder.Text != "" || e.flags&fileEndsSource != 0 }

// Added is when the upload was added.
func (e *Entry) Added() time.Time { return unstamp(e.added) }

// Sources are the file names that the site lists of it.
func (e *Entry) Sources() []string {
	if e.flags&fileIsSources != 0 {
		return []string{e.File.Text}
	}
	var list []string
	r := reader{rest: e.sources, words: e.lexicon.words}
	for range r.number() {
		list = append(list, r.word().Text)
	}
	return list
}

// Source is what the person added.
func (e *Entry) Source() string {
	if e.flags&fileEndsSource != 0 {
		return e.folder.Text + e.File.Text
	}
	return e.folder.Text
}

// Upload is the whole upload, of the caller's own.
func (e *Entry) Upload() *Upload {
	u := &Upload{
		Row: e.Row, Site: e.lexicon.site, Job: e.Job, UploadID: e.UploadID, TrackID: e.TrackID,
		Source: e.Source(), File: e.File.Text, Sources: e.Sources(), Status: e.Status.Text, Formats: e.Formats.Text,
		Problem: e.Problem.Text, Added: e.Added(), Meta: e.Meta(),
	}
	if e.flags&wasPublished != 0 {
		u.Published = time.UnixMilli(e.published)
	}
	return u
}

// Unpack opens a packed upload and returns the whole of it.
func (l Lexicon) Unpack(packed Packed) *Upload {
	var e Entry
	l.Open(packed, &e)
	return e.Upload()
}

// reader reads what a packer wrote.
type reader struct {
	rest  string
	words []string
}

func (r *reader) number() (n uint64) {
	for shift := 0; ; shift += 7 {
		b := r.rest[shift/7]
		n |= uint64(b&0x7f) << shift
		if b < utf8.RuneSelf {
			r.rest = r.rest[shift/7+1:]
			return n
		}
	}
}

func (r *reader) signed() int64 {
	n := r.number()
	return int64(n>>1) ^ -int64(n&1)
}

func (r *reader) word() Word {
	n := r.number()
	if n&1 == 0 {
		return Word{r.words[n>>1], uint32(n >> 1)}
	}
	text := r.rest[:n>>1]
	r.rest = r.rest[n>>1:]
	return Word{Text: text}
}
