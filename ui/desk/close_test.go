package desk

import (
	"testing"
	"time"
)

// TestTheDeskClosesInTheMiddleOfEachCall closes while each kind of call is under way, and comes back.
func TestTheDeskClosesInTheMiddleOfEachCall(t *testing.T) {
	for _, op := range []string{"createJob", "upload", "setFormats", "publish", "checkJob", "list"} {
		for _, after := range []bool{false, true} {
			inOffice(t, 2, func(o *office) {
				reached := make(chan struct{}, 100)
				slow := func(c call) {
					if c.op == op {
						reached <- struct{}{}
						time.Sleep(30 * time.Second)
					}
				}
				if after {
					o.site.onLate(slow)
				} else {
					o.site.on(func(c call) (error, bool) { slow(c); return nil, true })
				}
				o.selectAll()
				o.desk.CreateJob("Imports", "")
				o.desk.AddTracks([]string{"https://f.example/a.wav"}, o.job("Main job").Row)
				o.desk.SetFormat("wav", true)
				o.desk.Review(o.job("Main job").Row)
				o.after(40 * time.Second)
				o.desk.Publish("")
				select {
				case <-reached:
				case <-time.After(3 * time.Minute):
					o.t.Errorf("%s never left", op)
				}
				began := time.Now()
				o.close()
				if d := time.Since(began); d > 31*time.Second {
					o.t.Errorf("%s: closing took %v", op, d)
				}
				o.site.on(nil)
				o.site.onLate(nil)
				o.open()
				v := o.after(time.Minute)
				for op, n := range map[string]int{"createJob": o.site.made("createJob"), "upload": o.site.made("upload"), "publish": o.site.made("publish")} {
					if n > 1 {
						o.t.Errorf("%s left %d times", op, n)
					}
				}
				if o.site.made("publish") == 1 && o.job("Main job").Phase != PhasePublishing && len(v.Unknowns) == 0 {
					o.t.Errorf("%s, after=%v: job %+v", op, after, o.job("Main job"))
				}
			})
		}
	}
}
