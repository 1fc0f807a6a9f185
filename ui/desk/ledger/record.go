package ledger

import "time"

// Site is a site that the person connected.
type Site struct {
	ID       string // "practice", or the site's address
	Name     string // as the person knows it
	Address  string // https://name.sourceaudio.com; of the practice site, where it last stood
	Practice bool
	Added    time.Time
	Used     time.Time // when it was last shown; the latest is shown at the next start
}

// Upload is what is known of one track on its way through a site. Row names it in the ledger even
// while the site has not given it an upload id.
type Upload struct {
	Row      int64
	Site     string
	Job      int64  // row of its job
	UploadID int64  // 0 until the site answered
	TrackID  int64  // 0 until published
	Source   string // what the person added: an address or a file; empty for what others queued
	File     string // file name
	Status   string // an api.Status, or one of the desk's own before the site has it
	Formats  string // comma list
	Meta     map[string]string
	Problem  string // one plain sentence, empty where all is well
	Added    time.Time
}

// Job is what is known of a publishing job.
type Job struct {
	Row   int64
	Site  string
	JobID int64 // 0 until the site answered, and for a main job that has not said its id yet
	Main  bool
	Name  string
	Phase string // one of the desk's phases
	// What checkJob last said; Counted is false where it said nothing yet.
	Queued, Done, InProgress, Errored int
	Counted                           bool
	Problem                           string
	Created, Published, Finished      time.Time
	Told                              time.Time // when the person was notified of the end; zero where not yet
}

// State is how far an item is.
type State string

// The states of an item. Waiting and Sent are open; Done and Failed are settled and final.
const (
	Waiting State = "waiting" // recorded, not sent
	Sent    State = "sent"    // about to leave, or gone; no answer recorded
	Unknown State = "unknown" // sent, and no proof of either outcome came
	Done    State = "done"
	Failed  State = "failed" // proven not to have happened, or refused
)

// Kind is which call an item is.
type Kind string

// The calls that change something on a site.
const (
	CreateJob  Kind = "createJob"
	AddUpload  Kind = "upload"
	SetFormats Kind = "setFormats"
	Publish    Kind = "publish"
)

// Item is one call of an intent.
type Item struct {
	ID      int64
	Intent  int64
	Site    string
	Kind    Kind
	Upload  int64  // row of the upload it concerns, or 0
	Job     int64  // row of the job it concerns
	Formats string // comma list asked for
	Before  string // comma list that stood before, for taking it back
	Count   int    // of a publish: how many the person was shown
	State   State
	Problem string // one plain sentence, where it failed or is unknown
	// When it was recorded, when it left, when it was answered or settled.
	Recorded, Left, Settled time.Time
}

// Change is what is written in one transaction. Records replace those of the same row or id.
type Change struct {
	Sites   []Site
	Jobs    []Job
	Uploads []Upload
	Items   []Item
	// Gone are rows of uploads that the site no longer has.
	Gone []int64
}

// Book is everything the ledger holds of one site.
type Book struct {
	Jobs    []Job
	Uploads []Upload
	Open    []Item // waiting, sent and unknown, oldest first
}
