package desk

import (
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// pourAtOnce is how many new tracks are written down in one go: the desk does other things in between.
const pourAtOnce = 200

// pour is a batch of new tracks of one intent that is being written down.
type pour struct {
	intent  int64
	uploads []*ledger.Upload // those that are not yet
}

// pourIn records uploads that are to be sent, as one intent, a part at a time.
func (s *seat) pourIn(uploads []*ledger.Upload) {
	if len(uploads) == 0 {
		return
	}
	first := min(pourAtOnce, len(uploads))
	change, items := asNew(uploads[:first])
	in := ledger.Intent{Words: words.N(len(uploads), "%d new track", "%d new tracks")}
	if !s.record(in, change, items) {
		return
	}
	s.keepAll(uploads[:first])
	if first == len(uploads) {
		return
	}
	p := &pour{intent: items[0].Intent, uploads: uploads[first:]}
	s.intents[p.intent].total += len(p.uploads) // or it would end with what is written down already
	s.pours = append(s.pours, p)
	s.d.post(s.pourOn)
}

// pourOn writes the next part down.
func (s *seat) pourOn() {
	if len(s.pours) == 0 {
		return
	}
	p := s.pours[0]
	part := p.uploads[:min(pourAtOnce, len(p.uploads))]
	change, items := asNew(part)
	now := present()
	for _, i := range items {
		i.ID, i.Intent, i.Site, i.State, i.Recorded = s.d.Ledger.NewRow(), p.intent, s.site.ID, ledger.Waiting, now
		change.Items = append(change.Items, *i)
	}
	progress := s.intents[p.intent]
	if s.halted || !s.write(change) {
		progress.total -= len(p.uploads)
		s.pours = s.pours[1:]
		s.d.notice(ToneErrored, words.N(len(p.uploads), "%d track was not taken in. Add it again once there is room on the disk.",
			"%d tracks were not taken in. Add them again once there is room on the disk."))
		return
	}
	progress.total -= len(part) // each is counted once more when it is taken up
	for _, i := range items {
		s.enlist(i)
	}
	s.keepAll(part)
	if p.uploads = p.uploads[len(part):]; len(p.uploads) == 0 {
		s.pours = s.pours[1:]
	}
	if len(s.pours) > 0 {
		s.d.post(s.pourOn)
	}
}

// pourAll writes all down at once that is still to be.
func (s *seat) pourAll() {
	for len(s.pours) > 0 {
		s.pourOn()
	}
}
