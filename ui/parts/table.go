package parts

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Cell is what one cell shows: a text, or chips (small outlined words), and a
// shape before either.
type Cell struct {
	Text  string
	Chips []string
	Tone  Tone
	Shape Shape
}

// Model is an immutable picture of the rows. Cell is called while painting and
// must only look up; column is an index into the columns that the table was
// made with, in whatever order they stand.
type Model interface {
	Len() int
	ID(row int) int64
	Row(id int64) (row int, ok bool)
	Cell(row, column int) Cell
}

// Table is a long list of rows with columns, of which only the visible rows
// exist. Rows are known by id: selection, focus and place survive any change
// of order. All rows have one height, a whole number, so that the last of
// 100,000 can still be reached exactly.
type Table struct {
	widget.BaseWidget

	// OnSelection gets the selected ids in row order when a person, SelectAll
	// or ClearSelection changed them, or when SetModel had to drop some.
	OnSelection func(ids []int64)
	// OnSort is called with the column whose header was clicked.
	OnSort func(columnID string)
	// OnOpen is called on Return and on a double click.
	OnOpen func(id int64)
	// OnMenu is called on a secondary click, which selects the row first when
	// it was not, and on the menu key. The position is the canvas's.
	OnMenu func(id int64, at fyne.Position)
	// OnHeaderMenu is called on a secondary click on the header. The position
	// is the canvas's.
	OnHeaderMenu func(at fyne.Position)
	// OnLayout is called when a person, MoveColumn or ShowColumn changed which
	// columns stand where and how wide; of a drag once, at its end.
	OnLayout func()
	// OnCopy gets the selected ids in row order when a person wants to copy
	// them. Text says what to put on the clipboard.
	OnCopy func(ids []int64)

	model   Model
	sel     *selection
	columns *columnSet
	sort    sortMark
	keys    heldKeys
	typed   typing
	now     func() time.Time
	focused bool

	look   tableLook
	texts  fitter // of cells
	titles fitter // of the header

	scroll *container.Scroll
	body   *tableBody
	head   *tableHead
	empty  *emptyNote
}

// NewTable makes a table without rows.
func NewTable(columns []Column) *Table {
	t := &Table{model: noRows{}, now: time.Now, columns: newColumnSet(columns)}
	t.sel = newSelection(t.model)
	t.titles.style.Bold = true
	t.ExtendBaseWidget(t)
	t.body = newTableBody(t)
	t.head = newTableHead(t)
	t.empty = newEmptyNote()
	t.scroll = container.NewScroll(t.body)
	t.scroll.OnScrolled = func(fyne.Position) { t.scrolled() }
	t.restyle()
	return t
}

// SetModel shows another picture of the rows. Selection, focus row, anchor and
// place go with the ids; only cells whose value changed are painted again.
// While a mouse button is down on the rows it waits until that has gone up, so
// that nothing moves beneath a hand.
func (t *Table) SetModel(m Model) {
	if m == nil {
		m = noRows{}
	}
	if t.body.held() {
		t.body.kept = m
		return
	}
	hold := t.holdPlace()
	t.model = m
	dropped := t.sel.rebase(m)
	t.body.modelChanged()
	t.body.Resize(t.bodySize())
	t.scroll.Offset = fyne.NewPos(t.scroll.Offset.X, t.clampY(hold.offset(m)))
	t.scroll.Refresh()
	t.empty.setShown(m.Len() == 0)
	if dropped {
		t.tellSelection(true)
	}
}

// SetSelection selects those of the ids that have rows, and tells nobody.
func (t *Table) SetSelection(ids []int64) {
	t.sel.set(ids)
	t.body.mark()
}

// Selection lists the selected ids in row order.
func (t *Table) Selection() []int64 { return t.sel.ids() }

// SelectAll selects every row.
func (t *Table) SelectAll() { t.afterGesture(t.sel.all()) }

// ClearSelection selects nothing.
func (t *Table) ClearSelection() { t.afterGesture(t.sel.clear()) }

// ScrollToID scrolls as little as it takes to see that row.
func (t *Table) ScrollToID(id int64) {
	if row, ok := t.model.Row(id); ok {
		t.scrollToRow(row)
	}
}

// SetEmpty says what stands in the middle when there are no rows.
func (t *Table) SetEmpty(title, text string) { t.empty.set(title, text) }

// SetSort shows in the header which column orders the rows; "" for none.
func (t *Table) SetSort(columnID string, descending bool) {
	t.sort = sortMark{columnID, descending}
	t.head.update()
}

// Columns lists the columns with their present widths.
func (t *Table) Columns() []Column { return t.columns.present() }

// afterGesture shows what a person's gesture did to selection and focus.
func (t *Table) afterGesture(changed bool) {
	t.body.mark()
	t.tellSelection(changed)
}

func (t *Table) tellSelection(changed bool) {
	if changed && t.OnSelection != nil {
		t.OnSelection(t.sel.ids())
	}
}

func (t *Table) open(row int) {
	if t.OnOpen != nil && row >= 0 {
		t.OnOpen(t.model.ID(row))
	}
}

func (t *Table) takeFocus() {
	if t.focused {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
}

// noRows is the model of a table that was given none.
type noRows struct{}

func (noRows) Len() int              { return 0 }
func (noRows) ID(int) int64          { return 0 }
func (noRows) Row(int64) (int, bool) { return 0, false }
func (noRows) Cell(int, int) Cell    { return Cell{} }
