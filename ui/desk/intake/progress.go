package intake

import (
	"sync"
	"time"
)

// The first guess of the time left wants this much behind it.
const (
	guessesAfter = time.Second
	guessesFrom  = 5 // readings
)

// progress counts what is checked and tells of it.
type progress struct {
	mu          sync.Mutex
	report      func(Progress)
	of          int
	toRead      int // of those; the others were checked by name alone
	read        int
	began, told time.Time
}

func newProgress(report func(Progress), of, toRead int) *progress {
	now := time.Now()
	return &progress{report: report, of: of, toRead: toRead, began: now, told: now}
}

// one counts a candidate that was read.
func (p *progress) one() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read++
	if now := time.Now(); now.Sub(p.told) >= tellEvery {
		p.told = now
		p.tell(now)
	}
}

func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tell(time.Now())
}

func (p *progress) tell(now time.Time) {
	if p.report == nil {
		return
	}
	at := Progress{Checked: p.of - p.toRead + p.read, Of: p.of}
	if spent := now.Sub(p.began); spent >= guessesAfter && p.read >= guessesFrom {
		at.Left = time.Duration(float64(spent) / float64(p.read) * float64(p.toRead-p.read))
	}
	p.report(at)
}
