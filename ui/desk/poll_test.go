package desk

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pressroom/api"
)

func counts(q, i, d, e int) api.Counts {
	return api.Counts{Queued: q, InProgress: i, Done: d, Errored: e, Known: true}
}

func TestAJobWithoutCountsIsNeverFinished(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.after(time.Hour)
		if got := o.job("Main job"); got.Phase != PhasePublishing || got.Counted {
			t.Errorf("the job is %+v", got)
		}
		if len(o.notifier.heard()) != 0 {
			t.Errorf("said %v", o.notifier.heard())
		}
		o.site.finish(mainJobID)
		v := o.after(2 * time.Minute)
		if got := o.job("Main job").Phase; got != PhaseFinished {
			t.Errorf("the job is %s", got)
		}
		if got := v.Rows.At(0).TrackID; got == "" {
			t.Error("the final track id is missing")
		}
	})
}

func TestACompletionIsSaidOnceAcrossRestartsWithNameAndCounts(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.site.finish(mainJobID)
		o.after(time.Minute)
		want := []string{"Main job is published: 2 done on Northlight Music. Live now; search follows."}
		if got := o.notifier.heard(); !slices.Equal(got, want) {
			t.Errorf("said %q, want %q", got, want)
		}
		o.close()
		o.open()
		o.after(time.Hour)
		if got := o.notifier.heard(); len(got) != 1 {
			t.Errorf("said again after a restart: %q", got)
		}
	})
}

func TestAJobThatFinishedWhileTheProgramWasClosedIsSaidAtTheNextStart(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.close()
		o.site.finish(mainJobID)
		o.open()
		o.after(time.Minute)
		if got := o.notifier.heard(); len(got) != 1 {
			t.Errorf("said %q", got)
		}
	})
}

func TestAJobIsLookedAtLessOftenTheLongerItNeeds(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		var said []api.Counts // 1,000 tracks, one in two seconds
		for done := range 1000 {
			said = append(said, counts(1000-done, 0, done, 0))
		}
		began := time.Now()
		o.site.on(func(c call) (error, bool) {
			if c.op == "checkJob" {
				done := min(int(time.Since(began)/(2*time.Second)), 999)
				o.site.mu.Lock()
				o.site.counts[mainJobID] = said[done:]
				o.site.mu.Unlock()
			}
			return nil, true
		})
		o.publishMain()
		o.after(20 * time.Minute)
		if got := o.site.made("checkJob"); got > 60 {
			t.Errorf("%d looks in twenty minutes", got)
		}
		if got := o.job("Main job").Aside; got == "" {
			t.Error("no time left is shown")
		}
	})
}

func TestASecondPublishIsNotFinishedByTheCountsOfTheFirst(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.site.finish(mainJobID)
		o.after(time.Minute)
		o.desk.AddTracks([]string{"https://files.example/late.wav"}, DefaultJob)
		o.settle()
		o.publishMain() // checkJob goes on saying what it said
		o.after(20 * time.Second)
		if got := o.job("Main job").Phase; got != PhasePublishing {
			t.Fatalf("the job is %s by counts from before", got)
		}
		o.site.finish(mainJobID)
		o.after(time.Minute)
		if got := o.job("Main job"); got.Phase != PhaseFinished || got.Done != 3 || len(o.notifier.heard()) != 2 {
			t.Errorf("the job is %+v, said %q", got, o.notifier.heard())
		}
	})
}

func TestASiteThatFallsSilentWhileAJobRunsIsAskedAgain(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.publishMain()
		o.failing("checkJob", 4, noAnswer("checkJob"), false)
		o.after(30 * time.Second)
		o.site.finish(mainJobID)
		o.after(3 * time.Minute)
		if got := o.job("Main job"); got.Phase != PhaseFinished || got.Problem != "" {
			t.Errorf("the job is %+v", got)
		}
	})
}

func TestAJobThatTheSiteDoesNotKnowIsSaidAtTheJobAndIsNotFinished(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.publishMain()
		o.failing("checkJob", 1000, &api.Error{Op: "checkJob", Kind: api.NotFound, Status: 404, Message: "There is no job 100.", Sent: true}, false)
		o.after(10 * time.Minute)
		got := o.job("Main job")
		want := "Northlight Music does not know what was asked for. It says: “There is no job 100.” Refresh to see what is there."
		if got.Phase != PhasePublishing || got.Problem != want {
			t.Errorf("the job is %s: %q", got.Phase, got.Problem)
		}
	})
}

// TestAJobEndsWhenItsCountsSaySoTwiceAndNeverBefore lets checkJob say whatever it likes.
func TestAJobEndsWhenItsCountsSaySoTwiceAndNeverBefore(t *testing.T) {
	one := rapid.Custom(func(t *rapid.T) api.Counts {
		if rapid.IntRange(0, 4).Draw(t, "silent") == 0 {
			return api.Counts{}
		}
		n := rapid.IntRange(0, 3)
		return counts(n.Draw(t, "q"), n.Draw(t, "i"), n.Draw(t, "d"), n.Draw(t, "e"))
	})
	rapid.Check(t, func(r *rapid.T) {
		said := rapid.SliceOfN(one, 1, 30).Draw(r, "said")
		ends := -1
		for n := 1; n < len(said) && ends < 0; n++ {
			if said[n] == said[n-1] && said[n].Settled() {
				ends = n
			}
		}
		w := &watch{at: -1}
		for n, c := range said {
			finished := w.take(c, time.Now(), false)
			if finished != (n == ends) {
				r.Fatalf("answer %d of %v: finished is %v", n, said, finished)
			}
			if finished {
				return
			}
		}
	})
}

// TestAJobIsFollowedAlsoWhereItsKeyIsEnteredBeforeTheKeyringAnswers has a look at a job under way when the
// keyring answers at last.
func TestAJobIsFollowedAlsoWhereItsKeyIsEnteredBeforeTheKeyringAnswers(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.site.on(func(c call) (error, bool) {
			if c.op == "checkJob" {
				time.Sleep(10 * time.Second)
			}
			return nil, true
		})
		o.keys.slow = 15 * time.Second
		o.close()
		o.open()
		o.settle()
		o.desk.Connect("", siteAddress, "new")
		o.after(20 * time.Second)
		o.site.finish(mainJobID)
		if o.after(5 * time.Minute); o.job("Main job").Phase != PhaseFinished {
			t.Errorf("the job is %+v", o.job("Main job"))
		}
	})
}

// TestAJobOfWhichEveryTrackWasRemovedIsOver has the one track of a job fail and removed before that was
// counted: the site has nothing to count any more.
func TestAJobOfWhichEveryTrackWasRemovedIsOver(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.live = true
		o.desk.CreateJob("Imports", "")
		o.desk.AddTracks([]string{files + "a.wav"}, DefaultJob)
		o.after(time.Second)
		o.review("Imports")
		o.desk.Publish("")
		o.after(time.Minute)
		o.site.mu.Lock()
		o.site.uploads[0].Status = api.Errored
		o.site.mu.Unlock()
		o.desk.AddTracks([]string{files + "b.wav"}, o.job("Imports").Row)
		o.settle()
		o.desk.Refresh()
		o.settle()
		o.remove(0)
		o.after(5 * time.Minute)
		if j := o.job("Imports"); j.Phase != PhaseFinished || j.Waiting != 1 {
			t.Errorf("the job is %+v", j)
		}
	})
}
