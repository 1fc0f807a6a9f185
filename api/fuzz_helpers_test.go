package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// fakeClient returns a client whose requests answer answers.
func fakeClient(t *testing.T, answer func(*http.Request) *http.Response) *Client {
	return newClient(t, "a.example", WithHTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		response := answer(r)
		response.Request = r
		if r.Body != nil { // as a transport that sends does
			_, _ = io.Copy(io.Discard, r.Body)
			_ = r.Body.Close()
		}
		return response, nil
	})}))
}

func fakeAnswer(status int, header http.Header, body string) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, ContentLength: -1, Body: io.NopCloser(strings.NewReader(body)),
	}
}

// withKey puts the key where a text has KEY, spelt as JSON has it, or RAW. So a fuzzer, which can't
// guess a key, moves it about.
func withKey(text string) string {
	quoted, err := json.Marshal(canary)
	if err != nil {
		panic(err)
	}
	return strings.NewReplacer("KEY", string(quoted[1:len(quoted)-1]), "RAW", canary).Replace(text)
}

// seedAnswers adds what any site may answer, and templates with each of the values that a number, a
// list or an upload may be written as in place of VALUE.
func seedAnswers(f *testing.F, templates ...string) {
	add := func(body string) { f.Add(uint16(200), body) }
	for _, body := range []string{
		``, `null`, `true`, `5`, `"ok"`, `[]`, `{}`, `[null]`, `{"ok":true}`, "\ufeff{}", ` [ ] `, `{"`, "{} <!-- 12 ms -->", "\x00\xff",
		`<!DOCTYPE html><title>Oh no KEY</title><p>RAW`, `{"error":"Bad token KEY"}`, `{"error":{"KEY":"KEY"}}`, `{"error":["RAW",1.5]}`,
		`{"result":"success"}`, `{"result":"failed KEY"}`, `{"result":"success","error":"KEY"}`, strings.Repeat(`[`, 100) + strings.Repeat(`]`, 100),
	} {
		add(body)
	}
	for _, template := range templates {
		for _, value := range []string{
			`7`, `"7"`, `7.0`, `"7.0"`, `" 7 "`, `7.5`, `-7`, `0`, `7e0`, `7e400`, `9223372036854775807`, `9223372036854775808`, `1e15`, `""`,
			`null`, `true`, `false`, `[]`, `{}`, `[7]`, `{"id":7}`, `{"0":7}`, `"mp3,.AIF, KEY"`, `["mp3",{"a":[1]},null]`, `{"upload_id":7}`, `"KEY"`,
		} {
			add(strings.ReplaceAll(template, "VALUE", value))
		}
	}
	for _, status := range []uint16{100, 204, 301, 307, 400, 401, 404, 429, 500, 507} {
		f.Add(status, `{"error":"No KEY","message":"RAW"}`)
	}
}

// fuzzAnswers fuzzes one call: it ends, and in what it promises or in a failure that can be shown.
func fuzzAnswers(f *testing.F, call func(*testing.T, *Client) (broken string, err error)) {
	f.Fuzz(func(t *testing.T, status uint16, body string) {
		c := fakeClient(t, func(*http.Request) *http.Response {
			return fakeAnswer(100+(int(status)+800)%900, nil, withKey(body))
		})
		broken, err := call(t, c)
		if broken != "" {
			t.Errorf("%s, with %v", broken, err)
		}
		checkFailure(t, err)
	})
}

// checkFailure checks what holds of any failure, if err is one.
func checkFailure(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	e := failure(t, err)
	text := e.Error()
	switch {
	case e.Kind == "" || e.Op == "" || !e.Sent:
		t.Errorf("got %+v", e)
	case text == "" || len(text) > 16*maxMessage || utf8.RuneCountInString(e.Message) > maxMessage:
		t.Errorf("the text has %d bytes", len(text))
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		t.Errorf("not one plain line: %q", text)
	case holdsKey(err):
		t.Errorf("the key is in %q", text)
	case e.RetryAfter < 0 || e.RetryAfter > maxWait:
		t.Errorf("come again after %v", e.RetryAfter)
	}
}

// brokenUpload says what of an upload is not as every upload is, "" for nothing.
func brokenUpload(u Upload) string {
	negative := u.UploadID < 0 || u.UpdateID < 0 || u.UpdateTo < 0 || u.JobID < 0 || u.TrackID < 0
	shown := utf8.RuneCountInString(u.Error) <= maxMessage && !strings.ContainsFunc(u.Error, unicode.IsControl) && !holdsKey(errors.New(u.Error))
	if negative || !shown || u.Formats == nil || u.Sources == nil || u.Meta == nil {
		return fmt.Sprintf("upload %+v", u)
	}
	return ""
}
