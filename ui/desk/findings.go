package desk

import (
	"cmp"
	"path/filepath"
	"slices"

	"pressroom/ui/desk/intake"
	"pressroom/ui/desk/words"
)

// finding is what is said of one candidate of a batch.
type finding struct {
	index    int // of the candidate
	kind     intake.Kind
	severity intake.Severity
	text     string
}

// The kinds of findings that only the desk can make, as it knows the queue. All hold their candidate back.
const (
	notTaken   intake.Kind = "file at a real site"
	notKnown   intake.Kind = "no such upload"
	notWaiting intake.Kind = "waits no more"
)

func ofIntake(f intake.Finding) finding { return finding{f.Index, f.Kind, f.Severity, f.Text} }

// kindTitle says what findings of a kind are, counted.
func kindTitle(kind intake.Kind, n int) string {
	switch kind {
	case notTaken:
		return words.N(n, "%d file of this computer", "%d files of this computer")
	case notKnown:
		return words.N(n, "%d row about an upload that is not in the queue", "%d rows about uploads that are not in the queue")
	case notWaiting:
		return words.N(n, "%d row about a track that no longer waits", "%d rows about tracks that no longer wait")
	}
	return kind.Words(n)
}

// Severity is how much something that was found matters.
type Severity int

// The severities.
const (
	Noted   Severity = iota + 1 // good to know
	Warned                      // may go wrong; the person decides
	HeldOut                     // would go wrong, so it is left out
)

// AddingView is what is being added: how far the look at it is, or what was found.
type AddingView struct {
	Number int // of the batch
	Title  string
	Text   string // how far it is, or what was found, summed up

	Working bool
	Share   float64 // how much is done, from 0 to 1; negative while that cannot be told
	CanStop bool

	Left      string // what was left out before it was checked; empty where nothing was
	Groups    []AddingGroup
	More      string // what of the findings is not listed; empty where all are
	CanAdd    bool
	AddButton string
}

// AddingGroup is the findings of one kind; the worst groups come first.
type AddingGroup struct {
	Title    string // "3 web pages"
	Severity Severity
	Lines    []AddingLine
}

// AddingLine is one finding.
type AddingLine struct {
	Where string // "Row 12", or a file name
	Text  string // a plain sentence and the next step
}

// mostFindings is how many findings are listed.
const mostFindings = 500

// addingView is nil while nothing has to be shown.
func (s *seat) addingView() *AddingView {
	a := s.batch()
	switch {
	case a == nil, a.stage == reading, a.stage == matching:
		return nil
	case a.stage == asking:
		return a.shown
	case !a.slow:
		return nil
	}
	v := &AddingView{Number: a.number, Working: true, CanStop: !a.stopped, Share: -1}
	if a.stage == gathering {
		v.Title, v.Text = words.T("Looking for tracks…"), words.N(a.walked, "%d track found so far", "%d tracks found so far")
		return v
	}
	p := a.progress
	v.Title = words.N(p.Of, "Checking %d track…", "Checking %d tracks…")
	v.Text = words.T("%s of %s checked", words.Figure(p.Checked), words.Figure(p.Of))
	if p.Left > 0 {
		v.Text = words.T("%s of %s checked, about %s left", words.Figure(p.Checked), words.Figure(p.Of), words.Span(p.Left))
	}
	if p.Of > 0 {
		v.Share = float64(p.Checked) / float64(p.Of)
	}
	return v
}

// askingView shows what was found, once.
func (s *seat) askingView(a *adding) *AddingView {
	fresh, changes := 0, 0
	for n, c := range a.candidates {
		switch {
		case a.held[n]:
		case c.UploadID != 0:
			changes++
		default:
			fresh++
		}
	}
	v := &AddingView{Number: a.number, Left: a.found.Summary(), CanAdd: fresh+changes > 0}
	all, out := len(a.candidates), len(a.held)
	job := ""
	if j := s.jobs[a.job]; j != nil {
		job = j.Name
	}
	v.Title = words.N(all, "%d track for the job “%s”", "%d tracks for the job “%s”", job)
	if changes > 0 {
		v.Title = words.N(all, "%d row of “%s”", "%d rows of “%s”", a.list.name())
	}
	switch {
	case out == all:
		v.Text = words.N(out, "%d cannot be added as it is. Put right what is wrong, and add it again.",
			"%d cannot be added as they are. Put right what is wrong, and add them again.")
	case out > 0:
		v.Text = words.N(out, "%d would go wrong and is left out. The others can be added now.", "%d would go wrong and are left out. The others can be added now.")
	default:
		v.Text = words.T("Nothing has to be left out, but look at this first.")
	}
	switch n := fresh + changes; {
	case changes > 0:
		v.AddButton = words.N(n, "Go on with %d row", "Go on with %d rows")
	case out > 0:
		v.AddButton = words.N(n, "Add the other %d", "Add the other %d")
	default:
		v.AddButton = words.N(n, "Add %d track", "Add all %d")
	}
	a.group(v)
	return v
}

// group sorts the findings of a batch by kind: what is left out first, and then the most frequent.
func (a *adding) group(v *AddingView) {
	counts := map[intake.Kind]int{}
	for _, f := range a.findings {
		counts[f.kind]++
	}
	sorted := slices.Clone(a.findings)
	slices.SortStableFunc(sorted, func(x, y finding) int {
		return cmp.Or(cmp.Compare(y.severity, x.severity), cmp.Compare(counts[y.kind], counts[x.kind]), cmp.Compare(x.kind, y.kind))
	})
	if rest := len(sorted) - mostFindings; rest > 0 {
		v.More = words.N(rest, "And %d more.", "And %d more.")
		sorted = sorted[:mostFindings]
	}
	for n, f := range sorted {
		if n == 0 || sorted[n-1].kind != f.kind {
			v.Groups = append(v.Groups, AddingGroup{Title: kindTitle(f.kind, counts[f.kind]), Severity: Severity(f.severity)})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Lines = append(g.Lines, AddingLine{Where: where(a.candidates[f.index]), Text: f.text})
	}
}

// where names a candidate for the person.
func where(c intake.Candidate) string {
	switch {
	case c.Row > 0:
		return words.T("Row %s", words.Figure(c.Row))
	case c.File != "":
		return c.File
	}
	return intake.FileName(c.Source)
}

func (l *list) name() string { return filepath.Base(l.path) }
