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

const (
	matchWidth = 164 // of a column
	// matchMost is how many columns can be matched by hand: more widgets would hold the window up.
	matchMost = 120
)

// manifestPage shows the first rows of a list, and asks what its columns hold.
func (w *Window) manifestPage(v desk.View) {
	number := v.Manifest.Number
	width, height := w.room(940, 720)
	note, counts := prose(""), bold("")
	note.Importance = widget.LowImportance
	problems := newFindings(width)
	match := newMatch(w)
	jobs, rows := w.jobChoice()
	for n, row := range rows {
		if row == v.Manifest.Job {
			jobs.SetSelectedIndex(n)
		}
	}
	below := high(fyne.Max(height*0.2, 84), problems.list)
	to := text(words.T("To the job"))
	to.Truncation = fyne.TextTruncateOff
	head := container.NewBorder(nil, nil, nil, container.NewHBox(to, wide(190, jobs)), counts)
	body := container.NewBorder(note, container.New(stacked{}, head, below), nil, nil, high(fyne.Max(height*0.74-250, 120), match.scroll))
	var p *page
	p = w.openPage("list", v.Manifest.Title, body, width-40, words.T("Add tracks"), func() {
		if w.view.Manifest == nil || !w.view.Manifest.CanAdd {
			return
		}
		w.batches.list = number
		p.close()
		w.Desk.AddManifest(rows[max(jobs.SelectedIndex(), 0)])
	}, nil)
	p.leave = func() {
		w.batches.list = number
		w.Desk.LeaveManifest()
	}
	var shown *desk.ManifestView
	p.follow = func(v desk.View) {
		m := v.Manifest
		if m == nil || m.Number != number {
			p.close()
			return
		}
		if m == shown {
			return
		}
		shown = m
		say(p.title, m.Title)
		say(note, m.Note)
		say(counts, m.Counts)
		able(p.main, m.CanAdd)
		if m.AddButton != "" {
			p.retitle(m.AddButton)
		}
		match.paint(m)
		if !m.Looking {
			problems.set(problemLines(m))
		}
		show(below, len(m.Problems) > 0)
		p.popup.Resize(p.popup.MinSize())
	}
	p.follow(v)
}

func problemLines(m *desk.ManifestView) (lines []findingLine) {
	for n, l := range m.Problems {
		if n == 0 && l.Out {
			lines = append(lines, findingLine{heading: true, text: words.T("These rows are left out"), tone: parts.Errored})
		}
		if !l.Out && (n == 0 || m.Problems[n-1].Out) {
			lines = append(lines, findingLine{heading: true, text: words.T("Look at this"), tone: parts.Unknown})
		}
		lines = append(lines, findingLine{where: l.Where, text: l.Text})
	}
	if m.More != "" {
		lines = append(lines, findingLine{text: m.More})
	}
	return lines
}

// match is the columns of a list, each with its first cells under what it holds.
type match struct {
	w       *Window
	scroll  *container.Scroll
	row     *fyne.Container
	choices []*choice
}

func newMatch(w *Window) *match {
	m := &match{w: w, row: container.NewHBox()}
	m.scroll = container.NewScroll(m.row)
	return m
}

// paint makes the columns the first time, and then only says what they hold.
func (m *match) paint(v *desk.ManifestView) {
	if len(m.choices) == 0 {
		for at := range v.Columns[:min(len(v.Columns), matchMost)] {
			m.row.Add(m.column(v, at))
		}
	}
	for at, c := range m.choices {
		c.offer(v, at)
	}
}

func (m *match) column(v *desk.ManifestView, at int) fyne.CanvasObject {
	c := newChoice()
	c.chosen = func(id string) { m.w.Desk.MapColumn(at, id) }
	c.focused = func() { m.reveal(c) }
	m.choices = append(m.choices, c)
	c.name = bold(v.Columns[at].Name)
	cells := container.New(stacked{}, c.name, c)
	for _, row := range v.Rows {
		cell := soft(oneLine(row[at]))
		cell.SizeName = theme.SizeNameCaptionText
		cells.Add(container.New(denser{}, cell))
	}
	return container.New(least{fyne.NewSize(matchWidth, 0)}, cells)
}

// reveal scrolls to a column that the keyboard came to.
func (m *match) reveal(c *choice) {
	at := slices.Index(m.choices, c)
	left := m.row.Objects[at].Position().X
	if right := left + matchWidth; left < m.scroll.Offset.X || right > m.scroll.Offset.X+m.scroll.Size().Width {
		m.scroll.ScrollToOffset(fyne.NewPos(fyne.Max(0, left-matchWidth/2), m.scroll.Offset.Y))
	}
}

// oneLine is a cell's beginning as one line of the table of first rows.
func oneLine(cell string) string { return short(cell, 60) }

// denser lays its one label out closer than its own padding would.
type denser struct{}

const denseBy = 9

func (denser) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().SubtractWidthHeight(0, denseBy)
}

func (denser) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(o[0].MinSize().Max(fyne.NewSize(size.Width, 0)))
	o[0].Move(fyne.NewPos(0, -denseBy/2))
}

// choice is what a column can hold. It tells of the person's choices alone.
type choice struct {
	widget.Select
	name    *widget.Label // of the column: quiet where it is left out
	ids     []string
	chosen  func(id string)
	focused func()
}

func newChoice() *choice {
	c := &choice{}
	c.ExtendBaseWidget(c)
	return c
}

// FocusGained is Fyne's.
func (c *choice) FocusGained() {
	c.Select.FocusGained()
	c.focused()
}

// TypedKey passes on the keys that are the page's.
func (c *choice) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		parts.PassKey(c, e)
		return
	}
	c.Select.TypedKey(e)
}

// offer shows what the column can hold, and what it does.
func (c *choice) offer(v *desk.ManifestView, at int) {
	column := v.Columns[at]
	if len(c.ids) != len(v.Choices)+1 || c.ids[len(c.ids)-1] != column.Own.ID {
		c.ids = nil
		options := make([]string, 0, len(v.Choices)+1)
		for _, each := range append(slices.Clip(v.Choices), column.Own) {
			if !slices.Contains(c.ids, each.ID) {
				c.ids, options = append(c.ids, each.ID), append(options, each.Label)
			}
		}
		c.Options = options
	}
	importance := widget.MediumImportance
	if column.Choice == "" {
		importance = widget.LowImportance
	}
	if c.name.Importance != importance {
		c.name.Importance = importance
		c.name.Refresh()
	}
	c.OnChanged = nil
	if n := slices.Index(c.ids, column.Choice); n != c.SelectedIndex() {
		c.SetSelectedIndex(max(n, 0))
	}
	c.OnChanged = func(string) {
		if n := c.SelectedIndex(); n >= 0 {
			c.chosen(c.ids[n])
		}
	}
}
