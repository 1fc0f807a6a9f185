package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// firstPage is what a newcomer sees: what Pressroom is, and two ways in.
func (w *Window) firstPage() fyne.CanvasObject {
	title := widget.NewLabel("Pressroom")
	title.SizeName, title.Alignment, title.TextStyle.Bold = theme.SizeNameHeadingText, fyne.TextAlignCenter, true
	what := prose(words.T("Pressroom publishes the tracks that wait in the import queue of a SourceAudio site, and follows each job to its end."))
	what.Alignment = fyne.TextAlignCenter
	practice := newKey(words.T("Try it on the practice site"), w.Desk.OpenPractice)
	practice.Importance = widget.HighImportance
	own := newKey(words.T("Connect your site…"), func() { w.connectPage("") })
	hint := prose(words.T("The practice site runs on this machine, with a dozen sample tracks. Nothing leaves your computer."))
	hint.Alignment, hint.Importance = fyne.TextAlignCenter, widget.LowImportance
	w.places.name("first.practice", practice)
	w.places.name("first.connect", own)
	return ground(parts.ColorGround, container.NewCenter(wide(480, container.New(stacked{}, title, what,
		inset(16, 8, 0, 0, container.NewCenter(container.NewHBox(practice, own))), hint))))
}

// connectPage asks for an address and a key, and keeps them once they are tested.
func (w *Window) connectPage(address string) {
	site, name, token := newField("https://name.sourceaudio.com"), newField(words.T("As you call it (optional)")), newField(words.T("Made in the site's admin pages"))
	token.Password = true
	site.SetText(address)
	problem, hint := prose(""), prose(words.T("Pressroom looks at the site's queue to test both, and changes nothing there. The key goes into this computer's keyring."))
	problem.Importance, hint.Importance = widget.DangerImportance, widget.LowImportance
	problem.Hide()
	first := site
	if address != "" {
		first = token
	}
	form := widget.NewForm(widget.NewFormItem(words.T("Address"), site), widget.NewFormItem(words.T("Key"), token), widget.NewFormItem(words.T("Name"), name))
	trial := 0 // the one that was asked for here; none yet
	var p *page
	test := func() {
		if p.main.Disabled() {
			return
		}
		trial = w.view.Trial.Number + 1
		p.main.Disable()
		p.retitle(words.T("Testing…"))
		problem.Hide()
		w.Desk.Connect(name.Text, site.Text, token.Text)
	}
	for _, f := range []*field{site, name, token} {
		f.OnSubmitted = func(string) { test() }
		f.escaped = func() { p.cancel() }
	}
	p = w.openPage("connect", words.T("Connect a site"), container.New(stacked{}, form, problem, hint), 520, words.T("Test and connect"), test, first)
	p.follow = func(v desk.View) {
		if v.Trial.Number != trial || v.Trial.Running {
			return
		}
		if v.Trial.Passed {
			p.close()
			return
		}
		if p.main.Disabled() {
			tell(problem, v.Trial.Problem)
			p.main.Enable()
			p.retitle(words.T("Test and connect"))
			p.popup.Resize(p.popup.MinSize())
		}
	}
}

// newJobPage asks for the name of a new job.
func (w *Window) newJobPage() {
	if w.view.Site == nil {
		return
	}
	name, email := newField(words.T("Imports for 05/10")), newField(words.T("name@example.com (optional)"))
	var p *page
	make := func() {
		if strings.TrimSpace(name.Text) == "" {
			w.win.Canvas().Focus(name)
			return
		}
		p.close()
		w.Desk.CreateJob(name.Text, email.Text)
	}
	name.OnSubmitted = func(string) { make() }
	name.escaped = func() { p.cancel() }
	email.OnSubmitted, email.escaped = name.OnSubmitted, name.escaped
	told := prose(words.T("An email address that the site tells when the job is done. Left empty, it tells your account's contact."))
	told.Importance = widget.LowImportance
	hint := prose(words.T("A job of its own takes tracks and is published by itself, apart from the main job of %s.", w.view.Site.Name))
	hint.Importance = widget.LowImportance
	p = w.openPage("job", words.T("New job"), container.New(stacked{}, name, hint, email, told), 420, words.T("Make the job"), make, name)
}

// addressesPage asks for addresses, one on each line.
func (w *Window) addressesPage() {
	if w.view.Site == nil {
		return
	}
	lines := newField("https://files.example/track-1.wav\nhttps://files.example/track-2.wav")
	lines.MultiLine, lines.Wrapping = true, fyne.TextWrapOff
	lines.SetMinRowsVisible(8)
	jobs, rows := w.jobChoice()
	var p *page
	add := func() {
		sources := strings.Split(lines.Text, "\n")
		if strings.TrimSpace(lines.Text) == "" {
			w.win.Canvas().Focus(lines)
			return
		}
		p.close()
		w.Desk.AddTracks(sources, rows[max(jobs.SelectedIndex(), 0)])
	}
	lines.escaped = func() { p.cancel() }
	how := words.T("One address on each line: an mp3, wav or aiff file that %s can fetch. It takes no files of this computer. Ctrl+Return adds them.", w.view.Site.Name)
	if w.view.Site.Practice {
		how = words.T("One address on each line: an mp3, wav or aiff file that %s can fetch. "+
			"The practice site also takes files and folders of this computer. Ctrl+Return adds them.", w.view.Site.Name)
	}
	hint := prose(how)
	hint.Importance = widget.LowImportance
	p = w.openPage("addresses", words.T("Add tracks by address"),
		container.New(stacked{}, lines, hint, widget.NewForm(widget.NewFormItem(words.T("To the job"), jobs))), 620, words.T("Add tracks"), add, lines)
}

// jobChoice lets the person choose a job that takes tracks; rows are the jobs of its lines.
func (w *Window) jobChoice() (*widget.Select, []int64) {
	var names []string
	var rows []int64
	for _, j := range w.view.Jobs {
		if j.CanAdd {
			name := j.Name
			for n := 2; slices.Contains(names, name); n++ {
				name = fmt.Sprintf("%s (%d)", j.Name, n)
			}
			names, rows = append(names, name), append(rows, j.Row)
		}
	}
	if len(rows) == 0 {
		names, rows = []string{words.T("Main job")}, []int64{desk.DefaultJob}
	}
	choice := widget.NewSelect(names, nil)
	choice.SetSelectedIndex(0)
	return choice, rows
}

// removePage asks the person to confirm that the selected tracks are removed.
func (w *Window) removePage() {
	r, ids := w.view.Selection.Removal, w.view.Selection.IDs
	if r == nil {
		return
	}
	var p *page
	p = w.openPage("remove", r.Title, prose(r.Text), 460, r.GoButton, func() {
		p.close()
		w.Desk.Remove(ids)
	}, nil)
	w.win.Canvas().Focus(p.back) // Return does no harm
}

// unknownPage shows what may or may not have happened, with the two choices of each.
func (w *Window) unknownPage() {
	if len(w.view.Unknowns) == 0 {
		return
	}
	list := container.New(stacked{})
	var p *page
	for _, u := range w.view.Unknowns {
		number := newField(words.T("Number of the job"))
		number.escaped = func() { p.cancel() }
		did := newKey(u.Happened, func() {
			id, err := strconv.ParseInt(strings.TrimSpace(number.Text), 10, 64)
			if u.NeedsID && (err != nil || id <= 0) {
				w.win.Canvas().Focus(number)
				return
			}
			p.close()
			w.Desk.Settle(u.Item, true, id)
		})
		not := newKey(u.Not, func() { p.close(); w.Desk.Settle(u.Item, false, 0) })
		row := container.NewHBox(did, not)
		if u.NeedsID {
			row = container.NewHBox(wide(150, number), did, not)
		}
		explained := prose(u.Explained)
		explained.Importance = widget.LowImportance
		list.Add(container.New(stacked{}, prose(u.What), explained, inset(4, 12, 0, 0, row)))
	}
	title := words.N(len(w.view.Unknowns), "%d unknown outcome", "%d unknown outcomes")
	p = w.openPage("unknown", title, high(260, container.NewVScroll(list)), 620, words.T("Refresh"), func() { p.close(); w.Desk.Refresh() }, nil)
}
