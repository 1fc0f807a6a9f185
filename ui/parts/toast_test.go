package parts

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"go.uber.org/goleak"
)

// clock is a time that passes when a test says so.
type clock struct {
	now   time.Duration
	waits []*wait
}

type wait struct {
	at      time.Duration
	f       func()
	stopped bool
}

func (c *clock) after(d time.Duration, f func()) func() {
	w := &wait{at: c.now + d, f: f}
	c.waits = append(c.waits, w)
	return func() { w.stopped = true }
}

func (c *clock) pass(d time.Duration) {
	c.now += d
	for _, w := range slices.Clone(c.waits) {
		if !w.stopped && w.at <= c.now {
			w.stopped = true
			w.f()
		}
	}
}

func newClockedToasts(t *testing.T) (*Toasts, *clock) {
	t.Helper()
	paperApp(t)
	c := &clock{}
	toasts := NewToasts()
	toasts.After = c.after
	return toasts, c
}

func showing(t *testing.T, toasts *Toasts, want ...string) {
	t.Helper()
	if got := toasts.Showing(); !slices.Equal(got, want) {
		t.Errorf("shows %q, want %q", got, want)
	}
}

func TestMessagesPassByThemselves(t *testing.T) {
	toasts, c := newClockedToasts(t)
	toasts.Say("one", Done)
	c.pass(5 * time.Second)
	toasts.Say("two", Errored)
	c.pass(3 * time.Second)
	showing(t, toasts, "two")
	c.pass(5 * time.Second)
	showing(t, toasts)
}

func TestTheSameMessageAgainStaysLonger(t *testing.T) {
	toasts, c := newClockedToasts(t)
	toasts.Say("one", Done)
	c.pass(6 * time.Second)
	toasts.Say("one", Done)
	showing(t, toasts, "one")
	c.pass(6 * time.Second)
	showing(t, toasts, "one")
	c.pass(2 * time.Second)
	showing(t, toasts)
}

func TestAClockThatRanOutTooLateDoesNothing(t *testing.T) {
	toasts, c := newClockedToasts(t)
	toasts.Say("one", Done)
	late := c.waits[0].f // its stop came too late
	toasts.Say("one", Done)
	late()
	showing(t, toasts, "one")
}

func TestNoMoreThanThreeMessages(t *testing.T) {
	toasts, _ := newClockedToasts(t)
	for _, text := range []string{"one", "two", "three", "four", ""} {
		toasts.Say(text, Plain)
	}
	showing(t, toasts, "two", "three", "four")
}

func TestAClickSendsAMessageAwayAndOthersReachTheContent(t *testing.T) {
	toasts, _ := newClockedToasts(t)
	clicks := 0
	under := widget.NewButton("", func() { clicks++ })
	w := inWindow(t, container.NewStack(under, toasts), 600, 400)
	toasts.Say("one", Done)
	toasts.Say("two", Done)
	m := toasts.list[0]
	test.TapCanvas(w.Canvas(), m.Position().AddXY(5, 5))
	showing(t, toasts, "two")
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 20))
	if clicks != 1 {
		t.Errorf("%d clicks reached the content", clicks)
	}
}

func TestMessagesKeepWithinANarrowWindow(t *testing.T) {
	toasts, _ := newClockedToasts(t)
	inWindow(t, toasts, 260, 300)
	toasts.Say("Northlight Music did not answer for 30 s. 12 changes wait and will be sent again.", Unknown)
	m := toasts.list[0]
	if m.Position().X < 0 || m.Position().X+m.Size().Width > 260 || m.Position().Y+m.Size().Height > 300 {
		t.Errorf("stands at %v, %v", m.Position(), m.Size())
	}
	if len(m.lines) < 2 {
		t.Errorf("lines %q", m.lines)
	}
}

func TestClosedMessagesLeaveNoClockRunning(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	paperApp(t)
	toasts := NewToasts()
	toasts.Say("one", Done)
	toasts.Close()
	toasts.Say("two", Done)
	showing(t, toasts)
}
