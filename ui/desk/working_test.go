package desk

import (
	"testing"
	"time"

	"pressroom/api"
)

func TestWorkTellsHowFarItIsAndAboutHowLongTheRestTakes(t *testing.T) {
	inOffice(t, 200, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "setFormats" {
				time.Sleep(time.Second)
				if c.upload == 1010 {
					return &api.Error{Op: c.op, Kind: api.Refused, Message: "Not this one.", Sent: true}, false
				}
			}
			return nil, true
		})
		o.selectAll()
		began := time.Now()
		o.desk.SetFormat("wav", true)
		if v := o.settle().Work; v.Of != 200 || v.Sent != 0 || v.Left != "" {
			t.Errorf("at first: %+v", v)
		}
		v := o.after(10 * time.Second).Work
		if v.Sent < 20 || v.Failed != 1 || v.Of != 200 || v.Left == "" {
			t.Errorf("after ten seconds: %+v", v)
		}
		for o.view().Work.Text != "" {
			o.after(time.Second)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("it took %v", took)
		}
		if v := o.view().Work; v.Of != 0 || v.Left != "" {
			t.Errorf("at the end: %+v", v)
		}
	})
}

func TestTheRestIsEstimatedFromWhatWasDone(t *testing.T) {
	began := time.Unix(1_000_000, 0)
	p := pace{began, 100}
	for _, c := range []struct {
		after     time.Duration
		sent, all int
		want      time.Duration
	}{
		{time.Second, 110, 1000, 0}, // too soon
		{10 * time.Second, 102, 1000, 0},
		{10 * time.Second, 110, 1000, 890 * time.Second},
		{10 * time.Second, 1000, 1000, 0},
	} {
		if got := p.left(began.Add(c.after), c.sent, c.all); got != c.want {
			t.Errorf("%d of %d after %v: %v left, want %v", c.sent, c.all, c.after, got, c.want)
		}
	}
}
