//go:build (dragonfly && cgo) || (freebsd && cgo) || linux || netbsd || openbsd

package system

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"slices"
	"sync"

	"github.com/godbus/dbus/v5"

	"pressroom/ui/desk/words"
)

const (
	noticesName  = "org.freedesktop.Notifications"
	noticesPath  = dbus.ObjectPath("/org/freedesktop/Notifications")
	desktopEntry = "io.github.pressroom.Pressroom"
	defaultDoing = "default" // the action of a click on the notification itself
)

// busNotices speaks with whatever shows notifications on this desktop. Its connection is its own: signals on
// one that is shared disturb others. A server that ended and came back is met anew by the next notification.
type busNotices struct {
	hints  map[string]dbus.Variant
	opened func(job int64)
	listen sync.WaitGroup

	mu    sync.Mutex
	conn  *dbus.Conn // nil before the first
	owner string     // the server that gave the numbers
	shown map[int64]uint32
}

func newNoticeServer(icon image.Image, opened func(job int64)) noticeServer {
	b := &busNotices{opened: opened, shown: map[int64]uint32{}, hints: map[string]dbus.Variant{
		"desktop-entry": dbus.MakeVariant(desktopEntry), "category": dbus.MakeVariant("transfer.complete"),
	}}
	if icon != nil {
		b.hints["image-data"] = dbus.MakeVariant(pixels(icon))
	}
	return b
}

// picture is an image as the desktop notifications specification has it.
type picture struct {
	Width, Height, Stride int32
	Alpha                 bool
	Bits, Channels        int32
	Pixels                []byte
}

func pixels(icon image.Image) picture {
	size := icon.Bounds()
	flat := image.NewNRGBA(image.Rect(0, 0, size.Dx(), size.Dy()))
	draw.Draw(flat, flat.Bounds(), icon, size.Min, draw.Src)
	return picture{int32(size.Dx()), int32(size.Dy()), int32(flat.Stride), true, 8, 4, flat.Pix}
}

func (b *busNotices) show(ctx context.Context, title, body string, job int64) error {
	conn, err := b.connect()
	if err != nil {
		return fmt.Errorf("reach the session bus: %w", err)
	}
	server := conn.Object(noticesName, noticesPath)
	var can []string
	if err := server.CallWithContext(ctx, noticesName+".GetCapabilities", 0).Store(&can); err != nil {
		return unserved(err)
	}
	var owner string
	if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, noticesName).Store(&owner); err != nil {
		return unserved(err)
	}
	if slices.Contains(can, "body-markup") {
		body = markup.Replace(body)
	}
	actions := []string{}
	if slices.Contains(can, "actions") {
		actions = []string{defaultDoing, words.T("Open the job")}
	}
	// Held until the number is known: a click may come before it is told.
	b.mu.Lock()
	defer b.mu.Unlock()
	if owner != b.owner { // its numbers are not those of the former
		b.owner = owner
		clear(b.shown)
	}
	var id uint32
	err = server.CallWithContext(ctx, noticesName+".Notify", 0, appName, b.shown[job], "", title, body, actions, b.hints, int32(-1)).Store(&id)
	if err != nil {
		return unserved(err)
	}
	b.shown[job] = id
	return nil
}

// unserved makes errNoServer of an error that says there is nobody to show anything.
func unserved(err error) error {
	var said dbus.Error
	if errors.As(err, &said) && nobody(said.Name) {
		return fmt.Errorf("%w: %w", errNoServer, err)
	}
	return err
}

// connect returns the connection, and makes it where there is none that lasts.
func (b *busNotices) connect() (*dbus.Conn, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conn != nil && b.conn.Connected() {
		return b.conn, nil
	}
	conn, err := sessionBus()
	if err != nil {
		return nil, err
	}
	for _, member := range []string{"ActionInvoked", "NotificationClosed"} {
		err = errors.Join(err, conn.AddMatchSignal(dbus.WithMatchSender(noticesName), dbus.WithMatchInterface(noticesName), dbus.WithMatchMember(member)))
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	b.listen.Go(func() {
		for signal := range signals {
			b.heard(signal)
		}
	})
	b.conn, b.owner = conn, ""
	return conn, nil
}

// heard takes in that a notification was clicked, or is gone.
func (b *busNotices) heard(signal *dbus.Signal) {
	if len(signal.Body) != 2 {
		return
	}
	id, ok := signal.Body[0].(uint32)
	if !ok {
		return
	}
	b.mu.Lock()
	var job int64
	ours := false
	for j, shown := range b.shown {
		if shown == id && signal.Sender == b.owner {
			job, ours = j, true
		}
	}
	if ours && signal.Name == noticesName+".NotificationClosed" {
		delete(b.shown, job)
	}
	b.mu.Unlock()
	if ours && signal.Name == noticesName+".ActionInvoked" && signal.Body[1] == defaultDoing {
		b.opened(job)
	}
}

func (b *busNotices) close() {
	b.mu.Lock()
	conn := b.conn
	b.mu.Unlock()
	if conn != nil {
		_ = conn.Close()
	}
	b.listen.Wait()
}
