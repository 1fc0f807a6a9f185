package ui

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"pressroom/ui/desk"
)

// firstViewTakes is how long a window that opens waits for what there is to show. Reading the ledger mostly
// takes less.
const firstViewTakes = 50 * time.Millisecond

// Screen takes the desk's views to the window, also those from before there is one. Views that come faster
// than they can be painted are passed over for the latest. Its zero value is ready.
type Screen struct {
	mu     sync.Mutex
	latest *desk.View    // not painted yet
	paint  func()        // paints it, on the UI goroutine; nil while there is no window
	ready  bool          // a view was [desk.View.Ready]
	came   chan struct{} // closed with the first such view; nil while nobody waits for it
}

// Show has a view painted. It may be called on any goroutine and returns at once.
func (s *Screen) Show(v desk.View) {
	s.mu.Lock()
	paint := s.paint
	if s.latest != nil { // that is being seen to
		paint = nil
	}
	s.latest = &v
	s.ready = s.ready || v.Ready
	if s.ready && s.came != nil {
		close(s.came)
		s.came = nil
	}
	s.mu.Unlock()
	if paint != nil {
		fyne.Do(paint)
	}
}

// await waits for the first view that is ready, and says whether it came in time.
func (s *Screen) await(limit time.Duration) bool {
	s.mu.Lock()
	if s.ready {
		s.mu.Unlock()
		return true
	}
	came := make(chan struct{})
	s.came = came
	s.mu.Unlock()
	select {
	case <-came:
		return true
	case <-time.After(limit):
		return false
	}
}

// paintBy has views painted by a function from now on, on the UI goroutine.
func (s *Screen) paintBy(paint func()) {
	s.mu.Lock()
	s.paint = paint
	waits := s.latest != nil
	s.mu.Unlock()
	if waits {
		fyne.Do(paint)
	}
}

// take returns the latest view, once; nil where it was taken.
func (s *Screen) take() *desk.View {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.latest
	s.latest = nil
	return v
}
