// Package words is Pressroom's language: every sentence that a person reads, by its English, and
// numbers and times as that language writes them. What was said in one language stays so when another
// is chosen: it is for what is said from then on. The package knows nothing of tracks, jobs or widgets.
package words

import (
	"fmt"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// T returns a sentence in the person's language, filled in with args as [fmt.Sprintf] does; without args
// it is taken as it stands. A number that wants separators goes in as a [Figure], or as the number of [N].
// The English must be a literal: a test collects all there are.
func T(english string, args ...any) string {
	if l := chosen.Load(); l != nil {
		return fill(l.sentence(english), args)
	}
	if len(args) == 0 {
		return english
	}
	return fmt.Sprintf(english, args...)
}

// N returns the one of two English sentences that goes with a number, in the form that the person's
// language has for it. The number is the first argument of the sentence, as %d, and written with
// separators; args follow it. Both must be literals.
func N(n int, one, many string, args ...any) string {
	l := speaking()
	return fill(l.counted(n, one, many), append([]any{figure{n, l}}, args...))
}

// Sentence is one that is translated where it is shown, for tables made before the language is chosen.
type Sentence struct{ english string }

// Later returns a sentence to be translated when it is shown. The English must be a literal.
func Later(english string) Sentence { return Sentence{english} }

// String returns the sentence in the person's language.
func (s Sentence) String() string { return speaking().sentence(s.english) }

// Begins says that a text begins with the sentence in whatever language: what is kept is in the one that
// it was written in.
func (s Sentence) Begins(text string) bool {
	if strings.HasPrefix(text, s.english) {
		return true
	}
	for _, l := range known() {
		if strings.HasPrefix(text, l.sentence(s.english)) {
			return true
		}
	}
	return false
}

// Figure writes a number with the language's separators.
func Figure(n int) string { return speaking().figures.Sprintf("%d", n) }

// figure is a number that fmt writes with the separators of a language.
type figure struct {
	n int
	l *tongue
}

func (f figure) Format(out fmt.State, _ rune) { _, _ = f.l.figures.Fprintf(out, "%d", f.n) }

func fill(form string, args []any) string {
	if len(args) == 0 {
		return form
	}
	return fmt.Sprintf(form, args...)
}

// tongue is a language with its sentences; it does not change once it is made.
type tongue struct {
	tag      language.Tag
	figures  *message.Printer
	sentence func(english string) string
	counted  func(n int, one, many string) string
}

func newTongue(tag language.Tag, book map[string]entry) *tongue {
	return &tongue{
		tag: tag, figures: message.NewPrinter(tag),
		sentence: func(english string) string {
			if e, ok := book[english]; ok {
				return e.sentence
			}
			return english
		},
		counted: func(n int, one, many string) string {
			e, ok := book[one+"|"+many]
			switch {
			case ok && e.forms[formOf(tag, n)] != "":
				return e.forms[formOf(tag, n)]
			case ok:
				return e.forms["other"]
			case n == 1:
				return one
			}
			return many
		},
	}
}

// formOf is the plural form of a number in a language, as translation files name it.
func formOf(tag language.Tag, n int) string {
	if n < 0 {
		n = -n
	}
	return [...]string{
		plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many",
	}[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]
}

var english = newTongue(language.English, nil)

// speaking is the language that is spoken.
func speaking() *tongue {
	if l := chosen.Load(); l != nil {
		return l
	}
	return english
}
