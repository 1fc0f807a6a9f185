package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// emptyNote is what stands in a table without rows: a title and a few lines.
type emptyNote struct {
	box         *fyne.Container
	title, text string
	th          themed
	size        fyne.Size
}

func newEmptyNote() *emptyNote { return &emptyNote{box: container.NewWithoutLayout()} }

func (n *emptyNote) set(title, text string) {
	n.title, n.text = title, text
	n.layout(n.size)
}

func (n *emptyNote) setShown(shown bool) { setVisible(n.box, shown) }

func (n *emptyNote) restyle(th themed) {
	n.th = th
	n.layout(n.size)
}

// layout writes the lines anew, centred in the size.
func (n *emptyNote) layout(size fyne.Size) {
	n.size = size
	if n.th.th == nil {
		return // not on screen yet
	}
	n.box.Objects = nil
	width := max(0, min(size.Width-4*cellPadding, 460))
	body := n.th.size(theme.SizeNameText)
	n.add(n.title, n.th.tone(Plain), n.th.size(theme.SizeNameSubHeadingText), width, true)
	n.add(n.text, n.th.tone(Soft), body, width, false)
	height := float32(0)
	for _, line := range n.box.Objects {
		height += line.MinSize().Height
	}
	// A little above the middle looks like the middle.
	y := max(0, (size.Height-height)*0.45)
	for _, line := range n.box.Objects {
		line.Resize(fyne.NewSize(size.Width, line.MinSize().Height))
		line.Move(fyne.NewPos(0, y))
		y += line.MinSize().Height
	}
	n.box.Resize(size)
	n.box.Refresh()
}

func (n *emptyNote) add(text string, ink color.Color, size, width float32, bold bool) {
	style := fyne.TextStyle{Bold: bold}
	for _, words := range newFitter(size, style).wrap(text, width, 6) {
		line := canvas.NewText(words, ink)
		line.TextSize, line.TextStyle, line.Alignment = size, style, fyne.TextAlignCenter
		n.box.Objects = append(n.box.Objects, line)
	}
}
