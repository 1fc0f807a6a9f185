package desk

import (
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// patience is how long to wait after each failure: up to a second, up to two, up to half a minute, and
// each time anything between nothing and that, so that a site that comes back is not met by everyone
// at once.
func patience() *backoff.ExponentialBackOff {
	p := backoff.NewExponentialBackOff()
	p.InitialInterval, p.MaxInterval, p.Multiplier, p.RandomizationFactor = time.Second/2, 15*time.Second, 2, 1
	return p
}

// pause holds all calls back for a while, and returns for how long: as long as the site asked for, and
// at least as long as patience says.
func (s *seat) pause(err error) time.Duration {
	now := present()
	s.resume = later(s.resume, now.Add(s.patience.NextBackOff()))
	s.hold(err)
	return later(s.resume, s.site.Held).Sub(now)
}

// hold keeps to what a site asks with Retry-After: nothing at all is sent before, not even after a restart.
func (s *seat) hold(err error) {
	var failure *api.Error
	if !errors.As(err, &failure) || failure.RetryAfter == 0 {
		return
	}
	if until := present().Add(failure.RetryAfter); until.After(s.site.Held) {
		s.holdUntil(until)
	}
}

// holdUntil writes down that nothing is sent before a time; the zero one lets calls leave.
func (s *seat) holdUntil(until time.Time) {
	s.site.Held = until
	s.hush.Store(&until)
	s.write(ledger.Change{Sites: []ledger.Site{s.site}})
}

// quiet is an error while the site wants to hear nothing. Any goroutine may ask.
func (s *seat) quiet() error {
	if until := s.hush.Load(); until == nil || !present().Before(*until) {
		return nil
	}
	return &api.Error{Op: "list", Kind: api.Busy, Message: "Not before the time that it asked for."}
}

// holdSlips is the length from which a wait that a site asks for is more likely a slip of its clock: the
// person may cut it short.
const holdSlips = time.Hour

// held says until when the site wants to hear nothing; empty where it may be called.
func (s *seat) held(now time.Time) string {
	if !now.Before(s.site.Held) {
		return ""
	}
	text := words.T("%s asked for no calls until %s.", s.site.Name, words.Clock(s.site.Held, now))
	if s.site.Held.Sub(now) > holdSlips {
		text += " " + words.T("Refresh calls it all the same.")
	}
	return text
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
