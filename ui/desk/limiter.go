package desk

import (
	"math"
	"time"
)

// atOnce is how many calls that may be repeated are under way at a site at most.
const atOnce = 8

const (
	ofMeasured = 0.98             // of what a site took between two refusals
	rampsUp    = 20 * time.Second // from the least that it may have meant to the most
	growsAgain = 15 * time.Second // after that, until a pace grows further, the first time
	growsRare  = 5 * time.Minute  // the longest such time
	growsEvery = 5 * time.Second
	doubles    = 4 * time.Second // a pace of which nothing is known
	noPace     = 500             // calls a second that no site of this kind would limit
	restsFor   = 2 * time.Second
)

// limiter holds what is sent to one site to what the site bears. No limit is documented, so both are
// learnt: how many calls may be under way at once, and how many may leave in a second.
//
// The number at once grows by one for each round of answers and is halved when the site refuses for
// now (429, 503) or its answers take twice as long as usual. The pace is unbounded until the first
// refusal. Between two refusals a site takes just what it allows, whatever its way of counting: at
// least what it took in all that time, at most that without the wait, in which it may have saved up
// nothing. The pace that follows rises from the one to the other and then feels its way up, the less
// often the better it is known.
type limiter struct {
	window float64   // calls at once, 1 to atOnce
	halved time.Time // calls that left before say nothing new

	pace        float64   // calls a second; 0 where none is known
	least, most float64   // what it rises between
	next        time.Time // when the next call may leave
	rested      time.Time // since when none has left though it might
	since       time.Time // since when taken counts
	waited      time.Duration
	taken       int  // calls that were answered well
	clean       bool // since was a refusal: nothing was saved up then
	known       bool // least and most were measured
	lately      tally
	grows       time.Duration

	usual, latest time.Duration // how long answers take
}

func newLimiter() limiter { return limiter{window: 2} }

// room is how many calls may be under way at once.
func (l *limiter) room() int { return int(l.window) }

// wait is how long until a call may leave.
func (l *limiter) wait(now time.Time) time.Duration { return max(l.next.Sub(now), 0) }

// leaves counts a call that leaves now.
func (l *limiter) leaves(now time.Time) {
	if l.since.IsZero() || now.Sub(l.rested) > restsFor+2*l.spacing() {
		l.since, l.taken, l.clean = now, 0, false // who rests saves up: that says nothing of the pace
	}
	l.rested = now
	if l.next.Before(now) {
		l.next = now
	}
	l.next = l.next.Add(l.spacing())
}

func (l *limiter) spacing() time.Duration {
	if l.pace == 0 {
		return 0
	}
	return time.Duration(float64(time.Second) / l.pace)
}

// took counts an answer that came well to a call that left at left.
func (l *limiter) took(left, now time.Time) {
	l.taken++
	l.lately.add(now)
	l.window = min(l.window+1/l.window, atOnce)
	l.grow(now)
	took := now.Sub(left)
	if l.usual == 0 {
		l.usual, l.latest = took, took
	}
	l.latest += (took - l.latest) / 8
	l.usual = min(l.usual+(l.latest-l.usual)/512, l.latest) // a lasting change becomes the usual
	if l.latest > 2*l.usual+20*time.Millisecond && left.After(l.halved) {
		l.halve(now)
		l.latest = l.usual
	}
}

func (l *limiter) halve(now time.Time) {
	l.window = max(l.window/2, 1)
	l.halved = now
}

// refused counts a refusal for now of a call that left at left, after which nothing is sent for wait.
func (l *limiter) refused(left, now time.Time, wait time.Duration) {
	l.rested = now.Add(wait)
	if !left.After(l.halved) {
		return // it met what another call has met
	}
	least, most := l.measured(now)
	switch {
	case least == 0: // it says only that this was too much
		l.known, l.grows = false, growsAgain
		if l.pace > 0 {
			least = l.pace / 2
		} else {
			least = max(float64(l.taken)/max(now.Sub(l.since).Seconds(), 1)/2, 1)
		}
		most = least
	case l.known && least < 1.1*l.most && most > 0.9*l.least:
		l.grows = min(2*l.grows, growsRare)
	default:
		l.known, l.grows = true, growsAgain
	}
	l.least = max(ofMeasured*least, 0.2) // however often it refuses, it is asked again
	l.most = max(ofMeasured*most, l.least)
	l.pace = l.least
	l.since, l.waited, l.taken, l.clean = now, wait, 0, true
	l.lately = tally{}
	l.halve(now)
}

// measured is the least and the most calls a second that a site that refuses now can have meant; 0
// where nothing is known of that.
func (l *limiter) measured(now time.Time) (least, most float64) {
	elapsed := now.Sub(l.since)
	switch {
	case !l.clean || l.taken == 0 || elapsed-l.waited < time.Second:
		return 0, 0
	case elapsed > tallied: // it was sent less than it allows before
		least = l.lately.pace(now)
		return least, max(least, l.pace)
	}
	taken := float64(l.taken)
	if !l.known { // the pace has doubled again and again: on average it was far below what was refused
		return taken / elapsed.Seconds(), max(l.pace, taken/elapsed.Seconds())
	}
	return taken / elapsed.Seconds(), min(taken/(elapsed-l.waited).Seconds(), l.pace)
}

// grow has the pace rise to the most that the site may have meant, and later beyond it: by one per
// cent each time for half a minute, and then by more and more. Where nothing is known yet, it doubles.
func (l *limiter) grow(now time.Time) {
	if l.pace == 0 {
		return
	}
	since := now.Sub(l.since) - l.waited // below nothing while it still waits: answers come then too
	if !l.known {
		l.pace = l.least * math.Exp2(max(since.Seconds(), 0)/doubles.Seconds())
	} else {
		l.pace = max(l.least+min(since.Seconds()/rampsUp.Seconds(), 1)*(l.most-l.least), l.least/2)
		if over := since - rampsUp - l.grows; over >= 0 {
			steps := int(over/growsEvery) + 1
			l.pace *= 1 + 0.01*float64(min(steps, 6)) + 0.01*float64(int(1)<<min(max(steps-6, 0), 20)-1)
		}
	}
	if l.pace > noPace {
		l.pace = 0
	}
}

// tallied is how far back a [tally] tells.
const tallied = 10 * time.Second

// tally counts answers by the second.
type tally struct {
	second int64
	counts [int(tallied / time.Second)]int
}

func (t *tally) add(now time.Time) {
	for n := int64(len(t.counts)); t.second < now.Unix(); t.second++ {
		t.second = max(t.second, now.Unix()-n)
		t.counts[(t.second+1)%n] = 0
	}
	t.counts[now.Unix()%int64(len(t.counts))]++
}

// pace is how many answers a second came in all the time that the tally tells of.
func (t *tally) pace(now time.Time) (p float64) {
	t.add(now)
	for _, n := range t.counts {
		p += float64(n)
	}
	return (p - 1) / (float64(len(t.counts)-1) + float64(now.Nanosecond())/1e9)
}
