package desk

import (
	"context"
	"slices"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// removalShows is how long after a removal left a site that lists the track all the same may still be
// about to remove it.
const removalShows = 2 * time.Minute

// removal is what removing some rows means.
type removal struct {
	there  int // the site has them: delete takes them out of its queue
	here   int // the site does not have them: only their rows go
	kept   int // published, on their way, or nobody knows
	others int // of there, those that were not queued from here
}

// fate is what comes of an upload that is to be removed.
type fate int

const (
	isKept fate = iota
	leavesSite
	leavesTable
)

// fateOf says so of a class; doubted are the jobs of which nobody knows whether they were published.
func fateOf(c class, doubted map[int64]bool) fate {
	switch {
	case doubted[c.job] && (c.there || c.status == statusNotListed):
		return isKept
	case c.there && (waits(c.status) || c.status == string(api.Errored)):
		return leavesSite
	case c.status == statusToSend || c.status == statusStopped || c.status == statusRefused || c.status == statusNotListed:
		return leavesTable
	}
	return isKept
}

// doubtedJobs are the jobs of which nobody knows whether they were published: what is gone from them tells.
func (s *seat) doubtedJobs() map[int64]bool {
	jobs := map[int64]bool{}
	for _, i := range s.items {
		if i.Kind == ledger.Publish && i.State == ledger.Unknown {
			jobs[i.Job] = true
		}
	}
	return jobs
}

// add takes a number of uploads of a class in.
func (r *removal) add(c class, n int, doubted map[int64]bool) {
	switch fateOf(c, doubted) {
	case leavesSite:
		r.there += n
		if !c.ours {
			r.others += n
		}
	case leavesTable:
		r.here += n
	default:
		r.kept += n
	}
}

// RemovalView is what the person confirms before tracks are removed.
type RemovalView struct {
	Title, Text string
	GoButton    string
}

// removalView is nil where nothing of the selection can be removed.
func (s *seat) removalView(r removal) *RemovalView {
	all := r.there + r.here
	if all == 0 || s.client == nil {
		return nil
	}
	v := &RemovalView{
		Title:    words.N(all, "Remove %d track?", "Remove %d tracks?"),
		GoButton: words.N(all, "Remove %d track", "Remove %d tracks"),
	}
	if n := r.there; n > 0 {
		v.Text = words.N(n,
			"%d track is taken out of the import queue of %s. This cannot be taken back: whoever wants them there again has to add them again.",
			"%d tracks are taken out of the import queue of %s. This cannot be taken back: whoever wants them there again has to add them again.",
			s.site.Name)
	}
	if r.others > 0 {
		v.Text += " " + words.N(r.others, "%d of them was not queued from here, so it may be somebody else's.",
			"%d of them were not queued from here, so they may be somebody else's.")
	}
	if n := r.here; n > 0 {
		v.Text += " " + words.N(n, "%d track is not on the site, and only leaves this table.",
			"%d tracks are not on the site, and only leaves this table.")
	}
	if r.kept > 0 {
		v.Text += " " + words.N(r.kept, "%d selected track stays: published, on the way there, or of unknown outcome.",
			"%d selected tracks stay: published, on the way there, or of unknown outcome.")
	}
	return v
}

// Remove takes uploads out of the site's import queue, by the ids of their rows, and those that the site
// does not have out of the table. Published tracks, and those on their way, stay.
func (d *Desk) Remove(ids []int64) {
	ids = slices.Clone(ids)
	d.at(func(s *seat) {
		meant, doubted := map[int64]bool{}, s.doubtedJobs()
		var change ledger.Change
		var items []*ledger.Item
		for _, id := range ids {
			s.list.open(id, func(e *ledger.Entry) {
				switch fate := fateOf(classOf(e), doubted); {
				case s.removing[e.Row] != nil, fate == isKept:
					return
				case fate == leavesSite:
					items = append(items, &ledger.Item{Kind: ledger.Delete, Upload: e.Row, Job: e.Job})
				case fate == leavesTable:
					change.Gone = append(change.Gone, e.Row)
				}
				meant[e.Row] = true
			})
		}
		s.stop(func(i *ledger.Item) bool { return meant[i.Upload] })
		switch {
		case len(items) > 0 && !s.record(ledger.Intent{Words: words.N(len(items), "removing %d track", "removing %d tracks")}, change, items):
			return
		case len(items) == 0 && (len(change.Gone) == 0 || !s.write(change)):
			return
		}
		for _, row := range change.Gone {
			s.forget(s.list.get(row))
		}
		for _, i := range items {
			s.mark(i.Upload)
		}
		s.recount()
	})
}

// forget takes an upload off the desk. Listings that began before now do not bring it back.
func (s *seat) forget(u *ledger.Upload) {
	s.list.drop(u.Row)
	if u.UploadID == 0 {
		return
	}
	delete(s.list.numbers, u.UploadID)
	s.clock++
	s.gone[u.UploadID] = s.clock
}

// recount has the intents that are over count what there still is to send again of them.
func (s *seat) recount() {
	site := s.site.ID
	away(s.d, func(ctx context.Context) ([]ledger.Intent, error) { return s.d.Ledger.Intents(ctx, site) },
		func(counted []ledger.Intent, err error) {
			if err != nil {
				s.d.Log.Warn("count what is left of intents", "site", site, "error", err)
				return // a button offers more than there is, and says so when it is pressed
			}
			for n := range s.history {
				in := &s.history[n]
				at := slices.IndexFunc(counted, func(c ledger.Intent) bool { return c.ID == in.ID })
				if at >= 0 && s.intents[in.ID] == nil {
					in.Failed, in.Stopped = counted[at].Failed, counted[at].Stopped
				}
			}
			s.d.touch()
		})
}

// removed is what a removal that happened changes.
func (s *seat) removed(u *ledger.Upload) ledger.Change {
	s.forget(u)
	return ledger.Change{Gone: []int64{u.Row}}
}

// unremovable says why a removal that waited cannot be sent any more; empty where it can.
func (s *seat) unremovable(i *ledger.Item) string {
	u, j := s.list.get(i.Upload), s.jobs[i.Job]
	switch {
	case u == nil:
		return words.T("The track is not there any more.")
	case s.unknownOf(j, ledger.Publish) != nil:
		return words.T("Nobody knows whether its job was published. Settle that, then remove it.")
	case u.Status == string(api.Uploaded) && !j.Published.Before(i.Recorded), onItsWay(api.Status(u.Status)), u.Status == string(api.Published):
		return words.T("It was published before it could be removed.")
	}
	return ""
}

// doubted counts the uploads of a job of which nobody knows whether they were removed.
func (s *seat) doubted(job int64) (n int) {
	for _, i := range s.removing {
		if i.Job == job && i.State == ledger.Unknown {
			n++
		}
	}
	return n
}

// settleRemovals settles the removals of which nobody knows, where a listing proves it: what waited and
// is not listed any more was removed, unless it may have been published; what is still listed a while
// later was not.
func (s *seat) settleRemovals(j *ledger.Job, one found, listed map[int64]bool) {
	for row, i := range s.removing {
		u := s.list.get(row)
		if i.State != ledger.Unknown || u == nil || u.Job != one.job || s.stamps[row] > one.began {
			continue
		}
		published := s.unknownOf(j, ledger.Publish) != nil || !j.Published.Before(i.Left) || j.Main && !s.othersWait(i, listed)
		switch {
		case !listed[row] && !published && (u.Status == string(api.Uploaded) || u.Status == statusNotListed):
			s.settle(i, ledger.Done, s.removed(u))
		case listed[row] && one.at.Sub(i.Left) > removalShows:
			s.notRemoved(i, u, words.T("It was not removed: the site still lists it."))
		}
	}
}

// othersWait says that a track of the job that waited before a removal left still does: then nobody has
// published the main job in the meantime, which anyone can.
func (s *seat) othersWait(i *ledger.Item, listed map[int64]bool) bool {
	for row := range listed {
		u := s.list.get(row)
		if u != nil && u.Job == i.Job && row != i.Upload && u.Status == string(api.Uploaded) && u.Added.Before(i.Left) {
			return true
		}
	}
	return false
}

// notRemoved settles a removal of which nobody knew as one that did not happen.
func (s *seat) notRemoved(i *ledger.Item, u *ledger.Upload, problem string) {
	delete(s.removing, u.Row)
	u.Problem = problem
	s.keep(u)
	s.settle(i, ledger.Failed, ledger.Change{Uploads: []ledger.Upload{*u}})
}
