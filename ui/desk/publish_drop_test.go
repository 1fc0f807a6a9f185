package desk

import (
	"sync/atomic"
	"testing"
	"time"

	"pressroom/api"
)

func TestAPublishIsNotSentAfterARestartWhereAChangeFailedBefore(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		var n atomic.Int64
		o.site.on(func(c call) (error, bool) {
			if c.op == "setFormats" && n.Add(1) == 1 {
				return &api.Error{Op: c.op, Kind: api.Refused, Message: "No.", Sent: true}, false
			}
			if c.op == "setFormats" {
				time.Sleep(10 * time.Second)
			}
			return nil, true
		})
		o.selectAll()
		o.desk.Review(o.job("Main job").Row)
		o.settle()
		o.desk.SetFormat("wav", true)
		o.desk.Publish("")
		o.after(time.Second)
		o.desk.cancel()
		o.reopen()
		o.after(time.Minute)
		if n := o.site.made("publish"); n != 0 {
			t.Errorf("it was published although a change had failed")
		}
	})
}

func TestAPublishThatWasStoppedLeavesNothingToTheNext(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		var n atomic.Int64
		o.site.on(func(c call) (error, bool) {
			if c.op == "setFormats" && n.Add(1) == 1 {
				return &api.Error{Op: c.op, Kind: api.Refused, Message: "No.", Sent: true}, false
			}
			if c.op == "setFormats" {
				time.Sleep(10 * time.Second)
			}
			return nil, true
		})
		o.selectAll()
		o.desk.Review(o.job("Main job").Row)
		o.settle()
		o.desk.SetFormat("wav", true)
		o.desk.Publish("")
		o.after(time.Second)
		o.desk.Stop()
		o.after(time.Minute)
		o.publishMain()
		o.after(time.Minute)
		if n := o.site.made("publish"); n != 1 {
			t.Errorf("%d publishes: %+v", n, o.view().Notices)
		}
	})
}
