package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
)

// exportPage asks which results are written out, and as what.
func (w *Window) exportPage() { w.exportPageOf(0) }

// exportJob asks the same, for the tracks of a job.
func (w *Window) exportJob(row int64) { w.exportPageOf(row) }

// part is which tracks are written out.
type part struct {
	label string
	part  desk.Part
	job   int64
	file  string // what a file of them is called
}

// exportParts are the tracks that can be written out, the likeliest first.
func (w *Window) exportParts() (found []part) {
	if n := len(w.view.Selection.IDs); n > 0 {
		found = append(found, part{words.N(n, "The %d selected track", "The %d selected tracks"), desk.Selected, 0, words.T("selection")})
	}
	if n := w.view.Rows.Len(); n > 0 {
		found = append(found, part{words.N(n, "The %d track shown", "All %d tracks shown"), desk.Shown, 0, words.T("tracks")})
	}
	for _, j := range w.view.Jobs {
		found = append(found, part{words.T("Job “%s”, %s", j.Name, j.When), desk.OfJob, j.Row, j.Name})
	}
	return found
}

func (w *Window) exportPageOf(job int64) {
	if w.view.Site == nil {
		return
	}
	all := w.exportParts()
	labels := make([]string, len(all))
	at := 0
	for n, each := range all {
		labels[n] = each.label
		if job != 0 && each.job == job {
			at = n
		}
	}
	what := widget.NewSelect(labels, nil)
	what.SetSelectedIndex(at)
	kinds := []string{"XLSX", "CSV", "JSON"}
	kind := widget.NewRadioGroup(kinds, nil)
	kind.Horizontal, kind.Required = true, true
	kind.SetSelected(kinds[0])
	hint := prose(words.T("Ids, file, source, title, job, formats, status, error, times and metadata. XLSX and CSV can be added again as a list: rows that you changed change their tracks."))
	hint.Importance = widget.LowImportance
	var p *page
	save := func() {
		chosen, ending := all[max(what.SelectedIndex(), 0)], "."+strings.ToLower(kind.Selected)
		p.close()
		w.saveAs(fileName(chosen.file)+ending, func(path string) { w.Desk.Export(chosen.part, chosen.job, path) })
	}
	form := widget.NewForm(widget.NewFormItem(words.T("Tracks"), what), widget.NewFormItem(words.T("Kind"), kind))
	copied := newKey(words.T("Copy the selection"), func() { p.close(); w.Desk.CopyResults() })
	if len(w.view.Selection.IDs) == 0 {
		copied.SetText(words.T("Copy what is shown"))
	}
	p = w.openPage("export", words.T("Export results"), container.New(stacked{}, form, hint, container.NewHBox(copied)), 520, words.T("Save as…"), save, nil)
}

// receiptPage asks of which job a receipt is saved.
func (w *Window) receiptPage() {
	if w.view.Site == nil || len(w.view.Jobs) == 0 {
		return
	}
	var labels []string
	at := 0
	for n, j := range w.view.Jobs {
		labels = append(labels, words.T("Job “%s”, %s", j.Name, j.When))
		if w.view.Job != nil && w.view.Job.Row == j.Row {
			at = n
		}
	}
	jobs := widget.NewSelect(labels, nil)
	jobs.SetSelectedIndex(at)
	hint := prose(words.T("A page to print or to file: the site, the job, its counts, tracks and times. It holds no addresses and no key."))
	hint.Importance = widget.LowImportance
	var p *page
	p = w.openPage("receipt", words.T("Save a receipt"), container.New(stacked{}, jobs, hint), 480, words.T("Save as…"), func() {
		j := w.view.Jobs[max(jobs.SelectedIndex(), 0)]
		p.close()
		w.saveAs(fileName(words.T("Receipt %s", j.Name))+".html", func(path string) { w.Desk.SaveReceipt(j.Row, path) })
	}, nil)
}

// addList asks for a list of tracks.
func (w *Window) addList() {
	w.openFile(endings{".csv", ".tsv", ".txt", ".xlsx"}, func(path string) { w.Desk.AddTracks([]string{path}, desk.DefaultJob) })
}

// fileName is a name that every system takes for a file.
func fileName(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name)
	return fmt.Sprint("Pressroom ", short(strings.Trim(plain, ". "), 60))
}
