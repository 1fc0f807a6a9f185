package desk

import (
	"strings"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// Select makes the rows with these ids the selection.
func (d *Desk) Select(ids []int64) {
	d.at(func(s *seat) { s.list.choose(ids) })
}

// Filter shows the rows in which every word of text occurs; words in quotes belong together.
func (d *Desk) Filter(text string) {
	d.at(func(s *seat) { s.list.find(text) })
}

// SortBy sorts by a column; by the same one again turns the order round.
func (d *Desk) SortBy(column Column) {
	d.at(func(s *seat) { s.list.by(column) })
}

// Refresh looks at the site now, whatever it was waiting for.
func (d *Desk) Refresh() {
	d.at(func(s *seat) {
		if s.client == nil && s.site.Practice {
			s.startPractice()
		}
		if now := present(); s.site.Held.Sub(now) > holdSlips {
			s.holdUntil(time.Time{})
		} else if held := s.held(now); held != "" {
			d.notice(ToneSoft, held+" "+words.T("Pressroom calls it then."))
		}
		s.resume = time.Time{}
		for _, w := range s.watches {
			w.next = present()
		}
		s.refresh()
	})
}

// SetFormat adds a format to what each selected upload is published as, or takes it away. Uploads
// that have it so already, and those that no longer wait to be published, cost no call.
func (d *Desk) SetFormat(format string, on bool) {
	said := func(n int) string {
		if !on {
			return words.N(n, "no %[2]s for %[1]d track", "no %[2]s for %[1]d tracks", strings.ToUpper(format))
		}
		return words.N(n, "%[2]s for %[1]d track", "%[2]s for %[1]d tracks", strings.ToUpper(format))
	}
	d.at(func(s *seat) { s.change(said, func(before string) string { return changed(before, format, on) }) })
}

// ApplyFormats has each selected upload published as just these formats, a comma list. Applied twice,
// it sends nothing the second time.
func (d *Desk) ApplyFormats(list string) {
	d.at(func(s *seat) {
		formats, err := api.ParseFormats(list)
		if err != nil || len(formats) == 0 {
			d.notice(ToneErrored, words.T("Choose at least one of MP3, AIFF and WAV."))
			return
		}
		asked := api.JoinFormats(formats)
		said := func(n int) string {
			return words.N(n, "%[2]s for %[1]d track", "%[2]s for %[1]d tracks", strings.ToUpper(strings.ReplaceAll(asked, ",", " ")))
		}
		s.change(said, func(string) string { return asked })
	})
}

// change has the formats of the selected uploads become what to makes of them, in one intent; said names
// it, by the number of uploads that it changes.
func (s *seat) change(said func(n int) string, to func(before string) string) {
	var items []*ledger.Item
	bare := 0
	for _, u := range s.selected() {
		before := s.formatsOf(u)
		asked := to(before)
		switch {
		case !s.takes(u) || asked == before:
		case asked == "":
			bare++
		default:
			items = append(items, s.formatItem(u, asked))
		}
	}
	s.record(ledger.Intent{Words: said(len(items))}, ledger.Change{}, items)
	if bare > 0 {
		s.d.notice(ToneUnknown, words.N(bare,
			"%d track keeps its format: it is the only one there. Choose another one first.",
			"%d tracks keep their format: it is the only one there. Choose another one first."))
	}
}

// takes says that formats and metadata of an upload can be set.
func (s *seat) takes(u *ledger.Upload) bool {
	return settable(u.Status, u.UploadID != 0) && s.removing[u.Row] == nil
}

func (s *seat) formatItem(u *ledger.Upload, formats string) *ledger.Item {
	return &ledger.Item{Kind: ledger.SetFormats, Upload: u.Row, Job: u.Job, Formats: formats, Before: u.Formats}
}

func changed(list, format string, on bool) string {
	var formats []api.Format
	for _, f := range apiFormats(list) {
		if string(f) != format {
			formats = append(formats, f)
		}
	}
	if on {
		formats = append(formats, api.Format(format))
	}
	return api.JoinFormats(api.SortFormats(formats))
}

// record writes an intent down and then lets its items be sent.
func (s *seat) record(in ledger.Intent, change ledger.Change, items []*ledger.Item) bool {
	if len(items) == 0 && in.Undoes == 0 && in.Retries == 0 {
		return false
	}
	if s.halted {
		s.d.notice(ToneErrored, words.T("Pressroom cannot write to its ledger, so this was not taken in. Make room on the disk, then start Pressroom again."))
		return false
	}
	if in.ID == 0 {
		in.ID = s.d.Ledger.NewRow()
	}
	in.Site, in.Recorded = s.site.ID, present()
	for _, i := range items {
		i.ID, i.Intent, i.Site, i.State, i.Recorded = s.d.Ledger.NewRow(), in.ID, in.Site, ledger.Waiting, in.Recorded
		in.Kind = i.Kind
		change.Items = append(change.Items, *i)
	}
	change.Intents = append(change.Intents, in)
	if !s.write(change) {
		return false
	}
	s.remember(in)
	s.d.logged()
	for _, i := range items {
		s.enlist(i)
	}
	return true
}

// CreateJob makes a job of its own on the site, which takes tracks and is published by itself. An email
// address, where one is given, is told of its end.
func (d *Desk) CreateJob(name, email string) {
	d.at(func(s *seat) {
		name, email = strings.TrimSpace(name), strings.TrimSpace(email)
		if name == "" {
			d.notice(ToneErrored, words.T("A job needs a name. Enter one, for example “Imports for 05/10”."))
			return
		}
		now := present()
		j := &ledger.Job{Row: d.Ledger.NewRow(), Site: s.site.ID, Name: name, Phase: PhaseMaking, Created: now, OnComplete: email}
		i := &ledger.Item{Kind: ledger.CreateJob, Job: j.Row, OnComplete: email}
		if s.record(ledger.Intent{Words: words.T("job “%s”", name)}, ledger.Change{Jobs: []ledger.Job{*j}}, []*ledger.Item{i}) {
			s.jobs[j.Row] = j
		}
	})
}
