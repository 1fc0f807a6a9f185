package desk

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"pressroom/ui/desk/ledger"
)

// log opens the log, or searches it, and returns it once it is read.
func (o *office) log(query string) *ActivityView {
	o.t.Helper()
	o.desk.FindActivity(query)
	o.settle()
	v := o.after(viewEvery).Activity
	if v == nil || v.Loading {
		o.t.Fatalf("the log is %+v", v)
	}
	return v
}

// lines are what the log says, the latest first.
func (v *ActivityView) lines() string {
	var lines []string
	for _, l := range v.Lines {
		lines = append(lines, l.What)
	}
	return strings.Join(lines, "\n")
}

func TestTheLogTellsWhatWasAskedForWhatCameOfItAndWhatWasSaid(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.selectAll()
		o.desk.ApplyFormats("wav")
		o.after(time.Minute)
		o.refusing("setFormats", 1002)
		o.desk.ApplyFormats("aiff")
		o.after(time.Minute)
		o.site.on(nil)
		o.desk.CreateJob("", "")
		o.after(time.Minute)
		want := []ActivityLine{
			{When: "00:03", What: "A job needs a name. Enter one, for example “Imports for 05/10”.", Tone: ToneErrored},
			{When: "00:01", What: "1 of 3 changes were not made. The first: Northlight Music refused this. It says: “Not now.” Put that right, then try again.", Tone: ToneErrored},
			{When: "00:01", What: "Asked: AIFF for 3 tracks. 2 done, 1 failed.", Tone: ToneErrored},
			{When: "00:00", What: "Asked: WAV for 3 tracks. 3 done.", Tone: ToneDone},
		}
		for n := range 2 {
			v := o.log("")
			for n, line := range v.Lines { // midnight is as good as any time
				if line.When[:3] != "00:" || n >= len(want) || line.What != want[n].What || line.Tone != want[n].Tone {
					t.Errorf("line %d is %+v", n, line)
				}
			}
			if v.All != len(want) || len(v.Lines) != len(want) {
				t.Errorf("%d of %d lines: %s", len(v.Lines), v.All, v.lines())
			}
			if n == 0 {
				o.restart()
			}
		}
	})
}

func TestTheLogIsSearchedByEachWord(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		for n := range 3 {
			o.choose(n % 2)
			o.desk.ApplyFormats([]string{"wav", "mp3,wav", "aiff"}[n])
			o.after(time.Second)
		}
		o.desk.CreateJob("Été 2026", "")
		o.after(time.Second)
		for query, want := range map[string]int{"": 4, "wav": 2, "WAV mp3": 1, "  for track  ": 3, "ÉTÉ": 1, "nothing like it": 0} {
			if v := o.log(query); len(v.Lines) != want || v.All != 4 || v.Query != query {
				t.Errorf("%q finds %d of %d: %s", query, len(v.Lines), v.All, v.lines())
			}
		}
		o.desk.LeaveActivity()
		if o.settle().Activity != nil {
			t.Error("it is still open")
		}
	})
}

func TestAnOpenLogFollowsWhatHappens(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.selectAll()
		if v := o.log(""); v.All != 0 {
			t.Fatalf("at first it says %s", v.lines())
		}
		o.slowly()
		o.desk.ApplyFormats("wav")
		o.settle()
		if got := o.settle().Activity.lines(); got != "Asked: WAV for 2 tracks." {
			t.Errorf("while it is under way: %q", got)
		}
		o.after(time.Minute)
		if got := o.settle().Activity.lines(); got != "Asked: WAV for 2 tracks. 2 done." {
			t.Errorf("once it is done: %q", got)
		}
		o.failing("publish", 1, noAnswer("publish"), false)
		o.publishMain()
		o.restart()
		o.log("publishing")
		o.desk.Settle(o.view().Unknowns[0].Item, false, 0)
		o.settle()
		if got := o.settle().Activity.lines(); got != "Asked: publishing “Main job”. 1 failed." {
			t.Errorf("once an unknown one is settled: %q", got)
		}
	})
}

func TestTheLogIsOfTheSiteThatIsShown(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.CreateJob("North", "")
		o.after(time.Second)
		o.log("")
		o.desk.Connect("South", "https://south.example", "other")
		if v := o.after(time.Second); v.Activity != nil {
			t.Errorf("with another site it says %s", v.Activity.lines())
		}
		if v := o.log(""); v.All != 0 {
			t.Errorf("the log of another site says %s", v.lines())
		}
	})
}

func TestTheLogShowsTheLatestAndNoMore(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		var change ledger.Change
		now := time.Now()
		for n := range mostActivity + 10 {
			change.Intents = append(change.Intents, ledger.Intent{ID: o.book.NewRow(), Site: siteAddress, Kind: ledger.SetFormats, Words: fmt.Sprint("change ", n), Recorded: now.Add(time.Duration(n) * time.Millisecond)})
		}
		if err := o.book.Write(context.Background(), change); err != nil {
			t.Fatal(err)
		}
		if v := o.log(""); v.All != mostActivity || v.Lines[0].What != "Asked: change 2009." || v.Lines[mostActivity-1].What != "Asked: change 10." {
			t.Errorf("%d lines, from %+v to %+v", v.All, v.Lines[0], v.Lines[len(v.Lines)-1])
		}
	})
}

func TestALogThatCannotBeReadSaysSoOnce(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		_ = o.book.Close()
		o.desk.FindActivity("")
		v := o.after(time.Minute)
		if len(v.Notices) != 1 || !o.noticed("The activity log could not be read.") {
			t.Errorf("%+v", v.Notices)
		}
	})
}

func TestAnOutcomeCountsEveryState(t *testing.T) {
	for want, in := range map[string]ledger.Intent{
		"Asked: WAV.":                              {Words: "WAV"},
		"Asked: WAV. 1,200 done.":                  {Words: "WAV", Done: 1200},
		"Asked: WAV. 2 done, 3 stopped.":           {Words: "WAV", Done: 2, Stopped: 3},
		"Asked: WAV. 2 done, 3 stopped, 1 failed.": {Words: "WAV", Done: 2, Stopped: 3, Failed: 1},
	} {
		if got, _ := outcome(in); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if _, tone := outcome(ledger.Intent{Done: 2, Failed: 1}); tone != ToneErrored {
		t.Errorf("a failure has the tone %d", tone)
	}
}
