package parts

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestDraggingOverRowsIsOneGesture(t *testing.T) {
	table := tableInWindow(t, many, 900, 400)
	click(table, 2, 0)
	told := 0
	table.OnSelection = func([]int64) { told++ }
	for row := 2; row <= 30; row++ {
		e := &fyne.DragEvent{}
		e.Position = fyne.NewPos(20, (float32(row)+0.5)*rowHeight)
		table.body.Dragged(e)
	}
	table.body.MouseUp(&desktop.MouseEvent{})
	table.body.DragEnd()
	if n := len(table.Selection()); n != 29 || told != 1 {
		t.Errorf("%d rows selected, told %d times", n, told)
	}
	if rows := bound(table); rows[len(rows)-1] < 30 {
		t.Errorf("the list did not follow the pointer: %v", rows)
	}
}

func TestReturnAndDoubleClickOpenARow(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	var opened []int64
	table.OnOpen = func(id int64) { opened = append(opened, id) }
	doubleClick(table, 3, 3)
	doubleClick(table, 1, 5) // two rows in a hurry are two clicks
	key(table, fyne.KeyDown, 0)
	key(table, fyne.KeyReturn, 0)
	if !slices.Equal(opened, []int64{4, 7}) {
		t.Errorf("opened %v", opened)
	}
}

func TestSecondaryClickSelectsWhatItIsAbout(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	var about []int64
	table.OnMenu = func(id int64, _ fyne.Position) { about = append(about, id) }
	table.SetSelection([]int64{2, 3})
	at := func(row int) *fyne.PointEvent {
		return &fyne.PointEvent{Position: fyne.NewPos(20, (float32(row)+0.5)*rowHeight)}
	}
	table.body.TappedSecondary(at(2))
	if got := table.Selection(); !slices.Equal(got, []int64{2, 3}) {
		t.Errorf("a click within the selection left %v", got)
	}
	table.body.TappedSecondary(at(7))
	if got := table.Selection(); !slices.Equal(got, []int64{8}) {
		t.Errorf("a click beside the selection left %v", got)
	}
	table.body.TappedSecondary(at(50))
	key(table, desktop.KeyMenu, 0)
	if !slices.Equal(about, []int64{3, 8, 8}) {
		t.Errorf("menus for %v", about)
	}
}

func TestClickBeneathTheRowsClearsTheSelection(t *testing.T) {
	table := tableInWindow(t, 3, 900, 400)
	click(table, 1, 0)
	click(table, 8, 0)
	if got := table.Selection(); len(got) != 0 {
		t.Errorf("selected %v", got)
	}
}

func TestAClickGivesTheTableTheKeyboard(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	c := fyne.CurrentApp().Driver().CanvasForObject(table)
	click(table, 4, 0)
	if c.Focused() != table || !table.body.ring.Visible() {
		t.Error("no focus, or none to see")
	}
	c.Unfocus()
	if table.body.ring.Visible() {
		t.Error("the focus shows although it is elsewhere")
	}
}

func TestShiftHeldWhenTheFocusWentIsForgotten(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	click(table, 2, 0)
	table.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	table.FocusLost() // and Shift goes up elsewhere
	table.FocusGained()
	key(table, fyne.KeyDown, 0)
	if got := table.Selection(); !slices.Equal(got, []int64{4}) {
		t.Errorf("selected %v", got)
	}
}

// shortcutCanvas is a canvas that takes shortcuts, as a window's does; that of
// Fyne's test driver does not let on.
type shortcutCanvas struct {
	fyne.Canvas
	took []fyne.Shortcut
}

func (c *shortcutCanvas) TypedShortcut(s fyne.Shortcut) { c.took = append(c.took, s) }

func TestShortcutsThatAreNotTheTablesGoToTheWindow(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	foreign := &desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierShortcutDefault}
	own := &desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierShortcutDefault}
	if table.typedCombination(foreign) || !table.typedCombination(own) {
		t.Error("the table can't tell its own shortcuts from others")
	}
	c := &shortcutCanvas{}
	passOn(c, foreign)
	if len(c.took) != 1 {
		t.Error("the window did not get it")
	}
}

func TestALateTapLeavesTheSelection(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	click(table, 2, 0)
	press := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: fyne.KeyModifierShortcutDefault}
	press.Position = fyne.NewPos(20, 5.5*rowHeight)
	table.body.MouseDown(press)
	table.body.Tapped(&press.PointEvent) // of the click before
	table.body.MouseUp(press)
	table.body.Tapped(&press.PointEvent)
	if got := table.Selection(); !slices.Equal(got, []int64{3, 6}) {
		t.Errorf("selected %v", got)
	}
}

func TestTheTintStaysUnderARestingPointer(t *testing.T) {
	table := tableInWindow(t, 100, 900, 400)
	move := &desktop.MouseEvent{}
	move.Position = fyne.NewPos(20, 3.5*rowHeight)
	table.body.MouseIn(move)
	table.scrollTo(10 * rowHeight)
	table.SetModel(newTracks(upTo(100), nil))
	if row := table.body.hovered(); row != 13 || table.body.hover.Position().Y != 13*rowHeight {
		t.Errorf("row %d is tinted, at %v", row, table.body.hover.Position())
	}
	table.body.MouseOut()
	if table.body.hover.Visible() {
		t.Error("a row is tinted without a pointer")
	}
}

func TestATapWithoutAPressSelects(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	test.TapCanvas(fyne.CurrentApp().Driver().CanvasForObject(table), fyne.NewPos(20, rowHeight*3+5))
	if got := table.Selection(); !slices.Equal(got, []int64{3}) {
		t.Errorf("selected %v", got)
	}
}

func TestEscapeSelectsNothingAndThenLeadsFurtherOut(t *testing.T) {
	table := tableInWindow(t, 10, 900, 400)
	passed := 0
	fyne.CurrentApp().Driver().CanvasForObject(table).SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape {
			passed++
		}
	})
	click(table, 2, 0)
	key(table, fyne.KeyEscape, 0)
	if len(table.Selection()) != 0 || passed != 0 {
		t.Errorf("%d rows selected, passed on %d times", len(table.Selection()), passed)
	}
	key(table, fyne.KeyEscape, 0)
	if passed != 1 {
		t.Errorf("with nothing selected it is passed on %d times", passed)
	}
}
