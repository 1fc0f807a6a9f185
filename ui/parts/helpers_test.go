package parts

import (
	"fmt"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// paper is a theme like the program's own: Fyne's with quiet colours, one
// variant, and a text size that makes rows of 31 comfortable.
type paper struct {
	fyne.Theme
	variant fyne.ThemeVariant
}

func (p paper) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := paperColors[name]; ok {
		if p.variant == theme.VariantLight {
			return c.light
		}
		return c.dark
	}
	if c, ok := fallbacks[name]; ok {
		if p.variant == theme.VariantLight {
			return c.light
		}
		return c.dark
	}
	return p.Theme.Color(name, p.variant)
}

func (p paper) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameText {
		return 13
	}
	return p.Theme.Size(name)
}

var paperColors = map[fyne.ThemeColorName]pair{
	theme.ColorNameForeground:          {rgb(0x22252a), rgb(0xe8e6e1)},
	theme.ColorNamePrimary:             {rgb(0x2f5fd0), rgb(0x8fb0ff)},
	theme.ColorNameForegroundOnPrimary: {rgb(0xffffff), rgb(0x1b1d21)},
	theme.ColorNameBackground:          {rgb(0xf6f5f3), rgb(0x1b1d21)},
	theme.ColorNameHeaderBackground:    {rgb(0xf0efeb), rgb(0x292c33)},
	theme.ColorNameSeparator:           {rgb(0xe3e0db), rgb(0x343840)},
}

// tracks is a model of numbered rows, in the order of its ids.
type tracks struct {
	ids   []int64
	rowOf map[int64]int
	cell  func(id int64, column int) Cell
}

func newTracks(ids []int64, cell func(int64, int) Cell) *tracks {
	m := &tracks{ids: ids, rowOf: make(map[int64]int, len(ids)), cell: cell}
	for row, id := range ids {
		m.rowOf[id] = row
	}
	if m.cell == nil {
		m.cell = trackCell
	}
	return m
}

func upTo(n int) []int64 {
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = int64(i + 1)
	}
	return ids
}

func (m *tracks) Len() int         { return len(m.ids) }
func (m *tracks) ID(row int) int64 { return m.ids[row] }

func (m *tracks) Row(id int64) (int, bool) {
	row, ok := m.rowOf[id]
	return row, ok
}

func (m *tracks) Cell(row, column int) Cell { return m.cell(m.ids[row], column) }

func trackCell(id int64, column int) Cell {
	switch column {
	case 0:
		return Cell{Text: fmt.Sprintf("Copper Rain No. %d", id)}
	case 1:
		return Cell{Text: fmt.Sprintf("NLM%06d_CopperRainUnderscoreAlternate.wav", id), Tone: Soft}
	case 2:
		return Cell{Text: []string{"Harbour Lights", "Night Bus"}[id%2]}
	case 3:
		return Cell{Text: []string{"waiting", "errored", "done", "unknown"}[id%4], Tone: []Tone{Waiting, Errored, Done, Unknown}[id%4]}
	case 4:
		return Cell{Chips: [][]string{{"mp3"}, {"mp3", "aiff"}, {"mp3", "aiff", "wav"}}[id%3]}
	default:
		return Cell{Text: fmt.Sprint(20428697 + id), Tone: Soft}
	}
}

func trackColumns() []Column {
	return []Column{
		{ID: "title", Title: "Title", Width: 210, MinWidth: 120},
		{ID: "file", Title: "File", Width: 210, MinWidth: 100},
		{ID: "album", Title: "Album", Width: 120, MinWidth: 70},
		{ID: "status", Title: "Status", Width: 90, MinWidth: 70},
		{ID: "formats", Title: "Formats", Width: 140, MinWidth: 70},
		{ID: "upload", Title: "Upload", Width: 90, MinWidth: 80, Trailing: true},
	}
}

// paperApp starts Fyne's test app in the light theme.
func paperApp(t testing.TB) {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(paper{theme.DefaultTheme(), theme.VariantLight})
}

// inWindow shows an object alone in a window of a size.
func inWindow(t testing.TB, o fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	w := fyne.CurrentApp().NewWindow("")
	t.Cleanup(w.Close)
	w.SetContent(o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

// tableInWindow shows a table of n tracks alone in a window of a size.
func tableInWindow(t testing.TB, n int, width, height float32) *Table {
	t.Helper()
	paperApp(t)
	table := NewTable(trackColumns())
	inWindow(t, table, width, height)
	table.SetModel(newTracks(upTo(n), nil))
	return table
}
