package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/assets"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// licences are those of all that the program is made of, as assets keep them.
type licences struct {
	Modules []struct {
		Name, Version string
		Licences      []string
		Files         []struct {
			Name string
			Text int
		}
	}
	Texts []string
}

// licenceWidth is how many characters a line of a licence has at most, in a window that has room for them:
// licences are written for as many.
const licenceWidth = 80

// aboutPage says what Pressroom is and what it is made of, with the licence of each part.
func (w *Window) aboutPage() {
	var all licences
	if err := json.Unmarshal(assets.Licences, &all); err != nil {
		w.Log.Error("read the licences", "error", err) // a test reads them first
	}
	size := w.finderSize()
	find, table := newField(words.T("Search the parts")), parts.NewTable([]parts.Column{
		{ID: "part", Title: words.T("Part"), Width: size.Width*partsWidth - 222, MinWidth: 80},
		{ID: "version", Title: words.T("Version"), Width: 76, MinWidth: 60},
		{ID: "licence", Title: words.T("Licence"), Width: 120, MinWidth: 60},
	})
	text := newReader()
	columns := min(licenceWidth, int((size.Width*(1-partsWidth)-readerMargins)/fyne.MeasureText("m", theme.CaptionTextSize(), fyne.TextStyle{Monospace: true}).Width))
	table.OnSelection = func(ids []int64) {
		if len(ids) == 1 {
			text.read(all.of(int(ids[0]), columns))
		}
	}
	search := func(query string) {
		found := all.find(query)
		table.SetSelection(nil)
		table.SetModel(newList(found, func(n int) int64 { return int64(n) }, func(n, column int) parts.Cell {
			m := all.Modules[n]
			return parts.Cell{Text: [...]string{m.Name, m.Version, strings.Join(m.Licences, ", ")}[column]}
		}))
		if len(found) > 0 {
			table.SetSelection([]int64{int64(found[0])})
			text.read(all.of(found[0], columns))
		}
	}
	table.SetEmpty(words.T("Nothing matches."), "")
	find.OnChanged = search
	what := prose(words.T("Publishes the import queue of a SourceAudio site. MIT licence."))
	made := soft(w.madeOf())
	head := container.New(stacked{}, what, made, find)
	middle := container.New(halves{partsWidth}, table, text.list)
	p := w.openPage("about", "Pressroom "+w.Version, container.NewBorder(head, nil, nil, nil, high(size.Height-60, middle)), size.Width, "", nil, find)
	find.escaped = p.cancel
	find.OnSubmitted = func(string) { w.win.Canvas().Focus(table) }
	search("")
}

// madeOf is a line of versions.
func (w *Window) madeOf() string {
	var line []string
	for _, f := range w.Versions {
		if f.Name != "pressroom" {
			line = append(line, f.Name+" "+f.Value)
		}
	}
	return strings.Join(line, " · ")
}

// find are the numbers of the modules whose name or licence holds a text.
func (l licences) find(query string) (found []int) {
	query = strings.ToLower(strings.TrimSpace(query))
	for n, m := range l.Modules {
		if strings.Contains(strings.ToLower(m.Name+" "+strings.Join(m.Licences, " ")), query) {
			found = append(found, n)
		}
	}
	return found
}

// of is all that the licences of a module say, in lines of at most so many characters.
func (l licences) of(n, width int) (lines []string) {
	m := l.Modules[n]
	for k, f := range m.Files {
		if k > 0 {
			lines = append(lines, "", "")
		}
		lines = append(lines, fmt.Sprintf("— %s —", f.Name), "")
		for line := range strings.Lines(l.Texts[f.Text]) {
			lines = append(lines, broken(strings.ReplaceAll(strings.TrimRight(line, "\n"), "\t", "    "), width)...)
		}
	}
	return lines
}

// broken breaks a line at spaces into lines of at most so many characters, or within a longer word.
func broken(line string, width int) (lines []string) {
	for utf8.RuneCountInString(line) > width {
		cut := len(string([]rune(line)[:width]))
		if at := strings.LastIndexByte(line[:cut], ' '); at > 0 && strings.TrimSpace(line[:at]) != "" {
			cut = at
		}
		lines, line = append(lines, strings.TrimRight(line[:cut], " ")), strings.TrimLeft(line[cut:], " ")
	}
	return append(lines, line)
}

// partsWidth is the part of the page's width that the list has, and readerMargins what stands beside a line.
const (
	partsWidth    = 0.42
	readerMargins = 28
)

// reader shows a long text, of which only the lines that can be seen cost anything.
type reader struct {
	list  *widget.List
	lines []string
}

func newReader() *reader {
	r := &reader{}
	r.list = widget.NewList(func() int { return len(r.lines) }, func() fyne.CanvasObject {
		l := widget.NewLabel("")
		l.SizeName, l.TextStyle.Monospace = theme.SizeNameCaptionText, true
		return container.New(tightLine{}, l)
	}, func(n widget.ListItemID, o fyne.CanvasObject) {
		say(o.(*fyne.Container).Objects[0].(*widget.Label), r.lines[n])
	})
	r.list.HideSeparators = true
	r.list.OnSelected = func(n widget.ListItemID) { r.list.Unselect(n) }
	return r
}

func (r *reader) read(lines []string) {
	r.lines = lines
	r.list.Refresh()
	r.list.ScrollToTop()
}

// tightLine lays a label out without the room that labels keep around themselves.
type tightLine struct{}

const tightLineHeight = 16

func (tightLine) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, tightLineHeight) }

func (tightLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	least := o[0].MinSize()
	o[0].Move(fyne.NewPos(0, (size.Height-least.Height)/2))
	o[0].Resize(fyne.NewSize(fyne.Max(size.Width, least.Width), least.Height))
}

// halves lays two objects out side by side, the first on its part of the width.
type halves struct{ first float32 }

func (h halves) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, fyne.Max(o[0].MinSize().Height, o[1].MinSize().Height))
}

func (h halves) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const gap = 12
	at := size.Width * h.first
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(at-gap, size.Height))
	o[1].Move(fyne.NewPos(at, 0))
	o[1].Resize(fyne.NewSize(size.Width-at, size.Height))
}
