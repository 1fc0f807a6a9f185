package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
)

// withHistory is the desk at work with so many of 340 jobs found.
func withHistory(t *testing.T, found int) desk.View {
	t.Helper()
	v := atWork(t)
	v.FoundJobs = &desk.FoundJobs{All: 340}
	for n := range found {
		v.FoundJobs.Jobs = append(v.FoundJobs.Jobs, desk.FoundJob{
			Row: int64(100 + n), Name: fmt.Sprintf("Imports %d", n), Number: "296204", State: "finished, with errors", Tone: desk.ToneErrored,
			Started: "18 November 14:02", Ended: "18 November 14:20", Took: "18 min", Done: "1,203", Errored: "3",
		})
	}
	return v
}

func TestHistorySearchesAndChoosesByKeyAlone(t *testing.T) {
	w, d := at(t, atWork(t))
	resize(w, 1400, 900)
	openMenu(t, w, "All jobs…")
	d.got(t, `find jobs ""`)
	w.Show(withHistory(t, 12))
	reads(t, front(w), "All jobs of Northlight Music", "12 of 340 jobs", "Imports 0", "finished, with errors", "18 November 14:20", "18 min", "1,203")
	test.Type(w.win.Canvas().Focused(), "im")
	d.got(t, `find jobs "i"`, `find jobs "im"`)
	w.Show(withHistory(t, 2))
	reads(t, front(w), "2 of 340 jobs")
	silent(t, front(w), "Imports 2")
	if !w.page.main.Disabled() {
		t.Error("a job can be shown and none is selected")
	}
	press(w, fyne.KeyReturn)
	press(w, fyne.KeyDown)
	press(w, fyne.KeyReturn)
	d.got(t, "leave the jobs", "show job 101")
	if w.page != nil {
		t.Error("the history stays open")
	}
}

func TestHistoryIsLeftWithEscape(t *testing.T) {
	w, d := at(t, atWork(t))
	w.historyPage()
	w.Show(withHistory(t, 3))
	press(w, fyne.KeyEscape)
	d.got(t, `find jobs ""`, "leave the jobs")
	w.historyPage()
	w.Show(withHistory(t, 3))
	press(w, fyne.KeyReturn) // to the list
	press(w, fyne.KeyDown)
	press(w, fyne.KeyEscape) // nothing is selected then
	if w.page == nil {
		t.Fatal("the first Escape closes the page")
	}
	press(w, fyne.KeyEscape)
	d.got(t, `find jobs ""`, "leave the jobs")
}

func TestHistorySaysWhereNothingMatches(t *testing.T) {
	w, _ := at(t, atWork(t))
	w.historyPage()
	w.Show(withHistory(t, 0))
	reads(t, front(w), "0 of 340 jobs", "No job matches.")
}

func TestSelectedJobOfTheHistoryIsShownWithItsButton(t *testing.T) {
	w, d := at(t, atWork(t))
	resize(w, 1400, 900)
	w.historyPage()
	w.Show(withHistory(t, 3))
	press(w, fyne.KeyReturn)
	press(w, fyne.KeyDown)
	w.Show(withHistory(t, 3)) // what is selected stays so
	d.intents = nil
	pressCtrl(w, fyne.KeyReturn)
	d.got(t, "leave the jobs", "show job 101")
	v := withHistory(t, 3)
	v.Job = &desk.JobDetail{Row: 101}
	w.historyPage()
	w.Show(v)
	press(w, fyne.KeyReturn)
	press(w, fyne.KeyDown)
	d.intents = nil
	press(w, fyne.KeyReturn)
	d.got(t, "leave the jobs") // it is the chosen one already, and stays so
}
