package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// saveAs asks where a file is to be saved, and hands its path on.
func (w *Window) saveAs(name string, save func(path string)) {
	d := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) { w.placed(file, err, save) }, w.win)
	d.SetFileName(name)
	d.Show()
}

// placed is told the place that was chosen; file is nil where none was. Whoever saves writes the file anew,
// and says where that fails.
func (w *Window) placed(file fyne.URIWriteCloser, err error, save func(path string)) {
	if err != nil {
		w.Log.Warn("choose a place for a file", "error", err)
		w.toasts.Say(words.T("Nothing can be saved there. Choose another folder."), parts.Errored)
	}
	if file == nil {
		return
	}
	path := file.URI().Path()
	if err := file.Close(); err != nil {
		w.Log.Warn("close a chosen file", "error", err)
	}
	save(path)
}

// openFile asks for a file with one of the endings, or with any where none is given, and hands its path on.
func (w *Window) openFile(with endings, open func(path string)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil || file == nil {
			return
		}
		path := file.URI().Path()
		if err := file.Close(); err != nil {
			w.Log.Warn("close a chosen file", "error", err)
		}
		open(path)
	}, w.win)
	if len(with) > 0 {
		d.SetFilter(with)
	}
	d.Show()
}

// endings are the files whose names end so, in any case.
type endings []string

// Matches is Fyne's.
func (e endings) Matches(u fyne.URI) bool {
	for _, ending := range e {
		if strings.EqualFold(u.Extension(), ending) {
			return true
		}
	}
	return false
}
