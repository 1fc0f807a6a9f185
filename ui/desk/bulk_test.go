package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// slowly has each setFormats take a second.
func (o *office) slowly() {
	o.site.on(func(c call) (error, bool) {
		if c.op == "setFormats" {
			time.Sleep(time.Second)
		}
		return nil, true
	})
}

// formats are the formats of every row, each kind once.
func (o *office) formats() string {
	seen := map[string]bool{}
	var found []string
	rows := o.view().Rows
	for n := range rows.Len() {
		if f := strings.Join(rows.At(n).Formats, "+"); !seen[f] {
			seen[f], found = true, append(found, f)
		}
	}
	return strings.Join(found, " ")
}

func TestStoppingSendsNothingMoreAndSaysWhatWasSent(t *testing.T) {
	inOffice(t, 100, func(o *office) {
		o.slowly()
		o.selectAll()
		o.desk.SetFormat("wav", true)
		v := o.after(5500 * time.Millisecond)
		if !v.Work.CanStop || !strings.HasSuffix(v.Work.Text, " of 100 format changes sent") {
			t.Fatalf("%+v", v.Work)
		}
		o.desk.Stop()
		o.settle()
		sent := o.site.made("setFormats")
		v = o.after(time.Minute)
		if o.site.made("setFormats") != sent || v.Work.Text != "" {
			t.Errorf("%d left after the stop; %+v", o.site.made("setFormats")-sent, v.Work)
		}
		if want := fmt.Sprintf("Stopped: %d changes were sent, %d not.", sent, 100-sent); !o.noticed(want) {
			t.Errorf("not said: %s: %+v", want, v.Notices)
		}
		if want := fmt.Sprintf("Send the other %d", 100-sent); v.Work.Retry != want {
			t.Errorf("the button says %q, want %q", v.Work.Retry, want)
		}
		o.desk.Retry()
		v = o.after(time.Minute)
		if o.site.made("setFormats") != 100 || o.formats() != "mp3+wav" || v.Work.Retry != "" {
			t.Errorf("%d were sent in all, formats %s, %+v", o.site.made("setFormats"), o.formats(), v.Work)
		}
	})
}

func TestTracksAndJobsThatWereStoppedSaySoAndAreSentOnDemand(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" {
				time.Sleep(10 * time.Second)
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://f.example/a.wav", "https://f.example/b.wav", "https://f.example/c.wav"}, DefaultJob)
		o.settle()
		o.desk.CreateJob("Never", "")
		o.desk.Stop()
		v := o.after(time.Minute)
		if o.site.made("upload") != 1 || o.site.made("createJob") != 0 {
			t.Errorf("%d uploads and %d jobs were sent", o.site.made("upload"), o.site.made("createJob"))
		}
		if got := v.Rows.At(2).Status; got != "not sent" || o.job("Never").Phase != PhaseRefused {
			t.Errorf("the track is %s, the job %s", got, o.job("Never").Phase)
		}
		o.desk.Retry()
		if v = o.after(time.Minute); o.site.made("upload") != 3 || v.Rows.At(2).Status != "waiting" {
			t.Errorf("%d uploads were sent, the last is %s", o.site.made("upload"), v.Rows.At(2).Status)
		}
	})
}

func TestAChangeOfManyTracksGoesOnAfterACrashWhereItWas(t *testing.T) {
	inOffice(t, 100, func(o *office) {
		o.slowly()
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.after(5500 * time.Millisecond)
		o.desk.cancel() // what is under way is not taken in any more
		o.close()
		o.keys.keys[siteAddress] = "again"
		o.open()
		v := o.after(500 * time.Millisecond)
		var sent, of int
		if fmt.Sscanf(v.Work.Text, "%d of %d format changes sent", &sent, &of); sent == 0 || of != 100 {
			t.Errorf("after the crash it says %q", v.Work.Text)
		}
		o.after(time.Minute)
		if o.formats() != "mp3+wav" {
			t.Errorf("formats %s", o.formats())
		}
		if n := o.site.made("setFormats"); n > 100+atOnce {
			t.Errorf("%d calls for 100 tracks, and at most %d were under way", n, atOnce)
		}
	})
}

func TestExactlyWhatFailedIsRetriedAlsoAfterARestart(t *testing.T) {
	inOffice(t, 10, func(o *office) {
		bad := map[int64]bool{1003: true, 1007: true}
		o.site.on(func(c call) (error, bool) {
			if c.op == "setFormats" && bad[c.upload] {
				return &api.Error{Op: c.op, Kind: api.Refused, Message: "Not now.", Sent: true}, false
			}
			return nil, true
		})
		o.selectAll()
		o.desk.SetFormat("wav", true)
		v := o.after(time.Minute)
		if v.Work.Retry != "Retry 2 failed" {
			t.Fatalf("%+v", v.Work)
		}
		o.close()
		o.keys.keys[siteAddress] = "again"
		o.open()
		if v = o.after(time.Second); v.Work.Retry != "Retry 2 failed" {
			t.Fatalf("after a restart: %+v", v.Work)
		}
		o.site.on(nil)
		before := o.site.made("setFormats")
		o.desk.Retry()
		o.desk.Retry() // a second press finds nothing left
		v = o.after(time.Minute)
		if got := o.site.made("setFormats") - before; got != 2 || o.formats() != "mp3+wav" || v.Work.Retry != "" {
			t.Errorf("%d calls, formats %s, %+v", got, o.formats(), v.Work)
		}
	})
}

func TestAPresetAppliedTwiceSendsNothingTheSecondTime(t *testing.T) {
	inOffice(t, 20, func(o *office) {
		o.selectAll()
		o.desk.ApplyFormats("wav, mp3")
		o.after(time.Minute)
		o.desk.ApplyFormats("mp3,wav")
		o.after(time.Minute)
		if n := o.site.made("setFormats"); n != 20 || o.formats() != "mp3+wav" {
			t.Errorf("%d calls, formats %s", n, o.formats())
		}
		o.desk.ApplyFormats("flac")
		if o.settle(); !o.noticed("Choose at least one of MP3, AIFF and WAV.") {
			t.Errorf("%+v", o.view().Notices)
		}
	})
}

func TestUndoRestoresTheFormatsOfEachRow(t *testing.T) {
	inOffice(t, 6, func(o *office) {
		v := o.view()
		o.desk.Select([]int64{v.Rows.At(0).ID, v.Rows.At(1).ID})
		o.settle()
		o.desk.ApplyFormats("wav")
		o.after(time.Second)
		o.selectAll()
		o.desk.ApplyFormats("mp3,aiff")
		v = o.after(time.Second)
		if v.Work.Undo != "Undo MP3 AIFF for 6 tracks" || o.formats() != "mp3+aiff" {
			t.Fatalf("%+v, formats %s", v.Work, o.formats())
		}
		o.close() // it can be taken back after a restart too
		o.keys.keys[siteAddress] = "again"
		o.open()
		o.after(time.Second)
		o.desk.Undo()
		v = o.after(time.Second)
		if o.formats() != "wav mp3" || v.Work.Undo != "Undo WAV for 2 tracks" {
			t.Errorf("formats %s, %+v", o.formats(), v.Work)
		}
		o.desk.Undo()
		v = o.after(time.Second)
		if o.formats() != "mp3" || v.Work.Undo != "" {
			t.Errorf("formats %s, %+v", o.formats(), v.Work)
		}
		o.desk.Undo()
		if o.after(time.Second); o.site.made("setFormats") != 2+6+6+2 {
			t.Errorf("%d calls", o.site.made("setFormats"))
		}
	})
}

func TestUndoOfAChangeThatIsUnderWaySendsTheRestOfItNever(t *testing.T) {
	inOffice(t, 50, func(o *office) {
		o.slowly()
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.after(2500 * time.Millisecond)
		o.desk.Undo()
		o.after(time.Minute)
		wav := 0
		for _, c := range o.site.calls {
			if c.op == "setFormats" && c.formats == "mp3,wav" {
				wav++
			}
		}
		if o.formats() != "mp3" || wav > 12 {
			t.Errorf("formats %s, and %d of the change were sent", o.formats(), wav)
		}
		for _, i := range o.items(ledger.SetFormats) {
			if i.State != ledger.Done && i.State != ledger.Stopped {
				t.Errorf("%+v", i)
			}
		}
	})
}
