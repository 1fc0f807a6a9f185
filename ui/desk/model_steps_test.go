package desk

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

func (w *world) jobs() (rows []int64) {
	for _, j := range w.o.view().Jobs {
		rows = append(rows, j.Row)
	}
	return rows
}

func (w *world) do(n int, s step) {
	o := w.o
	pick := func(k int) int64 {
		rows := w.jobs()
		if len(rows) == 0 {
			return 0
		}
		return rows[k%len(rows)]
	}
	switch s.What {
	case 0:
		o.desk.CreateJob(fmt.Sprint("Job ", n))
	case 1:
		var list []string
		for k := range 1 + s.B%4 {
			list = append(list, fmt.Sprintf("https://f.example/%d-%d.wav", n, k))
		}
		o.desk.AddTracks(list, pick(s.A))
	case 2, 13:
		o.selectAll()
		o.desk.SetFormat([]string{"wav", "aiff", "mp3"}[s.A%3], s.B%3 != 0)
	case 3:
		o.desk.Review(pick(s.A))
	case 4:
		o.desk.Review(pick(s.A))
		o.after(time.Duration(s.B) * time.Second)
		o.desk.Publish()
	case 5:
		for _, u := range o.view().Unknowns {
			w.settle(u)
			break
		}
	case 6:
		o.desk.Refresh()
	case 7:
		o.desk.Connect("", siteAddress, fmt.Sprint("key", n))
	case 8:
		o.desk.ForgetKey(siteAddress)
	case 9: // dies: nothing is taken in any more
		time.Sleep(time.Duration(s.A) * 100 * time.Millisecond)
		o.desk.cancel()
		o.close()
		o.keys.keys[siteAddress] = "again"
		o.open()
	case 12:
		o.settle()
		o.close()
		o.keys.keys[siteAddress] = "again"
		o.open()
	case 10:
		w.finishAll()
	case 11:
		o.after(time.Duration(s.A*s.B) * time.Second)
	}
	if s.What != 12 && s.What != 9 && s.B%2 == 0 {
		o.settle()
	}
}

// settle tells the truth about an unknown.
func (w *world) settle(u UnknownView) {
	o := w.o
	var item ledger.Item
	all, _ := o.book.Items(context.Background(), siteAddress)
	for _, i := range all {
		if i.ID == u.Item {
			item = i
		}
	}
	book, _ := o.book.Book(context.Background(), siteAddress)
	var job ledger.Job
	for _, j := range book.Jobs {
		if j.Row == item.Job {
			job = j
		}
	}
	o.site.mu.Lock()
	did, id := false, int64(0)
	switch item.Kind {
	case ledger.CreateJob:
		key := call{op: "createJob", name: job.Name}.what()
		did, id = w.did[key] > 0, o.site.made2[job.Name]
		if !did {
			w.said[key]++
		}
	case ledger.AddUpload:
		for _, up := range book.Uploads {
			if up.Row == item.Upload {
				jid := job.JobID
				if job.Main {
					jid = 0
				}
				key := call{op: "upload", name: up.Source, job: jid}.what()
				did = w.did[key] > 0
				if !did {
					w.said[key]++
				}
			}
		}
	case ledger.Publish:
		id := job.JobID
		waiting := false
		for _, up := range o.site.uploads {
			if up.JobID == id && up.Status == api.Uploaded {
				waiting = true
			}
		}
		did = !waiting
	}
	o.site.mu.Unlock()
	o.desk.Settle(u.Item, did, id)
}

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
	all, _ := o.book.Items(context.Background(), siteAddress)
	for _, i := range all {
		if i.State != ledger.Done && i.State != ledger.Failed {
			w.fail("item %d %s is %s", i.ID, i.Kind, i.State)
		}
	}
	rows := map[string]int{}
	for i := range v.Rows.Len() {
		r := v.Rows.At(i)
		rows[r.UploadID]++
		if r.UploadID != "" && rows[r.UploadID] > 1 {
			w.fail("upload %s stands in the table twice", r.UploadID)
		}
		if r.UploadID == "" && r.Status != "✕ refused" {
			w.fail("row %+v has no upload id", *r)
		}
	}
	names := map[string]bool{}
	o.site.mu.Lock()
	onSite := append([]api.Upload(nil), o.site.uploads...)
	o.site.mu.Unlock()
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
			if want := statusWords[string(u.Status)].word; r.Status != want {
				w.fail("upload %s: table %q, site %q", r.UploadID, r.Status, want)
			}
		}
	}
	for _, j := range v.Jobs {
		if j.Phase == PhaseStarting || j.Phase == PhaseMaking || j.Phase == PhaseUnknown || j.Phase == PhasePublishing {
			w.fail("job %+v", j)
		}
	}
	if v.Working != "" {
		w.fail("working: %s", v.Working)
	}
	did := 0
	for k, n := range w.did {
		if strings.HasPrefix(k, "publish") {
			did += n
		}
	}
	if said := o.notifier.heard(); len(said) > did {
		w.fail("%d publishes, said %q", did, said)
	}
}

func TestWhateverTheSiteDoesNothingIsSentTwiceAndNothingIsLost(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) step {
			return step{rapid.IntRange(0, 13).Draw(r, "what"), rapid.IntRange(0, 20).Draw(r, "a"), rapid.IntRange(0, 9).Draw(r, "b")}
		}), 1, 25).Draw(r, "steps")
		modes := rapid.SliceOfN(rapid.SampledFrom([]int{0, 0, 0, 0, 0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11}), 0, 60).Draw(r, "modes")
		var bad []string
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			o := &office{t: t, site: newFakeSite(2), path: filepath.Join(dir, "ledger.db"), notifier: &fakeNotifier{}, keys: &fakeKeys{keys: map[string]string{}}}
			o.site.uploads[0].Sources[0], o.site.uploads[1].Sources[0] = "x1.wav", "x2.wav"
			o.site.live, o.site.made2 = true, map[string]int64{}
			w := &world{o: o, r: modes, may: map[string]int{}, did: map[string]int{}, said: map[string]int{}}
			o.open()
			o.desk.Connect("Northlight Music", siteAddress, "secret")
			o.settle()
			o.site.on(w.before)
			for n, s := range steps {
				w.do(n, s)
			}
			w.end()
			o.close()
			if s := o.desk.seat(); len(w.bad) > 0 && s != nil {
				w.fail("seat: sending %v flying %d lane %v formats %v halted %v state %v resume %v setting %v notices %v steps %v", s.sending, s.flying, s.lane, s.formats, s.halted, s.state, s.resume, s.setting, o.view().Notices, steps)
			}
			bad = w.bad
		})
		if len(bad) > 0 {
			r.Fatalf("%s", strings.Join(bad, "\n"))
		}
	})
}
