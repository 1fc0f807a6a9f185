package manifest

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"time"
)

// Receipt is what a job was and what became of it, to print or to file.
type Receipt struct {
	Site    string // its name or address
	Job     string // its name
	JobID   int64
	Tally   Tally
	Started time.Time // zero where it is not known
	Ended   time.Time
	Made    time.Time // when the receipt was
	Tracks  []Result  // their sources stay out of it: addresses can hold passwords
	Labels  *Labels   // nil for English
}

// Tally is how many tracks of a job stand where.
type Tally struct {
	Done, Errored, InProgress, Queued int
}

// Labels are the words of a receipt.
type Labels struct {
	Language string // as HTML knows it: "en"
	Heading  string

	Site, Job, JobID, Started, Ended, Tracks, Done, Errored, InProgress, Queued string

	Title, File, UploadID, TrackID, Formats, Status, Error string // columns

	None       string // stands for what is not known
	Made       string // before the time at which the receipt was made
	TimeLayout string // as package time knows it
	Thousands  string // between groups of three digits
}

// English are the labels of a receipt in English.
func English() Labels {
	return Labels{
		Language: "en", Heading: "Receipt of a publishing job",
		Site: "Site", Job: "Job", JobID: "Job ID", Started: "Started", Ended: "Ended", Tracks: "Tracks",
		Done: "Done", Errored: "Errored", InProgress: "In progress", Queued: "Queued",
		Title: "Title", File: "File name", UploadID: "Upload ID", TrackID: "Track ID", Formats: "Formats", Status: "Status", Error: "Error",
		None: "not known", Made: "Made", TimeLayout: "2006-01-02 15:04 MST", Thousands: ",",
	}
}

//go:embed receipt.html
var receiptPage string

var receiptTemplate = template.Must(template.New("receipt").Parse(receiptPage))

// WriteReceipt writes a receipt as one HTML page that needs nothing else: no script, no font, no picture.
func WriteReceipt(w io.Writer, r Receipt) error {
	if r.Labels == nil {
		labels := English()
		r.Labels = &labels
	}
	if err := receiptTemplate.Execute(w, r); err != nil {
		return fmt.Errorf("write the receipt of job %d: %w", r.JobID, err)
	}
	return nil
}

// Time is a time in the words of the page.
func (r Receipt) Time(t time.Time) string {
	if t.IsZero() {
		return r.Labels.None
	}
	return t.Format(r.Labels.TimeLayout)
}

// Figure is a number with separators.
func (r Receipt) Figure(n int) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + r.Labels.Thousands + digits[at:]
	}
	return digits
}

// TitleOf is the title that a track has in every table.
func (Receipt) TitleOf(track Result) string {
	if title := track.Meta[columnTitle]; title != "" {
		return title
	}
	return track.Title
}
