package ui

import (
	"net/url"
	"path/filepath"

	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// crashPage says once that the run before ended by a fault, and where its report is.
func (w *Window) crashPage(report string) {
	text := words.T("Pressroom ended by a fault of its own the last time. Nothing that you asked for is lost: what was under way then is looked up now. "+
		"The report %s says where the fault is, and holds no key. Diagnostics hold it too, for whoever looks into it.", filepath.Base(report))
	var p *page
	p = w.openPage("crash", words.T("Pressroom ended unexpectedly"), prose(text), 480, words.T("Save diagnostics…"), func() {
		p.close()
		w.saveDiagnostics()
	}, nil)
	p.also(words.T("Open folder"), func() {
		p.close()
		w.browse((&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Dir(report))}).String())
	})
	p.back.SetText(words.T("Close"))
	w.win.Canvas().Focus(p.back)
}

// browse has the desktop open an address or a folder.
func (w *Window) browse(address string) {
	to, err := url.Parse(address)
	if err == nil {
		err = w.App.OpenURL(to)
	}
	if err != nil {
		w.Log.Warn("open an address", "address", address, "error", err)
		w.toasts.Say(words.T("The desktop does not open it. It is at %s.", address), parts.Unknown)
	}
}
