//go:build cgo

package system

// trayIcon is the icon as this system's tray takes it.
func trayIcon(png []byte) []byte { return png }
