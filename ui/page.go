package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// page is one question over the window: a title, what it is about, and buttons. Escape closes it and
// Return is its main button. There is one at a time.
type page struct {
	w       *Window
	name    string // for the log
	popup   *widget.PopUp
	title   *widget.Label
	main    *key // nil where there is nothing to do but close
	back    *key
	buttons *fyne.Container
	leave   func() // what closing it without the main button means; may be nil
	gone    func() // what follows from its closing, whatever way; may be nil
	follow  func(desk.View)
}

// openPage shows a page and puts the focus on first, or on the main button where first is nil.
func (w *Window) openPage(name, title string, body fyne.CanvasObject, width float32, mainText string, do func(), first fyne.Focusable) *page {
	if w.page != nil {
		w.page.hide()
	}
	p := &page{w: w, name: name}
	p.title = bold(title)
	p.title.SizeName = theme.SizeNameSubHeadingText
	buttons := container.NewHBox(layout.NewSpacer())
	cancelText := words.T("Cancel")
	if mainText == "" {
		cancelText = words.T("Close")
	}
	p.buttons = buttons
	p.back = newKey(cancelText, p.cancel)
	buttons.Add(p.back)
	if mainText != "" {
		p.main = newKey(mainText, do)
		p.main.Importance = widget.HighImportance
		buttons.Add(p.main)
		w.places.name("page.main", p.main)
	}
	content := container.NewBorder(p.title, inset(12, 0, 0, 0, buttons), nil, nil, wide(width, body))
	p.popup = widget.NewModalPopUp(ground(parts.ColorPanel, inset(14, 14, 16, 16, content)), w.win.Canvas())
	w.page = p
	p.popup.Show()
	if first == nil && p.main != nil {
		first = p.main
	}
	if first == nil {
		first = p.back
	}
	w.win.Canvas().Focus(first)
	w.report(w.view)
	return p
}

// also puts a further button before the main one.
func (p *page) also(text string, do func()) {
	p.buttons.Objects = slices.Insert(p.buttons.Objects, len(p.buttons.Objects)-1, fyne.CanvasObject(newKey(text, do)))
	p.buttons.Refresh()
}

// close takes the page away and gives the table the focus back, unless something waits to be asked.
func (p *page) close() {
	if p.w.page != p {
		return
	}
	p.hide()
	p.w.queue.focus()
	if p.gone != nil {
		p.gone()
	}
	p.w.report(p.w.view)
	p.w.askOfBatch(p.w.view)
}

func (p *page) hide() {
	p.w.page = nil
	p.popup.Hide()
}

func (p *page) cancel() {
	leave := p.leave
	p.close()
	if leave != nil {
		leave()
	}
}

// submit presses the main button, if it can be pressed.
func (p *page) submit() {
	if p.main != nil && !p.main.Disabled() {
		p.main.OnTapped()
	}
}

// retitle changes what the main button says.
func (p *page) retitle(words string) { label(p.main, words) }

// paintPage lets the open page follow the view; one that the desk asks for opens here.
func (w *Window) paintPage(v desk.View) {
	if w.page != nil && w.page.name == "closing" {
		return // it stands over all others until it is answered
	}
	w.answered = w.answered && v.Review != nil
	if v.Review != nil && !w.answered && (w.page == nil || w.page.name != "review") {
		w.reviewPage(v)
	}
	if v.Metadata != nil && w.page == nil {
		w.metadataPage(v)
	}
	if w.page != nil && w.page.follow != nil {
		w.page.follow(v)
	}
	w.askOfBatch(v)
}

// typed takes keys that nothing else wanted.
func (w *Window) typed(e *fyne.KeyEvent) {
	switch {
	case w.page != nil && e.Name == fyne.KeyEscape:
		w.page.cancel()
	case w.page != nil && (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter):
		w.page.submit() // a click has taken the focus from its button
	case w.page != nil:
	case w.first.Visible() && (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter):
		w.Desk.OpenPractice() // what its highlighted button does
	case e.Name == fyne.KeyEscape && w.view.Job != nil:
		w.Desk.ShowJob(0)
	case e.Name == fyne.KeyF5:
		w.Desk.Refresh()
	case e.Name == fyne.KeyF1:
		w.keysPage()
	case e.Name == fyne.KeyDelete:
		w.removePage()
	case e.Name == fyne.KeyDown:
		w.queue.focus()
	}
}

// field is an entry in which Escape means something, and which leaves the window its own keys.
type field struct {
	widget.Entry
	escaped func()
}

func newField(hint string) *field {
	f := &field{}
	f.ExtendBaseWidget(f)
	f.PlaceHolder = hint
	return f
}

// TypedKey takes Escape for itself, passes on the window's keys and leaves the rest to the entry.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyEscape && f.escaped != nil:
		f.escaped()
	case e.Name == fyne.KeyF1 || e.Name == fyne.KeyF5:
		parts.PassKey(f, e)
	default:
		f.Entry.TypedKey(e)
	}
}

// key is a button that Return presses, as Space does. Other keys it leaves to the window: on a page,
// Escape closes it.
type key struct{ widget.Button }

func newKey(words string, pressed func()) *key { return newIconKey(words, nil, pressed) }

func newIconKey(words string, icon fyne.Resource, pressed func()) *key {
	k := &key{}
	k.ExtendBaseWidget(k)
	k.Text, k.Icon, k.OnTapped = words, icon, pressed
	return k
}

// TypedKey takes Return and Space and passes on the rest.
func (k *key) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !k.Disabled() {
			k.OnTapped()
		}
	case fyne.KeySpace:
		k.Button.TypedKey(e)
	default:
		parts.PassKey(k, e)
	}
}
