package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// jobsPanel lists the jobs below, newest first.
type jobsPanel struct {
	w      *Window
	object fyne.CanvasObject
	make   *key
	list   *fyne.Container
	lines  map[int64]*jobLine
	order  []int64
}

func newJobsPanel(w *Window) *jobsPanel {
	p := &jobsPanel{w: w, lines: map[int64]*jobLine{}, list: container.New(stacked{})}
	p.make = newIconKey(words.T("New job…"), theme.ContentAddIcon(), w.newJobPage)
	heading := bold(words.T("Jobs"))
	heading.SizeName, heading.Importance = "helperText", widget.LowImportance
	top := container.NewBorder(nil, nil, nil, p.make, heading)
	body := container.NewBorder(inset(6, 4, 7, 12, top), nil, nil, nil, container.NewVScroll(inset(0, 8, 7, 12, p.list)))
	p.object = high(120, ground(parts.ColorPanel, container.NewBorder(line(), nil, nil, nil, body)))
	return p
}

func (p *jobsPanel) paint(v desk.View) {
	able(p.make, v.Site.State != desk.SiteNeedsKey)
	order := make([]int64, len(v.Jobs))
	changed := len(v.Jobs) != len(p.order)
	for i, j := range v.Jobs {
		order[i] = j.Row
		changed = changed || p.order[i] != j.Row
		l := p.lines[j.Row]
		if l == nil {
			l = newJobLine(p.w, j.Row)
			p.lines[j.Row] = l
		}
		l.paint(j)
	}
	if !changed {
		return
	}
	p.order = order
	p.list.RemoveAll()
	for i, row := range order {
		if i > 0 {
			p.list.Add(line())
		}
		p.list.Add(p.lines[row].object)
	}
}

// jobLine is one job: its name, its bar, its counts in words and the next step.
type jobLine struct {
	object  fyne.CanvasObject
	name    *widget.Label
	when    *widget.Label
	bar     *parts.Bar
	words   *widget.Label
	problem *widget.Label
	aside   *widget.Label
	step    *key
	shown   desk.JobView
}

func newJobLine(w *Window, row int64) *jobLine {
	l := &jobLine{
		name: bold(""), when: soft(""), bar: parts.NewBar(), words: text(""), problem: text(""), aside: soft(""),
		step: newKey(words.T("Review…"), func() { w.Desk.Review(row) }),
	}
	l.problem.Importance = widget.DangerImportance
	l.problem.Truncation, l.problem.Wrapping = fyne.TextTruncateOff, fyne.TextWrapWord
	l.object = container.New(jobLayout{},
		container.New(&tight{}, l.name, l.when), l.bar, container.New(stacked{}, l.words, l.problem), l.aside, l.step)
	return l
}

func (l *jobLine) paint(j desk.JobView) {
	if j == l.shown {
		return
	}
	l.shown = j
	say(l.name, j.Name)
	say(l.when, j.When)
	show(l.bar, j.Counted)
	l.bar.SetParts(j.Done, j.Progress, j.Errored, j.Queued)
	say(l.words, j.Words)
	tell(l.problem, j.Problem)
	say(l.aside, j.Aside)
	show(l.step, j.CanReview)
	l.object.Refresh()
}

// tight lays two labels one under the other, closer than their own padding would.
type tight struct{}

const tightBy = 12

func (*tight) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(fyne.Max(a.Width, b.Width), a.Height+b.Height-tightBy)
}

func (*tight) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for i, each := range o {
		each.Resize(fyne.NewSize(size.Width, each.MinSize().Height))
		each.Move(fyne.NewPos(0, float32(i)*(o[0].MinSize().Height-tightBy)))
	}
}

// jobLayout gives each part of a job's line its column, the same in every line.
type jobLayout struct{}

const (
	jobHeight    = 52
	jobNameShare = 0.18
	jobBarShare  = 0.34
	jobAside     = 130
	jobStep      = 96
	jobGap       = 14
)

func (jobLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(500, fyne.Max(jobHeight, o[2].MinSize().Height+8))
}

func (jobLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	middle := func(at, x, width float32, i int) {
		height := o[i].MinSize().Height
		o[i].Resize(fyne.NewSize(width, height))
		o[i].Move(fyne.NewPos(x, at+(size.Height-height)/2))
	}
	name := fyne.Max(size.Width*jobNameShare, 170)
	bar := (size.Width - name - jobAside - jobStep) * jobBarShare / (1 - jobNameShare)
	words := size.Width - name - bar - jobAside - jobStep - 2*jobGap
	middle(0, 0, name, 0)
	if o[1].Visible() {
		middle(0, name, bar, 1)
		middle(0, name+bar+jobGap, words, 2)
	} else {
		middle(0, name-7, bar+jobGap+words+7, 2)
	}
	middle(0, size.Width-jobStep-jobGap-jobAside, jobAside, 3)
	middle(0, size.Width-jobStep, jobStep, 4)
}
