package desk

import (
	"context"
	"errors"
	"time"

	"pressroom/ui/desk/words"
)

const (
	// keyPatience is how long the desk waits for the keyring, which may ask the person to unlock it and has an
	// end of its own before.
	keyPatience = 90 * time.Second
	// keyWait is how long the keyring may take before the window says that Pressroom waits for it.
	keyWait = 2 * time.Second
)

// askKeyring has the keyring asked something for a site, one thing after the other, and says so where that
// takes long.
func askKeyring(s *seat, work func(context.Context) (string, error), back func(string, error)) {
	d := s.d
	s.atKeyring = append(s.atKeyring, func() {
		over := make(chan struct{})
		ended := false
		away(d, func(ctx context.Context) (string, error) {
			defer close(over)
			ctx, cancel := context.WithTimeout(ctx, keyPatience)
			defer cancel()
			return work(ctx)
		}, func(answer string, err error) {
			d.touch()
			ended, s.waits = true, ""
			if d.ctx.Err() == nil { // else it is closing, and nothing is known
				back(answer, err)
			}
			if s.atKeyring = s.atKeyring[1:]; len(s.atKeyring) > 0 {
				s.atKeyring[0]()
			}
		})
		d.busy.Add(1)
		go func() {
			defer d.busy.Done()
			for slow := time.NewTicker(keyWait); ; {
				select {
				case <-slow.C:
					d.post(func() {
						if !ended {
							s.waitForKeyring()
						}
					})
				case <-over:
					slow.Stop()
					return
				}
			}
		}()
	})
	if len(s.atKeyring) == 1 {
		s.atKeyring[0]()
	}
}

// waitForKeyring says that the keyring lets Pressroom wait, and for what.
func (s *seat) waitForKeyring() {
	s.waits = words.T("The keyring of this computer has not answered yet about the key of %s. Pressroom waits for it.", s.site.Name)
	if s.d.Keys.Asking() {
		s.waits = words.T("The keyring of this computer asks for its password, because of the key of %s. Answer it in its own window; Pressroom waits.", s.site.Name)
	}
	s.d.touch()
}

// fetchKey gets the site's key out of the keyring and connects it.
func (s *seat) fetchKey() {
	address := s.site.Address
	askKeyring(s, func(ctx context.Context) (string, error) { return s.d.Keys.Key(ctx, address) }, func(key string, err error) {
		switch {
		case s.client != nil: // the person was quicker, and maybe than the ledger: what it holds was not looked at
			s.anew()
			s.refresh()
		case s.d.setting(s.site.ID, settingForget) != "": // it was removed meanwhile
		case err == nil:
			s.keyring = ""
			s.connect(key, KeyInKeyring)
		case errors.Is(err, ErrNoKey):
			s.keyring = ""
			s.state, s.problem = SiteNeedsKey, words.T("The keyring has no key for %s. Enter it under Sites.", s.site.Name)
		default:
			s.d.Log.Warn("get a key", "site", s.site.ID, "error", err)
			s.keyring = words.T("The key of %s is out of reach, so nothing is sent there.", s.site.Name) + " " + keyringSentence(err)
			s.state, s.problem = SiteNeedsKey, s.keyring
		}
	})
}

// keepKey puts the key that the site is connected with into the keyring.
func (s *seat) keepKey() {
	address, key := s.site.Address, s.unkept
	askKeyring(s, func(ctx context.Context) (string, error) { return "", s.d.Keys.KeepKey(ctx, address, key) }, func(_ string, err error) {
		switch {
		case s.unkept != key: // another came since, or it was removed
		case err == nil:
			s.unkept, s.keyring, s.keyPlace = "", "", KeyInKeyring
			s.d.settle(s.site.ID, settingForget, "") // it is in the place of the former
		default:
			s.d.Log.Warn("keep a key", "site", s.site.ID, "error", err)
			s.keyring = words.T("The key of %s works, and is kept for this run only.", s.site.Name) + " " + keyringSentence(err)
			s.keyPlace = KeyInMemory
			s.d.notice(ToneUnknown, s.keyring)
		}
	})
}

// ForgetKey takes the key of a site out of memory and out of the keyring. The site and its history stay.
func (d *Desk) ForgetKey(id string) {
	d.post(func() {
		s := d.seats[id]
		if s == nil || s.site.Practice {
			return
		}
		d.settle(id, settingForget, "yes") // so that it is not taken up again, whatever the keyring does
		s.keyless()
		s.dropKey(true)
	})
}

// keyless takes the key out of memory.
func (s *seat) keyless() {
	s.client, s.keyPlace, s.state, s.unkept, s.keyring = nil, KeyNowhere, SiteNeedsKey, "", ""
	s.problem = words.T("The key of %s was removed. Nothing is sent until you enter one under Sites.", s.site.Name)
	s.anew()
	s.d.review = nil
	s.d.touch()
}

// dropKey takes the key out of the keyring, at the next start where it cannot be done now. What the person did
// not just ask for is not told.
func (s *seat) dropKey(tell bool) {
	address := s.site.Address
	askKeyring(s, func(ctx context.Context) (string, error) { return "", s.d.Keys.ForgetKey(ctx, address) }, func(_ string, err error) {
		if err == nil {
			s.keyring = ""
			if s.unkept == "" {
				s.d.settle(s.site.ID, settingForget, "")
			}
			return
		}
		s.d.Log.Warn("forget a key", "site", s.site.ID, "error", err)
		s.keyring = words.T("The key of %s is still in the keyring. Pressroom does not use it, and tries to remove it again at the next start.", s.site.Name) + " " + keyringSentence(err)
		if tell {
			s.d.notice(ToneErrored, s.keyring)
		}
	})
}

// TryKeyring asks the keyring again for what it did not do for a site.
func (d *Desk) TryKeyring(id string) {
	d.post(func() {
		s := d.seats[id]
		if s == nil || s.site.Practice || len(s.atKeyring) > 0 {
			return
		}
		switch {
		case s.unkept != "":
			s.keyPlace = KeyOnItsWay
			s.keepKey()
		case d.setting(id, settingForget) != "":
			s.dropKey(true)
		case s.client == nil:
			s.state, s.problem = SiteConnecting, ""
			s.fetchKey()
		}
		d.touch()
	})
}
