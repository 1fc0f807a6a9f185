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

// found is what the site lists of a job.
type found struct {
	job     int64 // row
	began   int64 // the seat's clock then
	at      time.Time
	uploads []sighting
}

// sighting is an upload as a site lists it. Its metadata is packed: 100,000 maps would take more memory than all
// else that there is.
type sighting struct {
	api.Upload // its Meta is nil
	meta       ledger.Meta
}

func newSighting(u api.Upload) sighting {
	l := sighting{u, ledger.NewMeta(u.Meta)}
	l.Meta = nil
	return l
}

// refresh lists what the site has in each job that can still change.
func (s *seat) refresh() {
	if s.client == nil || s.looking || present().Before(s.site.Held) {
		return
	}
	s.looking = true
	type wanted struct{ row, id int64 }
	var jobs []wanted
	for _, j := range s.jobsInOrder() {
		if j.Main || (j.JobID != 0 && j.Phase != PhaseRefused) {
			jobs = append(jobs, wanted{row: j.Row, id: queueID(j)})
		}
	}
	s.clock++
	began, now := s.clock, present()
	ask(s, func(ctx context.Context, site Site) (all []found, err error) {
		for _, w := range jobs {
			one, err := s.listOf(ctx, site, w.row, w.id, began)
			var failure *api.Error
			if errors.As(err, &failure) && failure.Kind == api.NotFound && w.id != 0 {
				continue // a job that the site no longer knows has nothing to show
			}
			if err != nil {
				return all, err
			}
			all = append(all, one)
		}
		return all, nil
	}, func(all []found, err error) {
		s.looking = false
		s.met(err)
		if err != nil {
			s.d.Log.Info("look at the site", "site", s.site.ID, "error", err)
			if s.state == SiteReady { // it works, but will not be looked at: what is shown may be old
				s.problem = sentence(err, s.site.Name)
				s.seen = now // there is no more to see
			}
			s.pause(err)
			clear(s.suspects)
			return
		}
		if len(s.lane)+len(s.sets)+s.flying == 0 && !s.sending { // else only a change that is taken says that all is well
			s.patience.Reset()
		}
		s.seen = now
		s.failSuspects(began)
		for _, one := range all {
			s.merge(one)
		}
	})
}

// listOf lists a job, page after page. Where the site asks for no calls meanwhile, it stops there.
func (s *seat) listOf(ctx context.Context, site Site, row, id, began int64) (found, error) {
	one := found{job: row, began: began, at: present()}
	if err := s.quiet(); err != nil {
		return one, err
	}
	for u, err := range site.ListAll(ctx, api.ListRequest{JobID: id, Show: 1000}) {
		if err != nil {
			return one, err
		}
		one.uploads = append(one.uploads, newSighting(u))
		if err := s.quiet(); err != nil { // the next may want another page
			return one, err
		}
	}
	return one, nil
}

// merge takes over what the site lists of a job. Uploads that it no longer lists stay, and say so:
// they may be another's doing, and nothing is lost by showing them.
func (s *seat) merge(one found) {
	var change ledger.Change
	j := s.jobs[one.job]
	if j == nil || one.began < s.merged[one.job] {
		return
	}
	s.merged[one.job] = one.began
	if unlisted.Begins(j.Problem) {
		j.Problem = ""
		change.Jobs = append(change.Jobs, *j)
	}
	claims := s.claims(j)
	there := make(map[int64]bool, len(one.uploads))
	for _, said := range one.uploads {
		if said.UploadID == 0 || s.ofAnother(j, said.JobID) {
			continue
		}
		if j.Main && j.JobID == 0 && said.JobID != 0 {
			s.number(j, said.JobID)
			change.Jobs = append(change.Jobs, *j)
		}
		u := s.list.numberedAs(said.UploadID)
		if u == nil && s.gone[said.UploadID] > one.began {
			continue
		}
		if u == nil {
			if u = s.claim(claims, said.Upload, &change); u == nil {
				u = &ledger.Upload{Row: s.d.Ledger.NewRow(), Site: s.site.ID, Job: j.Row, Status: string(api.Uploaded), Added: present()}
			} else if u.Status == statusSending {
				continue // its own answer will say what this is
			}
		}
		there[u.Row] = true
		if s.stamps[u.Row] > one.began {
			continue
		}
		s.pair(claims, u, said.Upload, &change)
		if said.Status == "" && (u.Status == statusUnknown || u.Status == statusNotListed) {
			said.Status = api.Uploaded
		}
		if s.learn(u, said) || !s.list.has(u.Row) {
			s.keep(u)
			change.Uploads = append(change.Uploads, *u)
		}
	}
	for e := range s.list.entries() {
		if e.Job == one.job && e.UploadID != 0 && !there[e.Row] && s.stamps[e.Row] < one.began && (waits(e.Status.Text) || e.Status.Text == string(api.Queued)) {
			u := e.Upload()
			u.Status = statusNotListed
			s.keep(u)
			change.Uploads = append(change.Uploads, *u)
		}
	}
	if len(change.Jobs)+len(change.Uploads)+len(change.Items) > 0 {
		s.write(change)
	}
	s.settleRemovals(j, one, there)
	s.settlePublish(j)
	s.d.touch()
}

// ofAnother says that a listed upload belongs to another job, as a site may list more than was asked for.
func (s *seat) ofAnother(j *ledger.Job, id int64) bool {
	if id == 0 || id == j.JobID {
		return false
	}
	if j.JobID != 0 {
		return true
	}
	for _, other := range s.jobs {
		if other != j && other.JobID == id {
			return true
		}
	}
	return false
}

// claims are the uploads of a job that this desk sent and to which no upload id came yet, by file name, oldest
// first.
func (s *seat) claims(j *ledger.Job) map[string][]*ledger.Upload {
	claims := map[string][]*ledger.Upload{}
	for e := range s.list.entries() {
		status := e.Status.Text
		if e.Job == j.Row && e.UploadID == 0 && e.FromHere() && (status == statusUnknown || status == statusNotListed || status == statusSending) {
			claims[e.File.Text] = append(claims[e.File.Text], e.Upload())
		}
	}
	return claims
}

// claim finds what a listed upload belongs to: one of this desk's own whose answer never came, by its
// file name; nil where it is nobody's here.
func (s *seat) claim(claims map[string][]*ledger.Upload, said api.Upload, change *ledger.Change) *ledger.Upload {
	for _, name := range said.Sources {
		if len(claims[name]) == 0 {
			continue
		}
		u := claims[name][0]
		claims[name] = claims[name][1:]
		s.arrived(u, change)
		if u.Status != statusSending {
			u.Problem = ""
		}
		return u
	}
	return nil
}

// arrived settles the unknown upload of a row: the site lists it.
func (s *seat) arrived(u *ledger.Upload, change *ledger.Change) {
	for _, i := range s.items {
		if i.Kind == ledger.AddUpload && i.Upload == u.Row && i.State == ledger.Unknown {
			i.State, i.Settled, i.Problem = ledger.Done, present(), ""
			change.Items = append(change.Items, *i)
			s.end(i)
		}
	}
}

// pair finds uploads whose answer never came among the files that a listing newly names of a known one:
// the site takes files of one name with different endings for formats of one track.
func (s *seat) pair(claims map[string][]*ledger.Upload, u *ledger.Upload, said api.Upload, change *ledger.Change) {
	if len(u.Sources) == 0 { // what it had before is not known
		return
	}
	for _, name := range said.Sources {
		if len(claims[name]) == 0 || slices.Contains(u.Sources, name) || claims[name][0].Status == statusSending {
			continue
		}
		twin := claims[name][0]
		claims[name] = claims[name][1:]
		s.arrived(twin, change)
		s.list.drop(twin.Row)
		change.Gone = append(change.Gone, twin.Row)
		change.Items = append(change.Items, s.inherit(u, twin)...)
	}
}

// failSuspects fails the items for which the key was refused although a look with it works: it is
// good, and may not do that one thing.
func (s *seat) failSuspects(began int64) {
	for id, refused := range s.suspects {
		i := s.items[id]
		waits := slices.Contains(s.lane, id) || slices.Contains(s.sets, id) // and is not under way again
		if refused > began {
			continue
		}
		delete(s.suspects, id)
		if i == nil || !waits {
			continue
		}
		is := func(other int64) bool { return other == id }
		s.lane, s.sets = slices.DeleteFunc(s.lane, is), slices.DeleteFunc(s.sets, is)
		s.fail(i, words.T("%s did not let this key do it. Ask whoever runs the site, or enter another key under Sites.", s.site.Name))
	}
}
