package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
)

func TestWhatIsBeingSentCanBeStoppedAndWhatFailedRetried(t *testing.T) {
	v := atWork(t)
	v.Work = desk.WorkView{Text: "4,210 of 10,000 format changes sent", CanStop: true}
	w, d := at(t, v)
	reads(t, w.status.object, "4,210 of 10,000 format changes sent", "Stop")
	if w.status.retry.Visible() {
		t.Error("a retry is offered where nothing failed")
	}
	test.Tap(w.status.stop)
	d.got(t, "stop")
	v.Work = desk.WorkView{Retry: "Retry 3 failed"}
	w, d = at(t, v)
	reads(t, w.status.object, "Retry 3 failed")
	if w.status.stop.Visible() {
		t.Error("a stop is offered where nothing is being sent")
	}
	test.Tap(w.status.retry)
	d.got(t, "retry")
}

func TestUndoTakesBackFormatsOrWhatWasTyped(t *testing.T) {
	w, d := at(t, atWork(t))
	w.win.Canvas().Unfocus()
	pressCtrl(w, fyne.KeyZ)
	pressCtrl(w, fyne.KeyPeriod)
	pressCtrl(w, fyne.KeyR)
	d.got(t, "undo", "stop", "retry")
	w.win.Canvas().Focus(w.top.filter)
	write(w.top.filter, "rain")
	d.intents = nil
	pressCtrl(w, fyne.KeyZ)
	if w.top.filter.Text == "rain" {
		t.Error("what was typed stays")
	}
	for _, intent := range d.intents {
		if intent == "undo" {
			t.Error("an undo in the filter took formats back")
		}
	}
}
