package desk

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"pressroom/api"
)

func TestThatTheMainJobWasPublishedEarlierProvesNothingOfThisPublish(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.site.say(mainJobID, counts(0, 0, 5000, 0)) // what others published over the years
		o.failing("publish", 1, noAnswer("publish"), false)
		o.publishMain()
		v := o.after(10 * time.Minute)
		if len(o.notifier.heard()) != 0 || len(v.Unknowns) != 1 || o.job("Main job").Phase != PhaseUnknown {
			t.Errorf("said %q, unknowns %+v, job %+v", o.notifier.heard(), v.Unknowns, o.job("Main job"))
		}
	})
}

func TestTheEndOfAnEarlierPublishDoesNotHideAnUnknownOne(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.desk.AddTracks([]string{"https://files.example/new.wav"}, DefaultJob)
		o.settle()
		o.failing("publish", 1, noAnswer("publish"), false)
		o.publishMain()
		o.settle()
		o.site.finish(mainJobID) // the first two
		v := o.after(5 * time.Minute)
		j := o.job("Main job")
		if len(v.Unknowns) != 1 || j.CanReview || j.Phase != PhaseUnknown {
			t.Fatalf("unknowns %d, job %+v", len(v.Unknowns), j)
		}
	})
}

func TestAJobIsNotPublishedAgainWhileItsPublishWaits(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.desk.AddTracks([]string{"https://files.example/new.wav"}, DefaultJob)
		o.settle()
		o.site.on(func(c call) (error, bool) {
			if c.op == "publish" {
				time.Sleep(25 * time.Second)
			}
			return nil, true
		})
		o.site.finish(mainJobID)
		o.desk.Review(o.job("Main job").Row)
		o.settle()
		o.desk.Publish("")
		o.after(15 * time.Second)
		if j := o.job("Main job"); j.CanReview || j.Phase != PhaseStarting {
			t.Errorf("while a publish is under way the job is %+v", j)
		}
		o.publishMain()
		o.after(time.Minute)
		if got := o.site.made("publish"); got != 2 {
			t.Errorf("publish left %d times, the person confirmed a first and a second one", got)
		}
	})
}

func TestAnAnswerFromBeforeAPublishDoesNotEndIt(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.site.finish(mainJobID)
		var late atomic.Int64
		o.site.onLate(func(c call) {
			if c.op == "checkJob" && late.Add(1) == 2 {
				time.Sleep(10 * time.Second) // the second settled answer is slow
			}
		})
		o.desk.AddTracks([]string{"https://files.example/new.wav"}, DefaultJob)
		for late.Load() < 2 {
			o.after(100 * time.Millisecond)
		}
		o.publishMain() // counts are stale from here on
		o.site.say(mainJobID, counts(1, 0, 2, 0))
		o.after(5 * time.Minute)
		if got := o.job("Main job").Phase; got != PhasePublishing || len(o.notifier.heard()) != 0 {
			t.Errorf("the job is %s while a track of it is queued; said %q", got, o.notifier.heard())
		}
	})
}

func TestARefusedSecondPublishDoesNotLoseTheFirst(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.desk.AddTracks([]string{"https://files.example/new.wav"}, DefaultJob)
		o.settle()
		o.failing("publish", 1, &api.Error{Op: "publish", Kind: api.Refused, Message: "Not now.", Sent: true}, false)
		o.publishMain()
		o.settle()
		if got := o.job("Main job").Phase; got != PhasePublishing {
			t.Errorf("the job is %s although two tracks of it are being published", got)
		}
		o.close()
		o.open()
		o.settle()
		o.site.finish(mainJobID)
		o.after(5 * time.Minute)
		if got := o.notifier.heard(); len(got) != 1 {
			t.Errorf("said %q", got)
		}
	})
}

func TestAPublishOfAMainJobWithoutANumberCanBeSettled(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.mu.Lock()
		o.site.add(mainJobID, "a.wav")
		o.site.uploads[0].JobID = 0 // a site that names no job in its list
		o.site.mu.Unlock()
		o.site.nameless = true
		o.failing("publish", 1, noAnswer("publish"), true)
		o.publishMain()
		v := o.after(time.Minute)
		if len(v.Unknowns) != 1 || !v.Unknowns[0].NeedsID {
			t.Fatalf("unknowns %+v", v.Unknowns)
		}
		o.desk.Settle(v.Unknowns[0].Item, true, mainJobID)
		if v = o.settle(); len(v.Unknowns) != 0 || o.job("Main job").Phase != PhasePublishing {
			t.Errorf("unknowns %+v, job %+v", v.Unknowns, o.job("Main job"))
		}
	})
}

func TestATrackOnWhichTheFormatsFailedIsNotPublishedUnseen(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.selectAll()
		o.desk.Review(o.job("Main job").Row)
		o.settle()
		o.failing("setFormats", 1, &api.Error{Op: "setFormats", Kind: api.Refused, Message: "Not now.", Sent: true}, false)
		o.desk.SetFormat("wav", true)
		o.desk.Publish("")
		o.after(time.Minute)
		if got := o.site.made("publish"); got != 0 {
			t.Errorf("published although a format asked for before was not set")
		}
	})
}

func TestAPublishProvenByRemovalIsNone(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.site.finish(mainJobID)
		o.after(time.Minute)
		o.desk.AddTracks([]string{"https://files.example/new.wav"}, DefaultJob)
		o.settle()
		o.site.on(func(c call) (error, bool) {
			if c.op == "publish" { // it is not done, and somebody deletes the track from the queue
				o.site.mu.Lock()
				o.site.uploads = slices.Delete(o.site.uploads, 2, 3)
				o.site.mu.Unlock()
				return noAnswer(c.op), false
			}
			return nil, true
		})
		o.publishMain()
		v := o.after(5 * time.Minute)
		if len(v.Unknowns) != 1 || len(o.notifier.heard()) != 1 {
			t.Errorf("unknowns %d, said %q, job %+v", len(v.Unknowns), o.notifier.heard(), o.job("Main job"))
		}
	})
}

func TestAJobIsNotFinishedWhileItsListShowsTracksOnTheirWay(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.site.finish(mainJobID)
		o.after(time.Minute)
		o.desk.AddTracks([]string{"https://files.example/new.wav"}, DefaultJob)
		o.settle()
		o.publishMain() // checkJob lags behind: it says the counts of the first publish for a while
		o.after(10 * time.Second)
		if got := o.job("Main job").Phase; got != PhasePublishing || len(o.notifier.heard()) != 1 {
			t.Errorf("%s, said %q, status %v", got, o.notifier.heard(), o.view().Rows.At(2).Status)
		}
	})
}

func TestTheNewestJobInWhichSomethingWaitsIsNextToBePublished(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		main := o.job("Main job").Row
		if got := o.view().Next; got != main {
			t.Errorf("job %d is next, want the main job", got)
		}
		o.desk.CreateJob("Imports 11/20", "")
		if got := o.settle().Next; got != main {
			t.Errorf("job %d is next although nothing waits in it", got)
		}
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		if got := o.settle().Next; got != o.job("Imports 11/20").Row {
			t.Errorf("job %d is next, want the newest", got)
		}
	})
}
