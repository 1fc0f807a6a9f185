package desk

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// failing has one call answered with an error, as often as times says.
func (o *office) failing(op string, times int, err error, did bool) {
	var left atomic.Int64
	left.Store(int64(times))
	o.site.on(func(c call) (error, bool) {
		if c.op == op && left.Add(-1) >= 0 {
			return err, did
		}
		return nil, true
	})
}

func TestAPublishWithoutAnAnswerIsNotRepeatedAndSettlesByLooking(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.failing("publish", 1, noAnswer("publish"), true)
		o.publishMain()
		o.after(time.Minute)
		if got := o.site.made("publish"); got != 1 {
			t.Fatalf("publish left %d times", got)
		}
		if got := o.job("Main job").Phase; got != PhasePublishing {
			t.Errorf("the job is %s although the site shows that it is being published", got)
		}
		if got := o.items(ledger.Publish)[0].State; got != ledger.Done {
			t.Errorf("the ledger says %s", got)
		}
	})
}

func TestAPublishThatNothingProvesStaysUnknownUntilThePersonDecides(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.failing("publish", 1, noAnswer("publish"), false)
		o.publishMain()
		v := o.after(10 * time.Minute)
		if got := o.site.made("publish"); got != 1 {
			t.Fatalf("publish left %d times", got)
		}
		if len(v.Unknowns) != 1 || o.job("Main job").Phase != PhaseUnknown || o.job("Main job").CanReview {
			t.Fatalf("unknowns %+v, job %+v", v.Unknowns, o.job("Main job"))
		}
		o.desk.Settle(v.Unknowns[0].Item, false, 0)
		v = o.settle()
		if len(v.Unknowns) != 0 || !o.job("Main job").CanReview {
			t.Errorf("after the person's word: unknowns %+v, job %+v", v.Unknowns, o.job("Main job"))
		}
	})
}

func TestAnUploadWithoutAnAnswerIsFoundInTheListAndNotSentAgain(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("upload", 1, noAnswer("upload"), true)
		o.desk.AddTracks([]string{"https://files.example/a.wav", "https://files.example/b.wav"}, DefaultJob)
		v := o.after(time.Minute)
		if got := o.site.made("upload"); got != 2 {
			t.Errorf("upload left %d times for two tracks", got)
		}
		if v.Rows.Len() != 2 || len(v.Unknowns) != 0 {
			t.Errorf("%d rows, unknowns %+v", v.Rows.Len(), v.Unknowns)
		}
	})
}

func TestAJobThatMayHaveBeenMadeWaitsForThePersonsWord(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("createJob", 1, noAnswer("createJob"), true)
		o.desk.CreateJob("Imports 11/20", "")
		v := o.after(time.Minute)
		if o.site.made("createJob") != 1 || len(v.Unknowns) != 1 || !v.Unknowns[0].NeedsID {
			t.Fatalf("createJob left %d times, unknowns %+v", o.site.made("createJob"), v.Unknowns)
		}
		o.desk.Settle(v.Unknowns[0].Item, true, 0)
		if v = o.settle(); len(v.Unknowns) != 1 {
			t.Error("it was settled without a number")
		}
		o.desk.Settle(v.Unknowns[0].Item, true, 4711)
		o.settle()
		if got := o.job("Imports 11/20"); got.Phase != PhaseOpen || !strings.HasPrefix(got.When, "4711") {
			t.Errorf("the job is %+v", got)
		}
	})
}

func TestWhatASiteThatIsDownCouldNotTakeWaitsAndIsSentInOrder(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		var up atomic.Bool
		o.site.on(func(c call) (error, bool) {
			if !up.Load() {
				return unreachable(c.op), false
			}
			return nil, true
		})
		o.desk.CreateJob("Imports 11/20", "")
		o.desk.AddTracks([]string{"https://files.example/a.wav", "https://files.example/b.wav"}, DefaultJob)
		v := o.after(5 * time.Minute)
		if v.Site.State != SiteTrouble || !strings.Contains(v.Site.Problem, "3 changes wait and will be sent again") {
			t.Errorf("the site is %v: %s", v.Site.State, v.Site.Problem)
		}
		if got := o.site.made("createJob"); got < 5 || got > 60 {
			t.Errorf("it was tried %d times in five minutes", got)
		}
		up.Store(true)
		v = o.after(time.Minute)
		if v.Site.State != SiteReady || o.job("Imports 11/20").Waiting != 2 {
			t.Errorf("after it came back: site %v, job %+v", v.Site.State, o.job("Imports 11/20"))
		}
		var names []string
		for _, c := range o.site.calls {
			if c.op == "upload" {
				names = append(names, c.name)
			}
		}
		if got := strings.Join(names, " "); got != "https://files.example/a.wav https://files.example/b.wav" {
			t.Errorf("uploads: %s", got)
		}
	})
}

func TestASiteThatAsksToWaitIsLeftAloneForThatLong(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.selectAll()
		o.failing("setFormats", 1, &api.Error{Op: "setFormats", Kind: api.Busy, Status: 429, RetryAfter: 90 * time.Second, Sent: true}, false)
		o.desk.SetFormat("wav", true)
		o.after(80 * time.Second)
		if got := o.site.made("setFormats"); got != 1 {
			t.Errorf("asked again %d times before its time", got-1)
		}
		o.after(20 * time.Second)
		if got := o.site.made("setFormats"); got != 2 {
			t.Errorf("called %d times in all, want 2", got)
		}
	})
}

func TestARefusedKeyStopsEverythingUntilAGoodOneComes(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.selectAll()
		var good atomic.Bool
		o.site.on(func(c call) (error, bool) {
			if !good.Load() {
				return &api.Error{Op: c.op, Kind: api.KeyRefused, Status: 401, Message: "The token is wrong.", Sent: true}, false
			}
			return nil, true
		})
		o.desk.SetFormat("wav", true)
		o.settle()
		sent := len(o.site.calls)
		v := o.after(time.Hour)
		if len(o.site.calls) != sent {
			t.Errorf("%d calls were made with a key that was refused", len(o.site.calls)-sent)
		}
		if v.Site.State != SiteNeedsKey || !strings.Contains(v.Site.Problem, "“The token is wrong.”") {
			t.Errorf("the site is %v: %s", v.Site.State, v.Site.Problem)
		}
		o.desk.Connect("", siteAddress, "still bad")
		if v = o.settle(); v.Trial.Passed || v.Trial.Problem == "" {
			t.Errorf("a bad key passed its test: %+v", v.Trial)
		}
		good.Store(true)
		o.desk.Connect("", siteAddress, "good")
		v = o.after(5 * time.Second)
		if v.Site.State != SiteReady || strings.Join(v.Rows.At(0).Formats, ",") != "mp3,wav" {
			t.Errorf("after the good key: %v, formats %v", v.Site.State, v.Rows.At(0).Formats)
		}
		if o.keys.keys[siteAddress] != "good" {
			t.Error("the keyring does not hold the good key")
		}
	})
}

func TestWithoutAKeyringTheKeyStaysInMemoryAndTheWindowSaysSo(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.keys.fails(&KeyringError{Kind: KeyringNone, Err: errors.New("there is none")})
		o.desk.Connect("", "https://other.example", "secret")
		v := o.settle()
		if !v.Trial.Passed || v.Site.Name != "other.example" || v.Key != keyWords[KeyInMemory].String() || !o.noticed("kept for this run only. No keyring runs") {
			t.Errorf("trial %+v, site %+v, key %q", v.Trial, v.Site, v.Key)
		}
	})
}

func TestAChangeThatFailsIsSaidAtItsTrackAndOnceForAll(t *testing.T) {
	inOffice(t, 4, func(o *office) {
		o.selectAll()
		o.failing("setFormats", 3, &api.Error{Op: "setFormats", Kind: api.Refused, Message: "Not now.", Sent: true}, false)
		before := len(o.view().Notices)
		o.desk.SetFormat("wav", true)
		v := o.settle()
		if got := len(v.Notices) - before; got != 1 {
			t.Errorf("%d notices for one intent", got)
		}
		if !o.noticed("3 of 4 changes were not made") || !strings.Contains(v.Selection.Problem, "3 of these have a problem") {
			t.Errorf("notices %+v, selection: %s", v.Notices, v.Selection.Problem)
		}
	})
}

func TestWhatWasUnderWayWhenTheProgramDiedIsNotSentTwice(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.selectAll()
		gone := make(chan struct{})
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" || c.op == "setFormats" {
				<-gone
				return noAnswer(c.op), true
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://files.example/a.wav", "https://files.example/b.wav"}, DefaultJob)
		o.desk.SetFormat("wav", true)
		o.settle()
		o.desk.cancel() // as if killed: no answer is taken in any more
		close(gone)
		o.close()
		o.site.on(nil)
		o.open()
		v := o.after(time.Minute)
		if got := o.site.made("upload"); got != 2 {
			t.Errorf("upload left %d times for two tracks", got)
		}
		if v.Rows.Len() != 3 || len(v.Unknowns) != 0 {
			t.Errorf("%d rows, unknowns %+v", v.Rows.Len(), v.Unknowns)
		}
		if got := strings.Join(v.Rows.At(0).Formats, ","); got != "mp3,wav" {
			t.Errorf("the format change did not go on: %s", got)
		}
	})
}
