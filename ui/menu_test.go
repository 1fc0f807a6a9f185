package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func TestMenuHasItsSixParts(t *testing.T) {
	w, _ := at(t, atWork(t))
	var names []string
	for _, menu := range w.win.MainMenu().Items {
		names = append(names, menu.Label)
		if len(menu.Items) == 0 {
			t.Errorf("%s is empty", menu.Label)
		}
	}
	if !slices.Equal(names, []string{"File", "Edit", "Tracks", "Job", "View", "Help"}) {
		t.Errorf("the menu is %q", names)
	}
}

func TestShortcutsAreUnique(t *testing.T) {
	w, _ := at(t, atWork(t))
	taken := map[string]string{}
	for _, i := range menuItems(w) {
		if i.Shortcut == nil {
			continue
		}
		name := i.Shortcut.ShortcutName()
		if other, ok := taken[name]; ok {
			t.Errorf("%q and %q have one shortcut, %s", other, i.Label, name)
		}
		taken[name] = i.Label
	}
	if len(taken) < 10 {
		t.Errorf("there are only %d shortcuts", len(taken))
	}
}

// keyNames are the keys that the page of keys writes in another way than Fyne.
var keyNames = map[string]fyne.KeyName{"Return": fyne.KeyReturn, ",": fyne.KeyComma, ".": fyne.KeyPeriod}

// inMenu says whether the menu has this key, written as the page of keys writes it.
func inMenu(w *Window, written string) bool {
	for _, i := range menuItems(w) {
		if strings.HasSuffix(i.Label, "("+written+")") {
			return true
		}
		switch s := i.Shortcut.(type) {
		case *fyne.ShortcutSelectAll:
			if written == "Ctrl+A" {
				return true
			}
		case *fyne.ShortcutUndo:
			if written == "Ctrl+Z" {
				return true
			}
		case *fyne.ShortcutCopy:
			if written == "Ctrl+C" {
				return true
			}
		case *fyne.ShortcutPaste:
			if written == "Ctrl+V" {
				return true
			}
		case *desktop.CustomShortcut:
			parts := strings.Split(written, "+")
			key, ok := keyNames[parts[len(parts)-1]]
			if !ok {
				key = fyne.KeyName(parts[len(parts)-1])
			}
			var modifier fyne.KeyModifier
			if slices.Contains(parts, "Ctrl") {
				modifier |= fyne.KeyModifierShortcutDefault
			}
			if slices.Contains(parts, "Shift") {
				modifier |= fyne.KeyModifierShift
			}
			if s.KeyName == key && s.Modifier == modifier {
				return true
			}
		}
	}
	return false
}

func TestEveryKeyOnThePageOfKeysIsInTheMenu(t *testing.T) {
	w, _ := at(t, atWork(t))
	w.win.Canvas().Unfocus()
	press(w, fyne.KeyF1)
	if w.page == nil || w.page.name != "keys" {
		t.Fatal("F1 does not open the page of keys")
	}
	found := 0
	walk(front(w), func(o fyne.CanvasObject) bool {
		l, ok := o.(*widget.Label)
		if !ok || !l.TextStyle.Bold || l.Text == "Keys" || l.Text == "Tab" || l.Text == "Letters" {
			return true
		}
		found++
		if !inMenu(w, l.Text) {
			t.Errorf("%q is on the page of keys and not in the menu", l.Text)
		}
		return true
	})
	if found < 10 {
		t.Errorf("only %d keys are on the page", found)
	}
}

func TestMenuDoesNothingUnderAPage(t *testing.T) {
	w, d := at(t, atWork(t))
	for _, i := range menuItems(w) {
		switch i.Label {
		case "Quit", "Select all shown", "Review and publish…", "Undo the last change of formats": // these know what they mean on a page
			continue
		}
		w.newJobPage()
		open := w.page
		before := w.App.Preferences().Int(preferTheme)
		i.Action()
		if w.page != open || len(w.win.Canvas().Overlays().List()) != 1 || w.App.Preferences().Int(preferTheme) != before {
			t.Errorf("%q acts under a page", i.Label)
		}
	}
	d.got(t)
}

func TestSelectAllUnderAPageSelectsNoTracks(t *testing.T) {
	w, d := at(t, atWork(t))
	w.newJobPage()
	f := fields(front(w))[0]
	test.Type(f, "Imports")
	pressCtrl(w, fyne.KeyA)
	if f.SelectedText() != "Imports" {
		t.Errorf("the text selected is %q", f.SelectedText())
	}
	w.aboutPage()
	pressCtrl(w, fyne.KeyA)
	d.got(t)
}

func TestMenuNeedsASiteForWhatConcernsOne(t *testing.T) {
	w, d := at(t, newcomer())
	for _, i := range menuItems(w) {
		switch i.Label {
		case "Connect a site…", "Practice site", "Sites and settings…", "Keys (F1)", "Save diagnostics…", "Look for a newer version…", "About Pressroom", "Quit":
			continue
		}
		i.Action()
		if w.page != nil || w.win.Canvas().Overlays().Top() != nil {
			t.Fatalf("%q opens something although there is no site", i.Label)
		}
	}
	d.got(t)
	openMenu(t, w, "Practice site")
	d.got(t, "open the practice site")
	openMenu(t, w, "Connect a site…")
	if w.page == nil || w.page.name != "connect" {
		t.Error("no site can be connected")
	}
}

func TestQuitWorksEverywhere(t *testing.T) {
	w, d := at(t, inReview(t, readyReview()))
	pressCtrl(w, fyne.KeyQ)
	d.got(t, "quit")
}

func TestF5LooksAgainWhereverTheFocusIs(t *testing.T) {
	w, d := at(t, atWork(t))
	for name, o := range map[string]fyne.Focusable{
		"nowhere": nil, "the table": w.queue.table, "the filter": w.top.filter, "a format": w.chosen.choices["mp3"],
	} {
		w.win.Canvas().Focus(o)
		press(w, fyne.KeyF5)
		if len(d.intents) != 1 || d.intents[0] != "refresh" {
			t.Errorf("with the focus on %s, F5 asks for %q", name, d.intents)
		}
		d.intents = nil
	}
	openMenu(t, w, "Refresh (F5)")
	d.got(t, "refresh")
	w.aboutPage()
	w.win.Canvas().Unfocus()
	press(w, fyne.KeyF5)
	d.got(t)
}

func TestArrowGoesToTheTableFromNowhere(t *testing.T) {
	w, _ := at(t, atWork(t))
	w.win.Canvas().Unfocus()
	press(w, fyne.KeyDown)
	if !isTable(w.win.Canvas().Focused()) {
		t.Errorf("the focus is on %T", w.win.Canvas().Focused())
	}
}

func TestLookIsChosenFromMenuOrSettingsAndKept(t *testing.T) {
	w, _ := at(t, atWork(t))
	ground := func() any { return w.App.Settings().Theme().Color(theme.ColorNameBackground, theme.VariantLight) }
	openMenu(t, w, "Dark")
	if ground() != dark.panel || w.App.Preferences().Int(preferTheme) != byNight {
		t.Error("Dark is not dark")
	}
	openMenu(t, w, "Light")
	if ground() != light.panel {
		t.Error("Light is not light")
	}
	w.sitesPage()
	choose(t, w, "Dark")
	if ground() != dark.panel {
		t.Error("the look is not taken from the settings")
	}
	choose(t, w, "As the system")
	if ground() != light.panel || w.App.Settings().Theme().Color(theme.ColorNameBackground, theme.VariantDark) != dark.panel {
		t.Error("the look does not follow the system")
	}
}
