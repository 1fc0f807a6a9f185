package ui

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
)

// checks are the boxes that can be ticked, in order.
func checks(o fyne.CanvasObject) (found []*widget.Check) {
	walk(o, func(o fyne.CanvasObject) bool {
		c, ok := o.(*widget.Check)
		if ok {
			found = append(found, c)
		}
		return !ok
	})
	return found
}

// tellingChecks are those of the notifications, which stand last in the settings.
func tellingChecks(w *Window) []*widget.Check {
	all := checks(front(w))
	return all[len(all)-2:]
}

func TestNotificationsAreSettledInTheSettings(t *testing.T) {
	v := emptyQueue()
	v.Telling.Telling = desk.Telling{From: 22 * time.Hour, To: 7 * time.Hour}
	w, d := at(t, v)
	w.sitesPage()
	boxes := tellingChecks(w)
	if !boxes[0].Checked || boxes[1].Checked {
		t.Fatalf("the boxes are %+v", boxes)
	}
	test.Tap(boxes[1])
	d.got(t, "tell: off false, quiet true from 22h0m0s to 7h0m0s")
	choose(t, w, "23:30")
	d.got(t, "tell: off false, quiet true from 23h30m0s to 7h0m0s")
	test.Tap(boxes[0])
	d.got(t, "tell: off true, quiet true from 23h30m0s to 7h0m0s")
	if !boxes[1].Disabled() {
		t.Error("quiet hours can be settled although the desktop says nothing at all")
	}
	test.Tap(boxes[0])
	d.got(t, "tell: off false, quiet true from 23h30m0s to 7h0m0s")
	w.page.close()
	v.Telling = desk.TellingView{Telling: desk.Telling{Off: true}, Problem: "The desktop did not show the last notification."}
	w.Show(v)
	w.sitesPage()
	reads(t, front(w), "The desktop did not show the last notification.")
	if boxes = tellingChecks(w); boxes[0].Checked {
		t.Error("it is not shown as switched off")
	}
	d.got(t)
}

func TestAClickedNotificationOpensItsJobInARoomyAndInASmallWindow(t *testing.T) {
	w, d := at(t, atWork(t))
	resize(w, 1400, 900)
	w.OpenJob(9)
	d.got(t, "open job 9")
	resize(w, 1000, 700)
	w.OpenJob(9)
	d.got(t, "open job 9", "show job 9")
	v := w.view
	j := runningJob()
	j.Row = 9
	v.Job = &j
	w.Show(v)
	if w.page == nil || w.page.name != "job in full" || w.page.title.Text != j.Name {
		t.Error("the job is not shown in full")
	}
	w.newJobPage()
	d.got(t)
	w.OpenJob(9)
	d.got(t, "open job 9")
	if w.page.name != "job" {
		t.Error("what the person was writing is gone")
	}
}

func TestWhatTheKeyringDidNotDoCanBeTriedAgain(t *testing.T) {
	const said = "The key of Northlight Music is out of reach, so nothing is sent there."
	v := emptyQueue()
	v.Site.State, v.Site.Problem, v.Site.Keyring = desk.SiteNeedsKey, said, said
	v.Sites[0].Keyring = said
	w, d := at(t, v)
	if got := buttonWords(w.top.banner.object); !slices.Equal(got, []string{"Try again now", "Enter the key…"}) {
		t.Errorf("the banner offers %q", got)
	}
	test.Tap(button(t, w.top.banner.object, "Try again now"))
	d.got(t, "try the keyring for https://northlight.example")
	w.sitesPage()
	reads(t, front(w), said)
	test.Tap(button(t, front(w), "Try again"))
	d.got(t, "try the keyring for https://northlight.example")
	if w.page != nil {
		t.Error("the page is still open")
	}
	silent(t, w.top.banner.object, "error")
}

func TestASiteGoesOrItsKeyAlone(t *testing.T) {
	for words, want := range map[string]string{
		"Remove the site":     "remove https://northlight.example",
		"Remove only its key": "forget the key of https://northlight.example",
		"Cancel":              "",
	} {
		v := emptyQueue()
		v.Sites[0].Removal = "Pressroom takes its key out of the keyring."
		w, d := at(t, v)
		w.sitesPage()
		test.Tap(button(t, front(w), "Remove…"))
		reads(t, front(w), "Remove Northlight Music?", v.Sites[0].Removal)
		press(w, fyne.KeyReturn) // does no harm
		if w.page != nil {
			t.Error("Return does not lead back")
		}
		d.got(t)
		w.removeSitePage(v.Sites[0])
		test.Tap(button(t, front(w), words))
		if want == "" {
			d.got(t)
		} else {
			d.got(t, want)
		}
		if w.page != nil {
			t.Errorf("after %q the page is still open", words)
		}
	}
}
