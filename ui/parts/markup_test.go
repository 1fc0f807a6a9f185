package parts

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func TestTableLooksAsItDid(t *testing.T) {
	table := tableInWindow(t, 4, 760, 31*6)
	table.SetSort("title", true)
	click(table, 1, 0)
	click(table, 2, fyne.KeyModifierShift)
	test.AssertRendersToMarkup(t, "table/selected.xml", fyne.CurrentApp().Driver().CanvasForObject(table))
}

func TestEmptyTableLooksAsItDid(t *testing.T) {
	table := tableInWindow(t, 0, 760, 31*6)
	table.SetEmpty("Nothing waits to be published.", "Drop files here, or add tracks.")
	test.AssertRendersToMarkup(t, "table/empty.xml", fyne.CurrentApp().Driver().CanvasForObject(table))
}

func TestSmallPartsLookAsTheyDid(t *testing.T) {
	paperApp(t)
	choices := container.NewVBox()
	for state, note := range []string{"none", "all 3", "2 of 3"} {
		c := NewChoice("AIFF", nil)
		c.SetState(State(state))
		c.SetNote(note)
		choices.Add(c)
	}
	bar := NewBar()
	bar.SetParts(498, 12, 3, 300)
	quiet := NewQuiet("1 unknown outcome: check it", func() {})
	quiet.FocusGained()
	for name, o := range map[string]fyne.CanvasObject{
		"choices": choices, "bar": bar, "emptybar": NewBar(), "dot": NewDot(Errored), "quiet": quiet,
	} {
		o.Resize(fyne.NewSize(300, o.MinSize().Height))
		test.AssertObjectRendersToMarkup(t, "small/"+name+".xml", o)
	}
}

func TestMessagesLookAsTheyDid(t *testing.T) {
	toasts, _ := newClockedToasts(t)
	toasts.Say("Northlight Music did not answer for 30 s. 12 changes wait and will be sent again.", Unknown)
	toasts.Say("400 tracks are published.", Done)
	toasts.Resize(fyne.NewSize(600, 300))
	test.AssertObjectRendersToMarkup(t, "toast/two.xml", toasts)
}
