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
