package system

import (
	"bytes"
	"image/png"

	"github.com/sergeymakinen/go-ico"
)

// trayIcon is the icon as this system's tray takes it: an ICO. One that cannot be made is left out.
func trayIcon(content []byte) []byte {
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return nil
	}
	var icon bytes.Buffer
	if err := ico.Encode(&icon, picture); err != nil {
		return nil
	}
	return icon.Bytes()
}
