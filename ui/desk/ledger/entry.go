package ledger

import (
	"time"
)

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

	flags      byte
	rest, meta string
	lexicon    Lexicon
}

// Open opens a packed upload.
func (l Lexicon) Open(packed Packed, e *Entry) {
	r := reader{rest: string(packed), words: l.words}
	e.Row, e.Job, e.UploadID, e.TrackID = int64(r.number()), int64(r.number()), int64(r.number()), int64(r.number())
	e.Status, e.Formats, e.Problem = r.word(), r.word(), r.word()
	e.flags, r.rest = r.rest[0], r.rest[1:]
	length := r.number()
	e.rest, e.meta, e.lexicon = r.rest[:length], r.rest[length:], l
}

// skipToMeta goes from the beginning of a packed upload to its metadata.
func (r *reader) skipToMeta() {
	for range 4 { // row, job, upload and track
		r.number()
	}
	for range 3 { // status, formats and problem
		if n := r.number(); n&1 != 0 {
			r.rest = r.rest[n>>1:]
		}
	}
	r.rest = r.rest[1:] // flags
	r.rest = r.rest[r.number():]
}

// File is its file name.
func (e *Entry) File() Word {
	r := e.reader()
	return r.word()
}

func (e *Entry) reader() reader { return reader{rest: e.rest, words: e.lexicon.words} }

// FromHere says that its source is known: it was added at this desk.
func (e *Entry) FromHere() bool { return e.flags&hasSource != 0 }

// Added is when the upload was added.
func (e *Entry) Added() time.Time {
	r := e.reader()
	r.word()
	r.word()
	return unstamp(r.signed())
}

// Sources are the file names that the site lists of it.
func (e *Entry) Sources() []string {
	if e.flags&fileIsSources != 0 {
		return []string{e.File().Text}
	}
	return e.Upload().Sources
}

// Source is what the person added.
func (e *Entry) Source() string {
	r := e.reader()
	file, folder := r.word(), r.word()
	if e.flags&fileEndsSource != 0 {
		return folder.Text + file.Text
	}
	return folder.Text
}

// Upload is the whole upload, of the caller's own.
func (e *Entry) Upload() *Upload {
	r := e.reader()
	u := &Upload{
		Row: e.Row, Site: e.lexicon.site, Job: e.Job, UploadID: e.UploadID, TrackID: e.TrackID,
		File: r.word().Text, Source: r.word().Text, Status: e.Status.Text, Formats: e.Formats.Text,
		Problem: e.Problem.Text, Meta: e.Meta(),
	}
	if e.flags&fileEndsSource != 0 {
		u.Source += u.File
	}
	added := r.signed()
	u.Added = unstamp(added)
	if e.flags&wasPublished != 0 {
		u.Published = time.UnixMilli(added + r.signed())
	}
	if e.flags&fileIsSources != 0 {
		u.Sources = []string{u.File}
		return u
	}
	for range r.number() {
		u.Sources = append(u.Sources, r.word().Text)
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

func (r *reader) number() uint64 {
	if b := r.rest[0]; b < oneByte {
		r.rest = r.rest[1:]
		return uint64(b)
	}
	return r.longNumber()
}

// oneByte is the least number that takes more than a byte.
const oneByte = 1 << 7

func (r *reader) longNumber() (n uint64) {
	for at := 0; ; at++ {
		b := r.rest[at]
		n |= uint64(b&(oneByte-1)) << (7 * at)
		if b < oneByte {
			r.rest = r.rest[at+1:]
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
