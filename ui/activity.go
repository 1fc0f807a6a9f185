package ui

import (
	"strings"

	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// whenWidth is how wide the times of the log are.
const whenWidth = 150

// activityPage lists what was asked for and said at the site, the latest first.
func (w *Window) activityPage() {
	if w.view.Site == nil {
		return
	}
	whole := prose("") // the selected line, which the table may cut
	whole.Importance = widget.LowImportance
	var shown *desk.ActivityView
	var f *finder
	columns := []parts.Column{{ID: "when", Title: words.T("When"), Width: whenWidth, MinWidth: whenWidth}, {ID: "what", Title: words.T("What"), Width: w.finderSize().Width - whenWidth, MinWidth: 300}}
	f = w.openFinder("activity", words.T("Activity at %s", short(w.view.Site.Name, 40)), words.T("Search what was asked for and said"), columns,
		high(56, whole), words.T("Copy"), func() { w.copyActivity(shown, f.table.Selection()) }, w.Desk.FindActivity)
	f.gone = w.Desk.LeaveActivity
	f.main.Disable()
	f.table.OnCopy = func(ids []int64) { w.copyActivity(shown, ids) }
	read := func(ids []int64) {
		said := words.T("Select a line to read all of it.")
		if len(ids) == 1 {
			said = shown.Lines[ids[0]].What
		}
		say(whole, said)
	}
	read(nil)
	f.table.OnSelection = read
	f.follow = func(v desk.View) {
		if v.Activity == nil || v.Activity == shown {
			return
		}
		shown = v.Activity
		switch {
		case shown.Loading:
			f.table.SetEmpty(words.T("Reading the log…"), "")
		case shown.All == 0:
			f.table.SetEmpty(words.T("Nothing has happened yet."), words.T("What you ask for here, and what came of it, is kept in this log."))
		default:
			f.table.SetEmpty(words.T("Nothing matches."), words.T("Search for part of what was asked for or said."))
		}
		say(f.count, words.N(shown.All, "%[2]s of %[1]d line", "%[2]s of %[1]d lines", words.Figure(len(shown.Lines))))
		able(f.main, len(shown.Lines) > 0)
		f.table.SetSelection(nil) // lines are known by their place, which is another now
		read(nil)
		f.table.SetModel(newList(shown.Lines, nil, activityCell))
	}
	f.follow(w.view)
}

func activityCell(l desk.ActivityLine, column int) parts.Cell {
	if column == 0 {
		return parts.Cell{Text: l.When, Tone: parts.Soft}
	}
	return parts.Cell{Text: l.What, Tone: toned(l.Tone)}
}

// copyActivity puts lines of the log on the clipboard as text: those with these numbers, or all.
func (w *Window) copyActivity(v *desk.ActivityView, numbers []int64) {
	var text strings.Builder
	write := func(l desk.ActivityLine) { text.WriteString(l.When + "\t" + l.What + "\n") }
	for _, n := range numbers {
		write(v.Lines[n])
	}
	if len(numbers) == 0 {
		for _, l := range v.Lines {
			write(l)
		}
	}
	w.App.Clipboard().SetContent(text.String())
}
