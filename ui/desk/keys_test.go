package desk

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// kinds are all kinds of trouble with a keyring.
var kinds = []KeyringKind{
	KeyringRefused, KeyringNoBus, KeyringNone, KeyringLocked, KeyringDismissed, KeyringRelocked, KeyringSilent, KeyringTooLarge, KeyringEnded,
}

func inTrouble(kind KeyringKind) error { return &KeyringError{Kind: kind, Err: errors.New("a cause")} }

// anew closes the desk and opens it again, with the keyring as it is.
func (o *office) anew() View {
	o.t.Helper()
	o.close()
	o.open()
	return o.settle()
}

func TestEachKindOfTroubleHasItsOwnWordsInEachOfItsPlaces(t *testing.T) {
	if len(keyringSaid) != len(kinds) {
		t.Fatalf("%d kinds have words, want %d", len(keyringSaid), len(kinds))
	}
	inOffice(t, 0, func(o *office) {
		said := map[string]KeyringKind{}
		new := func(place, text string, kind KeyringKind) {
			if other, twice := said[text]; twice || !strings.Contains(text, "Northlight Music") || strings.Contains(text, "cause") {
				t.Errorf("%s, kind %d says as kind %d: %s", place, kind, other, text)
			}
			said[text] = kind
		}
		for _, kind := range kinds {
			o.keys.fails(nil)
			o.desk.Connect("", siteAddress, "secret")
			o.settle()
			o.keys.fails(inTrouble(kind))
			o.desk.Connect("", siteAddress, "another")
			v := o.settle()
			if v.Site.State != SiteReady || v.Key != "Key kept for this run only" || !o.noticed(v.Site.Keyring) {
				t.Errorf("kind %d: the site is %s, %s", kind, v.Site.Word, v.Key)
			}
			new("keeping a key", v.Site.Keyring, kind)
			v = o.anew()
			if v.Site.State != SiteNeedsKey || v.Site.Problem != v.Site.Keyring {
				t.Errorf("kind %d: the site is %s", kind, v.Site.Word)
			}
			new("reading a key", v.Site.Problem, kind)
			o.desk.ForgetKey(siteAddress)
			v = o.settle()
			if !o.noticed(v.Site.Keyring) || !strings.Contains(v.Site.Problem, "was removed") {
				t.Errorf("kind %d: %s", kind, v.Site.Problem)
			}
			new("forgetting a key", v.Site.Keyring, kind)
		}
	})
}

func TestOnceTheKeyringWorksAgainTheKeyIsReadWithoutARestart(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.keys.fails(inTrouble(KeyringLocked))
		o.anew()
		before := o.keys.asked
		o.desk.TryKeyring(siteAddress)
		if v := o.after(time.Hour); v.Site.State != SiteNeedsKey || o.keys.asked != before+1 {
			t.Errorf("the site is %s; the keyring was asked %d times for one action", v.Site.Word, o.keys.asked-before)
		}
		o.keys.fails(nil)
		o.desk.TryKeyring(siteAddress)
		if v := o.settle(); v.Site.State != SiteReady || v.Site.Keyring != "" || v.Site.Problem != "" || v.Key != "Key kept in the keyring" {
			t.Errorf("site %+v, key %q", v.Site, v.Key)
		}
	})
}

func TestAKeyThatTheKeyringDidNotTakeIsPutThereOnceItWorks(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.keys.fails(inTrouble(KeyringNone))
		o.desk.Connect("", siteAddress, "another")
		if v := o.settle(); !v.Trial.Passed || v.Key != "Key kept for this run only" || o.keys.has(siteAddress) != "secret" {
			t.Errorf("trial %+v, key %q", v.Trial, v.Key)
		}
		o.keys.fails(nil)
		o.desk.TryKeyring(siteAddress)
		if v := o.settle(); v.Site.Keyring != "" || v.Key != "Key kept in the keyring" || o.keys.has(siteAddress) != "another" {
			t.Errorf("%s; %s", v.Site.Keyring, v.Key)
		}
		asked := o.keys.asked
		o.desk.TryKeyring(siteAddress) // all is well
		o.settle()
		if o.keys.asked != asked {
			t.Error("the keyring is asked for what it has")
		}
	})
}

func TestASlowKeyringIsWaitedForAndTheWindowSaysWhatFor(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.keys.slow = 5 * time.Second
		o.close()
		o.open()
		if v := o.after(time.Second); v.Site.Problem != "" {
			t.Errorf("after a second it says %s", v.Site.Problem)
		}
		if v := o.after(2 * time.Second); v.Site.State != SiteConnecting || !strings.Contains(v.Site.Problem, "has not answered yet about the key of Northlight Music") {
			t.Errorf("after three seconds the site is %s: %s", v.Site.Word, v.Site.Problem)
		}
		o.keys.mu.Lock()
		o.keys.asks = true
		o.keys.mu.Unlock()
		if v := o.after(1500 * time.Millisecond); !strings.Contains(v.Site.Problem, "asks for its password, because of the key of Northlight Music") {
			t.Errorf("while it asks the person it says %s", v.Site.Problem)
		}
		o.desk.TryKeyring(siteAddress) // while it is being asked
		if v := o.after(time.Second); v.Site.State != SiteReady || v.Site.Problem != "" {
			t.Errorf("after its answer the site is %s: %s", v.Site.Word, v.Site.Problem)
		}
		if v := o.after(10 * time.Second); v.Site.Problem != "" || o.keys.asked != 2 {
			t.Errorf("in the end it says %q, after %d calls", v.Site.Problem, o.keys.asked)
		}
		o.keys.slow = 5 * time.Second
		o.desk.Connect("", siteAddress, "another")
		if v := o.after(3 * time.Second); v.Site.State != SiteReady || v.Key != "The key goes into the keyring" || !strings.Contains(v.Site.Problem, "asks for its password") {
			t.Errorf("while a key is kept the site is %s: %s; %s", v.Site.Word, v.Site.Problem, v.Key)
		}
		if v := o.after(3 * time.Second); v.Site.Problem != "" || v.Key != "Key kept in the keyring" {
			t.Errorf("then: %s; %s", v.Site.Problem, v.Key)
		}
	})
}

func TestAKeyThatCouldNotBeRemovedIsNotUsedAndGoesLater(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.keys.fails(inTrouble(KeyringEnded))
		o.desk.ForgetKey(siteAddress)
		v := o.settle()
		if v.Site.State != SiteNeedsKey || !o.noticed("still in the keyring") {
			t.Errorf("the site is %s, notices %+v", v.Site.Word, v.Notices)
		}
		sent := o.site.sent()
		if v = o.anew(); v.Site.State != SiteNeedsKey || len(v.Notices) != 0 || !strings.Contains(v.Site.Keyring, "still in the keyring") {
			t.Errorf("at the next start the site is %s, notices %+v: %s", v.Site.Word, v.Notices, v.Site.Keyring)
		}
		o.keys.fails(nil)
		if v = o.anew(); o.keys.has(siteAddress) != "" || v.Site.State != SiteNeedsKey || v.Site.Keyring != "" {
			t.Errorf("once the keyring works the site is %s, the keyring holds %q: %s", v.Site.Word, o.keys.has(siteAddress), v.Site.Keyring)
		}
		if o.site.sent() != sent {
			t.Error("something was sent with a key that was removed")
		}
		o.keys.keys[siteAddress] = "put there by another program"
		if v = o.anew(); v.Site.State != SiteReady {
			t.Errorf("once it was removed, a key that is there is not used: %s", v.Site.Problem)
		}
	})
}

func TestANewKeyTakesThePlaceOfOneThatIsStillToBeRemoved(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.keys.fails(inTrouble(KeyringLocked))
		o.desk.ForgetKey(siteAddress)
		o.settle()
		o.desk.Connect("", siteAddress, "another") // not kept either
		o.settle()
		if v := o.anew(); v.Site.State != SiteNeedsKey {
			t.Errorf("the former key is in use again: %s", v.Site.Word)
		}
		o.keys.fails(nil)
		o.desk.Connect("", siteAddress, "another")
		o.settle()
		if v := o.anew(); v.Site.State != SiteReady || o.keys.has(siteAddress) != "another" || o.key.Load() != "another" {
			t.Errorf("the site is %s, the keyring holds %q", v.Site.Word, o.keys.has(siteAddress))
		}
	})
}

func TestASiteIsRemovedWithItsKeyAndComesBackWithItsHistory(t *testing.T) {
	for _, trouble := range []error{nil, inTrouble(KeyringNoBus)} {
		inOffice(t, 2, func(o *office) {
			o.others = map[string]*fakeSite{"http://127.0.0.1:1": newFakeSite(0)} // the practice site
			o.publishMain()
			o.site.finish(mainJobID)
			o.after(time.Minute)
			o.keys.fails(trouble)
			o.desk.OpenPractice()
			o.settle()
			o.desk.ShowSite(siteAddress)
			if v := o.settle(); !strings.Contains(v.Site.Removal, "Nothing changes at Northlight Music") {
				t.Errorf("removing means %q", v.Site.Removal)
			}
			o.desk.RemoveSite(siteAddress)
			v := o.settle()
			if len(v.Sites) != 1 || !v.Site.Practice || !o.noticed("Northlight Music was removed from the list of sites.") {
				t.Errorf("the sites are %+v, shown is %+v", v.Sites, v.Site)
			}
			if o.noticed("still in the keyring") != (trouble != nil) || (o.keys.has(siteAddress) != "") != (trouble != nil) {
				t.Errorf("with %v the keyring holds %q, notices %+v", trouble, o.keys.has(siteAddress), v.Notices)
			}
			sent := o.site.sent()
			if v = o.anew(); len(v.Sites) != 1 || o.site.sent() != sent {
				t.Errorf("at the next start the sites are %+v, %d calls more", v.Sites, o.site.sent()-sent)
			}
			o.keys.fails(nil)
			if v = o.anew(); o.keys.has(siteAddress) != "" || len(v.Notices) != 0 {
				t.Errorf("once the keyring works it holds %q, notices %+v", o.keys.has(siteAddress), v.Notices)
			}
			o.desk.Connect("", siteAddress, "secret")
			v = o.after(time.Minute)
			if len(v.Sites) != 2 || v.Site.Name != "Northlight Music" || v.Site.State != SiteReady || o.job("Main job").Done != 2 {
				t.Errorf("connected again: %+v, jobs %+v", v.Site, v.Jobs)
			}
			if v = o.anew(); len(v.Sites) != 2 {
				t.Errorf("at the start after that: %+v", v.Sites)
			}
		})
	}
}

func TestTheLastSiteCanBeRemovedAndASiteWithWorkUnderWayCannot(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.site.on(func(c call) (error, bool) { return unreachable(c.op), false })
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.settle()
		o.desk.RemoveSite(siteAddress)
		if v := o.settle(); len(v.Sites) != 1 || o.keys.has(siteAddress) != "secret" || !o.noticed("Northlight Music was not removed") {
			t.Errorf("the sites are %+v", v.Sites)
		}
		o.site.on(nil)
		o.after(5 * time.Minute)
		o.desk.RemoveSite(siteAddress)
		if v := o.settle(); len(v.Sites) != 0 || v.Site != nil || o.keys.has(siteAddress) != "" {
			t.Errorf("the sites are %+v", v.Sites)
		}
		if v := o.anew(); v.Site != nil || !v.Ready {
			t.Errorf("at the next start: %+v", v.Site)
		}
	})
}
