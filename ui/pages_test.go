package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
)

func TestNewJobIsMadeWithItsName(t *testing.T) {
	for name, submit := range map[string]func(*Window){
		"Return":     func(w *Window) { press(w, fyne.KeyReturn) },
		"the button": func(w *Window) { test.Tap(button(t, front(w), "Make the job")) },
	} {
		w, d := at(t, atWork(t))
		pressCtrl(w, fyne.KeyN)
		f := fields(front(w))[0]
		if w.win.Canvas().Focused() != f {
			t.Error("the focus is not on the name")
		}
		test.Type(f, "Imports for 05/10")
		submit(w)
		d.got(t, `create job "Imports for 05/10"`)
		if w.page != nil {
			t.Errorf("after %s the page is still open", name)
		}
	}
}

func TestJobWithoutANameIsNotMade(t *testing.T) {
	w, d := at(t, atWork(t))
	test.Tap(button(t, w.jobs.object, "New job…"))
	f := fields(front(w))[0]
	for _, blank := range []string{"", "   "} {
		write(f, blank)
		test.Tap(button(t, front(w), "Make the job"))
		w.win.Canvas().Focus(f)
		press(w, fyne.KeyReturn)
		if w.page == nil || w.win.Canvas().Focused() != f {
			t.Error("the page does not wait for a name")
		}
	}
	press(w, fyne.KeyEscape)
	if w.page != nil {
		t.Error("Escape leaves the page open")
	}
	d.got(t)
}

// jobOptions are the jobs that the open page offers.
func jobOptions(w *Window) (options []string) {
	walk(front(w), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*widget.Select); ok {
			options = s.Options
		}
		return true
	})
	return options
}

func TestAddressesGoToTheChosenJob(t *testing.T) {
	w, d := at(t, atWork(t))
	pressCtrl(w, fyne.KeyL)
	f := fields(front(w))[0]
	if w.win.Canvas().Focused() != f {
		t.Error("the focus is not on the addresses")
	}
	if got := jobOptions(w); !slices.Equal(got, []string{"Imports 11/20 US", "Main job"}) {
		t.Errorf("the jobs that take tracks are %q", got)
	}
	f.SetText("https://files.example/1.wav\nhttps://files.example/2.wav")
	choose(t, w, "Main job")
	test.Tap(button(t, front(w), "Add tracks"))
	d.got(t, `add ["https://files.example/1.wav" "https://files.example/2.wav"] to job 7`)

	pressCtrl(w, fyne.KeyL)
	fields(front(w))[0].SetText("https://files.example/3.wav")
	pressCtrl(w, fyne.KeyReturn)
	d.got(t, `add ["https://files.example/3.wav"] to job 8`)
	if w.page != nil {
		t.Error("the page is still open")
	}
}

func TestJobsOfOneNameCanBeToldApart(t *testing.T) {
	v := atWork(t)
	v.Jobs[2].Name = v.Jobs[1].Name
	w, d := at(t, v)
	pressCtrl(w, fyne.KeyL)
	options := jobOptions(w)
	if len(options) != 2 || options[0] == options[1] {
		t.Fatalf("the jobs are offered as %q", options)
	}
	fields(front(w))[0].SetText("https://files.example/1.wav")
	choose(t, w, options[1])
	test.Tap(button(t, front(w), "Add tracks"))
	d.got(t, `add ["https://files.example/1.wav"] to job 7`)
}

func TestNoAddressesAreNotAdded(t *testing.T) {
	w, d := at(t, atWork(t))
	pressCtrl(w, fyne.KeyL)
	fields(front(w))[0].SetText(" \n ")
	test.Tap(button(t, front(w), "Add tracks"))
	if w.page == nil {
		t.Error("the page closes with nothing to add")
	}
	press(w, fyne.KeyEscape)
	if w.page != nil {
		t.Error("Escape leaves the page open")
	}
	d.got(t)
}

func TestTracksWithoutAnOpenJobGoToTheDesksChoice(t *testing.T) {
	v := atWork(t)
	v.Jobs = v.Jobs[:1]
	w, d := at(t, v)
	pressCtrl(w, fyne.KeyL)
	fields(front(w))[0].SetText("https://files.example/1.wav")
	pressCtrl(w, fyne.KeyReturn)
	d.got(t, fmt.Sprintf(`add ["https://files.example/1.wav"] to job %d`, desk.DefaultJob))
}

// withUnknowns is the desk with an unknown job and an unknown publish.
func withUnknowns(t *testing.T) (*Window, *fakeDesk) {
	t.Helper()
	v := atWork(t)
	v.Unknowns = []desk.UnknownView{
		{Item: 21, What: "The job “Imports 05/10” was asked for at 14:02, and no answer came.", Happened: "It was made", Not: "It was not made", NeedsID: true, Explained: "Look at the site's jobs."},
		{Item: 22, What: "Main job was published at 14:03, and no answer came.", Happened: "It is publishing", Not: "It is not", Explained: "Look at its tracks."},
	}
	w, d := at(t, v)
	test.Tap(w.status.unknown)
	return w, d
}

func TestUnknownOutcomesAreExplained(t *testing.T) {
	w, _ := withUnknowns(t)
	reads(t, front(w), "2 unknown outcomes", "Imports 05/10", "Look at the site's jobs.", "Main job was published at 14:03", "Look at its tracks.")
	if n := len(fields(front(w))); n != 1 {
		t.Errorf("%d numbers are asked for, want 1", n)
	}
}

func TestUnknownOutcomeIsSettledEitherWay(t *testing.T) {
	for words, want := range map[string]string{
		"It is publishing": "settle 22 as true with number 0",
		"It is not":        "settle 22 as false with number 0",
		"It was not made":  "settle 21 as false with number 0",
	} {
		w, d := withUnknowns(t)
		test.Tap(button(t, front(w), words))
		d.got(t, want)
		if w.page != nil {
			t.Errorf("after %q the page is still open", words)
		}
	}
}

func TestJobThatWasMadeIsSettledByItsNumberOnly(t *testing.T) {
	w, d := withUnknowns(t)
	number := fields(front(w))[0]
	for _, none := range []string{"", "soon", "12 34", "0", "-3"} {
		number.SetText(none)
		test.Tap(button(t, front(w), "It was made"))
		if w.page == nil || w.win.Canvas().Focused() != number {
			t.Fatalf("%q is taken for the number of a job", none)
		}
		d.got(t)
	}
	number.SetText(" 296288 ")
	test.Tap(button(t, front(w), "It was made"))
	d.got(t, "settle 21 as true with number 296288")
}

func TestUnknownPageCanLookAgainOrBeLeft(t *testing.T) {
	w, d := withUnknowns(t)
	test.Tap(button(t, front(w), "Refresh"))
	d.got(t, "refresh")
	test.Tap(w.status.unknown)
	press(w, fyne.KeyEscape)
	if w.page != nil {
		t.Error("Escape leaves the page open")
	}
	d.got(t)
}

func TestSitesPageListsTheSites(t *testing.T) {
	v := emptyQueue()
	v.Sites[0].State, v.Sites[0].Word = desk.SiteTrouble, "no answer"
	w, d := at(t, v)
	test.Tap(w.top.sites)
	reads(t, front(w), "Northlight Music", "https://northlight.example · no answer", "Practice site", "on this machine, for practice · connected")
	if got := buttonWords(front(w)); !slices.Equal(got[:4], []string{"Show", "Key…", "Remove…", "Show"}) {
		t.Errorf("the sites' buttons are %q", got)
	}
	test.Tap(buttons(front(w))[3])
	d.got(t, "show site practice")
}

func TestKeyOfASiteCanBeEnteredAnew(t *testing.T) {
	w, _ := at(t, emptyQueue())
	pressCtrl(w, fyne.KeyComma)
	test.Tap(button(t, front(w), "Key…"))
	if w.page.name != "connect" || fields(front(w))[0].Text != "https://northlight.example" {
		t.Error("the page of the site's key is not open")
	}
}

func TestSitesPageLeadsToANewSite(t *testing.T) {
	w, _ := at(t, emptyQueue())
	pressCtrl(w, fyne.KeyComma)
	test.Tap(button(t, front(w), "Connect a site…"))
	if w.page.name != "connect" || fields(front(w))[0].Text != "" || len(w.win.Canvas().Overlays().List()) != 1 {
		t.Error("the page of a new site is not the one that is open")
	}
}

func TestAPageAsksOneQuestionAtATime(t *testing.T) {
	w, _ := at(t, atWork(t))
	w.keysPage()
	w.aboutPage()
	reads(t, front(w), "Pressroom 1.2.3")
	if n := len(w.win.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d pages are open", n)
	}
	test.Tap(button(t, front(w), "Close"))
	if w.page != nil || !isTable(w.win.Canvas().Focused()) {
		t.Error("after closing the focus is not on the table")
	}
}
