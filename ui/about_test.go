package ui

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"pressroom/assets"
)

func TestAboutHasTheLicenceOfEachPartToReadAndToFind(t *testing.T) {
	w, _ := at(t, atWork(t))
	resize(w, 1400, 900)
	w.aboutPage()
	settle(w)
	reads(t, front(w), "Pressroom 1.2.3", "MIT licence", "Fyne 2.8.1 · data folder /home/p/pressroom", "fyne.io/fyne/v2", "Copyright (C) 2018 Fyne.io developers")
	write(fields(front(w))[0], "SQLite")
	settle(w)
	reads(t, front(w), "modernc.org/sqlite", "The Sqlite Authors")
	silent(t, front(w), "fyne.io/fyne/v2", "Fyne.io developers")
	write(fields(front(w))[0], "no such part")
	settle(w)
	reads(t, front(w), "Nothing matches.")
	press(w, fyne.KeyEscape)
	if w.page != nil {
		t.Error("Escape does not close it")
	}
}

func TestALongLicenceCostsOnlyTheLinesThatCanBeSeen(t *testing.T) {
	var all licences
	if err := json.Unmarshal(assets.Licences, &all); err != nil {
		t.Fatal(err)
	}
	longest := 0
	for n := range all.Modules {
		if len(all.of(n, licenceWidth)) > len(all.of(longest, licenceWidth)) {
			longest = n
		}
	}
	lines := all.of(longest, licenceWidth)
	if len(lines) < 1000 {
		t.Fatalf("the longest has %d lines: that cannot be all", len(lines))
	}
	w, _ := at(t, atWork(t))
	resize(w, 1400, 900)
	w.aboutPage()
	write(fields(front(w))[0], all.Modules[longest].Name)
	settle(w)
	if n := len(readable(front(w))); n > 120 {
		t.Errorf("%d texts are painted for %d lines", n, len(lines))
	}
}

func TestLinesOfALicenceFitAndLoseNothing(t *testing.T) {
	for _, line := range []string{"", "short", strings.Repeat("many words ", 40), strings.Repeat("x", 300), "   " + strings.Repeat("ü", 200), strings.Repeat("a", 80) + " b"} {
		lines := broken(line, licenceWidth)
		if slices.ContainsFunc(lines, func(l string) bool { return utf8.RuneCountInString(l) > licenceWidth }) {
			t.Errorf("%.20q… has a line that is too long: %q", line, lines)
		}
		without := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if without(strings.Join(lines, "")) != without(line) {
			t.Errorf("%.20q… became %q", line, lines)
		}
	}
}
