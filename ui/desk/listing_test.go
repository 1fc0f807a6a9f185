package desk

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

func TestChangesOfOneTrackReachTheSiteInTheirOrder(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		v := o.selectAll()
		id := o.site.uploads[0].UploadID
		_ = v
		first := once()
		o.site.on(func(c call) (error, bool) {
			if c.op == "setFormats" && c.formats == "mp3,wav" && first() {
				return noAnswer(c.op), false
			}
			return nil, true
		})
		o.desk.SetFormat("wav", true)
		o.desk.SetFormat("aiff", true)
		v = o.after(time.Minute)
		if site, shown := o.site.formatsOf(id), strings.Join(v.Rows.At(0).Formats, ","); site != "mp3,aiff,wav" || shown != site {
			t.Errorf("the site has %s, the table shows %s, asked for mp3,aiff,wav", site, shown)
		}
	})
}

func TestAListingFromBeforeAChangeDoesNotUndoIt(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.selectAll()
		id := o.site.uploads[0].UploadID
		first := once()
		o.site.onLate(func(c call) {
			if c.op == "list" && first() {
				time.Sleep(5 * time.Second)
			}
		})
		o.desk.Refresh()
		o.settle()
		o.desk.SetFormat("wav", true)
		v := o.after(10 * time.Second)
		if got := strings.Join(v.Rows.At(0).Formats, ","); got != "mp3,wav" {
			t.Errorf("the table shows %s", got)
		}
		o.desk.SetFormat("aiff", true)
		o.after(10 * time.Second)
		if got := o.site.formatsOf(id); got != "mp3,aiff,wav" {
			t.Errorf("the site has %s: what was set before is gone", got)
		}
	})
}

func TestAnUploadThatIsListedBeforeItsAnswerComesIsOneTrack(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.onLate(func(c call) {
			if c.op == "upload" {
				time.Sleep(10 * time.Second)
			}
		})
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		o.settle()
		o.desk.Refresh()
		v := o.after(time.Minute)
		if v.Rows.Len() != 1 || o.job("Main job").Waiting != 1 {
			t.Errorf("%d rows, %d waiting, for one track", v.Rows.Len(), o.job("Main job").Waiting)
		}
	})
}

func TestAnUploadThatIsListedBeforeItsAnswerIsLostIsOneTrack(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" {
				o.site.mu.Lock()
				o.site.add(mainJobID, "a.wav")
				o.site.mu.Unlock()
				time.Sleep(10 * time.Second)
				return noAnswer("upload"), false
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		o.settle()
		o.desk.Refresh()
		v := o.after(time.Minute)
		if v.Rows.Len() != 1 || len(v.Unknowns) != 0 {
			t.Errorf("%d rows and %d unknowns for one track", v.Rows.Len(), len(v.Unknowns))
		}
	})
}

func TestAListingFromBeforeAnUploadDoesNotSayThatItIsGone(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		first := once()
		o.site.onLate(func(c call) {
			if c.op == "list" && first() {
				time.Sleep(5 * time.Second)
			}
		})
		o.desk.Refresh()
		o.settle()
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		v := o.after(time.Minute)
		if got := v.Rows.At(0).Status; got != "waiting" || !o.job("Main job").CanReview {
			t.Errorf("the track is %q, job %+v", got, o.job("Main job"))
		}
	})
}

func TestTracksOfAJobThatMayHaveBeenMadeWaitForIt(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("createJob", 1, noAnswer("createJob"), true)
		o.desk.CreateJob("Imports 11/20", "")
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		v := o.after(time.Minute)
		if got := v.Rows.At(0).Status; got != "to be sent" {
			t.Errorf("the track is %s", got)
		}
		o.desk.Settle(v.Unknowns[0].Item, true, 4711)
		o.after(time.Minute)
		if got := o.job("Imports 11/20").Waiting; got != 1 {
			t.Errorf("%d tracks wait in the job", got)
		}
	})
}

func TestAnUploadThatThePersonSawOnTheSiteIsOneTrackOnceListed(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("upload", 1, noAnswer("upload"), false)
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		v := o.after(time.Minute)
		o.desk.Settle(v.Unknowns[0].Item, true, 0)
		o.settle()
		o.site.mu.Lock()
		o.site.add(mainJobID, "a.wav")
		o.site.mu.Unlock()
		o.desk.Refresh()
		v = o.settle()
		if v.Rows.Len() != 1 || v.Rows.At(0).Status != "waiting" {
			t.Errorf("%d rows, the first is %q", v.Rows.Len(), v.Rows.At(0).Status)
		}
	})
}

func TestAnUnknownUploadIsLookedForAgainLater(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" { // the site is still fetching a large file when the client gives up
				time.AfterFunc(2*time.Minute, func() {
					o.site.mu.Lock()
					o.site.add(mainJobID, "a.wav")
					o.site.mu.Unlock()
				})
				return noAnswer("upload"), false
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		v := o.after(20 * time.Minute)
		if len(v.Unknowns) != 0 {
			t.Errorf("still unknown after 18 minutes on the site's list: %+v", v.Unknowns)
		}
	})
}

func TestAQueueThatTheSiteRefusesToListIsSaid(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.failing("list", 1000, &api.Error{Op: "list", Kind: api.Refused, Message: "Listing is off.", Sent: true}, false)
		o.desk.Refresh()
		v := o.after(time.Minute)
		if v.Site.Problem == "" {
			t.Errorf("the site is %s and no problem is shown", v.Site.Word)
		}
	})
}

func TestAListedUploadWithoutAStatusWaits(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("upload", 1, noAnswer("upload"), true)
		o.site.onLate(func(c call) {
			if c.op == "upload" {
				o.site.mu.Lock()
				for i := range o.site.uploads {
					o.site.uploads[i].Status = ""
				}
				o.site.mu.Unlock()
			}
		})
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		v := o.after(time.Minute)
		if got := v.Rows.At(0).Status; len(v.Unknowns) != 0 || got != "waiting" {
			t.Errorf("unknowns %d, status %q", len(v.Unknowns), got)
		}
	})
}

func TestIntentNumbersAreNotGivenAgain(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) { return unreachable(c.op), false })
		o.desk.CreateJob("Imports 11/20", "")
		o.settle()
		intent := o.items(ledger.CreateJob)[0].Intent
		o.close()
		o.open()
		if got := o.book.NewRow(); got <= intent {
			t.Errorf("%d was given again, it is an intent's", got)
		}
		o.settle()
	})
}

func TestSendingAnUploadAgainIsOneWrite(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("upload", 1, noAnswer("upload"), false)
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		v := o.after(time.Minute)
		db, err := sql.Open("sqlite", o.path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		full := func(statement string) {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		full(`CREATE TRIGGER full BEFORE INSERT ON items WHEN NEW.state = 'waiting' BEGIN SELECT RAISE(ABORT, 'full'); END`)
		o.desk.Settle(v.Unknowns[0].Item, false, 0)
		o.settle()
		o.close()
		full(`DROP TRIGGER full`)
		o.open()
		v = o.after(time.Minute)
		if got := v.Rows.At(0).Status; len(v.Unknowns) != 1 {
			t.Errorf("the track is %q, and nothing can be done about it", got)
		}
	})
}

func TestAnotherPersonsFileOfTheSameNameIsNotTakenForOurs(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.after(10 * time.Second)
		o.site.mu.Lock()
		o.site.add(mainJobID, "01.wav")
		o.site.mu.Unlock()
		o.failing("upload", 1, noAnswer("upload"), false)
		o.desk.AddTracks([]string{"https://files.example/album/01.wav"}, DefaultJob)
		if v := o.after(time.Minute); len(v.Unknowns) != 1 {
			t.Errorf("counts as done: %+v", o.items(ledger.AddUpload))
		}
	})
}

func TestWhatASiteListsOfOtherJobsIsNotTakenForTheMainJobs(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.site.mu.Lock()
		o.site.uploads = append(o.site.uploads, api.Upload{UploadID: 7, JobID: 4711, Status: api.Uploaded})
		o.site.all = true
		o.site.mu.Unlock()
		o.desk.Refresh()
		o.settle()
		if got := o.job("Main job").Waiting; got != 1 {
			t.Errorf("%d tracks wait in the main job, want the one that is its own", got)
		}
	})
}
