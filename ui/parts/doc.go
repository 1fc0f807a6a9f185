// Package parts holds the widgets that Fyne lacks for a long working list: a
// virtual table with a proper selection, tri-state choices, a bar in four
// parts, messages that pass, a status dot and a quiet text button.
//
// It knows nothing of tracks, jobs or sites, starts no work, and reads nothing
// but what it is handed. All of it belongs to the UI goroutine.
package parts
