package ui

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/parts"
)

// findingLine is a heading, or one thing that was found and where.
type findingLine struct {
	heading bool
	tone    parts.Tone // of a heading
	where   string
	text    string
}

// findings is a list of what was found, each as high as its sentence needs: only those in view cost anything.
type findings struct {
	list  *widget.List
	lines []findingLine
	width float32
	where *findingLayout
}

// How much room the place of a finding has.
const (
	leastWhere, mostWhere = 72, 190
	findingGap            = 8
)

func newFindings(width float32) *findings {
	f := &findings{width: width, where: &findingLayout{leastWhere}}
	f.list = widget.NewList(func() int { return len(f.lines) }, f.item, func(at widget.ListItemID, o fyne.CanvasObject) { f.paint(f.lines[at], o) })
	f.list.HideSeparators = true
	return f
}

func (f *findings) item() fyne.CanvasObject {
	text := prose("")
	text.Selectable = false
	return container.New(f.where, parts.NewDot(parts.Plain), bold(""), soft(""), text)
}

func (f *findings) paint(l findingLine, o fyne.CanvasObject) {
	all := o.(*fyne.Container).Objects
	dot, title, where, text := all[0].(*parts.Dot), all[1].(*widget.Label), all[2].(*widget.Label), all[3].(*widget.Label)
	show(dot, l.heading)
	show(title, l.heading)
	show(where, !l.heading)
	show(text, !l.heading)
	if l.heading {
		dot.SetTone(l.tone)
		say(title, l.text)
		return
	}
	say(where, l.where)
	say(text, l.text)
}

// set shows other lines.
func (f *findings) set(lines []findingLine) {
	f.lines = lines
	th := fyne.CurrentApp().Settings().Theme()
	size, inner := th.Size(theme.SizeNameText), th.Size(theme.SizeNameInnerPadding)
	measure := func(text string) fyne.Size { return fyne.MeasureText(text, size, fyne.TextStyle{}) }
	f.where.width = leastWhere
	for _, l := range lines {
		f.where.width = fyne.Min(fyne.Max(f.where.width, measure(l.where).Width+2*inner+4), mostWhere)
	}
	room := f.width - f.where.width - findingGap - 6*inner
	for at, l := range lines {
		rows := float64(1)
		if !l.heading { // words that wrap leave some of a line empty
			rows = math.Max(1, math.Ceil(float64(measure(l.text).Width/room*1.04)))
		}
		f.list.SetItemHeight(at, float32(rows)*measure("M").Height+2*inner-4)
	}
	f.list.Refresh()
}

// findingLayout lays out a dot and a heading, or a place and a sentence.
type findingLayout struct{ width float32 }

func (l *findingLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width, o[1].MinSize().Height)
}

func (l *findingLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	dot := o[0].MinSize()
	o[0].Resize(dot)
	o[0].Move(fyne.NewPos(4, (o[1].MinSize().Height-dot.Height)/2))
	o[1].Resize(fyne.NewSize(size.Width-dot.Width-4, o[1].MinSize().Height))
	o[1].Move(fyne.NewPos(dot.Width+4, 0))
	o[2].Resize(fyne.NewSize(l.width, o[2].MinSize().Height))
	o[2].Move(fyne.NewPos(dot.Width+4, 0))
	left := dot.Width + 4 + l.width + findingGap
	o[3].Resize(fyne.NewSize(size.Width-left, size.Height))
	o[3].Move(fyne.NewPos(left, 0))
}

// room is as much as the window has for a page, up to a width and a height.
func (w *Window) room(width, height float32) (float32, float32) {
	size := w.win.Canvas().Size()
	return fyne.Min(width, size.Width-64), fyne.Min(height, size.Height-64)
}
