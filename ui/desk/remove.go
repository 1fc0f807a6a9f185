package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// removalShows is how long after a removal left a site that lists the track all the same may still be
// about to remove it.
const removalShows = 2 * time.Minute

// removal is what removing some rows means.
type removal struct {
	there []*ledger.Upload // the site has them: delete takes them out of its queue
	here  []*ledger.Upload // the site does not have them: only their rows go
	kept  int              // published, on their way, or nobody knows
}

func (s *seat) removal(ids []int64) (r removal) {
	doubted := map[int64]bool{} // jobs of which nobody knows whether they were published: what is gone from them tells
	for _, i := range s.items {
		if i.Kind == ledger.Publish && i.State == ledger.Unknown {
			doubted[i.Job] = true
		}
	}
	for _, id := range ids {
		u := s.uploads[id]
		switch {
		case u == nil || s.removing[id] != nil:
		case doubted[u.Job] && (u.UploadID != 0 || u.Status == statusNotListed):
			r.kept++
		case u.UploadID != 0 && (u.Status == string(api.Uploaded) || u.Status == string(api.Errored)):
			r.there = append(r.there, u)
		case u.Status == statusToSend || u.Status == statusStopped || u.Status == statusRefused || u.Status == statusNotListed:
			r.here = append(r.here, u)
		default:
			r.kept++
		}
	}
	return r
}

// RemovalView is what the person confirms before tracks are removed.
type RemovalView struct {
	Title, Text string
	GoButton    string
}

// removalView is nil where nothing of the selection can be removed.
func (s *seat) removalView(ids []int64) *RemovalView {
	r := s.removal(ids)
	all := len(r.there) + len(r.here)
	if all == 0 || s.client == nil {
		return nil
	}
	tracks := plural(all, "track", "tracks")
	v := &RemovalView{Title: "Remove " + tracks + "?", GoButton: "Remove " + tracks}
	if n := len(r.there); n > 0 {
		v.Text = fmt.Sprintf("%s out of the import queue of %s. This cannot be taken back: whoever wants them there again has to add them again.",
			plural(n, "track is taken", "tracks are taken"), s.site.Name)
	}
	others := 0
	for _, u := range r.there {
		if u.Source == "" {
			others++
		}
	}
	switch {
	case others == 1:
		v.Text += " 1 of them was not queued from here, so it may be somebody else's."
	case others > 1:
		v.Text += fmt.Sprintf(" %s of them were not queued from here, so they may be somebody else's.", figure(others))
	}
	if n := len(r.here); n > 0 {
		v.Text += fmt.Sprintf(" %s on the site, and only leaves this table.", plural(n, "track is not", "tracks are not"))
	}
	if r.kept > 0 {
		v.Text += fmt.Sprintf(" %s: published, on the way there, or of unknown outcome.", plural(r.kept, "selected track stays", "selected tracks stay"))
	}
	return v
}

// Remove takes uploads out of the site's import queue, by the ids of their rows, and those that the site
// does not have out of the table. Published tracks, and those on their way, stay.
func (d *Desk) Remove(ids []int64) {
	ids = slices.Clone(ids)
	d.at(func(s *seat) {
		r := s.removal(ids)
		meant := map[int64]bool{}
		for _, u := range slices.Concat(r.there, r.here) {
			meant[u.Row] = true
		}
		s.stop(func(i *ledger.Item) bool { return meant[i.Upload] })
		var change ledger.Change
		for _, u := range r.here {
			change.Gone = append(change.Gone, u.Row)
		}
		items := make([]*ledger.Item, len(r.there))
		for n, u := range r.there {
			items[n] = &ledger.Item{Kind: ledger.Delete, Upload: u.Row, Job: u.Job}
		}
		switch {
		case len(items) > 0 && !s.record(ledger.Intent{Words: "removing " + plural(len(items), "track", "tracks")}, change, items):
			return
		case len(items) == 0 && (len(r.here) == 0 || !s.write(change)):
			return
		}
		for _, u := range r.here {
			s.forget(u)
		}
		for _, u := range r.there {
			s.keep(u)
		}
		s.recount()
	})
}

// forget takes an upload off the desk. Listings that began before now do not bring it back.
func (s *seat) forget(u *ledger.Upload) {
	s.drop(u)
	if u.UploadID == 0 {
		return
	}
	delete(s.byUpload, u.UploadID)
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
	u, j := s.uploads[i.Upload], s.jobs[i.Job]
	switch {
	case u == nil:
		return "The track is not there any more."
	case s.unknownOf(j, ledger.Publish) != nil:
		return "Nobody knows whether its job was published. Settle that, then remove it."
	case u.Status == string(api.Uploaded) && !j.Published.Before(i.Recorded), onItsWay(api.Upload{Status: api.Status(u.Status)}), u.Status == string(api.Published):
		return "It was published before it could be removed."
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
		u := s.uploads[row]
		if i.State != ledger.Unknown || u == nil || u.Job != one.job || s.stamps[row] > one.began {
			continue
		}
		published := s.unknownOf(j, ledger.Publish) != nil || !j.Published.Before(i.Left)
		switch {
		case !listed[row] && !published && (u.Status == string(api.Uploaded) || u.Status == statusNotListed):
			s.settle(i, ledger.Done, s.removed(u))
		case listed[row] && one.at.Sub(i.Left) > removalShows:
			s.notRemoved(i, u, "It was not removed: the site still lists it.")
		}
	}
}

// notRemoved settles a removal of which nobody knew as one that did not happen.
func (s *seat) notRemoved(i *ledger.Item, u *ledger.Upload, problem string) {
	delete(s.removing, u.Row)
	u.Problem = problem
	s.keep(u)
	s.settle(i, ledger.Failed, ledger.Change{Uploads: []ledger.Upload{*u}})
}
