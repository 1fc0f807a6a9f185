package desk

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// The phases of a job.
const (
	PhaseMaking     = "making"     // createJob is to be sent, or under way
	PhaseRefused    = "refused"    // createJob was refused: there is no such job
	PhaseOpen       = "open"       // takes tracks, nothing of it is being published
	PhaseStarting   = "starting"   // publish is to be sent, or under way
	PhasePublishing = "publishing" // followed with checkJob
	PhaseFinished   = "finished"
	PhaseUnknown    = "unknown" // createJob or publish left, and nobody knows what came of it
)

func (s *seat) jobMade(j *ledger.Job, made api.Job) ledger.Change {
	s.number(j, made.JobID)
	j.Phase, j.Problem = PhaseOpen, ""
	return ledger.Change{Jobs: []ledger.Job{*j}}
}

// number gives a job the number that the site told, by which its rows are found from now on.
func (s *seat) number(j *ledger.Job, id int64) {
	if id == 0 || id == j.JobID {
		return
	}
	j.JobID = id
	s.list.again(j.Row)
}

func (s *seat) uploaded(u *ledger.Upload, sent api.Upload) ledger.Change {
	s.learn(u, newSighting(sent))
	if u.Status == statusSending || u.Status == statusUnknown {
		u.Status = string(api.Uploaded) // an answer without a status is an answer all the same
	}
	s.stamp(u)
	change := ledger.Change{}
	u.Problem = ""
	if twin := s.list.numberedAs(u.UploadID); twin != nil && twin.Row != u.Row {
		// It was listed under another name before its answer came, or is another file of the same track.
		s.list.drop(twin.Row)
		change.Gone = append(change.Gone, twin.Row)
		change.Items = s.inherit(u, twin)
		if twin.File == u.File && twin.Source != "" && twin.Source != u.Source {
			u.Problem = words.T("The site put this file in the place of another one of the same name. To have both, rename one and add it again.")
		}
	}
	s.keep(u)
	change.Uploads = []ledger.Upload{*u}
	return change
}

// inherit has what is still to be done to a row that is no more done to the row of the same upload.
func (s *seat) inherit(u, gone *ledger.Upload) (changed []ledger.Item) {
	for _, i := range s.items {
		if i.Upload == gone.Row {
			s.unwant(i)
			i.Upload = u.Row
			s.want(i)
			if i.Kind == ledger.Delete {
				delete(s.removing, gone.Row)
				s.removing[u.Row] = i
			}
			changed = append(changed, *i)
		}
	}
	if s.setting[gone.Row] {
		delete(s.setting, gone.Row)
		s.setting[u.Row] = true
	}
	return changed
}

// stamp has listings that began before now say nothing of an upload.
func (s *seat) stamp(u *ledger.Upload) {
	s.clock++
	s.stamps[u.Row] = s.clock
}

func (s *seat) formatsSet(i ledger.Item, set api.FormatsSet) ledger.Change {
	u := s.list.get(i.Upload)
	if u == nil { // its row may have become another while the call was under way
		u = s.list.numberedAs(set.Upload.UploadID)
	}
	if u == nil {
		return ledger.Change{}
	}
	// What the answer names stands, whatever was asked. An answer that names none proves only success.
	s.stamp(u)
	u.Formats = i.Formats
	if len(set.Upload.Formats) > 0 {
		u.Formats = api.JoinFormats(api.SortFormats(set.Upload.Formats))
		if p := s.intents[i.Intent]; p != nil && !subset(set.Upload.Formats, apiFormats(i.Formats)) {
			p.stood++
		}
	}
	u.Problem = ""
	s.keep(u)
	return ledger.Change{Uploads: []ledger.Upload{*u}}
}

func subset(small, large []api.Format) bool {
	return !slices.ContainsFunc(small, func(f api.Format) bool { return !slices.Contains(large, f) })
}

func (s *seat) published(j *ledger.Job, started api.PublishStarted, onComplete string) ledger.Change {
	s.number(j, started.JobID)
	j.Problem = ""
	return s.startFollowing(j, onComplete)
}

// settledPhase is the phase of a job of which no publish is to be sent, under way or unknown.
func settledPhase(j *ledger.Job) string {
	switch {
	case j.Published.IsZero():
		return PhaseOpen
	case j.Finished.IsZero():
		return PhasePublishing
	}
	return PhaseFinished
}

// startFollowing makes a job one that is being published. Where the site was given one to tell of the end,
// that takes the place of any other.
func (s *seat) startFollowing(j *ledger.Job, onComplete string) ledger.Change {
	j.OnComplete = cmp.Or(onComplete, j.OnComplete)
	j.Phase, j.Published, j.Finished, j.Told, j.Said = PhasePublishing, present(), time.Time{}, time.Time{}, time.Time{}
	old := api.Counts{Queued: j.Queued, Done: j.Done, InProgress: j.InProgress, Errored: j.Errored, Known: j.Counted}
	j.Queued, j.Done, j.InProgress, j.Errored, j.Counted = 0, 0, 0, 0, false
	delete(s.watches, j.Row) // an answer that is still on its way tells of the time before
	s.follow(j.Row)
	s.watches[j.Row].old = old
	s.watches[j.Row].toList = true // its tracks do not wait any more, and say so
	return ledger.Change{Jobs: []ledger.Job{*j}}
}

// learn takes over what the site says of an upload, and reports whether that is anything new.
func (s *seat) learn(u *ledger.Upload, said sighting) bool {
	before := *u
	if said.UploadID != 0 {
		u.UploadID = said.UploadID
	}
	if said.Status != "" {
		u.Status = string(said.Status)
	}
	if u.Status == string(api.Published) && u.Published.IsZero() {
		u.Published = present()
	}
	if len(said.Formats) > 0 { // none named is none known, not none wanted
		u.Formats = api.JoinFormats(api.SortFormats(said.Formats))
	}
	if said.meta != (ledger.Meta{}) {
		u.Meta = said.meta
	}
	if len(said.Sources) > 0 {
		u.Sources = said.Sources
	}
	if u.File == "" && len(said.Sources) > 0 {
		u.File = said.Sources[0]
	}
	if said.TrackID != 0 {
		u.TrackID = said.TrackID
	}
	if said.Status == api.Errored || said.Error != "" {
		u.Problem = said.Error
	} else if u.Status == string(api.Published) {
		u.Problem = ""
	}
	return before.UploadID != u.UploadID || before.Status != u.Status || before.Formats != u.Formats ||
		before.File != u.File || before.TrackID != u.TrackID || before.Problem != u.Problem ||
		before.Meta != u.Meta || !slices.Equal(before.Sources, u.Sources)
}

func apiFormats(list string) []api.Format {
	var found []api.Format
	for _, w := range listed(list) {
		found = append(found, api.Format(w))
	}
	return found
}

// isAddress says that a source is to be fetched over the network.
func isAddress(source string) bool {
	lower := strings.ToLower(source)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}
