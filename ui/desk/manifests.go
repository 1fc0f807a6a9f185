package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/intake"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/manifest"
	"pressroom/ui/desk/words"
)

// list is a list of tracks that is being added.
type list struct {
	path     string
	sheet    *manifest.Sheet
	mapping  manifest.Mapping
	proposed bool // as found by the names of the columns: the person has changed nothing
	version  int  // of mapping
	applied  int  // the version that entries and problems are of
	entries  []manifest.Entry
	problems []manifest.Problem
	fresh    int // entries for new tracks
	shown    *ManifestView
}

// readList reads a list, however large, and proposes what its columns mean.
func (s *seat) readList(a *adding) {
	s.enter(a, reading)
	s.lookUpFields()
	path, fields := a.list.path, s.knownFields()
	type read struct {
		sheet   *manifest.Sheet
		mapping manifest.Mapping
		err     error
	}
	lookInto(s, a, func(context.Context) (r read) {
		if r.sheet, r.err = manifest.Open(path); r.err == nil {
			r.mapping = manifest.Propose(r.sheet.Header, fields)
		}
		return r
	}, func(r read) {
		if r.err != nil {
			s.d.Log.Info("read a list", "path", path, "error", r.err)
			s.d.notice(ToneErrored, manifest.Sentence(r.err))
			s.endBatch(a)
			return
		}
		l := a.list
		l.sheet, l.mapping, l.proposed = r.sheet, r.mapping, true
		if told := s.knownFields(); !slices.Equal(fields, told) { // in the meantime
			l.mapping = manifest.Propose(r.sheet.Header, told)
		}
		if kept, ok := s.keptMapping(r.sheet.Header); ok {
			l.mapping, l.proposed = kept, false
		}
		s.enter(a, matching)
		s.apply(a)
	})
}

// keptMapping is what the person said of such columns the last time.
func (s *seat) keptMapping(header []string) (m manifest.Mapping, ok bool) {
	kept := s.d.setting(s.site.ID, settingMapping+manifest.Signature(header))
	if kept == "" {
		return m, false
	}
	if err := json.Unmarshal([]byte(kept), &m); err != nil {
		s.d.Log.Warn("a mapping that was kept is none", "site", s.site.ID, "error", err)
		return m, false
	}
	return m, true
}

func (s *seat) keepMapping(l *list) {
	value, err := json.Marshal(l.mapping)
	if err != nil {
		return // it can always be written
	}
	s.d.settle(s.site.ID, settingMapping+manifest.Signature(l.sheet.Header), string(value))
}

// proposeAnew matches the columns once more, where the site has told its fields since.
func (s *seat) proposeAnew() {
	a := s.matched()
	if a == nil {
		return
	}
	a.list.shown = nil // there are more choices
	if a.list.proposed {
		a.list.mapping = manifest.Propose(a.list.sheet.Header, s.knownFields())
		s.apply(a)
	}
}

// apply reads the rows as the mapping says.
func (s *seat) apply(a *adding) {
	l := a.list
	l.version++
	l.shown = nil
	version, sheet, mapping, rules := l.version, l.sheet, l.mapping, manifest.Rules{Required: s.required()}
	type applied struct {
		entries  []manifest.Entry
		problems []manifest.Problem
	}
	lookInto(s, a, func(context.Context) (r applied) {
		r.entries, r.problems = manifest.Apply(sheet, mapping, rules)
		// A blank cell changes nothing, which the page says once.
		r.problems = slices.DeleteFunc(r.problems, func(p manifest.Problem) bool { return p.Kind == manifest.Blank })
		return r
	}, func(r applied) {
		if l.version != version {
			return
		}
		l.entries, l.problems, l.applied, l.shown, l.fresh = r.entries, r.problems, version, nil, 0
		for _, e := range r.entries {
			if e.UploadID == 0 {
				l.fresh++
			}
		}
	})
}

// matched is the batch whose columns are being matched, nil where none is.
func (s *seat) matched() *adding {
	if a := s.batch(); a != nil && a.stage == matching {
		return a
	}
	return nil
}

// MapColumn says what a column of the list that is being added holds, counted from 0: one of the choices of
// [ManifestView], by its ID.
func (d *Desk) MapColumn(column int, choice string) {
	d.at(func(s *seat) {
		a := s.matched()
		if a == nil || column < 0 || column >= len(a.list.sheet.Header) {
			return
		}
		c := manifest.Column{At: column, Target: manifest.Target(choice)}
		if field, ok := strings.CutPrefix(choice, fieldChoice); ok {
			c.Target, c.Field = manifest.Field, field
		}
		a.list.mapping, a.list.proposed = a.list.mapping.With(c), false
		s.apply(a)
	})
}

// AddManifest adds what the list asks for, as its columns are matched now: its new tracks go to a job, and
// rows about tracks that wait already change these. What the columns mean is kept for the next such list.
func (d *Desk) AddManifest(job int64) {
	d.at(func(s *seat) {
		a := s.matched()
		if a == nil || a.list.applied != a.list.version || len(a.list.entries) == 0 {
			return
		}
		j := s.jobFor(job)
		if j == nil {
			return
		}
		a.job = j.Row
		s.keepMapping(a.list)
		s.enlistRows(a)
		if len(a.candidates) == 0 {
			d.notice(ToneSoft, words.T("Nothing in “%s” differs from what is in the queue.", a.list.name()))
			s.endBatch(a)
			return
		}
		s.checkBatch(a)
	})
}

// LeaveManifest gives up the list: nothing of it is added.
func (d *Desk) LeaveManifest() {
	d.at(func(s *seat) {
		if a := s.batch(); a != nil && (a.stage == reading || a.stage == matching) {
			s.endBatch(a)
		}
	})
}

// enlistRows makes candidates of the rows. Those that change nothing are none.
func (s *seat) enlistRows(a *adding) {
	a.candidates = nil
	hold := func(c intake.Candidate, kind intake.Kind, text string) {
		a.findings = append(a.findings, finding{len(a.candidates), kind, intake.Error, text})
		c.Source, c.Meta = "", nil // there is nothing to look into
		a.candidates = append(a.candidates, c)
	}
	for _, e := range a.list.entries {
		c := intake.Candidate{Source: e.Source, Row: e.Row, UploadID: e.UploadID, Formats: e.Formats, Meta: e.Meta}
		u := s.list.numberedAs(e.UploadID)
		switch {
		case e.UploadID == 0 && !isAddress(e.Source) && !s.site.Practice:
			c.File = intake.FileName(e.Source)
			hold(c, notTaken, intake.LeftOut{Source: e.Source, Reason: intake.AddressesOnly}.Text())
		case e.UploadID == 0:
			a.candidates = append(a.candidates, c)
		case u == nil:
			hold(c, notKnown, words.T("The upload %d is not in the queue of %s. Leave its number blank to add it as a new track.", e.UploadID, s.site.Name))
		case !s.differs(u, e):
		case !s.takes(u):
			hold(c, notWaiting, words.T("“%s” no longer waits to be published, so it stays as it is.", u.File))
		default:
			c.Source, c.File = "", u.File // its audio is there already
			a.candidates = append(a.candidates, c)
		}
	}
}

// differs says that an entry asks for something else than an upload will have.
func (s *seat) differs(u *ledger.Upload, e manifest.Entry) bool {
	asked := api.JoinFormats(e.Formats)
	return len(s.changesOf(u, e.Meta, false)) > 0 || asked != "" && asked != s.formatsOf(u)
}

// amend changes uploads as rows of a list say, only where they differ.
func (s *seat) amend(changes []intake.Candidate, a *adding) {
	var metas, formats []*ledger.Item
	for _, c := range changes {
		u := s.list.numberedAs(c.UploadID)
		if u == nil || !s.takes(u) { // it went on in the meantime
			continue
		}
		if fields := s.changesOf(u, c.Meta, false); len(fields) > 0 {
			metas = append(metas, metaItem(u, fields))
		}
		if asked := api.JoinFormats(c.Formats); asked != "" && asked != s.formatsOf(u) {
			formats = append(formats, s.formatItem(u, asked))
		}
	}
	if len(changes) == 0 {
		return
	}
	name := a.list.name()
	s.record(ledger.Intent{Words: words.N(len(metas), "metadata of %d track from “%s”", "metadata of %d tracks from “%s”", name)}, ledger.Change{}, metas)
	s.record(ledger.Intent{Words: words.N(len(formats), "formats of %d track from “%s”", "formats of %d tracks from “%s”", name)}, ledger.Change{}, formats)
}
