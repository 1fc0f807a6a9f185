package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
)

func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

func ctrlShift(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

// menu holds every action, with its shortcut. Under a page none of them acts.
func (w *Window) menu() *fyne.MainMenu {
	always := func(words string, shortcut fyne.Shortcut, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(words, func() {
			// Fyne's own dialogs and menus lie over the window just as pages do.
			if w.page == nil && w.win.Canvas().Overlays().Top() == nil {
				do()
			}
		})
		i.Shortcut = shortcut
		return i
	}
	item := func(words string, shortcut fyne.Shortcut, do func()) *fyne.MenuItem { // only with a site
		return always(words, shortcut, func() {
			if w.view.Site != nil {
				do()
			}
		})
	}
	quit := fyne.NewMenuItem(words.T("Quit"), w.Quit)
	quit.IsQuit, quit.Shortcut = true, ctrl(fyne.KeyQ)
	tracks := append([]*fyne.MenuItem{
		item(words.T("Add files…"), ctrl(fyne.KeyO), w.addFiles),
		item(words.T("Add a folder…"), nil, w.addFolder),
		item(words.T("Add addresses…"), ctrl(fyne.KeyL), w.addressesPage),
		item(words.T("Add a list (CSV, XLSX)…"), nil, w.addList),
		fyne.NewMenuItemSeparator(),
	}, w.formatMenuItems(item)...)
	tracks = append(tracks,
		item(words.T("Presets…"), nil, w.presetsPage),
		item(words.T("Edit metadata…"), ctrl(fyne.KeyM), w.editMetadata),
		fyne.NewMenuItemSeparator(), item(words.T("Remove… (Delete)"), nil, w.removePage))
	return fyne.NewMainMenu(
		fyne.NewMenu(words.T("File"),
			always(words.T("Connect a site…"), nil, func() { w.connectPage("") }),
			always(words.T("Practice site"), nil, w.Desk.OpenPractice),
			always(words.T("Sites and settings…"), ctrl(fyne.KeyComma), w.sitesPage),
			fyne.NewMenuItemSeparator(), quit),
		fyne.NewMenu(words.T("Edit"),
			w.own(words.T("Undo the last change"), &fyne.ShortcutUndo{}, w.undo),
			w.own(words.T("Redo what was undone"), ctrlShift(fyne.KeyZ), w.redo),
			fyne.NewMenuItemSeparator(),
			w.own(words.T("Copy the selected rows"), &fyne.ShortcutCopy{}, w.copySelection),
			w.own(words.T("Paste tracks"), &fyne.ShortcutPaste{}, w.paste),
			fyne.NewMenuItemSeparator(),
			item(words.T("Filter"), ctrl(fyne.KeyF), func() { w.win.Canvas().Focus(w.top.filter) }),
			w.own(words.T("Select all shown"), &fyne.ShortcutSelectAll{}, w.selectAll),
			item(words.T("Select none"), nil, w.queue.table.ClearSelection)),
		fyne.NewMenu(words.T("Tracks"), tracks...),
		fyne.NewMenu(words.T("Job"),
			item(words.T("New job…"), ctrl(fyne.KeyN), w.newJobPage),
			item(words.T("Jobs"), ctrl(fyne.KeyJ), w.jobs.focus),
			item(words.T("All jobs…"), nil, w.historyPage),
			w.own(words.T("Review and publish…"), ctrl(fyne.KeyReturn), w.submitOrReview),
			fyne.NewMenuItemSeparator(),
			item(words.T("Stop what is being sent"), ctrl(fyne.KeyPeriod), w.Desk.Stop),
			item(words.T("Retry what failed"), ctrl(fyne.KeyR), w.Desk.Retry),
			fyne.NewMenuItemSeparator(),
			item(words.T("Export results…"), ctrl(fyne.KeyE), w.exportPage),
			item(words.T("Save receipt…"), nil, w.receiptPage)),
		fyne.NewMenu(words.T("View"),
			item(words.T("Refresh (F5)"), nil, w.Desk.Refresh),
			item(words.T("Activity…"), nil, w.activityPage),
			always(words.T("Light"), ctrlShift(fyne.KeyL), func() { w.setLook(1) }),
			always(words.T("Dark"), ctrlShift(fyne.KeyD), func() { w.setLook(2) }),
			always(words.T("As the system"), nil, func() { w.setLook(0) })),
		fyne.NewMenu(words.T("Help"),
			always(words.T("Keys (F1)"), nil, w.keysPage),
			always(words.T("Save diagnostics…"), nil, w.saveDiagnostics),
			always(words.T("Look for a newer version…"), nil, w.newerPage),
			always(words.T("About Pressroom"), nil, w.aboutPage)))
}

// own is an item whose action knows by itself what it means on a page.
func (w *Window) own(words string, shortcut fyne.Shortcut, do func()) *fyne.MenuItem {
	i := fyne.NewMenuItem(words, do)
	i.Shortcut = shortcut
	return i
}

// submitOrReview reviews the next job; on a page it is the page's main button instead.
func (w *Window) submitOrReview() {
	if w.page != nil {
		w.page.submit()
	} else {
		w.review()
	}
}

var formatKeys = []struct {
	format, label string
	key           fyne.KeyName
}{{"mp3", "MP3", fyne.Key1}, {"aiff", "AIFF", fyne.Key2}, {"wav", "WAV", fyne.Key3}}

// toggleFormat does what a click on the format's choice does.
func (w *Window) toggleFormat(format string) {
	for _, f := range w.view.Selection.Formats {
		if f.Format == format && w.view.Selection.Can {
			w.Desk.SetFormat(format, f.State != desk.FormatOn)
		}
	}
}

func (w *Window) formatMenuItems(item func(string, fyne.Shortcut, func()) *fyne.MenuItem) (items []*fyne.MenuItem) {
	for _, f := range formatKeys {
		items = append(items, item(words.T("Publish as %s, on or off", f.label), ctrl(f.key), func() { w.toggleFormat(f.format) }))
	}
	return items
}

// formatItems are the format choices of the selection, as a menu.
func (w *Window) formatItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, f := range w.view.Selection.Formats {
		item := fyne.NewMenuItem(words.T("Publish as %s", f.Label), func() { w.toggleFormat(f.Format) })
		item.Checked, item.Disabled = f.State == desk.FormatOn, !w.view.Selection.Can
		items = append(items, item)
	}
	return items
}

// addItems are the ways in. What the site does not take says so.
func (w *Window) addItems() []*fyne.MenuItem {
	files, folder := fyne.NewMenuItem(words.T("Files…"), w.addFiles), fyne.NewMenuItem(words.T("A folder…"), w.addFolder)
	if w.view.Site != nil && !w.view.Site.Practice {
		files.Label, folder.Label = words.T("Files… (only the practice site takes them)"), words.T("A folder… (only the practice site takes it)")
		files.Disabled, folder.Disabled = true, true
	}
	return []*fyne.MenuItem{
		files, folder,
		fyne.NewMenuItem(words.T("Addresses…"), w.addressesPage),
		fyne.NewMenuItem(words.T("A list (CSV, XLSX)…"), w.addList),
	}
}

// addFiles asks for a file. Only the practice site takes files; any other is given addresses.
func (w *Window) addFiles() {
	if !w.view.Site.Practice {
		w.addressesPage()
		return
	}
	w.openFile(nil, func(path string) { w.Desk.AddTracks([]string{path}, desk.DefaultJob) })
}

func (w *Window) addFolder() {
	if !w.view.Site.Practice {
		w.addressesPage()
		return
	}
	dialog.ShowFolderOpen(func(folder fyne.ListableURI, err error) {
		if err == nil && folder != nil {
			w.Desk.AddTracks([]string{folder.Path()}, desk.DefaultJob)
		}
	}, w.win)
}
