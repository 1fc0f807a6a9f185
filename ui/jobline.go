package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

var (
	_ fyne.Focusable    = (*jobLine)(nil)
	_ fyne.Tappable     = (*jobLine)(nil)
	_ desktop.Hoverable = (*jobLine)(nil)
)

// jobLine is one job: its name, its bar, its counts in words and the next step. As a whole it can be
// clicked, or reached with Tab and pressed, to choose the job.
type jobLine struct {
	widget.BaseWidget
	w       *Window
	row     int64
	body    *fyne.Container
	name    *widget.Label
	when    *widget.Label
	bar     *parts.Bar
	words   *widget.Label
	problem *widget.Label
	aside   *widget.Label
	step    *key
	shown   desk.JobView

	ground, ring           *canvas.Rectangle
	chosen, focused, hover bool
}

func newJobLine(w *Window, row int64) *jobLine {
	l := &jobLine{
		w: w, row: row, name: bold(""), when: soft(""), bar: parts.NewBar(), words: prose(""), problem: prose(""), aside: soft(""),
	}
	l.step = newKey("", func() { w.stepJob(l.shown) })
	l.ground, l.ring = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	l.ground.CornerRadius, l.ring.CornerRadius, l.ring.StrokeWidth = 4, 4, 1.5
	l.problem.Importance = widget.DangerImportance
	l.body = container.New(newJobLayout(), container.New(&tight{}, l.name, l.when), l.bar, container.New(&tight{}, l.words, l.problem), l.aside, l.step)
	l.ExtendBaseWidget(l)
	return l
}

// stepJob does what comes next about a job.
func (w *Window) stepJob(j desk.JobView) {
	switch {
	case j.Step == desk.StepReview:
		w.Desk.Review(j.Row)
	case j.Step == desk.StepFailed:
		w.tracksOf(j.Row, true)
	case j.Step == desk.StepExport:
		w.exportJob(j.Row)
	default:
		w.tracksOf(j.Row, false)
	}
}

// stepWord is what the button says that does it; empty where there is none.
func (w *Window) stepWord(step desk.JobStep) string {
	switch {
	case step == desk.StepNone:
		return ""
	case step == desk.StepReview:
		return words.T("Review…")
	case step == desk.StepFailed:
		return words.T("Show failed")
	case step == desk.StepExport:
		return words.T("Export…")
	}
	return words.T("Show tracks")
}

// tracksOf shows the tracks of a job in the table, or only those that failed, and goes there.
func (w *Window) tracksOf(row int64, failed bool) {
	w.Desk.ShowTracksOf(row, failed)
	w.queue.focus()
}

// paint shows another state of the job, and says whether the line became higher or lower. Where nothing
// of it is new it costs nothing.
func (l *jobLine) paint(j desk.JobView) (resized bool) {
	if j == l.shown {
		return false
	}
	before, height := l.shown, l.MinSize().Height
	l.shown = j
	say(l.name, j.Name)
	say(l.when, j.When)
	show(l.bar, j.Counted)
	l.bar.SetParts(j.Done, j.Progress, j.Errored, j.Queued)
	say(l.words, j.Words)
	tell(l.problem, j.Problem)
	say(l.aside, j.Aside)
	word := l.w.stepWord(j.Step)
	show(l.step, word != "")
	label(l.step, word)
	if before.Counted != j.Counted || before.Problem != j.Problem || before.Words != j.Words || before.Row == 0 {
		l.body.Layout.Layout(l.body.Objects, l.body.Size())
	}
	return l.MinSize().Height != height
}

// mark shows whether the job is the chosen one.
func (l *jobLine) mark(chosen bool) {
	if chosen != l.chosen {
		l.state(&l.chosen, chosen)
	}
}

// Tapped implements fyne.Tappable.
func (l *jobLine) Tapped(*fyne.PointEvent) {
	l.w.win.Canvas().Focus(l)
	l.w.jobs.choose(l.row)
}

// TypedKey implements fyne.Focusable.
func (l *jobLine) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.w.jobs.choose(l.row)
	case fyne.KeyUp:
		l.w.jobs.step(l.row, -1)
	case fyne.KeyDown:
		l.w.jobs.step(l.row, 1)
	case fyne.KeyHome:
		l.w.jobs.step(l.row, -len(l.w.jobs.order))
	case fyne.KeyEnd:
		l.w.jobs.step(l.row, len(l.w.jobs.order))
	default:
		parts.PassKey(l, e)
	}
}

// TypedRune implements fyne.Focusable.
func (l *jobLine) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (l *jobLine) FocusGained() {
	l.w.jobs.reveal(l)
	l.state(&l.focused, true)
}

// FocusLost implements fyne.Focusable.
func (l *jobLine) FocusLost() { l.state(&l.focused, false) }

// MouseIn implements desktop.Hoverable.
func (l *jobLine) MouseIn(*desktop.MouseEvent) { l.state(&l.hover, true) }

// MouseMoved implements desktop.Hoverable.
func (l *jobLine) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (l *jobLine) MouseOut() { l.state(&l.hover, false) }

func (l *jobLine) state(flag *bool, on bool) {
	*flag = on
	l.dress()
}

// dress shows what state the line is in; its parts are not touched.
func (l *jobLine) dress() {
	th, variant := l.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	l.ground.FillColor, l.ring.StrokeColor = color.Transparent, color.Transparent
	switch {
	case l.chosen:
		l.ground.FillColor = parts.Resolve(parts.ColorChosen, th, variant)
	case l.hover:
		l.ground.FillColor = th.Color(theme.ColorNameHover, variant)
	}
	if l.focused {
		l.ring.StrokeColor = th.Color(theme.ColorNamePrimary, variant)
	}
	l.ground.Refresh()
	l.ring.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (l *jobLine) CreateRenderer() fyne.WidgetRenderer { return jobLineRenderer{l} }

type jobLineRenderer struct{ l *jobLine }

func (r jobLineRenderer) Destroy()           {}
func (r jobLineRenderer) MinSize() fyne.Size { return r.l.body.MinSize() }

func (r jobLineRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.ground, r.l.ring, r.l.body}
}

func (r jobLineRenderer) Layout(size fyne.Size) {
	for _, o := range r.Objects() {
		o.Resize(size)
	}
}

func (r jobLineRenderer) Refresh() {
	r.l.dress()
	r.l.body.Refresh()
}

// tight lays two labels one under the other, closer than their own padding would. What is hidden takes
// no room.
type tight struct{}

const tightBy = 12

func (*tight) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	if !o[1].Visible() {
		return a
	}
	return fyne.NewSize(fyne.Max(a.Width, b.Width), a.Height+b.Height-tightBy)
}

func (*tight) Layout(o []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, each := range o {
		each.Resize(fyne.NewSize(size.Width, each.MinSize().Height))
		height := each.MinSize().Height // anew: text that wraps knows its height once it has a width
		each.Resize(fyne.NewSize(size.Width, height))
		each.Move(fyne.NewPos(0, y))
		y += height - tightBy
	}
}

// jobLayout gives each part of a job's line its column, the same in every line.
type jobLayout struct{ step float32 }

const (
	jobHeight    = 52
	jobNameShare = 0.18
	jobBarShare  = 0.34
	jobAside     = 140
	jobStep      = 96
	jobGap       = 14
	jobEdge      = 6   // free at the right, as at the left
	jobWords     = 335 // what four counts in words need, for which the bar gives way
	jobBarLeast  = 110
)

// newJobLayout has room for the longest step in the language that is spoken.
func newJobLayout() jobLayout {
	width := float32(jobStep)
	for _, word := range []string{words.T("Review…"), words.T("Show failed"), words.T("Export…"), words.T("Show tracks")} {
		width = fyne.Max(width, newKey(word, nil).MinSize().Width)
	}
	return jobLayout{width}
}

func (jobLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(500, fyne.Max(jobHeight, o[2].MinSize().Height+8))
}

func (l jobLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	middle := func(x, width float32, i int) {
		o[i].Resize(fyne.NewSize(width, o[i].MinSize().Height))
		height := o[i].MinSize().Height // anew: text that wraps
		o[i].Resize(fyne.NewSize(width, height))
		o[i].Move(fyne.NewPos(x, (size.Height-height)/2))
	}
	name := fyne.Max(size.Width*jobNameShare, 170)
	end := size.Width - jobEdge
	rest := end - name - jobAside - l.step - 3*jobGap
	bar := min(rest*jobBarShare/(1-jobNameShare), max(rest-jobWords, jobBarLeast))
	middle(0, name, 0)
	if o[1].Visible() {
		middle(name, bar, 1)
		middle(name+bar+jobGap, rest-bar, 2)
	} else {
		middle(name-7, rest+jobGap+7, 2)
	}
	middle(end-l.step-jobGap-jobAside, jobAside, 3)
	middle(end-l.step, l.step, 4)
}
