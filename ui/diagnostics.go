package ui

import (
	"fmt"
	"time"

	"pressroom/ui/desk"
)

// saveDiagnostics asks for a place, and has the desk write diagnostics there.
func (w *Window) saveDiagnostics() {
	w.saveAs("pressroom-diagnostics-"+time.Now().Format(time.DateOnly)+".zip", func(path string) { w.Desk.SaveDiagnostics(path, w.about()) })
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
