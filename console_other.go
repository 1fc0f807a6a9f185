//go:build !windows

package main

// leaveConsole is for Windows, where a terminal ends what was started from it.
func leaveConsole() {}
