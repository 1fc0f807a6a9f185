package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
)

// metadataPage edits the metadata of the selection. Only fields that the person changed are sent; one
// that was emptied is taken away.
type metadataPage struct {
	w       *Window
	page    *page
	note    *widget.Label
	summary *widget.Label
	form    *fyne.Container
	more    *widget.SelectEntry
	rows    []*metaRow
	known   []string // names that are offered for a further field
}

type metaRow struct {
	name     string
	was      string // what the entry held when the page opened
	entry    *field
	required bool
}

// editMetadata has the desk show the selection's metadata; the page opens with it.
func (w *Window) editMetadata() {
	if len(w.view.Selection.IDs) > 0 && w.page == nil {
		w.Desk.EditMetadata()
	}
}

func (w *Window) metadataPage(v desk.View) {
	m := &metadataPage{w: w, note: prose(""), summary: prose(""), form: container.New(layoutPairs{})}
	m.note.Importance, m.summary.Importance = widget.LowImportance, widget.LowImportance
	m.more = widget.NewSelectEntry(nil)
	m.more.PlaceHolder = words.T("Another field, by its name")
	add := newKey(words.T("Add the field"), m.addField)
	m.more.OnSubmitted = func(string) { m.addField() }
	scroll := container.NewVScroll(inset(0, 0, 0, 12, m.form))
	body := container.New(stacked{}, m.note, scroll, inset(6, 0, 0, 12, container.NewBorder(nil, nil, nil, add, m.more)), m.summary)
	for _, f := range v.Metadata.Fields {
		m.addRow(f)
	}
	scroll.SetMinSize(fyne.NewSize(0, fyne.Min(m.form.MinSize().Height+8, 320)))
	var first fyne.Focusable
	if len(m.rows) > 0 {
		first = m.rows[0].entry
	}
	m.page = w.openPage("metadata", v.Metadata.Title, body, 620, words.T("Set the metadata"), m.set, first)
	m.page.leave = w.Desk.LeaveMetadata
	m.page.follow = m.follow
	m.follow(v)
	m.sum()
}

func (m *metadataPage) follow(v desk.View) {
	if v.Metadata == nil {
		m.page.close()
		return
	}
	say(m.page.title, v.Metadata.Title)
	tell(m.note, v.Metadata.Note)
	m.known = v.Metadata.Known
	m.more.SetOptions(m.known)
	m.sum()
}

func (m *metadataPage) addRow(f desk.MetaField) {
	r := &metaRow{name: f.Name, was: f.Value, required: f.Required, entry: newField(f.Said)}
	if f.Several > 0 {
		r.entry.PlaceHolder = words.T("%s; what you write here replaces them", f.Said)
	}
	r.entry.Text = f.Value
	r.entry.OnChanged = func(string) { m.sum() }
	r.entry.escaped = func() { m.page.cancel() }
	name := f.Name
	if f.Required {
		name = words.T("%s (required)", f.Name)
	}
	m.rows = append(m.rows, r)
	m.form.Add(text(name))
	m.form.Add(r.entry)
}

// addField takes a further field in by its name.
func (m *metadataPage) addField() {
	name := strings.TrimSpace(m.more.Text)
	if name == "" {
		m.w.win.Canvas().Focus(m.more)
		return
	}
	for _, r := range m.rows {
		if strings.EqualFold(r.name, name) {
			m.w.win.Canvas().Focus(r.entry)
			return
		}
	}
	m.addRow(desk.MetaField{Name: name})
	m.more.SetText("")
	m.w.win.Canvas().Focus(m.rows[len(m.rows)-1].entry)
}

// changed are the fields that were written in.
func (m *metadataPage) changed() (fields map[string]string, emptied []string) {
	fields = map[string]string{}
	for _, r := range m.rows {
		value := strings.TrimSpace(r.entry.Text)
		if value == r.was {
			continue
		}
		fields[r.name] = value
		if value == "" {
			emptied = append(emptied, r.name)
		}
	}
	return fields, emptied
}

// sum says what the main button would do.
func (m *metadataPage) sum() {
	if m.page == nil {
		return
	}
	fields, emptied := m.changed()
	switch {
	case len(fields) == 0:
		say(m.summary, words.T("Nothing is changed yet. A field that is left as it is stays as it is on each track."))
	case len(emptied) > 0:
		say(m.summary, words.T("Emptied, %s is taken away from every track of the selection.", strings.Join(emptied, ", ")))
	default:
		say(m.summary, words.N(len(fields), "%d field is set on every track of the selection.", "%d fields are set on every track of the selection."))
	}
	able(m.page.main, len(fields) > 0 && m.w.view.Metadata != nil && m.w.view.Metadata.Can)
}

func (m *metadataPage) set() {
	fields, _ := m.changed()
	if len(fields) == 0 {
		return
	}
	m.page.leave = nil
	m.page.close()
	m.w.Desk.SetMetadata(fields)
}

// layoutPairs lays out names and entries in two columns, each line as high as its entry.
type layoutPairs struct{}

const entryName, entryGap = 170, 4

func (layoutPairs) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for i := 1; i < len(objects); i += 2 {
		height += objects[i].MinSize().Height + entryGap
	}
	return fyne.NewSize(entryName+200, height)
}

func (layoutPairs) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for i := 1; i < len(objects); i += 2 {
		height := objects[i].MinSize().Height
		name := objects[i-1].MinSize().Height
		objects[i-1].Move(fyne.NewPos(0, y+(height-name)/2))
		objects[i-1].Resize(fyne.NewSize(entryName, name))
		objects[i].Move(fyne.NewPos(entryName, y))
		objects[i].Resize(fyne.NewSize(size.Width-entryName, height))
		y += height + entryGap
	}
}
