package api

import (
	"errors"
	"net/http"
	"regexp"
	"time"
)

// judge returns what an answer's status and error member say is wrong, nil where they say nothing.
func (c *Client) judge(a answer) *Error {
	kind := kindOf(a)
	if kind == "" {
		return nil
	}
	e := &Error{Op: a.op, Kind: kind, Status: a.status, Message: c.key.plain(a.words), Sent: true}
	if kind == Busy || isForNow(a.status) {
		e.RetryAfter = retryAfter(a.header, time.Now())
	}
	switch kind {
	case Redirected:
		e.Err = errors.New("the site sends on to an address that can't be followed")
		if a.goesTo != nil {
			e.Err = errors.New(c.key.plain("the site sends on to " + a.goesTo.Scheme + "://" + a.goesTo.Host))
		}
	case BadAnswer:
		e.Err = errors.New("the answer is not the import API's")
	}
	return e
}

// kindOf returns the kind of failure of an answer, "" for none. A status says more than words do,
// and words more than nothing. Source of the error member under any status: the public
// documentation of the import API.
func kindOf(a answer) Kind {
	switch status := a.status; {
	case status >= 300 && status < 400:
		return Redirected
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return KeyRefused
	case status == http.StatusTooManyRequests:
		return Busy
	case status == http.StatusInsufficientStorage && a.failed:
		return Refused // for want of room: by its definition nothing was stored
	case status >= 500:
		// With words of the API's own too: it may have failed when half was done.
		return SiteFault
	case a.failed:
		return kindOfWords(a.words, status)
	case status == http.StatusNotFound && a.isObject:
		return NotFound
	case status < 200 || status >= 300:
		return BadAnswer // of a proxy, or of whatever else is at this address
	}
	return ""
}

// The words of an error are not documented: these are how such errors commonly read. A word in
// an address, such as that of an upload's file, says nothing and is taken out first.
var (
	addressWords = regexp.MustCompile(`\S+://\S+`)
	aboutKey     = regexp.MustCompile(`(?i)\b(token|api[ _-]?key|permissions?|not authori[sz]ed|unauthori[sz]ed)\b` +
		`|\b(invalid|wrong|bad|missing|unknown|expired|revoked) key($|[.!,:;])` +
		`|\bkey (is |was |has )?(been )?(invalid|wrong|missing|unknown|expired|revoked|refused|not (valid|known|accepted)|lacks|has no|may not)\b`)
	aboutAbsence = regexp.MustCompile(`(?i)\b(no such|unknown) (job|upload|track)\b` +
		`|\bno (job|upload|track) (#|"|\d|with|named|found)` +
		`|\b(job|upload|track)([ _-]?id)?\b[^.:;,]{0,40}\b(not found|unknown|(does not|doesn't|doesn’t) exist|not exist)\b` +
		`|\b(not|couldn't|can't|cannot) find [^.:;,]{0,20}\b(job|upload|track)\b` +
		`|^not found[.!]?$`)
	aboutTime = regexp.MustCompile(`(?i)\b(too many|rate limit|try again (later|in)|one at a time|busy` +
		`|another upload|upload is (already )?(in progress|under ?way|running))\b`)
)

func kindOfWords(words string, status int) Kind {
	words = words[:min(len(words), maxRead)] // over the megabytes of a hostile answer these take seconds
	words = addressWords.ReplaceAllString(words, "")
	switch {
	case aboutKey.MatchString(words):
		return KeyRefused
	case status == http.StatusNotFound, aboutAbsence.MatchString(words):
		return NotFound
	case aboutTime.MatchString(words):
		return Busy
	}
	return Refused
}
