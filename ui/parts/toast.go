package parts

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	toastTime = 8 * time.Second
	toastMost = 3
)

// Toasts are messages that come up at the bottom of a window and pass by
// themselves or at a click. Put it over the content with container.NewStack:
// beside the messages it lets the mouse through.
type Toasts struct {
	widget.BaseWidget

	// After calls a function once after a time, on the UI goroutine, and
	// returns what stops it. Tests put their own clock here.
	After func(d time.Duration, f func()) (stop func())

	list   []*toast // oldest first
	closed bool
}

// NewToasts makes a place for messages, with none.
func NewToasts() *Toasts {
	t := &Toasts{After: afterOnUI}
	t.ExtendBaseWidget(t)
	return t
}

func afterOnUI(d time.Duration, f func()) (stop func()) {
	timer := time.AfterFunc(d, func() { fyne.Do(f) })
	return func() { timer.Stop() }
}

// Say brings up a message. The one that came last said again is not doubled
// but stays on; beyond three the oldest goes. (Show is what every canvas
// object has, to be visible.)
func (t *Toasts) Say(text string, tone Tone) {
	if t.closed || text == "" {
		return
	}
	if n := len(t.list); n > 0 && t.list[n-1].text == text {
		t.list[n-1].setTone(tone)
		t.restart(t.list[n-1])
		return
	}
	if len(t.list) == toastMost {
		t.drop(t.list[0])
	}
	m := newToast(text, tone, t.drop)
	t.list = append(t.list, m)
	t.restart(m)
	t.Refresh()
}

// Showing lists the messages that can be read now, oldest first.
func (t *Toasts) Showing() []string {
	texts := make([]string, 0, len(t.list))
	for _, m := range t.list {
		texts = append(texts, m.text)
	}
	return texts
}

// Close takes all messages away, stops the clocks and shows no more.
func (t *Toasts) Close() {
	t.closed = true
	for _, m := range t.list {
		m.stop()
	}
	t.list = nil
	t.Refresh()
}

// restart gives a message its full time. A clock that had run out just before
// it was stopped may still call: it finds another turn and does nothing.
func (t *Toasts) restart(m *toast) {
	m.stop()
	m.turn++
	turn := m.turn
	m.stop = t.After(toastTime, func() {
		if m.turn == turn {
			t.drop(m)
		}
	})
}

func (t *Toasts) drop(m *toast) {
	for i := range t.list {
		if t.list[i] == m {
			m.stop()
			m.turn++
			t.list = append(t.list[:i:i], t.list[i+1:]...)
			t.Refresh()
			return
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Toasts) CreateRenderer() fyne.WidgetRenderer { return &toastsRenderer{t} }

type toastsRenderer struct{ t *Toasts }

const (
	toastWidth  float32 = 460
	toastMargin float32 = 16
	toastGap    float32 = 8
)

func (r *toastsRenderer) Destroy()           {}
func (r *toastsRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *toastsRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, 0, len(r.t.list))
	for _, m := range r.t.list {
		objects = append(objects, m)
	}
	return objects
}

func (r *toastsRenderer) Refresh() {
	r.Layout(r.t.Size())
	for _, m := range r.t.list {
		m.Refresh()
	}
	canvas.Refresh(r.t)
}

// Layout stacks the messages upwards from the bottom, the newest lowest.
func (r *toastsRenderer) Layout(size fyne.Size) {
	room := min(toastWidth, size.Width-2*toastMargin)
	y := size.Height - toastMargin - toastFoot
	for i := len(r.t.list) - 1; i >= 0; i-- {
		m := r.t.list[i]
		want := m.fit(room)
		y -= want.Height
		m.Resize(want)
		m.Move(fyne.NewPos(whole((size.Width-want.Width)/2), whole(y)))
		y -= toastGap
	}
}
