package desk

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

func TestASiteThatIsOutOfOrderDoesNotMakeTheWholeQueueUnknown(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		var up atomic.Bool
		o.site.on(func(c call) (error, bool) {
			if !up.Load() {
				return &api.Error{Op: c.op, Kind: api.SiteFault, Status: 502, Sent: true}, false
			}
			return nil, true
		})
		var sources []string
		for n := range 200 {
			sources = append(sources, "https://files.example/"+itoa(int64(n))+".wav")
		}
		o.desk.AddTracks(sources, DefaultJob)
		v := o.after(2 * time.Minute)
		if len(v.Unknowns) > 25 { // how long each fault holds the rest back is left to chance
			t.Errorf("%d unknowns", len(v.Unknowns))
		}
		up.Store(true)
		v = o.after(2 * time.Minute)
		if got := o.job("Main job").Waiting + len(v.Unknowns); got != 200 {
			t.Errorf("%d of 200 are on the site or unknown", got)
		}
	})
}

func TestUploadsThatTheSiteCannotTakeDoNotAllBecomeUnknown(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("upload", 1000000, &api.Error{Op: "upload", Kind: api.SiteFault, Status: 504, Sent: true}, false)
		var sources []string
		for n := range 200 {
			sources = append(sources, "https://files.example/"+itoa(int64(n))+".wav")
		}
		o.desk.AddTracks(sources, DefaultJob)
		v := o.after(time.Minute)
		if len(v.Unknowns) > 25 { // how long each fault holds the rest back is left to chance
			t.Errorf("%d unknowns after a minute", len(v.Unknowns))
		}
	})
}

func TestALateAnswerToTheOldKeyDoesNotRefuseTheNewOne(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		first := once()
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" && first() {
				time.Sleep(20 * time.Second)
				return &api.Error{Op: c.op, Kind: api.KeyRefused, Status: 401, Sent: true}, false
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		o.settle()
		o.desk.Connect("", siteAddress, "new")
		o.settle()
		v := o.after(5 * time.Minute)
		if v.Site.State != SiteReady || o.job("Main job").Waiting != 1 {
			t.Errorf("the site is %s (%s), %d tracks wait", v.Site.Word, v.Site.Problem, o.job("Main job").Waiting)
		}
	})
}

func TestASiteWithoutItsKeyIsNotShownAsConnected(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.onLate(func(c call) {
			if c.op == "upload" {
				time.Sleep(10 * time.Second)
			}
		})
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		o.settle()
		o.desk.ForgetKey(siteAddress)
		if v := o.after(time.Minute); v.Site.State != SiteNeedsKey {
			t.Errorf("the site is %s", v.Site.Word)
		}
	})
}

func TestALaterFailureDoesNotShortenTheWaitThatTheSiteAskedFor(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.selectAll()
		var n atomic.Int64
		o.site.on(func(c call) (error, bool) {
			if c.op != "setFormats" {
				return nil, true
			}
			switch n.Add(1) {
			case 1:
				return busy(c.op, 10*time.Minute), false
			case 2:
				time.Sleep(time.Second)
				return busy(c.op, 0), false
			}
			return nil, true
		})
		o.desk.SetFormat("wav", true)
		o.after(9 * time.Minute)
		if got := o.site.made("setFormats"); got > 2 {
			t.Errorf("asked again %d times before its time", got-2)
		}
	})
}

func TestLooksHeedTheWaitThatTheSiteAskedFor(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.publishMain()
		o.after(10 * time.Second)
		o.failing("checkJob", 1000, busy("checkJob", 10*time.Minute), false)
		o.after(3 * time.Second)
		before := o.site.made("checkJob")
		o.after(8 * time.Minute)
		if got := o.site.made("checkJob") - before; got > 1 {
			t.Errorf("looked %d times in the ten minutes it asked for", got)
		}
	})
}

func TestASiteThatIsBusyWithAnUploadIsNotHammered(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("upload", 100000, busy("upload", 0), false)
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		o.after(10 * time.Minute)
		if u, l := o.site.made("upload"), o.site.made("list"); u > 60 || l > 60 {
			t.Errorf("%d uploads and %d listings in ten minutes", u, l)
		}
	})
}

func TestAReviewGoesOnAfterANewKey(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		first := once()
		o.site.onLate(func(c call) {
			if c.op == "list" && first() {
				time.Sleep(10 * time.Second)
			}
		})
		o.desk.Review(o.job("Main job").Row)
		o.settle()
		o.desk.Connect("", siteAddress, "new")
		v := o.after(time.Minute)
		if v.Review != nil && v.Review.Looking {
			t.Error("the review looks for ever")
		}
	})
}

func TestWhatCannotBeWrittenIsSaidAndNotShownAsUnderWay(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.Review(o.job("Main job").Row)
		o.settle()
		if err := o.book.Close(); err != nil {
			t.Fatal(err)
		}
		o.desk.Publish("")
		o.settle()
		if got := o.job("Main job").Phase; got != PhaseOpen {
			t.Errorf("the job is %s although nothing was recorded", got)
		}
		before := o.view().Notices[len(o.view().Notices)-1].Number
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		v := o.settle()
		if v.Notices[len(v.Notices)-1].Number == before {
			t.Error("tracks were dropped without a word")
		}
		o.desk.Close()
		o.open()
	})
}

func TestAnUnknownIsNotShownAsBeingSent(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("upload", 1, noAnswer("upload"), false)
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		if v := o.after(time.Minute); v.Work.Text != "" {
			t.Errorf("working: %q", v.Work.Text)
		}
	})
}

func TestWhatThePersonAskedForJustBeforeQuittingIsRecorded(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) { return unreachable(c.op), false })
		o.desk.CreateJob("Imports 11/20", "")
		o.desk.Close()
		if got := len(o.items(ledger.CreateJob)); got != 1 {
			t.Errorf("%d items are in the ledger", got)
		}
	})
}

func TestAKeyThatMayNotDoOneThingDoesNotStopTheRest(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" && strings.HasSuffix(c.name, "a.wav") {
				return &api.Error{Op: c.op, Kind: api.KeyRefused, Status: 200, Message: "The file could not be fetched: permission denied.", Sent: true}, false
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://files.example/a.wav", "https://files.example/b.wav"}, DefaultJob)
		v := o.after(5 * time.Minute)
		if o.job("Main job").Waiting != 1 {
			t.Errorf("site %s: %s; uploads %d; waiting %d", v.Site.Word, v.Site.Problem, o.site.made("upload"), o.job("Main job").Waiting)
		}
	})
}

func TestAPublishThatWaitedTooLongIsNotSentUnseen(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.desk.Review(o.job("Main job").Row)
		o.settle()
		var up atomic.Bool
		o.site.on(func(c call) (error, bool) {
			if !up.Load() {
				return unreachable(c.op), false
			}
			return nil, true
		})
		o.desk.Publish("")
		o.after(2 * time.Hour)
		tried := o.site.made("publish")
		up.Store(true)
		o.after(5 * time.Minute)
		if got := o.site.made("publish"); got != tried {
			t.Errorf("it was published %d times after two hours", got-tried)
		}
		if got := o.job("Main job"); got.Phase != PhaseOpen || !strings.Contains(got.Problem, "Review it again") {
			t.Errorf("the job is %+v", got)
		}
	})
}

func TestASignInPageInTheWayRefusesNothing(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("upload", 3, &api.Error{Op: "upload", Kind: api.Redirected, Status: 302, Sent: true}, false)
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		if v := o.after(5 * time.Minute); v.Rows.Len() != 1 || v.Rows.At(0).Status != "waiting" {
			t.Errorf("the rows are %+v", v.Rows)
		}
	})
}

func TestTracksGivenAtTheStartWaitForTheirSite(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.close()
		o.first, o.tracks = "https://new.example", []string{"https://files.example/a.wav"}
		o.open()
		if v := o.settle(); v.All != 0 || !o.noticed("1 track waits until new.example is connected.") {
			t.Errorf("%d tracks, notices %+v", v.All, v.Notices)
		}
		o.desk.Connect("New", "https://new.example", "secret")
		if v := o.after(5 * time.Second); v.Site.Name != "New" || v.All != 1 {
			t.Errorf("%s has %d tracks", v.Site.Name, v.All)
		}
	})
}
