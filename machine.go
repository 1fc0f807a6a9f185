package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"fyne.io/fyne/v2"

	"pressroom/ui"
	"pressroom/ui/system"
)

// take has the window do what a later start asks for, unless that start has given up meanwhile.
func take(ctx context.Context, win *ui.Window, r system.Request) error {
	taken := make(chan struct{})
	fyne.Do(func() {
		defer close(taken)
		if ctx.Err() == nil && !r.Quiet {
			win.Take(r.Practice, r.Site, r.Tracks)
		}
	})
	select {
	case <-taken:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// trayPatience is how long a window that is to start in the tray waits for one: at a login the panel may
// come later than Pressroom.
func trayPatience(o options) time.Duration {
	if o.background {
		return 15 * time.Second
	}
	return 0
}

// autostart asks or sets whether the desktop starts Pressroom at a login, away from the window's goroutine.
func autostart(o options, home string, log *slog.Logger) func(set *bool, answer func(string, bool, error)) {
	args := []string{"-background"}
	if o.home != "" {
		args = append(args, "-home", home)
	}
	entry, err := system.NewAutostart(args...)
	if err != nil {
		log.Warn("start at login", "error", err)
		return nil
	}
	go func() {
		if err := entry.Mend(); err != nil {
			log.Warn("start at login", "error", err)
		}
	}()
	return func(set *bool, answer func(string, bool, error)) {
		go func() {
			var trouble error
			if set != nil {
				trouble = entry.Set(*set)
			}
			other, on, err := entry.On()
			if trouble != nil {
				err = trouble
			}
			answer(other, on, err)
		}()
	}
}

// newer looks for a newer version, away from the window's goroutine.
func newer(ctx context.Context) func(answer func(string, error)) {
	updates := system.NewUpdates(system.Version(version), http.DefaultTransport)
	return func(answer func(string, error)) {
		go func() { answer(updates.Newer(ctx)) }()
	}
}
