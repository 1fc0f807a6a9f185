package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
)

func TestChosenJobIsToldInFull(t *testing.T) {
	w, d := at(t, atWork(t))
	resize(w, 1400, 900)
	w.Show(withJob(t))
	for _, f := range runningJob().Lines {
		reads(t, w.jobs.object, f.Name, f.Value)
	}
	for _, one := range []struct{ says, does string }{
		{"Show its tracks", "show tracks of job 9, failed false"}, {"Close", "show job 0"},
	} {
		if one.says == "Close" {
			one.says = ""
			d.intents = nil
			w.win.Canvas().Unfocus()
			press(w, fyne.KeyEscape)
		} else {
			test.Tap(button(t, w.jobs.beside.Objects[1], one.says))
		}
		d.got(t, one.does)
	}
	test.Tap(button(t, w.jobs.beside.Objects[1], "Show failed"))
	d.got(t, "show tracks of job 9, failed true")
	silent(t, w.jobs.object, "Once it is published")
}

func TestJobThatWasNeverPublishedSaysWhatWillBeDrawn(t *testing.T) {
	v := emptyQueue()
	v.Job = &desk.JobDetail{Row: 7, Name: "Main job", Lines: []desk.Field{{Name: "State", Value: "open"}}}
	w, _ := at(t, v)
	resize(w, 1400, 900)
	reads(t, w.jobs.object, "Once it is published, how many are done over time is drawn here.")
	if got := buttonWords(w.jobs.beside.Objects[1]); !slices.Equal(got, []string{"Show its tracks"}) {
		t.Errorf("it offers %q", got)
	}
	if w.jobs.detail.drawn.Visible() {
		t.Error("an empty picture is drawn")
	}
}

func TestProgressIsDrawnOnceThereIsSomeToSee(t *testing.T) {
	v := withJob(t)
	all := v.Job.Points
	w, _ := at(t, v)
	resize(w, 1400, 900)
	for points, want := range map[int]struct{ drawn, said bool }{0: {false, true}, 1: {}, 2: {}, 3: {true, false}, 16: {true, false}} {
		shown := withJob(t)
		shown.Job.Points = all[:points]
		w.Show(shown)
		if d := w.jobs.detail; d.drawn.Visible() != want.drawn || d.nothing.Visible() != want.said {
			t.Errorf("of %d points there is a picture: %v, and a hint: %v", points, d.drawn.Visible(), d.nothing.Visible())
		}
	}
}

func TestFailedTracksAreAddedAgainOnlyAfterItWasSaidWhatThatDoes(t *testing.T) {
	w, d := at(t, atWork(t))
	resize(w, 1400, 900)
	w.Show(withJob(t))
	test.Tap(button(t, w.jobs.beside.Objects[1], "Add failed again…"))
	d.got(t)
	reads(t, front(w), "the site has no way to publish them in this one")
	press(w, fyne.KeyEscape)
	d.got(t)
	test.Tap(button(t, w.jobs.beside.Objects[1], "Add failed again…"))
	press(w, fyne.KeyReturn)
	d.got(t, "retry what failed of job 9")
	if w.page != nil {
		t.Error("the page stays open")
	}
}

func TestJobInFullIsAPageInASmallWindow(t *testing.T) {
	w, d := at(t, atWork(t))
	resize(w, 1024, 700)
	pressCtrl(w, fyne.KeyJ)
	press(w, fyne.KeyReturn)
	d.got(t, "show job 9")
	if w.page == nil || w.page.title.Text != "Imports 11/18 US" {
		t.Fatal("there is no page")
	}
	w.Show(withJob(t))
	reads(t, front(w), "33 tracks a minute", "Show failed")
	silent(t, w.jobs.object, "33 tracks a minute")
	press(w, fyne.KeyEscape)
	d.got(t, "show job 0")
	if w.page != nil {
		t.Fatal("the page stays open")
	}
	w.Show(atWork(t))
	test.Tap(w.jobs.lines[9])
	w.Show(withJob(t))
	d.intents = nil
	test.Tap(button(t, front(w), "Show failed"))
	d.got(t, "show job 0", "show tracks of job 9, failed true")
	if !isTable(w.win.Canvas().Focused()) {
		t.Error("the focus is not on the tracks")
	}
}

func TestJobInFullGivesWayWhereTheWindowBecomesTooSmall(t *testing.T) {
	w, _ := at(t, withJob(t))
	for width, want := range map[float32]bool{1400: true, 1100: true, 1099: false, 800: false} {
		resize(w, width, 900)
		if got := w.jobs.beside.Objects[1].Visible(); got != want {
			t.Errorf("%v wide, it is shown: %v", width, got)
		}
	}
}

func TestNoFactOfAJobIsCut(t *testing.T) {
	v := withJob(t)
	v.Job.Lines = append(v.Job.Lines, desk.Field{Name: "A longer name", Value: "a value that needs a line of its own, or nearly"}, desk.Field{Name: "x", Value: "y"})
	w, _ := at(t, v)
	resize(w, 1400, 900)
	facts := w.jobs.detail.facts
	seen := map[fyne.Position]bool{}
	for _, o := range facts.Objects {
		l := o.(*widget.Label)
		if l.Size().Width < needs(l)-1 || l.Position().X+l.Size().Width > facts.Size().Width+1 || l.Position().Y+l.Size().Height > facts.Size().Height+5 {
			t.Errorf("%q needs %v and has %v, at %v of %v", l.Text, needs(l), l.Size(), l.Position(), facts.Size())
		}
		if seen[l.Position()] {
			t.Errorf("%q lies on another", l.Text)
		}
		seen[l.Position()] = true
	}
	if len(seen) != 20 {
		t.Errorf("%d are shown", len(seen))
	}
}

func TestJobInFullFollowsTheJob(t *testing.T) {
	w, _ := at(t, withJob(t))
	resize(w, 1400, 900)
	v := withJob(t)
	v.Job.Lines[0].Value, v.Job.Ends, v.Job.Again, v.Job.Failed = "finished", "14:26", "", 0
	w.Show(v)
	if all := strings.Join(readable(w.jobs.object), "\n"); !strings.Contains(all, "finished") || !strings.Contains(all, "14:26") || strings.Contains(all, "Add failed again") {
		t.Errorf("it says:\n%s", all)
	}
}

func TestChosenJobLooksAsItDid(t *testing.T) {
	w, _ := at(t, withJob(t))
	resize(w, 1400, 900)
	test.AssertObjectRendersToMarkup(t, "jobs/chosen.xml", w.jobs.object)
}
