package ledger

import (
	"net/url"
	"slices"
	"time"
)

// change is what is kept of what was rescued, so that nothing in it points at what is lost; lost counts
// what is not.
func (f salvaged) change() (change Change, lost int) {
	f.findSites()
	jobs, main := map[int64]bool{}, map[string]int64{}
	for _, j := range f.jobs {
		jobs[j.Row] = true
		if j.Main {
			main[j.Site] = j.Row
		}
	}
	uploads := map[int64]bool{}
	for _, u := range f.uploads {
		if !jobs[u.Job] && main[u.Site] != 0 {
			u.Job = main[u.Site]
		}
		uploads[u.Row] = jobs[u.Job]
	}
	f.uploads = slices.DeleteFunc(f.uploads, func(u *Upload) bool {
		if !uploads[u.Row] {
			lost++
		}
		return !uploads[u.Row]
	})
	f.items = slices.DeleteFunc(f.items, func(i Item) bool {
		open := i.State == Waiting || i.State == Sent || i.State == Unknown
		gone := open && (!jobs[i.Job] || ((i.Kind == AddUpload || i.Kind == Delete || i.Kind.Repeatable()) && !uploads[i.Upload]))
		if gone {
			lost++
		}
		return gone
	})
	for n := range f.items {
		f.items[n].doubt()
	}
	change = Change{Sites: f.sites, Jobs: f.jobs, Intents: f.intents, Items: f.items, Settings: f.settings, Counts: f.counts, Notices: f.notices}
	for _, u := range f.uploads {
		change.Uploads = append(change.Uploads, *u)
	}
	return change, lost
}

// doubt makes an item that may have been sent, and must not be sent twice, an unknown one: what was
// written of it last may be what was lost.
func (i *Item) doubt() {
	if (i.State != Waiting && i.State != Sent) || i.Kind.Repeatable() {
		return
	}
	i.State, i.Problem = Unknown, "The ledger was damaged, so nobody knows whether this was sent."
	if i.Left.IsZero() {
		i.Left = i.Recorded
	}
}

// findSites makes sites anew that are lost while something of them is there.
func (f *salvaged) findSites() {
	known := map[string]bool{}
	for _, s := range f.sites {
		known[s.ID] = true
	}
	for _, j := range f.jobs {
		if known[j.Site] || j.Site == "" {
			continue
		}
		known[j.Site] = true
		site := Site{ID: j.Site, Name: j.Site, Address: j.Site, Added: time.Now(), Used: time.Now()}
		if address, err := url.Parse(j.Site); err == nil && address.Host != "" {
			site.Name = address.Host
		} else {
			site.Name, site.Practice = "Practice site", true // the only one whose name is no address
		}
		f.sites = append(f.sites, site)
	}
}
