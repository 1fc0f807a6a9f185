package desk

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pressroom/api"
)

func TestAWaitThatTheSiteAskedForEndsAListingThatIsUnderWay(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.desk.CreateJob("One", "")
		o.after(time.Second)
		o.site.on(func(c call) (error, bool) {
			switch c.op {
			case "list":
				time.Sleep(5 * time.Second)
			case "setFormats":
				return busy(c.op, 10*time.Minute), false
			}
			return nil, true
		})
		o.desk.Refresh()
		o.after(time.Second)
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.settle()
		before := o.site.made("list")
		o.after(9 * time.Minute)
		if n := o.site.made("list"); n != before {
			t.Errorf("it was listed %d times more before its time", n-before)
		}
	})
}

func TestAKeyIsNotTriedWhileTheSiteAskedForNoCalls(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.failing("setFormats", 1, busy("setFormats", 10*time.Minute), false)
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.after(time.Second)
		before := o.site.made("list")
		o.desk.Connect("", siteAddress, "another")
		v := o.after(time.Second)
		if o.site.made("list") != before || !strings.Contains(v.Trial.Problem, "asked for no calls until") {
			t.Errorf("%d calls, %+v", o.site.made("list")-before, v.Trial)
		}
	})
}

func TestAWaitAskedForByALookAtTracksOrAnUnknownPublishHoldsAllCalls(t *testing.T) {
	for _, op := range []string{"list", "checkJob"} {
		inOffice(t, 0, func(o *office) {
			o.desk.CreateJob("One", "")
			o.after(time.Second)
			o.desk.AddTracks([]string{"https://f.example/a.wav", "https://f.example/b.wav"}, DefaultJob)
			o.after(time.Second)
			if op == "checkJob" {
				o.failing("publish", 1, noAnswer("publish"), false)
			}
			o.desk.Review(o.job("One").Row)
			o.settle()
			o.desk.Publish("")
			o.settle()
			var refused atomic.Bool
			var after atomic.Int64
			o.site.on(func(c call) (error, bool) {
				if refused.Load() {
					after.Add(1)
				}
				if c.op == op {
					refused.Store(true)
					return busy(op, 10*time.Minute), false
				}
				return nil, true
			})
			o.site.say(o.site.next-2, api.Counts{Known: true, Queued: 1, Done: 1})
			o.after(9 * time.Minute)
			if !refused.Load() || after.Load() != 0 {
				t.Errorf("%s was refused for now: %v; %d calls before its time", op, refused.Load(), after.Load())
			}
		})
	}
}

func TestAWaitAskedForByTheTrialOfAKeyHoldsAllCalls(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.failing("list", 1, busy("list", 10*time.Minute), false)
		o.desk.Connect("", siteAddress, "another")
		o.after(time.Second)
		before := len(o.site.calls)
		o.desk.Refresh()
		if o.after(time.Minute); len(o.site.calls) != before {
			t.Errorf("%d calls before its time", len(o.site.calls)-before)
		}
	})
}
