package intake

import (
	"cmp"
	"slices"
)

// Severity is how much a finding matters.
type Severity int

// The severities.
const (
	Note    Severity = iota + 1 // good to know
	Warning                     // may go wrong; the person decides
	Error                       // would go wrong: not to be sent as it is
)

// Kind is what a finding is about, and decides its severity.
type Kind string

// The kinds.
const (
	NoSource      Kind = "no source"   // neither address nor file, and no upload or track that it is for
	BadAddress    Kind = "bad address" // can't be read as an address
	NoAudioEnding Kind = "no audio ending"
	AifEnding     Kind = "aif ending"     // counts as aiff
	SourceTwice   Kind = "source twice"   // on all but the first in the batch
	NameTwice     Kind = "name twice"     // on all but the first in the batch
	InQueue       Kind = "in queue"       // the file name is in the site's queue already
	OneOfSeveral  Kind = "one of several" // a further format of a track of the batch
	JoinsUpload   Kind = "joins upload"   // a further format of a track of the queue
	FieldsMissing Kind = "fields missing"
	BlankErases   Kind = "blank erases" // or may erase, where what stands is not known
	FileGone      Kind = "file gone"
	FileClosed    Kind = "file closed" // can't be read, or is no file
	Empty         Kind = "empty"
	NotAudio      Kind = "not audio"
	WrongEnding   Kind = "wrong ending" // audio, of another kind than its ending says
	Unreachable   Kind = "unreachable"  // from this machine, at this time
	Gone          Kind = "gone"         // the address answers 404 or 410
	Refused       Kind = "refused"      // the address answers with another failure
	Redirects     Kind = "redirects"    // in circles, or to where it is not followed
	WebPage       Kind = "web page"
	Unclear       Kind = "unclear"     // the beginning says neither that it is audio nor that it is not
	NotChecked    Kind = "not checked" // stopped before
)

var severities = map[Kind]Severity{
	AifEnding: Note, OneOfSeveral: Note, JoinsUpload: Note,
	BlankErases: Warning, Unreachable: Warning, Refused: Warning, Redirects: Warning, Unclear: Warning, NotChecked: Warning,
}

// Severity is how much findings of this kind matter.
func (k Kind) Severity() Severity { return cmp.Or(severities[k], Error) }

// Finding is what was found about one candidate.
type Finding struct {
	Index    int // of the candidate
	Kind     Kind
	Severity Severity
	Text     string // a plain sentence and the next step
}

// Totals are findings summed up.
type Totals struct {
	Kinds                   map[Kind]int
	Errors, Warnings, Notes int // findings, not candidates
	Held                    int // candidates with at least one error
	Text                    string
}

// Summary sums findings up, in one sentence for all of them.
func Summary(findings []Finding) Totals {
	t := Totals{Kinds: map[Kind]int{}}
	held := map[int]bool{}
	for _, f := range findings {
		t.Kinds[f.Kind]++
		switch f.Severity {
		case Error:
			t.Errors++
			held[f.Index] = true
		case Warning:
			t.Warnings++
		case Note:
			t.Notes++
		}
	}
	t.Held = len(held)
	t.Text = summed(t)
	return t
}

// of are the kinds of a severity, the most frequent first.
func (t Totals) of(severity Severity) (kinds []Kind) {
	for kind := range t.Kinds {
		if kind.Severity() == severity {
			kinds = append(kinds, kind)
		}
	}
	slices.SortFunc(kinds, func(a, b Kind) int {
		return cmp.Or(t.Kinds[b]-t.Kinds[a], cmp.Compare(a, b))
	})
	return kinds
}
