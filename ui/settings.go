package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// sitesPage lists the sites with their state, and holds the few settings there are.
func (w *Window) sitesPage() {
	list := container.New(stacked{})
	var p *page
	for _, s := range w.view.Sites {
		dot := container.NewCenter(inset(0, 0, 4, 4, parts.NewDot(siteTone(s.State))))
		show := newKey(words.T("Show"), func() { p.close(); w.Desk.ShowSite(s.ID) })
		buttons := container.NewHBox(show)
		where := s.Address + " · " + s.Word
		if s.Practice {
			where = words.T("on this machine, for practice") + " · " + s.Word
		} else {
			buttons.Add(newKey(words.T("Key…"), func() { p.close(); w.connectPage(s.Address) }))
			buttons.Add(newKey(words.T("Remove key"), func() { p.close(); w.Desk.ForgetKey(s.ID) }))
		}
		names := container.New(&tight{}, bold(s.Name), soft(where))
		list.Add(container.NewBorder(nil, line(), dot, container.NewCenter(buttons), inset(4, 4, 0, 0, names)))
	}
	note := prose(words.T("Another size or language counts from the next start on."))
	note.Importance = widget.LowImportance
	form := widget.NewForm(widget.NewFormItem(words.T("Look"), w.lookChoice()), widget.NewFormItem(words.T("Size"), w.sizeChoice()),
		widget.NewFormItem(words.T("Language"), w.languageChoice()))
	for _, row := range w.habits() {
		form.AppendItem(row)
	}
	required := newField(words.T("For example: Title, Catalog, ISRC"))
	required.SetText(strings.Join(w.view.Required, ", "))
	required.escaped = func() { p.cancel() }
	before := required.Text
	keep := func() {
		if required.Text != before {
			w.Desk.Require(strings.Split(required.Text, ","))
		}
	}
	required.OnSubmitted = func(string) { p.cancel() }
	if w.view.Site != nil {
		about := prose(words.T("Tracks at %s that lack one of these are pointed out before they are added or published.", w.view.Site.Name))
		about.Importance = widget.LowImportance
		form.Append(words.T("Required fields"), container.New(stacked{}, required, about))
	}
	scroll := container.NewVScroll(list)
	scroll.SetMinSize(fyne.NewSize(0, min(list.MinSize().Height, 260)))
	body := container.New(stacked{}, scroll, small(words.T("This window")), form, note)
	p = w.openPage("sites", words.T("Sites and settings"), w.inRoom(body, 640), 640, words.T("Connect a site…"), func() { keep(); w.connectPage("") }, nil)
	p.leave = keep
	p.back.SetText(words.T("Close"))
	w.win.Canvas().Focus(p.back)
}

var _ fyne.Theme = Theme{}
