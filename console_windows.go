package main

import (
	"os"
	"sync/atomic"
	"syscall"
	"unsafe"
)

var (
	kernel32      = syscall.NewLazyDLL("kernel32.dll")
	attachConsole = kernel32.NewProc("AttachConsole")
	freeConsole   = kernel32.NewProc("FreeConsole")
	messageBox    = syscall.NewLazyDLL("user32.dll").NewProc("MessageBoxW")
)

// consoleLeft says that what is printed is read by nobody.
var consoleLeft atomic.Bool

// parentProcess is ATTACH_PARENT_PROCESS.
const parentProcess = ^uintptr(0)

// A program with windows is given no console, and prints nothing. Started from one, without its output being
// led elsewhere, it prints there, as the person expects of -version and -help.
func init() {
	lost := func(f syscall.Handle) bool {
		kind, err := syscall.GetFileType(f)
		return kind == syscall.FILE_TYPE_UNKNOWN && err != nil
	}
	noOut, noErr := lost(syscall.Stdout), lost(syscall.Stderr)
	if !noOut && !noErr {
		return
	}
	// That it cannot be attached to tells nothing: the program may have it already, as under Wine.
	_, _, _ = attachConsole.Call(parentProcess)
	console, err := os.OpenFile("CONOUT$", os.O_RDWR, 0)
	if err != nil {
		consoleLeft.Store(true) // it was started from the desktop
		return
	}
	if noOut {
		os.Stdout = console
	}
	if noErr {
		os.Stderr = console
	}
}

// leaveConsole parts the program from the console that it was started from, so that closing that or pressing
// Ctrl+C in it does not end what the window does. What is printed later is lost, unless it was led elsewhere.
func leaveConsole() {
	// Without a console there is nothing to leave.
	_, _, _ = freeConsole.Call()
	consoleLeft.Store(true)
}

// sayAloud shows why the program ends in a box, where nobody would read it printed, and returns once it was read.
func sayAloud(why string) {
	const iconError = 0x10
	text, err := syscall.UTF16PtrFromString(why)
	if err != nil || !consoleLeft.Load() {
		return
	}
	title, _ := syscall.UTF16PtrFromString("Pressroom")
	_, _, _ = messageBox.Call(0, uintptr(unsafe.Pointer(text)), uintptr(unsafe.Pointer(title)), iconError)
}
