package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
	"pressroom/ui/parts"
)

func TestPickerSaysHowToBeginWhileNothingIsSelected(t *testing.T) {
	v := atWork(t)
	w, _ := at(t, v)
	v.Selection = desk.SelectionView{Of: "of 12 shown"}
	w.Show(v)
	reads(t, w.chosen.object, "No track selected", "Shift-click", "Ctrl+A")
	silent(t, w.chosen.object, "Publish as", "MP3")
}

func TestPickerShowsOffOnAndMixedWithTheirCounts(t *testing.T) {
	w, _ := at(t, atWork(t))
	reads(t, w.chosen.object, "3 tracks selected", "of 12 shown", "Harbour Lights", "3 values")
	for format, want := range map[string]struct {
		label, note string
		state       parts.State
	}{
		"mp3": {"MP3", "all 3", parts.On}, "aiff": {"AIFF", "1 of 3", parts.Mixed}, "wav": {"WAV", "none", parts.Off},
	} {
		c := w.chosen.choices[format]
		if c.Label() != want.label || c.Note() != want.note || c.State() != want.state || c.Disabled() {
			t.Errorf("%s shows %q, %q, %v, disabled %v", format, c.Label(), c.Note(), c.State(), c.Disabled())
		}
		reads(t, w.chosen.object, want.label, want.note)
	}
}

func TestClickOnAFormatTurnsItForTheWholeSelection(t *testing.T) {
	w, d := at(t, atWork(t))
	for _, format := range []string{"mp3", "aiff", "wav"} {
		test.Tap(w.chosen.choices[format])
	}
	d.got(t, "set mp3 false", "set aiff true", "set wav true")
}

func TestCtrlWithANumberDoesWhatTheClickDoes(t *testing.T) {
	w, d := at(t, atWork(t))
	for _, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3} {
		pressCtrl(w, key)
	}
	d.got(t, "set mp3 false", "set aiff true", "set wav true")
}

func TestFormatsThatCannotBeSetAreDisabledAndSayWhy(t *testing.T) {
	v := atWork(t)
	v.Selection.Can, v.Selection.Note = false, "Formats can be set only while a track waits to be published."
	w, d := at(t, v)
	reads(t, w.chosen.object, v.Selection.Note)
	for format, c := range w.chosen.choices {
		if !c.Disabled() {
			t.Errorf("%s can be clicked", format)
		}
		test.Tap(c)
	}
	for _, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3} {
		pressCtrl(w, key)
	}
	d.got(t)
	for _, item := range w.formatItems() {
		if !item.Disabled {
			t.Errorf("%q can be chosen", item.Label)
		}
	}
	v.Selection.Can, v.Selection.Note = true, ""
	w.Show(v)
	if w.chosen.choices["mp3"].Disabled() {
		t.Error("the formats stay disabled")
	}
	silent(t, w.chosen.object, "Formats can be set only")
}

func TestPickerShowsTheProblemOfATrackUntilItIsGone(t *testing.T) {
	v := atWork(t)
	v.Selection.Problem = "The site could not read the file. Upload it again."
	w, _ := at(t, v)
	reads(t, w.chosen.object, v.Selection.Problem)
	v.Selection.Problem = ""
	w.Show(v)
	silent(t, w.chosen.object, "could not read")
}

func TestTheProgressOfAChangeIsShownInPlace(t *testing.T) {
	v := atWork(t)
	w, _ := at(t, v)
	v.Work = desk.WorkView{Text: "312 of 1,000 changes sent", Sent: 312, Failed: 2, Of: 1000, Left: "about 20 s left", CanStop: true}
	w.Show(v)
	reads(t, w.chosen.object, "312 of 1,000 changes sent, about 20 s left")
	if done, _, failed, waiting := w.chosen.bar.Parts(); done != 310 || failed != 2 || waiting != 688 {
		t.Errorf("the bar shows %d done, %d failed, %d waiting", done, failed, waiting)
	}
	v.Work = desk.WorkView{}
	w.Show(v)
	silent(t, w.chosen.object, "changes sent")
}

func TestMetadataFollowsTheSelection(t *testing.T) {
	v := atWork(t)
	w, _ := at(t, v)
	v.Selection.Fields = []desk.Field{{Name: "Title", Value: "Keel"}, {Name: "BPM", Value: "84"}}
	w.Show(v)
	reads(t, w.chosen.object, "Metadata", "Keel", "BPM", "84")
	silent(t, w.chosen.object, "3 values")
	v.Selection.Fields = nil
	w.Show(v)
	silent(t, w.chosen.object, "Keel", "BPM", "Metadata") // nor a heading of nothing
}
