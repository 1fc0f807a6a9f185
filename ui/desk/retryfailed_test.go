package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

const files = "https://f.example/"

// publishFailing makes the job Imports with four tracks, with formats and metadata, publishes it, and has
// two of the tracks fail.
func (o *office) publishFailing() {
	o.t.Helper()
	o.desk.CreateJob("Imports", "")
	o.desk.AddTracks([]string{files + "a.wav", files + "b.wav", files + "c.wav", files + "d.wav"}, DefaultJob)
	o.after(time.Second)
	o.desk.Filter("job:Imports")
	o.choose(1, 2)
	o.desk.ApplyFormats("aiff,wav")
	o.desk.SetMetadata(map[string]string{"Album": "Tides"})
	o.after(time.Second)
	o.desk.Filter("")
	o.review("Imports")
	o.desk.Publish("")
	o.settle()
	o.site.ends(o.imports(), "b.wav", "d.wav")
	o.after(time.Minute)
	if got := o.job("Imports"); got.Errored != 2 || got.Phase != PhaseFinished {
		o.t.Fatalf("the job is %+v", got)
	}
}

// imports is the number of the job Imports.
func (o *office) imports() (id int64) {
	o.t.Helper()
	if _, err := fmt.Sscan(o.job("Imports").When, &id); err != nil {
		o.t.Fatal(err)
	}
	return id
}

// sent are the calls of one kind that arrived at the site.
func (f *fakeSite) sent(op string) (calls []call) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.calls {
		if c.op == op {
			calls = append(calls, c)
		}
	}
	return calls
}

func TestFailedTracksAreAddedAgainToANewJobWithAllThatTheyHad(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.publishFailing()
		v := o.detail("Imports")
		if v.Failed != 2 || !strings.HasPrefix(v.Again, "2 failed tracks are added again, to a new job: ") {
			t.Fatalf("%d failed, %q", v.Failed, v.Again)
		}
		before := o.site.sent("upload")
		o.desk.RetryFailed(v.Row)
		o.after(time.Second)
		again := o.job("Imports (again)")
		if again.Phase != PhaseOpen || again.Waiting != 2 {
			t.Errorf("the new job is %+v", again)
		}
		jobs, uploads := o.site.sent("createJob"), o.site.sent("upload")[len(before):]
		if len(jobs) != 2 || jobs[1].name != "Imports (again)" || len(uploads) != 2 {
			t.Fatalf("jobs %+v, uploads %+v", jobs, uploads)
		}
		if u := uploads[0]; u.name != files+"b.wav" || u.formats != "aiff,wav" || u.meta["Album"] != "Tides" || u.meta["Title"] != "b.wav" {
			t.Errorf("the first is %+v", u)
		}
		if u := uploads[1]; u.name != files+"d.wav" || u.formats != "mp3" || u.meta["Album"] != "" || u.job == before[0].job || u.job != uploads[0].job {
			t.Errorf("the second is %+v", u)
		}
		if o.site.made("publish") != 1 {
			t.Error("it was published unasked")
		}
	})
}

func TestAddingFailedTracksAgainIsOneIntent(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.publishFailing()
		o.desk.RetryFailed(o.job("Imports").Row)
		o.after(time.Second)
		intents, _, err := o.book.Activity(context.Background(), siteAddress, 100)
		if err != nil {
			t.Fatal(err)
		}
		if last := intents[len(intents)-1]; last.Words != "2 failed tracks again, in “Imports (again)”" || last.Done != 3 {
			t.Errorf("the last intent is %+v", last)
		}
		book, err := o.book.Book(context.Background(), siteAddress)
		if err != nil {
			t.Fatal(err)
		}
		if j := book.Jobs[len(book.Jobs)-1]; j.Again != o.job("Imports").Row {
			t.Errorf("the new job says that it takes the tracks of %d again", j.Again)
		}
	})
}

func TestFailedTracksThatWereAddedAgainAreNotAddedTwice(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.publishFailing()
		row := o.job("Imports").Row
		o.desk.RetryFailed(row)
		o.desk.RetryFailed(row) // before anything is sent
		o.after(time.Second)
		o.restart()
		o.desk.RetryFailed(row) // and after it was
		o.after(time.Second)
		if o.site.made("createJob") != 2 || o.site.made("upload") != 6 {
			t.Errorf("%d jobs and %d tracks were sent", o.site.made("createJob"), o.site.made("upload"))
		}
		if v := o.detail("Imports"); v.Again != "" || !o.noticed("The failed tracks of “Imports” were added again already, to “Imports (again)”.") {
			t.Errorf("it offers %q and says %+v", v.Again, o.view().Notices)
		}
		// What was removed there can be added again.
		o.desk.Filter(`job:"Imports (again)"`)
		o.settle()
		o.remove(0)
		o.after(time.Second)
		o.desk.Filter("")
		o.desk.RetryFailed(row)
		if o.after(time.Second); o.site.made("createJob") != 3 || o.site.made("upload") != 7 {
			t.Errorf("%d jobs and %d tracks were sent", o.site.made("createJob"), o.site.made("upload"))
		}
	})
}

func TestFailedTracksWhoseNewJobWasRefusedCanBeAddedAgain(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.publishFailing()
		o.failing("createJob", 1, &api.Error{Op: "createJob", Kind: api.Refused, Message: "Too many jobs.", Sent: true}, false)
		row := o.job("Imports").Row
		o.desk.RetryFailed(row)
		o.after(time.Minute)
		if got := o.job("Imports (again)").Phase; got != PhaseRefused || o.site.made("upload") != 4 {
			t.Fatalf("the new job is %s, %d tracks were sent", got, o.site.made("upload"))
		}
		o.desk.RetryFailed(row)
		o.after(time.Minute)
		if o.site.made("createJob") != 3 || o.site.made("upload") != 6 || o.view().Jobs[0].Waiting != 2 {
			t.Errorf("%d jobs and %d tracks were sent; %+v", o.site.made("createJob"), o.site.made("upload"), o.view().Jobs[0])
		}
	})
}

func TestFailedTracksThatFailOnceMoreAreTakenFromTheirOwnJob(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.publishFailing()
		o.desk.RetryFailed(o.job("Imports").Row)
		o.after(time.Second)
		o.review("Imports (again)")
		o.desk.Publish("")
		o.settle()
		var id int64
		fmt.Sscan(o.job("Imports (again)").When, &id)
		o.site.ends(id, "d.wav")
		o.after(time.Minute)
		o.desk.RetryFailed(o.job("Imports (again)").Row)
		o.after(time.Second)
		uploads := o.site.sent("upload")
		newest := o.view().Jobs[0]
		if newest.Name != "Imports (again 2)" || newest.Waiting != 1 || len(uploads) != 7 || uploads[6].name != files+"d.wav" {
			t.Errorf("the newest job is %+v, uploads %+v", newest, uploads)
		}
	})
}

// TestFailedTracksAreAddedAgainOnceWhateverEndsTheProgram ends it at the first, the second, … call.
func TestFailedTracksAreAddedAgainOnceWhateverEndsTheProgram(t *testing.T) {
	for at := range 3 {
		inOffice(t, 1, func(o *office) {
			o.publishFailing()
			reached := 0
			o.site.on(func(c call) (error, bool) {
				if c.op == "createJob" || c.op == "upload" {
					if reached++; reached == at+1 {
						time.Sleep(10 * time.Second)
					}
				}
				return nil, true
			})
			o.desk.RetryFailed(o.job("Imports").Row)
			o.after(time.Second)
			o.desk.cancel() // what is under way is not taken in any more
			o.restart()
			v := o.after(5 * time.Minute)
			if at == 0 { // nothing tells the number of a job that was made; the person looks it up
				if len(v.Unknowns) != 1 || !v.Unknowns[0].NeedsID || o.site.made("upload") != 4 {
					t.Fatalf("unknowns %+v, %d uploads", v.Unknowns, o.site.made("upload"))
				}
				o.desk.Settle(v.Unknowns[0].Item, true, o.site.next)
				v = o.after(5 * time.Minute)
			}
			if len(v.Unknowns) != 0 || o.site.made("createJob") != 2 || o.site.made("upload") != 6 {
				t.Errorf("ended at call %d: unknowns %+v, %d jobs, %d uploads", at, v.Unknowns, o.site.made("createJob"), o.site.made("upload"))
			}
			if got := o.job("Imports (again)"); got.Waiting != 2 {
				t.Errorf("ended at call %d: the new job is %+v", at, got)
			}
			for _, i := range slices.Concat(o.items(ledger.CreateJob), o.items(ledger.AddUpload)) {
				if i.State != ledger.Done {
					t.Errorf("ended at call %d: %+v", at, i)
				}
			}
		})
	}
}

func TestFailedTracksOfOthersAreNotAddedAgain(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.site.ends(mainJobID, "track.wav")
		o.after(time.Minute)
		if v := o.detail("Main job"); v.Failed != 2 || v.Again != "" {
			t.Errorf("%d failed, it offers %q", v.Failed, v.Again)
		}
		o.desk.RetryFailed(o.job("Main job").Row)
		if o.after(time.Second); !o.noticed("No failed track of “Main job” was queued from here") || o.site.made("createJob") != 0 {
			t.Errorf("%+v", o.view().Notices)
		}
		o.desk.AddTracks([]string{files + "a.wav"}, DefaultJob)
		o.after(time.Second)
		o.publishMain()
		o.site.ends(mainJobID, "track.wav", "a.wav")
		o.after(time.Minute)
		if got := o.detail("Main job").Again; !strings.HasSuffix(got, " 2 others were not queued from here, so Pressroom does not know their files.") {
			t.Errorf("it offers %q", got)
		}
	})
}
