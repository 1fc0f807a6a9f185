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
		o.desk.CreateJob(fmt.Sprint("Job ", n), "")
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
		o.desk.Publish("")
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
	case redoChange:
		o.desk.Redo()
	case retryFailed:
		o.desk.RetryFailed(w.job(s.a))
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
		} else {
			w.unnumbered++
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
		for up := range book.Uploads.All() {
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
		for up := range book.Uploads.All() {
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
