//go:build !linux

package system

import (
	"context"
	"log/slog"
	"time"
)

// trayTitle is empty where it would stand beside the icon.
const trayTitle = ""

// WatchTrayHost tells once that there is a tray: this system always has one.
func WatchTrayHost(_ context.Context, _ time.Duration, _ *slog.Logger, tell func(there bool)) {
	tell(true)
}
