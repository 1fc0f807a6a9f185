package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
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
	looks := widget.NewSelect([]string{words.T("As the system"), words.T("Light"), words.T("Dark")}, nil)
	looks.SetSelectedIndex(w.App.Preferences().Int(preferTheme))
	looks.OnChanged = func(string) { w.setLook(looks.SelectedIndex()) }
	tongues := w.languageChoice()
	note := prose(words.T("A language is spoken from the next start on."))
	note.Importance = widget.LowImportance
	form := widget.NewForm(widget.NewFormItem(words.T("Look"), looks), widget.NewFormItem(words.T("Language"), tongues))
	scroll := container.NewVScroll(list)
	scroll.SetMinSize(fyne.NewSize(0, min(list.MinSize().Height, 300)))
	body := container.New(stacked{}, scroll, small(words.T("This window")), form, note)
	p = w.openPage("sites", words.T("Sites and settings"), body, 640, words.T("Connect a site…"), func() { w.connectPage("") }, nil)
	p.back.SetText(words.T("Close"))
	w.win.Canvas().Focus(p.back)
}

// languageChoice lets the person choose the language of the next start.
func (w *Window) languageChoice() *widget.Select {
	names, tags := []string{words.T("As the system")}, []string{""}
	for _, l := range words.Languages() {
		names, tags = append(names, l.Name), append(tags, l.Tag)
	}
	choice := widget.NewSelect(names, nil)
	choice.SetSelectedIndex(max(slices.Index(tags, w.App.Preferences().String(preferLanguage)), 0))
	choice.OnChanged = func(string) { w.App.Preferences().SetString(preferLanguage, tags[choice.SelectedIndex()]) }
	return choice
}

// Language is the tag of the language to speak: the one that the person chose, or else the one that fits
// the system's best.
func Language(p fyne.Preferences) string {
	chosen := p.String(preferLanguage)
	if slices.ContainsFunc(words.Languages(), func(l words.Language) bool { return l.Tag == chosen }) {
		return chosen
	}
	return words.Match([]string{lang.SystemLocale().String()})
}

// setLook holds the window to light (1) or dark (2), or has it follow the system (0), from now on.
func (w *Window) setLook(look int) {
	w.App.Preferences().SetInt(preferTheme, look)
	w.applyLook()
}

// applyLook gives the window the look that was chosen last.
func (w *Window) applyLook() {
	t := Theme{}
	switch w.App.Preferences().Int(preferTheme) {
	case 1:
		v := theme.VariantLight
		t.Variant = &v
	case 2:
		v := theme.VariantDark
		t.Variant = &v
	}
	w.App.Settings().SetTheme(t)
}

// keysPage lists the keys.
func (w *Window) keysPage() {
	keys := container.New(pairs{})
	for _, k := range [][2]string{
		{words.T("Ctrl+%s", "O"), words.T("add files")},
		{words.T("Ctrl+%s", "L"), words.T("add addresses")},
		{words.T("Ctrl+%s", "N"), words.T("new job")},
		{words.T("Ctrl+%s", "F"), words.T("filter; Esc empties it")},
		{words.T("Ctrl+%s", "A"), words.T("select all that are shown")},
		{words.T("Ctrl+%s", "1"), words.T("MP3 on or off for the selection")},
		{words.T("Ctrl+%s", "2"), words.T("AIFF on or off")},
		{words.T("Ctrl+%s", "3"), words.T("WAV on or off")},
		{words.T("Delete"), words.T("remove the selected tracks")},
		{words.T("Ctrl+%s", "Z"), words.T("undo the last change")},
		{words.T("Ctrl+Return"), words.T("review and publish")},
		{words.T("Ctrl+%s", "."), words.T("stop what is being sent")},
		{words.T("Ctrl+%s", "R"), words.T("retry what failed, or was stopped")},
		{words.T("Ctrl+%s", "E"), words.T("export results")},
		{"F5", words.T("look at the site now")},
		{words.T("Ctrl+%s", ","), words.T("sites and settings")},
		{words.T("Ctrl+%s", "Q"), words.T("quit")},
		{words.T("Tab"), words.T("to the next part of the window")},
	} {
		keys.Add(bold(k[0]))
		keys.Add(text(k[1]))
	}
	w.openPage("keys", words.T("Keys"), keys, 380, "", nil, nil)
}

func (w *Window) aboutPage() {
	w.openPage("about", "Pressroom "+w.Version, prose(words.T("Publishes the import queue of a SourceAudio site. MIT licence.")), 360, "", nil, nil)
}

var _ fyne.Theme = Theme{}
