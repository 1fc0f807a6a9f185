package api

import (
	"fmt"
	"time"
)

// Kind is what sort of failure an [Error] is. Decisions are made on it, never on text.
type Kind string

// The kinds of failure.
const (
	BadRequest  Kind = "bad request" // wrong on its face: nothing was sent
	Unreachable Kind = "unreachable" // no name, no connection, no TLS: nothing was sent
	KeyRefused  Kind = "key refused" // 401 or 403, or an error that speaks of the token
	Refused     Kind = "refused"     // the site's own error, in Message
	NotFound    Kind = "not found"   // 404, or the site's error says that job or upload does not exist
	Busy        Kind = "busy"        // 429, or refused for now; RetryAfter may say until when
	SiteFault   Kind = "site fault"  // 5xx without an error of the API's own
	NoAnswer    Kind = "no answer"   // sent, and the answer never came whole
	BadAnswer   Kind = "bad answer"  // an answer that is not the API's: a web page, broken JSON, too long
	Redirected  Kind = "redirected"  // the site sends elsewhere, named in the cause; not followed
	Cancelled   Kind = "cancelled"   // the caller gave up before anything was sent
)

// Error is a failed call. Every error of this package's calls is one.
type Error struct {
	Op         string        // the call: "publish"
	Kind       Kind          //
	Status     int           // HTTP status; 0 where none came
	Message    string        // the site's own words, plain and at most 500 runes; untrusted
	RetryAfter time.Duration // at least this long until the next try, from 0 to 100 years; 0 where the site does not say
	Sent       bool          // bytes of the call may have left this machine
	Partial    bool          // the site refused, and yet answered with the data of a call that was carried out
	Err        error         // the cause, if any; never holds the key
}

func (e *Error) Error() string {
	text := "api: " + e.Op + ": " + string(e.Kind)
	if e.Status != 0 {
		text += fmt.Sprintf(" (HTTP %d)", e.Status)
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// MayHaveHappened says that the site may have done what was asked although the call failed: it was
// sent, and nothing that came back proves the contrary.
func (e *Error) MayHaveHappened() bool {
	switch e.Kind {
	case NoAnswer, SiteFault, BadAnswer:
		return e.Sent
	}
	return e.Partial
}

// badRequest says why a call was not even sent.
func badRequest(op string, reason error) *Error {
	return &Error{Op: op, Kind: BadRequest, Err: reason}
}
