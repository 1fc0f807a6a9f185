package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/storage"
)

func TestDiagnosticsAreSavedWhereThePersonSays(t *testing.T) {
	w, d := at(t, emptyQueue())
	resize(w, 1400, 900)
	openMenu(t, w, "Save diagnostics…")
	if w.win.Canvas().Overlays().Top() == nil {
		t.Fatal("no place is asked for")
	}
	w.win.Canvas().Overlays().Top().Hide()
	path := filepath.Join(t.TempDir(), "diagnostics.zip")
	file, err := storage.Writer(storage.NewFileURI(path))
	if err != nil {
		t.Fatal(err)
	}
	w.placed(file, nil, func(path string) { w.Desk.SaveDiagnostics(path, w.about()) })
	if len(d.intents) != 1 || !strings.HasPrefix(d.intents[0], "save diagnostics as "+path+", about [{pressroom 1.2.3} {Fyne 2.8.1} {window 1400 × 900} {scale 1.00} {language en} {look light}]") {
		t.Errorf("the desk was asked %q", d.intents)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestNothingIsSavedWhereNoPlaceIsChosen(t *testing.T) {
	w, d := at(t, emptyQueue())
	save := func(path string) { d.note("save %s", path) }
	w.placed(nil, nil, save)
	silent(t, w.toasts, "saved")
	w.placed(nil, errors.New("not there"), save)
	reads(t, w.toasts, "Nothing can be saved there. Choose another folder.")
	d.got(t)
}
