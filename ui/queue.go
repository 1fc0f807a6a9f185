package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// columns are the table's columns, in order.
var columns = []struct {
	id    desk.Column
	title words.Sentence
	width float32
	least float32
	// hidden says that it is not shown until somebody wants it.
	hidden bool
	cell   func(*desk.Row) parts.Cell
}{
	{desk.ColumnTitle, words.Later("Title"), 210, 160, false, func(r *desk.Row) parts.Cell { return parts.Cell{Text: r.Title} }},
	{desk.ColumnFile, words.Later("File"), 210, 90, false, func(r *desk.Row) parts.Cell { return parts.Cell{Text: r.File, Tone: parts.Soft} }},
	{desk.ColumnAlbum, words.Later("Album"), 120, 70, false, func(r *desk.Row) parts.Cell { return parts.Cell{Text: r.Album} }},
	{desk.ColumnCatalog, words.Later("Catalog"), 110, 70, true, func(r *desk.Row) parts.Cell { return parts.Cell{Text: r.Catalog} }},
	{desk.ColumnJob, words.Later("Job"), 110, 70, true, func(r *desk.Row) parts.Cell { return parts.Cell{Text: r.Job, Tone: parts.Soft} }},
	{desk.ColumnStatus, words.Later("Status"), 100, 88, false, func(r *desk.Row) parts.Cell { return parts.Cell{Text: r.Status, Tone: toned(r.Tone)} }},
	{desk.ColumnFormats, words.Later("Formats"), 146, 146, false, func(r *desk.Row) parts.Cell { return parts.Cell{Chips: r.Formats} }},
	{desk.ColumnUpload, words.Later("Upload"), 92, 90, false, func(r *desk.Row) parts.Cell { return parts.Cell{Text: r.UploadID, Tone: parts.Soft} }},
	{desk.ColumnTrack, words.Later("Track"), 80, 74, false, func(r *desk.Row) parts.Cell { return parts.Cell{Text: r.TrackID, Tone: parts.Soft} }},
}

// rows shows the desk's rows to the table, which asks for the cells of one row after the other.
type rows struct {
	*desk.Rows
	at   int
	last *desk.Row // the one there
}

func (r *rows) Row(id int64) (int, bool) { return r.Index(id) }

func (r *rows) Cell(row, column int) parts.Cell {
	if r.last == nil || r.at != row {
		r.at, r.last = row, r.At(row)
	}
	return columns[column].cell(r.last)
}

// queue is the table in the middle.
type queue struct {
	w     *Window
	table *parts.Table
	// The site of which the columns are shown, and how they were kept for it.
	site, arranged string
	shown          *desk.Rows
}

func newQueue(w *Window) *queue {
	var made []parts.Column
	for _, c := range columns {
		made = append(made, parts.Column{ID: string(c.id), Title: c.title.String(), Width: c.width, MinWidth: c.least})
	}
	q := &queue{w: w, table: parts.NewTable(made)}
	q.table.OnLayout, q.table.OnHeaderMenu, q.table.OnCopy = q.keepColumns, w.columnsMenu, w.copyRows
	q.table.SetLayout(firstColumns())
	q.table.OnSelection = w.Desk.Select
	q.table.OnSort = func(id string) { w.Desk.SortBy(desk.Column(id)) }
	q.table.OnMenu = func(_ int64, at fyne.Position) { w.rowMenu(at) }
	return q
}

func (q *queue) paint(v desk.View) {
	switch {
	case v.All > 0:
		q.table.SetEmpty(words.T("Nothing matches the filter."), words.T("Press Esc in the filter to show all tracks again."))
	case v.Site.State == desk.SiteReady:
		q.table.SetEmpty(words.T("Nothing waits to be published."), words.T("Drop files here, or add tracks."))
	case v.Site.State == desk.SiteConnecting:
		q.table.SetEmpty(words.T("Looking at %s…", v.Site.Name), "")
	default:
		q.table.SetEmpty(words.T("The queue of %s is not known.", v.Site.Name), words.T("What is wrong stands above."))
	}
	q.arrange(v)
	q.table.SetSort(string(v.Sort), v.Descending)
	if q.shown != v.Rows {
		q.shown = v.Rows
		q.table.SetModel(&rows{Rows: v.Rows})
	}
}

func (q *queue) focus() { q.w.win.Canvas().Focus(q.table) }

// rowMenu offers what can be done with the selection.
func (w *Window) rowMenu(at fyne.Position) {
	remove := fyne.NewMenuItem(words.T("Remove…"), w.removePage)
	remove.Disabled = w.view.Selection.Removal == nil
	edit := fyne.NewMenuItem(words.T("Edit metadata…"), w.editMetadata)
	edit.Disabled = !w.view.Selection.Can
	items := append(w.formatItems(), fyne.NewMenuItemSeparator(), edit,
		fyne.NewMenuItem(words.T("Copy"), func() { w.copyRows(w.view.Selection.IDs) }), fyne.NewMenuItemSeparator(), remove)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), at)
}
