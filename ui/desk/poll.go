package desk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// Between two looks at a job lies a part of the time that it still needs, within these bounds.
const (
	lookSoonest = 2 * time.Second
	lookLatest  = 30 * time.Second
	lookParts   = 10
)

// watch follows one job that is being published.
type watch struct {
	next    time.Time
	asking  bool
	began   time.Time
	at      int        // done and errored when it began
	old     api.Counts // what an earlier publish of the job had come to, if there was one
	last    api.Counts // what the job's last answer was
	settled bool       // the last answer said that it is finished: one more makes it so
	left    time.Duration
	heard   time.Time // when the last answer came
	failed  int
}

// follow has a job looked at until it is finished.
func (s *seat) follow(row int64) {
	if s.watches[row] == nil {
		now := time.Now()
		s.watches[row] = &watch{next: now, began: now, at: -1}
	}
}

// poll looks at the jobs that are due and returns when the next one is.
func (s *seat) poll(now time.Time) time.Time {
	next := now.Add(time.Hour)
	if now.Before(s.site.Held) {
		return s.site.Held
	}
	for row, w := range s.watches {
		if w.asking {
			continue
		}
		if now.Before(w.next) {
			next = earlier(next, w.next)
			continue
		}
		s.check(row, w)
	}
	return next
}

func (s *seat) check(row int64, w *watch) {
	w.asking = true
	id := s.jobs[row].JobID
	ask(s, func(ctx context.Context, site Site) (api.Counts, error) { return site.CheckJob(ctx, id) },
		func(counts api.Counts, err error) {
			w.asking = false
			if s.watches[row] == w {
				s.counted(row, w, counts, err)
			}
		})
}

// counted takes in one answer of checkJob.
func (s *seat) counted(row int64, w *watch, counts api.Counts, err error) {
	now, j := time.Now(), s.jobs[row]
	if err != nil {
		s.uncounted(j, w, err)
		return
	}
	if w.failed > 0 || s.state != SiteReady {
		s.met(nil)
	}
	if j.Phase == PhasePublishing {
		j.Problem = ""
	}
	moved := counts != w.last
	finished := w.take(counts, now)
	if counts.Known {
		j.Queued, j.Done, j.InProgress, j.Errored, j.Counted = counts.Queued, counts.Done, counts.InProgress, counts.Errored, true
	}
	if moved {
		s.write(ledger.Change{Jobs: []ledger.Job{*j}})
	}
	switch {
	case finished && j.Phase == PhasePublishing: // not while a further publish of it is under way or unknown
		w.next = now.Add(lookLatest) // comes first only where the list below fails
		s.finish(j, w)
	case moved && counts.Total() <= 1000:
		s.listJob(j, j.JobID, func(found, error) {})
	}
}

// oldFor is how long counts that stand as an earlier publish left them are not believed: the site may
// not have begun to count the new one.
const oldFor = time.Minute

// take takes in what checkJob said and reports whether the job is finished: nothing waits or is in
// progress, something was counted, and the answer before said just the same.
func (w *watch) take(counts api.Counts, now time.Time) (finished bool) {
	stale := counts == w.old && now.Sub(w.began) < oldFor
	finished = counts.Settled() && w.settled && counts == w.last && !stale
	if w.at < 0 {
		w.at = counts.Done + counts.Errored
	}
	w.failed, w.heard, w.last, w.settled = 0, now, counts, counts.Settled()
	w.left = timeLeft(now.Sub(w.began), counts, w.at)
	w.next = now.Add(lookAgain(w.left))
	return finished
}

func (s *seat) uncounted(j *ledger.Job, w *watch, err error) {
	w.failed++
	w.settled = false
	w.next = time.Now().Add(min(lookSoonest<<min(w.failed, 6), lookLatest))
	s.hold(err)
	w.next = later(w.next, s.site.Held)
	var failure *api.Error
	if errors.As(err, &failure) && failure.Kind == api.NotFound {
		j.Problem = sentence(err, s.site.Name)
		return
	}
	s.met(err)
	if j.Phase == PhasePublishing && j.Counted && !w.heard.IsZero() {
		j.Problem = fmt.Sprintf("The counts are of %s: the site did not answer since.", clock(w.heard, time.Now()))
	}
}

// timeLeft is how long the rest takes at the pace so far; 0 where that cannot be known yet.
func timeLeft(elapsed time.Duration, c api.Counts, at int) time.Duration {
	gone := c.Done + c.Errored - at
	if !c.Known || gone <= 0 {
		return 0
	}
	return elapsed / time.Duration(gone) * time.Duration(c.Queued+c.InProgress)
}

// lookAgain is how long to wait before the next look, with jitter, so that many desks don't ask at once.
func lookAgain(left time.Duration) time.Duration {
	wait := min(max(left/lookParts, lookSoonest), lookLatest)
	return wait + time.Duration(rand.Int64N(int64(wait/10)))
}

// listJob lists one job by its number, takes over what is listed, and then calls back. Number 0 is the
// main job's queue; the final tracks of a publish are listed by the number that publish answered.
func (s *seat) listJob(j *ledger.Job, id int64, back func(found, error)) {
	row := j.Row
	s.clock++
	began := s.clock
	ask(s, func(ctx context.Context, site Site) (found, error) { return list(ctx, site, row, id, began) },
		func(one found, err error) {
			if err == nil {
				s.merge(one)
			}
			back(one, err)
		})
}

// finish closes a job whose counts said twice that nothing of it is left to do: it lists the final
// tracks and tells the person, once.
func (s *seat) finish(j *ledger.Job, w *watch) {
	s.listJob(j, j.JobID, func(one found, err error) {
		if s.watches[j.Row] != w || j.Phase != PhasePublishing || s.d.ctx.Err() != nil {
			return // and where the desk closes, it is said at the next start
		}
		if err == nil && slices.ContainsFunc(one.uploads, onItsWay) {
			w.settled = false // the counts lag behind the list
			return
		}
		if err != nil {
			s.d.Log.Info("list the tracks of a finished job", "job", j.JobID, "error", err)
			j.Problem = "The site did not list the final tracks. " + sentence(err, s.site.Name)
		}
		delete(s.watches, j.Row)
		tell := j.Told.IsZero()
		j.Phase, j.Finished = PhaseFinished, time.Now()
		if tell {
			// Written before it is said: better told by the window alone than twice by the desktop.
			j.Told = j.Finished
		}
		if s.write(ledger.Change{Jobs: []ledger.Job{*j}}) && tell {
			s.tell(j)
		}
	})
}

func onItsWay(u api.Upload) bool { return u.Status == api.Queued || u.Status == api.Publishing }

// tell has the desktop say that a job is finished.
func (s *seat) tell(j *ledger.Job) {
	title := j.Name + " is published"
	if j.Errored > 0 {
		title = j.Name + " is published, with errors"
	}
	body := fmt.Sprintf("%s on %s.", countsInWords(j), s.site.Name)
	if j.Done > 0 {
		body += " Live now; search follows."
	}
	away(s.d, func(ctx context.Context) (struct{}, error) {
		ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
		defer cancel()
		return struct{}{}, s.d.Notifier.Notify(ctx, title, body)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.d.Log.Warn("notify", "error", err)
			s.d.notice(ToneUnknown, title+": "+body+" (The desktop shows no notifications, so it is said here.)")
		}
	})
}
