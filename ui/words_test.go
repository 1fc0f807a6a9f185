package ui

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"

	"pressroom/assets"
	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
)

func TestLanguageIsChosenInTheSettingsForTheNextStart(t *testing.T) {
	w, _ := at(t, atWork(t))
	p := w.App.Preferences()
	w.sitesPage()
	for _, l := range words.Languages() {
		choose(t, w, l.Name)
		if p.String(preferLanguage) != l.Tag || Language(p) != l.Tag {
			t.Errorf("%s is kept as %q and becomes %q", l.Name, p.String(preferLanguage), Language(p))
		}
	}
	w.page.close()
	w.sitesPage()
	last := words.Languages()[len(words.Languages())-1]
	if got := w.languageChoice().Selected; got != last.Name {
		t.Errorf("%q is shown as chosen, not %q", got, last.Name)
	}
	w.languageChoice().SetSelectedIndex(0)
	if got := p.String(preferLanguage); got != "" {
		t.Errorf("as the system is kept as %q", got)
	}
	p.SetString(preferLanguage, "xx") // by a later version that speaks it
	if got := Language(p); !slices.ContainsFunc(words.Languages(), func(l words.Language) bool { return l.Tag == got }) {
		t.Errorf("a language that is not there becomes %q", got)
	}
}

// speak has the window speak a language until the test ends.
func speak(t *testing.T, tag string) {
	t.Helper()
	if err := words.Use(tag); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := words.Use("en"); err != nil {
			t.Error(err)
		}
	})
}

// pages are the ways to every page that the window opens by itself.
var pages = map[string]func(*Window){
	"no": func(*Window) {}, "connect": func(w *Window) { w.connectPage("") }, "job": (*Window).newJobPage, "addresses": (*Window).addressesPage,
	"unknown": (*Window).unknownPage, "sites": (*Window).sitesPage, "remove site": func(w *Window) { w.removeSitePage(w.view.Sites[0]) }, "presets": (*Window).presetsPage, "metadata": openMetadata, "review": openReview, "keys": (*Window).keysPage, "about": (*Window).aboutPage,
	"export": (*Window).exportPage, "receipt": (*Window).receiptPage,
	"newer": (*Window).newerPage, "closing": openClosing, "crash": func(w *Window) { w.crashPage("/home/p/crash – 1.txt") },
	"history": (*Window).historyPage, "activity": (*Window).activityPage,
	"job in full": func(w *Window) {
		w.jobPage(9)
		v := w.view
		j := runningJob()
		v.Job = &j
		w.Show(v)
	},
	"again": func(w *Window) { w.againPage(runningJob()) },
}

func openClosing(w *Window) {
	w.view.Background = desk.Background{Followed: 2, Leaving: "⟦2 jobs go on at their sites without Pressroom. Pressroom looks at them again at the next start, and tells you then which have ended.⟧"}
	w.tray = true
	w.closed()
}

// openMetadata and openReview have the desk show what those pages are about.
func openMetadata(w *Window) {
	v := w.view
	v.Metadata = &desk.MetadataView{Title: "⟦Metadata⟧", Can: true, Fields: []desk.MetaField{{Name: "Title", Several: 3, Said: "⟦3 values⟧", Required: true}, {Name: "ISRC"}}}
	w.Show(v)
}

func openReview(w *Window) {
	v, r := w.view, readyReview()
	r.Title, r.Text, r.GoButton = "⟦title⟧", "⟦text⟧", "⟦go⟧"
	v.Review = &r
	w.Show(v)
}

func TestAllThatTheWindowSaysIsTranslated(t *testing.T) {
	speak(t, words.Pseudo)
	v := atWork(t)
	v.Unknowns = []desk.UnknownView{{Item: 1, What: "?"}}
	said := fmt.Sprintf("%+v %+v %+v %+v", v, *v.Site, v.Rows.At(0), runningJob()) // what the desk says is the desk's to translate
	for i := range v.Rows.Len() {
		said += fmt.Sprintf("%+v", *v.Rows.At(i))
	}
	said += licenceWords(t)
	names := []string{"XLSX", "CSV", "JSON", "Pressroom", "Pressroom 1.2.3", "MP3", "AIFF", "WAV", "Title", "ISRC", "BPM", "English", "F5"}
	mustBe := func(where, text string) {
		dressed := strings.HasPrefix(text, "⟦") || strings.Contains(text, " – ") || strings.Contains(text, " · ") || strings.Contains(text, "://")
		if !dressed && strings.ContainsFunc(text, unicode.IsLetter) && !strings.Contains(said, strings.TrimSuffix(text, "…")) && !slices.Contains(names, text) && !strings.HasPrefix(text, "Ctrl+") {
			t.Errorf("%s: %q is not translated", where, text)
		}
	}
	for name, open := range pages {
		w, _ := at(t, v)
		resize(w, 2000, 900) // so wide that nothing has to be cut
		open(w)
		for _, text := range readable(front(w)) {
			mustBe("the page "+name, text)
		}
		for _, e := range fields(front(w)) {
			mustBe("the page "+name, e.PlaceHolder)
		}
	}
	for _, state := range []desk.View{newcomer(), emptyQueue()} {
		w, _ := at(t, state)
		for _, text := range readable(front(w)) {
			mustBe("the first page, or an empty queue", text)
		}
	}
	w, _ := at(t, v)
	menus := w.win.MainMenu().Items
	menus = append(menus, fyne.NewMenu("", w.addItems()...), fyne.NewMenu("", w.siteItems()...), fyne.NewMenu("", w.formatItems()...))
	for _, m := range menus {
		mustBe("the menu", m.Label)
		for _, item := range m.Items {
			mustBe("the menu "+m.Label, item.Label)
		}
	}
}

// licenceWords is all that the page of licences quotes.
func licenceWords(t *testing.T) string {
	t.Helper()
	var all licences
	if err := json.Unmarshal(assets.Licences, &all); err != nil {
		t.Fatal(err)
	}
	var quoted strings.Builder
	for _, m := range all.Modules {
		fmt.Fprintln(&quoted, m.Name, m.Version, strings.Join(m.Licences, ", "))
		for _, f := range m.Files {
			fmt.Fprintln(&quoted, "—", f.Name, "—", strings.ReplaceAll(all.Texts[f.Text], "\t", "    "))
		}
	}
	return quoted.String()
}

func TestEveryLanguageHasRoomInASmallWindow(t *testing.T) {
	for _, tag := range []string{"de", "fr", "es", words.Pseudo} {
		speak(t, tag)
		for name, open := range pages {
			w, _ := at(t, longWinded(t))
			resize(w, 800, 600)
			open(w)
			settle(w)
			if size := w.win.Canvas().Content().MinSize(); tag != words.Pseudo && (size.Width > 800 || size.Height > 600) { // longer than any, it needs a larger one
				t.Errorf("%s: the window cannot be smaller than %v", tag, size)
			}
			if w.page == nil {
				continue
			}
			if size := w.page.popup.Size(); size.Width > 800 || size.Height > 600 {
				t.Errorf("%s: the page %s is %v large", tag, name, size)
			}
		}
	}
}
