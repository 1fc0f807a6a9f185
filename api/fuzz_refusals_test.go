package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func FuzzErrorMember(f *testing.F) {
	seedAnswers(
		f, `{"error":VALUE}`, `{"error":VALUE,"message":"RAW"}`, `{"error":{"message":VALUE}}`, `{"error":true,"message":VALUE}`,
		`{"error":"a&lt;b KEY \u0007\u202e\u2028","job_id":7}`, `{"error":"<b>Another</b> upload is under way"}`, `{"error":"<a<a<a<a<a<a>>>>>>"}`,
		`{"error":"k3&#121;KEY"}`, `{"error":{"error":{"error":"KEY"}}}`,
	)
	fuzzAnswers(f, func(t *testing.T, c *Client) (string, error) {
		job, err := c.CreateJob(t.Context(), NewJob{})
		return unless(err != nil || job.JobID > 0, job), err
	})
}

func FuzzRedirect(f *testing.F) {
	for _, location := range []string{
		"", "/", "//b.example/", "https://b.example/KEY", "https://a.example/api/import/createJob", "https://a.example:443/x", "http://a.example/x",
		"/x?token=KEY", "/x?RAW", "/RAW#RAW", "https://RAW@a.example/", "https://KEY.example/", "https:opaque", "?", "%zz", "\x7f", " /x", "..//x",
		"https://[::1%25lo]/", "mailto:a@b.example", "/%256b3y", "javascript:RAW", "https://a.example./x", "https://A.EXAMPLE/x?a=%ff", "ESCAPED", "/x?y=ESCAPED",
	} {
		for _, status := range []uint16{301, 302, 303, 307, 308} {
			f.Add(status, location)
		}
	}
	f.Fuzz(func(t *testing.T, status uint16, location string) {
		status = 300 + status%100
		location = withKey(strings.ReplaceAll(location, "ESCAPED", url.QueryEscape(canary)))
		requests := 0
		c := fakeClient(t, func(r *http.Request) *http.Response {
			requests++
			checkSentOn(t, r)
			return fakeAnswer(int(status), http.Header{"Location": {location}}, `{"job_id":5}`)
		})
		_, err := c.CreateJob(t.Context(), NewJob{})
		checkFailure(t, err)
		if e := failure(t, err); requests > maxRedirects+1 || e.Kind != Redirected && e.Kind != NoAnswer || e.Kind == Redirected && e.Err == nil {
			t.Errorf("%d requests, then %v", requests, err)
		}
	})
}

// checkSentOn checks that a request is the call, at the site, with the key in its form alone.
func checkSentOn(t *testing.T, r *http.Request) {
	t.Helper()
	texts := []string{r.URL.String(), r.URL.Path, r.URL.Fragment, r.Host}
	for _, values := range r.Header {
		texts = append(texts, values...)
	}
	for _, values := range r.URL.Query() {
		texts = append(texts, values...)
	}
	for _, text := range texts {
		for _, spelling := range spellings(canary) {
			if strings.Contains(text, spelling) {
				t.Errorf("the key is in %q", text)
			}
		}
	}
	if r.Method != http.MethodPost || r.URL.Scheme != "https" || !strings.EqualFold(r.URL.Hostname(), "a.example") || r.URL.User != nil {
		t.Errorf("sent on as %s to %s", r.Method, r.URL)
	}
}

func FuzzRetryAfter(f *testing.F) {
	dates := []string{"", "Sun, 10 May 2026 12:00:00 GMT", "Sunday, 10-May-26 12:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "no date"}
	for _, text := range []string{
		"", "0", "  120 ", "1.5", "-5", "-0.5", "1e3", "1e400", "-1e400", "99999999999999", strings.Repeat("9", 400), "NaN", "Inf", "0x1p4", "1_0", "soon", "KEY",
		"Sun, 10 May 2026 12:00:05 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "2026-05-10T14:00:05+02:00", "Fri, 31 Dec 9999 23:59:59 GMT", "\x00", "12,13", "Sun May 10 12:00:05 2026",
	} {
		for _, date := range dates {
			f.Add(uint16(429), text, date, `{"error":"Slow down KEY"}`)
		}
	}
	f.Add(uint16(200), "7", "", `{"error":"Too many uploads"}`)
	f.Add(uint16(403), "7", "", `{"error":"Busy"}`)
	f.Fuzz(func(t *testing.T, status uint16, text, date, body string) {
		status = 200 + status%400
		c := fakeClient(t, func(*http.Request) *http.Response {
			return fakeAnswer(int(status), http.Header{"Retry-After": {withKey(text)}, "Date": {withKey(date)}}, withKey(body))
		})
		_, err := c.CheckJob(t.Context(), 7)
		checkFailure(t, err)
		if err == nil {
			return
		}
		e := failure(t, err)
		mayAsk := isForNow(int(status)) || e.Kind == Busy
		if e.RetryAfter != 0 && !mayAsk || mayAsk && text == "7" && e.RetryAfter != 7*time.Second {
			t.Errorf("%d: %+v", status, e)
		}
		if e.RetryAfter%time.Second != 0 && !strings.ContainsAny(text, ":") {
			t.Errorf("%q is %v", text, e.RetryAfter)
		}
	})
}
