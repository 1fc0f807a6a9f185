package desk

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

func TestUndoRestoresWhatStoodBeforeAnAnswerWasLost(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.failing("setFormats", 2, noAnswer("setFormats"), true)
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.settle()
		for range 60 {
			o.after(time.Second)
			o.desk.Refresh()
		}
		o.after(time.Minute)
		if o.formats() != "mp3+wav" {
			t.Fatalf("formats %s", o.formats())
		}
		o.desk.Undo()
		o.after(time.Minute)
		if got := o.site.formatsOf(1001); got != "mp3" {
			t.Errorf("after the undo the site has %s", got)
		}
	})
}

func TestUndoTakesBackWhatWasUnderWayWhenTheProgramEnded(t *testing.T) {
	inOffice(t, 40, func(o *office) {
		o.slowly()
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.after(7500 * time.Millisecond)
		o.desk.cancel()
		o.reopen()
		o.after(time.Minute)
		if o.formats() != "mp3+wav" {
			t.Fatalf("formats %s", o.formats())
		}
		o.desk.Undo()
		o.after(time.Minute)
		for id := int64(1001); id <= 1040; id++ {
			if got := o.site.formatsOf(id); got != "mp3" {
				t.Errorf("after the undo %d has %s", id, got)
			}
		}
	})
}

func TestUndoTakesBackWhatFailedAndHappenedAllTheSame(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "setFormats" && c.upload == 1002 && c.formats == "mp3,wav" {
				return noAnswer("setFormats"), true
			}
			return nil, true
		})
		o.selectAll()
		o.desk.SetFormat("wav", true)
		for range 3000 {
			o.after(100 * time.Millisecond)
			if i := o.items(ledger.SetFormats); len(i) == 2 && i[1].State == ledger.Failed {
				break
			}
		}
		o.desk.Undo()
		o.after(5 * time.Minute)
		if got := o.site.formatsOf(1001) + " " + o.site.formatsOf(1002); got != "mp3 mp3" {
			t.Errorf("after the undo the site has %s", got)
		}
	})
}

func TestUndoneChangesAreNotOfferedToBeSentAgain(t *testing.T) {
	inOffice(t, 50, func(o *office) {
		o.slowly()
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.after(2500 * time.Millisecond)
		o.desk.Undo()
		if v := o.after(time.Minute); v.Work.Retry != "" || o.formats() != "mp3" {
			t.Errorf("it offers %q; formats %s", v.Work.Retry, o.formats())
		}
	})
}

func TestRetryPressedTwiceSaysNothingUntrue(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		var n atomic.Int64
		o.site.on(func(c call) (error, bool) {
			if c.op != "upload" {
				return nil, true
			}
			if n.Add(1) == 1 {
				return &api.Error{Op: c.op, Kind: api.Refused, Message: "No.", Sent: true}, false
			}
			time.Sleep(5 * time.Second)
			return nil, true
		})
		o.desk.AddTracks([]string{"https://f.example/a.wav", "https://f.example/b.wav", "https://f.example/c.wav"}, DefaultJob)
		o.after(time.Second)
		o.desk.Stop()
		o.after(time.Minute)
		o.desk.Retry()
		o.desk.Retry()
		o.after(time.Minute)
		if o.noticed("Nothing of that can be sent again") {
			t.Errorf("%+v", o.view().Notices)
		}
	})
}

func TestNothingIsOfferedToBeSentAgainOfTracksThatWereRemoved(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.failing("setFormats", 1, &api.Error{Op: "setFormats", Kind: api.Refused, Message: "No.", Sent: true}, false)
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.after(time.Second)
		o.remove(0, 1)
		if v := o.after(time.Minute); v.Work.Retry != "" || v.Rows.Len() != 0 {
			t.Errorf("it offers %q of %d rows", v.Work.Retry, v.Rows.Len())
		}
	})
}

func TestWhatFailsAfterARestartIsSaidWhereOneCallIsUnknown(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			switch {
			case c.op == "upload" && strings.HasSuffix(c.name, "a.wav"):
				time.Sleep(10 * time.Second)
			case c.op == "upload" && strings.HasSuffix(c.name, "c.wav"):
				return &api.Error{Op: c.op, Kind: api.Refused, Message: "No.", Sent: true}, false
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://f.example/a.wav", "https://f.example/b.wav", "https://f.example/c.wav"}, DefaultJob)
		o.settle()
		o.desk.cancel()
		o.reopen()
		if o.after(time.Minute); !o.noticed("1 of 3 changes were not made. The first: ") {
			t.Errorf("%+v", o.view().Notices)
		}
	})
}

func TestWhatFailedBeforeARestartIsSaidInAWholeSentence(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		first := once()
		o.site.on(func(c call) (error, bool) {
			if c.op == "setFormats" && first() {
				return &api.Error{Op: c.op, Kind: api.Refused, Message: "No.", Sent: true}, false
			}
			if c.op == "setFormats" {
				time.Sleep(10 * time.Second)
			}
			return nil, true
		})
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.after(time.Second)
		o.desk.cancel()
		o.reopen()
		if o.after(time.Minute); !o.noticed("1 of 3 changes were not made.") || o.noticed("The first:") {
			t.Errorf("%+v", o.view().Notices)
		}
	})
}
