package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/api"
	"pressroom/ui/desk"
)

func TestAPresetSaysWhatItWouldChangeBeforeItActs(t *testing.T) {
	v := atWork(t)
	v.Selection.Presets[0].Changes, v.Selection.Presets[0].Preview = 0, "Nothing would change."
	w, d := at(t, v)
	reads(t, w.chosen.object, "Web only: 1 of 3 changes: –aiff 1") // the first that would change anything
	everything := w.chosen.presets.buttons.Objects[2].(*presetKey)
	w.win.Canvas().Focus(everything)
	reads(t, w.chosen.object, "Everything: 3 of 3 change: +aiff 2, +wav 3")
	press(w, fyne.KeyReturn)
	d.got(t, "apply mp3,aiff,wav")
	if first := w.chosen.presets.buttons.Objects[0].(*presetKey); !first.Disabled() {
		t.Error("a preset that would change nothing can be pressed")
	}
	everything.MouseIn(nil)
	everything.MouseOut()
	w.win.Canvas().Unfocus()
	reads(t, w.chosen.object, "Web only: 1 of 3 changes: –aiff 1")
}

func TestPresetsAreEdited(t *testing.T) {
	v := atWork(t)
	v.Presets = []desk.Preset{{Name: "Broadcast", Formats: []api.Format{api.MP3, api.AIFF}}, {Name: "Old", Formats: []api.Format{api.WAV}}}
	w, d := at(t, v)
	openMenu(t, w, "Presets…")
	names := fields(front(w))
	if len(names) != 2 || names[0].Text != "Broadcast" || w.win.Canvas().Focused() != names[0] {
		t.Fatalf("%d names, the focus on %T", len(names), w.win.Canvas().Focused())
	}
	names[0].SetText("Radio")
	test.Tap(button(t, front(w), "Another preset"))
	test.Type(fields(front(w))[2], "Archive")
	test.Tap(buttons(front(w))[1]) // takes the second line away
	test.Tap(button(t, front(w), "Keep the presets"))
	d.got(t, "set presets [{Radio [mp3 aiff]} {Archive [mp3]}]")
	if w.page != nil {
		t.Error("the page stays open")
	}
}

func TestEscapeKeepsThePresetsAsTheyWere(t *testing.T) {
	v := atWork(t)
	v.Presets = []desk.Preset{{Name: "Broadcast", Formats: []api.Format{api.MP3}}}
	w, d := at(t, v)
	w.presetsPage()
	fields(front(w))[0].SetText("Radio")
	press(w, fyne.KeyEscape)
	d.got(t)
}
