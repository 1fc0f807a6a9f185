package ui

import (
	"sync"
	"time"
	_ "unsafe" // for go:linkname
)

// cacheClock is the clock by which Fyne forgets what it has not painted for a minute. It has no other way in.
//
// Fyne 2.8.1 looks at it after each frame, and dates what is in the next frame by that look. While a computer
// sleeps, or the program is stopped, there are no frames, and the first one after that is dated by the time
// before. So right after it all of the window counts as older than a minute and is forgotten: what is on the
// screen stands still until somebody resizes the window.
//
//go:linkname cacheClock fyne.io/fyne/v2/internal/cache.timeNow
var cacheClock func() time.Time

// frameTakes is how long the longest frame may take that is not a time in which nothing runs. Fyne looks at
// the clock sixty times a second.
const frameTakes = time.Second

func init() { cacheClock = awakeClock(time.Now) }

// awakeClock goes as now does, and by frameTakes at most from one look to the next.
func awakeClock(now func() time.Time) func() time.Time {
	var mu sync.Mutex
	last := now()
	shown := last
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		at := now()
		shown = shown.Add(min(max(at.Sub(last), 0), frameTakes))
		last = at
		return shown
	}
}
