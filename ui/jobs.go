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

// jobsPanel lists the jobs below, newest first, and tells the chosen one in full beside them.
type jobsPanel struct {
	w      *Window
	object fyne.CanvasObject
	make   *key
	all    *parts.Quiet
	scroll *container.Scroll
	list   *fyne.Container
	lines  map[int64]*jobLine
	order  []int64
	beside *fyne.Container // the list and the chosen job
	detail *jobDetail
	chosen int64 // row, 0 for none
}

// roomy is how wide a window has room for a job in full beside the list.
const roomy = 1100

func newJobsPanel(w *Window) *jobsPanel {
	p := &jobsPanel{w: w, lines: map[int64]*jobLine{}, list: container.New(stacked{}), detail: newJobDetail(w)}
	p.make = newIconKey(words.T("New job…"), theme.ContentAddIcon(), w.newJobPage)
	p.all = parts.NewQuiet(words.T("All jobs…"), w.historyPage)
	heading := bold(words.T("Jobs"))
	heading.SizeName, heading.Importance = "helperText", widget.LowImportance
	top := container.NewBorder(nil, nil, nil, container.NewHBox(container.NewCenter(p.all), p.make), heading)
	p.scroll = container.NewVScroll(inset(0, 8, 7, 12, p.list))
	body := container.NewBorder(inset(6, 4, 7, 12+jobEdge, top), nil, nil, nil, p.scroll)
	shut := parts.NewQuiet(words.T("Close"), func() { w.Desk.ShowJob(0) })
	name := container.NewBorder(nil, nil, nil, container.NewCenter(shut), p.detail.name)
	full := container.NewBorder(inset(4, 0, 7, 12, name), inset(0, 6, 7, 12, p.detail.buttons), nil, nil, container.NewVScroll(inset(0, 0, 7, 12, p.detail.object)))
	p.beside = container.New(besides{p}, body, container.NewBorder(nil, nil, line(), nil, full))
	p.beside.Objects[1].Hide()
	p.object = high(120, container.NewBorder(line(), nil, nil, nil, p.beside))
	return p
}

func (p *jobsPanel) paint(v desk.View) {
	able(p.make, v.Site.State != desk.SiteNeedsKey)
	before := p.chosen != 0
	p.chosen = 0
	if v.Job != nil {
		p.chosen = v.Job.Row
		p.detail.paint(v.Job)
	}
	var order []int64
	taller := false
	for _, j := range v.Jobs {
		if j.Past {
			continue
		}
		order = append(order, j.Row)
		l := p.lines[j.Row]
		if l == nil {
			l = newJobLine(p.w, j.Row)
			p.lines[j.Row] = l
		}
		taller = l.paint(j) || taller
		l.mark(j.Row == p.chosen)
	}
	if !slices.Equal(order, p.order) {
		p.arrange(order)
	} else if taller {
		p.list.Layout.Layout(p.list.Objects, p.list.Size())
		p.scroll.Refresh()
	}
	if (p.chosen != 0) != before {
		p.beside.Layout.Layout(p.beside.Objects, p.beside.Size())
	}
}

// arrange puts the lines of these jobs one under the other, and forgets all others.
func (p *jobsPanel) arrange(order []int64) {
	p.order = order
	p.list.RemoveAll()
	for i, row := range order {
		if i > 0 {
			p.list.Add(line())
		}
		p.list.Add(p.lines[row])
	}
	for row := range p.lines {
		if !slices.Contains(order, row) {
			delete(p.lines, row)
		}
	}
}

// choose shows a job in full, or lets it go where it is the chosen one. In a window without room beside
// the list it is a page.
func (p *jobsPanel) choose(row int64) {
	switch {
	case p.chosen == row:
		p.w.Desk.ShowJob(0)
	case p.w.win.Canvas().Size().Width < roomy:
		p.w.jobPage(row)
	default:
		p.w.Desk.ShowJob(row)
	}
}

// step brings the focus from a line to one that stands so many beneath.
func (p *jobsPanel) step(from int64, by int) {
	if at := slices.Index(p.order, from); at >= 0 {
		p.focusLine(min(max(at+by, 0), len(p.order)-1))
	}
}

// focus brings the focus to the chosen job, or else to the newest.
func (p *jobsPanel) focus() { p.focusLine(max(slices.Index(p.order, p.chosen), 0)) }

func (p *jobsPanel) focusLine(at int) {
	if at < len(p.order) {
		p.w.win.Canvas().Focus(p.lines[p.order[at]])
	}
}

// reveal scrolls as little as it takes to see a line.
func (p *jobsPanel) reveal(l *jobLine) {
	top, height := l.Position().Y, p.scroll.Size().Height
	at := min(max(p.scroll.Offset.Y, top+l.Size().Height-height), top)
	if at != p.scroll.Offset.Y {
		p.scroll.ScrollToOffset(fyne.NewPos(0, at))
	}
}

// besides lays the chosen job out at the right of the list, where one is chosen and there is room.
type besides struct{ p *jobsPanel }

// detailWidth is how wide a job in full is.
const detailWidth = 420

func (besides) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (b besides) Layout(o []fyne.CanvasObject, size fyne.Size) {
	full := b.p.chosen != 0 && size.Width >= roomy
	show(o[1], full)
	width := size.Width
	if full {
		width -= detailWidth
		o[1].Move(fyne.NewPos(width, 0))
		o[1].Resize(fyne.NewSize(detailWidth, size.Height))
	}
	o[0].Resize(fyne.NewSize(width, size.Height))
}
