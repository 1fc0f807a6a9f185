package api

import (
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxWait is the longest wait there is: what a site asks is never cut short of what anybody will
// live to see, and a sum of it and a moment is still one that time can count.
const maxWait = 100 * 365 * 24 * time.Hour

// isForNow says that a status refuses for now: such an answer may say when to come again.
func isForNow(status int) bool {
	return status == http.StatusTooManyRequests || status >= 500
}

// retryAfter reads Retry-After: the longest wait where there are several, 0 where there is none that
// can be read, at most maxWait.
func retryAfter(header http.Header, now time.Time) time.Duration {
	if said, ok := readDate(header.Get("Date")); ok {
		now = said // the two clocks may differ
	}
	var longest time.Duration
	for _, text := range header.Values("Retry-After") {
		longest = max(longest, readWait(strings.TrimSpace(text), now))
	}
	return min(longest, maxWait)
}

// seconds are whole by the standard; some servers write them as the floats they count in.
var seconds = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`)

// readWait reads one wait: seconds, of which a part is a whole one, or a date, which counts from now.
func readWait(text string, now time.Time) time.Duration {
	if seconds.MatchString(text) {
		n, _ := strconv.ParseFloat(text, 64) // out of range, it is infinite
		return time.Duration(min(max(math.Ceil(n), 0), maxWait.Seconds())) * time.Second
	}
	if until, ok := readDate(text); ok {
		return until.Sub(now) // at most what a Duration holds
	}
	return 0
}

// readDate reads a date as HTTP writes it, and in the ways that are commonly taken for it.
func readDate(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if at, err := http.ParseTime(text); err == nil {
		return at, true
	}
	for _, layout := range []string{time.RFC1123Z, "Mon, 02 Jan 2006 15:04:05 UTC", time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
