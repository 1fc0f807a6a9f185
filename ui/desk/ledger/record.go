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
	Held     time.Time // nothing is sent before: the site asked for it with Retry-After
}

// Upload is what is known of one track on its way through a site. Row names it in the ledger even
// while the site has not given it an upload id.
type Upload struct {
	Row      int64
	Site     string
	Job      int64    // row of its job
	UploadID int64    // 0 until the site answered
	TrackID  int64    // 0 until published
	Source   string   // what the person added: an address or a file; empty for what others queued
	File     string   // file name
	Sources  []string // file names that the site lists of it
	Status   string   // an api.Status, or one of the desk's own before the site has it
	Formats  string   // comma list
	Meta     Meta
	Problem  string // one plain sentence, empty where all is well
	Added    time.Time
	// Published is when it was first seen to be; zero before.
	Published time.Time
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
	Told                              time.Time // when the desktop was about to be told of the end; zero where not yet
	Said                              time.Time // when it had been told; zero where nobody knows whether it was
	OnComplete                        string    // the email or address that this desk last had the site tell of its end
	Again                             int64     // row of the job whose failed tracks it takes once more, or 0
}

// State is how far an item is.
type State string

// The states of an item. Waiting, Sent and Unknown are open; the others are settled and final.
const (
	Waiting State = "waiting" // recorded, not sent
	Sent    State = "sent"    // about to leave, or gone; no answer recorded
	Unknown State = "unknown" // sent, and no proof of either outcome came
	Done    State = "done"
	Failed  State = "failed"  // proven not to have happened, or refused
	Stopped State = "stopped" // taken back by the person before it left
)

// Kind is which call an item is.
type Kind string

// The calls that change something on a site.
const (
	CreateJob  Kind = "createJob"
	AddUpload  Kind = "upload"
	SetFormats Kind = "setFormats"
	SetMeta    Kind = "setMetadata"
	Publish    Kind = "publish"
	Delete     Kind = "delete"
)

// Repeatable says that a call may be sent again with the same values: all others are sent at most once.
func (k Kind) Repeatable() bool { return k == SetFormats || k == SetMeta }

// Intent is one thing that the person asked for, of one or many calls.
type Intent struct {
	ID       int64
	Site     string
	Kind     Kind
	Words    string // what it was, for people: "AIFF for 412 tracks"
	Undoes   int64  // the intent that this one takes back; negative: the undoing that it takes back; or 0
	Retries  int64  // the intent of which this one sends what failed; negative: what was stopped; or 0
	Recorded time.Time
	// How many of its items are in each settled state: read, never written. An item that did not happen
	// counts only while there is the row that it is about.
	Done, Failed, Stopped int
}

// Item is one call of an [Intent].
type Item struct {
	ID      int64
	Intent  int64
	Site    string
	Kind    Kind
	Upload  int64  // row of the upload it concerns, or 0
	Job     int64  // row of the job it concerns
	Formats string // comma list asked for
	Before  string // comma list that stood when it left, for taking it back
	// Meta are the fields of metadata asked for, of a new track too, and Former what they were when it left.
	Meta, Former map[string]string
	Count        int    // of a publish: how many the person was shown
	OnComplete   string // of a new job and a publish: whom the site tells of the job's end; empty for nobody else
	State        State
	Problem      string // one plain sentence, where it failed or is unknown
	// When it was recorded, when it left, when it was answered or settled.
	Recorded, Left, Settled time.Time
}

// Change is what is written in one transaction. Records replace those of the same row or id.
type Change struct {
	Sites   []Site
	Jobs    []Job
	Uploads []Upload
	Intents []Intent
	Items   []Item

	Settings []Setting
	Counts   []Counts
	Notices  []Notice
	// Gone are rows of uploads that the site no longer has, or that were never sent and never will be.
	Gone []int64
}

// Setting is something that the person settled once, for a site or, where Site is empty, for all.
// An empty value takes it away.
type Setting struct{ Site, Name, Value string }

// Counts is what checkJob said of a job at a moment.
type Counts struct {
	Job                               int64 // row
	At                                time.Time
	Queued, Done, InProgress, Errored int
}

// Notice is what the window told the person, kept for the record.
type Notice struct {
	ID   int64
	Site string // empty where it is about none
	At   time.Time
	Tone int
	Text string
}

// Book is everything the ledger holds of one site.
type Book struct {
	Jobs    []Job
	Uploads Shelf
	Intents []Intent // the latest [KeptIntents], oldest first
	Open    []Item   // waiting, sent and unknown, oldest first
}

// KeptIntents is how many of the latest intents of a site a [Book] names, for taking them back.
const KeptIntents = 20
