package desk

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// Statuses of the desk's own, of an upload that the site does not have or no longer names.
const (
	statusToSend    = "to send"
	statusSending   = "sending"
	statusRefused   = "refused"
	statusUnknown   = "unknown"
	statusNotListed = "not listed"
	statusStopped   = "stopped"
	statusRemoving  = "removing"
)

// Column names a column of the table.
type Column string

// The columns.
const (
	ColumnTitle   Column = "title"
	ColumnFile    Column = "file"
	ColumnAlbum   Column = "album"
	ColumnCatalog Column = "catalog"
	ColumnJob     Column = "job"
	ColumnStatus  Column = "status"
	ColumnFormats Column = "formats"
	ColumnUpload  Column = "upload"
	ColumnTrack   Column = "track"
)

// Row is one upload, ready to paint.
type Row struct {
	ID       int64 // names the upload at this desk, whatever the site calls it
	Title    string
	File     string
	Album    string
	Catalog  string
	Job      string
	Status   string
	Tone     Tone // of Status
	Formats  []string
	UploadID string
	TrackID  string
}

// Rows is an immutable list of rows: those that the filter leaves, in order. A row is made when it is asked for.
type Rows struct {
	packed  []ledger.Packed
	lexicon ledger.Lexicon
	names   map[int64]string // of jobs
	marks   map[int64]string
	ids     []int64 // of all rows that there were then, ascending
	place   []int32 // of each of ids in packed; -1 where the filter hides it
}

// rows are those that are shown, at these places.
func (l *rowList) rows(place []int32) *Rows {
	r := &Rows{packed: make([]ledger.Packed, len(l.shown)), lexicon: l.packer.Lexicon(), names: make(map[int64]string, len(l.jobs)), marks: l.marks.shown(), ids: l.ids, place: place}
	for at, slot := range l.shown {
		r.packed[at] = l.packed[slot]
	}
	for row, j := range l.jobs {
		r.names[row] = j.Name
	}
	return r
}

// Len returns how many rows there are.
func (r *Rows) Len() int { return len(r.packed) }

// ID returns the id of the row at an index.
func (r *Rows) ID(index int) int64 { return r.packed[index].Row() }

// At returns the row at an index.
func (r *Rows) At(index int) *Row {
	var at line
	r.lexicon.Open(r.packed[index], &at.Entry)
	for name, word := range at.Fields() {
		if n := slices.Index(lineFields[:], name); n >= 0 {
			at.words[n] = word
		}
	}
	at.job, at.status = r.names[at.Job], at.Status.Text
	if mark, marked := r.marks[at.Row]; marked {
		at.status = mark
	}
	return at.row()
}

// Index returns where the row with this id is.
func (r *Rows) Index(id int64) (int, bool) {
	if slot, there := slices.BinarySearch(r.ids, id); there && r.place[slot] >= 0 {
		return int(r.place[slot]), true
	}
	return 0, false
}

// marks are the statuses that uploads show in place of their own. Views share them.
type marks struct {
	of     map[int64]string
	shared bool // a view has them: they do not change any more
}

// set marks an upload, or with an empty status marks it no more, and says whether that is new.
func (m *marks) set(row int64, status string) bool {
	if m.of[row] == status {
		return false
	}
	if m.shared || m.of == nil {
		m.of, m.shared = maps.Clone(m.of), false
		if m.of == nil {
			m.of = map[int64]string{}
		}
	}
	if status == "" {
		delete(m.of, row)
	} else {
		m.of[row] = status
	}
	return true
}

func (m *marks) shown() map[int64]string {
	m.shared = true
	return m.of
}

// lineFields are the fields of metadata that the table shows or the filter looks through.
var lineFields = [...]string{"Title", "Album", "Catalog", "Artist", "Composer"}

// The places of lineFields.
const (
	lineTitle = iota
	lineAlbum
	lineCatalog
	lineArtist
	lineComposer
)

// line is an upload as the table has it, opened.
type line struct {
	ledger.Entry
	words  [len(lineFields)]ledger.Word
	job    string // its name
	jobID  int64
	status string         // that it shows
	values *[facets]int32 // where its value of each facet stands; nil where that is not known
}

// read opens an upload of the list.
func (l *rowList) read(packed ledger.Packed, at *line) {
	l.packer.Lexicon().Open(packed, &at.Entry)
	l.pick.Pick(&at.Entry, at.words[:])
	at.job, at.jobID, at.status, at.values = "", 0, at.Status.Text, nil
	if j := l.jobs[at.Job]; j != nil {
		at.job, at.jobID = j.Name, j.JobID
	}
	if len(l.marks.of) > 0 {
		at.status = cmp.Or(l.marks.of[at.Row], at.status)
	}
}

// readAt opens the upload at a slot, of which it is known where its facets' values stand.
func (l *rowList) readAt(slot int, at *line) {
	l.read(l.packed[slot], at)
	at.values = &l.places[slot].facets
}

// title is its title, or else its file name without the ending.
func (at *line) title() string {
	if title := at.words[lineTitle].Text; title != "" {
		return title
	}
	return strings.TrimSuffix(at.File().Text, fileEnding(at.File().Text))
}

// row makes it ready to paint.
func (at *line) row() *Row {
	r := &Row{
		ID: at.Row, Title: at.title(), File: at.File().Text, Album: at.words[lineAlbum].Text, Catalog: at.words[lineCatalog].Text,
		Job: at.job, Formats: listed(at.Formats.Text),
	}
	said := statusOf(at.status)
	r.Status, r.Tone = said.sign+said.label, said.tone
	r.UploadID, r.TrackID = numberOf(at.UploadID), numberOf(at.TrackID)
	return r
}

// statusWords are the statuses in the order in which they are listed.
var statusWords = []struct {
	status string
	word   words.Sentence
	sign   string
	tone   Tone
}{
	{string(api.Uploaded), words.Later("waiting"), "", TonePlain},
	{statusToSend, words.Later("to be sent"), "", ToneSoft},
	{statusSending, words.Later("sending"), "", ToneAccent},
	{string(api.Queued), words.Later("queued"), "", ToneSoft},
	{string(api.Publishing), words.Later("publishing"), "", ToneAccent},
	{string(api.Published), words.Later("published"), "", ToneDone},
	{string(api.Errored), words.Later("errored"), "× ", ToneErrored},
	{statusRefused, words.Later("refused"), "× ", ToneErrored},
	{statusUnknown, words.Later("unknown"), "? ", ToneUnknown},
	{statusNotListed, words.Later("not listed"), "", ToneSoft},
	{statusStopped, words.Later("not sent"), "", ToneSoft},
	{statusRemoving, words.Later("to be removed"), "", ToneSoft},
}

// said is how a status is said.
type said struct {
	label, sign string
	tone        Tone
	rank        int // among the others
}

// statusOf says a status; one that is none of the known stands as the site says it.
func statusOf(status string) said {
	for rank, known := range statusWords {
		if known.status == status {
			return said{known.word.String(), known.sign, known.tone, rank}
		}
	}
	return said{label: status, rank: len(statusWords)}
}

func listed(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// fileEnding is the ending of a file name, with its dot, if it is a short one.
func fileEnding(name string) string {
	if at := strings.LastIndexByte(name, '.'); at > 0 && len(name)-at <= 5 {
		return name[at:]
	}
	return ""
}

// key is what it is sorted by.
func (at *line) key(by Column) string {
	switch by {
	case ColumnFile:
		return at.File().Text
	case ColumnAlbum:
		return at.words[lineAlbum].Text
	case ColumnCatalog:
		return at.words[lineCatalog].Text
	case ColumnJob:
		return at.job
	case ColumnStatus:
		return statusOf(at.status).label
	case ColumnFormats:
		return at.Formats.Text
	case ColumnUpload:
		return numberOf(at.UploadID)
	case ColumnTrack:
		return numberOf(at.TrackID)
	}
	return at.title()
}

// word is the place of that in the lexicon; 0 where it does not stand there.
func (at *line) word(by Column) uint32 {
	switch by {
	case ColumnAlbum:
		return at.words[lineAlbum].At
	case ColumnCatalog:
		return at.words[lineCatalog].At
	case ColumnFormats:
		return at.Formats.At
	case ColumnTitle:
		return at.words[lineTitle].At
	}
	return 0
}

// numberOf writes the number of an upload or a track; empty for none.
func numberOf(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}
