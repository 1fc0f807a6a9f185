package desk

import (
	"slices"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// parting says what removing the site means.
func (s *seat) parting() string {
	if s.site.Practice {
		return ""
	}
	return words.T("Pressroom takes its key out of the keyring of this computer, and sends the site nothing more. "+
		"Nothing changes at %s: what waits there still waits, and a job that runs goes on. Its history stays, and is there again when you connect it.", s.site.Name)
}

// RemoveSite takes a site out of the list, and its key out of the keyring. Its history stays in the ledger.
// Where something of it still waits, or is unknown, that is said and nothing is done.
func (d *Desk) RemoveSite(id string) {
	d.post(func() {
		s := d.seats[id]
		if s == nil || s.site.Practice {
			return
		}
		if open := len(s.items) + len(s.adds) + len(s.pours); open > 0 || !s.loaded || len(s.atKeyring) > 0 {
			d.notice(ToneUnknown, words.T("%s was not removed: something of it is under way or unknown. Wait until that is done, or stop it, then remove it.", s.site.Name))
			return
		}
		if !d.settle(id, settingRemoved, "yes") {
			return
		}
		d.settle(id, settingForget, "yes")
		s.keyless()
		d.dismiss(s)
		d.notice(ToneSoft, words.T("%s was removed from the list of sites.", s.site.Name))
		s.dropKey(true)
	})
}

// dismiss takes a seat from the desk.
func (d *Desk) dismiss(s *seat) {
	id := s.site.ID
	d.removed[id] = s.site
	delete(d.seats, id)
	d.order = slices.DeleteFunc(d.order, func(each string) bool { return each == id })
	if d.current != id {
		return
	}
	d.current, d.activity, d.editing = "", nil, ""
	if len(d.order) > 0 {
		d.showSite(d.order[0])
	}
}

// keepAway keeps a site that was removed from being shown, and takes its key out of the keyring where that
// could not be done then.
func (d *Desk) keepAway(site ledger.Site) {
	d.removed[site.ID] = site
	if d.setting(site.ID, settingForget) != "" {
		newSeat(d, site).dropKey(false)
	}
}
