package desk

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// Options is what a desk needs from outside.
type Options struct {
	Ledger   *ledger.Ledger
	Keys     KeyStore
	Notifier Notifier
	// Dial makes the client of a site; it sends nothing.
	Dial func(address, key string) (Site, error)
	// Web is what addresses are checked over before they are added.
	Web http.RoundTripper
	// Practice starts the practice site, or returns the one that runs.
	Practice func(context.Context) (PracticeSite, error)
	// Opened is closed once the window stands on the screen: before that no site is asked for anything, so
	// that it opens at once. Nil where nothing has to be waited for.
	Opened <-chan struct{}
	// Show takes each new view. It is called on the desk's goroutine, at most ten times a second,
	// and must return at once.
	Show func(View)
	Log  *slog.Logger
	// Logged returns at most so many of the log's latest lines, oldest first, for diagnostics; nil where
	// no log is kept.
	Logged func(most int) ([]string, error)
	// Crashed returns the report of the program's latest crash, for diagnostics; nil where none is kept.
	Crashed func() (string, error)
}

// viewEvery is the shortest time between two views.
const viewEvery = 100 * time.Millisecond

// The desk's own time. Tests on real networks have it pass quicker.
var (
	present               = time.Now
	speed   time.Duration = 1
)

// Desk is a working desk. Its exported methods return at once and may be called from any goroutine.
type Desk struct {
	Options
	ctx    context.Context
	cancel context.CancelFunc
	busy   sync.WaitGroup // the desk's goroutine and all that work for it

	mu    sync.Mutex
	inbox []func()
	wake  chan struct{}

	// The rest belongs to the desk's goroutine.
	seats     map[string]*seat
	order     []string               // of seats, as they are listed
	removed   map[string]ledger.Site // by their ids: not shown, with a history
	current   string
	practice  *PracticeSite
	trial     Trial
	review    *review
	activity  *activity
	editing   string // the site of which metadata is being edited
	notices   []Notice
	noticed   int
	added     int      // batches
	copied    *Copied  // what goes to the clipboard last
	ready     bool     // the sites have been read
	shows     bool     // the first view that tells of them was made
	asked     string   // the address that the program was started with, as it was typed
	first     string   // the site to show once it is
	later     []func() // what waits until it has
	closed    []func() // what waits until the window stands on the screen; nil once it does
	settings  map[settingKey]string
	settled   bool // they have been read
	presets   []Preset
	presetted int       // how often they became others
	held      []string  // tracks that the program was started with, until they are added
	unwatched bool      // nobody looks at the window
	front     bool      // it is known to be in front of all others
	mute      bool      // the desktop did not show the last notification
	polls     time.Time // no job is looked at before
	tells     time.Time // when ended jobs are told of; zero where none is
	changed   bool      // since the last view
	shown     time.Time
	views     uint64
}

// New makes a desk; [Desk.Start] opens it.
func New(o Options) (*Desk, error) {
	if o.Ledger == nil || o.Keys == nil || o.Notifier == nil || o.Dial == nil || o.Web == nil || o.Practice == nil || o.Show == nil || o.Log == nil {
		return nil, errors.New("desk: every field of Options but Opened, Logged and Crashed is needed")
	}
	d := &Desk{Options: o, wake: make(chan struct{}, 1), seats: map[string]*seat{}, removed: map[string]ledger.Site{}, settings: map[settingKey]string{}, presets: firstPresets()}
	d.ctx, d.cancel = context.WithCancel(context.Background())
	return d, nil
}

// Start reads the ledger, connects the known sites and takes up what was under way. It shows the
// site with the address given, or where that is unknown the one shown last. Tracks are added once
// there is a queue to add them to: that of the site with the address given, if one is.
func (d *Desk) Start(address string, tracks []string) {
	d.asked, d.held = address, tracks
	if normal, err := api.NormaliseAddress(address); err == nil {
		d.first = normal
	}
	d.post(d.open)
	if d.Opened != nil {
		d.closed = []func(){}
		away(d, d.awaitWindow, func(struct{}, error) {
			waiting := d.closed
			d.closed = nil
			for _, f := range waiting {
				f()
			}
		})
	}
	d.busy.Add(1)
	go d.run()
}

func (d *Desk) awaitWindow(ctx context.Context) (struct{}, error) {
	select {
	case <-d.Opened:
	case <-ctx.Done():
	}
	return struct{}{}, nil
}

// opened does something once the window stands on the screen.
func (d *Desk) opened(f func()) {
	if d.closed != nil {
		d.closed = append(d.closed, f)
	} else {
		f()
	}
}

// Close stops all work and returns once every call has ended. What was not answered by then is in
// the ledger as sent, and is looked up at the next start.
func (d *Desk) Close() {
	d.cancel()
	for {
		d.busy.Wait()
		d.mu.Lock()
		work := d.inbox
		d.inbox = nil
		d.mu.Unlock()
		if len(work) == 0 {
			return
		}
		for _, f := range work { // what was asked for and what was answered until now is written down
			f()
		}
	}
}

// post hands f to the desk's goroutine. It never waits.
func (d *Desk) post(f func()) {
	d.mu.Lock()
	d.inbox = append(d.inbox, f)
	d.mu.Unlock()
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

func (d *Desk) run() {
	defer d.busy.Done()
	for d.ctx.Err() == nil {
		d.mu.Lock()
		work := d.inbox
		d.inbox = nil
		d.mu.Unlock()
		for _, f := range work {
			f()
		}
		next := d.tick(present())
		timer := time.NewTimer(max(next.Sub(present()), 0) / speed)
		select {
		case <-d.wake:
		case <-timer.C:
		case <-d.ctx.Done():
		}
		timer.Stop()
	}
}

// tick does what is due and returns when something is due next.
func (d *Desk) tick(now time.Time) time.Time {
	next := now.Add(time.Hour)
	for _, s := range d.seats {
		next = earlier(next, s.tick(now))
	}
	next = earlier(next, d.poll(now))
	if !d.tells.IsZero() && !now.Before(d.tells) {
		d.tell(now)
	}
	if !d.tells.IsZero() {
		next = earlier(next, d.tells)
	}
	next = d.tickAdding(now, next)
	d.loadActivity()
	if d.changed {
		if due := d.shown.Add(viewEvery); now.Before(due) {
			return earlier(next, due)
		}
		d.changed, d.shown = false, now
		d.Show(d.view(now))
	}
	return next
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// touch has a new view made soon.
func (d *Desk) touch() { d.changed = true }

// soon has a new view made as soon as there is time: somebody waits for it.
func (d *Desk) soon() {
	d.touch()
	d.shown = time.Time{}
}

// away does work on a goroutine of its own and brings the result back to the desk's.
func away[T any](d *Desk, work func(context.Context) (T, error), back func(T, error)) {
	d.busy.Add(1)
	go func() {
		defer d.busy.Done()
		result, err := work(d.ctx)
		d.post(func() { back(result, err) })
	}()
}

// write puts a change on the disk. Where that fails nothing is lost that was there, but the desk
// must not go on as if the change were recorded: false says so.
func (d *Desk) write(change ledger.Change) bool {
	if err := d.Ledger.Write(context.WithoutCancel(d.ctx), change); err != nil {
		d.Log.Error("write to the ledger", "error", err)
		d.notice(ToneErrored, words.T("Pressroom could not write to its ledger, so it stopped there: nothing more is sent. "+
			"Make room on the disk, then start Pressroom again."))
		return false
	}
	return true
}

// notice tells the person something that has no better place.
func (d *Desk) notice(tone Tone, text string) {
	d.noticed++
	d.record(tone, text)
	d.notices = append(d.notices, Notice{Number: d.noticed, Text: text, Tone: tone})
	if keep := 20; len(d.notices) > keep {
		d.notices = d.notices[len(d.notices)-keep:]
	}
	d.touch()
}

func (d *Desk) seat() *seat { return d.seats[d.current] }

// at runs f with the site that is shown, if there is one, and has a new view made.
func (d *Desk) at(f func(*seat)) {
	d.post(func() {
		s := d.seat()
		switch {
		case s == nil:
		case !s.loaded: // what is recorded now would be read as well, and sent twice
			s.early = append(s.early, f)
		default:
			f(s)
		}
		d.touch()
	})
}
