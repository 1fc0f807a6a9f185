package practice

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainText makes one line of a text from outside: no control characters or broken UTF-8, at most
// that many bytes.
func plainText(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
	for len(text) > most {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return strings.TrimSpace(text)
}

// safeStem makes of a source's file name the name of the track's files, without ending: one that
// every file system takes and that can't lead anywhere.
func safeStem(name string) string {
	stem := strings.TrimSuffix(name, path.Ext(name))
	stem = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, plainText(stem, 120))
	stem = strings.Trim(stem, ". ")
	if stem == "" || reserved[strings.ToLower(stem)] {
		return "track"
	}
	return stem
}

// reserved are names that mean devices on Windows, where a published folder may be copied to.
var reserved = map[string]bool{"con": true, "prn": true, "aux": true, "nul": true}
