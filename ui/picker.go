package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// selectionPanel shows the selection at the right: what it is published as, and its metadata.
type selectionPanel struct {
	w       *Window
	object  fyne.CanvasObject
	empty   fyne.CanvasObject
	full    fyne.CanvasObject
	title   *widget.Label
	of      *widget.Label
	choices map[string]*parts.Choice
	note    *widget.Label
	problem *widget.Label
	fields  *fyne.Container
	about   fyne.CanvasObject // heading of fields
	presets *presetBar
	// How far what was asked for is, in place.
	progress fyne.CanvasObject
	bar      *parts.Bar
	sent     *widget.Label
	edit     *key
	shown    []desk.Field
}

func newSelectionPanel(w *Window) *selectionPanel {
	p := &selectionPanel{
		w: w, title: bold(""), of: soft(""), note: prose(""), problem: prose(""),
		choices: map[string]*parts.Choice{}, fields: container.New(pairs{}),
	}
	p.title.SizeName = "subHeadingText"
	p.note.Importance = widget.LowImportance
	p.problem.Importance = widget.DangerImportance
	choices := container.New(stacked{})
	for _, f := range []struct{ format, label string }{{"mp3", "MP3"}, {"aiff", "AIFF"}, {"wav", "WAV"}} {
		c := parts.NewChoice(f.label, func(on bool) { w.Desk.SetFormat(f.format, on) })
		p.choices[f.format] = c
		choices.Add(inset(0, 0, 3, 3, c)) // its box stands beneath the words above
	}
	p.about, p.presets = small(words.T("Metadata")), newPresetBar(w)
	p.bar, p.sent = parts.NewBar(), soft("")
	p.progress = container.New(stacked{}, inset(8, 0, 7, 0, p.bar), p.sent)
	p.progress.Hide()
	p.edit = newKey(words.T("Edit metadata…"), w.editMetadata)
	p.full = container.New(stacked{}, container.New(&tight{}, p.title, p.of), p.problem, small(words.T("Publish as")), choices, p.progress, p.presets.object, p.note, p.about, p.fields,
		inset(8, 0, 7, 0, container.NewHBox(p.edit)))
	hint := prose(words.T("Select tracks in the table: click one, Shift-click to the last of several, Ctrl-click for single ones, Ctrl+A for all.\n\n" +
		"What they are published as, and their metadata, then appear here."))
	hint.Importance = widget.LowImportance
	nothing := bold(words.T("No track selected"))
	nothing.SizeName = "subHeadingText"
	p.empty = container.New(stacked{}, nothing, hint)
	body := container.NewVScroll(inset(8, 8, 7, 7, container.NewStack(p.empty, p.full)))
	p.object = wide(300, container.NewBorder(nil, nil, line(), nil, body))
	p.full.Hide()
	return p
}

func (p *selectionPanel) paint(v desk.View) {
	s := v.Selection
	show(p.empty, len(s.IDs) == 0)
	show(p.full, len(s.IDs) > 0)
	if len(s.IDs) == 0 {
		return
	}
	say(p.title, s.Title)
	say(p.of, s.Of)
	tell(p.problem, s.Problem)
	tell(p.note, s.Note)
	for _, f := range s.Formats {
		c := p.choices[f.Format]
		if c == nil {
			continue
		}
		c.SetState(map[desk.FormatState]parts.State{
			desk.FormatOff: parts.Off, desk.FormatOn: parts.On, desk.FormatMixed: parts.Mixed,
		}[f.State])
		c.SetNote(f.Note)
		able(c, s.Can)
	}
	show(p.progress, v.Work.Of > 1)
	if v.Work.Of > 1 {
		p.bar.SetParts(v.Work.Sent-v.Work.Failed, 0, v.Work.Failed, v.Work.Of-v.Work.Sent)
		say(p.sent, working(v.Work))
	}
	p.presets.paint(s.Presets)
	able(p.edit, s.Can)
	p.paintFields(s.Fields)
}

func (p *selectionPanel) paintFields(fields []desk.Field) {
	show(p.about, len(fields) > 0)
	if same(fields, p.shown) {
		return
	}
	p.shown = fields
	p.fields.RemoveAll()
	for _, f := range fields {
		p.fields.Add(soft(fieldWord(f.Name)))
		p.fields.Add(text(f.Value))
	}
}

func same(a, b []desk.Field) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// fieldWords are the site's names of fields, as they are shown; others are shown as they are.
var fieldWords = map[string]words.Sentence{
	"Title": words.Later("Title"), "Catalog": words.Later("Catalog"), "Album": words.Later("Album"),
	"Artist": words.Later("Artist"), "Composer": words.Later("Composer"),
}

func fieldWord(name string) string {
	if word, known := fieldWords[name]; known {
		return word.String()
	}
	return name
}

// tell shows a sentence, or hides its label where there is none.
func tell(l *widget.Label, words string) {
	show(l, words != "")
	if words != "" {
		say(l, words)
	}
}

// small is a heading within a panel.
func small(words string) fyne.CanvasObject {
	l := bold(words)
	l.SizeName, l.Importance = "helperText", widget.LowImportance
	return inset(8, 0, 0, 0, l)
}

// stacked lays objects one under another, each as wide as there is room, with no gap between them:
// labels bring their own.
type stacked struct{}

func (stacked) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			least := o.MinSize()
			size.Width = fyne.Max(size.Width, least.Width)
			size.Height += least.Height
		}
	}
	return size
}

func (stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		height := o.MinSize().Height // anew: text that wraps knows its height once it has a width
		o.Resize(fyne.NewSize(size.Width, height))
		o.Move(fyne.NewPos(0, y))
		y += height
	}
}

// pairs lays out names and values in two columns, close together.
type pairs struct{}

const pairName, pairStep = 96, 24

func (pairs) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(pairName+60, float32(len(objects)/2)*pairStep)
}

func (pairs) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		x, width := float32(0), float32(pairName)
		if i%2 == 1 {
			x, width = pairName, size.Width-pairName
		}
		o.Move(fyne.NewPos(x, float32(i/2)*pairStep))
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
	}
}
