package api

import (
	"bytes"
	"strings"
)

// errorMember is what an answer's error member says. Source: the public documentation of the
// import API, where it is a text; an object, a list, a number and true are taken, too.
type errorMember struct {
	failed   bool
	words    string // untrusted; "" where it has none
	isObject bool   // the answer is a JSON object at all
}

// readErrorMember reads the error member of an answer's body, which may be no JSON.
func readErrorMember(body []byte) errorMember {
	body = bytes.TrimSpace(body)
	if len(body) == 0 || body[0] != '{' {
		return errorMember{}
	}
	o, err := readObject(body)
	if err != nil {
		return errorMember{}
	}
	read := newErrorMember(o)
	read.isObject = true
	if read.words == "" {
		read.words = readText(o["message"])
	}
	return read
}

func newErrorMember(o object) errorMember {
	raw := bytes.TrimSpace(o["error"])
	if isEmpty(raw) || string(raw) == "0" {
		return errorMember{}
	}
	read := errorMember{failed: true, words: readText(raw)}
	if inner, err := readObject(raw); err == nil {
		for _, name := range []string{"message", "error", "description", "text", "code"} {
			if words := readText(inner[name]); words != "" {
				read.words = words
				break
			}
		}
	}
	switch raw[0] {
	case 't':
		read.words = "" // true says that, not what
	case '"':
		read.failed = strings.TrimSpace(read.words) != ""
	}
	return read
}
