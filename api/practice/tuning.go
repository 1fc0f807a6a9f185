package practice

import (
	"context"
	"os"
	"sync"
	"time"
)

// tuning holds the site's limits and pauses, which tests shorten, and the two places where audio is
// written, which tests make fail as a full disk does.
type tuning struct {
	fetchLimit      int64           // bytes of a source, at most
	fetchIdle       time.Duration   // without a byte, until a fetch is given up
	fetchPauses     []time.Duration // before the second, third, … try of a fetch
	callbackPauses  []time.Duration // before the second, third, … try of an oncomplete
	callbackWait    time.Duration   // for the answer to an oncomplete
	storePause      time.Duration   // before the database is tried again
	autopublishIdle time.Duration   // after the last upload that asked for it
	autopublishAt   int             // uploads waiting
	goodbye         time.Duration   // for calls under way when the site closes
	sampleLength    float64         // of the samples, as a part of their whole length
	create          func(path string) (*os.File, error)
	convert         converter // nil: the audio package's
}

func defaultTuning() tuning {
	return tuning{
		fetchLimit:      4 << 30,
		fetchIdle:       time.Minute,
		fetchPauses:     []time.Duration{500 * time.Millisecond, 2 * time.Second},
		callbackPauses:  []time.Duration{2 * time.Second, 10 * time.Second, time.Minute, 5 * time.Minute},
		callbackWait:    30 * time.Second,
		storePause:      time.Second,
		autopublishIdle: 10 * time.Minute,
		autopublishAt:   1000,
		goodbye:         3 * time.Second,
		sampleLength:    1,
		create:          createFile,
	}
}

// pause waits, and says whether the wait was over before the context was.
func pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// bell wakes whoever waits for something to happen. Get the channel first and look for work then:
// what comes in between rings that channel.
type bell struct {
	mu   sync.Mutex
	next chan struct{}
}

// wait returns a channel that the next ring closes.
func (b *bell) wait() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == nil {
		b.next = make(chan struct{})
	}
	return b.next
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		close(b.next)
		b.next = nil
	}
}
