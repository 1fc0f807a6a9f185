package parts

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"pgregory.net/rapid"
)

func box(width, height float32) *canvas.Rectangle {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}

func TestThingsFlowIntoLines(t *testing.T) {
	paperApp(t)
	rapid.Check(t, func(rt *rapid.T) {
		row := container.New(NewFlow(6))
		var list []*canvas.Rectangle
		for range rapid.IntRange(0, 12).Draw(rt, "things") {
			o := box(float32(rapid.IntRange(10, 120).Draw(rt, "wide")), float32(rapid.IntRange(10, 40).Draw(rt, "high")))
			row.Add(o)
			if rapid.IntRange(0, 5).Draw(rt, "hidden") == 0 {
				o.Hide()
			} else {
				list = append(list, o)
			}
		}
		width := float32(rapid.IntRange(5, 400).Draw(rt, "width"))
		row.Resize(fyne.NewSize(width, 10))
		least := row.MinSize()
		for i, o := range list {
			at, size := o.Position(), o.Size()
			if at.X < 0 || at.X+size.Width > max(width, least.Width) || at.Y+size.Height > least.Height {
				rt.Fatalf("thing %d at %v, %v is beyond %v or %v", i, at, size, width, least)
			}
			if size.Width < min(width, o.MinSize().Width) || size.Height < o.MinSize().Height {
				rt.Fatalf("thing %d is squeezed to %v", i, size)
			}
			if i == 0 {
				continue
			}
			before := list[i-1]
			end := before.Position().X + before.Size().Width + 6
			switch {
			case at.Y == before.Position().Y && at.X != end:
				rt.Fatalf("thing %d begins at %v, not %v", i, at.X, end)
			case at.Y != before.Position().Y && (at.X != 0 || end+size.Width <= width || at.Y < before.Position().Y+before.Size().Height+6):
				rt.Fatalf("thing %d goes to another line, to %v, although it fits at %v", i, at, end)
			}
		}
	})
}

func TestAFlowKnowsItsHeightOnceItHasAWidth(t *testing.T) {
	paperApp(t)
	row := container.New(NewFlow(6), box(80, 30), box(90, 30), box(100, 30))
	if got := row.MinSize(); got != fyne.NewSize(100, 30) {
		t.Errorf("before it needs %v", got)
	}
	for width, height := range map[float32]float32{300: 30, 281: 66, 200: 66, 169: 102} {
		row.Resize(fyne.NewSize(width, 10))
		if got := row.MinSize(); got != fyne.NewSize(100, height) {
			t.Errorf("%v wide it needs %v, want %v", width, got, height)
		}
	}
}
