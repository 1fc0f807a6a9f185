package desk

import (
	"strings"
	"testing"
	"time"
)

func TestAWaitThatTheSiteAskedForEndsAListingThatIsUnderWay(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.desk.CreateJob("One")
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
