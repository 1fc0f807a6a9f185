//go:build !race

package practice

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// kills is how often the site is killed in the middle of its work.
const kills = 220

// TestASiteThatIsKilledAgainAndAgainKeepsEveryAnswer has a person call a site, in a process of its
// own, that is killed at random moments, and holds what is there each time against what was answered.
func TestASiteThatIsKilledAgainAndAgainKeepsEveryAnswer(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	p := newPatient(t, rand.New(rand.NewPCG(seed, 1)))
	early := 0
	for round := range kills {
		site, kill := process(t, p.home, &p.log)
		if round%10 == 9 { // while it opens
			pause(t.Context(), time.Duration(p.chance.IntN(60))*time.Millisecond)
			kill()
			early++
		} else {
			p.workUntil(site(), time.Duration(p.chance.IntN(120_000))*time.Microsecond, kill)
		}
		p.lookAtFiles()
	}
	p.finish()
	p.report(early)
}

// patient is the person, and what the person was told.
type patient struct {
	*testing.T
	person
	chance  *rand.Rand
	home    string
	log     logs
	local   []string // addresses of the site's own files
	outside string   // where more are
	frames  int64    // of every sound

	named    int
	jobs     []int64
	uploads  map[int64]*told
	doubtful *doubt         // the call that was cut off last
	tracks   map[int64]bool // whose files have been looked into
	updates  map[int64]told // new files of published tracks, by their update_id

	answered        map[string]int
	cut             map[string]int
	happened, never int // of the calls cut off
	taken           int // items that were in the middle of publishing at a kill
}

// told is what the person knows of an upload.
type told struct {
	file, formats, title string
	job, track           int64
	published, gone      bool
}

// doubt is a call without an answer: either what stood before holds, or what was asked for.
type doubt struct {
	call   string
	upload int64
	asked  told
	job    int64
}

func newPatient(t *testing.T, chance *rand.Rand) *patient {
	s := openSite(t, Options{})
	p := &patient{
		T: t, person: caller(t, s), chance: chance, home: s.home, jobs: []int64{296204},
		uploads: map[int64]*told{}, tracks: map[int64]bool{}, updates: map[int64]told{}, answered: map[string]int{}, cut: map[string]int{},
	}
	file := song(t, "song.wav", shortWAV, 0.3)
	spec, err := audio.Probe(file)
	if err != nil {
		t.Fatal(err)
	}
	p.frames = spec.Frames
	p.outside = host(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, file) }))
	p.local = offers(t, s, file, 400)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}

// workUntil calls the site without a pause until it is killed.
func (p *patient) workUntil(site string, after time.Duration, kill func()) {
	p.Helper()
	p.compare(site)
	var gone sync.WaitGroup
	gone.Go(func() {
		pause(p.Context(), after)
		kill()
	})
	for p.doubtful == nil {
		p.callSomething(site)
	}
	gone.Wait()
}

// try makes a call; false: the site died before it answered.
func (p *patient) try(site, call string, form url.Values, into any) bool {
	p.Helper()
	form.Set("token", p.token)
	request, err := http.NewRequestWithContext(p.Context(), http.MethodPost, site+"/api/import/"+call, strings.NewReader(form.Encode()))
	if err != nil {
		p.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := p.web.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		p.Fatalf("%s answered %d", call, response.StatusCode)
	}
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		return false // cut off in the middle of its answer
	}
	p.answered[call]++
	return true
}

func (p *patient) callSomething(site string) {
	p.Helper()
	d := doubt{}
	form := url.Values{}
	switch n := p.chance.IntN(100); {
	case n < 35:
		p.uploadOne(site)
		return
	case n < 40:
		p.updateOne(site)
		return
	case n < 42:
		d = doubt{call: "createJob"}
	case n < 54:
		d = doubt{call: "publish", job: p.jobs[p.chance.IntN(len(p.jobs))]}
		form.Set("job_id", id(d.job))
	default:
		waiting := p.waiting()
		if len(waiting) == 0 {
			return
		}
		d.upload = waiting[p.chance.IntN(len(waiting))]
		d.asked = *p.uploads[d.upload]
		form.Set("upload_id", id(d.upload))
		switch {
		case n < 70:
			d.call, d.asked.formats = "setFormats", p.someFormats()
			form.Set("formats", d.asked.formats)
		case n < 92:
			d.call, d.asked.title = "setMetadata", fmt.Sprint("Title ", p.named, n)
			form.Set("meta[Title]", d.asked.title)
		default:
			d.call, d.asked.gone = "delete", true
		}
	}
	var job api.Job
	if !p.try(site, d.call, form, &job) {
		p.cut[d.call]++
		p.doubtful = &d
		return
	}
	switch {
	case d.upload != 0:
		*p.uploads[d.upload] = d.asked
	case d.call == "createJob":
		p.jobs = append(p.jobs, job.JobID)
	default:
		p.publishing(d.job)
	}
}

func (p *patient) uploadOne(site string) {
	p.Helper()
	d := doubt{call: "upload", asked: told{formats: p.someFormats(), title: "New", job: p.jobs[p.chance.IntN(len(p.jobs))]}}
	address := ""
	if p.chance.IntN(2) == 0 && len(p.local) > 0 {
		address, p.local = p.local[0], p.local[1:]
	} else {
		p.named++
		address = fmt.Sprintf("%s/%04d.wav", p.outside, p.named)
	}
	d.asked.file, _ = url.PathUnescape(address[strings.LastIndex(address, "/")+1:])
	var up api.Upload
	form := url.Values{"url": {address}, "formats": {d.asked.formats}, "meta[Title]": {"New"}, "job_id": {id(d.asked.job)}}
	if !p.try(site, d.call, form, &up) {
		p.cut[d.call]++
		p.doubtful = &d
		return
	}
	asked := d.asked
	p.uploads[up.UploadID] = &asked
}

func (p *patient) someFormats() string {
	return []string{"mp3", "wav", "aiff", "mp3,aiff", "aiff,wav"}[p.chance.IntN(5)]
}

// waiting are the uploads that can still change, as far as the person knows.
func (p *patient) waiting() []int64 {
	all := slices.Sorted(maps.Keys(p.uploads))
	return slices.DeleteFunc(all, func(id int64) bool { return p.uploads[id].gone || p.uploads[id].published })
}

// publishing marks what a publish took.
func (p *patient) publishing(job int64) {
	for _, up := range p.uploads {
		up.published = up.published || up.job == job && !up.gone
	}
}

// compare holds what a site lists against what was answered, and settles the doubt.
func (p *patient) compare(site string) {
	p.Helper()
	d := p.doubtful
	p.doubtful = nil
	if d == nil {
		d = &doubt{}
	}
	found := map[int64]api.Upload{}
	for _, job := range p.jobs {
		p.listInto(site, job, found)
	}
	p.compareUpdates(found, d)
	p.settleJob(site, d, found)
	for id, up := range found {
		known := p.uploads[id]
		if known == nil && d.call == "upload" && up.Sources[0] == d.asked.file {
			asked := d.asked
			known, p.uploads[id] = &asked, &asked
			p.happened++
			d.call = ""
		}
		if known == nil {
			p.Fatalf("nobody asked for %+v", up)
		}
		p.compareOne(id, up, known, d)
	}
	if d.call == "upload" {
		p.never++
	}
	p.checkGone(found, d)
}

// settleJob settles a createJob or a publish, all of which happened or nothing.
func (p *patient) settleJob(site string, d *doubt, found map[int64]api.Upload) {
	p.Helper()
	switch d.call {
	case "createJob":
		next := p.jobs[len(p.jobs)-1] + 1
		response, err := p.web.Get(site + "/api/import/checkJob?token=" + p.token + "&job_id=" + id(next))
		if err != nil {
			p.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode == http.StatusOK {
			p.jobs = append(p.jobs, next)
		}
		p.settle(response.StatusCode == http.StatusOK)
	case "publish":
		happened := false
		for id, up := range found {
			known := p.uploads[id]
			happened = happened || known != nil && known.job == d.job && !known.published && up.Status != api.Uploaded
		}
		if happened {
			p.publishing(d.job)
		}
		p.settle(happened)
	}
}

func (p *patient) settle(happened bool) {
	if happened {
		p.happened++
	} else {
		p.never++
	}
}

func (p *patient) listInto(site string, job int64, found map[int64]api.Upload) {
	p.Helper()
	for pg := 0; ; pg++ {
		var page api.Page
		if !p.try(site, "list", url.Values{"job_id": {id(job)}, "show": {"1000"}, "pg": {fmt.Sprint(pg)}}, &page) {
			p.Fatal("the list was not answered")
		}
		for _, up := range page.Uploads {
			found[max(up.UploadID, up.UpdateID)] = up
		}
		if len(page.Uploads) < 1000 {
			return
		}
	}
}
