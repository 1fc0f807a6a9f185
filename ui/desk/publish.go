package desk

import (
	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// review is a publish that the person is asked to confirm.
type review struct {
	site    string
	job     int64
	looking bool
	problem string
}

// Review looks how many tracks of a job wait, so that the person can confirm publishing them.
func (d *Desk) Review(job int64) {
	d.at(func(s *seat) {
		j := s.jobs[job]
		if j == nil || s.client == nil || !reviewable(j) {
			return
		}
		r := &review{site: s.site.ID, job: job, looking: true}
		d.review = r
		if r.problem = s.held(present()); r.problem != "" {
			r.looking = false
			return
		}
		s.listJob(j, queueID(j), func(_ found, err error) {
			r.looking = false
			if err != nil {
				s.met(err)
				r.problem = sentence(err, s.site.Name)
			}
		})
	})
}

// queueID is the number under which what waits in a job is listed: none for the main job's queue.
func queueID(j *ledger.Job) int64 {
	if j.Main {
		return 0
	}
	return j.JobID
}

// CancelReview drops what was to be confirmed.
func (d *Desk) CancelReview() {
	d.post(func() { d.review = nil; d.touch() })
}

// Publish publishes the job that was reviewed, once the person has confirmed it.
func (d *Desk) Publish() {
	d.at(func(s *seat) {
		r := d.review
		d.review = nil
		if r == nil || r.site != s.site.ID || r.looking || r.problem != "" || s.doubted(r.job) > 0 {
			return
		}
		j := s.jobs[r.job]
		count := len(s.waitingOf(j))
		if j == nil || !reviewable(j) || count == 0 {
			return
		}
		starting := *j
		starting.Phase, starting.Problem = PhaseStarting, ""
		if s.record(ledger.Intent{Words: words.T("publishing “%s”", j.Name)}, ledger.Change{Jobs: []ledger.Job{starting}},
			[]*ledger.Item{{Kind: ledger.Publish, Job: j.Row, Count: count}}) {
			*j = starting
		}
	})
}

// reviewable says that a job may be published now: it exists, and no publish of it is under way.
func reviewable(j *ledger.Job) bool {
	return j.Phase == PhaseOpen || j.Phase == PhaseFinished || j.Phase == PhasePublishing
}

// waitingOf are the uploads of a job that the site has and that wait to be published: those that are
// removed first do not.
func (s *seat) waitingOf(j *ledger.Job) (waiting []*ledger.Upload) {
	for _, u := range s.uploads {
		if j != nil && u.Job == j.Row && u.Status == string(api.Uploaded) && s.removing[u.Row] == nil {
			waiting = append(waiting, u)
		}
	}
	return waiting
}

func (s *seat) reviewView() *ReviewView {
	r := s.d.review
	if r == nil || r.site != s.site.ID {
		return nil
	}
	j := s.jobs[r.job]
	waiting := s.waitingOf(j)
	v := &ReviewView{Looking: r.looking, Job: r.job, Problem: r.problem, Count: len(waiting)}
	v.Title = words.N(v.Count, "Publish %d track?", "Publish %d tracks?")
	v.GoButton = words.N(v.Count, "Publish %d track", "Publish %d tracks")
	v.Text = words.N(v.Count, "%d track of the job “%s” on %s go live. This cannot be taken back.",
		"%d tracks of the job “%s” on %s go live. This cannot be taken back.", j.Name, s.site.Name)
	if j.Main {
		v.Text = words.N(v.Count,
			"This is the main job of %[2]s: it publishes everything that anyone has queued there, at this moment %[1]d track. This cannot be taken back.",
			"This is the main job of %[2]s: it publishes everything that anyone has queued there, at this moment %[1]d tracks. This cannot be taken back.",
			s.site.Name)
	}
	if n := s.unsent(j); n > 0 {
		v.Text += " " + words.N(n, "%d more track or change is on the way to the site first.", "%d more tracks and changes are on the way to the site first.")
	}
	switch {
	case r.looking:
		v.Title, v.Text = words.T("Publish “%s”?", j.Name), words.T("Looking how many tracks wait on %s…", s.site.Name)
	case r.problem != "":
		v.Title, v.Text = words.T("Publish “%s”?", j.Name), r.problem+" "+words.T("Nothing is published before Pressroom has seen what waits. Try again.")
	case s.doubted(r.job) > 0:
		v.Title = words.T("Publish “%s”?", j.Name)
		v.Text = words.N(s.doubted(r.job),
			"Nobody knows yet whether %d track was removed from it. Settle that first: see the unknown outcomes in the last line. Nothing is published before.",
			"Nobody knows yet whether %d tracks were removed from it. Settle that first: see the unknown outcomes in the last line. Nothing is published before.")
	case v.Count == 0:
		v.Title, v.Text = words.T("Nothing waits in “%s”", j.Name), words.T("Add tracks to the job first.")
	default:
		v.CanGo = true
	}
	return v
}

// unsent counts the uploads and changes of a job that have not been answered yet.
func (s *seat) unsent(j *ledger.Job) (n int) {
	for _, i := range s.items {
		if i.Job == j.Row && (i.Kind == ledger.AddUpload || i.Kind == ledger.Delete || i.Kind.Repeatable()) && i.State != ledger.Unknown {
			n++
		}
	}
	return n
}
