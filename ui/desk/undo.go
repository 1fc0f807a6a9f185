package desk

import (
	"context"
	"slices"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// Undo gives each upload of the latest change of formats or metadata what it had before. What of the
// change has not left yet is not sent.
func (d *Desk) Undo() {
	d.takeBack(false)
}

// Redo makes the change again that was undone last, unless another was made since.
func (d *Desk) Redo() {
	d.takeBack(true)
}

// takeBack undoes a change, or the undoing of one.
func (d *Desk) takeBack(undoing bool) {
	which := func(s *seat) *ledger.Intent {
		undo, redo := s.undoable()
		if undoing {
			return redo
		}
		return undo
	}
	d.at(func(s *seat) {
		in := which(s)
		if in == nil {
			return
		}
		id := in.ID
		s.stop(func(i *ledger.Item) bool { return i.Intent == id })
		away(d, func(ctx context.Context) ([]ledger.Item, error) { return d.Ledger.ItemsOf(ctx, id) },
			func(items []ledger.Item, err error) {
				now := which(s)
				if err != nil || now == nil || now.ID != id {
					return // it was taken back in the meantime
				}
				s.stop(func(i *ledger.Item) bool { return i.Intent == id }) // what came back to be sent again
				back := ledger.Intent{Kind: now.Kind, Words: words.T("undoing %s", now.Words), Undoes: id}
				if undoing {
					back.Words, back.Undoes = s.undone(now).Words, -id
				}
				if !s.undo(back, items) {
					d.notice(ToneSoft, words.T("Nothing had to be taken back: %s.", now.Words))
				}
			})
	})
}

// undoable is the change of formats or metadata that is undone next, and the undoing that is taken back
// next; nil where there is none. An undoing takes its change off the first pile and lies on the second;
// taken back, it is a change like others. Any new change ends what could be made again.
func (s *seat) undoable() (undo, redo *ledger.Intent) {
	var changes, undoings []*ledger.Intent
	without := func(pile []*ledger.Intent, id int64) []*ledger.Intent {
		return slices.DeleteFunc(pile, func(in *ledger.Intent) bool { return in.ID == id })
	}
	for n := range s.history {
		in := &s.history[n]
		did := in.Done > 0 || s.intents[in.ID] != nil
		switch {
		case !in.Kind.Repeatable():
		case !did && in.Failed+in.Stopped > 0: // nothing of it happened, so all stands as before
		case in.Undoes > 0:
			if changes = without(changes, in.Undoes); did {
				undoings = append(undoings, in)
			}
		case in.Undoes < 0:
			if undoings = without(undoings, -in.Undoes); did {
				changes = append(changes, in)
			}
		case did:
			changes, undoings = append(changes, in), nil
		}
	}
	if n := len(changes); n > 0 {
		undo = changes[n-1]
	}
	if n := len(undoings); n > 0 {
		redo = undoings[n-1]
	}
	return undo, redo
}

// undone is the change that an undoing took back, or itself where that is too long ago.
func (s *seat) undone(undoing *ledger.Intent) *ledger.Intent {
	for n := range s.history {
		if in := &s.history[n]; in.ID == undoing.Undoes {
			return in
		}
	}
	return undoing
}

// undo gives uploads what they had before each of the items, as the intent that says so, and reports
// whether there was anything to do. The intent is kept in any case: it takes its change off the pile.
func (s *seat) undo(back ledger.Intent, old []ledger.Item) bool {
	var items, doubted []*ledger.Item
	add := func(back *ledger.Item, of ledger.State) {
		items = append(items, back)
		if of == ledger.Failed {
			doubted = append(doubted, back)
		}
	}
	for _, i := range old {
		if flying := s.items[i.ID]; flying != nil { // the ledger does not know yet what stood when it left
			i = *flying
		}
		u := s.list.get(i.Upload)
		if u == nil || !s.takes(u) {
			continue
		}
		// A call that was under way when the program ended is not known to have left: what stands tells.
		if (i.State == ledger.Stopped || i.Left.IsZero()) && !stands(u, &i) {
			continue
		}
		if i.Kind == ledger.SetMeta {
			if changes := s.changesOf(u, i.Former, i.State == ledger.Failed); len(changes) > 0 {
				add(metaItem(u, changes), i.State)
			}
			continue
		}
		if s.formatsOf(u) != i.Before || i.State == ledger.Failed {
			add(s.formatItem(u, i.Before), i.State)
		}
	}
	s.record(back, ledger.Change{}, items)
	for _, i := range doubted {
		s.tries[i.ID] = 1 // what failed may have happened unseen: it is sent even where it seems needless
	}
	return len(items) > 0
}
