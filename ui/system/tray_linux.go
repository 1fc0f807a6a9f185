package system

import (
	"context"
	"log/slog"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	trayTitle   = appName
	watcherName = "org.kde.StatusNotifierWatcher"
	watcherPath = dbus.ObjectPath("/StatusNotifierWatcher")
	// trayAnswers is how long the desktop may take to say whether it has a tray.
	trayAnswers = 3 * time.Second
)

// trayIcon is the icon as this system's trays take it.
func trayIcon(png []byte) []byte { return png }

// WatchTrayHost tells whether this desktop has a tray that shows icons, at the start and each time that it
// changes, until ctx ends. Where there is none at the start, it is given patience to come before that is
// told: at a login the program may be there before the panel. tell runs on goroutines of this function's.
func WatchTrayHost(ctx context.Context, patience time.Duration, log *slog.Logger, tell func(there bool)) {
	bus, err := sessionBus(dbus.WithContext(ctx))
	if err != nil {
		log.Info("there is no session bus, and so no tray", "error", err)
		tell(false)
		return
	}
	defer func() { _ = bus.Close() }()
	signals := make(chan *dbus.Signal, 16)
	bus.Signal(signals)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcherName)},
		{dbus.WithMatchInterface(watcherName), dbus.WithMatchMember("StatusNotifierHostRegistered")},
		{dbus.WithMatchInterface(watcherName), dbus.WithMatchMember("StatusNotifierHostUnregistered")},
	} {
		if err := bus.AddMatchSignalContext(ctx, match...); err != nil {
			log.Info("the session bus does not tell of trays", "error", err)
			tell(false)
			return
		}
	}
	there := trayHost(ctx, bus)
	var waited <-chan time.Time
	if there || patience <= 0 {
		tell(there)
	} else {
		waited = time.After(patience)
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-waited:
			waited = nil
			tell(there)
		case s := <-signals:
			if s == nil { // the bus is gone, and the desktop with it
				if there && ctx.Err() == nil {
					tell(false)
				}
				return
			}
			if now := trayHost(ctx, bus); now != there {
				there, waited = now, nil
				tell(there)
			}
		}
	}
}

// trayHost asks whether something shows the icons that the watcher keeps: a watcher alone shows none.
func trayHost(ctx context.Context, bus *dbus.Conn) bool {
	ctx, cancel := context.WithTimeout(ctx, trayAnswers)
	defer cancel()
	var there dbus.Variant
	err := bus.Object(watcherName, watcherPath).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart,
		watcherName, "IsStatusNotifierHostRegistered").Store(&there)
	yes, ok := there.Value().(bool)
	return err == nil && ok && yes
}
