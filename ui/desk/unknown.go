package desk

import (
	"context"
	"maps"
	"slices"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// becomeUnknown records that a call may or may not have happened. It is never sent again by itself.
func (s *seat) becomeUnknown(i *ledger.Item, why string) {
	i.State, i.Problem = ledger.Unknown, why
	change := ledger.Change{Items: []ledger.Item{*i}}
	j, u := s.jobs[i.Job], s.list.get(i.Upload)
	switch {
	case i.Kind == ledger.AddUpload && u != nil:
		u.Status, u.Problem = statusUnknown, why+" "+words.T("Nobody knows yet whether the site has it.")
		s.keep(u)
		change.Uploads = append(change.Uploads, *u)
	case i.Kind == ledger.Delete && u != nil:
		s.stamp(u)
		u.Problem = why + " " + words.T("Nobody knows yet whether it was removed.")
		s.keep(u)
		change.Uploads = append(change.Uploads, *u)
	case (i.Kind == ledger.CreateJob || i.Kind == ledger.Publish) && j != nil:
		j.Phase, j.Problem = PhaseUnknown, why
		change.Jobs = append(change.Jobs, *j)
	}
	s.write(change)
	s.lookAgain()
}

// lookAgain has the site looked at soon for what is unknown.
func (s *seat) lookAgain() {
	s.between = 10 * time.Second
	s.recheck = present().Add(s.between)
}

// saysUnknown says that what an unknown item is about says so too.
func (s *seat) saysUnknown(i *ledger.Item) bool {
	j, u := s.jobs[i.Job], s.list.get(i.Upload)
	switch i.Kind {
	case ledger.AddUpload:
		return u == nil || u.Status == statusUnknown
	case ledger.CreateJob, ledger.Publish:
		return j == nil || j.Phase == PhaseUnknown
	}
	return true
}

// settlePublish settles a publish of which nobody knows, where what the site lists proves it: tracks
// that waited when it was sent are on their way.
func (s *seat) settlePublish(j *ledger.Job) {
	i := s.unknownOf(j, ledger.Publish)
	if i == nil {
		return
	}
	waiting, moved, gone := 0, 0, 0
	for e := range s.list.entries() {
		if e.Job != j.Row || e.Added().After(i.Left) {
			continue
		}
		switch status := e.Status.Text; {
		case waits(status):
			waiting++
		case pastWaiting(status):
			moved++
		case status == statusNotListed:
			gone++ // who took it away is not known
		}
	}
	if waiting == 0 && gone == 0 && moved >= i.Count && moved > 0 && j.JobID != 0 {
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
		when := words.Clock(i.Left, present())
		v := UnknownView{Item: i.ID}
		switch i.Kind {
		case ledger.CreateJob:
			v.What = words.T("New job “%s”, sent %s. %s", j.Name, when, i.Problem)
			v.Happened, v.Not, v.NeedsID = words.T("It was made: use its number"), words.T("It was not made"), true
			v.Explained = words.T("Look for the job on the site. If it is there, enter its number; if not, Pressroom drops it and you can make it again.")
		case ledger.AddUpload:
			v.What = words.T("Upload of %s, sent %s. %s", s.list.get(i.Upload).File, when, i.Problem)
			v.Happened, v.Not = words.T("The site has it"), words.T("The site does not have it: send it again")
			v.Explained = words.T("Refresh first: if the site lists the file, this settles itself. Sending it again while the site has it would queue it twice.")
		case ledger.Delete:
			v.What = words.T("Removing %s, sent %s. %s", s.list.get(i.Upload).File, when, i.Problem)
			v.Happened, v.Not = words.T("It was removed"), words.T("It is still there")
			v.Explained = words.T("Refresh first: if the site no longer lists the track, or still does after two minutes, this settles itself. If it is still there, you can remove it again.")
		case ledger.Publish:
			v.What = words.N(i.Count, "Publishing %d track of “%s”, sent %s. %s",
				"Publishing %d tracks of “%s”, sent %s. %s", j.Name, when, i.Problem)
			v.Happened, v.Not, v.NeedsID = words.T("It was published: follow it"), words.T("It was not published"), j.JobID == 0
			v.Explained = words.T("Refresh first: if the site shows progress, this settles itself. If it was not published, the job is open again and you can publish it.")
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
			d.notice(ToneErrored, words.T("Enter the number that the site shows for the job: digits only."))
		case i.Kind == ledger.CreateJob && did:
			s.settle(i, ledger.Done, s.jobMade(s.jobs[i.Job], api.Job{JobID: id}))
			s.refresh()
		case i.Kind == ledger.AddUpload && did:
			u := s.list.get(i.Upload)
			u.Status, u.Problem = statusNotListed, words.T("You said that the site has it. Its upload id appears when the site lists it.")
			s.keep(u)
			s.settle(i, ledger.Done, ledger.Change{Uploads: []ledger.Upload{*u}})
			s.refresh()
		case i.Kind == ledger.AddUpload:
			s.sendAgain(i)
		case i.Kind == ledger.Delete && did:
			s.settle(i, ledger.Done, s.removed(s.list.get(i.Upload)))
		case i.Kind == ledger.Delete:
			s.notRemoved(i, s.list.get(i.Upload), "")
		case i.Kind == ledger.Publish && did && s.jobs[i.Job].JobID == 0 && id <= 0:
			d.notice(ToneErrored, words.T("The site has not told this job's number. Enter the one that it shows: digits only."))
		case i.Kind == ledger.Publish && did:
			if j := s.jobs[i.Job]; j.JobID == 0 {
				s.number(j, id)
			}
			s.happened(i)
		default:
			j := s.jobs[i.Job]
			j.Phase, j.Problem = settledPhase(j), ""
			if i.Kind == ledger.CreateJob {
				j.Phase, j.Problem = PhaseRefused, words.T("You said that it was not made.")
			}
			s.settle(i, ledger.Failed, ledger.Change{Jobs: []ledger.Job{*j}})
		}
	})
}

// sendAgain has an unknown upload wait once more, on the person's word that the site does not have it.
func (s *seat) sendAgain(i *ledger.Item) {
	u := s.list.get(i.Upload)
	u.Status, u.Problem = statusToSend, ""
	i.State, i.Left, i.Problem = ledger.Waiting, time.Time{}, ""
	if s.write(ledger.Change{Uploads: []ledger.Upload{*u}, Items: []ledger.Item{*i}}) {
		s.keep(u)
		s.enlist(i)
	}
}

// settle closes an unknown item with the change that goes with it.
func (s *seat) settle(i *ledger.Item, state ledger.State, change ledger.Change) {
	i.State, i.Settled = state, present()
	change.Items = append(change.Items, *i)
	if s.write(change) {
		s.end(i)
	}
}
