package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// presetBar offers the presets of the selection. What one would change is said before it acts: of the
// one under the pointer or with the focus, and else of the first that would change anything.
type presetBar struct {
	w       *Window
	object  fyne.CanvasObject
	buttons *fyne.Container
	preview *widget.Label
	shown   []desk.PresetView
	near    int // the one that the pointer or the focus is at, -1 for none
}

func newPresetBar(w *Window) *presetBar {
	b := &presetBar{w: w, buttons: container.New(parts.NewFlow(6)), preview: prose(""), near: -1}
	b.preview.Importance = widget.LowImportance
	b.object = container.New(stacked{}, inset(6, 2, 7, 0, b.buttons), b.preview)
	return b
}

func (b *presetBar) paint(presets []desk.PresetView) {
	show(b.object, len(presets) > 0)
	if len(presets) == 0 {
		return
	}
	named := len(presets) == len(b.shown)
	for n := range presets {
		named = named && presets[n].Name == b.shown[n].Name
	}
	b.shown = presets
	if !named {
		b.near = -1
		b.buttons.RemoveAll()
		for n, p := range presets {
			k := newPresetKey(p.Name, func() { b.apply(n) }, func(near bool) { b.approach(n, near) })
			b.buttons.Add(k)
			b.w.places.name(fmt.Sprint("preset.", n), k)
		}
	}
	for n, o := range b.buttons.Objects {
		able(o.(*presetKey), presets[n].Changes > 0)
	}
	b.say()
}

func (b *presetBar) apply(n int) { b.w.Desk.ApplyFormats(joined(b.shown[n].Formats)) }

// joined is a list of formats as the desk takes it.
func joined(formats []desk.Format) string {
	names := make([]string, len(formats))
	for n, f := range formats {
		names[n] = string(f)
	}
	return strings.Join(names, ",")
}

func (b *presetBar) approach(n int, near bool) {
	switch {
	case near:
		b.near = n
	case b.near == n:
		b.near = -1
	}
	b.say()
}

func (b *presetBar) say() {
	at := b.near
	for n := 0; at < 0 && n < len(b.shown); n++ {
		if b.shown[n].Changes > 0 {
			at = n
		}
	}
	if at < 0 {
		say(b.preview, words.T("No preset would change anything."))
		return
	}
	say(b.preview, words.T("%s: %s", b.shown[at].Name, b.shown[at].Preview))
}

// presetKey is a button that tells when the pointer or the focus comes near.
type presetKey struct {
	key
	near func(bool)
}

func newPresetKey(name string, pressed func(), near func(bool)) *presetKey {
	k := &presetKey{near: near}
	k.ExtendBaseWidget(k)
	k.Text, k.OnTapped = short(name, 24), pressed
	return k
}

// MouseIn is Fyne's.
func (k *presetKey) MouseIn(e *desktop.MouseEvent) { k.key.MouseIn(e); k.near(true) }

// MouseOut is Fyne's.
func (k *presetKey) MouseOut() { k.key.MouseOut(); k.near(false) }

// FocusGained is Fyne's.
func (k *presetKey) FocusGained() { k.key.FocusGained(); k.near(true) }

// FocusLost is Fyne's.
func (k *presetKey) FocusLost() { k.key.FocusLost(); k.near(false) }

// presetsPage edits the presets: a name and formats on each line.
func (w *Window) presetsPage() {
	e := &presetsEditor{w: w, lines: container.New(stacked{})}
	for _, p := range w.view.Presets {
		e.add(p)
	}
	more := newIconKey(words.T("Another preset"), theme.ContentAddIcon(), func() {
		e.add(desk.Preset{Formats: desk.Formats()[:1]})
		w.win.Canvas().Focus(e.rows[len(e.rows)-1].name)
		e.page.popup.Resize(e.page.popup.MinSize())
	})
	files := container.NewHBox(more,
		newKey(words.T("Import…"), func() {
			e.page.close()
			w.openFile(endings{".json"}, w.Desk.ImportPresets)
		}),
		newKey(words.T("Export…"), func() {
			e.page.close()
			w.saveAs("pressroom-presets.json", w.Desk.ExportPresets)
		}))
	hint := prose(words.T("A preset has tracks published as just its formats. It stands beside the formats of the selection, with what it would change."))
	hint.Importance = widget.LowImportance
	scroll := container.NewVScroll(e.lines)
	scroll.SetMinSize(fyne.NewSize(0, fyne.Max(120, fyne.Min(e.lines.MinSize().Height+8, 260))))
	e.page = w.openPage("presets", words.T("Presets"), container.New(stacked{}, hint, scroll, inset(6, 0, 0, 0, files)), 560,
		words.T("Keep the presets"), e.keep, nil)
	if len(e.rows) > 0 {
		w.win.Canvas().Focus(e.rows[0].name)
	}
}

type presetsEditor struct {
	w     *Window
	page  *page
	lines *fyne.Container
	rows  []*presetRow
}

type presetRow struct {
	object  fyne.CanvasObject
	name    *field
	formats []*widget.Check // in the order of desk.Formats
}

func (e *presetsEditor) add(p desk.Preset) {
	r := &presetRow{name: newField(words.T("Name"))}
	r.name.SetText(p.Name)
	r.name.escaped = func() { e.page.cancel() }
	checks := container.NewHBox()
	for _, f := range desk.Formats() {
		check := widget.NewCheck(strings.ToUpper(string(f)), nil)
		for _, has := range p.Formats {
			check.Checked = check.Checked || has == f
		}
		r.formats = append(r.formats, check)
		checks.Add(check)
	}
	checks.Add(newIconKey("", theme.DeleteIcon(), func() { e.remove(r) }))
	r.object = inset(3, 3, 0, 8, container.NewBorder(nil, nil, nil, checks, r.name))
	e.rows = append(e.rows, r)
	e.lines.Add(r.object)
}

func (e *presetsEditor) remove(r *presetRow) {
	for n, other := range e.rows {
		if other == r {
			e.rows = append(e.rows[:n], e.rows[n+1:]...)
			break
		}
	}
	e.lines.Remove(r.object)
	e.w.win.Canvas().Focus(e.page.main)
}

// keep hands the presets to the desk; a line without a name is one that was not filled in.
func (e *presetsEditor) keep() {
	var presets []desk.Preset
	for _, r := range e.rows {
		name := strings.TrimSpace(r.name.Text)
		if name == "" {
			continue
		}
		p := desk.Preset{Name: name}
		for n, check := range r.formats {
			if check.Checked {
				p.Formats = append(p.Formats, desk.Formats()[n])
			}
		}
		presets = append(presets, p)
	}
	e.page.close()
	e.w.Desk.SetPresets(presets)
}
