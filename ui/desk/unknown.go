package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// becomeUnknown records that a call may or may not have happened. It is never sent again by itself.
func (s *seat) becomeUnknown(i *ledger.Item, why string) {
	i.State, i.Problem = ledger.Unknown, why
	change := ledger.Change{Items: []ledger.Item{*i}}
	j, u := s.jobs[i.Job], s.uploads[i.Upload]
	switch {
	case i.Kind == ledger.AddUpload && u != nil:
		u.Status, u.Problem = statusUnknown, why+" Nobody knows yet whether the site has it."
		s.keep(u)
		change.Uploads = append(change.Uploads, *u)
	case i.Kind == ledger.Delete && u != nil:
		s.stamp(u)
		u.Problem = why + " Nobody knows yet whether it was removed."
		s.keep(u)
		change.Uploads = append(change.Uploads, *u)
	case (i.Kind == ledger.CreateJob || i.Kind == ledger.Publish) && j != nil:
		j.Phase, j.Problem = PhaseUnknown, why
		change.Jobs = append(change.Jobs, *j)
	}
	s.write(change)
	s.between = 10 * time.Second
	s.recheck = present().Add(s.between)
}

// settlePublish settles a publish of which nobody knows, where what the site lists proves it: tracks
// that waited when it was sent are on their way.
func (s *seat) settlePublish(j *ledger.Job) {
	i := s.unknownOf(j, ledger.Publish)
	if i == nil {
		return
	}
	waiting, moved, gone := 0, 0, 0
	for _, u := range s.uploads {
		if u.Job != j.Row || u.Added.After(i.Left) {
			continue
		}
		switch {
		case u.Status == string(api.Uploaded):
			waiting++
		case pastWaiting(u):
			moved++
		case u.Status == statusNotListed:
			gone++ // who took it away is not known
		}
	}
	if waiting == 0 && gone == 0 && moved-i.Past >= max(i.Count, 1) && j.JobID != 0 {
		s.happened(i)
		return
	}
	// A job that was never published before has such counts only if this publish began. The main job was
	// published before this desk knew it.
	if j.Main || j.JobID == 0 || !j.Published.IsZero() {
		return
	}
	ask(s, func(ctx context.Context, site Site) (api.Counts, error) { return site.CheckJob(ctx, j.JobID) },
		func(counts api.Counts, err error) {
			begun := counts.InProgress+counts.Done > 0 // an upload can be errored before
			if err == nil && begun && s.unknownOf(j, ledger.Publish) == i {
				s.happened(i)
			}
		})
}

func (s *seat) unknownOf(j *ledger.Job, kind ledger.Kind) *ledger.Item {
	for _, i := range s.items {
		if i.Job == j.Row && i.Kind == kind && i.State == ledger.Unknown {
			return i
		}
	}
	return nil
}

// happened settles an unknown publish as done and follows its job.
func (s *seat) happened(i *ledger.Item) {
	j := s.jobs[i.Job]
	j.Problem = ""
	change := s.startFollowing(j, i.OnComplete)
	i.State, i.Settled, i.Problem = ledger.Done, present(), ""
	change.Items = append(change.Items, *i)
	if s.write(change) {
		s.end(i)
	}
}

func (s *seat) itemsInOrder() []*ledger.Item {
	return slices.SortedFunc(maps.Values(s.items), byID)
}

func (s *seat) unknowns() []UnknownView {
	var views []UnknownView
	for _, i := range s.itemsInOrder() {
		if i.State != ledger.Unknown {
			continue
		}
		j := s.jobs[i.Job]
		when := clock(i.Left, present())
		v := UnknownView{Item: i.ID}
		switch i.Kind {
		case ledger.CreateJob:
			v.What = fmt.Sprintf("New job “%s”, sent %s. %s", j.Name, when, i.Problem)
			v.Happened, v.Not, v.NeedsID = "It was made: use its number", "It was not made", true
			v.Explained = "Look for the job on the site. If it is there, enter its number; if not, Pressroom drops it and you can make it again."
		case ledger.AddUpload:
			v.What = fmt.Sprintf("Upload of %s, sent %s. %s", s.uploads[i.Upload].File, when, i.Problem)
			v.Happened, v.Not = "The site has it", "The site does not have it: send it again"
			v.Explained = "Refresh first: if the site lists the file, this settles itself. Sending it again while the site has it would queue it twice."
		case ledger.Delete:
			v.What = fmt.Sprintf("Removing %s, sent %s. %s", s.uploads[i.Upload].File, when, i.Problem)
			v.Happened, v.Not = "It was removed", "It is still there"
			v.Explained = "Refresh first: if the site no longer lists the track, or still does after two minutes, this settles itself. If it is still there, you can remove it again."
		case ledger.Publish:
			v.What = fmt.Sprintf("Publishing %s of “%s”, sent %s. %s", plural(i.Count, "track", "tracks"), j.Name, when, i.Problem)
			v.Happened, v.Not, v.NeedsID = "It was published: follow it", "It was not published", j.JobID == 0
			v.Explained = "Refresh first: if the site shows progress, this settles itself. If it was not published, the job is open again and you can publish it."
		}
		views = append(views, v)
	}
	return views
}

// Settle takes the person's word for a call of which nobody knows whether it happened. Of a job that
// was made, id is the number that the site shows.
func (d *Desk) Settle(item int64, did bool, id int64) {
	d.at(func(s *seat) {
		i := s.items[item]
		if i == nil || i.State != ledger.Unknown {
			return
		}
		switch {
		case i.Kind == ledger.CreateJob && did && id <= 0:
			d.notice(ToneErrored, "Enter the number that the site shows for the job: digits only.")
		case i.Kind == ledger.CreateJob && did:
			s.settle(i, ledger.Done, s.jobMade(s.jobs[i.Job], api.Job{JobID: id}))
			s.refresh()
		case i.Kind == ledger.AddUpload && did:
			u := s.uploads[i.Upload]
			u.Status, u.Problem = statusNotListed, "You said that the site has it. Its upload id appears when the site lists it."
			s.keep(u)
			s.settle(i, ledger.Done, ledger.Change{Uploads: []ledger.Upload{*u}})
			s.refresh()
		case i.Kind == ledger.AddUpload:
			u := s.uploads[i.Upload]
			i.State, i.Settled = ledger.Failed, present()
			if s.queueUploads([]*ledger.Upload{u}, 0, *i) { // in one write, or a crash between two would lose it
				s.end(i)
			}
		case i.Kind == ledger.Delete && did:
			s.settle(i, ledger.Done, s.removed(s.uploads[i.Upload]))
		case i.Kind == ledger.Delete:
			s.notRemoved(i, s.uploads[i.Upload], "")
		case i.Kind == ledger.Publish && did && s.jobs[i.Job].JobID == 0 && id <= 0:
			d.notice(ToneErrored, "The site has not told this job's number. Enter the one that it shows: digits only.")
		case i.Kind == ledger.Publish && did:
			if j := s.jobs[i.Job]; j.JobID == 0 {
				s.number(j, id)
			}
			s.happened(i)
		default:
			j := s.jobs[i.Job]
			j.Phase, j.Problem = settledPhase(j), ""
			if i.Kind == ledger.CreateJob {
				j.Phase, j.Problem = PhaseRefused, "You said that it was not made."
			}
			s.settle(i, ledger.Failed, ledger.Change{Jobs: []ledger.Job{*j}})
		}
	})
}

// settle closes an unknown item with the change that goes with it.
func (s *seat) settle(i *ledger.Item, state ledger.State, change ledger.Change) {
	i.State, i.Settled = state, present()
	change.Items = append(change.Items, *i)
	if s.write(change) {
		s.end(i)
	}
}
