package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// JobDetail is the job that the person chose, told in full.
type JobDetail struct {
	Row    int64
	Name   string
	Lines  []Field // what is known of it: id, state, times, rate
	Points []JobPoint
	Total  int    // tracks in all
	Begins string // when the points begin and end, as a clock reads it
	Ends   string
	Failed int // tracks that could not be published
	// Again says what taking the failed ones once more would do; empty where nothing can be.
	Again string
}

// JobPoint is how far a job was at a moment.
type JobPoint struct {
	At            time.Time
	Done, Errored int
}

// ShowJob shows one job in full, in [View.Job]; 0 shows none.
func (d *Desk) ShowJob(row int64) {
	d.at(func(s *seat) { s.showJob(row) })
}

// OpenJob shows a job in full, at whatever site it is: the person clicked what was said of it. One that is
// not known any more shows nothing.
func (d *Desk) OpenJob(row int64) {
	d.post(func() {
		for id, s := range d.seats {
			if s.jobs[row] != nil {
				if d.current != id {
					d.showSite(id)
				}
				s.showJob(row)
				d.touch()
			}
		}
	})
}

func (s *seat) showJob(row int64) {
	d := s.d
	s.detail, s.points = row, nil
	if row == 0 || s.jobs[row] == nil {
		s.detail = 0
		return
	}
	away(d, func(ctx context.Context) ([]ledger.Counts, error) { return d.Ledger.CountsOf(ctx, row) },
		func(counts []ledger.Counts, err error) {
			if err != nil {
				d.Log.Warn("read how far a job was", "job", row, "error", err)
			}
			if s.detail == row {
				s.points = counts
				d.touch()
			}
		})
}

// point keeps what checkJob said of a job, for the picture of its progress.
func (s *seat) point(j *ledger.Job, now time.Time) ledger.Counts {
	c := ledger.Counts{Job: j.Row, At: now, Queued: j.Queued, Done: j.Done, InProgress: j.InProgress, Errored: j.Errored}
	if s.detail == j.Row {
		s.points = append(s.points, c)
	}
	return c
}

func (s *seat) jobDetail(now time.Time) *JobDetail {
	j := s.jobs[s.detail]
	if j == nil {
		return nil
	}
	v := &JobDetail{Row: j.Row, Name: j.Name, Failed: j.Errored, Total: j.Done + j.InProgress + j.Errored + j.Queued}
	if !j.Published.IsZero() {
		points := s.since(j.Published)
		if len(points) == 0 || points[0].At.After(j.Published) {
			v.Points = append(v.Points, JobPoint{At: j.Published})
		}
		for _, c := range points {
			v.Points = append(v.Points, JobPoint{At: c.At, Done: c.Done, Errored: c.Errored})
		}
		v.Begins, v.Ends = words.Clock(j.Published, now), words.Clock(v.Points[len(v.Points)-1].At, now)
	}
	v.Lines = s.jobLines(j, now)
	if sources, lost, _ := s.failed(j); len(sources) > 0 {
		v.Again = words.N(len(sources),
			"%d failed track is added again, to a new job: the site has no way to publish it in this one. Publish that job afterwards.",
			"%d failed tracks are added again, to a new job: the site has no way to publish them in this one. Publish that job afterwards.")
		if lost > 0 {
			v.Again += " " + words.N(lost, "%d other was not queued from here, so Pressroom does not know its file.",
				"%d others were not queued from here, so Pressroom does not know their files.")
		}
	}
	return v
}

// since are the counts of the job that is shown, from when it was published last.
func (s *seat) since(published time.Time) []ledger.Counts {
	at := slices.IndexFunc(s.points, func(c ledger.Counts) bool { return !c.At.Before(published) })
	if at < 0 {
		return nil
	}
	return s.points[at:]
}

func (s *seat) jobLines(j *ledger.Job, now time.Time) []Field {
	lines := []Field{{words.T("State"), jobState(j)}}
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, Field{name, value})
		}
	}
	if j.JobID != 0 {
		add(words.T("Number"), strconv.FormatInt(j.JobID, 10))
	}
	add(words.T("Made"), words.Clock(j.Created, now))
	if !j.Published.IsZero() {
		add(words.T("Started"), words.Clock(j.Published, now))
		until := now
		if !j.Finished.IsZero() {
			until = j.Finished
			add(words.T("Ended"), words.Clock(j.Finished, now))
		}
		add(words.T("Elapsed"), words.Span(until.Sub(j.Published)))
		if points := s.since(j.Published); len(points) > 0 { // an earlier publish may have been counted before
			add(words.T("Rate"), rate(j.Done+j.Errored-points[0].Done-points[0].Errored, until.Sub(points[0].At)))
		}
	}
	if w := s.watches[j.Row]; w != nil && w.left > 0 && w.each > 0 {
		add(words.T("Left"), words.T("about %s", words.Span(w.left)))
	}
	add(words.T("Tells"), j.OnComplete)
	return lines
}

// rate is how many tracks a minute were done, or an hour where those are few.
func rate(n int, took time.Duration) string {
	switch {
	case n <= 0 || took < time.Second:
		return ""
	case float64(n)/took.Minutes() >= 1:
		return words.N(int(float64(n)/took.Minutes()+0.5), "%d track a minute", "%d tracks a minute")
	}
	return words.N(max(1, int(float64(n)/took.Hours()+0.5)), "%d track an hour", "%d tracks an hour")
}

// jobState is how a job is, in words.
func jobState(j *ledger.Job) string {
	switch {
	case j.Phase == PhaseMaking:
		return words.T("being made")
	case j.Phase == PhaseRefused:
		return words.T("not made")
	case j.Phase == PhaseUnknown:
		return words.T("unknown")
	case j.Phase == PhaseStarting:
		return words.T("starting")
	case j.Phase == PhasePublishing:
		return words.T("publishing")
	case j.Phase == PhaseFinished && j.Errored > 0:
		return words.T("finished, with errors")
	case j.Phase == PhaseFinished:
		return words.T("finished")
	}
	return words.T("open")
}

// ShowTracksOf shows the tracks of a job in the table, or only those that failed.
func (d *Desk) ShowTracksOf(job int64, failed bool) {
	d.at(func(s *seat) {
		j := s.jobs[job]
		if j == nil {
			return
		}
		filter := "job:" + quoted(j.Name)
		if j.JobID != 0 {
			filter = fmt.Sprintf(`job:"%d"`, j.JobID)
		}
		if failed {
			filter += " status:errored"
		}
		s.list.find(filter)
	})
}

// failed are the uploads of a job that could not be published and whose files are known, how many others
// there are, and the name of the job to which further ones were added again already.
func (s *seat) failed(j *ledger.Job) (known []*ledger.Upload, lost int, again string) {
	if j.Errored == 0 && j.Phase != PhaseFinished {
		return nil, 0, ""
	}
	retaken := s.retaken(j)
	for e := range s.list.entries() {
		switch {
		case e.Job != j.Row || e.Status.Text != string(api.Errored):
		case !e.FromHere():
			lost++
		case retaken[e.Source()] != "":
			again = retaken[e.Source()]
		default:
			known = append(known, e.Upload())
		}
	}
	return known, lost, again
}

// retaken are the files that were added again out of a job, by their sources, with the names of the jobs
// that have them. What went to a job that could not be made went nowhere.
func (s *seat) retaken(j *ledger.Job) map[string]string {
	retaken := map[string]string{}
	for _, to := range s.jobs {
		if to.Again != j.Row || to.Phase == PhaseRefused {
			continue
		}
		for e := range s.list.entries() {
			if e.Job == to.Row {
				retaken[e.Source()] = to.Name
			}
		}
	}
	return retaken
}

// RetryFailed adds the failed tracks of a job again, to a new job of its own: the import API cannot
// publish them in the one that they are in.
func (d *Desk) RetryFailed(job int64) {
	d.at(func(s *seat) {
		old := s.jobs[job]
		if old == nil {
			return
		}
		again, _, already := s.failed(old)
		if len(again) == 0 && already != "" {
			d.notice(ToneSoft, words.T("The failed tracks of “%s” were added again already, to “%s”.", old.Name, already))
			return
		}
		if len(again) == 0 {
			d.notice(ToneSoft, words.T("No failed track of “%s” was queued from here, so Pressroom does not know their files. Add them by hand.", old.Name))
			return
		}
		j := &ledger.Job{Row: d.Ledger.NewRow(), Site: s.site.ID, Name: s.againName(old.Name), Phase: PhaseMaking, Created: present(), Again: old.Row}
		uploads := make([]*ledger.Upload, len(again))
		for n, u := range again {
			uploads[n] = &ledger.Upload{
				Row: d.Ledger.NewRow(), Site: s.site.ID, Job: j.Row, Source: u.Source, File: u.File,
				Formats: u.Formats, Meta: u.Meta, Added: present(),
			}
		}
		change, items := asNew(uploads)
		change.Jobs = append(change.Jobs, *j)
		items = append([]*ledger.Item{{Kind: ledger.CreateJob, Job: j.Row}}, items...)
		said := words.N(len(uploads), "%d failed track again, in “%s”", "%d failed tracks again, in “%s”", j.Name)
		if s.record(ledger.Intent{Words: said}, change, items) {
			s.jobs[j.Row] = j
			s.keepAll(uploads)
		}
	})
}

// againName is what a job is called that takes the failed tracks of another: a name that no job has yet.
func (s *seat) againName(name string) string {
	base := name
	for _, j := range s.jobs {
		if first := s.jobs[j.Again]; first != nil && j.Name == name {
			base = first.Name // of a second try, the name is that of the first
		}
	}
	name = words.T("%s (again)", base)
	has := func(j *ledger.Job) bool { return j.Name == name }
	for n := 2; slices.ContainsFunc(s.jobsInOrder(), has); n++ {
		name = words.T("%s (again %d)", base, n)
	}
	return name
}
