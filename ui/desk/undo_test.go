package desk

import (
	"testing"
	"time"

	"pressroom/api"
)

// restart closes the desk and opens it again on the same ledger.
func (o *office) restart() View {
	o.t.Helper()
	o.close()
	o.keys.keys[siteAddress] = "again"
	o.open()
	return o.after(time.Second)
}

// choose selects the rows at these places.
func (o *office) choose(places ...int) View {
	var ids []int64
	rows := o.view().Rows
	for _, at := range places {
		ids = append(ids, rows.At(at).ID)
	}
	o.desk.Select(ids)
	return o.settle()
}

// refusing has one call refused for some uploads, and all others done.
func (o *office) refusing(op string, ids ...int64) {
	bad := map[int64]bool{}
	for _, id := range ids {
		bad[id] = true
	}
	o.site.on(func(c call) (error, bool) {
		if c.op == op && bad[c.upload] {
			return &api.Error{Op: c.op, Kind: api.Refused, Message: "Not now.", Sent: true}, false
		}
		return nil, true
	})
}

func TestRedoMakesAgainWhatWasUndoneAndOverAgain(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.choose(0, 1)
		o.desk.ApplyFormats("wav")
		if v := o.after(time.Second); v.Work.Redo != "" {
			t.Fatalf("before an undo it offers %q", v.Work.Redo)
		}
		for range 3 {
			o.desk.Undo()
			if v := o.after(time.Second); o.formats() != "mp3" || v.Work.Undo != "" || v.Work.Redo != "Redo WAV for 2 tracks" {
				t.Fatalf("after the undo: %s, %+v", o.formats(), v.Work)
			}
			o.desk.Redo()
			if v := o.after(time.Second); o.formats() != "wav mp3" || v.Work.Redo != "" || v.Work.Undo != "Undo WAV for 2 tracks" {
				t.Fatalf("after the redo: %s, %+v", o.formats(), v.Work)
			}
		}
	})
}

func TestUndoAndRedoAreStacksThatSurviveARestart(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.selectAll()
		for _, list := range []string{"wav", "aiff", "mp3,wav"} {
			o.desk.ApplyFormats(list)
			o.after(time.Second)
		}
		for _, want := range []string{"aiff", "wav", "mp3"} {
			o.restart()
			o.desk.Undo()
			if o.after(time.Second); o.formats() != want {
				t.Fatalf("after an undo %s, want %s", o.formats(), want)
			}
		}
		if v := o.restart(); v.Work.Undo != "" || v.Work.Redo != "Redo WAV for 2 tracks" {
			t.Fatalf("all is undone, and it offers %+v", v.Work)
		}
		for _, want := range []string{"wav", "aiff", "mp3+wav"} {
			o.restart()
			o.desk.Redo()
			if o.after(time.Second); o.formats() != want {
				t.Fatalf("after a redo %s, want %s", o.formats(), want)
			}
		}
		if v := o.view(); v.Work.Redo != "" || v.Work.Undo != "Undo MP3 WAV for 2 tracks" {
			t.Errorf("all is made again, and it offers %+v", v.Work)
		}
	})
}

func TestANewChangeEndsWhatCanBeMadeAgain(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.selectAll()
		o.desk.ApplyFormats("wav")
		o.after(time.Second)
		o.desk.Undo()
		o.after(time.Second)
		o.desk.SetMetadata(map[string]string{"Album": "Tides"})
		if v := o.after(time.Second); v.Work.Redo != "" {
			t.Fatalf("after a new change it offers %q", v.Work.Redo)
		}
		calls := o.site.made("setFormats")
		o.desk.Redo()
		o.after(time.Second)
		if o.site.made("setFormats") != calls || o.formats() != "mp3" {
			t.Errorf("the redo of what is over changed the formats to %s", o.formats())
		}
		o.desk.Undo()
		o.after(time.Second)
		o.desk.Undo() // there is nothing before it: the first change was undone
		if v := o.after(time.Second); o.albums()[0] != "" || o.formats() != "mp3" || v.Work.Redo != "Redo Album for 2 tracks" {
			t.Errorf("albums %v, formats %s, %+v", o.albums(), o.formats(), v.Work)
		}
	})
}

func TestMetadataIsMadeAgainFieldByField(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.choose(0)
		o.desk.SetMetadata(map[string]string{"Album": "Deep Cuts"})
		o.after(time.Second)
		o.selectAll()
		o.desk.SetMetadata(map[string]string{"Album": "Tides", "BPM": "120"})
		o.after(time.Second)
		o.desk.Undo()
		o.after(time.Second)
		if got := o.albums(); got[0] != "Deep Cuts" || got[1] != "" || o.site.uploads[2].Meta["BPM"] != "" {
			t.Fatalf("after the undo: %v, %v", got, o.site.uploads[2].Meta)
		}
		o.restart()
		o.desk.Redo()
		o.after(time.Second)
		for _, u := range o.site.uploads {
			if u.Meta["Album"] != "Tides" || u.Meta["BPM"] != "120" || u.Meta["Title"] != "track.wav" {
				t.Errorf("after the redo: %v", u.Meta)
			}
		}
	})
}

// TestAfterARedoAllIsAsItWasThoughAPartOfTheUndoFailed lets the part that failed be sent again: nobody can
// tell a call that was refused from one that happened unseen.
func TestAfterARedoAllIsAsItWasThoughAPartOfTheUndoFailed(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.selectAll()
		o.desk.ApplyFormats("wav")
		o.after(time.Second)
		o.refusing("setFormats", 1002)
		o.desk.Undo()
		o.after(time.Second)
		o.site.on(nil)
		if got := o.site.formatsOf(1001) + " " + o.site.formatsOf(1002); got != "mp3 wav" {
			t.Fatalf("after half an undo: %s", got)
		}
		calls := o.site.made("setFormats")
		o.desk.Redo()
		o.after(time.Second)
		if o.formats() != "wav" || o.site.made("setFormats")-calls > 3 {
			t.Errorf("formats %s after %d calls", o.formats(), o.site.made("setFormats")-calls)
		}
	})
}

func TestAnUndoThatFailedAltogetherCanBeUndoneStill(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.selectAll()
		o.desk.ApplyFormats("wav")
		o.after(time.Second)
		o.refusing("setFormats", 1001, 1002)
		o.desk.Undo()
		if v := o.after(time.Second); v.Work.Undo != "Undo WAV for 2 tracks" || v.Work.Redo != "" {
			t.Fatalf("nothing was undone, and it offers %+v", v.Work)
		}
		o.site.on(nil)
		if v := o.restart(); v.Work.Undo != "Undo WAV for 2 tracks" || v.Work.Redo != "" {
			t.Fatalf("after a restart it offers %+v", v.Work)
		}
		o.desk.Undo()
		if v := o.after(time.Second); o.formats() != "mp3" || v.Work.Redo != "Redo WAV for 2 tracks" {
			t.Errorf("formats %s, %+v", o.formats(), v.Work)
		}
	})
}

func TestARedoThatFailedAltogetherCanBeMadeStill(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.selectAll()
		o.desk.ApplyFormats("wav")
		o.after(time.Second)
		o.desk.Undo()
		o.after(time.Second)
		o.refusing("setFormats", 1001)
		o.desk.Redo()
		if v := o.after(time.Second); v.Work.Redo != "Redo WAV for 1 track" || v.Work.Undo != "" {
			t.Fatalf("nothing was made again, and it offers %+v", v.Work)
		}
		o.site.on(nil)
		o.desk.Redo()
		if o.after(time.Second); o.formats() != "wav" {
			t.Errorf("formats %s", o.formats())
		}
	})
}

// TestARedoIsNoUndoingOnceWhatItMadeAgainIsForgotten has so much asked for after a redo that the change and
// its undoing are no longer among what the desk remembers.
func TestARedoIsNoUndoingOnceWhatItMadeAgainIsForgotten(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.selectAll()
		o.desk.ApplyFormats("wav")
		o.after(time.Second)
		o.desk.Undo()
		o.after(time.Second)
		o.desk.Redo()
		o.after(time.Second)
		for range 19 {
			o.desk.CreateJob("Imports", "")
			if v := o.after(time.Second); v.Work.Redo != "" {
				t.Fatalf("it offers %+v of a change that stands", v.Work)
			}
		}
		v := o.restart()
		if v.Work.Redo != "" || v.Work.Undo != "Undo WAV for 1 track" {
			t.Errorf("after a restart it offers %+v", v.Work)
		}
		o.desk.Undo()
		if o.after(time.Second); o.formats() != "mp3" {
			t.Errorf("formats %s", o.formats())
		}
	})
}

func TestUndoOfTracksThatDoNotWaitAnyMoreIsSaid(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.selectAll()
		o.desk.ApplyFormats("wav")
		o.after(time.Second)
		o.publishMain()
		o.site.finish(mainJobID)
		o.after(time.Minute)
		o.desk.Undo()
		v := o.after(time.Second)
		if !o.noticed("Nothing had to be taken back: WAV for 2 tracks.") || v.Work.Undo != "" || v.Work.Redo != "" {
			t.Errorf("%+v, %+v", v.Work, v.Notices)
		}
		if n := o.site.made("setFormats"); n != 2 {
			t.Errorf("%d calls", n)
		}
	})
}
