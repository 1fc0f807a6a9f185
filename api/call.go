package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// call makes one call and decodes its answer. check says whether the value is what the call answers
// when it is carried out. The value is what the site gave, as far as it could be read, also where an
// error comes with it: one call can succeed in part.
func call[T any](ctx context.Context, c *Client, op string, form url.Values, check func(*T, answer) error) (T, error) {
	var value T
	a, err := c.send(ctx, op, form)
	if err != nil {
		return value, err
	}
	refused := c.judge(a)
	if err = json.Unmarshal(a.body, &value); err == nil {
		err = check(&value, a)
	} else if !json.Valid(a.body) {
		err = errors.New("the answer is not JSON")
	}
	switch {
	case refused != nil:
		refused.Partial = a.failed && err == nil
		return value, refused
	case err != nil:
		return value, &Error{Op: op, Kind: BadAnswer, Status: a.status, Sent: true, Err: c.key.cause(err)}
	}
	return value, nil
}

// result returns the answer's result member, in lower case, "" where it has none. An answer that
// has one which is not "success" was not carried out.
func (a answer) result() string {
	o, err := readObject(a.body)
	if err != nil {
		return ""
	}
	return strings.ToLower(readText(o["result"]))
}

// setJob names a job, if it is not the site's main one.
func setJob(form url.Values, job int64) error {
	if job < 0 {
		return errors.New("the job id is negative")
	}
	if job > 0 {
		form.Set("job_id", strconv.FormatInt(job, 10))
	}
	return nil
}

// setFormats names formats; none leaves the choice to the site.
func setFormats(form url.Values, formats []Format) error {
	for _, f := range formats {
		if known, err := ParseFormat(string(f)); err != nil || known != f {
			return fmt.Errorf("%q is not a format: use mp3, aiff or wav", string(f))
		}
	}
	if len(formats) > 0 {
		form.Set("formats", JoinFormats(SortFormats(formats)))
	}
	return nil
}

// setMeta names fields of metadata. A blank value is sent as such: it may take away what stands.
func setMeta(form url.Values, meta map[string]string) error {
	for field, value := range meta {
		// A bracket would end the name early: meta[FIELD].
		if strings.TrimSpace(field) == "" || strings.ContainsAny(field, "[]") || !isOneLine(field) {
			return fmt.Errorf("%q can't be the name of a field", field)
		}
		form.Set("meta["+field+"]", value)
	}
	return nil
}

// setOnComplete names whom a job tells; nobody leaves it as it is.
func setOnComplete(form url.Values, told string) error {
	if told = strings.TrimSpace(told); told == "" {
		return nil
	}
	if !isEmail(told) && !isWebAddress(told) {
		return errors.New("whom to tell is neither an email address nor an http or https URL")
	}
	form.Set("oncomplete", told)
	return nil
}

// isWebAddress says that text is an absolute http or https URL.
func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// isEmail says that text is an email address without a display name.
func isEmail(text string) bool {
	parsed, err := mail.ParseAddress(text)
	return err == nil && parsed.Address == text
}

// isOneLine says that text has no control characters.
func isOneLine(text string) bool { return !strings.ContainsFunc(text, unicode.IsControl) }
