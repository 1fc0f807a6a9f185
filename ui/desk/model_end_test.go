package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// end has the site well again and everything settled, and compares the table, the ledger and the site.
func (w *world) end() {
	o := w.o
	w.healthy.Store(true)
	o.after(2 * time.Minute)
	o.desk.Connect("", siteAddress, "good")
	o.after(5 * time.Minute)
	for range 40 {
		v := o.settle()
		if len(v.Unknowns) == 0 {
			break
		}
		w.settle(v.Unknowns[0])
		o.after(time.Second)
	}
	o.after(5 * time.Minute)
	w.finishAll()
	o.desk.Refresh()
	v := o.after(10 * time.Minute)
	w.checkPublishes()
	if len(v.Unknowns) != 0 {
		w.fail("unknowns remain: %+v", v.Unknowns)
	}
	if v.Site.State != SiteReady {
		w.fail("the site is %s: %s", v.Site.Word, v.Site.Problem)
	}
	w.endOfItems()
	w.endOfRows(v)
	w.endOfJobs(v)
}

// endOfItems holds every item to being settled.
func (w *world) endOfItems() {
	all, _ := w.o.book.Items(context.Background(), siteAddress)
	for _, i := range all {
		if i.State != ledger.Done && i.State != ledger.Failed && i.State != ledger.Stopped {
			w.fail("item %d %s is %s", i.ID, i.Kind, i.State)
		}
	}
}

// endOfRows holds the table to the site's uploads: each once, with its formats and status.
func (w *world) endOfRows(v View) {
	rows := map[string]int{}
	for i := range v.Rows.Len() {
		r := v.Rows.At(i)
		rows[r.UploadID]++
		if r.UploadID != "" && rows[r.UploadID] > 1 {
			w.fail("upload %s stands in the table twice", r.UploadID)
		}
		if r.UploadID == "" && r.Status != "× refused" && r.Status != "not sent" {
			w.fail("row %+v has no upload id", *r)
		}
	}
	names := map[string]bool{}
	w.o.site.mu.Lock()
	onSite := slices.Clone(w.o.site.uploads)
	w.o.site.mu.Unlock()
	status := map[string]api.Upload{}
	known := map[int64]bool{mainJobID: true}
	for _, j := range v.Jobs {
		var id int64
		fmt.Sscan(j.When, &id)
		known[id] = true
	}
	for _, u := range onSite {
		id := fmt.Sprint(u.UploadID)
		status[id] = u
		if known[u.JobID] && rows[id] != 1 {
			w.fail("upload %s of the site stands in the table %d times", id, rows[id])
		}
		if u.Status == api.Errored { // which may be there once more, in another job
			continue
		}
		if names[u.Sources[0]] {
			w.fail("%s is on the site twice", u.Sources[0])
		}
		names[u.Sources[0]] = true
	}
	for i := range v.Rows.Len() {
		r := v.Rows.At(i)
		if u, ok := status[r.UploadID]; ok {
			if got := strings.Join(r.Formats, ","); got != api.JoinFormats(u.Formats) {
				w.fail("upload %s: table %s, site %s", r.UploadID, got, api.JoinFormats(u.Formats))
			}
			if r.Album != u.Meta["Album"] {
				w.fail("upload %s: table %q, site %q", r.UploadID, r.Album, u.Meta["Album"])
			}
			if want := statusOf(string(u.Status)); r.Status != want.sign+want.label {
				w.fail("upload %s: table %q, site %q", r.UploadID, r.Status, want.label)
			}
		}
	}
}

// endOfJobs holds the jobs to having come to an end, and the desktop to having been told at most once of each.
func (w *world) endOfJobs(v View) {
	for _, j := range v.Jobs {
		if j.Phase == PhaseStarting || j.Phase == PhaseMaking || j.Phase == PhaseUnknown || j.Phase == PhasePublishing {
			w.fail("job %+v", j)
		}
	}
	if v.Work.Text != "" {
		w.fail("working: %s", v.Work.Text)
	}
	did := 0
	for k, n := range w.did {
		if strings.HasPrefix(k, "publish") {
			did += n
		}
	}
	if said := w.o.notifier.heard(); len(said) > did {
		w.fail("%d publishes, said %q", did, said)
	}
}
