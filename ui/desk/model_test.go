package desk

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// step is one thing that the person or the world does; a and b say how.
type step struct {
	what deed
	a, b int
}

type deed int

const (
	createJob deed = iota
	addTracks
	setFormat
	reviewJob
	publishJob
	settleUnknown
	refreshSite
	newKey
	forgetKey
	dieInTheMiddle
	siteWorks
	timePasses
	quitAndStart
	stopSending
	retryWhatFailed
	undoFormats
	applyPreset
	sleepAndWake
	removeTracks
	setMetadata
	redoChange
	retryFailed
	deeds // how many there are
)

func (s step) String() string {
	names := [...]string{
		"create", "add", "format", "review", "publish", "settle", "refresh", "new key", "forget key", "die", "work", "wait", "quit",
		"stop", "retry", "undo", "preset", "sleep", "remove", "meta",
		"redo", "retry failed",
	}
	return fmt.Sprintf("%s(%d,%d)", names[s.what], s.a, s.b)
}

// answer is what comes of one call that arrives at the site.
type answer int

const (
	answersWell answer = iota
	answersLate
	lostAfterDoing
	lostBeforeDoing
	lostLate
	refuses
	unreachableNow
	busyNow
	badGateway
	timesOutAfterDoing
	answersRubbish
	refusesKey
	answers // how many there are
)

// world is a random site and a truthful person.
type world struct {
	o       *office
	answers []answer // what comes of each call, in turn
	at      int
	healthy atomic.Bool
	bad     []string       // what went wrong
	may     map[string]int // arrivals that may have happened, by call and name
	did     map[string]int // that did
	said    map[string]int // person's word that it did not happen
	// removals counts how often the person asked for an upload to be removed, by its id.
	removals map[int64]int
	// unnumbered counts those asked for by rows that had no number yet in the view: the desk may know it by then.
	unnumbered int
}

func (w *world) fail(format string, a ...any) { w.bad = append(w.bad, fmt.Sprintf(format, a...)) }

func (c call) what() string { return fmt.Sprint(c.op, " ", c.name, " ", c.job) }

// before decides what comes of a call, and holds the desk to sending it once.
func (w *world) before(c call) (error, bool) {
	mode, late := w.next()
	if mode == answersLate || mode == lostLate {
		time.Sleep(late)
	}
	var err error
	fails := func(k api.Kind, status int) {
		err = &api.Error{Op: c.op, Kind: k, Status: status, Sent: k != api.Unreachable}
	}
	did, proven := false, false // proven not to have happened
	switch mode {
	case answersWell, answersLate:
		did = true
	case lostAfterDoing, lostLate:
		fails(api.NoAnswer, 0)
		did = true
	case lostBeforeDoing:
		fails(api.NoAnswer, 0)
	case refuses:
		fails(api.Refused, 200)
		proven = true
	case unreachableNow:
		fails(api.Unreachable, 0)
		proven = true
	case busyNow:
		fails(api.Busy, 429)
		proven = true
	case badGateway:
		fails(api.SiteFault, 502)
	case timesOutAfterDoing:
		fails(api.SiteFault, 504)
		did = true
	case answersRubbish:
		fails(api.BadAnswer, 200)
		did = true
	case refusesKey:
		fails(api.KeyRefused, 401)
		proven = true
	}
	if c.op == "upload" || c.op == "createJob" || c.op == "publish" || c.op == "delete" {
		w.arrived(c, did, !proven)
	}
	return err, did
}

func (w *world) next() (answer, time.Duration) {
	if len(w.answers) == 0 || w.healthy.Load() {
		return answersWell, 0
	}
	w.o.site.mu.Lock()
	defer w.o.site.mu.Unlock()
	mode := w.answers[w.at%len(w.answers)]
	w.at++
	return mode, time.Duration(1+w.at%40) * time.Second
}

// arrived notes a call that must not be doubled.
func (w *world) arrived(c call, did, maybe bool) {
	w.o.site.mu.Lock()
	defer w.o.site.mu.Unlock()
	key := c.what()
	if c.op == "delete" {
		key = fmt.Sprint("delete ", c.upload)
		if w.may[key]+1 > w.removals[c.upload] && maybe && w.unnumbered > 0 {
			w.unnumbered--
			w.removals[c.upload]++
		}
		if w.may[key]+1 > w.removals[c.upload] && maybe {
			w.fail("%s reached the site more often than it was asked for (%d)", key, w.removals[c.upload])
		}
	}
	if c.op == "publish" {
		key = fmt.Sprint("publish ", c.job)
	}
	if maybe {
		w.may[key]++
	}
	if did {
		w.did[key]++
	}
	if (c.op == "upload" || c.op == "createJob") && w.may[key] > 1+w.said[key] {
		w.fail("%s reached the site %d times (the person said %d times that it did not happen)", key, w.may[key], w.said[key])
	}
	if c.op == "upload" && w.did[key] > 1 {
		w.fail("%s was done twice", key)
	}
}

// checkPublishes holds the publishes that reached the site to those that the person confirmed, and those
// that are done to those that happened.
func (w *world) checkPublishes() {
	items, done := map[int64]int{}, map[int64]int{}
	jobs := map[int64]int64{}
	book, _ := w.o.book.Book(context.Background(), siteAddress)
	for _, j := range book.Jobs {
		if j.Main {
			jobs[j.Row] = 0
		} else {
			jobs[j.Row] = j.JobID
		}
	}
	for _, i := range w.o.items(ledger.Publish) {
		items[jobs[i.Job]]++
		if i.State == ledger.Done {
			done[jobs[i.Job]]++
		}
	}
	for job, n := range done {
		if did := w.did[fmt.Sprint("publish ", job)]; n > did {
			w.fail("%d publishes of %d are done in the ledger, and %d happened", n, job, did)
		}
	}
	for job, n := range items {
		if got := w.may[fmt.Sprint("publish ", job)]; got > n {
			w.fail("publish of %d reached the site %d times for %d confirmed", job, got, n)
		}
	}
}

// finishAll has the site publish everything that is queued, but for every fourth track.
func (w *world) finishAll() {
	f := w.o.site
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.uploads {
		if u := &f.uploads[i]; u.Status == api.Queued {
			f.next++
			if u.Status, u.TrackID = api.Published, f.next; u.UploadID%4 == 0 {
				u.Status, u.TrackID, u.Error = api.Errored, 0, "No sound in it."
			}
		}
	}
	w.count()
}

// count has checkJob say how things stand now.
func (w *world) count() {
	f := w.o.site
	all := map[int64]*api.Counts{}
	for _, u := range f.uploads {
		c := all[u.JobID]
		if c == nil {
			c = &api.Counts{}
			all[u.JobID] = c
		}
		switch u.Status {
		case api.Queued:
			c.Queued++
			c.Known = true
		case api.Published:
			c.Done++
			c.Known = true
		case api.Errored:
			c.Errored++
			c.Known = true
		}
	}
	for id, c := range all {
		f.counts[id] = []api.Counts{*c}
	}
}
