//go:build !race

package desk_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
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

// hurry is by how much the desk's time passes more quickly: its five minutes are six seconds.
const hurry = 50

// wire is a desk, and a real practice site at the other end of a network that goes wrong.
type wire struct {
	t      *testing.T
	r      *rand.Rand
	site   *practice.Site
	proxy  *toxiproxy.Proxy
	direct *api.Client // by a wire of its own, which never goes wrong
	book   *ledger.Ledger
	desk   *desk.Desk
	latest atomic.Pointer[desk.View]
	said   atomic.Int64
}

func openWire(t *testing.T, site *practice.Site, seed uint64) *wire {
	t.Helper()
	w := &wire{t: t, site: site, r: rand.New(rand.NewPCG(seed, 1))}
	key, err := site.IssueKey(t.Context(), fmt.Sprint("seed ", seed))
	if err != nil {
		t.Fatal(err)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.New(io.Discard))
	w.proxy = toxiproxy.NewProxy(server, "wire", "127.0.0.1:0", strings.TrimPrefix(site.Address(), "http://"))
	if err := w.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.proxy.Stop)
	address := "http://" + w.proxy.Listen
	if w.direct, err = api.New(site.Address(), key); err != nil {
		t.Fatal(err)
	}
	if w.book, err = ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db")); err != nil {
		t.Fatal(err)
	}
	w.desk, err = desk.New(desk.Options{
		Ledger: w.book, Keys: forgetful{}, Notifier: w, Web: overTheWeb(t),
		Dial: func(address, key string) (desk.Site, error) {
			return api.New(address, key, api.WithTimeout(400*time.Millisecond))
		},
		Practice: func(context.Context) (desk.PracticeSite, error) {
			return desk.PracticeSite{Address: address, Key: key, Offer: site.Offer}, nil
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

// Notify counts what the desktop was told.
func (w *wire) Notify(context.Context, desk.Note) error { w.said.Add(1); return nil }

// until waits for a view of which something is true.
func (w *wire) until(what string, is func(desk.View) bool) desk.View {
	w.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); <-time.After(5 * time.Millisecond) {
		if v := w.latest.Load(); v != nil && is(*v) {
			return *v
		}
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
			w.proxy.Toxics.ResetToxics(context.Background())
			return
		case <-time.After(time.Duration(5+w.r.IntN(60)) * time.Millisecond):
		}
		w.proxy.Toxics.ResetToxics(context.Background())
		if w.r.IntN(3) > 0 {
			toxic := fmt.Sprintf(toxics[w.r.IntN(len(toxics))], 1+w.r.IntN(300))
			if _, err := w.proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
				w.t.Error(err)
			}
		}
	}
}

// outage has the site be out of reach for five minutes of the desk's time.
func (w *wire) outage() {
	w.proxy.Stop()
	<-time.After(5 * time.Minute / hurry)
	if err := w.proxy.Start(); err != nil {
		w.t.Error(err)
	}
}
