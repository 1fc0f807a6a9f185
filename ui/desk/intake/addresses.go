package intake

import (
	"context"
	"net/url"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"
)

// How much is asked of others' machines.
const (
	addressesAtOnce = 4
	perHost         = 2  // of those
	pacePerHost     = 10 // a second, after as many at the beginning
	givesUpAfter    = 3  // addresses of a host that got no answer, one after the other
)

// host is a machine with the addresses that name it.
type host struct {
	name    string
	indexes []int
	next    atomic.Int64 // which of them is asked next
	silent  atomic.Int64 // how many in a row got no answer
	pace    *rate.Limiter
}

// askAddresses asks for the beginning of each address. A lane asks one host for one address at a time,
// and a host has two lanes at most.
func (r *run) askAddresses(ctx context.Context, addresses []int) {
	var lanes errgroup.Group
	lanes.SetLimit(addressesAtOnce)
	for _, h := range r.hosts(addresses) {
		for range min(perHost, len(h.indexes)) {
			lanes.Go(func() error {
				r.askHost(ctx, h)
				return nil
			})
		}
	}
	_ = lanes.Wait() // what fails is a finding
}

// hosts sorts addresses by host, in the order in which hosts come first. What is no address of one is
// told of here.
func (r *run) hosts(addresses []int) (all []*host) {
	byName := map[string]*host{}
	for _, i := range addresses {
		u, err := url.Parse(r.candidates[i].Source)
		if err != nil || u.Hostname() == "" {
			r.find(i, BadAddress, sayBadAddress())
			r.progress.one()
			continue
		}
		name := strings.ToLower(u.Host)
		h := byName[name]
		if h == nil {
			h = &host{name: name, pace: rate.NewLimiter(pacePerHost, pacePerHost)}
			byName[name] = h
			all = append(all, h)
		}
		h.indexes = append(h.indexes, i)
	}
	return all
}

// askHost asks for one address of a host after the other.
func (r *run) askHost(ctx context.Context, h *host) {
	for {
		n := int(h.next.Add(1)) - 1
		if n >= len(h.indexes) {
			return
		}
		i := h.indexes[n]
		switch {
		case h.silent.Load() >= givesUpAfter:
			r.find(i, Unreachable, sayHostSilent(h.name))
		case !r.askOne(ctx, h, i):
			r.find(i, NotChecked, sayNotChecked(r.candidates[i].file()))
			continue
		}
		r.progress.one()
	}
}

// askOne asks for one address; false says that ctx ended before there was an answer.
func (r *run) askOne(ctx context.Context, h *host, i int) bool {
	if h.pace.Wait(ctx) != nil {
		return false
	}
	answer := r.ask.ask(ctx, r.candidates[i].Source)
	if answer.err != nil && ctx.Err() != nil {
		return false
	}
	if answer.silent() {
		h.silent.Add(1)
	} else {
		h.silent.Store(0)
	}
	r.judge(i, h.name, answer)
	return true
}
