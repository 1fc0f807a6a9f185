package desk

import (
	"encoding/json"
	"strconv"
	"strings"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// pourAtOnce is how many new tracks are written down in one go: the desk does other things in between.
const pourAtOnce = 200

// pour is a batch of new tracks of one intent that is being written down. With the first part of it the
// ledger is given all the rest as one record, and with each further part how much of that is done: after a
// crash the rest is poured on.
type pour struct {
	intent  int64
	uploads []*ledger.Upload // those that are not yet
	done    int              // of those that the record holds
}

// record and progress name the two settings of a pour.
func (p *pour) record() string   { return settingBatch + strconv.FormatInt(p.intent, 10) }
func (p *pour) progress() string { return settingPoured + strconv.FormatInt(p.intent, 10) }

// restOf is the record of what of a batch is not in its first part; empty where all is.
func restOf(uploads []*ledger.Upload) string {
	if len(uploads) <= pourAtOnce {
		return ""
	}
	rest, err := json.Marshal(uploads[pourAtOnce:])
	if err != nil {
		panic(err) // numbers, texts and times can always be written
	}
	return string(rest)
}

// pourIn records uploads that are to be sent, as one intent, a part at a time.
func (s *seat) pourIn(uploads []*ledger.Upload, rest string) {
	first := min(pourAtOnce, len(uploads))
	change, items := asNew(uploads[:first])
	p := &pour{uploads: uploads[first:]}
	in := ledger.Intent{Words: words.N(len(uploads), "%d new track", "%d new tracks")}
	if rest != "" {
		in.ID = s.d.Ledger.NewRow()
		p.intent = in.ID
		change.Settings = []ledger.Setting{{Site: s.site.ID, Name: p.record(), Value: rest}}
	}
	if !s.record(in, change, items) {
		return
	}
	s.keepAll(uploads[:first])
	if rest != "" {
		s.pourLater(p)
	}
}

// pourLater has the rest of a batch written down between other things.
func (s *seat) pourLater(p *pour) {
	if s.intents[p.intent] == nil { // all that was written down before is settled
		s.intents[p.intent] = &progress{kind: ledger.AddUpload}
	}
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
	done, last := strconv.Itoa(p.done+len(part)), len(part) == len(p.uploads)
	if last {
		done = ""
		change.Settings = append(change.Settings, ledger.Setting{Site: s.site.ID, Name: p.record()})
	}
	change.Settings = append(change.Settings, ledger.Setting{Site: s.site.ID, Name: p.progress(), Value: done})
	if s.halted || !s.write(change) { // the next start pours on
		s.pours = nil
		return
	}
	s.intents[p.intent].total -= len(part) // each is counted once more when it is taken up
	for _, i := range items {
		s.enlist(i)
	}
	s.keepAll(part)
	p.uploads, p.done = p.uploads[len(part):], p.done+len(part)
	if last {
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

// pourAgain goes on with the batches that were being written down when the program ended.
func (s *seat) pourAgain() {
	if !s.loaded || !s.d.settled {
		return
	}
	for key, value := range s.d.settings {
		number, ok := strings.CutPrefix(key.name, settingBatch)
		intent, err := strconv.ParseInt(number, 10, 64)
		if key.site != s.site.ID || !ok || err != nil {
			continue
		}
		delete(s.d.settings, key)
		p := &pour{intent: intent}
		p.done, _ = strconv.Atoi(s.d.settings[settingKey{s.site.ID, p.progress()}])
		if err := json.Unmarshal([]byte(value), &p.uploads); err != nil || p.done > len(p.uploads) {
			s.d.Log.Error("read a batch", "site", s.site.ID, "intent", intent, "error", err)
			s.d.notice(ToneErrored, words.T("A part of what was added last could not be read. Look the queue over, and add again what is missing."))
			continue
		}
		if p.uploads = p.uploads[p.done:]; len(p.uploads) == 0 {
			continue
		}
		for _, u := range p.uploads {
			u.Row = s.d.Ledger.NewRow() // theirs may have been given to others since
		}
		s.pourLater(p)
	}
}
