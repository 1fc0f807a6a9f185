package words

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/language"
)

// speak has a language spoken until the test ends.
func speak(t *testing.T, tag string) {
	t.Helper()
	if err := Use(tag); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { chosen.Store(nil) })
}

// speakBook has a language spoken of which the test gives the translations.
func speakBook(t *testing.T, tag, file string) {
	t.Helper()
	book, err := parse([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	chosen.Store(newTongue(language.Make(tag), book))
	t.Cleanup(func() { chosen.Store(nil) })
}

func TestNumbersAreWrittenAndCountedAsTheLanguageDoes(t *testing.T) {
	for tag, want := range map[string][]string{
		"en": {"1,234,567", "0 new tracks", "1 new track", "2 new tracks", "1,203 new tracks"},
		"de": {"1.234.567", "0 neue Titel", "1 neuer Titel", "2 neue Titel", "1.203 neue Titel"},
		"fr": {"1\u00a0234\u00a0567", "0 nouveau titre", "1 nouveau titre", "2 nouveaux titres", "1\u00a0203 nouveaux titres"},
		"es": {"1.234.567", "0 pistas nuevas", "1 pista nueva", "2 pistas nuevas", "1.203 pistas nuevas"},
	} {
		speak(t, tag)
		got := []string{Figure(1234567)}
		for _, n := range []int{0, 1, 2, 1203} {
			got = append(got, N(n, "%d new track", "%d new tracks"))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, not %q", tag, got, want)
		}
	}
}

func TestASentenceTakesItsArgumentsInTheOrderOfItsLanguage(t *testing.T) {
	speakBook(t, "de", `{
		"%s of %s": "%[2]s, davon %[1]s",
		"%[2]s for %[1]d track|%[2]s for %[1]d tracks": {"one": "%[1]d Titel als %[2]s", "other": "%[1]d Titel als %[2]s"},
		"Cancel": "Abbrechen"
	}`)
	for got, want := range map[string]string{
		T("%s of %s", Figure(3), Figure(1203)):                            "1.203, davon 3",
		N(1203, "%[2]s for %[1]d track", "%[2]s for %[1]d tracks", "MP3"): "1.203 Titel als MP3",
		T("Cancel"):                           "Abbrechen",
		Later("Cancel").String():              "Abbrechen",
		T("Not translated: %s", "yet"):        "Not translated: yet",
		N(2, "%d new thing", "%d new things"): "2 new things",
	} {
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func TestALanguageOfManyFormsHasThemAll(t *testing.T) {
	speakBook(t, "pl", `{"%d track|%d tracks": {"one": "%d utwór", "few": "%d utwory", "other": "%d utworów"}}`)
	for n, want := range map[int]string{1: "1 utwór", 3: "3 utwory", 5: "5 utworów", 22: "22 utwory"} {
		if got := N(n, "%d track", "%d tracks"); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func TestWhatAPersonTypedIsNoFormat(t *testing.T) {
	if got := T("Publish “%s”?", "100 %s"); got != "Publish “100 %s”?" {
		t.Errorf("%q", got)
	}
}

func TestTimesAreReadAsTheLanguageReadsThem(t *testing.T) {
	now := time.Date(2026, 3, 12, 14, 2, 0, 0, time.UTC)
	for tag, want := range map[string][4]string{
		"en": {"09:30", "yesterday 23:59", "2 January 08:00", "31 March 2025"},
		"de": {"09:30", "gestern 23:59", "2. Januar 08:00", "31. März 2025"},
		"fr": {"09:30", "hier 23:59", "2 janvier 08:00", "31 mars 2025"},
		"es": {"09:30", "ayer 23:59", "2 de enero 08:00", "31 de marzo de 2025"},
	} {
		speak(t, tag)
		got := [4]string{
			Clock(now.Add(-4*time.Hour-32*time.Minute), now), Clock(time.Date(2026, 3, 11, 23, 59, 0, 0, time.UTC), now),
			Clock(time.Date(2026, 1, 2, 8, 0, 0, 0, time.UTC), now), Clock(time.Date(2025, 3, 31, 8, 0, 0, 0, time.UTC), now),
		}
		if got != want {
			t.Errorf("%s: %q, not %q", tag, got, want)
		}
	}
}

func TestSpansOfTime(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "1 s", 42 * time.Second: "42 s", 3 * time.Minute: "3 min", 61*time.Minute + 30*time.Second: "1 h 1 min",
	} {
		if got := Span(d); got != want {
			t.Errorf("%v: %q, not %q", d, got, want)
		}
	}
}

func TestWhatWasKeptIsKnownInWhateverLanguageItWasSaid(t *testing.T) {
	sentence := Later("Cancel")
	for _, kept := range []string{"Cancel, or not", "Abbrechen, oder nicht", "Annuler"} {
		for _, tag := range []string{"en", "es"} {
			speak(t, tag)
			if !sentence.Begins(kept) {
				t.Errorf("in %s, %q is not known", tag, kept)
			}
		}
	}
	if sentence.Begins("Close") {
		t.Error("another sentence is taken for it")
	}
}

func TestTheSystemsLanguageIsMatched(t *testing.T) {
	for wanted, want := range map[string]string{
		"de_AT.UTF-8": "de", "de-CH": "de", "fr_CA": "fr", "es-419": "es", "ca es_ES@euro": "es", "ja": "en", "C": "en", "": "en",
		"en-GB": "en", "ja fr": "fr", "gsw": "de",
	} {
		if got := Match(strings.Fields(wanted)); got != want {
			t.Errorf("%q: %s, not %s", wanted, got, want)
		}
	}
}

func TestALanguageThatIsNotThereChangesNothing(t *testing.T) {
	speak(t, "de")
	if Use("xx") == nil || T("Cancel") != "Abbrechen" {
		t.Errorf("%q is spoken", T("Cancel"))
	}
}

func TestAFileWithoutATranslationIsRefused(t *testing.T) {
	for _, file := range []string{`{"Cancel": ""}`, `{"a|b": {"one": "x"}}`, `{"Cancel": 1}`, `[]`} {
		if _, err := parse([]byte(file)); err == nil {
			t.Errorf("%s is taken", file)
		}
	}
}

func TestThePseudoLanguageIsLongerAndKeepsItsArguments(t *testing.T) {
	speak(t, Pseudo)
	if got, want := T("Looking at %s…", "nice site"), "⟦Löökíñg át nice site…žžžžž⟧"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	if got, want := N(1203, "%[2]s for %[1]d track", "%[2]s for %[1]d tracks", "MP3"), "⟦MP3 för 1,203 tráçkšžžžž⟧"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestALanguageIsChosenWhileOthersRead(t *testing.T) {
	t.Cleanup(func() { chosen.Store(nil) })
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 200 {
				if got := N(1203, "%d new track", "%d new tracks"); !slices.Contains([]string{"1,203 new tracks", "1.203 neue Titel", "1\u00a0203 nouveaux titres"}, got) {
					t.Errorf("%q", got)
				}
			}
		})
	}
	for range 50 {
		for _, tag := range []string{"en", "de", "fr"} {
			if err := Use(tag); err != nil {
				t.Error(err)
			}
		}
	}
	all.Wait()
}
