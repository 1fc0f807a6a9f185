package parts

import "fyne.io/fyne/v2"

// flow is a layout of things side by side that go on in further lines.
type flow struct {
	gap   float32
	width float32 // of the last layout, 0 before it
}

// NewFlow makes a layout for one container that puts objects side by side and
// wraps them into as many lines as its width takes, with a gap between them
// and between lines. Its height is known once it has had a width, and that of
// one line before: a parent has to ask anew after it gave one, as it has to
// for text that wraps.
func NewFlow(gap float32) fyne.Layout { return &flow{gap: gap} }

// MinSize implements fyne.Layout.
func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least, line := float32(0), float32(0)
	for _, o := range objects {
		if o.Visible() {
			width := o.MinSize().Width
			least = max(least, width)
			line += width + f.gap
		}
	}
	if f.width > 0 {
		line = f.width
	}
	return fyne.NewSize(least, f.place(objects, line, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

// Layout implements fyne.Layout.
func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.place(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// place says of each object where it stands in lines of a width, and returns
// the height of all lines.
func (f *flow) place(objects []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	x, y, height := float32(0), float32(0), float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if x > 0 && x+size.Width > width {
			x, y, height = 0, y+height+f.gap, 0
		}
		size.Width = min(size.Width, max(0, width))
		put(o, fyne.NewPos(x, y), size)
		x += size.Width + f.gap
		height = max(height, size.Height)
	}
	return y + height
}
