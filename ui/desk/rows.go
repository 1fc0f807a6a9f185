package desk

import (
	"iter"
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

	// What follows is the desk's alone.
	upload *ledger.Upload
	of     *ledger.Job
	text   string // what is not plain ASCII of what the filter looks through, folded: to fold it takes long
	facets [facets]int32
	rank   int32 // of Status among the others
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
	{string(api.Errored), words.Later("errored"), "✕ ", ToneErrored},
	{statusRefused, words.Later("refused"), "✕ ", ToneErrored},
	{statusUnknown, words.Later("unknown"), "? ", ToneUnknown},
	{statusNotListed, words.Later("not listed"), "", ToneSoft},
	{statusStopped, words.Later("not sent"), "", ToneSoft},
	{statusRemoving, words.Later("to be removed"), "", ToneSoft},
}

// row makes an upload ready to paint.
func (s *seat) row(u *ledger.Upload) *Row {
	r := &Row{
		ID: u.Row, File: u.File,
		Formats: s.list.formats(u.Formats), Status: u.Status, rank: int32(len(statusWords)), upload: u, of: s.jobs[u.Job],
	}
	for name, value := range u.Meta.All() {
		switch name {
		case "Title":
			r.Title = value
		case "Album":
			r.Album = value
		case "Catalog":
			r.Catalog = value
		}
	}
	if r.Title == "" {
		r.Title = strings.TrimSuffix(u.File, fileEnding(u.File))
	}
	if r.of != nil {
		r.Job = r.of.Name
	}
	status := u.Status
	if i := s.removing[u.Row]; i != nil && i.State == ledger.Unknown {
		status = statusUnknown
	} else if i != nil {
		status = statusRemoving
	}
	r.say(status)
	r.UploadID, r.TrackID = numbers(u.UploadID, u.TrackID)
	for text := range r.texts() {
		if !isASCII(text) {
			r.text += fold(text) + "\n"
		}
	}
	return r
}

// texts yields what the filter looks through.
func (r *Row) texts() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, text := range [...]string{r.Title, r.File, r.Album, r.Catalog, r.Job, r.Status, r.upload.Formats, r.UploadID, r.TrackID} {
			if !yield(text) {
				return
			}
		}
		for name, value := range r.upload.Meta.All() {
			if (name == "Artist" || name == "Composer") && !yield(value) {
				return
			}
		}
	}
}

// numbers writes the numbers of an upload and its track, which lie together in memory; empty for none.
func numbers(upload, track int64) (string, string) {
	var room [40]byte
	both := room[:0]
	if upload != 0 {
		both = strconv.AppendInt(both, upload, 10)
	}
	at := len(both)
	if track != 0 {
		both = strconv.AppendInt(both, track, 10)
	}
	text := string(both)
	return text[:at], text[at:]
}

// say gives a row the words of a status; one that is none of the known stands as the site says it.
func (r *Row) say(status string) {
	for rank, known := range statusWords {
		if known.status == status {
			r.Status, r.Tone, r.rank = known.sign+known.word.String(), known.tone, int32(rank)
		}
	}
}

func listed(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// word is the status without its sign.
func (r *Row) word() string {
	if int(r.rank) < len(statusWords) {
		return r.Status[len(statusWords[r.rank].sign):]
	}
	return r.Status
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
	case ColumnCatalog:
		return r.Catalog
	case ColumnJob:
		return r.Job
	case ColumnStatus:
		return r.word()
	case ColumnFormats:
		return strings.Join(r.Formats, ",")
	case ColumnUpload:
		return r.UploadID
	case ColumnTrack:
		return r.TrackID
	}
	return r.Title
}
