package desk

import (
	"time"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// pace is how quickly the site takes what it is sent, since there was last nothing to send.
type pace struct {
	began time.Time
	sent  int // then
}

// paceFrom is how many answers, and for how long, must have come before the rest is estimated.
const paceFrom, paceAfter = 5, 3 * time.Second

// underWay is how far all is that is being sent.
func (s *seat) underWay(now time.Time) (v WorkView) {
	formats := false
	for _, p := range s.intents {
		v.Sent, v.Of, v.Failed = v.Sent+p.ended, v.Of+p.total, v.Failed+p.failed
		formats = formats || p.kind == ledger.SetFormats
	}
	for _, i := range s.items {
		if i.State == ledger.Unknown && s.intents[i.Intent] != nil {
			v.Of--
		}
	}
	if v.Sent >= v.Of { // what is left is unknown, and shown as such
		s.pace = pace{}
		return WorkView{}
	}
	if s.pace.began.IsZero() || v.Sent < s.pace.sent {
		s.pace = pace{now, v.Sent}
	}
	if formats {
		v.Text = words.N(v.Of, "%[2]s of %[1]d format change sent", "%[2]s of %[1]d format changes sent", words.Figure(v.Sent))
	} else {
		v.Text = words.N(v.Of, "%[2]s of %[1]d change sent", "%[2]s of %[1]d changes sent", words.Figure(v.Sent))
	}
	if left := s.pace.left(now, v.Sent, v.Of); left > 0 {
		v.Left = words.T("about %s left", words.Span(left))
	}
	return v
}

// left is how long the rest takes if it goes on as until now; 0 where that cannot be told yet.
func (p pace) left(now time.Time, sent, all int) time.Duration {
	done, took := sent-p.sent, now.Sub(p.began)
	if done < paceFrom || took < paceAfter {
		return 0
	}
	return took / time.Duration(done) * time.Duration(all-sent)
}
