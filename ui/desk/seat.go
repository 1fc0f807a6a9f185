package desk

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// seat is the place of one site at the desk: its queue, its jobs and what is under way.
type seat struct {
	d      *Desk
	site   ledger.Site
	client Site // nil until there is a key
	// connection counts the clients this seat has had: an answer to an earlier one is stale.
	connection int
	state      SiteState
	problem    string // one plain sentence about the site as a whole
	keyPlace   KeyPlace
	unkept     string   // a key that the keyring has not taken yet
	keyring    string   // what the keyring did not do, and the next step
	waits      string   // that the keyring lets Pressroom wait
	atKeyring  []func() // what the keyring is asked for the site: the first is under way

	jobs    map[int64]*ledger.Job
	list    rowList
	mainJob int64 // row

	items    map[int64]*ledger.Item    // open ones
	tries    map[int64]int             // of items that are safe to repeat
	lane     []int64                   // createJob, upload, delete and publish: one at a time, in order
	sets     []int64                   // setFormats and setMetadata: several at a time
	flying   int                       // of those under way
	sending  bool                      // something of lane is under way
	wanted   map[int64][]*ledger.Item  // open changes of uploads, by their rows, oldest first
	setting  map[int64]bool            // uploads with one of sets under way: one at a time each
	removing map[int64]*ledger.Item    // open items that remove an upload, by its row
	gone     map[int64]int64           // upload ids that were removed, and the clock then
	suspects map[int64]int64           // items for which the key was refused, and the clock then: a later look tells whether it was the key
	hush     atomic.Pointer[time.Time] // site.Held, once it changed
	halted   bool                      // the ledger cannot be written
	resume   time.Time                 // nothing is sent before, unless the person asks; see also site.Held
	limit    limiter
	patience *backoff.ExponentialBackOff
	intents  map[int64]*progress // of those that have open items
	pace     pace
	history  []ledger.Intent // the latest, oldest first
	detail   int64           // row of the job that is shown in full, 0 for none
	points   []ledger.Counts // how far that was, oldest first
	finding  *string         // what is searched for in the history of jobs; nil while that is closed

	watches map[int64]*watch
	looking bool      // a refresh is under way
	seen    time.Time // when the latest refresh began that came to an end
	// clock counts listings begun and answers taken in: a listing that began before an answer about an
	// upload says nothing of it. stamps is the clock at the last answer about an upload.
	clock   int64
	stamps  map[int64]int64
	merged  map[int64]int64 // job to the clock of the latest listing that was merged
	recheck time.Time       // when to look again for what is unknown
	between time.Duration

	fields      []string // of metadata, once the site has told them
	edited      edited
	fieldsAsked bool // it is being asked

	adds  []*adding // batches on their way into the queue: the first is worked on
	pours []*pour   // batches that are being written down

	loaded bool          // what the ledger holds has been taken up
	early  []func(*seat) // what was asked for before

	summed    summed
	selection SelectionView // that of summed
}

func newSeat(d *Desk, site ledger.Site) *seat {
	if site.Practice {
		site.Name = words.T("Practice site")
	}
	jobs := map[int64]*ledger.Job{}
	return &seat{
		d: d, site: site, state: SiteConnecting, jobs: jobs, list: newRowList(site.ID, jobs),
		wanted: map[int64][]*ledger.Item{}, setting: map[int64]bool{}, removing: map[int64]*ledger.Item{}, gone: map[int64]int64{}, suspects: map[int64]int64{}, stamps: map[int64]int64{}, merged: map[int64]int64{},
		items: map[int64]*ledger.Item{}, tries: map[int64]int{}, intents: map[int64]*progress{},
		watches: map[int64]*watch{}, patience: patience(), limit: newLimiter(),
	}
}

// load takes up what the ledger holds of the site. A call that may repeat, or that never left, goes
// on waiting; one that left and was not answered becomes unknown.
func (s *seat) load(book ledger.Book) {
	for _, j := range book.Jobs {
		s.jobs[j.Row] = &j
		if j.Main {
			s.mainJob, j.Name = j.Row, words.T("Main job")
		}
		if !j.Published.IsZero() && j.Finished.IsZero() { // also where a further publish of it was under way
			s.follow(j.Row)
		}
	}
	s.history = book.Intents
	for _, i := range book.Open {
		s.enlist(&i)
	}
	for row := range s.removing {
		s.mark(row)
	}
	s.list.take(book.Uploads)
	for _, i := range slices.SortedFunc(maps.Values(s.items), byID) {
		switch {
		case i.State == ledger.Sent:
			s.becomeUnknown(i, words.T("Pressroom was closed before the answer came."))
		case i.State == ledger.Unknown && !s.saysUnknown(i): // a rescued ledger knows of calls what it does not of rows
			s.becomeUnknown(i, i.Problem)
		case i.State == ledger.Unknown:
			s.lookAgain()
		}
	}
	if s.mainJob == 0 {
		j := &ledger.Job{Row: s.d.Ledger.NewRow(), Site: s.site.ID, Main: true, Name: words.T("Main job"), Phase: PhaseOpen, Created: present()}
		if s.write(ledger.Change{Jobs: []ledger.Job{*j}}) {
			s.jobs[j.Row], s.mainJob = j, j.Row
		}
	}
	s.tellLate()
	early := s.early
	s.loaded, s.early = true, nil
	s.pourAgain()
	for _, f := range early {
		f(s)
	}
}

func byID(a, b *ledger.Item) int { return int(a.ID - b.ID) }

// enlist takes up an open item, and puts it into its lane if it waits.
func (s *seat) enlist(i *ledger.Item) {
	counted := s.items[i.ID] != nil // it was unknown, and is to be sent again
	s.items[i.ID] = i
	if !counted {
		s.want(i)
	}
	if i.Kind == ledger.Delete {
		s.removing[i.Upload] = i
	}
	if i.Kind.Repeatable() && i.State == ledger.Sent {
		i.State = ledger.Waiting // the same values may be set again
	}
	if !counted {
		if s.intents[i.Intent] == nil {
			s.intents[i.Intent] = s.progressOf(i)
		}
		s.intents[i.Intent].total++
	}
	if i.State != ledger.Waiting {
		return
	}
	if i.Kind.Repeatable() {
		s.sets = append(s.sets, i.ID)
	} else {
		s.lane = append(s.lane, i.ID)
	}
}

// keep takes an upload into the queue, in place of an earlier record of it.
func (s *seat) keep(u *ledger.Upload) {
	s.mark(u.Row)
	s.list.put(u)
}

// mark has an upload that is being removed show that.
func (s *seat) mark(row int64) {
	status := ""
	if i := s.removing[row]; i != nil && i.State == ledger.Unknown {
		status = statusUnknown
	} else if i != nil {
		status = statusRemoving
	}
	s.list.mark(row, status)
}

// write puts a change on the disk; where that fails the seat sends nothing more.
func (s *seat) write(change ledger.Change) bool {
	s.d.touch()
	if !s.d.write(change) {
		s.halted = true
		return false
	}
	return true
}

// connect gives the seat a client and looks at the site.
func (s *seat) connect(key string, place KeyPlace) {
	client, err := s.d.Dial(s.site.Address, key)
	if err != nil {
		s.state, s.problem = SiteNeedsKey, sentence(err, s.site.Name)
		s.d.touch()
		return
	}
	s.client, s.keyPlace = client, place
	s.resume = time.Time{}
	s.anew()
	s.state, s.problem = SiteConnecting, ""
	if held := s.held(present()); held != "" {
		s.state, s.problem = SiteTrouble, held
	}
	s.refresh()
}

// anew has answers that are still on their way dropped: what they were asked for is asked again.
func (s *seat) anew() {
	s.connection++
	s.looking = false
	for _, w := range s.watches {
		w.asking = false
	}
}

// ask reads something from the site, keeps to the wait that it may ask for, and drops the answer where the seat has been connected anew in
// the meantime.
func ask[T any](s *seat, call func(context.Context, Site) (T, error), back func(T, error)) {
	connection, client, held := s.connection, s.client, s.site.Held.Sub(present())
	away(s.d, func(ctx context.Context) (T, error) {
		if held > 0 {
			var none T
			return none, &api.Error{Op: "ask", Kind: api.Busy, RetryAfter: held, Message: words.T("Not before the time that it asked for.")}
		}
		return call(ctx, client)
	}, func(result T, err error) {
		s.hold(err)
		if s.connection == connection {
			back(result, err)
			s.d.touch()
		}
	})
}

// met says how the site is after an answer: what concerns the site as a whole is shown once, there.
func (s *seat) met(err error) {
	var failure *api.Error
	switch {
	case err == nil:
		if s.state != SiteReady { // it is back
			s.lookNow(present())
		}
		s.state, s.problem = SiteReady, ""
	case errors.As(err, &failure) && failure.Kind == api.KeyRefused:
		s.state, s.problem = SiteNeedsKey, sentence(err, s.site.Name)
	case errors.As(err, &failure) && (failure.Kind == api.Refused || failure.Kind == api.NotFound || failure.Kind == api.BadRequest):
		// The site works; it refused one thing, which is shown where that thing is.
		s.state, s.problem = SiteReady, ""
	default:
		s.hold(err)
		s.state, s.problem = SiteTrouble, sentence(err, s.site.Name)+s.waiting()
	}
}

func (s *seat) waiting() string {
	if held := s.held(present()); held != "" {
		return " " + held
	}
	if n := len(s.lane) + len(s.sets); n > 0 {
		return " " + words.N(n, "%d change waits and will be sent again.", "%d changes wait and will be sent again.")
	}
	return " " + words.T("Pressroom keeps trying.")
}

// tick does what is due at the site and returns when something is due next.
func (s *seat) tick(now time.Time) time.Time {
	next := now.Add(time.Hour)
	if !s.mayAsk() {
		return next
	}
	if ready := later(s.resume, s.site.Held); now.Before(ready) {
		next = ready
	} else {
		if s.state == SiteTrouble || s.recheckDue(now) {
			s.refresh()
		}
		next = earlier(next, s.pump(now))
	}
	if s.recheck.After(now) { // where it is due and nothing may be sent, it is done at resume
		next = earlier(next, s.recheck)
	}
	return next
}

// recheckDue says that it is time to look again for what is unknown: soon, and then less and less often.
func (s *seat) recheckDue(now time.Time) bool {
	if s.recheck.IsZero() || now.Before(s.recheck) {
		return false
	}
	s.recheck = time.Time{}
	for _, i := range s.items {
		if i.State == ledger.Unknown {
			s.between = min(2*s.between, 10*time.Minute)
			s.recheck = now.Add(s.between)
			return true
		}
	}
	return false
}
