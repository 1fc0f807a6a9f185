package system

import "golang.org/x/sys/windows"

// allowForeground lets the program that is open come to the front in place of this one, which the person has
// just started: by itself it may not.
func allowForeground() {
	const anyProgram = ^uint32(0)
	_, _, _ = windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow").Call(uintptr(anyProgram))
}
