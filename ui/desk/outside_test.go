package desk

import (
	"context"
	"slices"
	"sync"
	"time"
)

// fakeKeys is a keyring in memory; trouble makes it one that does nothing.
type fakeKeys struct {
	mu      sync.Mutex
	keys    map[string]string
	trouble error
	slow    time.Duration // before it answers
	asks    bool          // a question to the person is open
	asked   int           // calls
}

// fails has the keyring fail in a way from now on, or work.
func (k *fakeKeys) fails(trouble error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.trouble = trouble
}

// met takes its time and answers what is in the way.
func (k *fakeKeys) met() error {
	k.mu.Lock()
	k.asked++
	slow := k.slow
	k.mu.Unlock()
	time.Sleep(slow)
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.trouble
}

func (k *fakeKeys) Asking() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.asks
}

// has is the key that it holds for an address, empty for none.
func (k *fakeKeys) has(address string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.keys[address]
}

func (k *fakeKeys) Key(_ context.Context, address string) (string, error) {
	if err := k.met(); err != nil {
		return "", err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if key, ok := k.keys[address]; ok {
		return key, nil
	}
	return "", ErrNoKey
}

func (k *fakeKeys) KeepKey(_ context.Context, address, key string) error {
	if err := k.met(); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys[address] = key
	return nil
}

func (k *fakeKeys) ForgetKey(_ context.Context, address string) error {
	if err := k.met(); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.keys, address)
	return nil
}

// fakeNotifier remembers what it was given.
type fakeNotifier struct {
	mu     sync.Mutex
	said   []string
	jobs   []int64 // that it was about
	dumb   bool    // it takes what it is to say and never answers
	broken error   // why it shows nothing
}

// fails has it show nothing from now on, or show again.
func (n *fakeNotifier) fails(broken error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.broken = broken
}

// hang has it never answer.
func (n *fakeNotifier) hang(dumb bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.dumb = dumb
}

func (n *fakeNotifier) Notify(ctx context.Context, note Note) error {
	n.mu.Lock()
	if n.broken != nil {
		defer n.mu.Unlock()
		return n.broken
	}
	n.said, n.jobs = append(n.said, note.Title+": "+note.Body), append(n.jobs, note.Job)
	dumb := n.dumb
	n.mu.Unlock()
	if dumb {
		<-ctx.Done()
		return ctx.Err()
	}
	return nil
}

func (n *fakeNotifier) heard() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.said)
}
