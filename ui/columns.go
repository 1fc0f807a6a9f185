package ui

import (
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// keepColumns has the desk keep how the table is arranged, for the site that is shown.
func (q *queue) keepColumns() {
	content, err := json.Marshal(q.table.Layout())
	if err != nil {
		q.w.Log.Error("describe the columns", "error", err)
		return
	}
	q.arranged = string(content)
	q.w.Desk.KeepColumns(q.arranged)
}

// arrange arranges the table as it was kept for the site that is shown.
func (q *queue) arrange(v desk.View) {
	if v.Site.ID == q.site && (v.Columns == q.arranged || v.Columns == "") {
		return
	}
	var states []parts.ColumnState
	if v.Columns != "" {
		if err := json.Unmarshal([]byte(v.Columns), &states); err != nil {
			q.w.Log.Warn("read how the columns were", "error", err)
		}
	}
	if len(states) == 0 {
		states = firstColumns()
	}
	q.site, q.arranged = v.Site.ID, v.Columns
	q.table.SetLayout(states)
}

// firstColumns is how the table is arranged at first.
func firstColumns() (states []parts.ColumnState) {
	for _, c := range columns {
		states = append(states, parts.ColumnState{ID: string(c.id), Hidden: c.hidden})
	}
	return states
}

// columnsMenu offers the columns to be shown and hidden.
func (w *Window) columnsMenu(at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", w.columnItems()...), w.win.Canvas(), at)
}

func (w *Window) columnItems() []*fyne.MenuItem {
	hidden := map[string]bool{}
	for _, c := range w.queue.table.Layout() {
		hidden[c.ID] = c.Hidden
	}
	var items []*fyne.MenuItem
	for _, c := range columns {
		id := string(c.id)
		item := fyne.NewMenuItem(c.title.String(), func() { w.queue.table.ShowColumn(id, hidden[id]) })
		item.Checked = !hidden[id]
		items = append(items, item)
	}
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(words.T("As at first"), func() {
		w.queue.table.SetLayout(firstColumns())
		w.queue.keepColumns()
	}))
}

// copyRows puts rows on the clipboard, as lines of a table.
func (w *Window) copyRows(ids []int64) {
	if len(ids) > 0 {
		w.App.Clipboard().SetContent(w.queue.table.Text(ids))
	}
}
