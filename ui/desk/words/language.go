package words

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/text/language"

	"pressroom/assets"
)

// Language is one that Pressroom speaks.
type Language struct {
	Tag  string // BCP 47: "de"
	Name string // in itself: "Deutsch"
}

// languages are those that Pressroom speaks: English, and what has a file of translations. A test holds
// each file to every sentence there is.
var languages = []Language{{"en", "English"}, {"de", "Deutsch"}, {"fr", "Français"}, {"es", "Español"}}

// Pseudo is a language for tests alone: English, with accents and longer, so that what is not translated
// and what has no room is seen.
const Pseudo = "en-XA"

// chosen is the language that is spoken; nil for English.
var chosen atomic.Pointer[tongue]

// Languages lists the languages that a person can choose, English first.
func Languages() []Language { return slices.Clone(languages) }

// Use has everything said from now on in a language, by its tag. It may be called while others read.
// An error says that there is no such language, and changes nothing.
func Use(tag string) error {
	switch tag {
	case "en":
		chosen.Store(nil)
		return nil
	case Pseudo:
		chosen.Store(pseudo)
		return nil
	}
	for _, l := range known() {
		if l.tag.String() == tag {
			chosen.Store(l)
			return nil
		}
	}
	return fmt.Errorf("there are no words in %q", tag)
}

// Tag returns the BCP 47 tag of the language that is spoken.
func Tag() string { return speaking().tag.String() }

// Match returns the tag of the language that fits what a person prefers best, the most preferred first:
// BCP 47 tags, or locales such as "de_AT.UTF-8". Where none fits it is English.
func Match(preferred []string) string {
	have := make([]language.Tag, len(languages))
	for n, l := range languages {
		have[n] = language.Make(l.Tag)
	}
	var want []language.Tag
	for _, p := range preferred {
		p, _, _ = strings.Cut(p, ".")
		p, _, _ = strings.Cut(p, "@")
		if tag, err := language.Parse(p); err == nil {
			want = append(want, tag)
		}
	}
	_, at, _ := language.NewMatcher(have).Match(want...)
	return languages[at].Tag
}

// known are the languages with a file of translations, read when they are first wanted.
var known = sync.OnceValue(func() (all []*tongue) {
	for _, l := range languages[1:] {
		file, err := assets.Translations.ReadFile("translations/" + l.Tag + ".json")
		if err != nil {
			panic(err) // it is part of the program
		}
		book, err := parse(file)
		if err != nil {
			panic(fmt.Errorf("translations/%s.json: %w", l.Tag, err))
		}
		all = append(all, newTongue(language.Make(l.Tag), book))
	}
	return all
})

// entry is a translation: a sentence, or the forms of one that goes with a number.
type entry struct {
	sentence string
	forms    map[string]string // plural form to sentence; nil for a sentence
}

// UnmarshalJSON reads a string, or an object of plural forms.
func (e *entry) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte(`"`)) {
		return json.Unmarshal(data, &e.sentence)
	}
	return json.Unmarshal(data, &e.forms)
}

// parse reads a file of translations: English to its translation. The English of a sentence that goes
// with a number is both its forms, parted by a bar.
func parse(file []byte) (map[string]entry, error) {
	book := map[string]entry{}
	if err := json.Unmarshal(file, &book); err != nil {
		return nil, err
	}
	for english, e := range book {
		if e.forms != nil && e.forms["other"] == "" || e.forms == nil && e.sentence == "" {
			return nil, fmt.Errorf("%q has no translation", english)
		}
	}
	return book, nil
}
