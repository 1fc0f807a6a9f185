//go:build !windows

package main

// leaveConsole is for Windows, where a terminal ends what was started from it.
func leaveConsole() {}

// sayAloud is for Windows, where what a program prints that was started from the desktop is read by nobody.
func sayAloud(string) {}
