package system

import (
	"bytes"
	"context"
	"errors"
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
// On Linux and the BSDs it speaks with the desktop itself: a click opens the job that a notification is about,
// and a later one of the same job takes its place. Elsewhere, and where no desktop answers there, beeep does
// what it can, without either.
//
// Text is made plain before it leaves: one line of title and a few of body, of at most 80 and 300
// characters. No call takes longer than 10 seconds; one that is stuck is left behind, and until it
// is back every call fails at once.
type Notifications struct {
	server noticeServer // nil where there is no such thing
	send   func(title, body string, icon any) error
	icon   any // never nil: beeep refuses that. PNG bytes, or "" for none
	goos   string
	turn   *turn
}

// noticeServer is what shows notifications on this desktop.
type noticeServer interface {
	// show shows a plain title and body. errNoServer says that nothing on the desktop does.
	show(ctx context.Context, title, body string, job int64) error
	close()
}

// errNoServer says that the desktop can be asked and has nothing that shows notifications.
var errNoServer = errors.New("nothing on this desktop shows notifications")

var _ desk.Notifier = (*Notifications)(nil)

// NewNotifications returns the notifications of this machine, shown with an icon in PNG. An icon
// that is empty or no PNG is left out: it shall not keep a notification from being shown. opened is called
// with the job of each notification that is clicked, on a goroutine of its own, and must not wait.
func NewNotifications(icon []byte, opened func(job int64)) *Notifications {
	n := &Notifications{
		send: beeep.Notify,
		icon: "",
		goos: runtime.GOOS,
		turn: &turn{limit: notifyLimit},
	}
	picture, err := png.Decode(bytes.NewReader(icon))
	if err == nil {
		n.icon = bytes.Clone(icon)
	}
	n.server = newNoticeServer(picture, opened)
	return n
}

// Close stops listening for clicks. What is shown stays.
func (n *Notifications) Close() {
	if n.server != nil {
		n.server.close()
	}
}

// Notify shows a notification, and returns when the desktop has it. Without a title the program's
// name is shown. Its errors say why nothing was shown: nothing on this desktop shows notifications,
// or it did not answer within ctx and 10 seconds.
func (n *Notifications) Notify(ctx context.Context, note desk.Note) error {
	title, body := plainTitle(note.Title), plainBody(note.Body)
	if title == "" {
		title = appName
	}
	_, err := do(ctx, n.turn, func(ctx context.Context) (struct{}, error) {
		if n.server != nil {
			if err := n.server.show(ctx, title, body, note.Job); !errors.Is(err, errNoServer) {
				return struct{}{}, err
			}
		}
		return struct{}{}, n.send(escapeTitle(n.goos, title), escapeBody(n.goos, body), n.icon)
	})
	if err != nil {
		return fmt.Errorf("show a notification: %w", err)
	}
	return nil
}
