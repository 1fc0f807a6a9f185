package desk

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// step is one thing that the person or the world does.
type step struct{ What, A, B int }

func (s step) String() string {
	names := []string{"create", "add", "format", "review", "publish", "settle", "refresh", "newkey", "forget", "crash", "work", "wait", "quit", "formats2"}
	return fmt.Sprintf("%s(%d,%d)", names[s.What], s.A, s.B)
}

// world is a random site and a truthful person.
type world struct {
	o       *office
	r       []int // what comes of each call, in turn
	at      int
	healthy atomic.Bool
	bad     []string
	may     map[string]int // arrivals that may have happened, by call and name
	did     map[string]int // that did
	said    map[string]int // person's word that it did not happen
}

func (w *world) fail(format string, a ...any) { w.bad = append(w.bad, fmt.Sprintf(format, a...)) }

func (c call) what() string { return fmt.Sprint(c.op, " ", c.name, " ", c.job) }

func (w *world) before(c call) (error, bool) {
	o := w.o
	mode, late := 0, time.Second
	if len(w.r) > 0 && !w.healthy.Load() {
		o.site.mu.Lock()
		mode = w.r[w.at%len(w.r)]
		w.at++
		late = time.Duration(1+w.at%40) * time.Second
		o.site.mu.Unlock()
	}
	changes := c.op == "upload" || c.op == "createJob" || c.op == "publish"
	e := func(k api.Kind, status int, did bool) (error, bool) {
		return &api.Error{Op: c.op, Kind: k, Status: status, Sent: k != api.Unreachable}, did
	}
	var err error
	did := true
	maybe := true
	switch mode {
	case 1:
		err, did = e(api.NoAnswer, 0, true)
	case 2:
		err, did = e(api.NoAnswer, 0, false)
	case 3:
		time.Sleep(late)
	case 4:
		time.Sleep(late)
		err, did = e(api.NoAnswer, 0, true)
	case 5:
		err, did = e(api.Refused, 200, false)
	case 6:
		err, did = e(api.Unreachable, 0, false)
		maybe = false
	case 7:
		err, did = e(api.Busy, 429, false)
		maybe = false
	case 8:
		err, did = e(api.SiteFault, 502, false)
	case 9:
		err, did = e(api.SiteFault, 504, true)
	case 10:
		err, did = e(api.BadAnswer, 200, true)
	case 11:
		err, did = e(api.KeyRefused, 401, false)
		maybe = false
	}
	if changes {
		o.site.mu.Lock()
		key := c.what()
		if c.op == "publish" {
			key = fmt.Sprint("publish ", c.job)
		}
		if maybe {
			w.may[key]++
		}
		if did {
			w.did[key]++
		}
		if c.op != "publish" && w.may[key] > 1+w.said[key] {
			w.fail("%s reached the site %d times (the person said %d times that it did not happen)", key, w.may[key], w.said[key])
		}
		if c.op == "upload" && w.did[key] > 1 {
			w.fail("%s was done twice", key)
		}
		o.site.mu.Unlock()
	}
	return err, did
}

// published returns true if job's publishes in the ledger and at the site agree.
func (w *world) checkPublishes() {
	items := map[int64]int{}
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
	}
	for job, n := range items {
		if got := w.may[fmt.Sprint("publish ", job)]; got > n {
			w.fail("publish of %d reached the site %d times for %d confirmed", job, got, n)
		}
	}
}

func (w *world) finishAll() {
	f := w.o.site
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.uploads {
		if u := &f.uploads[i]; u.Status == api.Queued {
			f.next++
			u.Status, u.TrackID = api.Published, f.next
		}
	}
	w.count()
}

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
		}
	}
	for id, c := range all {
		f.counts[id] = []api.Counts{*c}
	}
}
