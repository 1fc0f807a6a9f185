package desk

import (
	"strings"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// Background is what goes on at all sites, whichever is shown.
type Background struct {
	Followed int    // jobs that are followed to their end
	Words    string // these in words, with the tracks that are left
	Leaving  string // what becomes of it all when the program ends; empty where nothing is followed
	Sending  bool   // new tracks are being sent to a site that takes them
}

// background sums up what goes on.
func (d *Desk) background() (b Background) {
	there, here, left, unsent := 0, 0, 0, 0 // jobs at real sites and at the practice site, tracks, changes
	for _, s := range d.seats {
		if s.site.Practice {
			here += len(s.watches)
		} else {
			there += len(s.watches)
		}
		for row := range s.watches {
			if j := s.jobs[row]; j.Counted {
				left += j.Queued + j.InProgress
			}
		}
		unsent += s.unanswered()
		b.Sending = b.Sending || s.sendsTracks()
	}
	b.Followed = here + there
	b.Words = followedWords(b.Followed, left)
	if b.Followed == 0 {
		return b
	}
	var parts []string
	if there > 0 {
		parts = append(parts, words.N(there, "When you quit, %d job goes on at its site. Pressroom looks at it again at the next start, and tells you then if it has ended.",
			"When you quit, %d jobs go on at their sites. Pressroom looks at them again at the next start, and tells you then which have ended."))
	}
	if here > 0 {
		parts = append(parts, words.N(here, "The practice site stops with Pressroom: its %d job goes on at the next start.",
			"The practice site stops with Pressroom: its %d jobs go on at the next start."))
	}
	if unsent > 0 {
		parts = append(parts, words.N(unsent, "%d change is still to be sent, and is sent at the next start.", "%d changes are still to be sent, and are sent at the next start."))
	}
	b.Leaving = strings.Join(parts, " ")
	return b
}

func followedWords(followed, left int) string {
	switch {
	case followed == 0:
		return words.T("No job is followed")
	case left == 0:
		return words.N(followed, "%d job followed", "%d jobs followed")
	}
	return words.N(followed, "%d job followed", "%d jobs followed") + ", " + words.N(left, "%d track left", "%d tracks left")
}

// unanswered is how many calls are to be sent or under way.
func (s *seat) unanswered() int {
	n := len(s.lane) + len(s.sets) + s.flying
	if s.sending {
		n++
	}
	for _, p := range s.pours {
		n += len(p.uploads)
	}
	return n
}

// sendsTracks says that new tracks are on their way to the site, or next: not while it does not answer, for
// then nothing is, however long that lasts.
func (s *seat) sendsTracks() bool {
	if !s.mayAsk() || s.state == SiteTrouble || !s.sending && len(s.lane) == 0 {
		return false
	}
	for _, p := range s.intents {
		if p.kind == ledger.AddUpload && p.ended < p.total {
			return true
		}
	}
	return false
}
