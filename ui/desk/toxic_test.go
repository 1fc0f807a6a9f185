//go:build !race

package desk_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"pressroom/api"
	"pressroom/api/practice"
	"pressroom/ui/desk"
	"pressroom/ui/desk/ledger"
)

// seeds is how many times a desk works through a bad network.
const seeds = 200

// looks is how often, 5 ms apart, something is looked for until it is given up: for two minutes, and where the
// machine does other things or stands still, for as much longer as that keeps the desk from its work.
const looks = 24_000

// hurry is by how much the desk's time passes more quickly: its five minutes are six seconds.
const hurry = 50

// wire is a desk, and a real practice site at the other end of a network that goes wrong.
type wire struct {
	t    *testing.T
	r    *rand.Rand
	site *practice.Site
	// networks are the ways to the site, the first one a good one. That nothing changes on a living connection is
	// for toxiproxy's sake: where its writer has failed, it waits for ever when a toxic comes or goes.
	networks  []*toxiproxy.Proxy
	current   atomic.Int64 // of networks
	laying    sync.RWMutex // guards where they listen, and up
	up        bool
	transport http.Transport
	direct    *api.Client // by a wire of its own, which never goes wrong
	book      *ledger.Ledger
	desk      *desk.Desk
	latest    atomic.Pointer[desk.View]
	said      atomic.Int64
}

func openWire(t *testing.T, site *practice.Site, seed uint64) *wire {
	t.Helper()
	w := &wire{t: t, site: site, r: rand.New(rand.NewPCG(seed, 1))}
	key, err := site.IssueKey(t.Context(), fmt.Sprint("seed ", seed))
	if err != nil {
		t.Fatal(err)
	}
	w.lay("")
	for range 2 {
		for _, toxic := range toxics {
			w.lay(fmt.Sprintf(toxic, 1+w.r.IntN(300)))
		}
	}
	w.mend()
	w.transport.DialContext = w.connect
	t.Cleanup(w.transport.CloseIdleConnections)
	if w.direct, err = api.New(site.Address(), key); err != nil {
		t.Fatal(err)
	}
	if w.book, err = ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db")); err != nil {
		t.Fatal(err)
	}
	w.desk, err = desk.New(desk.Options{
		Ledger: w.book, Keys: forgetful{}, Notifier: w, Web: overTheWeb(t),
		Dial: func(address, key string) (desk.Site, error) {
			return w.dial(address, key)
		},
		Practice: func(context.Context) (desk.PracticeSite, error) {
			return desk.PracticeSite{Address: site.Address(), Key: key, Offer: site.Offer}, nil
		},
		Show: func(v desk.View) { w.latest.Store(&v) },
		Log:  slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.desk.Close()
		if err := w.book.Close(); err != nil {
			t.Error(err)
		}
	})
	w.desk.Start("", nil)
	w.desk.OpenPractice()
	w.until("the site is connected", func(v desk.View) bool { return v.Site != nil && v.Site.State == desk.SiteReady })
	return w
}

// lay makes a network with at most one toxic.
func (w *wire) lay(toxic string) {
	w.t.Helper()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.New(io.Discard))
	proxy := toxiproxy.NewProxy(server, "wire", "", strings.TrimPrefix(w.site.Address(), "http://"))
	if toxic != "" {
		if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
			w.t.Fatal(err)
		}
	}
	w.networks = append(w.networks, proxy)
	w.t.Cleanup(proxy.Stop)
}

// nowhere is an address of this machine that refuses every connection: nothing is given a port as low by chance.
const nowhere = "127.0.0.1:1"

// connect has a new connection go by the network that is the current one.
func (w *wire) connect(ctx context.Context, kind, _ string) (net.Conn, error) {
	w.laying.RLock() // no port is given up, and to another desk's site, before this has met whom it meant
	defer w.laying.RUnlock()
	address := nowhere
	if w.up {
		address = w.networks[w.current.Load()].Listen
	}
	return new(net.Dialer).DialContext(ctx, kind, address)
}

// client is a site's client that soon loses patience, but for a new job: that is sent while the network is well,
// and where the machine alone makes it late, no look at the site settles what came of it.
type client struct {
	*api.Client
	patient *api.Client
}

func (w *wire) dial(address, key string) (desk.Site, error) {
	over := api.WithHTTPClient(&http.Client{Transport: &w.transport})
	patient, err := api.New(address, key, over, api.WithTimeout(looks*5*time.Millisecond))
	if err != nil {
		return nil, err
	}
	hasty, err := api.New(address, key, over, api.WithTimeout(400*time.Millisecond))
	return client{hasty, patient}, err
}

func (c client) CreateJob(ctx context.Context, r api.NewJob) (api.Job, error) {
	return c.patient.CreateJob(ctx, r)
}

// Notify counts what the desktop was told.
func (w *wire) Notify(context.Context, desk.Note) error { w.said.Add(1); return nil }

// until waits for a view of which something is true.
func (w *wire) until(what string, is func(desk.View) bool) desk.View {
	w.t.Helper()
	for range looks {
		if v := w.latest.Load(); v != nil && is(*v) {
			return *v
		}
		<-time.After(5 * time.Millisecond)
	}
	v := w.latest.Load()
	w.t.Fatalf("waited in vain: %s\nsite %+v\njobs %+v\nunknown %+v\nwork %+v", what, v.Site, v.Jobs, v.Unknowns, v.Work)
	return desk.View{}
}

// toxics are ways in which a network goes wrong, as toxiproxy names them.
var toxics = []string{
	`{"type":"reset_peer","stream":"downstream","attributes":{"timeout":%d}}`,
	`{"type":"reset_peer","stream":"upstream","attributes":{"timeout":%d}}`,
	`{"type":"limit_data","stream":"downstream","attributes":{"bytes":%d}}`,
	`{"type":"limit_data","stream":"upstream","attributes":{"bytes":%d}}`,
	`{"type":"latency","stream":"downstream","attributes":{"latency":%d,"jitter":50}}`,
	`{"type":"timeout","stream":"downstream","attributes":{"timeout":%d}}`,
	`{"type":"slow_close","stream":"downstream","attributes":{"delay":%d}}`,
	`{"type":"slicer","stream":"downstream","attributes":{"average_size":7,"size_variation":3,"delay":%d}}`,
}

// trouble has the network go wrong in random ways until done is closed, and be well then.
func (w *wire) trouble(done <-chan struct{}) {
	for {
		select {
		case <-done:
			w.current.Store(0)
			w.cut()
			w.mend()
			return
		case <-time.After(time.Duration(5+w.r.IntN(60)) * time.Millisecond):
		}
		w.current.Store(0)
		if w.r.IntN(3) > 0 {
			w.current.Store(1 + w.r.Int64N(int64(len(w.networks)-1)))
		}
		if w.r.IntN(2) > 0 { // else they stay on the network of before
			w.transport.CloseIdleConnections()
		}
	}
}

// cut breaks all connections, and lets none be made.
func (w *wire) cut() {
	w.laying.Lock()
	defer w.laying.Unlock()
	w.up = false
	for _, n := range w.networks {
		n.Stop()
	}
}

// mend has the networks listen, where there is room for them now.
func (w *wire) mend() {
	w.laying.Lock()
	defer w.laying.Unlock()
	w.up = true
	for _, n := range w.networks {
		n.Listen = "127.0.0.1:0"
		if err := n.Start(); err != nil {
			w.t.Error(err)
		}
	}
}

// outage has the site be out of reach for five minutes of the desk's time.
func (w *wire) outage() {
	w.cut()
	<-time.After(5 * time.Minute / hurry)
	w.mend()
}
