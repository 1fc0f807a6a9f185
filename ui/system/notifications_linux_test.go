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

	"pressroom/ui/desk"
)

func init() {
	roles["notifications"] = playNotifications
	roles["a plain desktop"] = playPlainDesktop
	roles["clicks"] = playClicks
	roles["a desktop that ends"] = playDesktopEnds
	roles["no notifications"] = playNoNotifications
	roles["notifications hang"] = playNotificationsHang
}

func TestTheDesktopIsGivenEscapedTextTheNameAndTheIcon(t *testing.T) { playAlone(t, "notifications") }

func TestADesktopWithoutMarkupAndActionsIsGivenPlainTextAlone(t *testing.T) {
	playAlone(t, "a plain desktop")
}

func TestAClickOnANotificationOpensItsJobAndOthersOpenNothing(t *testing.T) { playAlone(t, "clicks") }

func TestADesktopThatEndsAndComesBackShowsNotificationsAgain(t *testing.T) {
	playAlone(t, "a desktop that ends")
}

func TestABusWithoutNotificationsIsAnErrorAtOnce(t *testing.T) { playAlone(t, "no notifications") }

func TestNoBusIsAnErrorForANotificationAtOnce(t *testing.T) { playWithoutBus(t, "no notifications") }

func TestANotificationServiceThatHangsHoldsUpOneCall(t *testing.T) {
	playAlone(t, "notifications hang")
}

// shown is what a desktop was given to show.
type shown struct {
	sender                          dbus.Sender
	app, icon, entry, summary, body string
	replaces                        uint32
	actions                         []string
	width, height, imageLength      int32
}

// desktop is a notification service that keeps what it is given.
type desktop struct {
	bus    *dbus.Conn
	can    []string
	mu     sync.Mutex
	all    []shown
	last   uint32 // the number that it gave last
	before func() // what it does before it answers
}

func startDesktop(before func(), can ...string) (*desktop, error) {
	bus, err := ownBus("")
	if err != nil {
		return nil, err
	}
	d := &desktop{bus: bus, before: before, can: can}
	if err := bus.Export(d, noticesPath, noticesName); err != nil {
		return nil, err
	}
	_, err = bus.RequestName(noticesName, dbus.NameFlagDoNotQueue)
	return d, err
}

// GetCapabilities is the method of the desktop notifications specification.
func (d *desktop) GetCapabilities() ([]string, *dbus.Error) { return d.can, nil }

// Notify is the method of the desktop notifications specification.
func (d *desktop) Notify(sender dbus.Sender, app string, replaces uint32, icon, summary, body string, actions []string,
	hints map[string]dbus.Variant, _ int32,
) (uint32, *dbus.Error) {
	d.before()
	s := shown{sender: sender, app: app, replaces: replaces, icon: icon, summary: summary, body: body, actions: actions}
	s.entry, _ = hints["desktop-entry"].Value().(string)
	if image, ok := hints["image-data"].Value().([]any); ok && len(image) == 7 {
		pixels, _ := image[6].([]byte)
		s.width, _ = image[0].(int32)
		s.height, _ = image[1].(int32)
		s.imageLength = int32(len(pixels))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all = append(d.all, s)
	if replaces != 0 {
		return replaces, nil
	}
	d.last++
	return d.last, nil
}

// given returns what it was given so far.
func (d *desktop) given() []shown {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.all)
}

func (d *desktop) says(signal string, values ...any) error {
	return d.bus.Emit(noticesPath, noticesName+"."+signal, values...)
}

// playNotifications shows some, looks at what arrived, and at what is left behind.
func playNotifications() error {
	d, err := startDesktop(func() {}, "body", "body-markup", "actions")
	if err != nil {
		return err
	}
	n, ctx := NewNotifications(square(), func(int64) {}), context.Background()
	if err := n.Notify(ctx, note("Published\non <site>", "<b>R&B</b>\nand\x07 more")); err != nil {
		return err
	}
	all := d.given()
	if len(all) != 1 {
		return fmt.Errorf("%d notifications arrived, want 1", len(all))
	}
	got := all[0]
	if got.app != "Pressroom" || got.entry != "io.github.pressroom.Pressroom" || got.summary != "Published on <site>" ||
		got.body != "&lt;b&gt;R&amp;B&lt;/b&gt;\nand more" || !slices.Equal(got.actions, []string{"default", "Open the job"}) {
		return fmt.Errorf("got %+v", got)
	}
	if got.icon != "" || got.width != 4 || got.height != 4 || got.imageLength != 4*4*4 {
		return fmt.Errorf("the icon is %q and %d by %d with %d bytes, want the 4 by 4 picture", got.icon, got.width, got.height, got.imageLength)
	}
	before := runtime.NumGoroutine()
	for range 50 {
		if err := n.Notify(ctx, note("again", "and again")); err != nil {
			return err
		}
	}
	for _, s := range d.given()[1:] {
		if s.sender != got.sender || s.replaces != 1 {
			return fmt.Errorf("%s shows one in the place of %d: want one connection, %s, and one notification", s.sender, s.replaces, got.sender)
		}
	}
	if err := until("the goroutines of 50 notifications are gone", func() bool { return runtime.NumGoroutine() <= before }); err != nil {
		return err
	}
	n.Close()
	if err := until("its own are gone too", func() bool { return runtime.NumGoroutine() < before }); err != nil {
		return err
	}
	bare := NewNotifications(nil, func(int64) {})
	if err := bare.Notify(ctx, note("", "no icon")); err != nil {
		return err
	}
	if got := d.given()[51]; got.summary != "Pressroom" || got.icon != "" || got.width != 0 {
		return fmt.Errorf("without icon and title: %+v", got)
	}
	return nothingLeft()
}

// nothingLeft says what is left in the temporary folder.
func nothingLeft() error {
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) != 0 {
		return fmt.Errorf("left in the temporary folder: %v, %v", left, err)
	}
	return nil
}

func playPlainDesktop() error {
	d, err := startDesktop(func() {}, "body")
	if err != nil {
		return err
	}
	n := NewNotifications(nil, func(int64) {})
	if err := n.Notify(context.Background(), note("R&B", "<b>R&B</b>")); err != nil {
		return err
	}
	if got := d.given()[0]; got.body != "<b>R&B</b>" || len(got.actions) != 0 {
		return fmt.Errorf("got %+v", got)
	}
	return nil
}

// playClicks shows notifications of two jobs, and clicks.
func playClicks() error {
	d, err := startDesktop(func() {}, "body", "actions")
	if err != nil {
		return err
	}
	opened := make(chan int64, 10)
	n, ctx := NewNotifications(nil, func(job int64) { opened <- job }), context.Background()
	defer n.Close()
	for _, job := range []int64{7, 8} {
		if err := n.Notify(ctx, desk.Note{Job: job, Title: "Published"}); err != nil {
			return err
		}
	}
	other, err := ownBus("org.freedesktop.Other")
	if err != nil {
		return err
	}
	err = errors.Join(
		other.Emit(noticesPath, noticesName+".ActionInvoked", uint32(1), "default"), // it is not the desktop
		d.says("ActionInvoked", uint32(99), "default"),                              // another program's
		d.says("ActionInvoked", uint32(1), "settings"),
		d.says("ActionInvoked", "1", "default"),
		d.says("ActionInvoked", uint32(2), "default"),
		d.says("NotificationClosed", uint32(2), uint32(2)),
		d.says("ActionInvoked", uint32(2), "default"), // it is gone
		d.says("ActionInvoked", uint32(1), "default"),
	)
	if err != nil {
		return err
	}
	if first, second := <-opened, <-opened; first != 8 || second != 7 {
		return fmt.Errorf("the jobs %d and %d were opened, want 8 and 7", first, second)
	}
	for _, job := range []int64{7, 8} { // the second is gone: it cannot be replaced
		if err := n.Notify(ctx, desk.Note{Job: job, Title: "Published again"}); err != nil {
			return err
		}
	}
	if all := d.given(); all[2].replaces != 1 || all[3].replaces != 0 {
		return fmt.Errorf("they replace %d and %d, want 1 and none", all[2].replaces, all[3].replaces)
	}
	if err := d.says("ActionInvoked", uint32(3), "default"); err != nil {
		return err
	}
	if job := <-opened; job != 8 || len(opened) != 0 {
		return fmt.Errorf("the job %d was opened, and %d more", job, len(opened))
	}
	return nil
}

// playDesktopEnds has the desktop end, and another come.
func playDesktopEnds() error {
	d, err := startDesktop(func() {}, "actions")
	if err != nil {
		return err
	}
	opened := make(chan int64, 10)
	n, ctx := NewNotifications(nil, func(job int64) { opened <- job }), context.Background()
	defer n.Close()
	if err := n.Notify(ctx, desk.Note{Job: 7, Title: "Published"}); err != nil {
		return err
	}
	if err := d.bus.Close(); err != nil {
		return err
	}
	if err := n.Notify(ctx, desk.Note{Job: 7, Title: "Published"}); !errors.Is(err, dbus.Error{}) && err == nil {
		return errors.New("a notification was shown by nobody")
	}
	if d, err = startDesktop(func() {}, "actions"); err != nil {
		return err
	}
	if err := n.Notify(ctx, desk.Note{Job: 9, Title: "Published"}); err != nil {
		return err
	}
	if err := n.Notify(ctx, desk.Note{Job: 7, Title: "Published"}); err != nil {
		return err
	}
	if all := d.given(); all[0].replaces != 0 || all[1].replaces != 0 {
		return fmt.Errorf("the new desktop is to replace %d and %d, which it does not know", all[0].replaces, all[1].replaces)
	}
	if err := d.says("ActionInvoked", uint32(1), "default"); err != nil {
		return err
	}
	if job := <-opened; job != 9 {
		return fmt.Errorf("the job %d was opened, want 9", job)
	}
	return nil
}

// playNoNotifications finds nobody to show a notification.
func playNoNotifications() error {
	var err error
	if slow := quickly("asking", func() {
		err = NewNotifications(square(), func(int64) {}).Notify(context.Background(), note("a", "b"))
	}); slow != nil {
		return slow
	}
	if err == nil || !strings.HasPrefix(err.Error(), "show a notification: ") {
		return fmt.Errorf("got %v, want why nothing was shown", err)
	}
	return nothingLeft()
}

// playNotificationsHang waits for a desktop that does not answer, and then does.
func playNotificationsHang() error {
	answer := make(chan struct{})
	d, err := startDesktop(func() { <-answer }, "body")
	if err != nil {
		return err
	}
	n, ctx := NewNotifications(nil, func(int64) {}), context.Background()
	n.turn.limit = 200 * time.Millisecond
	for range 10 {
		if err := quickly("asking", func() { err = n.Notify(ctx, note("a", "b")) }); err != nil {
			return err
		}
		if err == nil {
			return errors.New("a notification was shown by a desktop that does not answer")
		}
	}
	close(answer)
	return until("a notification is shown again", func() bool {
		return n.Notify(ctx, note("a", "b")) == nil && len(d.given()) >= 2
	})
}
