package desk

import (
	"errors"
	"slices"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// DefaultJob stands for the job that new tracks go to when the person names none: the newest open
// job of its own, or else the main job.
const DefaultJob int64 = 0

// AddTracks takes addresses, files, folders, lists of tracks and pasted text of these, checks what there
// is, and queues it as uploads of a job. Where something is wrong with it, it shows that in [View.Adding]
// first, and nothing is queued before the person has seen it; a list is shown in [View.Manifest]. Files can
// only be taken by the practice site; any other fetches addresses alone.
func (d *Desk) AddTracks(sources []string, job int64) {
	sources = slices.Clone(sources)
	d.at(func(s *seat) {
		if j := s.jobFor(job); j != nil {
			s.begin(&adding{job: j.Row, sources: sources})
		}
	})
}

// jobFor is the job that tracks are to go to. Where it is gone that is said, and it is nil.
func (s *seat) jobFor(job int64) *ledger.Job {
	j := s.jobs[job]
	if job == DefaultJob {
		j = s.defaultJob()
	}
	if j == nil {
		s.d.notice(ToneErrored, words.T("That job is not there any more. Choose another for these tracks."))
	}
	return j
}

// addHeld adds the tracks that the program was started with, once their site is there.
func (d *Desk) addHeld() {
	s := d.seat()
	switch {
	case len(d.held) == 0 || s == nil || !s.loaded:
	case d.first != "" && d.seats[d.first] == nil:
		d.notice(ToneSoft, words.N(len(d.held), "%d track waits until %s is connected.", "%d tracks wait until %s is connected.", hostOf(d.first)))
	default:
		held := d.held
		d.held = nil
		d.AddTracks(held, DefaultJob)
	}
}

// queueUploads records uploads that are to be sent, and lets them go.
// Where they belong to an earlier intent, retries names it as [ledger.Intent.Retries] does.
func (s *seat) queueUploads(uploads []*ledger.Upload, retries int64) bool {
	change, items := asNew(uploads)
	if !s.record(ledger.Intent{Words: words.N(len(items), "%d new track", "%d new tracks"), Retries: retries}, change, items) {
		return false
	}
	s.keepAll(uploads)
	return true
}

// asNew makes uploads ones that are to be sent.
func asNew(uploads []*ledger.Upload) (change ledger.Change, items []*ledger.Item) {
	for _, u := range uploads {
		u.Status, u.Problem = statusToSend, ""
		change.Uploads = append(change.Uploads, *u)
		items = append(items, &ledger.Item{Kind: ledger.AddUpload, Upload: u.Row, Job: u.Job, Formats: u.Formats, Meta: u.Meta.Map()})
	}
	return change, items
}

func (s *seat) keepAll(uploads []*ledger.Upload) {
	for _, u := range uploads {
		s.keep(u)
	}
}

func (s *seat) defaultJob() *ledger.Job {
	for _, j := range s.jobsInOrder() {
		if !j.Main && (j.Phase == PhaseOpen || j.Phase == PhaseMaking) {
			return j
		}
	}
	return s.jobs[s.mainJob]
}

// offer is how a file of this machine becomes an address that the site can fetch.
func (s *seat) offer() func(path string) (string, error) {
	if practice := s.d.practice; practice != nil && s.site.Practice {
		return practice.Offer
	}
	return func(string) (string, error) {
		return "", errors.New(words.T("%s takes tracks by address only", s.site.Name))
	}
}
