package ui

import (
	"fyne.io/fyne/v2/container"

	"pressroom/ui/desk/words"
)

// keysPage lists the keys, in two columns.
func (w *Window) keysPage() {
	keys := [][2]string{
		{words.T("Ctrl+%s", "O"), words.T("add files")},
		{words.T("Ctrl+%s", "L"), words.T("add addresses")},
		{words.T("Ctrl+%s", "V"), words.T("add what was copied")},
		{words.T("Ctrl+%s", "N"), words.T("new job")},
		{words.T("Ctrl+%s", "F"), words.T("filter; Esc empties it")},
		{words.T("Ctrl+%s", "A"), words.T("select all that are shown")},
		{words.T("Ctrl+%s", "1"), words.T("MP3 on or off for the selection")},
		{words.T("Ctrl+%s", "2"), words.T("AIFF on or off")},
		{words.T("Ctrl+%s", "3"), words.T("WAV on or off")},
		{words.T("Ctrl+%s", "M"), words.T("edit metadata")},
		{words.T("Ctrl+%s", "C"), words.T("copy the selected rows")},
		{words.T("Delete"), words.T("remove the selected tracks")},
		{words.T("Ctrl+%s", "Z"), words.T("undo the last change")},
		{words.T("Ctrl+Shift+%s", "Z"), words.T("redo what was undone")},
		{words.T("Ctrl+Return"), words.T("review and publish")},
		{words.T("Ctrl+%s", "J"), words.T("to the jobs")},
		{words.T("Ctrl+%s", "E"), words.T("export results")},
		{words.T("Ctrl+%s", "R"), words.T("retry what failed, or was stopped")},
		{words.T("Ctrl+%s", "."), words.T("stop what is being sent")},
		{"F5", words.T("look at the site now")},
		{words.T("Ctrl+%s", ","), words.T("sites and settings")},
		{words.T("Ctrl+%s", "Q"), words.T("quit")},
		{words.T("Letters"), words.T("to the next row that begins so")},
		{words.T("Tab"), words.T("to the next part of the window")},
	}
	left, right := container.New(pairs{}), container.New(pairs{})
	for n, k := range keys {
		column := left
		if n >= (len(keys)+1)/2 {
			column = right
		}
		column.Add(bold(k[0]))
		column.Add(text(k[1]))
	}
	w.openPage("keys", words.T("Keys"), container.New(sideBySide{}, left, right), 720, "", nil, nil)
}
