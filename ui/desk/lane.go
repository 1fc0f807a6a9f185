package desk

import (
	"maps"
	"slices"
	"time"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// publishWaits is how long a confirmed publish may wait for a site that is down: what the person
// confirmed is what they saw then.
const publishWaits = time.Hour

// pump starts what can be started, and returns when more can be.
func (s *seat) pump(now time.Time) time.Time {
	for s.flying < s.limit.room() && !s.halted {
		at := slices.IndexFunc(s.sets, func(id int64) bool { return !s.setting[s.items[id].Upload] })
		if at < 0 {
			break
		}
		i := s.items[s.sets[at]]
		if s.needless(i) {
			s.sets = slices.Delete(s.sets, at, at+1)
			s.done(i, func() ledger.Change { return ledger.Change{} }, "")
			continue
		}
		if wait := s.limit.wait(now); wait > 0 {
			return now.Add(wait)
		}
		s.sets = slices.Delete(s.sets, at, at+1)
		s.flying++
		s.setting[i.Upload] = true
		s.send(i)
	}
	for !s.sending && !s.halted {
		at := slices.IndexFunc(s.lane, func(id int64) bool { return !s.awaitsJob(s.items[id]) })
		if at < 0 {
			break
		}
		i := s.items[s.lane[at]]
		if i.Kind == ledger.Publish && (s.flying > 0 || len(s.sets) > 0) {
			break // a job is published with what was asked for before
		}
		if i.Kind == ledger.Delete && s.setting[i.Upload] {
			break
		}
		if i.Kind == ledger.AddUpload && s.jobs[i.Job].Main && !s.sawQueue(i) {
			s.refresh()
			break
		}
		problem := s.missing(i)
		if wait := s.limit.wait(now); wait > 0 && problem == "" {
			return now.Add(wait)
		}
		s.lane = slices.Delete(s.lane, at, at+1)
		if problem != "" {
			s.fail(i, problem)
			continue
		}
		s.sending = true
		s.send(i)
	}
	return now.Add(time.Hour)
}

// needless says that an upload has by now what was asked for it: that costs no call.
func (s *seat) needless(i *ledger.Item) bool {
	u := s.list.get(i.Upload)
	switch {
	case u == nil:
		return true
	case s.tries[i.ID] > 0:
		return false
	}
	return stands(u, i)
}

// stands says that an upload has what a change asked for.
func stands(u *ledger.Upload, i *ledger.Item) bool {
	if i.Kind == ledger.SetMeta {
		return maps.Equal(i.Meta, valuesOf(u, i.Meta))
	}
	return u.Formats == i.Formats
}

// sightLasts is how long a look at the main job's queue is good for.
const sightLasts = time.Minute

// sawQueue says that the main job's queue was seen shortly before an upload leaves for it. Anyone may
// queue a file of the same name there: should the answer get lost, only a file that was not there
// before can be the one that was sent.
func (s *seat) sawQueue(i *ledger.Item) bool {
	return !s.seen.Before(i.Recorded) && present().Sub(s.seen) < sightLasts
}

// awaitsJob says that an item is for a job of which nobody knows yet whether it was made.
func (s *seat) awaitsJob(i *ledger.Item) bool {
	j := s.jobs[i.Job]
	return i.Kind != ledger.CreateJob && j != nil && !j.Main && j.JobID == 0 && j.Phase == PhaseUnknown
}

// missing says why an item cannot be sent at all.
func (s *seat) missing(i *ledger.Item) string {
	j := s.jobs[i.Job]
	switch {
	case i.Kind == ledger.CreateJob:
		return ""
	case j == nil || (!j.Main && j.JobID == 0):
		return words.T("Its job was not made, so this was not sent. Make the job again, then add it there.")
	case i.Kind == ledger.Delete:
		return s.unremovable(i)
	case i.Kind == ledger.Publish && present().Sub(i.Recorded) > publishWaits:
		return words.T("It waited for the site for more than an hour, and what waits there may have changed. Review it again.")
	case i.Kind == ledger.Publish && s.doubted(i.Job) > 0:
		return words.T("Nobody knows whether tracks that were removed before are gone. Settle that, then publish it.")
	}
	return ""
}
