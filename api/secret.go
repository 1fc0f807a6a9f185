package api

import (
	"errors"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	maxMessage = 500             // runes of a text that is not ours that an error holds
	maxRead    = 16 * maxMessage // bytes of it that are looked at
)

// secret is the key. It is held by functions and not by strings, so that nothing that prints by
// reflection, such as %+v of a struct around a Client, can print it.
type secret struct {
	reveal func() string
	redact func(text string) string
}

func keep(key string) secret {
	spellings := spellings(key)
	var pairs []string
	for _, s := range spellings {
		pairs = append(pairs, s, "[key]")
	}
	replacer := strings.NewReplacer(pairs...)
	return secret{
		reveal: func() string { return key },
		redact: func(text string) string { return replacer.Replace(text) },
	}
}

// spellings lists the ways in which a site may echo the key, the longest first, since a replacer
// takes the first that matches.
func spellings(key string) []string {
	lower := regexp.MustCompile(`%[0-9A-F]{2}`)
	quoted := strconv.Quote(key)
	found := []string{key, quoted[1 : len(quoted)-1], html.EscapeString(key), strings.ReplaceAll(key, "/", `\/`)}
	for _, escaped := range []string{url.QueryEscape(key), url.PathEscape(key)} {
		found = append(found, escaped, lower.ReplaceAllStringFunc(escaped, strings.ToLower))
	}
	slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(found)
}

func (s secret) within(text string) bool { return s.redact(text) != text }

var tags = regexp.MustCompile(`</?[A-Za-z!?][^<>]*>`)

// plain makes a text of the site's fit to be shown: one line, no tags, no characters that move the
// cursor or turn the writing around, at most maxMessage runes, and never the key.
func (s secret) plain(text string) string {
	text = s.redact(text) // before a cut could leave a part of it
	text = text[:min(len(text), maxRead)]
	text = untagged(html.UnescapeString(strings.ToValidUTF8(text, "")))
	text = strings.Map(func(r rune) rune {
		if !unicode.IsSpace(r) && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return -1
		}
		return r
	}, text)
	text = s.redact(strings.Join(strings.Fields(text), " ")) // again, now that nothing hides it
	if runes := []rune(text); len(runes) > maxMessage {
		return string(runes[:maxMessage-1]) + "…"
	}
	return text
}

// untagged takes tags out of text, and what is left of a tag once one within it is gone.
func untagged(text string) string {
	const deep = 8 // tags within tags are no page's: each level would cost one more look at it all
	for range deep {
		bare := tags.ReplaceAllString(text, " ")
		if bare == text {
			return text
		}
		text = bare
	}
	return strings.NewReplacer("<", " ", ">", " ").Replace(text)
}

// cause returns err where neither its text nor that of anything it wraps holds the key or is long,
// and otherwise its text alone, made plain: net/http quotes what a broken server says.
func (s secret) cause(err error) error {
	if err == nil || s.harmless(err) {
		return err
	}
	return errors.New(s.plain(err.Error()))
}

func (s secret) harmless(err error) bool {
	if text := err.Error(); len(text) > maxMessage || s.within(text) {
		return false
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		inner := e.Unwrap()
		return inner == nil || s.harmless(inner)
	case interface{ Unwrap() []error }:
		return !slices.ContainsFunc(e.Unwrap(), func(inner error) bool { return !s.harmless(inner) })
	}
	return true
}
