package system

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

func init() {
	roles["notifications"] = playNotifications
	roles["no notifications"] = playNoNotifications
	roles["notifications hang"] = playNotificationsHang
}

func TestTheDesktopIsGivenPlainTextTheNameAndTheIcon(t *testing.T) { playAlone(t, "notifications") }

func TestABusWithoutNotificationsIsAnErrorAtOnce(t *testing.T) { playAlone(t, "no notifications") }

func TestNoBusIsAnErrorForANotificationAtOnce(t *testing.T) { playWithoutBus(t, "no notifications") }

func TestANotificationServiceThatHangsHoldsUpOneCall(t *testing.T) {
	playAlone(t, "notifications hang")
}

// shown is what a desktop was given to show.
type shown struct {
	sender                     dbus.Sender
	app, icon, summary, body   string
	actions                    []string
	width, height, imageLength int32
}

// desktop is a notification service that keeps what it is given.
type desktop struct {
	mu     sync.Mutex
	all    []shown
	before func() // what it does before it answers
}

func startDesktop(before func()) (*desktop, error) {
	bus, err := ownBus("org.freedesktop.Notifications")
	if err != nil {
		return nil, err
	}
	d := &desktop{before: before}
	return d, bus.Export(d, "/org/freedesktop/Notifications", "org.freedesktop.Notifications")
}

// Notify is the method of the desktop notifications specification.
func (d *desktop) Notify(sender dbus.Sender, app string, _ uint32, icon, summary, body string, actions []string,
	hints map[string]dbus.Variant, _ int32,
) (uint32, *dbus.Error) {
	d.before()
	s := shown{sender: sender, app: app, icon: icon, summary: summary, body: body, actions: actions}
	if image, ok := hints["image-data"].Value().([]any); ok && len(image) == 7 {
		pixels, _ := image[6].([]byte)
		s.width, _ = image[0].(int32)
		s.height, _ = image[1].(int32)
		s.imageLength = int32(len(pixels))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all = append(d.all, s)
	return uint32(len(d.all)), nil
}

// given returns what it was given so far.
func (d *desktop) given() []shown {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.all)
}

// playNotifications shows some, looks at what arrived, and at what is left behind.
func playNotifications() error {
	d, err := startDesktop(func() {})
	if err != nil {
		return err
	}
	n, ctx := NewNotifications(square()), context.Background()
	if err := n.Notify(ctx, "Published\non <site>", "<b>R&B</b>\nand\x07 more"); err != nil {
		return err
	}
	all := d.given()
	if len(all) != 1 {
		return fmt.Errorf("%d notifications arrived, want 1", len(all))
	}
	got := all[0]
	if got.app != "Pressroom" || got.summary != "Published on <site>" || got.body != "&lt;b&gt;R&amp;B&lt;/b&gt;\nand more" || len(got.actions) != 0 {
		return fmt.Errorf("got %+v", got)
	}
	if got.icon != "" || got.width != 4 || got.height != 4 || got.imageLength != 4*4*4 {
		return fmt.Errorf("the icon is %q and %d by %d with %d bytes, want the 4 by 4 picture", got.icon, got.width, got.height, got.imageLength)
	}
	if err := NewNotifications(nil).Notify(ctx, "", "no icon"); err != nil {
		return err
	}
	if got := d.given()[1]; got.summary != "Pressroom" || got.icon != "" || got.width != 0 {
		return fmt.Errorf("without icon and title: %+v", got)
	}

	before := runtime.NumGoroutine()
	for range 50 {
		if err := n.Notify(ctx, "again", "and again"); err != nil {
			return err
		}
	}
	for _, s := range d.given() {
		if s.sender != got.sender {
			return fmt.Errorf("one connection is %s, another %s: each is kept open", got.sender, s.sender)
		}
	}
	if err := until("the goroutines of 50 notifications are gone", func() bool { return runtime.NumGoroutine() <= before }); err != nil {
		return err
	}
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) != 0 {
		return fmt.Errorf("left in the temporary folder: %v, %v", left, err)
	}
	return nil
}

// playNoNotifications finds nobody to show a notification.
func playNoNotifications() error {
	var err error
	if slow := quickly("asking", func() {
		err = NewNotifications(square()).Notify(context.Background(), "a", "b")
	}); slow != nil {
		return slow
	}
	if err == nil || !strings.HasPrefix(err.Error(), "show a notification: ") {
		return fmt.Errorf("got %v, want why nothing was shown", err)
	}
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) != 0 {
		return fmt.Errorf("left in the temporary folder: %v, %v", left, err)
	}
	return nil
}

// playNotificationsHang waits for a desktop that does not answer, and then does.
func playNotificationsHang() error {
	answer := make(chan struct{})
	d, err := startDesktop(func() { <-answer })
	if err != nil {
		return err
	}
	n, ctx := NewNotifications(nil), context.Background()
	n.turn.limit = 200 * time.Millisecond
	if err := n.Notify(ctx, "a", "b"); !errors.Is(err, errNoAnswer) {
		return fmt.Errorf("the first: %v, want that there was no answer", err)
	}
	for range 10 {
		if err := n.Notify(ctx, "a", "b"); !errors.Is(err, errWaiting) {
			return fmt.Errorf("the next: %v, want that the first is still waiting", err)
		}
	}
	close(answer)
	return until("a notification is shown again", func() bool {
		return n.Notify(ctx, "a", "b") == nil && len(d.given()) >= 2
	})
}
