package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// JobStep is what a person does next about a job.
type JobStep int

// The steps about a job.
const (
	StepNone   JobStep = iota // it holds no tracks
	StepReview                // something of it waits to be published
	StepFailed                // some of its tracks could not be published
	StepExport                // it ended: its results can be given away
	StepTracks                // there is nothing to do but look at its tracks
)

// pastJobs is how many jobs that came to their end stand with those that did not: the latest.
const pastJobs = 20

func (s *seat) jobViews(now time.Time) []JobView {
	unsent := s.unsent()
	var views []JobView
	ended := 0
	for _, j := range s.jobsInOrder() {
		has := s.list.tallies[j.Row]
		v := JobView{
			Row: j.Row, Name: j.Name, Main: j.Main, Phase: j.Phase, Problem: j.Problem, Waiting: has.waiting,
			Counted: j.Counted, Done: j.Done, Progress: j.InProgress, Errored: j.Errored, Queued: j.Queued,
			CanReview: s.client != nil && reviewable(j) && has.waiting > 0,
			CanAdd:    j.Phase != PhaseRefused && j.Phase != PhaseUnknown,
		}
		v.When, v.Words, v.Aside = jobWhen(j, now), jobWords(j, v.Waiting, unsent[j.Row]), s.jobAside(j)
		v.Step = jobStep(v, has.held)
		if j.Phase == PhaseFinished || j.Phase == PhaseRefused {
			ended++
			v.Past = ended > pastJobs && !v.CanReview && j.Row != s.detail && !j.Main
		}
		views = append(views, v)
	}
	return views
}

// jobStep is the next step about a job that holds so many tracks.
func jobStep(v JobView, tracks int) JobStep {
	switch {
	case v.CanReview:
		return StepReview
	case v.Errored > 0:
		return StepFailed
	case v.Phase == PhaseFinished && v.Done > 0:
		return StepExport
	case tracks > 0:
		return StepTracks
	}
	return StepNone
}

// jobWhen is the job's number and what happened to it last.
func jobWhen(j *ledger.Job, now time.Time) string {
	var parts []string
	if j.JobID != 0 {
		parts = append(parts, fmt.Sprint(j.JobID))
	}
	switch {
	case j.Phase == PhaseMaking:
		parts = append(parts, words.T("being made"))
	case j.Phase == PhaseRefused:
		parts = append(parts, words.T("not made"))
	case j.Phase == PhaseUnknown:
		parts = append(parts, words.T("? unknown"))
	case j.Phase == PhaseFinished:
		parts = append(parts, words.T("ended %s", words.Clock(j.Finished, now)))
	case j.Phase == PhasePublishing:
		parts = append(parts, words.T("started %s", words.Clock(j.Published, now)))
	case j.Phase == PhaseStarting:
		parts = append(parts, words.T("starting"))
	default:
		parts = append(parts, words.T("open"))
	}
	return strings.Join(parts, " · ")
}

// jobWords says how far a job is, in words.
func jobWords(j *ledger.Job, waiting, unsent int) string {
	var parts []string
	if j.Phase == PhasePublishing || j.Phase == PhaseFinished {
		if j.Counted {
			parts = append(parts, countsInWords(j))
			if j.Phase == PhaseFinished && j.Done > 0 {
				parts = append(parts, words.T("live; search follows"))
			}
		} else {
			parts = append(parts, words.T("published; the site has no counts yet"))
		}
	}
	if waiting > 0 {
		parts = append(parts, words.N(waiting, "%d track waiting to be published", "%d tracks waiting to be published"))
	}
	if unsent > 0 {
		parts = append(parts, words.N(unsent, "%d being sent", "%d being sent"))
	}
	if len(parts) == 0 && j.Phase == PhaseOpen {
		parts = append(parts, words.T("nothing waits"))
	}
	return strings.Join(parts, " · ")
}

// countsInWords is the four counts, the zeros left out.
func countsInWords(j *ledger.Job) string {
	var parts []string
	for _, c := range []struct {
		n    int
		word string
	}{
		{j.Done, words.N(j.Done, "%d done", "%d done")},
		{j.InProgress, words.N(j.InProgress, "%d in progress", "%d in progress")},
		{j.Queued, words.N(j.Queued, "%d queued", "%d queued")},
		{j.Errored, words.N(j.Errored, "%d errored", "%d errored")},
	} {
		if c.n > 0 {
			parts = append(parts, c.word)
		}
	}
	if len(parts) == 0 {
		return words.T("nothing counted")
	}
	return strings.Join(parts, " · ")
}

func (s *seat) jobAside(j *ledger.Job) string {
	switch w := s.watches[j.Row]; {
	case j.Phase == PhaseFinished && !j.Published.IsZero():
		return words.T("took %s", words.Span(j.Finished.Sub(j.Published)))
	case w == nil || w.left == 0 || w.each == 0: // before one track is done, nobody knows
		return ""
	default:
		return words.T("about %s left", words.Span(w.left))
	}
}

// jobsInOrder are the site's jobs, newest first, the main job last.
func (s *seat) jobsInOrder() []*ledger.Job {
	jobs := make([]*ledger.Job, 0, len(s.jobs))
	for _, j := range s.jobs {
		jobs = append(jobs, j)
	}
	slices.SortFunc(jobs, func(a, b *ledger.Job) int {
		if a.Main != b.Main {
			if a.Main {
				return 1
			}
			return -1
		}
		return int(b.Row - a.Row)
	})
	return jobs
}
