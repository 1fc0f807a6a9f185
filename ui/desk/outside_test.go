package desk

import (
	"context"
	"slices"
	"sync"
	"time"
)

// fakeKeys is a keyring in memory; broken makes it one that does not answer.
type fakeKeys struct {
	mu     sync.Mutex
	keys   map[string]string
	broken bool
	slow   time.Duration // before it answers with a key
}

func (k *fakeKeys) Key(_ context.Context, address string) (string, error) {
	time.Sleep(k.slow)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.broken {
		return "", ErrNoKeyring
	}
	if key, ok := k.keys[address]; ok {
		return key, nil
	}
	return "", ErrNoKey
}

func (k *fakeKeys) KeepKey(_ context.Context, address, key string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.broken {
		return ErrNoKeyring
	}
	k.keys[address] = key
	return nil
}

func (k *fakeKeys) ForgetKey(_ context.Context, address string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.keys, address)
	return nil
}

// fakeNotifier remembers what it was given.
type fakeNotifier struct {
	mu   sync.Mutex
	said []string
	dumb bool // it takes what it is to say and never answers
}

// hang has it never answer.
func (n *fakeNotifier) hang(dumb bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.dumb = dumb
}

func (n *fakeNotifier) Notify(ctx context.Context, title, body string) error {
	n.mu.Lock()
	n.said = append(n.said, title+": "+body)
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
