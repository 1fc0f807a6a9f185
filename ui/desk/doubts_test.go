package desk

import (
	"context"
	"testing"
	"time"

	"pressroom/ui/desk/ledger"
)

// reopen closes the program and starts it again.
func (o *office) reopen() {
	o.close()
	o.keys.keys[siteAddress] = "again"
	o.open()
}

func TestAnUnknownOutcomeIsLookedForAfterARestartToo(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.failing("delete", 1, noAnswer("delete"), false)
		o.remove(0)
		o.after(time.Second)
		o.reopen()
		if v := o.after(time.Second); len(v.Unknowns) != 1 {
			t.Fatalf("%+v", v.Unknowns)
		}
		if v := o.after(10 * time.Minute); len(v.Unknowns) != 0 || o.items(ledger.Delete)[0].State != ledger.Failed {
			t.Errorf("the site lists it, and it still is %+v", v.Unknowns)
		}
	})
}

func TestAnUploadOfARescuedLedgerIsUnknownInTheTableAndSettlesByLooking(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" {
				time.Sleep(time.Hour)
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://f.example/a.wav", "https://f.example/b.wav"}, DefaultJob)
		o.settle()
		o.site.on(nil)
		var doubted []ledger.Item // as a rescue leaves them
		for _, i := range o.items(ledger.AddUpload) {
			i.State, i.Left, i.Problem = ledger.Unknown, i.Recorded, "The ledger was damaged, so nobody knows whether this was sent."
			doubted = append(doubted, i)
		}
		o.desk.Close() // the site takes the first all the same
		if err := o.book.Write(context.Background(), ledger.Change{Items: doubted}); err != nil {
			t.Fatal(err)
		}
		o.reopen()
		v := o.after(time.Minute)
		if len(v.Unknowns) != 1 || v.Rows.Len() != 2 || v.Rows.At(0).Status != "waiting" || v.Rows.At(1).Status != "? unknown" {
			t.Errorf("%d unknown, %d rows, %s and %s", len(v.Unknowns), v.Rows.Len(), v.Rows.At(0).Status, v.Rows.At(1).Status)
		}
		o.remove(0, 1)
		if v = o.after(time.Minute); v.Rows.Len() != 1 || len(v.Unknowns) != 1 {
			t.Errorf("%d rows, unknown %+v", v.Rows.Len(), v.Unknowns)
		}
	})
}

func TestAPublishOfUnknownOutcomeIsNotProvenByWhatWasRemovedSince(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.site.finish(mainJobID)
		o.after(2 * time.Minute)
		o.site.mu.Lock()
		o.site.add(mainJobID, "new.wav")
		o.site.mu.Unlock()
		o.desk.Refresh()
		o.settle()
		o.failing("publish", 1, noAnswer("publish"), false)
		o.publishMain()
		o.remove(2)
		v := o.after(10 * time.Minute)
		if item := o.items(ledger.Publish)[1]; item.State != ledger.Unknown || len(v.Unknowns) != 1 {
			t.Fatalf("the publish never happened, and is %s: %+v", item.State, v.Unknowns)
		}
		o.desk.Settle(o.view().Unknowns[0].Item, false, 0)
		o.settle()
		o.remove(2)
		if v = o.after(time.Second); o.site.made("delete") != 1 || v.Rows.Len() != 2 {
			t.Errorf("%d removals, %d rows", o.site.made("delete"), v.Rows.Len())
		}
	})
}

func TestARemovalThatWaitsBehindAPublishOfUnknownOutcomeIsNotSent(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "publish" {
				time.Sleep(5 * time.Second)
				return noAnswer("publish"), false
			}
			return nil, true
		})
		o.publishMain()
		o.remove(0)
		v := o.after(5 * time.Minute)
		if o.site.made("delete") != 0 || v.Rows.Len() != 2 || len(v.Unknowns) != 1 {
			t.Errorf("%d removals, %d rows, unknown %+v", o.site.made("delete"), v.Rows.Len(), v.Unknowns)
		}
	})
}

func TestARemovalThatWaitsBehindAPublishOfItsTrackIsNotSent(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "publish" {
				time.Sleep(5 * time.Second)
			}
			return nil, true
		})
		o.publishMain()
		o.remove(0)
		o.after(time.Minute)
		if n := o.site.made("delete"); n != 0 || o.items(ledger.Delete)[0].State != ledger.Failed {
			t.Errorf("%d removals left for a track that is being published: %+v", n, o.items(ledger.Delete))
		}
	})
}

func TestWhatWasSentAgainOnThePersonsWordIsNotOfferedOnceMore(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.failing("upload", 1, noAnswer("upload"), false)
		o.desk.AddTracks([]string{"https://f.example/a.wav"}, DefaultJob)
		v := o.after(time.Minute)
		o.desk.Settle(v.Unknowns[0].Item, false, 0)
		if v = o.after(time.Minute); v.Work.Retry != "" || o.site.made("upload") != 2 {
			t.Errorf("it offers %q after %d uploads", v.Work.Retry, o.site.made("upload"))
		}
	})
}
