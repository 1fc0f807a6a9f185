package parts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// named is a model of names in the first column and their reverse in the second.
func named(names ...string) *tracks {
	return newTracks(upTo(len(names)), func(id int64, column int) Cell {
		name := names[id-1]
		if column == 1 {
			letters := []rune(name)
			slices.Reverse(letters)
			name = string(letters)
		}
		return Cell{Text: name}
	})
}

// typist is a table of names and a hand that types at a known time.
func typist(t *testing.T, names ...string) (table *Table, types func(word string, after time.Duration)) {
	t.Helper()
	table = tableInWindow(t, 0, 900, 400)
	table.SetModel(named(names...))
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	table.now = func() time.Time { return now }
	return table, func(word string, after time.Duration) {
		now = now.Add(after)
		for _, r := range word {
			if r == ' ' {
				table.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
			}
			table.TypedRune(r)
			now = now.Add(100 * time.Millisecond)
		}
	}
}

func TestLettersLeadToTheRowThatBeginsWithThem(t *testing.T) {
	table, types := typist(t, "Amber", "copper", "Copper Rain", "Ärger", "Dry Dock", "İzmir", "")
	steps := []struct {
		word  string
		after time.Duration
		want  int
	}{
		{"c", 0, 1},
		{"c", 2 * time.Second, 2},
		{"cop", 2 * time.Second, 1}, // on from the top
		{"COPPER R", 2 * time.Second, 2},
		{"d", 500 * time.Millisecond, 2}, // "copper rd" is nowhere
		{"dry", 2 * time.Second, 4},
		{"ä", 2 * time.Second, 3},
		{"zebra", 2 * time.Second, 3},
	}
	for _, s := range steps {
		types(s.word, s.after)
		if row := table.sel.focusRow(); row != s.want || !slices.Equal(table.Selection(), []int64{int64(s.want + 1)}) {
			t.Fatalf("%q led to row %d, want %d; selected %v", s.word, row, s.want, table.Selection())
		}
	}
}

func TestTheSameLetterAgainGoesFromRowToRow(t *testing.T) {
	table, types := typist(t, "Copper", "Amber", "Cold", "Ccc", "Blue")
	table.FocusGained()
	for i, want := range []int{2, 3, 0, 2} {
		types("c", 0)
		if row := table.sel.focusRow(); row != want {
			t.Errorf("step %d led to row %d, want %d", i, row, want)
		}
	}
}

func TestLettersLookInTheColumnThatOrdersTheRows(t *testing.T) {
	table, types := typist(t, "Amber", "Copper", "Rain")
	table.SetSort("file", false)
	types("n", 0)
	if row := table.sel.focusRow(); row != 2 {
		t.Errorf("led to row %d", row)
	}
	table.ShowColumn("file", false)
	types("c", 2*time.Second)
	if row := table.sel.focusRow(); row != 1 {
		t.Errorf("without that column led to row %d", row)
	}
}

func TestAnArrowOrAClickEndsTheWord(t *testing.T) {
	table, types := typist(t, "Copper", "Amber", "Car", "Cold")
	types("c", 0)
	key(table, fyne.KeyDown, 0)
	types("c", 0)
	if row := table.sel.focusRow(); row != 2 {
		t.Errorf("after an arrow a new letter led to row %d", row)
	}
	types("o", 2*time.Second)
	key(table, fyne.KeyUp, 0)
	types(" ", 0)
	if got := table.Selection(); len(got) != 0 {
		t.Errorf("after an arrow Space left %v", got)
	}
	types("c", 2*time.Second)
	click(table, 1, 0)
	types("a", 0)
	if row := table.sel.focusRow(); row != 1 {
		t.Errorf("after a click a new letter led to row %d", row)
	}
}

func TestASpaceAloneTogglesAndWithinAWordDoesNot(t *testing.T) {
	table, types := typist(t, "Amber", "Copper", "Copper Rain")
	table.FocusGained()
	types(" ", 0)
	if got := table.Selection(); !slices.Equal(got, []int64{1}) {
		t.Errorf("Space selected %v", got)
	}
	types("copper r", 2*time.Second)
	if got := table.Selection(); !slices.Equal(got, []int64{3}) {
		t.Errorf("a word with a space selected %v", got)
	}
	types(" ", 2*time.Second)
	if got := table.Selection(); len(got) != 0 {
		t.Errorf("Space left %v", got)
	}
	table.SetModel(nil)
	types("c", 0)
}

func TestCopiedTextIsWhatTheRowsShow(t *testing.T) {
	table := tableInWindow(t, 0, 900, 400)
	table.SetModel(newTracks(upTo(4), func(id int64, column int) Cell {
		if id == 3 && column == 0 {
			return Cell{Text: "Copper\tRain\r\n(Main)\nmix"}
		}
		return trackCell(id, column)
	}))
	table.ShowColumn("file", false)
	table.MoveColumn("upload", 0)
	want := strings.Join([]string{
		"Upload\tTitle\tAlbum\tStatus\tFormats",
		"20428700\tCopper Rain (Main) mix\tNight Bus\tunknown\tmp3",
		"20428699\tCopper Rain No. 2\tHarbour Lights\tdone\tmp3,aiff,wav",
		"",
	}, "\n")
	if got := table.Text([]int64{3, 99, 2}); got != want {
		t.Errorf("copied %q\nwant   %q", got, want)
	}
}

func TestCopyTellsWhatIsSelected(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	var copied []string
	table.OnCopy = func(ids []int64) { copied = append(copied, fmt.Sprint(ids)) }
	table.TypedShortcut(&fyne.ShortcutCopy{})
	table.SetSelection([]int64{7, 2})
	table.TypedShortcut(&fyne.ShortcutCopy{})
	if !slices.Equal(copied, []string{"[2 7]"}) {
		t.Errorf("copied %v", copied)
	}
}
