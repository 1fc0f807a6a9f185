package parts

import (
	"image/png"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestLook(t *testing.T) {
	test.NewTempApp(t)
	for name, v := range map[string]fyne.ThemeVariant{"light": theme.VariantLight, "dark": theme.VariantDark} {
		fyne.CurrentApp().Settings().SetTheme(paper{theme.DefaultTheme(), v})
		shoot(t, name)
	}
}

func shoot(t *testing.T, name string) {
	tb := NewTable(trackColumns())
	tb.SetModel(newTracks(upTo(100000), nil))
	tb.SetSort("title", false)
	c1 := NewChoice("MP3", nil)
	c1.SetState(On)
	c1.SetNote("all 3")
	c2 := NewChoice("AIFF", nil)
	c2.SetState(Mixed)
	c2.SetNote("2 of 3")
	c3 := NewChoice("WAV", nil)
	c3.SetNote("none")
	c4 := NewChoice("Disabled", nil)
	c4.SetState(On)
	c4.SetNote("none")
	c4.Disable()
	bars := container.NewVBox()
	for _, p := range [][4]int{{498, 12, 3, 300}, {0, 0, 0, 0}, {400, 0, 0, 0}, {1, 100000, 1, 1}, {1, 0, 0, 100000}, {100, 0, 0, 1}} {
		b := NewBar()
		b.SetParts(p[0], p[1], p[2], p[3])
		bars.Add(b)
	}
	q1, q2, q3 := NewQuiet("3 selected, 412 shown", nil), NewQuiet("1 unknown outcome: check it", func() {}), NewQuiet("2 jobs followed", func() {})
	side := container.NewVBox(c1, c2, c3, c4, bars, container.NewHBox(NewDot(Done), NewDot(Errored), NewDot(Unknown), NewDot(Waiting), NewDot(Accent)), q1, q2, q3)
	toasts := NewToasts()
	toasts.After = func(d time.Duration, f func()) func() { return func() {} }
	e := NewTable(trackColumns())
	e.SetEmpty("Nothing waits to be published", "Drop files here, or add tracks. Whatever you add shows up here, and is published when you say so.")
	right := container.NewGridWrap(fyne.NewSize(290, 640), side)
	w := test.NewTempWindow(t, container.NewStack(container.NewBorder(nil, container.NewGridWrap(fyne.NewSize(1200, 200), e), nil, right, tb), toasts))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1200, 840))
	toasts.Say("Northlight Music did not answer for 30 s. 12 changes wait and will be sent again.", Unknown)
	toasts.Say("400 tracks are published.", Done)
	tb.SetSelection([]int64{3, 4, 5})
	w.Canvas().Focus(tb)
	q2.MouseIn(nil)
	q3.FocusGained()
	c2.FocusGained()
	c3.MouseIn(nil)
	test.MoveMouse(w.Canvas(), fyne.NewPos(300, 300))
	save(t, w, name)
	tb.ScrollToID(50000)
	w.Resize(fyne.NewSize(800, 840))
	save(t, w, name+"-narrow")
}

func save(t *testing.T, w fyne.Window, name string) {
	f, err := os.Create("/tmp/parts-" + name + ".png")
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
	f.Close()
}
