package desk

import (
	"cmp"
	"slices"
	"time"

	"pressroom/ui/desk/words"
)

// View is an immutable picture of the desk, ready to paint.
type View struct {
	Number uint64 // each view has a higher one than the view before
	Ready  bool   // false until the ledger has been read, that of the site that is shown with it: nothing is known yet

	Sites []SiteView
	Site  *SiteView // the one that is shown; nil at the first start
	Trial Trial
	// Ask is the address that the program was started with, while no site has it; else empty. The
	// person is asked for its key.
	Ask string

	Presets  []Preset
	Columns  string   // how the table of the site is arranged, as [Desk.KeepColumns] was told; empty at first
	Required []string // fields that every track of the site must have
	Telling  TellingView

	Rows       *Rows // the uploads that the filter leaves, in order
	Facets     []FacetGroup
	All        int // uploads in all
	Filter     string
	Sort       Column
	Descending bool
	Selection  SelectionView

	Jobs []JobView  // newest first
	Next int64      // the job to publish next: the newest in which something waits; 0 for none
	Job  *JobDetail // the one that the person chose, else nil
	// FoundJobs are those of all times that were searched for, while the history is open; else nil.
	FoundJobs *FoundJobs
	Review    *ReviewView
	Adding    *AddingView   // what is being added, while it takes long or wants an answer; else nil
	Manifest  *ManifestView // the list that is being added, while its columns are matched; else nil
	Copied    *Copied       // what goes to the clipboard, once; nil before the first
	Activity  *ActivityView // the log of what was asked and said, while it is open; else nil
	// Metadata is the selection's, while it is being edited; else nil.
	Metadata *MetadataView

	Notices  []Notice // the latest last
	Work     WorkView
	Unknowns []UnknownView
	Watching string // jobs followed and the next look
	Key      string // where the key is

	Background Background // at all sites
}

// WorkView is what is being sent, and what can be done about what was.
type WorkView struct {
	Text    string // with counts; empty when nothing is being sent
	Sent    int    // changes that were answered
	Failed  int    // of these
	Of      int    // all
	Left    string // about how long the rest takes; empty where that is not known
	CanStop bool   // something has not left yet
	Retry   string // button: sends what failed, or was stopped; empty where nothing is
	Undo    string // menu item: takes the latest change back; empty where none is
	Redo    string // menu item: makes again what was undone last; empty where nothing was
}

// SiteState is how a site is.
type SiteState int

// The states of a site.
const (
	SiteConnecting SiteState = iota
	SiteReady
	SiteTrouble  // it does not answer as it should; the desk tries again by itself
	SiteNeedsKey // it has no key, or refused the one it has: nothing is sent
)

// KeyPlace is where a site's key is.
type KeyPlace int

// The places of a key.
const (
	KeyNowhere KeyPlace = iota
	KeyInKeyring
	KeyOnItsWay // into the keyring
	KeyInMemory // the keyring did not take it: it is gone when the program ends
	KeyOfPractice
)

// SiteView is a site as the window shows it.
type SiteView struct {
	ID, Name, Address string
	Practice          bool
	State             SiteState
	Word              string // State as a word
	Problem           string // one plain sentence and the next step, or empty
	// Keyring is what the keyring did not do for the site, and the next step; empty where all is well.
	// [Desk.TryKeyring] has it tried again.
	Keyring string
	// Removal says what removing the site means; empty where it cannot be removed.
	Removal string
}

// Trial is the test of an address and a key before they are kept.
type Trial struct {
	Number  int // of the trial; 0 before the first
	Running bool
	Problem string // why it failed
	Passed  bool   // tested and kept
}

// SelectionView is the selection and what can be done with it.
type SelectionView struct {
	IDs     []int64
	Title   string // "3 tracks selected"
	Of      string // "of 412 shown"
	Formats []FormatView
	Presets []PresetView
	Can     bool   // whether formats can be set
	Note    string // why not, or for which part of the selection
	Problem string // of the one selected upload, or a summary of many
	Fields  []Field
	Removal *RemovalView // nil where nothing of it can be removed
}

// FormatState is whether the selection is published as a format.
type FormatState int

// The states of a format over a selection.
const (
	FormatOff FormatState = iota
	FormatOn
	FormatMixed
)

// FormatView is one choice of the format picker.
type FormatView struct {
	Format string // as in the API: "mp3"
	Label  string // "MP3"
	State  FormatState
	Note   string // "all 3", "2 of 3", "none"
}

// Field is one line of metadata: a value, or how many there are.
type Field struct{ Name, Value string }

// JobView is a job as the window shows it.
type JobView struct {
	Row       int64
	Name      string
	When      string // "296204 · started 14:02"
	Main      bool
	Phase     string
	Words     string // its counts, or what it waits for
	Aside     string // time left or taken
	Problem   string
	Counted   bool
	Waiting   int // uploads that wait to be published
	Done      int
	Progress  int
	Errored   int
	Queued    int
	CanReview bool
	CanAdd    bool // tracks can be added to it
	Step      JobStep
	Past      bool // it came to its end, and enough others did later: for the history alone
}

// UnknownView is a call of which nobody knows whether it happened.
type UnknownView struct {
	Item      int64
	What      string // what was sent, when, and why the outcome is unknown
	Happened  string // button: it did
	Not       string // button: it did not
	NeedsID   bool   // "it did" wants the number that the site shows
	Explained string // what each choice does
}

// Tone is how something is meant, for its colour; words always say it too.
type Tone int

// The tones.
const (
	TonePlain Tone = iota
	ToneSoft
	ToneDone
	ToneErrored
	ToneUnknown
	ToneAccent
	ToneWaiting
)

// Notice is a message that is shown once.
type Notice struct {
	Number int
	Text   string
	Tone   Tone
}

// readIt says that the ledger has been read, and once more what it holds of the site that is shown: the window
// opens with that.
func (d *Desk) readIt() bool {
	s := d.seat()
	d.shows = d.shows || d.ready && (s == nil || s.loaded || s.halted)
	return d.shows
}

func (d *Desk) view(now time.Time) View {
	d.views++
	v := View{Number: d.views, Ready: d.readIt(), Trial: d.trial, Ask: d.unconnected(), Rows: &Rows{}, Presets: d.presets, Telling: d.tellingView()}
	v.Notices = append(v.Notices, d.notices...)
	for _, id := range d.order {
		v.Sites = append(v.Sites, d.seats[id].view())
	}
	v.Activity = d.activityView(now)
	v.Copied = d.copied
	v.Background = d.background()
	s := d.seat()
	if s == nil {
		return v
	}
	shown := s.view()
	v.Site = &shown
	v.Columns, v.Required = d.setting(d.current, settingColumns), s.required()
	v.Rows = s.list.view()
	v.Facets = s.list.groups
	v.All, v.Filter, v.Sort, v.Descending = s.list.count, s.list.filter, s.list.sort, s.list.descending
	v.Selection = s.selectionView()
	v.Jobs = s.jobViews(now)
	if at := slices.IndexFunc(v.Jobs, func(j JobView) bool { return j.CanReview }); at >= 0 {
		v.Next = v.Jobs[at].Row
	}
	v.Job = s.jobDetail(now)
	v.FoundJobs = s.foundJobs(now)
	v.Review = s.reviewView()
	v.Adding, v.Manifest = s.addingView(), s.manifestView()
	v.Metadata = s.metadataView()
	v.Work = s.workView(now)
	v.Unknowns = s.unknowns()
	v.Watching = s.watching(now)
	v.Key = keyWords[s.keyPlace].String()
	return v
}

var keyWords = map[KeyPlace]words.Sentence{
	KeyNowhere:    words.Later("No key"),
	KeyInKeyring:  words.Later("Key kept in the keyring"),
	KeyOnItsWay:   words.Later("The key goes into the keyring"),
	KeyInMemory:   words.Later("Key kept for this run only"),
	KeyOfPractice: words.Later("Practice key, made for this run"),
}

var siteWords = map[SiteState]words.Sentence{
	SiteConnecting: words.Later("connecting"), SiteReady: words.Later("connected"), SiteTrouble: words.Later("no answer"), SiteNeedsKey: words.Later("needs its key"),
}

func (s *seat) view() SiteView {
	return SiteView{
		ID: s.site.ID, Name: s.site.Name, Address: s.site.Address, Practice: s.site.Practice,
		State: s.state, Word: siteWords[s.state].String(), Problem: cmp.Or(s.problem, s.waits), Keyring: s.keyring, Removal: s.parting(),
	}
}

func (s *seat) watching(now time.Time) string {
	if len(s.watches) == 0 {
		return ""
	}
	next := now.Add(time.Hour)
	for _, w := range s.watches {
		next = earlier(next, w.next)
	}
	if wait := next.Sub(now).Round(time.Second); wait > 0 {
		return words.N(len(s.watches), "%d job followed, next look in %d s", "%d jobs followed, next look in %d s", int(wait.Seconds()))
	}
	return words.N(len(s.watches), "%d job followed", "%d jobs followed")
}
