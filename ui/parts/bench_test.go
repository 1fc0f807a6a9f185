package parts

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// benchScroll scrolls down a list of many rows by the wheel, some rows at a
// time, in a window as large as the program's table.
func benchScroll(b *testing.B, o fyne.CanvasObject, scroll func(dy float32)) {
	b.Helper()
	inWindow(b, o, 1000, 560)
	scroll(-1)
	b.ReportAllocs()
	b.ResetTimer()
	y, down := float32(0), float32(-1)
	for b.Loop() {
		const step = 75
		if y += step; y > (many-100)*rowHeight {
			y, down = 0, -down
		}
		scroll(step * down)
	}
}

// BenchmarkTableScroll holds scrolling to what Fyne's own table of the same size takes.
func BenchmarkTableScroll(b *testing.B) {
	b.Run("measured", func(b *testing.B) {
		paperApp(b)
		table := NewTable(trackColumns())
		table.SetModel(newTracks(upTo(many), nil))
		benchScroll(b, table, func(dy float32) {
			table.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)})
		})
		b.ReportMetric(1.3, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		paperApp(b)
		table := fyneTable()
		y := float32(0)
		benchScroll(b, table, func(dy float32) {
			y -= dy
			table.ScrollToOffset(fyne.NewPos(0, y))
		})
	})
}

func fyneTable() *widget.Table {
	model := newTracks(upTo(many), nil)
	table := widget.NewTable(
		func() (int, int) { return many, 6 },
		func() fyne.CanvasObject {
			l := widget.NewLabel("")
			l.Truncation = fyne.TextTruncateEllipsis
			return l
		},
		func(id widget.TableCellID, o fyne.CanvasObject) {
			o.(*widget.Label).SetText(cellText(model.Cell(id.Row, id.Col)))
		},
	)
	for i, c := range trackColumns() {
		table.SetColumnWidth(i, c.Width)
	}
	return table
}

// cellText is a cell as Fyne's label can show it.
func cellText(c Cell) string {
	for _, chip := range c.Chips {
		c.Text += chip + " "
	}
	return c.Text
}

// entry is a row of a model as programs keep them: each in a place of its own.
type entry struct {
	id    int64
	texts [20]string
}

// entries is a model of rows behind pointers, as far apart as the memory has them.
type entries struct {
	rows  []*entry
	rowOf map[int64]int
}

func newEntries(ids []int64) *entries {
	m := &entries{rowOf: make(map[int64]int, len(ids))}
	for row, id := range ids {
		m.rows = append(m.rows, &entry{id: id, texts: [20]string{"Copper Rain"}})
		m.rowOf[id] = row
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(m.rows), func(i, j int) {
		m.rows[i], m.rows[j] = m.rows[j], m.rows[i]
		m.rowOf[m.rows[i].id], m.rowOf[m.rows[j].id] = i, j
	})
	return m
}

func (m *entries) Len() int                  { return len(m.rows) }
func (m *entries) ID(row int) int64          { return m.rows[row].id }
func (m *entries) Row(id int64) (int, bool)  { row, ok := m.rowOf[id]; return row, ok }
func (m *entries) Cell(row, column int) Cell { return Cell{Text: m.rows[row].texts[column]} }

// quick holds an operation on 100,000 rows to a share of a frame's or a hand's time.
func quick(b *testing.B, goal time.Duration, prepare func(table *Table) (act func())) {
	b.Run("measured", func(b *testing.B) {
		paperApp(b)
		table := NewTable(trackColumns())
		inWindow(b, table, 1000, 560)
		act := prepare(table)
		for b.Loop() {
			act()
		}
		b.ReportMetric(1, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			continue
		}
		b.ReportMetric(float64(goal), "value-ns")
	})
}

// BenchmarkTableSameOrder is a new model of the same rows in the same order, all of them selected.
func BenchmarkTableSameOrder(b *testing.B) {
	quick(b, 5*time.Millisecond, func(table *Table) func() {
		models := [2]*entries{newEntries(upTo(many)), newEntries(upTo(many))}
		return alternate(table, models)
	})
}

// BenchmarkTableNewOrder is a new model of the same rows in the opposite order, all of them selected.
func BenchmarkTableNewOrder(b *testing.B) {
	quick(b, 40*time.Millisecond, func(table *Table) func() {
		order := upTo(many)
		slices.Reverse(order)
		return alternate(table, [2]*entries{newEntries(upTo(many)), newEntries(order)})
	})
}

func alternate(table *Table, models [2]*entries) func() {
	table.SetModel(models[0])
	table.SelectAll()
	i := 0
	return func() {
		i = 1 - i
		table.SetModel(models[i])
	}
}

func BenchmarkTableSelectAll(b *testing.B) {
	quick(b, 20*time.Millisecond, func(table *Table) func() {
		table.SetModel(newEntries(upTo(many)))
		table.OnSelection = func([]int64) {}
		return func() {
			table.ClearSelection()
			table.SelectAll()
		}
	})
}

// BenchmarkTableTyping looks through all rows for one that is not there.
func BenchmarkTableTyping(b *testing.B) {
	quick(b, 20*time.Millisecond, func(table *Table) func() {
		table.SetModel(newEntries(upTo(many)))
		return func() {
			table.typed = typing{}
			table.TypedRune('z')
		}
	})
}

func BenchmarkTableDraw(b *testing.B) {
	paperApp(b)
	table := NewTable(trackColumns())
	w := inWindow(b, table, 1000, 560)
	table.SetModel(newTracks(upTo(many), nil))
	for b.Loop() {
		canvas.Refresh(table)
		w.Canvas().Capture()
	}
}
