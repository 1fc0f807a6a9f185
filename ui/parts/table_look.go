package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// tableLook is what the table takes from the theme, read once and not while
// cells are painted.
type tableLook struct {
	panel, head, line, chosen, hover, accent, soft, chipLine color.Color

	tones         [Waiting + 1]color.Color
	text, caption float32
}

func readLook(t *Table) tableLook {
	th := themeOf(t)
	l := tableLook{
		panel:    th.color(ColorPanel),
		head:     th.color(theme.ColorNameHeaderBackground),
		line:     th.color(theme.ColorNameSeparator),
		chosen:   th.color(ColorChosen),
		hover:    th.color(theme.ColorNameHover),
		accent:   th.color(theme.ColorNamePrimary),
		soft:     th.color(ColorSoft),
		chipLine: th.color(ColorLine),
		text:     th.size(theme.SizeNameText),
		caption:  th.size(theme.SizeNameCaptionText),
	}
	for tone := range l.tones {
		l.tones[tone] = th.tone(textTone(Tone(tone)))
	}
	return l
}

// restyle reads the theme again and paints everything anew.
func (t *Table) restyle() {
	t.look = readLook(t)
	t.texts.reset(t.look.text)
	t.titles.reset(t.look.caption)
	t.body.restyle()
	t.head.restyle()
	t.empty.restyle(themeOf(t))
}

func (b *tableBody) restyle() {
	look := &b.t.look
	b.hover.FillColor = look.hover
	b.ring.FillColor, b.ring.StrokeColor = color.Transparent, look.accent
	b.hover.Refresh()
	b.ring.Refresh()
	for _, v := range b.pool {
		v.restyle(look)
	}
	b.bind()
}

// tableRenderer lays out rows, header and the note for no rows.
type tableRenderer struct {
	t       *Table
	clip    *container.Clip
	objects []fyne.CanvasObject
}

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	r := &tableRenderer{t: t, clip: container.NewClip(t.head)}
	r.objects = []fyne.CanvasObject{t.scroll, r.clip, t.empty.box}
	t.restyle()
	return r
}

func (r *tableRenderer) Destroy()                     {}
func (r *tableRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *tableRenderer) MinSize() fyne.Size { return fyne.NewSize(160, rowHeight*4) }

func (r *tableRenderer) Refresh() {
	r.t.restyle()
	r.Layout(r.t.Size())
}

func (r *tableRenderer) Layout(size fyne.Size) {
	r.clip.Resize(fyne.NewSize(size.Width, rowHeight))
	view := fyne.NewSize(size.Width, max(0, size.Height-rowHeight))
	r.t.scroll.Move(fyne.NewPos(0, rowHeight))
	r.t.empty.box.Move(fyne.NewPos(0, rowHeight))
	r.t.empty.layout(view)
	r.t.layoutColumns(view)
}

// layoutColumns shares the view's width out and lets rows and header follow.
func (t *Table) layoutColumns(view fyne.Size) {
	resized := view != t.scroll.Size()
	t.columns.fit(view.Width)
	t.scroll.Resize(view)
	t.columnsChanged(resized)
}

func (t *Table) columnsChanged(resized bool) {
	t.body.grow()
	t.body.reshape()
	t.body.Resize(t.bodySize())
	t.body.bind()
	if resized {
		t.scroll.Offset.Y = t.clampY(t.scroll.Offset.Y)
	}
	t.scroll.Refresh()
	t.head.Resize(fyne.NewSize(t.bodySize().Width, rowHeight))
	t.head.update()
	t.scrolled()
}
