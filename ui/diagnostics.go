package ui

import (
	"fmt"
	"slices"
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
	about := slices.DeleteFunc(slices.Clone(w.Versions), func(f desk.Field) bool { return f.Name == "data folder" }) // which names a person
	return append(about, []desk.Field{
		{Name: "window", Value: fmt.Sprintf("%.0f × %.0f", size.Width, size.Height)},
		{Name: "scale", Value: fmt.Sprintf("%.2f", w.win.Canvas().Scale())},
		{Name: "language", Value: Language(p)},
		{Name: "look", Value: map[int]string{0: "as the system", 1: "light", 2: "dark"}[p.Int(preferTheme)]},
	}...)
}
