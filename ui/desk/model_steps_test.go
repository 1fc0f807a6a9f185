package desk

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// job picks one of the jobs that are shown; 0 where there is none.
func (w *world) job(k int) int64 {
	jobs := w.o.view().Jobs
	if len(jobs) == 0 {
		return 0
	}
	return jobs[k%len(jobs)].Row
}

// do takes one step, the nth.
func (w *world) do(n int, s step) {
	o := w.o
	switch s.what {
	case createJob:
		o.desk.CreateJob(fmt.Sprint("Job ", n))
	case addTracks:
		var list []string
		for k := range 1 + s.b%4 {
			list = append(list, fmt.Sprintf("https://f.example/%d-%d.wav", n, k))
		}
		o.desk.AddTracks(list, w.job(s.a))
	case setFormat:
		o.selectAll()
		o.desk.SetFormat([]string{"wav", "aiff", "mp3"}[s.a%3], s.b%3 != 0)
	case reviewJob:
		o.desk.Review(w.job(s.a))
	case publishJob:
		o.desk.Review(w.job(s.a))
		o.after(time.Duration(s.b) * time.Second)
		o.desk.Publish()
	case settleUnknown:
		for _, u := range o.view().Unknowns {
			w.settle(u)
			break
		}
	case refreshSite:
		o.desk.Refresh()
	case newKey:
		o.desk.Connect("", siteAddress, fmt.Sprint("key", n))
	case forgetKey:
		o.desk.ForgetKey(siteAddress)
	case dieInTheMiddle: // nothing is taken in any more
		time.Sleep(time.Duration(s.a) * 100 * time.Millisecond)
		o.desk.cancel()
		o.close()
		o.keys.keys[siteAddress] = "again"
		o.open()
	case quitAndStart:
		o.settle()
		o.close()
		o.keys.keys[siteAddress] = "again"
		o.open()
	case stopSending:
		o.desk.Stop()
	case retryWhatFailed:
		o.desk.Retry()
	case undoFormats:
		o.desk.Undo()
	case applyPreset:
		o.selectAll()
		o.desk.ApplyFormats([]string{"mp3", "mp3,aiff", "wav"}[s.a%3])
	case sleepAndWake:
		o.desk.Woke()
	case removeTracks:
		w.remove(s.a)
	case setMetadata:
		o.selectAll()
		o.desk.SetMetadata(map[string]string{"Album": []string{"Deep Cuts", "Tides", ""}[s.a%3], "BPM": fmt.Sprint(s.b)})
	case siteWorks:
		w.finishAll()
	case timePasses:
		o.after(time.Duration(s.a*s.b) * time.Second)
	}
	if s.what != quitAndStart && s.what != dieInTheMiddle && s.b%2 == 0 {
		o.settle()
	}
}

// remove asks for every third row to be removed.
func (w *world) remove(first int) {
	var ids []int64
	rows := w.o.view().Rows
	w.o.site.mu.Lock()
	for n := first % 3; n < rows.Len(); n += 3 {
		ids = append(ids, rows.At(n).ID)
		var id int64
		if _, err := fmt.Sscan(rows.At(n).UploadID, &id); err == nil {
			w.removals[id]++
		}
	}
	w.o.site.mu.Unlock()
	w.o.desk.Remove(ids)
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
		did, id = w.did[key] > 0, o.site.jobs[job.Name]
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
	case ledger.Delete:
		for _, up := range book.Uploads {
			if up.Row == item.Upload {
				did = !slices.ContainsFunc(o.site.uploads, func(u api.Upload) bool { return u.UploadID == up.UploadID })
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
		if r.UploadID == "" && r.Status != "✕ refused" && r.Status != "not sent" {
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
			if want := statusWords[string(u.Status)].word; r.Status != want {
				w.fail("upload %s: table %q, site %q", r.UploadID, r.Status, want)
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

// leastSteps of each of a hundred random desks make ten thousand in all.
const leastSteps = 100

func TestWhateverTheSiteDoesNothingIsSentTwiceAndNothingIsLost(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) step {
			return step{deed(rapid.IntRange(0, int(deeds)-1).Draw(r, "what")), rapid.IntRange(0, 20).Draw(r, "a"), rapid.IntRange(0, 9).Draw(r, "b")}
		}), leastSteps, leastSteps+20).Draw(r, "steps")
		said := rapid.SliceOfN(rapid.OneOf(rapid.Just(answersWell), rapid.Custom(func(r *rapid.T) answer {
			return answer(rapid.IntRange(0, int(answers)-1).Draw(r, "answer"))
		})), 0, 60).Draw(r, "answers")
		var bad []string
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			o := &office{t: t, site: newFakeSite(2), path: filepath.Join(dir, "ledger.db"), notifier: &fakeNotifier{}, keys: &fakeKeys{keys: map[string]string{}}}
			o.site.uploads[0].Sources[0], o.site.uploads[1].Sources[0] = "x1.wav", "x2.wav"
			o.site.live, o.site.jobs = true, map[string]int64{}
			w := &world{o: o, answers: said, may: map[string]int{}, did: map[string]int{}, said: map[string]int{}, removals: map[int64]int{}}
			o.open()
			o.desk.Connect("Northlight Music", siteAddress, "secret")
			o.settle()
			o.site.on(w.before)
			for n, s := range steps {
				w.do(n, s)
			}
			w.end()
			o.close()
			bad = w.bad
		})
		if len(bad) > 0 {
			r.Fatalf("%s", strings.Join(bad, "\n"))
		}
	})
}
