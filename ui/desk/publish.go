package desk

import (
	"strings"

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
	summed  reviewed // what summary is of
	summary reviewSummary
}

// Review looks how many tracks of a job wait, so that the person can confirm publishing them.
func (d *Desk) Review(job int64) {
	d.at(func(s *seat) {
		j := s.jobs[job]
		if j == nil || s.client == nil || !reviewable(j) {
			return
		}
		s.pourAll() // what is on its way there is counted
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

// Publish publishes the job that was reviewed, once the person has confirmed it. Whom the site tells
// of its end, an email address or a URL, takes the place of whom it would tell otherwise; empty leaves
// that as it is.
func (d *Desk) Publish(onComplete string) {
	onComplete = strings.TrimSpace(onComplete)
	d.at(func(s *seat) {
		r := d.review
		d.review = nil
		if r == nil || r.site != s.site.ID || r.looking || r.problem != "" || s.doubted(r.job) > 0 {
			return
		}
		s.pourAll() // what was added before goes before
		j := s.jobs[r.job]
		if j == nil || !reviewable(j) || s.waitingIn(j) == 0 {
			return
		}
		count := s.waitingIn(j)
		starting := *j
		starting.Phase, starting.Problem = PhaseStarting, ""
		if s.record(ledger.Intent{Words: words.T("publishing “%s”", j.Name)}, ledger.Change{Jobs: []ledger.Job{starting}},
			[]*ledger.Item{{Kind: ledger.Publish, Job: j.Row, Count: count, OnComplete: onComplete}}) {
			*j = starting
		}
	})
}

// reviewable says that a job may be published now: it exists, and no publish of it is under way.
func reviewable(j *ledger.Job) bool {
	return j.Phase == PhaseOpen || j.Phase == PhaseFinished || j.Phase == PhasePublishing
}

// waitingOf are the uploads of a job that the site has and that wait to be published, oldest first: those that
// are removed first do not.
func (s *seat) waitingOf(j *ledger.Job) (waiting []*ledger.Upload) {
	for e := range s.list.entries() {
		if e.Job == j.Row && waits(e.Status.Text) && s.removing[e.Row] == nil {
			waiting = append(waiting, e.Upload())
		}
	}
	return waiting
}

// waitingIn is how many those are.
func (s *seat) waitingIn(j *ledger.Job) int {
	n := s.list.tallies[j.Row].waiting
	for row := range s.removing {
		if u := s.list.get(row); u != nil && u.Job == j.Row && waits(u.Status) {
			n--
		}
	}
	return n
}

// waits says of a status that the site has the upload and that it waits to be published.
func waits(status string) bool { return status == string(api.Uploaded) }

// pastWaiting says of a status that the upload does not wait any more: a publish took it.
func pastWaiting(status string) bool {
	switch api.Status(status) {
	case api.Queued, api.Publishing, api.Published, api.Errored:
		return true
	}
	return false
}

// unsent counts the uploads and changes of each job that have not been answered yet.
func (s *seat) unsent() map[int64]int {
	counts := map[int64]int{}
	for _, i := range s.items {
		if (i.Kind == ledger.AddUpload || i.Kind == ledger.Delete || i.Kind.Repeatable()) && i.State != ledger.Unknown {
			counts[i.Job]++
		}
	}
	return counts
}
