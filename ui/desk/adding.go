package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/intake"
	"pressroom/ui/desk/ledger"
)

// stage is how far a batch is on its way into the queue.
type stage int

const (
	gathering stage = iota // folders are walked
	reading                // a list is read
	matching               // the person says what the list's columns mean
	checking               // files and addresses are looked into
	asking                 // the person decides what becomes of what was found
	taking                 // it was decided, and is about to be recorded
)

// adding is a batch on its way into the queue. Those of a site go one after the other, so that each is
// checked against what those before it brought. Nothing of it is recorded before it is taken in.
type adding struct {
	number  int
	job     int64 // row of the job that it goes to
	stage   stage
	began   time.Time // the stage
	slow    bool      // it takes long enough to be shown
	stop    context.CancelFunc
	stopped bool // the person had enough of looking

	sources []string // as they were added; nil of a list
	list    *list    // nil where no list was added
	walked  int      // sources found so far
	found   intake.Found

	candidates []intake.Candidate
	progress   intake.Progress
	findings   []finding
	held       map[int]bool // candidates that are left out
	shown      *AddingView  // of the findings, once they are there
}

// slowAfter is how long work on a batch may take before it is shown.
const slowAfter = 500 * time.Millisecond

// batch is the one that is worked on, nil where none is.
func (s *seat) batch() *adding {
	if len(s.adds) == 0 {
		return nil
	}
	return s.adds[0]
}

// begin lets a batch in, after those that are there.
func (s *seat) begin(batches ...*adding) {
	for _, a := range batches {
		s.d.added++
		a.number = s.d.added
	}
	s.adds = append(s.adds, batches...)
	if len(s.adds) == len(batches) {
		s.work()
	}
}

// work starts on the first batch.
func (s *seat) work() {
	s.d.touch()
	switch a := s.batch(); {
	case a == nil:
	case a.list != nil:
		s.readList(a)
	default:
		s.gather(a)
	}
}

// endBatch is done with a batch, and goes on to the next.
func (s *seat) endBatch(a *adding) {
	if a.stop != nil {
		a.stop()
	}
	s.adds = slices.DeleteFunc(s.adds, func(other *adding) bool { return other == a })
	s.work()
}

// enter begins a stage of a batch. It returns the function that says, from any goroutine, how far it is.
func (s *seat) enter(a *adding, next stage) (report func(tell func())) {
	a.stage, a.began, a.slow = next, present(), a.slow && next == checking
	s.d.touch()
	return func(tell func()) {
		s.d.post(func() {
			if a.stage == next {
				tell()
				s.d.touch()
			}
		})
	}
}

// lookInto does slow work on a batch, which can be stopped, and brings the result back unless the batch was
// given up.
func lookInto[T any](s *seat, a *adding, work func(context.Context) T, back func(T)) {
	ctx, stop := context.WithCancel(s.d.ctx)
	a.stop = stop
	away(s.d, func(context.Context) (T, error) { defer stop(); return work(ctx), nil }, func(result T, _ error) {
		if s.batch() == a && s.d.ctx.Err() == nil { // where the desk closes, work ended early
			back(result)
			s.d.touch()
		}
	})
}

// gather finds out what there is in what was added.
func (s *seat) gather(a *adding) {
	report := s.enter(a, gathering)
	sources, takesFiles := a.sources, s.site.Practice
	lookInto(s, a, func(ctx context.Context) intake.Found {
		return intake.Gather(ctx, sources, takesFiles, func(n int) { report(func() { a.walked = n }) })
	}, func(found intake.Found) {
		a.found = found
		for _, source := range found.Sources {
			a.candidates = append(a.candidates, intake.Candidate{Source: source})
		}
		var lists []*adding
		for _, path := range found.Manifests {
			lists = append(lists, &adding{job: a.job, list: &list{path: path}})
		}
		s.begin(lists...) // after this one, which is there: they are not begun yet
		s.checkBatch(a)
	})
}

// checkBatch looks a batch over.
func (s *seat) checkBatch(a *adding) {
	report := s.enter(a, checking)
	a.progress = intake.Progress{Of: len(a.candidates)}
	candidates, names, rules := a.candidates, s.namesIn(a.job), intake.Rules{Required: s.required()}
	known := intake.Known{FileNames: map[string][]int64{}, Meta: s.standing(candidates)}
	lookInto(s, a, func(ctx context.Context) []intake.Finding {
		for _, n := range names {
			known.FileNames[n.name] = append(known.FileNames[n.name], n.id)
		}
		return intake.Check(ctx, s.d.Web, candidates, known, rules, func(p intake.Progress) { report(func() { a.progress = p }) })
	}, func(findings []intake.Finding) {
		for _, f := range findings {
			a.findings = append(a.findings, ofIntake(f))
		}
		s.checked(a)
	})
}

// checked takes a batch in where nothing is to be said of it, and else shows what is.
func (s *seat) checked(a *adding) {
	a.held = map[int]bool{}
	calm := !a.stopped
	for _, f := range a.findings {
		a.held[f.index] = a.held[f.index] || f.severity == intake.Error
		calm = calm && f.severity == intake.Note
	}
	maps.DeleteFunc(a.held, func(_ int, held bool) bool { return !held })
	if !calm && len(a.candidates) > 0 {
		s.enter(a, asking)
		a.shown = s.askingView(a)
		return
	}
	if left := a.found.Summary(); left != "" {
		s.d.notice(ToneErrored, left)
	}
	s.take(a)
}

// take brings a batch into the queue, without what is held back.
func (s *seat) take(a *adding) {
	s.enter(a, taking)
	j := s.jobs[a.job]
	if j == nil {
		s.jobFor(a.job) // which says so
		s.endBatch(a)
		return
	}
	var uploads []*ledger.Upload
	var changes []intake.Candidate
	for n, c := range a.candidates {
		switch {
		case a.held[n]:
		case c.UploadID != 0:
			changes = append(changes, c)
		default:
			uploads = append(uploads, s.newUpload(c, j))
		}
	}
	lookInto(s, a, func(context.Context) string { return restOf(uploads) }, func(rest string) {
		s.pourIn(uploads, rest)
		s.amend(changes, a)
		s.endBatch(a)
	})
}

func (s *seat) newUpload(c intake.Candidate, j *ledger.Job) *ledger.Upload {
	u := &ledger.Upload{
		Row: s.d.Ledger.NewRow(), Site: s.site.ID, Job: j.Row, Source: c.Source, File: c.File,
		Formats: string(api.MP3), Meta: ledger.NewMeta(c.Meta), Status: statusToSend, Added: present(),
	}
	if u.File == "" {
		u.File = intake.FileName(c.Source)
	}
	if len(c.Formats) > 0 {
		u.Formats = api.JoinFormats(c.Formats)
	}
	return u
}

// named is a file name in the queue, with the number of its upload, or a negative one.
type named struct {
	name string
	id   int64
}

// namesIn are the file names of a job that a new file could replace: those that wait or are on their way.
func (s *seat) namesIn(job int64) (names []named) {
	for e := range s.list.entries() {
		status := e.Status.Text
		if e.Job != job || s.removing[e.Row] != nil || pastWaiting(status) || status == statusRefused || status == statusStopped || status == statusNotListed {
			continue
		}
		id, file := cmp.Or(e.UploadID, -e.Row), e.File().Text
		names = append(names, named{file, id})
		for _, other := range e.Sources() {
			if other != file {
				names = append(names, named{other, id})
			}
		}
	}
	return names
}

// standing is the metadata of the uploads that candidates are for.
func (s *seat) standing(candidates []intake.Candidate) map[int64]map[string]string {
	meta := map[int64]map[string]string{}
	for _, c := range candidates {
		if u := s.list.numberedAs(c.UploadID); u != nil && c.UploadID != 0 {
			meta[c.UploadID] = u.Meta.Map()
		}
	}
	return meta
}

// AddChecked takes in what was checked, without what is held back.
func (d *Desk) AddChecked() {
	d.at(func(s *seat) {
		if a := s.batch(); a != nil && a.stage == asking {
			s.take(a)
		}
	})
}

// LeaveAdding gives up what is being gathered, checked or asked about: nothing of it is added.
func (d *Desk) LeaveAdding() {
	d.at(func(s *seat) {
		if a := s.batch(); a != nil && (a.stage == gathering || a.stage == checking || a.stage == asking) {
			s.endBatch(a)
		}
	})
}

// StopAdding has what is being gathered or checked end now. What was not looked into is said, and the
// person decides what becomes of it.
func (d *Desk) StopAdding() {
	d.at(func(s *seat) {
		if a := s.batch(); a != nil && (a.stage == gathering || a.stage == checking) {
			a.stopped = true
			a.stop()
		}
	})
}

// tickAdding shows work on batches that has begun to take long, and returns when that is due next.
func (d *Desk) tickAdding(now, next time.Time) time.Time {
	for _, s := range d.seats {
		a := s.batch()
		if a == nil || a.slow || a.stage == matching || a.stage == asking || a.stage == taking {
			continue
		}
		if due := a.began.Add(slowAfter); now.Before(due) {
			next = earlier(next, due)
		} else {
			a.slow = true
			d.touch()
		}
	}
	return next
}
