package desk

import (
	"strings"
	"testing"
	"time"
)

func TestWhatGoesOnIsSummedUpForTheTrayAndForWhoeverCloses(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		if b := o.settle().Background; b != (Background{Words: "No job is followed"}) {
			t.Errorf("with nothing under way: %+v", b)
		}
		o.site.say(mainJobID, counts(1, 1, 1, 0))
		o.publishMain()
		b := o.after(time.Minute).Background
		if b.Followed != 1 || b.Words != "1 job followed, 2 tracks left" || !strings.HasPrefix(b.Leaving, "When you quit, 1 job goes on at its site.") || b.Sending {
			t.Errorf("with a job: %+v", b)
		}
		o.desk.OpenPractice() // another site is shown
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		if b := o.after(time.Minute).Background; b.Followed != 1 || b.Words != "1 job followed, 2 tracks left" {
			t.Errorf("beside another site: %+v", b)
		}
		o.desk.ShowSite(PracticeID)
		o.publishMain()
		b = o.after(3 * time.Second).Background
		if b.Followed != 2 || !strings.Contains(b.Leaving, "1 job goes on at its site") || !strings.Contains(b.Leaving, "The practice site stops with Pressroom: its 1 job goes on at the next start.") {
			t.Errorf("with one at each: %+v", b)
		}
	})
}

func TestTheMachineIsNeededWhileTracksAreSentAndNotWhileJobsAreFollowed(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.site.say(mainJobID, counts(500, 1, 10, 0))
		o.publishMain()
		if b := o.after(time.Minute).Background; b.Followed != 1 || b.Sending {
			t.Errorf("while a job is followed: %+v", b)
		}
		slow := make(chan struct{})
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" {
				<-slow
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://files.example/a.wav", "https://files.example/b.wav"}, DefaultJob)
		if b := o.after(time.Minute).Background; !b.Sending || !strings.Contains(b.Leaving, "2 changes are still to be sent, and are sent at the next start.") {
			t.Errorf("while tracks are sent: %+v", b)
		}
		close(slow)
		if b := o.after(time.Minute).Background; b.Sending {
			t.Errorf("after they were: %+v", b)
		}
		o.site.on(func(c call) (error, bool) { return unreachable(c.op), false })
		o.desk.AddTracks([]string{"https://files.example/c.wav"}, DefaultJob)
		if b := o.after(10 * time.Minute).Background; b.Sending {
			t.Errorf("while the site can't be reached: %+v", b)
		}
		o.site.on(nil)
		o.after(10 * time.Minute)
		if b := o.view().Background; b.Sending {
			t.Errorf("in the end: %+v", b)
		}
	})
}

func TestANetworkThatComesBackIsNoticedByTheNextLookWithoutAnyWord(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.site.say(mainJobID, counts(500, 1, 10, 0))
		o.publishMain()
		for _, away := range []time.Duration{time.Second, time.Minute, time.Hour, 26 * time.Hour} {
			o.after(5 * time.Minute)
			o.site.on(func(c call) (error, bool) { return unreachable(c.op), false })
			if v := o.after(away); away > lookLatest && v.Site.State != SiteTrouble {
				t.Errorf("after %v without a network the site is %s", away, v.Site.Word)
			}
			o.site.on(nil)
			before := o.site.made("checkJob")
			v := o.after(lookLatest + time.Second)
			if v.Site.State != SiteReady || o.site.made("checkJob") == before {
				t.Errorf("half a minute after a network was back that was gone for %v the site is %s, and %d looks were taken",
					away, v.Site.Word, o.site.made("checkJob")-before)
			}
		}
	})
}
