package system

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"pressroom/api"
	"pressroom/ui/desk"
	"pressroom/ui/desk/ledger"
)

// office is a desk with the keyring of this machine, and one site, whose key is canary.
type office struct {
	desk     *desk.Desk
	keys     *Keyring
	book     *ledger.Ledger
	latest   atomic.Pointer[desk.View]
	sentence string // that it is to say
}

// newOffice makes a desk that knows the site, and does not start it.
func newOffice(sentence string) (*office, error) {
	o := &office{sentence: sentence, keys: NewKeyring()}
	var err error
	if o.book, err = ledger.Open(context.Background(), filepath.Join(os.Getenv("HOME"), "ledger.db")); err != nil {
		return nil, err
	}
	known := ledger.Site{ID: address, Name: "Northlight Music", Address: address, Added: time.Now(), Used: time.Now()}
	if err := o.book.Write(context.Background(), ledger.Change{Sites: []ledger.Site{known}}); err != nil {
		return nil, err
	}
	o.desk, err = desk.New(desk.Options{
		Ledger: o.book, Keys: o.keys, Notifier: NewNotifications(nil, func(int64) {}), Web: http.DefaultTransport,
		Dial: func(_, key string) (desk.Site, error) {
			if !strings.HasPrefix(key, canary) && !strings.HasPrefix(key, "kk") {
				return nil, fmt.Errorf("the key is another, of %d bytes", len(key))
			}
			return emptySite{}, nil
		},
		Practice: func(context.Context) (desk.PracticeSite, error) { return desk.PracticeSite{}, os.ErrNotExist },
		Show:     func(v desk.View) { o.latest.Store(&v) },
		Log:      slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	return o, err
}

func (o *office) close() {
	o.desk.Close()
	_ = o.book.Close()
}

func (o *office) view() desk.View {
	if v := o.latest.Load(); v != nil && v.Site != nil {
		return *v
	}
	return desk.View{Site: &desk.SiteView{}}
}

// starts starts the desk, does something meanwhile, and waits for the sentence.
func (o *office) starts(meanwhile func() error) error {
	o.desk.Start("", nil)
	if meanwhile != nil {
		if err := meanwhile(); err != nil {
			return err
		}
	}
	return o.says()
}

// says waits until the window says the sentence, at the site or in the list of sites.
func (o *office) says() error {
	return o.until("it says: "+o.sentence, func(v desk.View) bool {
		return v.Site.Problem == o.sentence || v.Site.Keyring == o.sentence
	})
}

func (o *office) triesAndIsReady() error {
	o.desk.TryKeyring(address)
	return o.ready()
}

func (o *office) ready() error {
	return o.until("the site is connected", func(v desk.View) bool { return v.Site.State == desk.SiteReady })
}

func (o *office) kept() error {
	return o.until("the key is in the keyring", func(v desk.View) bool {
		return v.Key == "Key kept in the keyring" && v.Site.Keyring == "" && v.Site.State == desk.SiteReady
	})
}

func (o *office) until(what string, is func(desk.View) bool) error {
	if err := until(what, func() bool { return is(o.view()) }); err != nil {
		v := o.view()
		return fmt.Errorf("%w: site %+v, key %q", err, *v.Site, v.Key)
	}
	return nil
}

// emptySite is a site in which nothing waits.
type emptySite struct{ desk.Site }

func (emptySite) List(context.Context, api.ListRequest) (api.Page, error) { return api.Page{}, nil }

func (emptySite) ListAll(context.Context, api.ListRequest) iter.Seq2[api.Upload, error] {
	return func(func(api.Upload, error) bool) {}
}
