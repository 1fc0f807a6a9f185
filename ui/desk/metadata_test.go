package desk

import (
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

func (o *office) albums() (found []string) {
	rows := o.view().Rows
	for n := range rows.Len() {
		found = append(found, rows.At(n).Album)
	}
	return found
}

func TestMetadataIsSentWhereItDiffersAndTakenBack(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.desk.Select([]int64{o.view().Rows.At(0).ID})
		o.settle()
		o.desk.SetMetadata(map[string]string{"Album": "Deep Cuts"})
		o.after(time.Second)
		o.selectAll()
		o.desk.SetMetadata(map[string]string{"Album": "Deep Cuts", "Title": "track.wav"})
		v := o.after(time.Second)
		if n := o.site.made("setMetadata"); n != 3 || v.Rows.At(2).Album != "Deep Cuts" {
			t.Fatalf("%d calls for three tracks, one of which had it; %v", n, o.albums())
		}
		if got := o.items(ledger.SetMeta)[1].Meta; len(got) != 1 {
			t.Errorf("fields that stood already were sent: %v", got)
		}
		if v.Work.Undo != "Undo Album and Title for 2 tracks" {
			t.Errorf("it offers %q", v.Work.Undo)
		}
		o.close() // it can be taken back after a restart too
		o.keys.keys[siteAddress] = "again"
		o.open()
		o.after(time.Second)
		o.desk.Undo()
		o.after(time.Second)
		if got := o.albums(); got[0] != "Deep Cuts" || got[1] != "" || got[2] != "" {
			t.Errorf("after the undo: %v", got)
		}
		o.desk.Undo()
		o.after(time.Second)
		if got := o.albums(); got[0] != "" || o.site.uploads[0].Meta["Title"] != "track.wav" {
			t.Errorf("after the second: %v, %v", got, o.site.uploads[0].Meta)
		}
	})
}

func TestMetadataThatIsAskedForTwiceIsSentOnce(t *testing.T) {
	inOffice(t, 5, func(o *office) {
		o.selectAll()
		for range 2 {
			o.desk.SetMetadata(map[string]string{"Album": "Tides"})
		}
		o.after(time.Second)
		if n := o.site.made("setMetadata"); n != 5 {
			t.Errorf("%d calls for five tracks", n)
		}
	})
}

func TestMetadataThatFailedIsRetriedAndSaid(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.failing("setMetadata", 1, &api.Error{Op: "setMetadata", Kind: api.Refused, Message: "No such field.", Sent: true}, false)
		o.selectAll()
		o.desk.SetMetadata(map[string]string{"Album": "Tides"})
		v := o.after(time.Second)
		if v.Work.Retry != "Retry 1 failed" || !o.noticed("No such field.") {
			t.Fatalf("%+v, %+v", v.Work, v.Notices)
		}
		o.desk.Retry()
		o.after(time.Second)
		if got := o.albums(); got[0] != "Tides" || got[1] != "Tides" || o.site.made("setMetadata") != 3 {
			t.Errorf("%v after %d calls", got, o.site.made("setMetadata"))
		}
	})
}

func TestALostAnswerToMetadataIsAskedForAgain(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.failing("setMetadata", 2, noAnswer("setMetadata"), true)
		o.selectAll()
		o.desk.SetMetadata(map[string]string{"Album": "Tides"})
		v := o.after(time.Minute)
		if got := o.albums(); got[0] != "Tides" || len(v.Unknowns) != 0 || o.site.made("setMetadata") != 3 {
			t.Errorf("%v, unknowns %+v, %d calls", got, v.Unknowns, o.site.made("setMetadata"))
		}
	})
}

func TestAJobIsPublishedAfterTheMetadataThatWasAskedFor(t *testing.T) {
	inOffice(t, 8, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "setMetadata" {
				time.Sleep(time.Second)
			}
			return nil, true
		})
		o.selectAll()
		o.desk.SetMetadata(map[string]string{"Album": "Tides"})
		o.publishMain()
		o.after(time.Minute)
		for n, c := range o.site.calls {
			if c.op != "publish" {
				continue
			}
			for _, later := range o.site.calls[n:] {
				if later.op == "setMetadata" {
					t.Fatal("it was published before the metadata was set")
				}
			}
			return
		}
		t.Error("it was not published")
	})
}
