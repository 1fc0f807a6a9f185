package desk

import (
	"cmp"
	"context"
	"net/url"
	"path/filepath"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// PracticeID names the practice site among the sites.
const PracticeID = "practice"

// open reads the ledger and takes up where the last run ended.
func (d *Desk) open() {
	d.tellRescue()
	var settings []ledger.Setting
	var unsettled error
	away(d, func(ctx context.Context) ([]ledger.Site, error) {
		settings, unsettled = d.Ledger.Settings(ctx)
		return d.Ledger.Sites(ctx)
	}, func(sites []ledger.Site, err error) {
		d.takeSettings(settings, unsettled)
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
			if d.setting(site.ID, settingRemoved) != "" {
				d.keepAway(site)
			} else {
				d.seatFor(site)
			}
		}
		switch {
		case d.current != "":
		case d.seats[d.first] != nil:
			d.showSite(d.first)
		case len(d.order) > 0:
			d.current = d.order[0]
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
			switch {
			case site.Practice:
				d.opened(s.startPractice)
			case d.setting(site.ID, settingForget) != "" && s.client == nil:
				s.keyless()
				d.opened(func() { s.dropKey(false) })
			default:
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
// key; a site that was removed comes back with its history. A name may be empty. How the test went is in
// [View.Trial]; what the keyring made of the key, in [SiteView.Keyring].
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
		away(d, func(ctx context.Context) (normal string, err error) {
			if normal, err = api.NormaliseAddress(address); err != nil {
				return "", err
			}
			client, err := d.Dial(normal, key)
			if err != nil {
				return "", err
			}
			_, err = client.List(ctx, api.ListRequest{Show: 1})
			return normal, err
		}, func(normal string, err error) {
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
			d.connected(name, normal, key)
		})
	})
}

// connected keeps a site that was tested, and shows it.
func (d *Desk) connected(name, address, key string) {
	now := present()
	name = strings.TrimSpace(name)
	s := d.seats[address]
	former, removed := d.removed[address]
	switch {
	case s != nil:
	case removed:
		if !d.settle(address, settingRemoved, "") {
			return
		}
		delete(d.removed, address)
		d.seatFor(former)
		s = d.seats[address]
	default:
		site := ledger.Site{ID: address, Name: cmp.Or(name, hostOf(address)), Address: address, Added: now, Used: now}
		if !d.write(ledger.Change{Sites: []ledger.Site{site}}) {
			return
		}
		s = newSeat(d, site)
		d.seats[address] = s
		d.order = append(d.order, address)
		s.load(ledger.Book{})
	}
	s.site.Name = cmp.Or(name, s.site.Name)
	d.showSite(address)
	d.addHeld()
	s.connect(key, KeyOnItsWay)
	s.unkept = key
	s.keepKey()
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
