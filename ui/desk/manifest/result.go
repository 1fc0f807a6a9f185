package manifest

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Result is how things stand with one track: what is written out, and what a manifest can be made of.
type Result struct {
	UploadID  int64             `json:"upload_id,omitempty"`
	TrackID   int64             `json:"track_id,omitempty"` // once published, else 0
	File      string            `json:"file,omitempty"`
	Source    string            `json:"source,omitempty"`
	Title     string            `json:"title,omitempty"` // where Meta has none
	Job       string            `json:"job,omitempty"`
	Formats   []string          `json:"formats,omitempty"`
	Status    string            `json:"status,omitempty"`
	Error     string            `json:"error,omitempty"`
	Added     time.Time         `json:"added,omitzero"`
	Published time.Time         `json:"published,omitzero"`
	Meta      map[string]string `json:"meta,omitempty"`
}

// The columns that every written table has, in this order; those of metadata follow.
const (
	columnUpload    = "Upload ID"
	columnTrack     = "Track ID"
	columnFile      = "File name"
	columnSource    = "Source"
	columnTitle     = "Title"
	columnJob       = "Job"
	columnFormats   = "Formats"
	columnStatus    = "Status"
	columnError     = "Error"
	columnAdded     = "Added"
	columnPublished = "Published"

	// fieldPrefix stands before the name of a field that would be taken for another column.
	fieldPrefix = "Field: "
)

var (
	fixed = []string{
		columnUpload, columnTrack, columnFile, columnSource, columnTitle, columnJob, columnFormats,
		columnStatus, columnError, columnAdded, columnPublished,
	}
	// ownOnly are columns that say how things stand; they are never read as metadata.
	ownOnly = []string{columnTrack, columnJob, columnStatus, columnError, columnAdded, columnPublished}
)

// isOwn says that a table is one that was written here.
func isOwn(header []string) bool {
	return !slices.ContainsFunc(fixed, func(name string) bool { return !slices.Contains(header, name) })
}

// layout is the columns of a written table.
type layout struct {
	header []string
	fields []string // of the columns after the fixed ones
}

// lay finds the columns that these results need.
func lay(results []Result) layout {
	names := map[string]bool{}
	for _, r := range results {
		for name, value := range r.Meta {
			if value != "" {
				names[name] = true
			}
		}
	}
	delete(names, columnTitle)
	fields := slices.Sorted(maps.Keys(names))
	header := slices.Concat(fixed, fields)
	// A field keeps its name where reading takes it for that field.
	proposed := Propose(header, append([]string{columnTitle}, fields...))
	for i, field := range fields {
		if c, ok := proposed.Of(len(fixed) + i); !ok || c.Field != field {
			header[len(fixed)+i] = fieldPrefix + field
		}
	}
	return layout{header: header, fields: fields}
}

// cell is one value of a row: a text, or a time, or a number that is an id.
type cell struct {
	text string
	at   time.Time
	id   int64
}

// row writes a result into cells, which are as many as the header has.
func (l layout) row(r Result, cells []cell) {
	title := r.Meta[columnTitle]
	if title == "" {
		title = r.Title
	}
	copy(cells, []cell{
		{id: r.UploadID},
		{id: r.TrackID},
		{text: r.File},
		{text: r.Source},
		{text: title},
		{text: r.Job},
		{text: strings.Join(r.Formats, ",")},
		{text: r.Status},
		{text: r.Error},
		{at: r.Added},
		{at: r.Published},
	})
	for i, field := range l.fields {
		cells[len(fixed)+i] = cell{text: r.Meta[field]}
	}
}

// String is the cell as it stands in a CSV: ids as numbers, times in RFC 3339, texts never a formula.
func (c cell) String() string {
	switch {
	case c.id != 0:
		return strconv.FormatInt(c.id, 10)
	case !c.at.IsZero():
		return c.at.Format(time.RFC3339)
	}
	return asCell(written(c.text))
}
