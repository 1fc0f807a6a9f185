// Package parts holds the widgets that Fyne lacks for a long working list: a
// virtual table with a proper selection and columns to choose from, facets to
// narrow it by, tri-state choices, a bar in four parts, a chart over time,
// messages that pass, a status dot, a quiet text button and a layout that wraps.
//
// It knows nothing of tracks, jobs or sites, starts no work, and reads nothing
// but what it is handed. All of it belongs to the UI goroutine.
package parts
