package desk

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// withFive connects four more sites, each with so many tracks.
func withFive(o *office, tracks int) (addresses []string) {
	o.others = map[string]*fakeSite{}
	for n := range 4 {
		address := fmt.Sprintf("https://site-%d.example", n)
		o.others[address] = newFakeSite(tracks)
		addresses = append(addresses, address)
		o.desk.Connect("", address, "key of "+address)
		o.settle()
	}
	return addresses
}

// everywhere has a person set a format for every track of each site.
func everywhere(o *office, addresses []string) {
	for _, address := range addresses {
		o.desk.ShowSite(address)
		o.settle()
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.settle()
	}
}

func TestFiveSitesWorkAtOnceAndARefusedKeyStopsItsOwnAlone(t *testing.T) {
	inOffice(t, 30, func(o *office) {
		addresses := append(withFive(o, 30), siteAddress)
		bad := o.others[addresses[1]]
		for _, f := range append([]*fakeSite{o.site}, o.others[addresses[0]], bad, o.others[addresses[2]], o.others[addresses[3]]) {
			f.on(func(c call) (error, bool) {
				if c.op == "setFormats" {
					time.Sleep(time.Second)
				}
				if f == bad && f.made("setFormats") > 5 {
					return &api.Error{Op: c.op, Kind: api.KeyRefused, Status: 401, Sent: true}, false
				}
				return nil, true
			})
		}
		began := time.Now()
		everywhere(o, addresses)
		v := o.after(time.Minute)
		for _, s := range v.Sites {
			if want := map[bool]SiteState{true: SiteNeedsKey, false: SiteReady}[s.ID == addresses[1]]; s.State != want {
				t.Errorf("%s is %s", s.ID, s.Word)
			}
		}
		for _, address := range addresses {
			f := o.others[address]
			if f == nil {
				f = o.site
			}
			if n := f.made("setFormats"); f != bad && n != 30 {
				t.Errorf("%s was sent %d of 30 changes within %v", address, n, time.Since(began))
			}
		}
		calls := len(bad.calls)
		o.after(time.Hour)
		if len(bad.calls) != calls {
			t.Errorf("%d calls went to the site whose key is refused", len(bad.calls)-calls)
		}
		bad.on(nil)
		o.desk.Connect("", addresses[1], "a good key")
		v = o.after(time.Minute)
		if o.formats() != "mp3+wav" || v.Site.ID != addresses[1] || v.Site.State != SiteReady {
			t.Errorf("with a good key %s is %s, and its formats are %s", v.Site.ID, v.Site.Word, o.formats())
		}
	})
}

func TestASiteThatWantsToBeLeftAloneHoldsUpNoOther(t *testing.T) {
	inOffice(t, 10, func(o *office) {
		addresses := append(withFive(o, 10), siteAddress)
		held := o.others[addresses[0]]
		held.on(func(c call) (error, bool) { return busy(c.op, time.Hour), false })
		everywhere(o, addresses)
		o.after(time.Minute)
		if n := len(held.calls); n > 8 {
			t.Errorf("the site that asked for an hour's rest was called %d times", n)
		}
		for _, address := range addresses[1:] {
			items, err := o.book.Items(context.Background(), address)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range items {
				if i.State != ledger.Done {
					t.Errorf("%s: item %d is %s", address, i.ID, i.State)
				}
			}
		}
	})
}
