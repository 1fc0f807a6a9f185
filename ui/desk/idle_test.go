package desk

import (
	"sync/atomic"
	"testing"
	"time"
)

// TestAnIdleDeskSleepsAndSendsNothing counts how often a desk looks at its clock, which it does each time
// that it wakes up, through an hour in which nothing is under way at any of its sites.
func TestAnIdleDeskSleepsAndSendsNothing(t *testing.T) {
	var woken atomic.Int64
	former := present
	present = func() time.Time {
		woken.Add(1)
		return former()
	}
	defer func() { present = former }()
	inOffice(t, 3, func(o *office) {
		o.desk.Connect("Second", "https://second.example", "secret")
		o.publishMain() // a job that ended is followed no longer
		v := o.after(time.Hour)
		if len(v.Jobs) == 0 || v.Jobs[len(v.Jobs)-1].Phase == PhasePublishing || v.Watching != "" {
			t.Fatalf("the desk is not idle: %s, jobs %+v", v.Watching, v.Jobs)
		}
		sent, before := o.site.sent(), woken.Load()
		later := o.after(3 * time.Hour)
		if n := o.site.sent() - sent; n != 0 {
			t.Errorf("%d calls were sent", n)
		}
		if n := woken.Load() - before; n > 3*60 {
			t.Errorf("it looked at its clock %d times in three hours", n)
		}
		if later.Number != v.Number {
			t.Errorf("%d views were made", later.Number-v.Number)
		}
	})
}
