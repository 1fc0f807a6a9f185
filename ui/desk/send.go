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

// triesOfSafe is how often a call is made that may be repeated, before it counts as failed.
const triesOfSafe = 5

// progress is how far an intent is.
type progress struct {
	kind          ledger.Kind
	total, ended  int
	failed, stood int // stood: formats the site kept although they were left out
	stopped       int
	reason        string // of the first failure
}

// send writes down that the call leaves, and makes it.
func (s *seat) send(i *ledger.Item) {
	change := ledger.Change{}
	i.Left = present()
	s.limit.leaves(i.Left)
	u := s.list.get(i.Upload)
	if i.Kind.Repeatable() { // so it need not be known to have left
		if s.tries[i.ID] == 0 { // else it may stand by now
			i.Before, i.Former = u.Formats, valuesOf(u, i.Meta)
		}
	} else {
		i.State = ledger.Sent
		change.Items = []ledger.Item{*i}
	}
	if i.Kind == ledger.AddUpload && u != nil {
		u.Status = statusSending
		s.keep(u)
	}
	if len(change.Items) > 0 && !s.write(change) {
		return
	}
	s.d.touch()
	call := s.call(i)
	client, connection := s.client, s.connection
	away(s.d, func(ctx context.Context) (effect, error) { return call(ctx, client) }, func(apply effect, err error) {
		s.answered(i, apply, err, connection)
	})
}

// answered writes down what came of a call, and goes on.
func (s *seat) answered(i *ledger.Item, apply effect, err error, connection int) {
	if i.Kind.Repeatable() {
		s.flying--
		delete(s.setting, i.Upload)
	} else {
		s.sending = false
	}
	s.d.touch()
	current := connection == s.connection  // an answer to an earlier key says nothing of this one
	if err == nil && i.Kind.Repeatable() { // the others take what time they take
		s.limit.took(i.Left, present())
	}
	if err != nil && s.d.ctx.Err() != nil {
		return // closing: the item stays as it was recorded when it left
	}
	if err == nil {
		if current {
			s.met(nil)
		}
		s.patience.Reset()
		s.done(i, apply, "")
		return
	}
	s.d.Log.Info("call failed", "site", s.site.ID, "call", i.Kind, "item", i.ID, "error", err)
	if current {
		s.met(err)
	}
	var failure *api.Error
	if errors.As(err, &failure) && failure.Partial {
		s.done(i, apply, sentence(err, s.site.Name))
		return
	}
	switch s.verdict(i, err) {
	case ledger.Waiting:
		s.again(i, err, current)
	case ledger.Unknown:
		s.pause(err) // or one fault would make all that waits unknown at once
		s.becomeUnknown(i, sentence(err, s.site.Name))
		s.refresh()
	default:
		s.fail(i, sentence(err, s.site.Name))
		if i.Kind == ledger.Delete { // it may be gone already
			s.refresh()
		}
	}
}

// done settles an item that happened. An answer may bring an error beside what it did: that is said.
func (s *seat) done(i *ledger.Item, apply effect, problem string) {
	change := apply()
	i.State, i.Settled, i.Problem = ledger.Done, present(), problem
	change.Items = append(change.Items, *i)
	if !s.write(change) {
		return
	}
	s.end(i)
	if problem != "" {
		s.d.notice(ToneUnknown, words.T("It was done, but %s adds a remark.", s.site.Name)+" "+problem)
	}
}

// verdict decides what a failed call means for its item, on the kind of the failure alone.
func (s *seat) verdict(i *ledger.Item, err error) ledger.State {
	var failure *api.Error
	if !errors.As(err, &failure) {
		failure = &api.Error{Kind: api.NoAnswer, Sent: true, Err: err}
	}
	switch failure.Kind {
	case api.Unreachable, api.Cancelled, api.Busy, api.KeyRefused, api.Redirected:
		return ledger.Waiting // nothing happened, and it can be sent again
	case api.NoAnswer, api.SiteFault, api.BadAnswer:
		if i.Kind.Repeatable() {
			if s.tries[i.ID]++; s.tries[i.ID] < triesOfSafe || refusedForNow(err) {
				return ledger.Waiting
			}
			return ledger.Failed
		}
		if failure.MayHaveHappened() {
			return ledger.Unknown
		}
		return ledger.Waiting
	}
	return ledger.Failed
}

// refusedForNow says that the site has too much to do: 429, or 503.
func refusedForNow(err error) bool {
	var failure *api.Error
	return errors.As(err, &failure) && (failure.Kind == api.Busy || failure.Status == 503)
}

// again puts an item back where it waited.
func (s *seat) again(i *ledger.Item, err error, current bool) {
	if current {
		left := i.Left
		if wait := s.pause(err); refusedForNow(err) {
			s.limit.refused(left, present(), wait)
		}
	}
	i.State, i.Left = ledger.Waiting, time.Time{}
	if i.Kind.Repeatable() {
		s.sets = append([]int64{i.ID}, s.sets...)
	} else {
		s.lane = append([]int64{i.ID}, s.lane...)
		s.write(ledger.Change{Items: []ledger.Item{*i}})
	}
	if u := s.list.get(i.Upload); i.Kind == ledger.AddUpload && u != nil {
		u.Status = statusToSend
		s.keep(u)
	}
	if !current {
		return
	}
	s.met(err)                   // once more: the sentence counts what waits
	if s.state == SiteNeedsKey { // or the key may not do this one thing: a look tells
		s.clock++
		s.suspects[i.ID] = s.clock
		s.refresh()
	}
}

// fail settles an item that did not happen, and says so where it belongs.
func (s *seat) fail(i *ledger.Item, problem string) {
	i.State, i.Settled, i.Problem = ledger.Failed, present(), problem
	change := ledger.Change{Items: []ledger.Item{*i}}
	switch i.Kind {
	case ledger.AddUpload:
		u := s.list.get(i.Upload)
		u.Status, u.Problem = statusRefused, problem
		s.keep(u)
		change.Uploads = append(change.Uploads, *u)
	case ledger.SetFormats, ledger.SetMeta, ledger.Delete:
		if i.Kind == ledger.Delete {
			delete(s.removing, i.Upload)
		}
		if u := s.list.get(i.Upload); u != nil {
			u.Problem = notDone[i.Kind].String() + " " + problem
			s.dropPublish(u.Job)
			s.keep(u)
			change.Uploads = append(change.Uploads, *u)
		}
	case ledger.CreateJob:
		j := s.jobs[i.Job]
		j.Phase, j.Problem = PhaseRefused, problem
		change.Jobs = append(change.Jobs, *j)
	case ledger.Publish:
		j := s.jobs[i.Job]
		j.Phase, j.Problem = settledPhase(j), words.T("It was not published.")+" "+problem
		change.Jobs = append(change.Jobs, *j)
	}
	if s.write(change) {
		if p := s.intents[i.Intent]; p != nil {
			p.failed++
			if p.reason == "" {
				p.reason = problem
			}
		}
		s.end(i)
	}
}

// dropPublish fails the publish of a job that waits for a change that cannot be made. It is written down
// before that is: no crash lets it leave.
func (s *seat) dropPublish(job int64) {
	for _, id := range slices.Clone(s.lane) {
		if i := s.items[id]; i.Kind == ledger.Publish && i.Job == job {
			s.lane = slices.DeleteFunc(s.lane, func(other int64) bool { return other == id })
			s.fail(i, words.T("Changes that were asked for before could not be made. See to them, then publish it."))
		}
	}
}

// notDone is what is said of an upload of which a change failed.
var notDone = map[ledger.Kind]words.Sentence{
	ledger.SetFormats: words.Later("The formats were not changed."),
	ledger.SetMeta:    words.Later("The metadata was not changed."),
	ledger.Delete:     words.Later("It was not removed."),
}

// end takes a settled item off the desk; the last of an intent sums it up.
func (s *seat) end(i *ledger.Item) {
	delete(s.items, i.ID)
	s.unwant(i)
	if s.removing[i.Upload] == i {
		delete(s.removing, i.Upload)
	}
	delete(s.tries, i.ID)
	s.recall(i)
	p := s.intents[i.Intent]
	if i.Kind == ledger.Delete && (p == nil || p.ended+1 == p.total) {
		s.recount()
	}
	if p == nil { // it was unknown when the program started
		s.d.logged()
		return
	}
	if p.ended++; p.ended < p.total {
		return
	}
	delete(s.intents, i.Intent)
	s.d.logged()
	if p.failed+p.stopped > 0 && i.Kind == ledger.AddUpload {
		s.recount() // some of those rows may have been removed in the meantime
	}
	switch {
	case p.stopped > 0:
		s.d.notice(ToneSoft, words.N(p.total-p.stopped, "Stopped: %d change was sent, %s not.",
			"Stopped: %d changes were sent, %s not.", words.Figure(p.stopped)))
	case p.failed > 0 && p.total == 1:
		s.d.notice(ToneErrored, p.reason)
	case p.failed > 0:
		text := words.N(p.total, "%[2]s of %[1]d change were not made.", "%[2]s of %[1]d changes were not made.", words.Figure(p.failed))
		if p.reason != "" { // else they failed before a restart, and are said at their tracks
			text += " " + words.T("The first: %s", p.reason)
		}
		s.d.notice(ToneErrored, text)
	case p.stood > 0:
		s.d.notice(ToneUnknown, words.N(p.stood,
			"%[2]s keeps formats on %[1]d track that were left out. The table shows what it will publish.",
			"%[2]s keeps formats on %[1]d tracks that were left out. The table shows what it will publish.", s.site.Name))
	}
}
