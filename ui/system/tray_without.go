//go:build darwin && !cgo

package system

// Tray is the program's icon in the desktop's tray. macOS has it only for programs that were built with
// cgo, as all that have a window are: the packages beside the window are also checked without.
type Tray struct{}

// TrayWords are what the tray says.
type TrayWords struct{ Tip, Open, Quit string }

// NewTray returns a tray that shows nothing.
func NewTray([]byte, func(func()), func(), func()) *Tray { return &Tray{} }

// Show does nothing.
func (*Tray) Show() {}

// Say does nothing.
func (*Tray) Say(TrayWords) {}

// End does nothing.
func (*Tray) End() {}
