package system

import (
	"log/slog"
	"sync"
)

// Awake keeps the machine from going to sleep by itself while something needs it. The end of the program,
// however it comes, lets it sleep again.
type Awake struct {
	hold func() (release func(), err error)
	log  *slog.Logger

	mu      sync.Mutex
	wanted  bool
	busy    bool
	refused bool // it was said already that this machine does not let itself be kept awake
	release func()
	done    sync.WaitGroup
}

// NewAwake returns an Awake that holds nothing yet.
func NewAwake(log *slog.Logger) *Awake { return &Awake{hold: keepAwake, log: log} }

// Keep has the machine stay awake, or lets it sleep. It returns at once, from any goroutine; what was wanted
// last counts.
func (a *Awake) Keep(awake bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.wanted = awake
	if a.busy || a.wanted == (a.release != nil) {
		return
	}
	a.busy = true
	a.done.Go(a.follow)
}

// follow brings the machine to what is wanted.
func (a *Awake) follow() {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer func() { a.busy = false }()
	for a.wanted != (a.release != nil) {
		if release := a.release; release != nil {
			a.release = nil
			a.mu.Unlock()
			release()
			a.mu.Lock()
			continue
		}
		a.mu.Unlock()
		release, err := a.hold()
		a.mu.Lock()
		if err != nil {
			if !a.refused {
				a.log.Info("the machine can't be kept awake", "error", err)
			}
			a.refused = true
			return // it is tried again the next time that it is wanted
		}
		a.refused, a.release = false, release
	}
}

// Close lets the machine sleep, and returns once that is so.
func (a *Awake) Close() {
	a.Keep(false)
	a.done.Wait()
}
