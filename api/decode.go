package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What the documentation does not say of an answer's shape, sites are free in, and these readers
// are lenient: a number may be a numeric string, what is empty may be null, "", false, [] or {},
// a list may be an object of numbered members or a comma list. What can't be read that way is an
// error, never a guess: an answer half understood would be taken for the truth.

// member is one value of a JSON object or list, in the order of the text. name is "" in a list.
type member struct {
	name  string
	value json.RawMessage
}

// object is the values of a JSON object by name. Of two with one name, the last counts.
type object map[string]json.RawMessage

// readMembers reads an object or a list; null is an empty one.
func readMembers(raw []byte) ([]member, error) {
	raw = bytes.TrimSpace(raw)
	if isEmpty(raw) {
		return nil, nil
	}
	var members []member
	if raw[0] == '[' {
		var values []json.RawMessage
		if err := json.Unmarshal(raw, &values); err != nil {
			return nil, err
		}
		for _, value := range values {
			members = append(members, member{value: value})
		}
		return members, nil
	}
	if raw[0] != '{' {
		return nil, errors.New("neither an object nor a list")
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		m := member{name: fmt.Sprint(name)}
		if err := decoder.Decode(&m.value); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

// readObject reads an object. An empty list is an empty one, as PHP does not tell them apart.
func readObject(raw []byte) (object, error) {
	if raw = bytes.TrimSpace(raw); !isEmpty(raw) && raw[0] != '{' {
		return nil, errors.New("not an object")
	}
	if isEmpty(raw) {
		return nil, nil
	}
	var o object
	return o, json.Unmarshal(raw, &o)
}

// isEmpty says that raw holds nothing: null, "", false, [] or {}, or that it is not there at all.
func isEmpty(raw []byte) bool {
	switch text := string(bytes.TrimSpace(raw)); text {
	case "", "null", `""`, "false", "[]", "{}":
		return true
	default:
		// [ ] and { }, too
		return len(text) > 2 && (text[0] == '[' && text[len(text)-1] == ']' || text[0] == '{' && text[len(text)-1] == '}') &&
			strings.TrimSpace(text[1:len(text)-1]) == ""
	}
}

// whole reads a whole number from 0 to limit; said is false where there is none.
func (o object) whole(name string, limit int64) (n int64, said bool, err error) {
	raw := o[name]
	text := strings.TrimSpace(readText(raw))
	if isEmpty(raw) || text == "" {
		return 0, false, nil
	}
	n, err = strconv.ParseInt(text, 10, 64)
	if f, isFloat := number(text); err != nil && isFloat && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		n, err = int64(f), nil // 12.0, 1e3
	}
	if list := bytes.TrimSpace(raw)[0] == '['; list || err != nil || n < 0 || n > limit {
		return 0, false, fmt.Errorf("%s is not a whole number from 0 to %d", name, limit)
	}
	return n, true, nil
}

// number reads a JSON number.
func number(text string) (float64, bool) {
	var f float64
	err := json.Unmarshal([]byte(text), &f)
	return f, err == nil
}

// id reads an id, 0 for none.
func (o object) id(name string) (int64, error) {
	n, _, err := o.whole(name, math.MaxInt64)
	return n, err
}

// count reads a number of uploads; said is false where there is none. No import queue holds more
// than the limit, and sums of counts within it fit an int.
func (o object) count(name string) (n int, said bool, err error) {
	wide, said, err := o.whole(name, math.MaxInt32/8)
	return int(wide), said, err
}

// when reads a moment: a text as RFC 3339 has it, or seconds since 1970. It is zero where there is
// none, or none that can be read: a time is told beside the facts, and is no reason to doubt them.
func (o object) when(name string) time.Time {
	if at, err := time.Parse(time.RFC3339, readText(o[name])); err == nil {
		return at
	}
	if seconds, said, err := o.whole(name, 1<<40); err == nil && said {
		return time.Unix(seconds, 0).UTC()
	}
	return time.Time{}
}

// texts reads a list of texts: a list, an object of numbered members, or a comma list. Empty ones
// are left out. It is never nil.
func (o object) texts(name string) []string {
	texts := []string{}
	if members, err := readMembers(o[name]); err == nil {
		for _, m := range members {
			texts = append(texts, readText(m.value))
		}
	} else {
		for part := range strings.SplitSeq(readText(o[name]), ",") {
			texts = append(texts, strings.TrimSpace(part))
		}
	}
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// formats reads a list of formats. Ones that this package does not know are kept as they are.
func (o object) formats(name string) []Format {
	formats := []Format{}
	for _, text := range o.texts(name) {
		if known, err := ParseFormat(text); err == nil {
			text = string(known)
		}
		formats = append(formats, Format(text))
	}
	return formats
}

// readText reads any value as a text: a number as it is written, null as "", the texts of a list
// with commas between them, and what is nested deeper as JSON.
func readText(raw []byte) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	switch raw[0] {
	case '"':
		var text string
		_ = json.Unmarshal(raw, &text) // what can't be read is ""
		return text
	case '[':
		members, _ := readMembers(raw)
		texts := make([]string, 0, len(members))
		for _, m := range members {
			texts = append(texts, readScalar(m.value))
		}
		return strings.Join(texts, ", ")
	}
	return readScalar(raw)
}

func readScalar(raw []byte) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) > 0 && raw[0] == '"' || string(raw) == "null" {
		return readText(raw)
	}
	var compact bytes.Buffer
	if json.Compact(&compact, raw) != nil {
		return ""
	}
	return strings.ToValidUTF8(compact.String(), "\ufffd") // as json.Unmarshal does in a string
}
