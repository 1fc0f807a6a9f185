package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
)

// review has the desk look at the job that is next to be published.
func (w *Window) review() {
	if w.view.Next != 0 {
		w.Desk.Review(w.view.Next)
	}
}

// reviewPage asks the person to confirm a publish: what goes live, counted, and what may be wrong with it.
type reviewPage struct {
	w        *Window
	page     *page
	words    *widget.Label
	warnings *fyne.Container
	groups   *fyne.Container
	tell     *field
	about    *widget.Label
	asked    fyne.CanvasObject // whom to tell
	shown    *desk.ReviewView
	filled   bool
}

func (w *Window) reviewPage(v desk.View) {
	r := &reviewPage{w: w, words: prose(""), warnings: container.New(stacked{}), groups: container.New(sideBySide{}), tell: newField(words.T("name@example.com or https://…")), about: prose("")}
	r.about.Importance = widget.LowImportance
	r.tell.escaped = func() { r.page.cancel() }
	r.tell.OnSubmitted = func(string) { w.win.Canvas().Focus(r.page.main) } // publishing is one more key press
	r.asked = container.New(stacked{}, small(words.T("Tell when it is done")), r.tell, r.about)
	scroll := container.NewVScroll(container.New(stacked{}, r.words, r.warnings, r.groups))
	scroll.SetMinSize(fyne.NewSize(0, 250))
	r.page = w.openPage("review", words.T("Publish"), container.New(stacked{}, scroll, r.asked), 600, words.T("Publish"), r.publish, nil)
	r.page.leave = func() {
		w.answered = true
		w.Desk.CancelReview()
	}
	r.page.follow = r.follow
	r.follow(v)
}

func (r *reviewPage) publish() {
	if v := r.w.view.Review; v == nil || !v.CanGo {
		return
	}
	r.w.answered = true
	r.page.close()
	r.w.Desk.Publish(r.tell.Text)
}

func (r *reviewPage) follow(v desk.View) {
	if v.Review == nil {
		r.page.close()
		return
	}
	now := v.Review
	say(r.page.title, now.Title)
	say(r.words, now.Text)
	show(r.asked, now.CanGo)
	able(r.page.main, now.CanGo)
	if now.CanGo {
		r.page.retitle(now.GoButton)
		say(r.about, now.OnCompleteNote)
		if !r.filled { // once: from then on it is the person's
			r.filled = true
			r.tell.SetText(now.OnComplete)
			r.w.win.Canvas().Focus(r.page.main)
		}
	}
	if r.shown == nil || r.shown.Count != now.Count || len(r.shown.Warnings) != len(now.Warnings) || len(r.shown.Groups) != len(now.Groups) {
		r.fill(now)
	}
	r.shown = now
	r.page.popup.Resize(r.page.popup.MinSize())
}

// fill lists warnings and counts.
func (r *reviewPage) fill(v *desk.ReviewView) {
	r.warnings.RemoveAll()
	for _, warning := range v.Warnings {
		l := prose("! " + warning)
		l.Importance = widget.WarningImportance
		r.warnings.Add(l)
	}
	r.groups.RemoveAll()
	for _, g := range v.Groups {
		lines := container.New(stacked{}, small(g.Title))
		for _, line := range g.Lines {
			count := text(line.Count)
			count.Truncation = fyne.TextTruncateOff
			lines.Add(container.New(&closer{}, container.NewBorder(nil, nil, nil, count, text(line.Label))))
		}
		r.groups.Add(lines)
	}
}

// sideBySide gives each object the same share of the width, with a gap between.
type sideBySide struct{}

const sideGap = 14

func (sideBySide) MinSize(o []fyne.CanvasObject) (size fyne.Size) {
	for _, each := range o {
		least := each.MinSize()
		size.Height = fyne.Max(size.Height, least.Height)
		size.Width += least.Width
	}
	return size
}

func (sideBySide) Layout(o []fyne.CanvasObject, size fyne.Size) {
	share := (size.Width - sideGap*float32(len(o)-1)) / float32(max(len(o), 1))
	for i, each := range o {
		each.Resize(fyne.NewSize(share, each.MinSize().Height))
		each.Move(fyne.NewPos(float32(i)*(share+sideGap), 0))
	}
}

// closer takes some of the room away that a line of text keeps above and below.
type closer struct{}

const closerBy = 8

func (*closer) MinSize(o []fyne.CanvasObject) fyne.Size {
	least := o[0].MinSize()
	return fyne.NewSize(least.Width, least.Height-closerBy)
}

func (*closer) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(size.Width, size.Height+closerBy))
	o[0].Move(fyne.NewPos(0, -closerBy/2))
}
