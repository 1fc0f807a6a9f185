package practice

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// values are what a call was given, in whatever way it came. A value that stands in the body and in
// the query is taken from the body.
type values struct {
	given map[string]string
	meta  map[string]string // meta[Field] of a form, meta of JSON; blank ones included
}

func readValues(w http.ResponseWriter, r *http.Request) (values, error) {
	v := values{given: map[string]string{}, meta: map[string]string{}}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return v, refuse(http.StatusBadRequest, "The query of this call can't be read.")
	}
	v.takeForm(query)
	if r.Method == http.MethodPost {
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
		if err := v.takeBody(r); err != nil {
			return v, err
		}
	}
	return v, v.checkText()
}

func (v values) takeBody(r *http.Request) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "application/json":
		err = v.takeJSON(r.Body)
	case "multipart/form-data":
		if err = r.ParseMultipartForm(bodyLimit); err == nil { // #nosec G120 -- the body was bounded before
			v.takeForm(r.MultipartForm.Value)
			err = r.MultipartForm.RemoveAll()
		}
	default:
		var body []byte
		var form url.Values
		if body, err = io.ReadAll(r.Body); err == nil {
			form, err = url.ParseQuery(string(body))
			v.takeForm(form)
		}
	}
	var tooLarge *http.MaxBytesError
	var told *refusal
	switch {
	case errors.As(err, &tooLarge):
		return refuse(http.StatusRequestEntityTooLarge, "This call is larger than 1 MiB.")
	case errors.As(err, &told):
		return told
	case err != nil:
		// The cause may quote what was sent.
		return refuse(http.StatusBadRequest, "The body of this call can't be read.")
	}
	return nil
}

func (v values) takeForm(form url.Values) {
	for name, all := range form {
		into, name := v.place(name)
		into[name] = all[0]
	}
}

// place is where a value of that name belongs: meta[Field] names a field in forms and in flat JSON.
func (v values) place(name string) (into map[string]string, as string) {
	if field, ok := strings.CutPrefix(name, "meta["); ok {
		if field, ok = strings.CutSuffix(field, "]"); ok {
			return v.meta, field
		}
	}
	return v.given, name
}

func (v values) takeJSON(body io.Reader) error {
	decoder := json.NewDecoder(body)
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	for name, value := range object {
		if fields, ok := value.(map[string]any); ok && name == "meta" {
			for field, value := range fields {
				if err := takeValue(v.meta, field, value); err != nil {
					return err
				}
			}
			continue
		}
		into, name := v.place(name)
		if err := takeValue(into, name, value); err != nil {
			return err
		}
	}
	return nil
}

// takeValue takes a JSON value as the text that a form would have held; null is as if left out.
func takeValue(into map[string]string, name string, value any) error {
	switch value := value.(type) {
	case nil:
	case string:
		into[name] = value
	case json.Number:
		into[name] = value.String()
	case bool:
		into[name] = "0"
		if value {
			into[name] = "1"
		}
	case []any:
		// A list of words, as formats may come; an empty list is how some programs write an empty
		// object, and then nothing was given.
		words := make([]string, len(value))
		for i, one := range value {
			word, ok := one.(string)
			if !ok {
				return refuse(http.StatusBadRequest, "A value of this call is a list of something else than words.")
			}
			words[i] = word
		}
		if len(words) > 0 {
			into[name] = strings.Join(words, ",")
		}
	default:
		return refuse(http.StatusBadRequest, "A value of this call is an object where a text or number belongs.")
	}
	return nil
}

func (v values) checkText() error {
	for _, all := range []map[string]string{v.given, v.meta} {
		for name, value := range all {
			if !utf8.ValidString(name) || !utf8.ValidString(value) {
				return refuse(http.StatusBadRequest, "A value of this call is not UTF-8 text.")
			}
		}
	}
	return nil
}

func (v values) text(name string) string { return strings.TrimSpace(v.given[name]) }

// number reads an id. One that is given but blank is refused, not taken as left out: a caller that
// lost its job's id must not publish the main job.
func (v values) number(name string) (n int64, given bool, err error) {
	raw, given := v.given[name]
	if !given {
		return 0, false, nil
	}
	n, err = strconv.ParseInt(strings.TrimSpace(raw), 10, 64)
	if err != nil || n <= 0 {
		return 0, true, refuse(http.StatusBadRequest, "The %s is not a number of an id.", name)
	}
	return n, true, nil
}

// must is number for a value that a call can't do without.
func (v values) must(name string) (int64, error) {
	n, given, err := v.number(name)
	if err == nil && !given {
		err = refuse(http.StatusBadRequest, "The %s is missing.", name)
	}
	return n, err
}

// flag reads a 1 or 0; blank and left out are 0.
func (v values) flag(name string) (bool, error) {
	switch v.text(name) {
	case "", "0":
		return false, nil
	case "1":
		return true, nil
	}
	return false, refuse(http.StatusBadRequest, "The %s is neither 1 nor 0.", name)
}

// between reads a count with bounds; blank and left out are the default.
func (v values) between(name string, least, most, otherwise int) (int, error) {
	raw := v.text(name)
	if raw == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(raw)
	if err != nil || n < least || n > most {
		return 0, refuse(http.StatusBadRequest, "The %s is not a number from %d to %d.", name, least, most)
	}
	return n, nil
}
