package parts

import (
	"testing"

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

func BenchmarkTableNewModel(b *testing.B) {
	paperApp(b)
	table := NewTable(trackColumns())
	inWindow(b, table, 1000, 560)
	models := [2]*tracks{newTracks(upTo(many), nil), newTracks(upTo(many), nil)}
	table.SetModel(models[0])
	table.SelectAll()
	i := 0
	for b.Loop() {
		i = 1 - i
		table.SetModel(models[i])
	}
}

func BenchmarkTableSelectAll(b *testing.B) {
	paperApp(b)
	table := NewTable(trackColumns())
	inWindow(b, table, 1000, 560)
	table.SetModel(newTracks(upTo(many), nil))
	table.OnSelection = func([]int64) {}
	for b.Loop() {
		table.SelectAll()
		table.ClearSelection()
	}
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
