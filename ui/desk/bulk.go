package desk

import (
	"context"
	"slices"
	"time"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// remember keeps an intent for taking it back or sending what is left of it.
func (s *seat) remember(in ledger.Intent) {
	s.history = append(s.history, in)
	if over := len(s.history) - ledger.KeptIntents; over > 0 {
		s.history = slices.Delete(s.history, 0, over)
	}
}

// recall counts a settled item at its intent.
func (s *seat) recall(i *ledger.Item) {
	for n := range s.history {
		if in := &s.history[n]; in.ID == i.Intent {
			switch i.State {
			case ledger.Done:
				in.Done++
			case ledger.Failed:
				in.Failed++
			case ledger.Stopped:
				in.Stopped++
			}
		}
	}
}

// progressOf is how far the intent of an item is: after a restart too it begins where it was.
func (s *seat) progressOf(i *ledger.Item) *progress {
	p := &progress{kind: i.Kind}
	for _, in := range s.history {
		if in.ID == i.Intent {
			p.ended = in.Done + in.Failed + in.Stopped
			p.total, p.failed, p.stopped = p.ended, in.Failed, in.Stopped
		}
	}
	return p
}

// Stop takes back everything that has not left yet. What is under way is not touched.
func (d *Desk) Stop() {
	d.at(func(s *seat) {
		s.pourAll()
		s.stop(func(*ledger.Item) bool { return true })
	})
}

// stop settles as stopped the items that wait and are among those meant.
func (s *seat) stop(meant func(*ledger.Item) bool) {
	var change ledger.Change
	var stopped []*ledger.Item
	for _, id := range slices.Concat(s.lane, s.sets) {
		if i := s.items[id]; meant(i) {
			stopped = append(stopped, i)
			i.State, i.Settled = ledger.Stopped, present()
			s.unsend(i, &change)
			change.Items = append(change.Items, *i)
		}
	}
	if len(stopped) == 0 || !s.write(change) {
		return
	}
	gone := func(id int64) bool { return s.items[id].State == ledger.Stopped }
	s.lane, s.sets = slices.DeleteFunc(s.lane, gone), slices.DeleteFunc(s.sets, gone)
	for _, i := range stopped {
		if p := s.intents[i.Intent]; p != nil {
			p.stopped++
		}
		s.end(i)
	}
}

// unsend says at what an item is about that it was not sent.
func (s *seat) unsend(i *ledger.Item, change *ledger.Change) {
	u, j := s.list.get(i.Upload), s.jobs[i.Job]
	switch {
	case i.Kind == ledger.AddUpload && u != nil:
		u.Status, u.Problem = statusStopped, words.T("It was stopped before it was sent.")
		s.keep(u)
		change.Uploads = append(change.Uploads, *u)
	case i.Kind == ledger.Delete && u != nil:
		delete(s.removing, i.Upload)
		s.keep(u) // it no longer says that it is to be removed
	case i.Kind == ledger.CreateJob && j != nil:
		j.Phase, j.Problem = PhaseRefused, words.T("It was stopped before it was made.")
		change.Jobs = append(change.Jobs, *j)
	case i.Kind == ledger.Publish && j != nil:
		j.Phase, j.Problem = settledPhase(j), ""
		change.Jobs = append(change.Jobs, *j)
	}
}

// Retry sends again what failed of the latest intent of which something did, or where nothing did, what
// was stopped.
func (d *Desk) Retry() {
	d.at(func(s *seat) {
		in, state := s.left()
		if in == nil {
			return
		}
		id, retries := in.ID, in.ID
		if state == ledger.Stopped {
			retries = -in.ID
		}
		away(d, func(ctx context.Context) ([]ledger.Item, error) { return d.Ledger.ItemsOf(ctx, id) },
			func(items []ledger.Item, err error) {
				if now, what := s.left(); err != nil || now == nil || now.ID != id || what != state {
					return // it was sent in the meantime
				}
				s.retry(retries, slices.DeleteFunc(items, func(i ledger.Item) bool { return i.State != state }))
			})
	})
}

// left is the latest intent of which something failed, or was stopped, that was not sent again and not
// taken back.
func (s *seat) left() (*ledger.Intent, ledger.State) {
	again, undone := map[int64]bool{}, map[int64]bool{}
	for _, in := range s.history {
		again[in.Retries], undone[max(in.Undoes, -in.Undoes)] = true, true // a redo takes back an undoing
	}
	for n := len(s.history) - 1; n >= 0; n-- {
		in := &s.history[n]
		switch {
		case s.intents[in.ID] != nil || undone[in.ID] || (!in.Kind.Repeatable() && in.Kind != ledger.AddUpload):
		case in.Failed > 0 && !again[in.ID]:
			return in, ledger.Failed
		case in.Stopped > 0 && !again[-in.ID]:
			return in, ledger.Stopped
		}
	}
	return nil, ""
}

func (s *seat) retry(retries int64, old []ledger.Item) {
	var uploads []*ledger.Upload
	var items []*ledger.Item
	for _, i := range old {
		u := s.list.get(i.Upload)
		switch {
		case u == nil:
		case i.Kind == ledger.AddUpload && u.UploadID == 0 && (u.Status == statusRefused || u.Status == statusStopped):
			uploads = append(uploads, u)
		case i.Kind == ledger.SetFormats && s.takes(u):
			items = append(items, s.formatItem(u, i.Formats))
		case i.Kind == ledger.SetMeta && s.takes(u):
			items = append(items, metaItem(u, i.Meta))
		}
	}
	if len(uploads) > 0 {
		s.queueUploads(uploads, retries)
		return
	}
	s.record(ledger.Intent{Words: words.N(len(items), "again %d track", "again %d tracks"), Retries: retries}, ledger.Change{}, items)
	if len(items) == 0 {
		s.d.notice(ToneSoft, words.T("Nothing of that can be sent again: those tracks do not wait any more."))
	}
}

// workView is what is being sent, and what can be done about it.
func (s *seat) workView(now time.Time) WorkView {
	v := s.underWay(now)
	v.CanStop = len(s.lane)+len(s.sets) > 0
	if in, state := s.left(); state == ledger.Failed {
		v.Retry = words.N(in.Failed, "Retry %d failed", "Retry %d failed")
	} else if state == ledger.Stopped {
		v.Retry = words.N(in.Stopped, "Send the other %d", "Send the other %d")
	}
	undo, redo := s.undoable()
	if undo != nil {
		v.Undo = words.T("Undo %s", undo.Words)
	}
	if redo != nil {
		v.Redo = words.T("Redo %s", s.undone(redo).Words)
	}
	return v
}
