package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// saveDiagnostics asks for a place, and has the desk write diagnostics there.
func (w *Window) saveDiagnostics() {
	ask := dialog.NewFileSave(w.diagnosticsPlace, w.win)
	ask.SetFileName("pressroom-diagnostics-" + time.Now().Format(time.DateOnly) + ".zip")
	ask.Show()
}

// diagnosticsPlace is told the place that was chosen; file is nil where none was.
func (w *Window) diagnosticsPlace(file fyne.URIWriteCloser, err error) {
	if err != nil {
		w.Log.Warn("choose a place for diagnostics", "error", err)
		w.toasts.Say(words.T("Diagnostics cannot be saved there. Choose another folder."), parts.Errored)
	}
	if file == nil {
		return
	}
	path := file.URI().Path()
	if err := file.Close(); err != nil { // the desk writes the file anew, and says where that fails
		w.Log.Warn("close a chosen file", "error", err)
	}
	w.Desk.SaveDiagnostics(path, w.about())
}

// about is what the window knows for diagnostics, in English whatever it speaks.
func (w *Window) about() []desk.Field {
	size, p := w.win.Canvas().Size(), w.App.Preferences()
	return []desk.Field{
		{Name: "Pressroom", Value: w.Version},
		{Name: "window", Value: fmt.Sprintf("%.0f × %.0f", size.Width, size.Height)},
		{Name: "scale", Value: fmt.Sprintf("%.2f", w.win.Canvas().Scale())},
		{Name: "language", Value: Language(p)},
		{Name: "look", Value: map[int]string{0: "as the system", 1: "light", 2: "dark"}[p.Int(preferTheme)]},
	}
}
