package ui

import (
	"slices"
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
			if l.object == o && o.Visible() {
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

func TestReviewIsOfferedOnlyWhereSomethingWaits(t *testing.T) {
	w, d := at(t, atWork(t))
	if got := buttonWords(w.jobs.object); !slices.Equal(got, []string{"Review…", "New job…"}) {
		t.Errorf("the buttons are %q", got)
	}
	if !w.jobs.lines[8].step.Visible() {
		t.Error("the job in which tracks wait is not the one that can be reviewed")
	}
	test.Tap(button(t, w.jobs.object, "Review…"))
	d.got(t, "review job 8")
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
