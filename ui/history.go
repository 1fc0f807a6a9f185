package ui

import (
	"slices"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// historyColumns are the columns of the history of jobs, in order.
var historyColumns = []struct {
	title    words.Sentence
	width    float32
	trailing bool
	cell     func(desk.FoundJob) parts.Cell
}{
	{words.Later("Job"), 150, false, func(j desk.FoundJob) parts.Cell { return parts.Cell{Text: j.Name} }},
	{words.Later("Number"), 84, false, func(j desk.FoundJob) parts.Cell { return parts.Cell{Text: j.Number, Tone: parts.Soft} }},
	{words.Later("State"), 146, false, func(j desk.FoundJob) parts.Cell { return parts.Cell{Text: j.State, Tone: toned(j.Tone)} }},
	{words.Later("Started"), 146, false, func(j desk.FoundJob) parts.Cell { return parts.Cell{Text: j.Started} }},
	{words.Later("Ended"), 146, false, func(j desk.FoundJob) parts.Cell { return parts.Cell{Text: j.Ended} }},
	{words.Later("Took"), 84, true, func(j desk.FoundJob) parts.Cell { return parts.Cell{Text: j.Took, Tone: parts.Soft} }},
	{words.Later("Done"), 70, true, func(j desk.FoundJob) parts.Cell { return parts.Cell{Text: j.Done} }},
	{words.Later("Errored"), 88, true, func(j desk.FoundJob) parts.Cell { return parts.Cell{Text: j.Errored, Tone: erroredTone(j)} }},
}

// erroredTone lets a count of nothing be overlooked.
func erroredTone(j desk.FoundJob) parts.Tone {
	if j.Errored == words.Figure(0) {
		return parts.Soft
	}
	return parts.Errored
}

// historyPage lists every job that there was at the site; one of them can be chosen.
func (w *Window) historyPage() {
	if w.view.Site == nil {
		return
	}
	var columns []parts.Column
	for _, c := range historyColumns {
		columns = append(columns, parts.Column{ID: c.title.String(), Title: c.title.String(), Width: c.width, MinWidth: c.width - 16, Trailing: c.trailing})
	}
	var f *finder
	open := func() {
		if ids := f.table.Selection(); len(ids) == 1 {
			f.close()
			if w.jobs.chosen != ids[0] { // which would let it go
				w.jobs.choose(ids[0])
			}
		}
	}
	f = w.openFinder("history", words.T("All jobs of %s", short(w.view.Site.Name, 40)), words.T("Search by name, number or state"), columns, nil,
		words.T("Show the job"), func() { open() }, w.Desk.FindJobs)
	f.gone = w.Desk.LeaveJobs
	f.main.Disable()
	f.table.OnSelection = func(ids []int64) { able(f.main, len(ids) == 1) }
	f.table.OnOpen = func(id int64) {
		f.table.SetSelection([]int64{id})
		open()
	}
	var shown []desk.FoundJob
	f.follow = func(v desk.View) {
		if v.FoundJobs == nil {
			return
		}
		if len(v.FoundJobs.Jobs) == 0 {
			f.table.SetEmpty(words.T("No job matches."), words.T("Search for part of its name, its number, or a state such as “finished”."))
		}
		say(f.count, words.N(v.FoundJobs.All, "%[2]s of %[1]d job", "%[2]s of %[1]d jobs", words.Figure(len(v.FoundJobs.Jobs))))
		if shown == nil || !slices.Equal(shown, v.FoundJobs.Jobs) {
			shown = v.FoundJobs.Jobs
			f.table.SetModel(newList(shown, func(j desk.FoundJob) int64 { return j.Row },
				func(j desk.FoundJob, column int) parts.Cell { return historyColumns[column].cell(j) }))
		}
	}
	f.follow(w.view)
}
