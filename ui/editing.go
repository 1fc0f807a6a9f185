package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
)

// The keys of editing mean one thing in an entry and another at the table. The menu is asked first, so
// it passes them on.

// selectAll selects all rows, or all text where an entry has the focus: the menu is asked first.
func (w *Window) selectAll() {
	switch f, writing := w.win.Canvas().Focused().(*field); {
	case writing:
		f.TypedShortcut(&fyne.ShortcutSelectAll{})
	case w.page == nil && w.view.Site != nil:
		w.queue.table.SelectAll()
		w.queue.focus()
	}
}

// copySelection copies the selected rows, or in an entry what is marked there.
func (w *Window) copySelection() {
	switch f, writing := w.win.Canvas().Focused().(fyne.Shortcutable); {
	case writing && w.writing():
		f.TypedShortcut(&fyne.ShortcutCopy{Clipboard: w.App.Clipboard()})
	case w.page == nil && w.view.Site != nil:
		w.copyRows(w.view.Selection.IDs)
	}
}

// paste adds the addresses and files that stand on the clipboard, or writes into an entry.
func (w *Window) paste() {
	switch f, writing := w.win.Canvas().Focused().(fyne.Shortcutable); {
	case writing && w.writing():
		f.TypedShortcut(&fyne.ShortcutPaste{Clipboard: w.App.Clipboard()})
	case w.page == nil && w.view.Site != nil:
		if text := strings.TrimSpace(w.App.Clipboard().Content()); text != "" {
			w.Desk.AddTracks(strings.Split(text, "\n"), desk.DefaultJob)
		}
	}
}

// writing says that an entry has the focus: editing keys are its own, though the menu is asked first.
func (w *Window) writing() bool {
	switch w.win.Canvas().Focused().(type) {
	case *field, *widget.Entry, *widget.SelectEntry:
		return true
	}
	return false
}

// redo makes again what was undone last, or in an entry what was typed.
func (w *Window) redo() {
	switch f, writing := w.win.Canvas().Focused().(*field); {
	case writing:
		f.TypedShortcut(&fyne.ShortcutRedo{})
	case w.page == nil && w.view.Site != nil:
		w.Desk.Redo()
	}
}

// undo takes the latest change back, or in an entry what was typed last.
func (w *Window) undo() {
	switch f, writing := w.win.Canvas().Focused().(*field); {
	case writing:
		f.TypedShortcut(&fyne.ShortcutUndo{})
	case w.page == nil && w.view.Site != nil:
		w.Desk.Undo()
	}
}
