package desk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/maruel/natural"

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
)

// Column names a column of the table.
type Column string

// The columns.
const (
	ColumnTitle   Column = "title"
	ColumnFile    Column = "file"
	ColumnAlbum   Column = "album"
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
	Job      string
	Status   string
	Tone     Tone // of Status
	Formats  []string
	UploadID string
	TrackID  string

	text string // what the filter looks through
}

// Rows is an immutable list of rows.
type Rows struct {
	rows []*Row
	at   map[int64]int
}

// Len returns how many rows there are.
func (r *Rows) Len() int { return len(r.rows) }

// At returns the row at an index.
func (r *Rows) At(index int) *Row { return r.rows[index] }

// Index returns where the row with this id is.
func (r *Rows) Index(id int64) (int, bool) { at, ok := r.at[id]; return at, ok }

var statusWords = map[string]struct {
	word words.Sentence
	tone Tone
}{
	string(api.Uploaded):   {words.Later("waiting"), TonePlain},
	string(api.Queued):     {words.Later("queued"), ToneSoft},
	string(api.Publishing): {words.Later("publishing"), ToneAccent},
	string(api.Published):  {words.Later("published"), ToneDone},
	string(api.Errored):    {words.Later("✕ errored"), ToneErrored},
	statusToSend:           {words.Later("to be sent"), ToneSoft},
	statusSending:          {words.Later("sending"), ToneAccent},
	statusRefused:          {words.Later("✕ refused"), ToneErrored},
	statusUnknown:          {words.Later("? unknown"), ToneUnknown},
	statusNotListed:        {words.Later("not listed"), ToneSoft},
	statusStopped:          {words.Later("not sent"), ToneSoft},
}

// row makes an upload ready to paint.
func (s *seat) row(u *ledger.Upload) *Row {
	r := &Row{ID: u.Row, Title: u.Meta["Title"], File: u.File, Album: u.Meta["Album"], Formats: listed(u.Formats), Status: u.Status}
	if r.Title == "" {
		r.Title = strings.TrimSuffix(u.File, fileEnding(u.File))
	}
	if j := s.jobs[u.Job]; j != nil {
		r.Job = j.Name
	}
	if i := s.removing[u.Row]; i != nil && i.State == ledger.Unknown {
		r.Status, r.Tone = statusWords[statusUnknown].word.String(), ToneUnknown
	} else if i != nil {
		r.Status, r.Tone = words.T("to be removed"), ToneSoft
	} else if known, ok := statusWords[u.Status]; ok {
		r.Status, r.Tone = known.word.String(), known.tone
	}
	if u.UploadID != 0 {
		r.UploadID = strconv.FormatInt(u.UploadID, 10)
	}
	if u.TrackID != 0 {
		r.TrackID = strconv.FormatInt(u.TrackID, 10)
	}
	r.text = strings.ToLower(strings.Join([]string{
		r.Title, r.File, r.Album, r.Job, r.Status, u.Formats, r.UploadID, r.TrackID, u.Meta["Artist"], u.Meta["Composer"],
	}, "\n"))
	return r
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

// key is what a row is sorted by.
func (r *Row) key(by Column) string {
	switch by {
	case ColumnFile:
		return r.File
	case ColumnAlbum:
		return r.Album
	case ColumnJob:
		return r.Job
	case ColumnStatus:
		return r.Status
	case ColumnFormats:
		return strings.Join(r.Formats, ",")
	case ColumnUpload:
		return r.UploadID
	case ColumnTrack:
		return r.TrackID
	}
	return r.Title
}

// rowList is the rows of a site in their order, the filter and the selection.
type rowList struct {
	byID       map[int64]*Row
	order      []*Row // all rows; nil where it must be made anew
	filter     string
	sort       Column
	descending bool
	selected   map[int64]bool
	made       *Rows // what rows last returned; nil where something changed since
}

func newRowList() rowList {
	return rowList{byID: map[int64]*Row{}, selected: map[int64]bool{}}
}

func (l *rowList) put(r *Row) {
	old := l.byID[r.ID]
	l.byID[r.ID], l.made = r, nil
	if old == nil || old.key(l.sort) != r.key(l.sort) {
		l.order = nil
	}
}

// by sorts by a column; the same column again turns the order round.
func (l *rowList) by(column Column) {
	l.descending = l.sort == column && !l.descending
	l.sort, l.order, l.made = column, nil, nil
}

func (l *rowList) find(text string) { l.filter, l.made = text, nil }

func (l *rowList) choose(ids []int64) {
	l.selected = make(map[int64]bool, len(ids))
	for _, id := range ids {
		if l.byID[id] != nil {
			l.selected[id] = true
		}
	}
}

// rows returns what the filter leaves, in order.
func (l *rowList) rows() *Rows {
	if l.made != nil {
		return l.made
	}
	l.arrange()
	terms := terms(l.filter)
	made := &Rows{at: make(map[int64]int, len(l.order))}
	for i, r := range l.order {
		now := l.byID[r.ID]
		l.order[i] = now
		if now.matches(terms) {
			made.at[now.ID] = len(made.rows)
			made.rows = append(made.rows, now)
		}
	}
	l.made = made
	return made
}

// arrange puts all rows in order. Without a column to sort by they stand as they came.
func (l *rowList) arrange() {
	if l.order != nil {
		return
	}
	l.order = make([]*Row, 0, len(l.byID))
	for _, r := range l.byID {
		l.order = append(l.order, r)
	}
	slices.SortFunc(l.order, func(a, b *Row) int { return cmp.Compare(a.ID, b.ID) })
	if l.sort == "" {
		return
	}
	slices.SortStableFunc(l.order, func(a, b *Row) int {
		c := natural.Compare(strings.ToLower(a.key(l.sort)), strings.ToLower(b.key(l.sort)))
		if l.descending {
			return -c
		}
		return c
	})
}

// terms are the words of a filter; words in quotes belong together.
func terms(filter string) []string {
	var found []string
	for i, part := range strings.Split(strings.ToLower(filter), `"`) {
		if i%2 == 1 {
			if part != "" {
				found = append(found, part)
			}
			continue
		}
		found = append(found, strings.Fields(part)...)
	}
	return found
}

func (r *Row) matches(terms []string) bool {
	for _, term := range terms {
		if !strings.Contains(r.text, term) {
			return false
		}
	}
	return true
}
