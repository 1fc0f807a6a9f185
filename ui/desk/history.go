package desk

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// FoundJobs are the jobs of a site that a search leaves, of all there ever were.
type FoundJobs struct {
	Query string
	Jobs  []FoundJob // newest first
	All   int        // jobs without the query
}

// FoundJob is a job as the history lists it.
type FoundJob struct {
	Row     int64
	Name    string
	Number  string // empty where the site gave it none
	State   string
	Tone    Tone   // of State
	Started string // or when it was made, where it never was
	Ended   string // empty where it has not
	Took    string // "18 min"
	Done    string // a number, empty where nothing was counted
	Errored string
}

// FindJobs opens the history of jobs, or searches it: each of the words must be in a job's name, number
// or state.
func (d *Desk) FindJobs(query string) { d.at(func(s *seat) { s.finding = &query }) }

// LeaveJobs closes the history of jobs.
func (d *Desk) LeaveJobs() { d.at(func(s *seat) { s.finding = nil }) }

func (s *seat) foundJobs(now time.Time) *FoundJobs {
	if s.finding == nil {
		return nil
	}
	v := &FoundJobs{Query: *s.finding, All: len(s.jobs)}
	terms := strings.Fields(fold(v.Query))
	jobs := s.jobsInOrder()
	slices.SortStableFunc(jobs, func(a, b *ledger.Job) int { return began(b).Compare(began(a)) })
	for _, j := range jobs {
		f := foundJob(j, now)
		text := fold(strings.Join([]string{f.Name, f.Number, f.State}, " "))
		if !slices.ContainsFunc(terms, func(t string) bool { return !strings.Contains(text, t) }) {
			v.Jobs = append(v.Jobs, f)
		}
	}
	return v
}

// began is when a job was published last, or else made.
func began(j *ledger.Job) time.Time {
	if j.Published.IsZero() {
		return j.Created
	}
	return j.Published
}

func foundJob(j *ledger.Job, now time.Time) FoundJob {
	f := FoundJob{Row: j.Row, Name: j.Name, State: jobState(j), Tone: jobTone(j), Started: words.Clock(began(j), now)}
	if j.Published.IsZero() {
		f.Started = words.T("made %s", f.Started)
	}
	if j.JobID != 0 {
		f.Number = strconv.FormatInt(j.JobID, 10)
	}
	if !j.Finished.IsZero() {
		f.Ended = words.Clock(j.Finished, now)
		if !j.Published.IsZero() {
			f.Took = words.Span(j.Finished.Sub(j.Published))
		}
	}
	if j.Counted {
		f.Done, f.Errored = words.Figure(j.Done), words.Figure(j.Errored)
	}
	return f
}

// jobTone is how a job's state is meant.
func jobTone(j *ledger.Job) Tone {
	switch {
	case j.Phase == PhaseUnknown:
		return ToneUnknown
	case j.Phase == PhaseRefused, j.Phase == PhaseFinished && j.Errored > 0:
		return ToneErrored
	case j.Phase == PhaseFinished:
		return ToneDone
	case j.Phase == PhaseStarting, j.Phase == PhasePublishing:
		return ToneAccent
	}
	return TonePlain
}
