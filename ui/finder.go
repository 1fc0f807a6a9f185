package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// finder is a page with a long list and a field that searches it.
type finder struct {
	*page
	find  *field
	count *widget.Label
	table *parts.Table
}

// openFinder opens such a page. Below, which may be nil, stands beneath the list. What is written into
// the field is looked for with search; an empty one is searched for at once.
func (w *Window) openFinder(name, title, hint string, columns []parts.Column, below fyne.CanvasObject, mainText string, do func(), search func(string)) *finder {
	f := &finder{find: newField(hint), count: soft(""), table: parts.NewTable(columns)}
	f.count.Truncation = fyne.TextTruncateOff
	size := w.finderSize()
	body := container.NewBorder(inset(0, 8, 0, 0, container.NewBorder(nil, nil, nil, f.count, f.find)), below, nil, nil, high(size.Height, f.table))
	f.page = w.openPage(name, title, body, size.Width, mainText, do, f.find)
	f.back.SetText(words.T("Close"))
	f.find.escaped = f.cancel
	f.find.OnChanged = search
	f.find.OnSubmitted = func(string) { w.win.Canvas().Focus(f.table) }
	search("")
	return f
}

// finderSize is how large the list of such a page is: as far as the window has room for it.
func (w *Window) finderSize() fyne.Size {
	window := w.win.Canvas().Size()
	return fyne.NewSize(min(max(window.Width-100, 600), 1000), min(max(window.Height-330, 200), 560))
}

// list is a picture of lines for a table. A line's id is its number, or what id says.
type list[T any] struct {
	lines []T
	id    func(T) int64 // nil for its number
	at    map[int64]int // by id
	cell  func(line T, column int) parts.Cell
}

func newList[T any](lines []T, id func(T) int64, cell func(T, int) parts.Cell) *list[T] {
	l := &list[T]{lines: lines, id: id, at: map[int64]int{}, cell: cell}
	if id != nil {
		for n, line := range lines {
			l.at[id(line)] = n
		}
	}
	return l
}

func (l *list[T]) Len() int                        { return len(l.lines) }
func (l *list[T]) Cell(row, column int) parts.Cell { return l.cell(l.lines[row], column) }

func (l *list[T]) ID(row int) int64 {
	if l.id == nil {
		return int64(row)
	}
	return l.id(l.lines[row])
}

func (l *list[T]) Row(id int64) (int, bool) {
	if l.id == nil {
		return int(id), id >= 0 && id < int64(len(l.lines))
	}
	at, ok := l.at[id]
	return at, ok
}
