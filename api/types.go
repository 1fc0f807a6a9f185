package api

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Format is what an upload can be published as.
type Format string

// The formats of the import API. Files on disk that end in .aif are AIFF.
const (
	MP3  Format = "mp3"
	AIFF Format = "aiff"
	WAV  Format = "wav"
)

// Formats returns every format, in the order in which lists of formats are written.
func Formats() []Format { return []Format{MP3, AIFF, WAV} }

// ParseFormat reads one format: its name in any case, or a file ending such as ".aif".
func ParseFormat(text string) (Format, error) {
	switch strings.TrimPrefix(strings.ToLower(strings.TrimSpace(text)), ".") {
	case "mp3":
		return MP3, nil
	case "aiff", "aif":
		return AIFF, nil
	case "wav":
		return WAV, nil
	}
	return "", fmt.Errorf("%q is not a format: use mp3, aiff or wav", text)
}

// ParseFormats reads a comma list such as "mp3,aiff". Doubles are dropped and the result is in
// the order of [Formats]. An empty list is no error.
func ParseFormats(list string) ([]Format, error) {
	var found []Format
	for part := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		format, err := ParseFormat(part)
		if err != nil {
			return nil, err
		}
		found = append(found, format)
	}
	return SortFormats(found), nil
}

// SortFormats returns the formats in the order of [Formats], each once; unknown ones come last,
// as a site may know more formats than this package.
func SortFormats(formats []Format) []Format {
	sorted := slices.Clone(formats)
	rank := func(f Format) int {
		if at := slices.Index(Formats(), f); at >= 0 {
			return at
		}
		return len(Formats())
	}
	slices.SortFunc(sorted, func(a, b Format) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(string(a), string(b))
	})
	return slices.Compact(sorted)
}

// JoinFormats writes formats as the comma list that the API takes.
func JoinFormats(formats []Format) string {
	words := make([]string, len(formats))
	for i, f := range formats {
		words[i] = string(f)
	}
	return strings.Join(words, ",")
}

// Status is where an upload stands on its way to being a track.
type Status string

// The statuses that this package knows; a site may answer others, which are kept as they are.
const (
	Uploaded   Status = "uploaded"   // in the import queue, its job not published yet
	Queued     Status = "queued"     // its job is published, and it waits for its turn
	Publishing Status = "publishing" // being fetched and encoded
	Published  Status = "published"  // a track, live on the site
	Errored    Status = "errored"    // could not be published; Upload.Error says why
)

// Upload is one track in a site's import queue, or one that was, or a new file for a published track.
type Upload struct {
	UploadID int64             `json:"upload_id,omitempty"` // 0 for a new file of a published track
	UpdateID int64             `json:"update_id,omitempty"` // of such a new file, else 0
	UpdateTo int64             `json:"update_to,omitempty"` // the track_id that it is for, else 0
	JobID    int64             `json:"job_id,omitempty"`
	Status   Status            `json:"status"`
	Formats  []Format          `json:"formats"`            // what it is, or will be, published as
	Sources  []string          `json:"sources"`            // file names in list and upload, format names in setFormats
	Meta     map[string]string `json:"meta"`               // flat, by the site's standard field names: Title, Album, …
	TrackID  int64             `json:"track_id,omitempty"` // once published, else 0
	// SearchableAt is when search finds a published track; zero where the site doesn't say.
	SearchableAt time.Time `json:"searchable_at,omitzero"`
	Error        string    `json:"error,omitempty"` // why it is errored
}

// Counts is how far a job is, as checkJob tells.
type Counts struct {
	Queued     int `json:"q,omitempty"`
	Done       int `json:"d,omitempty"`
	InProgress int `json:"i,omitempty"`
	Errored    int `json:"e,omitempty"`
	// Known is false where the site gave no counts at all ({} or []), as it does for a job that is
	// not published yet: nothing is known then, least of all that the job is finished.
	Known bool `json:"-"`
}

// Total is the number of uploads counted.
func (c Counts) Total() int { return c.Queued + c.Done + c.InProgress + c.Errored }

// Settled says that something was counted and nothing of it waits or is in progress.
func (c Counts) Settled() bool {
	return c.Known && c.Queued == 0 && c.InProgress == 0 && c.Done+c.Errored > 0
}

// Job is the answer to createJob.
type Job struct {
	JobID int64 `json:"job_id"`
}

// FormatsSet is the answer to setFormats. Upload.Formats is what now stands, whatever was asked.
type FormatsSet struct {
	Upload Upload   `json:"track"`
	Added  []Format `json:"added"`
}

// MetadataSet is the answer to setMetadata. Upload.Meta is what now stands, whatever was asked.
type MetadataSet struct {
	Upload Upload `json:"track"`
}

// Fields is the answer to getAvailableFields: the names by which metadata is set.
type Fields struct {
	Fields []string `json:"fields"`
}

// Update is the answer to an upload for a published track.
type Update struct {
	TrackID  int64 `json:"update_to"`
	UpdateID int64 `json:"update_id"`
}

// Deleted is the answer to delete.
type Deleted struct {
	Count int `json:"deleted"` // -1 where the site doesn't say
}

// PublishStarted is the answer to publish.
type PublishStarted struct {
	JobID      int64  `json:"job_id"`
	Queued     int    `json:"queued"`
	OnComplete string `json:"oncomplete,omitempty"`
}

// Page is one page of list.
type Page struct {
	Count   int      `json:"count"` // of all pages; -1 where the site does not say
	Page    int      `json:"pg"`    // from 0
	Show    int      `json:"show"`  // uploads a page, at most
	Uploads []Upload `json:"uploads"`
}
