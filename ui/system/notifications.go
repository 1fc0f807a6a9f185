package system

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"runtime"
	"time"

	"github.com/gen2brain/beeep"

	"pressroom/ui/desk"
)

const (
	appName     = "Pressroom"
	mostTitle   = 80  // runes
	mostBody    = 300 // runes
	notifyLimit = 10 * time.Second
)

// beeep has one name for the whole program, and reads it without a lock.
func init() { beeep.AppName = appName }

// Notifications shows native notifications. It is safe for concurrent use, and shows one at a time.
//
// Text is made plain before it leaves: one line of title and a few of body, of at most 80 and 300
// characters. No call takes longer than 10 seconds; one that is stuck is left behind, and until it
// is back every call fails at once.
type Notifications struct {
	send func(title, body string, icon any) error
	icon any // never nil: beeep refuses that. PNG bytes, or "" for none
	goos string
	turn *turn
}

var _ desk.Notifier = (*Notifications)(nil)

// NewNotifications returns the notifications of this machine, shown with an icon in PNG. An icon
// that is empty or no PNG is left out: it shall not keep a notification from being shown.
func NewNotifications(icon []byte) *Notifications {
	n := &Notifications{
		send: beeep.Notify,
		icon: "",
		goos: runtime.GOOS,
		turn: &turn{limit: notifyLimit},
	}
	if _, err := png.DecodeConfig(bytes.NewReader(icon)); err == nil {
		n.icon = bytes.Clone(icon)
	}
	return n
}

// Notify shows a notification, and returns when the desktop has it. Without a title the program's
// name is shown. Its errors say why nothing was shown: nothing on this desktop shows notifications,
// or it did not answer within ctx and 10 seconds.
func (n *Notifications) Notify(ctx context.Context, title, body string) error {
	title, body = plainTitle(n.goos, title), plainBody(n.goos, body)
	if title == "" {
		title = appName
	}
	_, err := do(ctx, n.turn, func(context.Context) (struct{}, error) {
		return struct{}{}, n.send(title, body, n.icon)
	})
	if err != nil {
		return fmt.Errorf("show a notification: %w", err)
	}
	return nil
}
