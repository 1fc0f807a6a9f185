package desk

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// PracticeID names the practice site among the sites.
const PracticeID = "practice"

// keyPatience is how long the desk waits for the keyring, which may ask the person to unlock it.
const keyPatience = 60 * time.Second

// open reads the ledger and takes up where the last run ended.
func (d *Desk) open() {
	d.tellRescue()
	d.readSettings()
	away(d, d.Ledger.Sites, func(sites []ledger.Site, err error) {
		d.ready = true
		d.soon()
		defer func() {
			for _, f := range d.later {
				f()
			}
			d.later = nil
		}()
		if err != nil {
			d.Log.Error("read the sites", "error", err)
			d.notice(ToneErrored, words.T("Pressroom could not read its ledger. Nothing was changed. Start it again: if the file is damaged, what can be read of it is rescued then."))
			return
		}
		for _, site := range sites {
			d.seatFor(site)
		}
		switch {
		case d.current != "":
		case d.seats[d.first] != nil:
			d.showSite(d.first)
		case len(sites) > 0:
			d.current = sites[0].ID
		}
	})
}

// tellRescue says that the ledger was damaged, and where it is now.
func (d *Desk) tellRescue() {
	r := d.Ledger.Rescued()
	if r == nil {
		return
	}
	d.Log.Error("the ledger was damaged", "set aside as", r.SetAside, "kept", r.Kept, "lost", r.Lost)
	text := words.N(r.Kept, "The ledger was damaged. It was set aside as “%[2]s”, and %[1]d record of it could be kept.",
		"The ledger was damaged. It was set aside as “%[2]s”, and %[1]d records of it could be kept.", filepath.Base(r.SetAside))
	if r.Lost > 0 {
		text += " " + words.N(r.Lost, "At least %d was lost.", "At least %d were lost.")
	}
	d.notice(ToneErrored, text+" "+words.T("Refresh, and look the queue over before you publish."))
}

// unconnected is the address that the program was started with, where no site has it.
func (d *Desk) unconnected() string {
	if !d.ready || d.seats[d.first] != nil {
		return ""
	}
	return d.asked
}

// seatFor gives a site its place at the desk and connects it.
func (d *Desk) seatFor(site ledger.Site) {
	if d.seats[site.ID] != nil {
		return
	}
	s := newSeat(d, site)
	d.seats[site.ID] = s
	d.order = append(d.order, site.ID)
	away(d, func(ctx context.Context) (ledger.Book, error) { return d.Ledger.Book(ctx, site.ID) },
		func(book ledger.Book, err error) {
			d.soon()
			if err != nil {
				d.Log.Error("read the book of a site", "site", site.ID, "error", err)
				s.state, s.problem, s.halted = SiteTrouble, words.T("What the ledger holds of this site could not be read, so nothing is sent to it. Start Pressroom again: what can be read is rescued then."), true
				return
			}
			s.load(book)
			d.addHeld()
			if site.Practice {
				d.opened(s.startPractice)
			} else {
				d.opened(s.fetchKey)
			}
		})
}

// startPractice starts the practice site and connects it with the key of this run.
func (s *seat) startPractice() {
	away(s.d, s.d.Practice, func(p PracticeSite, err error) {
		s.d.touch()
		if err != nil {
			s.d.Log.Error("start the practice site", "error", err)
			s.state, s.problem = SiteTrouble, words.T("The practice site could not start: %s. Nothing was lost.", err)
			return
		}
		s.d.practice = &p
		s.site.Address = p.Address
		s.connect(p.Key, KeyOfPractice)
	})
}

// fetchKey gets the site's key out of the keyring and connects it.
func (s *seat) fetchKey() {
	address := s.site.Address
	away(s.d, func(ctx context.Context) (string, error) {
		ctx, cancel := context.WithTimeout(ctx, keyPatience)
		defer cancel()
		return s.d.Keys.Key(ctx, address)
	}, func(key string, err error) {
		s.d.touch()
		switch {
		case s.client != nil: // the person was quicker, and maybe than the ledger: what it holds was not looked at
			s.anew()
			s.refresh()
		case err == nil:
			s.connect(key, KeyInKeyring)
		case errors.Is(err, ErrNoKey):
			s.state, s.problem = SiteNeedsKey, words.T("The keyring has no key for %s. Enter it under Sites.", s.site.Name)
		default:
			s.d.Log.Warn("get a key", "site", s.site.ID, "error", err)
			s.state, s.problem = SiteNeedsKey, words.T("The keyring does not answer, so the key of %s is out of reach. Unlock it and start again, or enter the key under Sites for this run.", s.site.Name)
		}
	})
}

// OpenPractice shows the practice site, and starts it if it does not run yet.
func (d *Desk) OpenPractice() {
	d.post(func() {
		if d.seats[PracticeID] == nil {
			now := present()
			site := ledger.Site{ID: PracticeID, Name: words.T("Practice site"), Practice: true, Added: now, Used: now}
			if !d.write(ledger.Change{Sites: []ledger.Site{site}}) {
				return
			}
			d.seatFor(site)
		}
		d.showSite(PracticeID)
	})
}

// ShowSite shows another of the connected sites.
func (d *Desk) ShowSite(id string) {
	d.post(func() { d.showSite(id) })
}

func (d *Desk) showSite(id string) {
	s := d.seats[id]
	if s == nil {
		return
	}
	d.current, d.review, d.activity = id, nil, nil
	s.site.Used = present()
	d.write(ledger.Change{Sites: []ledger.Site{s.site}})
	d.touch()
}

// Connect tests an address and a key by looking at the site's queue, and keeps both if that works: the
// address in the ledger, the key in the keyring. For an address that is known already it replaces the
// key. A name may be empty. How it went is in [View.Trial].
func (d *Desk) Connect(name, address, key string) {
	d.post(func() {
		if !d.ready { // a site that the ledger knows must not be taken for a new one
			d.later = append(d.later, func() { d.Connect(name, address, key) })
			return
		}
		if d.trial.Running {
			return
		}
		d.trial = Trial{Number: d.trial.Number + 1, Running: true}
		d.touch()
		if s := d.seatAt(address); s != nil {
			if held := s.held(present()); held != "" {
				d.trial.Running, d.trial.Problem = false, held
				return
			}
		}
		type tested struct {
			address string
			kept    error
		}
		away(d, func(ctx context.Context) (tested, error) {
			normal, err := api.NormaliseAddress(address)
			if err != nil {
				return tested{}, err
			}
			client, err := d.Dial(normal, key)
			if err != nil {
				return tested{}, err
			}
			if _, err := client.List(ctx, api.ListRequest{Show: 1}); err != nil {
				return tested{}, err
			}
			ctx, cancel := context.WithTimeout(ctx, keyPatience)
			defer cancel()
			return tested{normal, d.Keys.KeepKey(ctx, normal, key)}, nil
		}, func(t tested, err error) {
			d.touch()
			d.trial.Running = false
			if err != nil {
				d.trial.Problem = trialSentence(err, hostOf(address))
				if s := d.seatAt(address); s != nil {
					s.hold(err)
				}
				d.Log.Info("test a site", "error", err)
				return
			}
			d.trial.Passed = true
			d.connected(name, t.address, key, t.kept)
		})
	})
}

// connected keeps a site that was tested, and shows it.
func (d *Desk) connected(name, address, key string, kept error) {
	place := KeyInKeyring
	if kept != nil {
		d.Log.Warn("keep a key", "site", address, "error", kept)
		place = KeyInMemory
		d.notice(ToneUnknown, words.T("The keyring did not take the key, so it stays in memory for this run. You will be asked for it again."))
	}
	now := present()
	s := d.seats[address]
	if s == nil {
		if name = strings.TrimSpace(name); name == "" {
			name = hostOf(address)
		}
		site := ledger.Site{ID: address, Name: name, Address: address, Added: now, Used: now}
		if !d.write(ledger.Change{Sites: []ledger.Site{site}}) {
			return
		}
		s = newSeat(d, site)
		d.seats[address] = s
		d.order = append(d.order, address)
		s.load(ledger.Book{})
	} else if name = strings.TrimSpace(name); name != "" {
		s.site.Name = name
	}
	d.showSite(address)
	d.addHeld()
	s.connect(key, place)
}

// seatAt is the seat of the site with an address, as it was typed; nil where no site has it.
func (d *Desk) seatAt(address string) *seat {
	normal, err := api.NormaliseAddress(address)
	if err != nil {
		return nil
	}
	return d.seats[normal]
}

// hostOf is the host of an address, for want of a better name.
func hostOf(address string) string {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return words.T("The site")
}

// ForgetKey takes the key of a site out of memory and out of the keyring. The site and its history stay.
func (d *Desk) ForgetKey(id string) {
	d.post(func() {
		s := d.seats[id]
		if s == nil || s.site.Practice {
			return
		}
		address := s.site.Address
		s.client, s.keyPlace, s.state = nil, KeyNowhere, SiteNeedsKey
		s.problem = words.T("The key of %s was removed. Nothing is sent until you enter one under Sites.", s.site.Name)
		s.connection++
		d.review = nil
		d.touch()
		away(d, func(ctx context.Context) (struct{}, error) {
			ctx, cancel := context.WithTimeout(ctx, keyPatience)
			defer cancel()
			return struct{}{}, d.Keys.ForgetKey(ctx, address)
		}, func(_ struct{}, err error) {
			if err != nil {
				d.Log.Warn("forget a key", "site", id, "error", err)
				d.notice(ToneErrored, words.T("The keyring did not answer, so it may still hold the key of %s. Remove it there.", s.site.Name))
			}
		})
	})
}
