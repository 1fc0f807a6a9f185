package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// statusLine is the window's last line. What can be clicked leads to its cause.
type statusLine struct {
	object   fyne.CanvasObject
	counts   *parts.Quiet
	working  *parts.Quiet
	stop     *parts.Quiet
	retry    *parts.Quiet
	unknown  *parts.Quiet
	watching *parts.Quiet
	key      *parts.Quiet
}

func newStatusLine(w *Window) *statusLine {
	s := &statusLine{
		counts:   parts.NewQuiet("", func() { w.queue.focus() }),
		working:  parts.NewQuiet("", nil),
		stop:     parts.NewQuiet(words.T("Stop"), w.Desk.Stop),
		retry:    parts.NewQuiet("", w.Desk.Retry),
		unknown:  parts.NewQuiet("", w.unknownPage),
		watching: parts.NewQuiet("", w.Desk.Refresh),
		key:      parts.NewQuiet("", w.sitesPage),
	}
	s.stop.SetTone(parts.Accent) // these two do something, the rest lead somewhere
	s.retry.SetTone(parts.Accent)
	row := container.New(inRow{}, s.counts, s.unknown, s.working, s.stop, s.retry, s.watching, s.key)
	s.object = container.New(stacked{}, line(), ground(parts.ColorGround, inset(2, 2, 8, 8, row)))
	return s
}

func (s *statusLine) paint(v desk.View) {
	quiet(s.counts, words.T("%s selected, %s shown, %s in all",
		words.Figure(len(v.Selection.IDs)), words.Figure(v.Rows.Len()), words.Figure(v.All)))
	unknown := ""
	if n := len(v.Unknowns); n > 0 {
		unknown = words.N(n, "%d unknown outcome: check it", "%d unknown outcomes: check them")
	}
	quiet(s.unknown, unknown)
	quiet(s.working, working(v.Work))
	show(s.stop, v.Work.CanStop)
	quiet(s.retry, v.Work.Retry)
	quiet(s.watching, v.Watching)
	quiet(s.key, v.Key)
}

// working is how far all is that is being sent, with the time left where that is known.
func working(v desk.WorkView) string {
	if v.Left == "" {
		return v.Text
	}
	return v.Text + ", " + v.Left
}

// quiet sets a part's text and hides it where there is none.
func quiet(q *parts.Quiet, text string) {
	show(q, text != "")
	q.SetText(text)
}

// inRow lays parts out from the left, the last at the right end. Where there is no room for all, those
// in the middle give way from the right, then the last.
type inRow struct{}

const inRowGap, outOfSight = 4, -10000

func (inRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	least := o[0].MinSize()
	for _, each := range o[1:] {
		least.Height = fyne.Max(least.Height, each.MinSize().Height)
	}
	return least
}

func (inRow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	last := o[len(o)-1]
	x, end := float32(0), size.Width
	for i, each := range o {
		width := each.MinSize().Width
		each.Resize(fyne.NewSize(width, size.Height))
		switch {
		case !each.Visible():
		case each == last && end-width >= x:
			each.Move(fyne.NewPos(end-width, 0))
		case each != last && (i == 0 || x+width <= end):
			each.Move(fyne.NewPos(x, 0))
			x += width + inRowGap
		default:
			each.Move(fyne.NewPos(outOfSight, 0))
		}
	}
}
