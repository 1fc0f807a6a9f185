package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// follow has a job looked at until it is finished.
func (s *seat) follow(row int64) {
	if s.watches[row] == nil {
		s.watches[row] = newWatch(time.Now())
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
	finished := w.take(counts, now, s.d.unwatched)
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
	case w.listsAgain(counts):
		s.listJob(j, j.JobID, func(found, error) {})
	}
}

func (s *seat) uncounted(j *ledger.Job, w *watch, err error) {
	w.missed(time.Now())
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
