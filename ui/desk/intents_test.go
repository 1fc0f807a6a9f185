package desk

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

func noAnswer(op string) error { return &api.Error{Op: op, Kind: api.NoAnswer, Sent: true} }

func unreachable(op string) error { return &api.Error{Op: op, Kind: api.Unreachable} }

func TestEveryCallThatChangesSomethingIsInTheLedgerBeforeItLeaves(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		kinds := map[string]ledger.Kind{
			"createJob": ledger.CreateJob, "upload": ledger.AddUpload, "setFormats": ledger.SetFormats, "publish": ledger.Publish,
		}
		o.site.on(func(c call) (error, bool) {
			kind, changes := kinds[c.op]
			if !changes {
				return nil, true
			}
			items := o.items(kind)
			if len(items) == 0 {
				t.Errorf("%s left although the ledger knows nothing of it", c.op)
			} else if last := items[len(items)-1]; kind != ledger.SetFormats && last.State != ledger.Sent {
				t.Errorf("%s left while the ledger says %q", c.op, last.State)
			}
			return nil, true
		})
		o.desk.CreateJob("Imports 11/20", "")
		o.settle()
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		o.settle()
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.settle()
		o.publishMain()
		for op := range kinds {
			if o.site.made(op) == 0 {
				t.Errorf("%s never left", op)
			}
		}
		for _, kind := range kinds {
			for _, i := range o.items(kind) {
				if i.State != ledger.Done {
					t.Errorf("an answered %s is %q in the ledger", kind, i.State)
				}
			}
		}
	})
}

func TestSettingAFormatCallsTheSiteOnlyForTracksThatLackIt(t *testing.T) {
	inOffice(t, 5, func(o *office) {
		v := o.selectAll()
		if got := v.Selection.Formats[1]; got.State != FormatOff || got.Note != "none" {
			t.Fatalf("AIFF is %+v before it was set", got)
		}
		o.desk.Select([]int64{v.Rows.At(0).ID})
		o.settle()
		o.desk.SetFormat("aiff", true)
		o.settle()
		v = o.selectAll()
		if got := v.Selection.Formats[1]; got.State != FormatMixed || got.Note != "1 of 5" {
			t.Fatalf("AIFF is %+v after it was set for one of five", got)
		}
		o.desk.SetFormat("aiff", true)
		v = o.settle()
		if got := o.site.made("setFormats"); got != 5 {
			t.Errorf("the site was called %d times, want once for each of five tracks", got)
		}
		if got := v.Selection.Formats[1]; got.State != FormatOn || got.Note != "all 5" {
			t.Errorf("AIFF is %+v after it was set for all", got)
		}
		o.desk.SetFormat("aiff", true)
		o.settle()
		if got := o.site.made("setFormats"); got != 5 {
			t.Errorf("setting it again made %d more calls", got-5)
		}
	})
}

func TestTheOnlyFormatOfATrackCannotBeTakenAway(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.selectAll()
		o.desk.SetFormat("mp3", false)
		o.settle()
		if o.site.made("setFormats") != 0 || !o.noticed("is the only one there") {
			t.Errorf("calls %d, notices %+v", o.site.made("setFormats"), o.view().Notices)
		}
	})
}

func TestAFormatThatTheSiteKeepsIsShownAndSaid(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.settle()
		o.site.keeps = api.WAV
		o.desk.SetFormat("wav", false)
		v := o.settle()
		if got := strings.Join(v.Rows.At(0).Formats, ","); got != "mp3,wav" {
			t.Errorf("the table shows %s", got)
		}
		if !o.noticed("keeps formats") {
			t.Errorf("nothing was said: %+v", v.Notices)
		}
	})
}

func TestTracksHiddenByTheFilterAreNotChanged(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.desk.AddTracks([]string{"https://files.example/other.wav"}, DefaultJob)
		o.settle()
		o.selectAll()
		o.desk.Filter("other")
		v := o.settle()
		if v.Rows.Len() != 1 || len(v.Selection.IDs) != 1 {
			t.Fatalf("%d shown, %d selected", v.Rows.Len(), len(v.Selection.IDs))
		}
		o.desk.SetFormat("wav", true)
		o.settle()
		if got := o.site.made("setFormats"); got != 1 {
			t.Errorf("%d tracks were changed", got)
		}
	})
}

func TestNewTracksGoToTheNewestOpenJobAndCarryItsNumber(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.desk.CreateJob("Imports 11/20", "")
		o.desk.AddTracks([]string{"https://files.example/a.wav", " ", "https://files.example/b.aif"}, DefaultJob)
		v := o.settle()
		id := o.job("Imports 11/20").When
		for _, c := range o.site.calls {
			if c.op == "upload" && (c.job == 0 || !strings.HasPrefix(id, itoa(c.job))) {
				t.Errorf("an upload went to job %d, not to %s", c.job, id)
			}
		}
		if v.Rows.Len() != 2 || o.job("Imports 11/20").Waiting != 2 {
			t.Errorf("%d rows, job %+v", v.Rows.Len(), o.job("Imports 11/20"))
		}
	})
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func TestTracksOfAJobThatWasRefusedAreNotSentElsewhere(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "createJob" {
				return &api.Error{Op: c.op, Kind: api.Refused, Message: "No more jobs today.", Sent: true}, false
			}
			return nil, true
		})
		o.desk.CreateJob("Imports 11/20", "")
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		v := o.settle()
		if o.site.made("upload") != 0 {
			t.Error("an upload left for another job")
		}
		if got := o.job("Imports 11/20"); got.Phase != PhaseRefused || !strings.Contains(got.Problem, "No more jobs today.") {
			t.Errorf("the job is %+v", got)
		}
		if got := v.Rows.At(0).Status; got != "× refused" {
			t.Errorf("the track is %s", got)
		}
	})
}

func TestFilesGoToThePracticeSiteAlone(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		file := filepath.Join(t.TempDir(), "a.wav")
		if err := os.WriteFile(file, []byte(audioHeads[".wav"]), 0o600); err != nil {
			t.Fatal(err)
		}
		o.desk.AddTracks([]string{file}, DefaultJob)
		o.settle()
		if o.site.made("upload") != 0 || !o.noticed("takes tracks by address only") {
			t.Errorf("uploads %d, notices %+v", o.site.made("upload"), o.view().Notices)
		}
	})
}

func TestTheReviewCountsWhatTheSiteHasNowAndNamesTheMainJob(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.site.mu.Lock()
		o.site.add(mainJobID, "queued by somebody else.wav")
		o.site.mu.Unlock()
		o.desk.Review(o.job("Main job").Row)
		v := o.settle()
		if v.Review == nil || v.Review.Count != 4 || !v.Review.CanGo {
			t.Fatalf("the review is %+v", v.Review)
		}
		for _, part := range []string{"Northlight Music", "main job", "4 tracks", "anyone"} {
			if !strings.Contains(v.Review.Text, part) {
				t.Errorf("the review does not say %q: %s", part, v.Review.Text)
			}
		}
		o.desk.CancelReview()
		if v = o.settle(); v.Review != nil || o.site.made("publish") != 0 {
			t.Error("a review that was cancelled stays, or published")
		}
	})
}

func TestNothingIsPublishedWithoutAReviewThatSawTheQueue(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.desk.Publish("")
		o.settle()
		o.site.on(func(c call) (error, bool) { return unreachable(c.op), false })
		o.desk.Review(o.job("Main job").Row)
		v := o.settle()
		if v.Review.CanGo || v.Review.Problem == "" {
			t.Errorf("the review is %+v", v.Review)
		}
		o.desk.Publish("")
		o.settle()
		if o.site.made("publish") != 0 {
			t.Error("it was published")
		}
	})
}

func TestAPublishWaitsForTheFormatsAskedForBefore(t *testing.T) {
	inOffice(t, 20, func(o *office) {
		o.selectAll()
		o.site.on(func(c call) (error, bool) {
			if c.op == "setFormats" {
				time.Sleep(time.Second)
			}
			if c.op == "publish" && o.site.made("setFormats") < 20 {
				t.Errorf("published after %d of 20 format changes", o.site.made("setFormats"))
			}
			return nil, true
		})
		o.desk.Review(o.job("Main job").Row)
		o.settle()
		o.desk.SetFormat("wav", true)
		o.desk.Publish("")
		o.after(20 * time.Second)
		if o.site.made("publish") != 1 {
			t.Errorf("published %d times", o.site.made("publish"))
		}
	})
}

func TestTheFilterTakesWordsAndQuotesAndTheSortIsNatural(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.desk.AddTracks([]string{
			"https://f.example/Track 10.wav", "https://f.example/Track 2.wav", "https://f.example/Rain Main.wav",
		}, DefaultJob)
		o.settle()
		o.desk.SortBy(ColumnTitle)
		v := o.settle()
		var order []string
		for i := range v.Rows.Len() {
			order = append(order, v.Rows.At(i).Title)
		}
		if got := strings.Join(order, "|"); got != "Rain Main.wav|Track 2.wav|Track 10.wav" {
			t.Errorf("the order is %s", got)
		}
		for filter, want := range map[string]int{"track": 2, "main rain": 1, `"rain main"`: 1, `"main rain"`: 0, "WAITING": 3, "nothing": 0} {
			o.desk.Filter(filter)
			if v := o.settle(); v.Rows.Len() != want {
				t.Errorf("%s leaves %d, want %d", filter, v.Rows.Len(), want)
			}
		}
	})
}

func TestTheProgramOpensTheSiteItIsToldToOrElseTheOneShownLast(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.desk.Connect("Other", "https://other.example", "secret")
		o.after(time.Second)
		for first, want := range map[string]string{"": "Other", "northlight.example/": "Northlight Music", "https://unknown.example": "Other"} {
			o.close()
			o.first = first
			o.open()
			v := o.settle()
			if v.Site == nil || v.Site.Name != want {
				t.Errorf("started with %q it shows %+v, want %s", first, v.Site, want)
			}
			if known := first != "https://unknown.example"; known != (v.Ask == "") {
				t.Errorf("started with %q it asks for %q", first, v.Ask)
			}
			o.desk.ShowSite("https://other.example")
			o.after(time.Second)
		}
	})
}

func TestWhatIsStillToBeDoneToATrackIsDoneWhenASecondFileOfItComes(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.pairs = true
		o.desk.AddTracks([]string{"https://files.example/a.wav"}, DefaultJob)
		o.settle()
		o.site.on(func(c call) (error, bool) {
			if c.op == "setFormats" {
				<-time.After(5 * time.Second)
			}
			return nil, true
		})
		o.selectAll()
		o.desk.SetFormat("wav", true)  // under way when the second file is answered
		o.desk.SetFormat("aiff", true) // waits for the first
		o.desk.AddTracks([]string{"https://files.example/a.mp3"}, DefaultJob)
		o.settle()
		v := o.after(time.Minute)
		if v.Rows.Len() != 1 || o.site.made("setFormats") != 2 {
			t.Fatalf("%d rows, and %d calls of setFormats", v.Rows.Len(), o.site.made("setFormats"))
		}
		id := o.site.uploads[0].UploadID
		if got, row := o.site.formatsOf(id), v.Rows.At(0); got != "mp3,aiff,wav" || len(row.Formats) != 3 {
			t.Errorf("the site publishes %s, and the window shows %v", got, row.Formats)
		}
		for _, i := range o.items(ledger.SetFormats) {
			if i.State != ledger.Done {
				t.Errorf("%+v", i)
			}
		}
	})
}
