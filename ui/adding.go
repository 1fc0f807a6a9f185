package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// answered is which batches the person has answered, of which the desk may not know yet.
type answered struct{ list, adding int }

// askOfBatch opens the page of what is being added, where the desk asks for one and none is open.
func (w *Window) askOfBatch(v desk.View) {
	switch {
	case w.page != nil:
	case v.Manifest != nil && v.Manifest.Number != w.batches.list:
		w.manifestPage(v)
	case v.Adding == nil || v.Adding.Number == w.batches.adding:
	case v.Adding.Working:
		w.checkingPage(v)
	default:
		w.addingPage(v)
	}
}

// checkingPage shows how far the look at what is added is.
func (w *Window) checkingPage(v desk.View) {
	what := prose("")
	bar := parts.NewBar()
	hint := prose(words.T("Nothing is added before this is done. What has not been looked into when you stop can be added all the same."))
	hint.Importance = widget.LowImportance
	number := v.Adding.Number
	p := w.openPage("checking", v.Adding.Title, container.New(stacked{}, what, inset(4, 6, 8, 8, bar), hint), 460, words.T("Stop here"), w.Desk.StopAdding, nil)
	p.main.Importance = widget.MediumImportance // it is no step on the way
	p.main.Refresh()
	p.leave = func() {
		w.batches.adding = number
		w.Desk.LeaveAdding()
	}
	p.follow = func(v desk.View) {
		switch a := v.Adding; {
		case a == nil, !a.Working, a.Number != number:
			p.close() // what there is to ask opens a page of its own
		default:
			say(p.title, a.Title)
			say(what, a.Text)
			show(bar, a.Share >= 0)
			const whole = 1000
			done := int(a.Share * whole)
			bar.SetParts(done, 0, 0, whole-done)
			able(p.main, a.CanStop)
		}
	}
	p.follow(v)
}

// addingPage shows what was found of what is to be added, and asks what becomes of it.
func (w *Window) addingPage(v desk.View) {
	a := v.Adding
	number := a.Number
	width, height := w.room(760, 620)
	what, left := prose(a.Text), prose(a.Left)
	list := newFindings(width)
	list.set(findingLines(a))
	show(left, a.Left != "")
	body := container.NewBorder(container.New(stacked{}, what, left), nil, nil, nil, high(fyne.Max(height-290, 120), list.list))
	button := a.AddButton
	if !a.CanAdd {
		button = ""
	}
	var p *page
	p = w.openPage("adding", a.Title, body, width-40, button, func() {
		w.batches.adding = number
		p.close()
		w.Desk.AddChecked()
	}, nil)
	p.leave = func() {
		w.batches.adding = number
		w.Desk.LeaveAdding()
	}
	p.follow = func(v desk.View) {
		if v.Adding == nil || v.Adding.Number != number {
			p.close()
		}
	}
}

func findingLines(a *desk.AddingView) (lines []findingLine) {
	for _, g := range a.Groups {
		heading := findingLine{heading: true, text: words.T("Good to know: %s", g.Title), tone: parts.Soft}
		switch g.Severity {
		case desk.HeldOut:
			heading.text, heading.tone = words.T("Left out: %s", g.Title), parts.Errored
		case desk.Warned:
			heading.text, heading.tone = words.T("Look at this: %s", g.Title), parts.Unknown
		}
		lines = append(lines, heading)
		for _, l := range g.Lines {
			lines = append(lines, findingLine{where: l.Where, text: l.Text})
		}
	}
	if a.More != "" {
		lines = append(lines, findingLine{text: a.More})
	}
	return lines
}
