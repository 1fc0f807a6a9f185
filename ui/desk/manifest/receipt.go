package manifest

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"time"

	"pressroom/ui/desk/words"
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
}

// Tally is how many tracks of a job stand where.
type Tally struct {
	Done, Errored, InProgress, Queued int
}

// labels are the words of a receipt.
type labels struct {
	Language string // as HTML knows it: "en"
	Heading  string

	Site, Job, JobID, Started, Ended, Tracks, Done, Errored, InProgress, Queued string

	Title, File, UploadID, TrackID, Formats, Status, Error string // columns

	Made string // before the time at which the receipt was made
}

func newLabels() labels {
	return labels{
		Language: words.Tag(), Heading: words.T("Receipt of a publishing job"),
		Site: words.T("Site"), Job: words.T("Job"), JobID: words.T("Job ID"), Started: words.T("Started"), Ended: words.T("Ended"),
		Tracks: words.T("Tracks"), Done: words.T("Done"), Errored: words.T("Errored"), InProgress: words.T("In progress"), Queued: words.T("Queued"),
		Title: words.T("Title"), File: words.T("File name"), UploadID: words.T("Upload ID"), TrackID: words.T("Track ID"),
		Formats: words.T("Formats"), Status: words.T("Status"), Error: words.T("Error"), Made: words.T("Made"),
	}
}

//go:embed receipt.html
var receiptPage string

var receiptTemplate = template.Must(template.New("receipt").Parse(receiptPage))

// WriteReceipt writes a receipt as one HTML page in the person's language that needs nothing else: no
// script, no font, no picture.
func WriteReceipt(w io.Writer, r Receipt) error {
	if err := receiptTemplate.Execute(w, worded{r, newLabels()}); err != nil {
		return fmt.Errorf("write the receipt of job %d: %w", r.JobID, err)
	}
	return nil
}

// worded is a receipt with its words.
type worded struct {
	Receipt
	Labels labels
}

// Time is a time in the words of the page: the same in every language, and never ambiguous.
func (Receipt) Time(t time.Time) string {
	if t.IsZero() {
		return words.T("not known")
	}
	return t.Format("2006-01-02 15:04 MST")
}

// Figure is a number with separators.
func (Receipt) Figure(n int) string { return words.Figure(n) }

// TitleOf is the title that a track has in every table.
func (Receipt) TitleOf(track Result) string {
	if title := track.Meta[columnTitle]; title != "" {
		return title
	}
	return track.Title
}
