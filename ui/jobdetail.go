package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// jobDetail is a job in full: what is known of it, how many were done over time, and what can be done.
type jobDetail struct {
	w       *Window
	name    *widget.Label // stands by itself, above the rest
	object  fyne.CanvasObject
	buttons fyne.CanvasObject // stand below, in sight
	facts   *fyne.Container
	chart   *parts.Chart
	drawn   fyne.CanvasObject // the chart
	nothing *widget.Label     // in its place before there is one
	failed  *key
	again   *key
	shown   desk.JobDetail
}

func newJobDetail(w *Window) *jobDetail {
	d := &jobDetail{w: w, name: bold(""), facts: container.New(&facts{}), chart: parts.NewChart()}
	d.nothing = prose(words.T("Once it is published, how many are done over time is drawn here."))
	d.nothing.Importance = widget.LowImportance
	d.drawn = inset(2, 4, 7, 7, high(56, d.chart))
	tracks := newKey(words.T("Show its tracks"), func() { d.leadTo(false) })
	d.failed = newKey(words.T("Show failed"), func() { d.leadTo(true) })
	d.again = newKey(words.T("Add failed again…"), func() { w.againPage(d.shown) })
	d.buttons = inset(4, 0, 7, 7, container.New(parts.NewFlow(6), tracks, d.failed, d.again))
	d.object = container.New(stacked{}, d.drawn, d.facts, d.nothing)
	return d
}

// leadTo shows the job's tracks; a page that is open goes.
func (d *jobDetail) leadTo(failed bool) {
	row := d.shown.Row
	if d.w.page != nil {
		d.w.page.close()
	}
	d.w.tracksOf(row, failed)
}

func (d *jobDetail) paint(j *desk.JobDetail) {
	say(d.name, j.Name)
	if !slices.Equal(j.Lines, d.shown.Lines) {
		d.facts.RemoveAll()
		for _, f := range j.Lines {
			d.facts.Add(soft(f.Name))
			d.facts.Add(text(f.Value))
		}
	}
	points := make([]parts.Point, len(j.Points))
	for i, p := range j.Points {
		points[i] = parts.Point{At: p.At, Done: p.Done, Errored: p.Errored}
	}
	d.chart.SetPoints(points, j.Total)
	d.chart.SetLabels(j.Begins, j.Ends)
	show(d.drawn, len(points) > 2) // its beginning and its end alone are no picture
	show(d.nothing, len(points) == 0)
	show(d.failed, j.Failed > 0)
	show(d.again, j.Again != "")
	d.shown = *j
	d.object.Refresh()
	d.buttons.Refresh()
}

// jobPage shows a job in full in a window that is too small to show it beside the others.
func (w *Window) jobPage(row int64) {
	d := newJobDetail(w)
	whole := container.New(stacked{}, d.object, d.buttons)
	whole.Hide()
	p := w.openPage("job in full", w.jobName(row), container.NewStack(whole), 430, "", nil, nil)
	p.gone = func() { w.Desk.ShowJob(0) }
	p.follow = func(v desk.View) {
		if v.Job == nil || v.Job.Row != row {
			return
		}
		d.paint(v.Job)
		say(p.title, v.Job.Name)
		show(whole, true)
		p.popup.Resize(p.popup.MinSize())
	}
	w.Desk.ShowJob(row)
}

func (w *Window) jobName(row int64) string {
	for _, j := range w.view.Jobs {
		if j.Row == row {
			return j.Name
		}
	}
	return words.T("Job")
}

// againPage says what adding the failed tracks of a job again would do, and does it.
func (w *Window) againPage(j desk.JobDetail) {
	var p *page
	p = w.openPage("again", words.T("Add the failed tracks again?"), prose(j.Again), 460, words.T("Add them again"), func() {
		p.close()
		w.Desk.RetryFailed(j.Row)
	}, nil)
}

// facts lays out names and values in two columns of pairs. A value that has no room in one of them takes
// a line to itself.
type facts struct {
	width float32 // of the last layout, 0 before it
}

const (
	factStep  = 21
	factClose = 7 // names and values stand closer than their paddings would have them
	factLeast = 300
)

func (f *facts) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(factLeast, f.place(o, fyne.Max(f.width, factLeast), nil))
}

func (f *facts) Layout(o []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.place(o, size.Width, func(o fyne.CanvasObject, x, y, width float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
	})
}

// place puts the pairs where they stand in a width and returns the height of all.
func (*facts) place(o []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, width float32)) float32 {
	name, half := float32(0), width/2
	for i := 0; i < len(o); i += 2 {
		name = fyne.Max(name, needs(o[i].(*widget.Label)))
	}
	y, right := float32(0), false
	for i := 0; i+1 < len(o); i += 2 {
		whole := needs(o[i+1].(*widget.Label)) > half-name+factClose
		if right && whole {
			y, right = y+factStep, false
		}
		x, end := float32(0), half
		if right {
			x, end = half, width
		} else if whole {
			end = width
		}
		if put != nil {
			put(o[i], x, y, name)
			put(o[i+1], x+name-factClose, y, end-x-name+factClose)
		}
		if right || whole {
			y += factStep
		}
		right = !right && !whole
	}
	if right {
		y += factStep
	}
	return y + 8 // the last line is higher than its step
}

// needs is how wide a label is that is not cut.
func needs(l *widget.Label) float32 {
	th := l.Theme()
	return fyne.MeasureText(l.Text, th.Size(theme.SizeNameText), l.TextStyle).Width + 2 + 2*th.Size(theme.SizeNameInnerPadding)
}
