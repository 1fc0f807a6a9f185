package desk

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/intake"
)

// fakeSite is a site in memory that does what it is told, and remembers every call.
type fakeSite struct {
	mu      sync.Mutex
	calls   []call
	uploads []api.Upload
	counts  map[int64][]api.Counts // what checkJob says next; the last is said again and again
	next    int64
	// before is asked before each call: an error is the call's answer, and did says whether the site
	// did it all the same.
	before func(c call) (err error, did bool)
	keeps  api.Format // a format that setFormats never takes away
	all    bool       // list names the uploads of every job, whatever is asked
	// late is asked once a call has had its effect, before its answer leaves.
	late        func(c call)
	pairs       bool             // files of one name but for the ending are one upload's
	nameless    bool             // list takes uploads without a job for the main job's
	fieldsAfter time.Duration    // until it names its fields
	live        bool             // checkJob counts the uploads as they are
	jobs        map[string]int64 // jobs by name
}

// call is one call that arrived at the site.
type call struct {
	op      string
	job     int64
	upload  int64
	name    string
	formats string
	tells   string // whom the site is to tell of the end of a job
	meta    map[string]string
}

const mainJobID = 100

func newFakeSite(waiting int) *fakeSite {
	f := &fakeSite{next: 1000, counts: map[int64][]api.Counts{}}
	for range waiting {
		f.add(mainJobID, "track.wav")
	}
	return f
}

func (f *fakeSite) add(job int64, name string) api.Upload {
	f.next++
	u := api.Upload{
		UploadID: f.next, JobID: job, Status: api.Uploaded, Formats: []api.Format{api.MP3},
		Sources: []string{name}, Meta: map[string]string{"Title": name},
	}
	f.uploads = append(f.uploads, u)
	return u
}

// twin is the waiting upload of a job to which a file belongs by its name, on a site that pairs files.
func (f *fakeSite) twin(job int64, name string) int {
	return slices.IndexFunc(f.uploads, func(u api.Upload) bool {
		return f.pairs && u.JobID == job && u.Status == api.Uploaded && stem(u.Sources[0]) == stem(name)
	})
}

func stem(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// on has before asked from now on.
func (f *fakeSite) on(before func(call) (error, bool)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before = before
}

// meet records a call and answers whether it is done and what it says.
func (f *fakeSite) meet(ctx context.Context, c call) (err error, did bool) {
	f.calls = append(f.calls, c)
	if f.before == nil {
		return nil, true
	}
	before := f.before
	f.mu.Unlock()
	err, did = before(c)
	f.mu.Lock()
	if ctx.Err() != nil {
		return &api.Error{Op: c.op, Kind: api.NoAnswer, Sent: true, Err: ctx.Err()}, did
	}
	return err, did || err == nil
}

// linger holds an answer back.
func (f *fakeSite) linger(c call) {
	if late := f.late; late != nil {
		f.mu.Unlock()
		late(c)
		f.mu.Lock()
	}
}

func (f *fakeSite) CreateJob(ctx context.Context, r api.NewJob) (job api.Job, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err, did := f.meet(ctx, call{op: "createJob", name: r.Name, tells: r.Email})
	if did {
		f.next++
		job.JobID = f.next
		if f.jobs != nil {
			f.jobs[r.Name] = f.next
		}
	}
	f.linger(call{op: "createJob", job: job.JobID})
	return job, err
}

func (f *fakeSite) Upload(ctx context.Context, r api.NewUpload) (u api.Upload, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err, did := f.meet(ctx, call{op: "upload", job: r.JobID, name: r.URL, formats: api.JoinFormats(r.Formats), meta: r.Meta})
	if did {
		job := r.JobID
		if job == 0 {
			job = mainJobID
		}
		if at := f.twin(job, intake.FileName(r.URL)); at >= 0 {
			f.uploads[at].Sources = append(f.uploads[at].Sources, intake.FileName(r.URL))
			u = f.uploads[at]
		} else {
			u = f.add(job, intake.FileName(r.URL))
			if len(r.Meta) > 0 {
				u.Meta = maps.Clone(r.Meta)
				f.uploads[len(f.uploads)-1] = u
			}
		}
	}
	f.linger(call{op: "upload", job: r.JobID, name: r.URL})
	return u, err
}

func (f *fakeSite) SetFormats(ctx context.Context, id int64, formats []api.Format) (set api.FormatsSet, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err, did := f.meet(ctx, call{op: "setFormats", upload: id, formats: api.JoinFormats(formats)})
	for i := range f.uploads {
		u := &f.uploads[i]
		if u.UploadID != id || !did {
			continue
		}
		if f.keeps != "" && slices.Contains(u.Formats, f.keeps) {
			formats = append(formats, f.keeps)
		}
		u.Formats = api.SortFormats(formats)
		set.Upload = *u
	}
	f.linger(call{op: "setFormats", upload: id})
	return set, err
}

func (f *fakeSite) SetMetadata(ctx context.Context, id int64, meta map[string]string, _ []api.Format) (set api.MetadataSet, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err, did := f.meet(ctx, call{op: "setMetadata", upload: id, name: fmt.Sprint(meta)})
	for i := range f.uploads {
		if u := &f.uploads[i]; u.UploadID == id && did {
			u.Meta = maps.Clone(u.Meta)
			maps.Copy(u.Meta, meta)
			maps.DeleteFunc(u.Meta, func(_, value string) bool { return value == "" })
			set.Upload = *u
		}
	}
	f.linger(call{op: "setMetadata", upload: id})
	return set, err
}

func (f *fakeSite) AvailableFields(context.Context) ([]string, error) {
	time.Sleep(f.fieldsAfter)
	return []string{"Title", "Catalog", "Album", "Artist", "Writer {X} First Name", "Custom: Mood"}, nil
}

func (f *fakeSite) Delete(ctx context.Context, r api.DeleteRequest) (deleted api.Deleted, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err, did := f.meet(ctx, call{op: "delete", upload: r.UploadID})
	at := slices.IndexFunc(f.uploads, func(u api.Upload) bool {
		return u.UploadID == r.UploadID && (u.Status == api.Uploaded || u.Status == api.Errored)
	})
	switch {
	case did && at >= 0:
		f.uploads = slices.Delete(f.uploads, at, at+1)
		deleted.Count = 1
	case err == nil:
		err = &api.Error{Op: "delete", Kind: api.Refused, Sent: true, Message: "It does not wait."}
	}
	f.linger(call{op: "delete", upload: r.UploadID})
	return deleted, err
}

func (f *fakeSite) Publish(ctx context.Context, r api.PublishRequest) (started api.PublishStarted, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err, did := f.meet(ctx, call{op: "publish", job: r.JobID, tells: r.OnComplete})
	started.JobID = r.JobID
	if r.JobID == 0 {
		started.JobID = mainJobID
	}
	for i := range f.uploads {
		if u := &f.uploads[i]; did && (u.JobID == started.JobID || (f.nameless && u.JobID == 0)) && u.Status == api.Uploaded {
			u.Status = api.Queued
			started.Queued++
		}
	}
	f.linger(call{op: "publish", job: r.JobID})
	return started, err
}

func (f *fakeSite) CheckJob(ctx context.Context, id int64) (counts api.Counts, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err, _ := f.meet(ctx, call{op: "checkJob", job: id}); err != nil {
		return counts, err
	}
	if f.live {
		for _, u := range f.uploads {
			switch {
			case u.JobID != id:
			case u.Status == api.Queued:
				counts.Queued, counts.Known = counts.Queued+1, true
			case u.Status == api.Published:
				counts.Done, counts.Known = counts.Done+1, true
			case u.Status == api.Errored:
				counts.Errored, counts.Known = counts.Errored+1, true
			}
		}
		f.linger(call{op: "checkJob", job: id})
		return counts, nil
	}
	if said := f.counts[id]; len(said) > 0 {
		counts = said[0]
		if len(said) > 1 {
			f.counts[id] = said[1:]
		}
	}
	f.linger(call{op: "checkJob", job: id})
	return counts, nil
}

func (f *fakeSite) List(ctx context.Context, r api.ListRequest) (page api.Page, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err, _ := f.meet(ctx, call{op: "list", job: r.JobID}); err != nil {
		return page, err
	}
	for _, u := range f.uploads {
		if f.all || u.JobID == r.JobID || (r.JobID == 0 && u.JobID == mainJobID) || (f.nameless && u.JobID == 0) {
			page.Uploads = append(page.Uploads, u)
		}
	}
	f.linger(call{op: "list", job: r.JobID})
	return page, nil
}

func (f *fakeSite) ListAll(ctx context.Context, r api.ListRequest) iter.Seq2[api.Upload, error] {
	return func(yield func(api.Upload, error) bool) {
		page, err := f.List(ctx, r)
		if err != nil {
			yield(api.Upload{}, err)
			return
		}
		for _, u := range page.Uploads {
			if !yield(u, nil) {
				return
			}
		}
	}
}

// finish publishes what is queued in a job, at once.
func (f *fakeSite) finish(job int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var c api.Counts
	for i := range f.uploads {
		if u := &f.uploads[i]; u.JobID == job && u.Status != api.Uploaded {
			f.next++
			u.Status, u.TrackID = api.Published, f.next
			c.Done++
		}
	}
	c.Known = true
	f.counts[job] = []api.Counts{c}
}

func (f *fakeSite) made(op string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.calls {
		if c.op == op {
			n++
		}
	}
	return n
}

// sent is how many calls were made in all.
func (f *fakeSite) sent() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.calls)
}

// onLate has late asked from now on.
func (f *fakeSite) onLate(late func(call)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.late = late
}

func (f *fakeSite) say(job int64, c ...api.Counts) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.counts[job] = c
}

func (f *fakeSite) formatsOf(id int64) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, u := range f.uploads {
		if u.UploadID == id {
			return api.JoinFormats(u.Formats)
		}
	}
	return "gone"
}

// once is true the first time.
func once() func() bool { var n atomic.Int64; return func() bool { return n.Add(1) == 1 } }

func busy(op string, wait time.Duration) error {
	return &api.Error{Op: op, Kind: api.Busy, Status: 429, RetryAfter: wait, Sent: true}
}
