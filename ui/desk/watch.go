package desk

import (
	"math/rand/v2"
	"time"

	"pressroom/api"
)

// Between two looks at a job lies a part of the time that it still needs, within these bounds.
const (
	lookSoonest = 2 * time.Second
	lookLatest  = 30 * time.Second
	lookPart    = 0.6
	// lookNear bounds it where a job may end at any moment.
	lookNear = 4 * time.Second
	// looksIn is in what time a long job may be asked about once on average: a tenth of asking always.
	looksIn = 10 * lookSoonest
	// lookConfirm is how soon an answer that a job is finished is asked for again: it counts only if it is
	// repeated.
	lookConfirm = time.Second
	// oldFor is how long counts that stand as an earlier publish left them are not believed: the site may
	// not have begun to count the new one.
	oldFor = time.Minute
)

// watch follows one job that is being published. It knows time only as it is told.
type watch struct {
	next   time.Time
	asking bool
	began  time.Time
	at     int        // done and errored when it was first counted; -1 before
	old    api.Counts // what an earlier publish of the job had come to, if there was one
	last   api.Counts // what the job's last answer was
	heard  time.Time  // when that came
	failed int
	asked  int // how often it was looked at
	toList bool
	listed int // done and errored when its tracks were last listed

	settled bool // the last answer said that it is finished: one more makes it so

	work  time.Duration // spent on tracks since the first answer, by all that work on them at once
	each  time.Duration // what one track took, as of the last that was done; 0 where none was
	ended time.Time     // when that was
	most  int           // in progress at once
	moved time.Time     // when the counts last changed
	left  time.Duration // until the end; 0 where that cannot be known
}

func newWatch(now time.Time) *watch { return &watch{next: now, began: now, at: -1, moved: now} }

// take takes in what checkJob said and reports whether the job is finished: nothing waits or is in
// progress, something was counted, and the answer before said just the same.
func (w *watch) take(counts api.Counts, now time.Time, slow bool) (finished bool) {
	stale := counts == w.old && now.Sub(w.began) < oldFor
	finished = counts.Settled() && w.settled && counts == w.last
	w.estimate(counts, now)
	if counts != w.last {
		w.moved = now
	}
	w.failed, w.heard, w.last, w.settled = 0, now, counts, counts.Settled() && !stale
	w.asked++
	w.next = now.Add(w.pause(now, slow))
	return finished
}

// estimate works out how long the rest takes: as long a track as those done so far took, with as many
// at once as now.
func (w *watch) estimate(counts api.Counts, now time.Time) {
	gone := counts.Done + counts.Errored
	if !counts.Known {
		w.left = 0
		return
	}
	if w.at < 0 || gone < w.at { // the first counts, or others than before: begin anew
		w.at, w.work, w.each = gone, 0, 0
	} else if !w.heard.IsZero() {
		w.work += now.Sub(w.heard) * time.Duration(max(w.last.InProgress, 1))
	}
	w.most = max(w.most, counts.InProgress)
	queued, at := time.Duration(counts.Queued), time.Duration(max(counts.InProgress, 1))
	if gone > w.at && gone != w.last.Done+w.last.Errored { // those in progress are half done, but for one
		w.each, w.ended = 2*w.work/(2*time.Duration(gone-w.at)+at-1), now
	}
	switch {
	case w.each == 0: // each takes at least as long as the first ones by now
		w.left = now.Sub(w.began) * queued / at
	case w.most > 1 && queued == 0: // they began at some time or other
		w.left = max(w.each-now.Sub(w.ended), 0) * at / (at + 1)
	default:
		w.left = max(w.each*(queued+at)/at-now.Sub(w.ended), w.each*queued/at, 0)
	}
}

// pause is how long to wait before the next look, with jitter, so that many desks don't ask at once.
func (w *watch) pause(now time.Time, slow bool) time.Duration {
	if w.settled {
		return lookConfirm
	}
	wait := min(time.Duration(lookPart*float64(w.left)), w.left-w.each*3/5)
	if at := time.Duration(w.last.InProgress); w.last.Queued == 0 && at > 1 { // hardly all end at once
		wait = w.each * (at - 1) / at / 4
	}
	switch {
	case w.each == 0: // nothing is known but how long it has been so
		wait = max(wait, now.Sub(w.moved)/5)
	case wait < lookNear: // as often as what was not asked before allows
		saved := now.Sub(w.began)/looksIn - time.Duration(w.asked) - 2
		window := max(w.left+w.each/3, 2*lookNear)
		wait = min(window/max(saved+window/looksIn, 1), lookNear)
	}
	if slow {
		wait *= 2
	}
	wait = wait*95/100 + time.Duration(rand.Int64N(int64(wait/10)+1)) // #nosec G404 -- so that not all ask at one moment
	return min(max(wait, lookSoonest), lookLatest)
}

// missed takes in that a look brought no answer.
func (w *watch) missed(now time.Time) {
	w.failed, w.asked = w.failed+1, w.asked+1
	w.settled = false
	w.next = now.Add(min(lookSoonest<<min(w.failed, 6), lookLatest))
}

// listsAgain says that enough tracks of a job are done to list them again: four times in all, and not
// where that means page after page.
func (w *watch) listsAgain(counts api.Counts) bool {
	gone := counts.Done + counts.Errored
	if counts.Total() > 1000 || gone == w.listed || gone > w.listed && (gone-w.listed)*4 < counts.Total() {
		return false
	}
	w.listed = gone
	return true
}
