package desk

import (
	"strings"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// remove asks for the rows at these places to be removed.
func (o *office) remove(places ...int) {
	var ids []int64
	rows := o.view().Rows
	for _, at := range places {
		ids = append(ids, rows.At(at).ID)
	}
	o.desk.Remove(ids)
}

func TestARemovedTrackLeavesTheSiteAndTheTable(t *testing.T) {
	inOffice(t, 4, func(o *office) {
		o.remove(0, 2)
		v := o.after(time.Second)
		if v.Rows.Len() != 2 || o.site.made("delete") != 2 || len(o.site.uploads) != 2 {
			t.Fatalf("%d rows, %d calls, %d on the site", v.Rows.Len(), o.site.made("delete"), len(o.site.uploads))
		}
		o.close()
		o.keys.keys[siteAddress] = "again"
		o.open()
		if v = o.after(time.Second); v.Rows.Len() != 2 || v.Rows.At(0).UploadID != "1002" {
			t.Errorf("after a restart: %d rows, the first %+v", v.Rows.Len(), v.Rows.At(0))
		}
	})
}

func TestARemovalWithoutAnAnswerIsSettledByWhatTheSiteLists(t *testing.T) {
	for _, did := range []bool{true, false} {
		inOffice(t, 2, func(o *office) {
			o.failing("delete", 1, noAnswer("delete"), did)
			o.remove(0)
			v := o.settle()
			if !did && (len(v.Unknowns) != 1 || v.Rows.At(0).Status != "? unknown") {
				t.Errorf("unknowns %+v, the row is %s", v.Unknowns, v.Rows.At(0).Status)
			}
			v = o.after(10 * time.Minute)
			item := o.items(ledger.Delete)[0]
			switch {
			case o.site.made("delete") != 1 || len(v.Unknowns) != 0:
				t.Errorf("%d calls, unknowns %+v", o.site.made("delete"), v.Unknowns)
			case did && (v.Rows.Len() != 1 || item.State != ledger.Done):
				t.Errorf("it is gone there, and here: %d rows, %s", v.Rows.Len(), item.State)
			case !did && (v.Rows.Len() != 2 || item.State != ledger.Failed || v.Rows.At(0).Status != "waiting"):
				t.Errorf("it is still there, and here: %d rows, %s, %+v", v.Rows.Len(), item.State, v.Rows.At(0))
			}
		})
	}
}

// TestARemovalIsNotProvenByAColleagueWhoPublishedTheMainJob has the whole queue published, and its tracks
// leave the list, while nobody knows of a removal.
func TestARemovalIsNotProvenByAColleagueWhoPublishedTheMainJob(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.failing("delete", 1, noAnswer("delete"), false)
		o.remove(0)
		o.site.mu.Lock()
		o.site.uploads = nil
		o.site.mu.Unlock()
		o.desk.Refresh()
		if v := o.after(10 * time.Minute); len(v.Unknowns) != 1 || o.items(ledger.Delete)[0].State != ledger.Unknown {
			t.Errorf("unknowns %+v, the removal is %s", v.Unknowns, o.items(ledger.Delete)[0].State)
		}
	})
}

func TestARemovalThatTheSiteMayStillMakeIsNotTakenForOneThatFailed(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.failing("delete", 1, noAnswer("delete"), false)
		o.remove(0)
		if v := o.after(removalShows - 10*time.Second); len(v.Unknowns) != 1 {
			t.Fatalf("settled too early: %+v", o.items(ledger.Delete))
		}
		o.site.mu.Lock()
		o.site.uploads = o.site.uploads[1:] // only now
		o.site.mu.Unlock()
		if v := o.after(10 * time.Minute); v.Rows.Len() != 1 || o.items(ledger.Delete)[0].State != ledger.Done {
			t.Errorf("%d rows, %+v", v.Rows.Len(), o.items(ledger.Delete))
		}
	})
}

func TestAJobIsNotPublishedWhileNobodyKnowsWhatWasRemovedFromIt(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.failing("delete", 1, noAnswer("delete"), false)
		o.remove(0)
		o.settle()
		o.desk.Review(o.job("Main job").Row)
		v := o.settle()
		if v.Review.CanGo || !strings.Contains(v.Review.Text, "Nobody knows yet whether 1 track was removed") {
			t.Fatalf("%+v", v.Review)
		}
		o.desk.Publish("")
		o.after(time.Second)
		o.desk.Settle(o.view().Unknowns[0].Item, false, 0)
		o.settle()
		o.publishMain()
		if o.site.made("publish") != 1 {
			t.Errorf("%d publishes", o.site.made("publish"))
		}
	})
}

func TestAPublishThatWaitsBehindARemovalOfUnknownOutcomeIsNotSent(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "delete" {
				time.Sleep(5 * time.Second)
				return noAnswer("delete"), false
			}
			return nil, true
		})
		o.remove(0)
		o.settle()
		o.publishMain()
		o.after(5 * time.Minute)
		if n := o.site.made("publish"); n != 0 {
			t.Errorf("publish left %d times", n)
		}
		if got := o.items(ledger.Publish)[0]; got.State != ledger.Failed || !strings.Contains(got.Problem, "Nobody knows whether") {
			t.Errorf("%+v", got)
		}
	})
}

func TestTracksThatWereNeverSentAreRemovedWithoutACall(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" {
				time.Sleep(10 * time.Second)
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://f.example/a.wav", "https://f.example/b.wav", "https://f.example/c.wav"}, DefaultJob)
		o.settle()
		o.remove(0, 1) // the first is under way: that one stays
		v := o.settle()
		if v.Rows.Len() != 2 || v.Rows.At(0).File != "a.wav" || v.Rows.At(1).File != "c.wav" {
			t.Fatalf("%d rows", v.Rows.Len())
		}
		o.desk.Stop()
		if o.after(time.Minute).Work.Retry != "Send the other 1" {
			t.Errorf("the button says %q", o.view().Work.Retry)
		}
		o.remove(1)
		if v = o.after(time.Minute); v.Work.Retry != "" || o.site.made("upload") != 1 || o.site.made("delete") != 0 {
			t.Errorf("it offers %q; %d uploads, %d removals", v.Work.Retry, o.site.made("upload"), o.site.made("delete"))
		}
		o.close()
		o.keys.keys[siteAddress] = "again"
		o.open()
		if v = o.after(time.Second); v.Work.Retry != "" || v.Rows.Len() != 1 {
			t.Errorf("after a restart it offers %q of %d rows", v.Work.Retry, v.Rows.Len())
		}
	})
}

func TestARemovalWaitsForAChangeOfTheSameTrackAndDropsTheOthers(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.slowly()
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.settle()
		o.desk.SetFormat("aiff", true)
		o.settle()
		o.remove(0)
		if v := o.settle(); v.Selection.Can || v.Rows.At(0).Status != "to be removed" || o.site.made("delete") != 0 {
			t.Errorf("%+v, %d removals", v.Rows.At(0), o.site.made("delete"))
		}
		o.after(time.Minute)
		if o.site.made("setFormats") != 1 || o.site.made("delete") != 1 || o.view().Rows.Len() != 0 {
			t.Errorf("%d changes, %d removals, %d rows", o.site.made("setFormats"), o.site.made("delete"), o.view().Rows.Len())
		}
	})
}

func TestPublishedTracksAreNotRemovedAndTheQuestionSaysSo(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.site.finish(mainJobID)
		o.after(time.Minute)
		o.site.mu.Lock()
		o.site.add(mainJobID, "new.wav")
		o.site.mu.Unlock()
		o.desk.Refresh()
		o.settle()
		v := o.selectAll()
		r := v.Selection.Removal
		if r == nil || r.Title != "Remove 1 track?" || !strings.Contains(r.Text, "2 selected tracks stay") ||
			!strings.Contains(r.Text, "1 of them was not queued from here") {
			t.Fatalf("%+v", r)
		}
		o.desk.Remove(v.Selection.IDs)
		o.after(time.Second)
		if o.site.made("delete") != 1 || o.view().Rows.Len() != 2 || o.selectAll().Selection.Removal != nil {
			t.Errorf("%d removals, %d rows", o.site.made("delete"), o.view().Rows.Len())
		}
	})
}

func TestARefusedRemovalIsSaidAtItsTrack(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.failing("delete", 1, &api.Error{Op: "delete", Kind: api.Refused, Message: "Not yours.", Sent: true}, false)
		o.remove(0)
		o.after(time.Second)
		if v := o.selectAll(); !strings.Contains(v.Selection.Problem, "It was not removed.") || !strings.Contains(v.Selection.Problem, "Not yours.") || !v.Selection.Can {
			t.Errorf("%+v", v.Selection)
		}
	})
}

func TestAListingFromBeforeARemovalDoesNotBringTheTrackBack(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		first := once()
		o.site.onLate(func(c call) {
			if c.op == "list" && first() {
				time.Sleep(10 * time.Second)
			}
		})
		o.desk.Refresh()
		o.settle()
		o.remove(0)
		if v := o.after(time.Minute); v.Rows.Len() != 0 {
			t.Errorf("it stands there again: %+v", v.Rows.At(0))
		}
	})
}

func TestAnUploadOfLostAnswerThatTheSitePairedWithAnotherIsSettled(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.pairs = true
		o.desk.AddTracks([]string{"https://f.example/a.wav"}, DefaultJob)
		o.after(time.Second)
		o.failing("upload", 1, noAnswer("upload"), true)
		o.desk.AddTracks([]string{"https://f.example/a.mp3"}, DefaultJob)
		v := o.after(time.Minute)
		if len(v.Unknowns) != 0 || v.Rows.Len() != 1 || o.site.made("upload") != 2 {
			t.Errorf("unknowns %+v, %d rows, %d uploads", v.Unknowns, v.Rows.Len(), o.site.made("upload"))
		}
	})
}
