package words

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"
)

var pseudo = func() *tongue {
	l := newTongue(language.English, nil)
	plain := l.counted
	l.sentence = dress
	l.counted = func(n int, one, many string) string { return dress(plain(n, one, many)) }
	return l
}()

var accents = strings.NewReplacer(
	"a", "á", "c", "ç", "e", "é", "i", "í", "n", "ñ", "o", "ö", "s", "š", "u", "ü", "y", "ý", "z", "ž",
	"A", "Á", "C", "Ç", "E", "É", "I", "Í", "N", "Ñ", "O", "Ö", "S", "Š", "U", "Ü", "Y", "Ý", "Z", "Ž",
)

// verb is one of fmt's, with its argument index.
var verb = regexp.MustCompile(`%(\[\d+\])?[a-z%]`)

// dress gives a sentence accents, brackets and two letters in five more. Its verbs stay.
func dress(english string) string {
	var out strings.Builder
	out.WriteString("⟦")
	letters, at := 0, 0
	for _, v := range append(verb.FindAllStringIndex(english, -1), []int{len(english), len(english)}) {
		letters += v[0] - at
		out.WriteString(accents.Replace(english[at:v[0]]))
		out.WriteString(english[v[0]:v[1]])
		at = v[1]
	}
	out.WriteString(strings.Repeat("ž", letters*2/5))
	out.WriteString("⟧")
	return out.String()
}
