package desk

import (
	"fmt"
	"strings"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
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
			s.site.Held = time.Time{}
			s.write(ledger.Change{Sites: []ledger.Site{s.site}})
		} else if held := s.held(now); held != "" {
			d.notice(ToneSoft, held+" Pressroom calls it then.")
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
	words := strings.ToUpper(format) + " for"
	if !on {
		words = "no " + words
	}
	d.at(func(s *seat) { s.change(words, func(before string) string { return changed(before, format, on) }) })
}

// ApplyFormats has each selected upload published as just these formats, a comma list. Applied twice,
// it sends nothing the second time.
func (d *Desk) ApplyFormats(list string) {
	d.at(func(s *seat) {
		formats, err := api.ParseFormats(list)
		if err != nil || len(formats) == 0 {
			d.notice(ToneErrored, "Choose at least one of MP3, AIFF and WAV.")
			return
		}
		asked := api.JoinFormats(formats)
		s.change(strings.ToUpper(strings.ReplaceAll(asked, ",", " "))+" for", func(string) string { return asked })
	})
}

// change has the formats of the selected uploads become what to makes of them, in one intent.
func (s *seat) change(words string, to func(before string) string) {
	var items []*ledger.Item
	bare, open := 0, s.asked()
	for _, u := range s.selected() {
		before, ok := open[u.Row]
		if !ok {
			before = u.Formats
		}
		asked := to(before)
		switch {
		case !s.settable(u) || asked == before:
		case asked == "":
			bare++
		default:
			items = append(items, s.formatItem(u, asked))
		}
	}
	s.record(ledger.Intent{Words: words + " " + plural(len(items), "track", "tracks")}, ledger.Change{}, items)
	if bare > 0 {
		s.d.notice(ToneUnknown, fmt.Sprintf("%s: it is the only one there. Choose another one first.",
			plural(bare, "track keeps its format", "tracks keep their format")))
	}
}

// settable says that formats and metadata of an upload can be set.
func (s *seat) settable(u *ledger.Upload) bool {
	return u.Status == string(api.Uploaded) && u.UploadID != 0 && s.removing[u.Row] == nil
}

func (s *seat) formatItem(u *ledger.Upload, formats string) *ledger.Item {
	return &ledger.Item{Kind: ledger.SetFormats, Upload: u.Row, Job: u.Job, Formats: formats, Before: u.Formats}
}

// asked is what uploads will have once everything asked for so far is answered, where that is open.
func (s *seat) asked() map[int64]string {
	asked := map[int64]string{}
	for _, i := range s.itemsInOrder() {
		if i.Kind == ledger.SetFormats {
			asked[i.Upload] = i.Formats
		}
	}
	return asked
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
		s.d.notice(ToneErrored, "Pressroom cannot write to its ledger, so this was not taken in. Make room on the disk, then start Pressroom again.")
		return false
	}
	in.ID, in.Site, in.Recorded = s.d.Ledger.NewRow(), s.site.ID, present()
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
	for _, i := range items {
		s.enlist(i)
	}
	return true
}

// CreateJob makes a job of its own on the site, which takes tracks and is published by itself.
func (d *Desk) CreateJob(name string) {
	d.at(func(s *seat) {
		name = strings.TrimSpace(name)
		if name == "" {
			d.notice(ToneErrored, "A job needs a name. Enter one, for example “Imports for 05/10”.")
			return
		}
		now := present()
		j := &ledger.Job{Row: d.Ledger.NewRow(), Site: s.site.ID, Name: name, Phase: PhaseMaking, Created: now}
		i := &ledger.Item{Kind: ledger.CreateJob, Job: j.Row}
		if s.record(ledger.Intent{Words: "job “" + name + "”"}, ledger.Change{Jobs: []ledger.Job{*j}}, []*ledger.Item{i}) {
			s.jobs[j.Row] = j
		}
	})
}

// review is a publish that the person is asked to confirm.
type review struct {
	site    string
	job     int64
	looking bool
	problem string
}

// Review looks how many tracks of a job wait, so that the person can confirm publishing them.
func (d *Desk) Review(job int64) {
	d.at(func(s *seat) {
		j := s.jobs[job]
		if j == nil || s.client == nil || !reviewable(j) {
			return
		}
		r := &review{site: s.site.ID, job: job, looking: true}
		d.review = r
		if r.problem = s.held(present()); r.problem != "" {
			r.looking = false
			return
		}
		s.listJob(j, queueID(j), func(_ found, err error) {
			r.looking = false
			if err != nil {
				s.met(err)
				r.problem = sentence(err, s.site.Name)
			}
		})
	})
}

// queueID is the number under which what waits in a job is listed: none for the main job's queue.
func queueID(j *ledger.Job) int64 {
	if j.Main {
		return 0
	}
	return j.JobID
}

// CancelReview drops what was to be confirmed.
func (d *Desk) CancelReview() {
	d.post(func() { d.review = nil; d.touch() })
}

// Publish publishes the job that was reviewed, once the person has confirmed it.
func (d *Desk) Publish() {
	d.at(func(s *seat) {
		r := d.review
		d.review = nil
		if r == nil || r.site != s.site.ID || r.looking || r.problem != "" || s.doubted(r.job) > 0 {
			return
		}
		j := s.jobs[r.job]
		count := len(s.waitingOf(j))
		if j == nil || !reviewable(j) || count == 0 {
			return
		}
		starting := *j
		starting.Phase, starting.Problem = PhaseStarting, ""
		if s.record(ledger.Intent{Words: "publishing “" + j.Name + "”"}, ledger.Change{Jobs: []ledger.Job{starting}},
			[]*ledger.Item{{Kind: ledger.Publish, Job: j.Row, Count: count}}) {
			*j = starting
		}
	})
}

// reviewable says that a job may be published now: it exists, and no publish of it is under way.
func reviewable(j *ledger.Job) bool {
	return j.Phase == PhaseOpen || j.Phase == PhaseFinished || j.Phase == PhasePublishing
}

// waitingOf are the uploads of a job that the site has and that wait to be published: those that are
// removed first do not.
func (s *seat) waitingOf(j *ledger.Job) (waiting []*ledger.Upload) {
	for _, u := range s.uploads {
		if j != nil && u.Job == j.Row && u.Status == string(api.Uploaded) && s.removing[u.Row] == nil {
			waiting = append(waiting, u)
		}
	}
	return waiting
}

func (s *seat) reviewView() *ReviewView {
	r := s.d.review
	if r == nil || r.site != s.site.ID {
		return nil
	}
	j := s.jobs[r.job]
	waiting := s.waitingOf(j)
	v := &ReviewView{Looking: r.looking, Job: r.job, Problem: r.problem, Count: len(waiting)}
	tracks := plural(v.Count, "track", "tracks")
	v.Title = fmt.Sprintf("Publish %s?", tracks)
	v.GoButton = "Publish " + tracks
	v.Text = fmt.Sprintf("%s of the job “%s” on %s go live. This cannot be taken back.", tracks, j.Name, s.site.Name)
	if j.Main {
		v.Text = fmt.Sprintf("This is the main job of %s: it publishes everything that anyone has queued there, at this moment %s. "+
			"This cannot be taken back.", s.site.Name, tracks)
	}
	if n := s.unsent(j); n > 0 {
		v.Text += fmt.Sprintf(" %s on the way to the site first.", plural(n, "more track or change is", "more tracks and changes are"))
	}
	switch {
	case r.looking:
		v.Title, v.Text = "Publish “"+j.Name+"”?", "Looking how many tracks wait on "+s.site.Name+"…"
	case r.problem != "":
		v.Title, v.Text = "Publish “"+j.Name+"”?", r.problem+" Nothing is published before Pressroom has seen what waits. Try again."
	case s.doubted(r.job) > 0:
		v.Title = "Publish “" + j.Name + "”?"
		v.Text = fmt.Sprintf("Nobody knows yet whether %s removed from it. Settle that first: see the unknown outcomes in the last line. Nothing is published before.",
			plural(s.doubted(r.job), "track was", "tracks were"))
	case v.Count == 0:
		v.Title, v.Text = "Nothing waits in “"+j.Name+"”", "Add tracks to the job first."
	default:
		v.CanGo = true
	}
	return v
}

// unsent counts the uploads and changes of a job that have not been answered yet.
func (s *seat) unsent(j *ledger.Job) (n int) {
	for _, i := range s.items {
		if i.Job == j.Row && (i.Kind == ledger.AddUpload || i.Kind == ledger.Delete || i.Kind.Repeatable()) && i.State != ledger.Unknown {
			n++
		}
	}
	return n
}
