package desk

import (
	"context"
	"errors"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// found is what the site lists of a job.
type found struct {
	job     int64 // row
	uploads []api.Upload
}

// refresh lists what the site has in each job that can still change.
func (s *seat) refresh() {
	if s.client == nil || s.looking {
		return
	}
	s.looking = true
	type wanted struct{ row, id int64 }
	var jobs []wanted
	for _, j := range s.jobsInOrder() {
		if j.Main || (j.JobID != 0 && j.Phase != PhaseRefused) {
			w := wanted{row: j.Row}
			if !j.Main {
				w.id = j.JobID
			}
			jobs = append(jobs, w)
		}
	}
	ask(s, func(ctx context.Context, site Site) (all []found, err error) {
		for _, w := range jobs {
			one, err := list(ctx, site, w.row, w.id)
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
			s.pause(err)
			return
		}
		s.looked = time.Now()
		for _, one := range all {
			s.merge(one)
		}
	})
}

func list(ctx context.Context, site Site, row, id int64) (found, error) {
	one := found{job: row}
	for u, err := range site.ListAll(ctx, api.ListRequest{JobID: id, Show: 1000}) {
		if err != nil {
			return one, err
		}
		one.uploads = append(one.uploads, u)
	}
	return one, nil
}

// merge takes over what the site lists of a job. Uploads that it no longer lists stay, and say so:
// they may be another's doing, and nothing is lost by showing them.
func (s *seat) merge(one found) {
	var change ledger.Change
	j := s.jobs[one.job]
	if j == nil {
		return
	}
	listed := make(map[int64]bool, len(one.uploads))
	for _, said := range one.uploads {
		if said.UploadID == 0 || (!j.Main && said.JobID != 0 && said.JobID != j.JobID) {
			continue
		}
		if j.Main && j.JobID == 0 && said.JobID != 0 {
			j.JobID = said.JobID
			change.Jobs = append(change.Jobs, *j)
		}
		u := s.uploads[s.byUpload[said.UploadID]]
		if u == nil {
			u = s.claim(j, said, &change)
		}
		listed[u.Row] = true
		if s.learn(u, said) || s.list.byID[u.Row] == nil {
			s.keep(u)
			change.Uploads = append(change.Uploads, *u)
		}
	}
	for row, u := range s.uploads {
		if u.Job == one.job && u.UploadID != 0 && !listed[row] && (u.Status == string(api.Uploaded) || u.Status == string(api.Queued)) {
			u.Status = statusNotListed
			s.keep(u)
			change.Uploads = append(change.Uploads, *u)
		}
	}
	if len(change.Jobs)+len(change.Uploads)+len(change.Items) > 0 {
		s.write(change)
	}
	s.settlePublish(j)
	s.d.touch()
}

// claim finds what a listed upload belongs to: one of this desk's own whose answer never came, by
// its file name, or else nobody's here.
func (s *seat) claim(j *ledger.Job, said api.Upload, change *ledger.Change) *ledger.Upload {
	for _, i := range s.itemsInOrder() {
		u := s.uploads[i.Upload]
		if i.Kind != ledger.AddUpload || i.State != ledger.Unknown || i.Job != j.Row || u == nil {
			continue
		}
		for _, name := range said.Sources {
			if name == u.File {
				i.State, i.Settled, i.Problem = ledger.Done, time.Now(), ""
				change.Items = append(change.Items, *i)
				u.Problem = ""
				s.end(i)
				return u
			}
		}
	}
	return &ledger.Upload{Row: s.d.Ledger.NewRow(), Site: s.site.ID, Job: j.Row, Status: string(api.Uploaded), Added: time.Now()}
}
