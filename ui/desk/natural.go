package desk

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold makes texts that people take for the same the same: in small letters and without accents.
func fold(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text)))
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// holds says that an ASCII text, folded, holds a value that is folded already. Of another text it says so
// only where the text holds the value as it stands.
func holds(text, value string) bool {
	for at := 0; at+len(value) <= len(text); at++ {
		n := 0
		for n < len(value) && small(text[at+n]) == value[n] {
			n++
		}
		if n == len(value) {
			return true
		}
	}
	return false
}

func small(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		b += 'a' - 'A'
	}
	return b
}

// naturalKey is a text by whose bytes lists sort as people count: "Track 2" before "Track 10", whatever
// the case and the accents. Its beginning stands in head, so that most comparisons touch nothing else.
type naturalKey struct {
	head uint64
	text string
}

// newNaturalKey writes each number as its length and its digits, so that the longer one is the larger.
func newNaturalKey(text string) naturalKey {
	text = fold(text)
	if strings.ContainsAny(text, "0123456789") {
		text = countable(text)
	}
	var head [8]byte
	copy(head[:], text)
	return naturalKey{head: binary.BigEndian.Uint64(head[:]), text: text}
}

func countable(text string) string {
	key := make([]byte, 0, len(text)+8)
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			key = append(key, text[i])
			i++
			continue
		}
		end := i
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		digits := strings.TrimLeft(text[i:end], "0")
		key = append(append(key, '0', byte(min(len(digits), 255))), digits...)
		i = end
	}
	return string(key)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func (k naturalKey) compare(other naturalKey) int {
	switch {
	case k.head < other.head:
		return -1
	case k.head > other.head:
		return 1
	}
	return strings.Compare(k.text, other.text)
}
