package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// mostActivity is how many intents, and how many notices, the log shows: the latest.
const mostActivity = 2000

// ActivityView is the log of what was asked for at the shown site, what came of it, and what was said.
type ActivityView struct {
	Query   string
	Loading bool
	Lines   []ActivityLine // the latest first
	All     int            // lines without the query
}

// ActivityLine is one thing that was asked for or said.
type ActivityLine struct {
	When string
	What string
	Tone Tone
}

// activity is the open log.
type activity struct {
	site    string
	query   string
	stale   bool
	loading bool
	lines   []activityLine
	// made is the view of the lines, kept until it would be another: there are thousands of them.
	made *ActivityView
	day  string // when it was made: times are written by it
}

type activityLine struct {
	id   int64 // in the order in which it happened, whatever the clock said
	at   time.Time
	text string
	tone Tone
	find string // folded
}

// FindActivity opens the log, or searches it.
func (d *Desk) FindActivity(query string) {
	d.at(func(s *seat) {
		if d.activity == nil || d.activity.site != s.site.ID {
			d.activity = &activity{site: s.site.ID, stale: true}
		}
		d.activity.query, d.activity.made = query, nil
	})
}

// LeaveActivity closes the log.
func (d *Desk) LeaveActivity() { d.post(func() { d.activity = nil; d.touch() }) }

// logged says that there is something new for the log.
func (d *Desk) logged() {
	if d.activity != nil {
		d.activity.stale = true
	}
}

// record keeps a notice for the log. Where that fails nothing else is told of it: the ledger says so when
// something that matters cannot be written.
func (d *Desk) record(tone Tone, text string) {
	kept := ledger.Notice{ID: d.Ledger.NewRow(), Site: d.current, At: present(), Tone: int(tone), Text: text}
	if err := d.Ledger.Write(context.WithoutCancel(d.ctx), ledger.Change{Notices: []ledger.Notice{kept}}); err != nil {
		d.Log.Warn("keep a notice", "error", err)
	}
	d.logged()
}

// loadActivity reads the log where it is open and something is new.
func (d *Desk) loadActivity() {
	a := d.activity
	if a == nil || !a.stale || a.loading {
		return
	}
	a.stale, a.loading = false, true
	away(d, func(ctx context.Context) ([]activityLine, error) {
		intents, notices, err := d.Ledger.Activity(ctx, a.site, mostActivity)
		return activityLines(intents, notices), err
	}, func(lines []activityLine, err error) {
		a.loading = false
		if err != nil {
			d.Log.Warn("read the log", "error", err)
			d.notice(ToneErrored, words.T("The activity log could not be read. Nothing was changed; try again."))
			a.stale, a.made = false, nil
			return
		}
		a.lines, a.made = lines, nil
		d.touch()
	})
}

func activityLines(intents []ledger.Intent, notices []ledger.Notice) (lines []activityLine) {
	add := func(id int64, at time.Time, text string, tone Tone) {
		lines = append(lines, activityLine{id, at, text, tone, fold(text)})
	}
	for _, in := range intents {
		text, tone := outcome(in)
		add(in.ID, in.Recorded, text, tone)
	}
	for _, n := range notices {
		add(n.ID, n.At, n.Text, Tone(n.Tone))
	}
	slices.SortFunc(lines, func(a, b activityLine) int { return cmp.Compare(b.id, a.id) })
	return lines
}

// outcome says what was asked for and what came of it.
func outcome(in ledger.Intent) (string, Tone) {
	var parts []string
	tone := TonePlain
	for _, c := range []struct {
		n    int
		said string
		tone Tone
	}{
		{in.Done, words.N(in.Done, "%d done", "%d done"), ToneDone},
		{in.Stopped, words.N(in.Stopped, "%d stopped", "%d stopped"), ToneSoft},
		{in.Failed, words.N(in.Failed, "%d failed", "%d failed"), ToneErrored},
	} {
		if c.n > 0 {
			parts = append(parts, c.said)
			tone = c.tone
		}
	}
	if len(parts) == 0 {
		return words.T("Asked: %s.", in.Words), tone
	}
	return words.T("Asked: %s. %s.", in.Words, strings.Join(parts, ", ")), tone
}

func (d *Desk) activityView(now time.Time) *ActivityView {
	a := d.activity
	if a == nil {
		return nil
	}
	loading, today := a.loading && a.lines == nil, now.Format(time.DateOnly)
	if a.made != nil && a.made.Loading == loading && a.day == today {
		return a.made
	}
	v := &ActivityView{Query: a.query, Loading: loading, All: len(a.lines)}
	terms := strings.Fields(fold(a.query))
	for _, line := range a.lines {
		if !slices.ContainsFunc(terms, func(t string) bool { return !strings.Contains(line.find, t) }) {
			v.Lines = append(v.Lines, ActivityLine{When: words.Clock(line.at, now), What: line.text, Tone: line.tone})
		}
	}
	a.made, a.day = v, today
	return v
}
