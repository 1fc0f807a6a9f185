package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestRetryAfterIsReadFromSecondsAndDates(t *testing.T) {
	now := time.Date(2026, 5, 10, 12, 0, 0, 0, time.UTC)
	at := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	const day = 24 * time.Hour
	tests := []struct {
		text, date string
		want       time.Duration
	}{
		{"", "", 0},
		{"0", "", 0},
		{"  120 ", "", 2 * time.Minute},
		{"+7", "", 7 * time.Second},
		{"1.5", "", 2 * time.Second},
		{".5", "", time.Second},
		{"120.0", "", 2 * time.Minute},
		{"1e3", "", 1000 * time.Second},
		{"-5", "", 0},
		{"-0.5", "", 0},
		{"86401", "", day + time.Second}, // more than a day
		{"99999999999999", "", maxWait},
		{strings.Repeat("9", 400), "", maxWait},
		{"1e999999999", "", maxWait},
		{"-" + strings.Repeat("9", 400), "", 0},
		{"soon", "", 0},
		{"0x10", "", 0},
		{"1_000", "", 0},
		{"Inf", "", 0},
		{"NaN", "", 0},
		{"1.5.2", "", 0},
		{at(time.Minute), "", time.Minute},
		{at(-time.Minute), "", 0},
		{at(1000 * time.Hour), "", 1000 * time.Hour},
		{"Fri, 31 Dec 9999 23:59:59 GMT", "", maxWait},
		{"Fri, 31 Dec 9999 23:59:59 GMT", at(0), maxWait},
		{"Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", 0},
		{at(day + time.Hour), at(day), time.Hour},                // the site's clock is a day ahead
		{at(-day + time.Hour), at(-day), time.Hour},              // or behind
		{at(day), at(day + time.Second), 0},                      // over by its own clock
		{at(time.Hour), "no date", time.Hour},                    // from our own
		{at(-time.Hour), "no date", 0},                           //
		{"Sunday, 10-May-26 12:00:05 GMT", "", 5 * time.Second},  // the old ways of HTTP
		{"Sun May 10 12:00:05 2026", "", 5 * time.Second},        //
		{"Sun, 10 May 2026 12:00:05 UTC", "", 5 * time.Second},   // those of others
		{"Sun, 10 May 2026 14:00:05 +0200", "", 5 * time.Second}, //
		{"2026-05-10T14:00:05+02:00", "", 5 * time.Second},       //
		{" " + at(time.Minute) + " ", " " + at(0), time.Minute},  //
	}
	for _, test := range tests {
		header := http.Header{"Retry-After": {test.text}, "Date": {test.date}}
		if got := retryAfter(header, now); got != test.want {
			t.Errorf("%q at %q is %v, want %v", test.text, test.date, got, test.want)
		}
	}
	if got := retryAfter(http.Header{"Retry-After": {"5", "soon", "90", "-1"}}, now); got != 90*time.Second {
		t.Errorf("of several, %v is taken", got)
	}
}

func TestWhatASiteAsksToWaitIsNeverCutShort(t *testing.T) {
	moments := rapid.Int64Range(0, 253402300799) // 1970 to 9999
	rapid.Check(t, func(t *rapid.T) {
		now, said := time.Unix(moments.Draw(t, "now"), 0).UTC(), time.Unix(moments.Draw(t, "said"), 0).UTC()
		seconds, parts := rapid.Int64Range(0, 1<<40).Draw(t, "seconds"), rapid.IntRange(0, 999).Draw(t, "parts")
		asked := min(time.Duration(min(seconds, 1<<32))*time.Second+time.Duration(parts)*time.Millisecond, maxWait)
		header := http.Header{"Retry-After": {fmt.Sprintf("%d.%03d", seconds, parts)}}
		if got := retryAfter(header, now); got < asked || got >= asked+time.Second || got > maxWait {
			t.Fatalf("%v is %v", header, got)
		}
		until := said.Add(time.Duration(seconds%(1<<33)) * time.Second)
		header = http.Header{"Retry-After": {until.Format(http.TimeFormat)}, "Date": {said.Format(http.TimeFormat)}}
		if got, want := retryAfter(header, now), min(until.Sub(said), maxWait); until.Year() <= 9999 && got != want {
			t.Fatalf("%v is %v, want %v", header, got, want)
		}
		if delete(header, "Date"); until.Year() <= 9999 && retryAfter(header, now) != min(max(until.Sub(now), 0), maxWait) {
			t.Fatalf("%v at %v is %v", header, now, retryAfter(header, now))
		}
	})
}

func TestWhoeverRefusesForNowSaysWhenToComeAgain(t *testing.T) {
	const asked = 7 * time.Second
	tests := []struct {
		status int
		body   string
		kind   Kind
		want   time.Duration
	}{
		{429, ``, Busy, asked},
		{429, `{"error":"Slow down"}`, Busy, asked},
		{503, ``, SiteFault, asked},
		{500, `{"error":"Invalid token"}`, SiteFault, asked},
		{507, `{"error":"The disk is full."}`, Refused, asked},
		{999, ``, SiteFault, asked},
		{200, `{"error":"Too many uploads"}`, Busy, asked},
		{400, `{"error":"Another upload is under way"}`, Busy, asked},
		{200, `{"error":"No such job"}`, NotFound, 0},
		{200, `{"error":"No"}`, Refused, 0},
		{401, ``, KeyRefused, 0},
		{403, `{"error":"Too many tries"}`, KeyRefused, 0},
		{302, ``, Redirected, 0},
		{200, `<p>`, BadAnswer, 0},
		{429, strings.Repeat(" ", maxAnswer+1), BadAnswer, asked},
		{200, strings.Repeat(" ", maxAnswer+1), BadAnswer, 0},
	}
	for _, test := range tests {
		c := newClient(t, newSite(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "7")
			answers(test.status, test.body)(w, r)
		}).URL)
		_, err := c.CheckJob(t.Context(), 1)
		if e := failure(t, err); e.Kind != test.kind || e.RetryAfter != test.want {
			t.Errorf("%d with %.40s is %+v", test.status, test.body, e)
		}
	}
}

func TestARefusalCutShortSaysWhenToComeAgain(t *testing.T) {
	for status, want := range map[int]time.Duration{429: 7 * time.Second, 503: 7 * time.Second, 200: 0, 403: 0} {
		c := newClient(t, newSite(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "7")
			w.Header().Set("Content-Length", "100")
			answers(status, `{"error":`)(w, r)
		}).URL)
		_, err := c.CheckJob(t.Context(), 1)
		if e := failure(t, err); e.Kind != NoAnswer || e.RetryAfter != want {
			t.Errorf("%d is %+v", status, e)
		}
	}
}
