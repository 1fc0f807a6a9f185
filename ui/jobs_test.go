package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
)

// jobNames are the names in the jobs panel from top to bottom.
func jobNames(w *Window) (names []string) {
	top := float32(-1)
	for _, o := range w.jobs.list.Objects {
		for _, l := range w.jobs.lines {
			if fyne.CanvasObject(l) == o && o.Visible() {
				if o.Position().Y <= top {
					names = append(names, "(not beneath) ")
				}
				top = o.Position().Y
				names = append(names, l.name.Text)
			}
		}
	}
	return names
}

func TestJobsStandAsTheDeskOrdersThem(t *testing.T) {
	v := atWork(t)
	w, _ := at(t, v)
	if got := jobNames(w); !slices.Equal(got, []string{"Imports 11/18 US", "Imports 11/20 US", "Main job"}) {
		t.Errorf("the jobs are %q", got)
	}
	later := desk.JobView{Row: 12, Name: "Trailer Tools 7", Words: "Nothing waits in it."}
	v.Jobs = append([]desk.JobView{later}, v.Jobs...)
	w.Show(v)
	if got := jobNames(w); !slices.Equal(got, []string{"Trailer Tools 7", "Imports 11/18 US", "Imports 11/20 US", "Main job"}) {
		t.Errorf("with a new one the jobs are %q", got)
	}
	v.Jobs = v.Jobs[2:]
	w.Show(v)
	if got := jobNames(w); !slices.Equal(got, []string{"Imports 11/20 US", "Main job"}) {
		t.Errorf("with two gone the jobs are %q", got)
	}
}

func TestJobTellsItsCountsInWordsAndInItsBar(t *testing.T) {
	v := atWork(t)
	w, _ := at(t, v)
	reads(t, w.jobs.object, "296204 · started 14:02", "498 done · 12 in progress · 300 queued · 3 errored", "about 9 min left",
		"412 tracks wait to be published")
	line := w.jobs.lines[9]
	if done, progress, errored, queued := line.bar.Parts(); done != 498 || progress != 12 || errored != 3 || queued != 300 {
		t.Errorf("the bar's parts are %d, %d, %d, %d", done, progress, errored, queued)
	}
	if w.jobs.lines[8].bar.Visible() {
		t.Error("a job that was not counted has a bar")
	}
	v.Jobs[0].Done, v.Jobs[0].Queued, v.Jobs[0].Words, v.Jobs[0].Aside = 798, 0, "798 done · 12 in progress · 3 errored", "about 1 min left"
	w.Show(v)
	reads(t, w.jobs.object, "798 done", "about 1 min left")
	if done, _, _, queued := line.bar.Parts(); done != 798 || queued != 0 {
		t.Errorf("the bar shows %d done, %d queued", done, queued)
	}
}

func TestJobSaysWhatWentWrong(t *testing.T) {
	v := atWork(t)
	v.Jobs[1].Problem = "Northlight Music refused this."
	w, _ := at(t, v)
	reads(t, w.jobs.object, "Northlight Music refused this.")
	v.Jobs[1].Problem = ""
	w.Show(v)
	silent(t, w.jobs.object, "refused")
}

func TestEveryJobOffersItsNextStep(t *testing.T) {
	v := atWork(t)
	v.Jobs = append(v.Jobs, desk.JobView{Row: 5, Name: "Trailer Tools 7", Step: desk.StepExport}, desk.JobView{Row: 4, Name: "Trailer Tools 6", Step: desk.StepTracks})
	w, d := at(t, v)
	for row, want := range map[int64]struct{ says, does string }{
		9: {"Show failed", "show tracks of job 9, failed true"}, 8: {"Review…", "review job 8"}, 7: {},
		5: {"Export…", ""}, 4: {"Show tracks", "show tracks of job 4, failed false"},
	} {
		step := w.jobs.lines[row].step
		if step.Visible() != (want.says != "") || step.Text != want.says {
			t.Errorf("job %d offers %q, visible %v, want %q", row, step.Text, step.Visible(), want.says)
		}
		if want.does != "" {
			w.win.Canvas().Unfocus()
			test.Tap(step)
			d.got(t, want.does)
			if tracks := strings.HasPrefix(want.does, "show tracks"); isTable(w.win.Canvas().Focused()) != tracks {
				t.Errorf("%q brings the focus to %T", step.Text, w.win.Canvas().Focused())
			}
		}
	}
	test.Tap(button(t, w.jobs.object, "Export…"))
	if w.page == nil || w.page.name != "export" {
		t.Error("Export… does not lead to the page that asks what to write out")
	}
}

func TestJobsOfThePastAreLeftToTheHistory(t *testing.T) {
	v := atWork(t)
	v.Jobs = append(v.Jobs, desk.JobView{Row: 5, Name: "Trailer Tools 7", Past: true})
	w, d := at(t, v)
	silent(t, w.jobs.object, "Trailer Tools 7")
	v.Jobs[3].Past = false
	w.Show(v)
	reads(t, w.jobs.object, "Trailer Tools 7")
	v.Jobs = v.Jobs[:3]
	w.Show(v)
	if len(w.jobs.lines) != 3 {
		t.Errorf("%d lines are kept for 3 jobs", len(w.jobs.lines))
	}
	test.Tap(w.jobs.all)
	d.got(t, `find jobs ""`)
	if w.page == nil || w.page.name != "history" {
		t.Error("the history is not open")
	}
}

func TestJobIsChosenByClickAndByKeyAndLetGoAgain(t *testing.T) {
	v := atWork(t)
	w, d := at(t, v)
	resize(w, 1400, 900)
	line := w.jobs.lines[9]
	test.Tap(line)
	d.got(t, "show job 9")
	w.Show(withJob(t))
	if !line.chosen || w.jobs.lines[8].chosen || line.ground.FillColor != light.chosen {
		t.Error("the chosen job is not marked, or another is")
	}
	reads(t, w.jobs.object, "33 tracks a minute", "imports@northlight.example")
	test.Tap(line)
	press(w, fyne.KeyReturn)
	press(w, fyne.KeySpace)
	press(w, fyne.KeyEscape)
	d.got(t, "show job 0", "show job 0", "show job 0", "show job 0")
	w.Show(v)
	silent(t, w.jobs.object, "33 tracks a minute")
	press(w, fyne.KeyEscape)
	d.got(t)
	press(w, fyne.KeyReturn)
	press(w, fyne.KeySpace)
	d.got(t, "show job 9", "show job 9")
}

func TestEscapeInTheTableLetsGoOfTheJobOnceNothingIsSelected(t *testing.T) {
	w, d := at(t, withJob(t))
	resize(w, 1400, 900)
	w.queue.table.SetSelection(w.view.Selection.IDs)
	w.queue.focus()
	press(w, fyne.KeyEscape)
	d.got(t, "select []")
	press(w, fyne.KeyEscape)
	d.got(t, "show job 0")
}

func TestJobsAreReachedAndWalkedByKey(t *testing.T) {
	w, _ := at(t, atWork(t))
	resize(w, 1400, 620) // there is no room for all of them
	on := func(row int64, key string) {
		t.Helper()
		l, ok := w.win.Canvas().Focused().(*jobLine)
		if !ok || l.row != row || l.ring.StrokeColor != light.accent {
			t.Fatalf("%s leads to %T, want job %d", key, w.win.Canvas().Focused(), row)
		}
		if top := l.Position().Y - w.jobs.scroll.Offset.Y; top < 0 || top+l.Size().Height > w.jobs.scroll.Size().Height {
			t.Errorf("%s: the line stands at %v and cannot be seen", key, top)
		}
	}
	pressCtrl(w, fyne.KeyJ)
	on(9, "Ctrl+J")
	press(w, fyne.KeyUp)
	on(9, "up at the top")
	press(w, fyne.KeyDown)
	on(8, "down")
	press(w, fyne.KeyEnd)
	on(7, "end")
	press(w, fyne.KeyDown)
	on(7, "down at the bottom")
	press(w, fyne.KeyHome)
	on(9, "home")
	w.win.Canvas().Focus(w.jobs.lines[9].step)
	w.win.Canvas().FocusNext()
	on(8, "Tab from the step")
	press(w, fyne.KeyF5) // passed on
	w.Show(withJob(t))
	w.queue.focus()
	pressCtrl(w, fyne.KeyJ)
	on(9, "Ctrl+J with a job chosen")
}

func TestLinesStandStillWhileCountsChange(t *testing.T) {
	v := atWork(t)
	w, _ := at(t, v)
	resize(w, 1400, 900)
	type place struct {
		at   fyne.Position
		size fyne.Size
	}
	where := func() (all []place) {
		for _, row := range []int64{9, 8, 7} {
			l := w.jobs.lines[row]
			for _, o := range append(l.body.Objects, l) {
				all = append(all, place{o.Position(), o.Size()})
			}
		}
		return all
	}
	before := where()
	for n := range 300 {
		v.Jobs = slices.Clone(v.Jobs)
		v.Jobs[0].Done, v.Jobs[0].Queued = 498+n, 300-n
		v.Jobs[0].Words, v.Jobs[0].Aside = fmt.Sprintf("%d done · 12 in progress · %d queued · 3 errored", 498+n, 300-n), fmt.Sprintf("about %d min left", 9-n/40)
		w.Show(v)
		if now := where(); !slices.Equal(now, before) {
			t.Fatalf("after %d tracks the lines stand at\n%v, before at\n%v", n, now, before)
		}
	}
}

func TestProblemGetsTheRoomItNeeds(t *testing.T) {
	v := atWork(t)
	w, _ := at(t, v)
	resize(w, 1024, 700)
	next := w.jobs.lines[8].Position().Y
	v.Jobs = slices.Clone(v.Jobs)
	v.Jobs[0].Problem = long + " " + long
	w.Show(v)
	l := w.jobs.lines[9]
	if bottom := l.problem.Position().Y + l.problem.Size().Height; bottom > l.Size().Height || w.jobs.lines[8].Position().Y <= next {
		t.Errorf("the problem ends at %v, its line at %v; the next begins at %v", bottom, l.Size().Height, w.jobs.lines[8].Position().Y)
	}
	v.Jobs = slices.Clone(v.Jobs)
	v.Jobs[0].Problem = ""
	w.Show(v)
	if got := w.jobs.lines[8].Position().Y; got != next {
		t.Errorf("without it the next begins at %v, before at %v", got, next)
	}
}

func TestMainButtonReviewsTheJobThatIsNext(t *testing.T) {
	v := atWork(t)
	w, d := at(t, v)
	test.Tap(w.top.publish)
	pressCtrl(w, fyne.KeyReturn)
	d.got(t, "review job 8", "review job 8")
	v.Next = 7
	w.Show(v)
	test.Tap(w.top.publish)
	d.got(t, "review job 7")
	v.Next = 0
	w.Show(v)
	if !w.top.publish.Disabled() {
		t.Error("there is nothing to publish, and the button can be pressed")
	}
	test.Tap(w.top.publish)
	pressCtrl(w, fyne.KeyReturn)
	d.got(t)
}

func TestBarIsAsWideForEveryJob(t *testing.T) {
	v := atWork(t)
	v.Jobs[1].Counted, v.Jobs[1].Done = true, 1
	w, _ := at(t, v)
	a, b := w.jobs.lines[9].bar, w.jobs.lines[8].bar
	if a.Position().X != b.Position().X || a.Size() != b.Size() || a.Size().Width < 100 {
		t.Errorf("the bars are at %v and %v, %v and %v large", a.Position(), b.Position(), a.Size(), b.Size())
	}
}

func TestALineOfWhichNothingChangesCostsNothing(t *testing.T) {
	v := atWork(t)
	w, _ := at(t, v)
	l := w.jobs.lines[9]
	if n := testing.AllocsPerRun(100, func() {
		if l.paint(v.Jobs[0]) {
			t.Error("it became higher or lower")
		}
		l.mark(false)
	}); n != 0 {
		t.Errorf("it allocates %v times", n)
	}
}
