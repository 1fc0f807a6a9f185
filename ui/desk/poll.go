package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// follow has a job looked at until it is finished.
func (s *seat) follow(row int64) {
	if s.watches[row] == nil {
		s.watches[row] = newWatch(present())
	}
}

// betweenLooks is the shortest time between two looks at jobs, of all sites together.
const betweenLooks = time.Second

// poll looks at the job that has been due longest, of all sites, and returns when the next one may be.
func (d *Desk) poll(now time.Time) time.Time {
	next := now.Add(time.Hour)
	var first *watch
	var of *seat
	var row int64
	for _, s := range d.seats {
		if !s.mayAsk() {
			continue
		}
		for r, w := range s.watches {
			due := later(w.next, s.site.Held)
			switch {
			case w.asking:
			case now.Before(due):
				next = earlier(next, due)
			case first == nil || w.next.Before(first.next):
				first, of, row = w, s, r
			}
		}
	}
	if first == nil {
		return next
	}
	if now.Before(d.polls) {
		return earlier(next, d.polls)
	}
	d.polls = now.Add(betweenLooks)
	if first.toList {
		first.toList, first.next = false, now.Add(first.pause(now, d.unwatched)-betweenLooks)
		of.listJob(of.jobs[row], of.jobs[row].JobID, func(found, error) {})
	} else {
		of.check(row, first)
	}
	return d.polls
}

// mayAsk says that the seat has a key that is good for what was known last.
func (s *seat) mayAsk() bool { return s.client != nil && !s.halted && s.state != SiteNeedsKey }

// lookNow has every job of the seat looked at as soon as may be.
func (s *seat) lookNow(now time.Time) {
	for _, w := range s.watches {
		w.next = earlier(w.next, now)
	}
}

// Woke says that the machine has slept, or was without a network: what is known may be old.
func (d *Desk) Woke() {
	d.post(func() {
		for _, s := range d.seats {
			s.resume = time.Time{}
			s.patience.Reset()
			s.lookNow(present())
			if s.mayAsk() {
				s.refresh()
			}
		}
	})
}

// Watched says whether anybody looks at the window: where nobody does, jobs are looked at less often, and
// the desktop says that they ended.
func (d *Desk) Watched(yes bool) {
	d.post(func() {
		d.front = yes
		if d.unwatched = !yes; yes {
			for _, s := range d.seats {
				s.lookNow(present())
			}
		}
	})
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
	now, j := present(), s.jobs[row]
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
	finished := w.take(counts, now, s.d.unwatched) || !counts.Known && s.emptied(j)
	if counts.Known {
		j.Queued, j.Done, j.InProgress, j.Errored, j.Counted = counts.Queued, counts.Done, counts.InProgress, counts.Errored, true
	}
	if moved {
		change := ledger.Change{Jobs: []ledger.Job{*j}}
		if counts.Known {
			change.Counts = append(change.Counts, s.point(j, now))
		}
		s.write(change)
	}
	switch {
	case finished && j.Phase == PhasePublishing: // not while a further publish of it is under way or unknown
		w.next = now.Add(lookLatest) // comes first only where the list below fails
		s.finish(j, w)
	case w.listsAgain(counts):
		w.toList, w.next = true, now
	}
}

// emptied says that every upload of a job that was published was removed since, as failed ones can be: the
// site may have nothing to count any more.
func (s *seat) emptied(j *ledger.Job) bool {
	for e := range s.list.entries() {
		if e.Job == j.Row && e.UploadID != 0 && (pastWaiting(e.Status.Text) || !e.Added().After(j.Published)) {
			return false
		}
	}
	return true
}

func (s *seat) uncounted(j *ledger.Job, w *watch, err error) {
	w.missed(present())
	s.hold(err)
	w.next = later(w.next, s.site.Held)
	var failure *api.Error
	if errors.As(err, &failure) && failure.Kind == api.NotFound {
		j.Problem = sentence(err, s.site.Name)
		return
	}
	s.met(err)
	if j.Phase == PhasePublishing && j.Counted && !w.heard.IsZero() {
		j.Problem = words.T("The counts are of %s: the site did not answer since.", words.Clock(w.heard, present()))
	}
}

// listJob lists one job by its number, takes over what is listed, and then calls back. Number 0 is the
// main job's queue; the final tracks of a publish are listed by the number that publish answered.
func (s *seat) listJob(j *ledger.Job, id int64, back func(found, error)) {
	row := j.Row
	s.clock++
	began := s.clock
	ask(s, func(ctx context.Context, site Site) (found, error) { return s.listOf(ctx, site, row, id, began) },
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
	s.d.polls = later(s.d.polls, present()).Add(betweenLooks) // it waits for nothing, and counts
	s.listJob(j, j.JobID, func(one found, err error) {
		if s.watches[j.Row] != w || j.Phase != PhasePublishing || s.d.ctx.Err() != nil {
			return // and where the desk closes, it is said at the next start
		}
		if err == nil && slices.ContainsFunc(one.uploads, func(u sighting) bool { return onItsWay(u.Status) }) {
			w.settled = false // the counts lag behind the list
			return
		}
		if err != nil {
			s.d.Log.Info("list the tracks of a finished job", "job", j.JobID, "error", err)
			j.Problem = unlisted.String() + " " + sentence(err, s.site.Name)
			s.met(err) // and where the site is at fault, it is looked at until it lists them
			s.pause(err)
		}
		delete(s.watches, j.Row)
		j.Phase, j.Finished = PhaseFinished, present()
		if s.write(ledger.Change{Jobs: []ledger.Job{*j}}) {
			s.d.tellSoon()
		}
	})
}

func onItsWay(status api.Status) bool { return status == api.Queued || status == api.Publishing }

// unlisted begins what is said at a finished job whose tracks the site has not listed yet.
var unlisted = words.Later("The site did not list the final tracks.")
