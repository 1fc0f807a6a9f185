package practice

import (
	"encoding/json"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/http"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// receiver takes what oncomplete sends, and answers with the statuses it was given, then 200.
type receiver struct {
	mu       sync.Mutex
	statuses []int
	bodies   []string
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bodies = append(r.bodies, request.Method+" "+request.Header.Get("Content-Type")+" "+string(body))
	if len(r.statuses) > 0 {
		w.WriteHeader(r.statuses[0])
		r.statuses = r.statuses[1:]
	}
}

func (r *receiver) got() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.bodies...)
}

func TestTheAddressOfAJobIsToldOnceThatItIsComplete(t *testing.T) {
	t.Parallel()
	told := &receiver{statuses: []int{http.StatusBadGateway, http.StatusNotFound}}
	s := openSite(t, Options{})
	c := caller(t, s)
	job := c.job(t)
	up := c.upload(t, job, offer(t, s, song(t, "a.wav", shortWAV, 0.1)), "wav")
	c.upload(t, job, s.Address()+"/samples/unknown.wav", "wav")
	c.ok(t, "publish", fields{"job_id": id(job), "oncomplete": host(t, told) + "/done?x=1"}, nil)
	c.settled(t, job, 2)
	until(t, func() bool { return len(told.got()) == 3 })
	until(t, func() bool { return callbackState(t, s) == "done" })
	track := c.list(t, fields{"job_id": id(job)}).Uploads[0].TrackID
	want, err := json.Marshal(completion{job, t.Name(), settled{1, 1}, []doneUpload{{up, track}}})
	if err != nil {
		t.Fatal(err)
	}
	wantDocumented(t, "Completion", want)
	for _, body := range told.got() {
		if body != "POST application/json "+string(want) {
			t.Errorf("told %s\nnot %s", body, want)
		}
	}
}

func callbackState(t *testing.T, s *Site) (state string) {
	t.Helper()
	if err := s.store.reader.QueryRowContext(t.Context(), "SELECT state FROM callbacks").Scan(&state); err != nil {
		t.Fatal(err)
	}
	return state
}

func TestAnAddressThatNeverListensIsGivenUpAfterFiveTries(t *testing.T) {
	t.Parallel()
	told := &receiver{statuses: []int{500, 500, 500, 500, 500, 500}}
	s := openSite(t, Options{})
	c := caller(t, s)
	c.upload(t, 296204, s.Address()+"/samples/unknown.wav", "wav")
	c.ok(t, "publish", fields{"oncomplete": host(t, told)}, nil)
	c.settled(t, 296204, 1)
	until(t, func() bool { return callbackState(t, s) == "failed" })
	if got := len(told.got()); got != 5 {
		t.Errorf("tried %d times", got)
	}
}

func TestWhatIsToBeToldOutlivesARestart(t *testing.T) {
	t.Parallel()
	told := &receiver{statuses: []int{503}}
	with := quick()
	with.callbackPauses = []time.Duration{time.Hour}
	s := openTuned(t, Options{}, with)
	c := caller(t, s)
	c.upload(t, 296204, s.Address()+"/samples/unknown.wav", "wav")
	c.ok(t, "publish", fields{"oncomplete": host(t, told)}, nil)
	until(t, func() bool { return len(told.got()) == 1 })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openSite(t, Options{Home: s.home})
	until(t, func() bool { return callbackState(t, s) == "waiting" })
	// An hour goes by.
	alter(t, s, "UPDATE callbacks SET next_at = 0")
	s.completed.ring()
	until(t, func() bool { return callbackState(t, s) == "done" })
	if got := told.got(); len(got) != 2 || got[0] != got[1] {
		t.Errorf("told %q", got)
	}
}

func TestAnEmailOfACompleteJobLiesInTheOutbox(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	var job struct {
		JobID int64 `json:"job_id"`
	}
	c.ok(t, "createJob", fields{"name": "Lieder für später", "email": "Ada <ada@host.example>"}, &job)
	c.upload(t, job.JobID, s.Address()+"/samples/unknown.wav", "wav")
	c.ok(t, "publish", fields{"job_id": id(job.JobID)}, nil)
	var found []string
	until(t, func() bool {
		found, _ = filepath.Glob(s.path(outboxFolder, "*.eml"))
		return len(found) == 1
	})
	content, err := os.Open(found[0])
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	email, err := mail.ReadMessage(content)
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(email.Header.Get("Subject"))
	if err != nil || subject != "Lieder für später (job "+id(job.JobID)+") is complete" {
		t.Errorf("the subject is %q, %v", subject, err)
	}
	to, err := email.Header.AddressList("To")
	if err != nil || !cmp.Equal(to, []*mail.Address{{Address: "ada@host.example"}}) {
		t.Errorf("it goes to %v, %v", to, err)
	}
	if _, err := email.Header.Date(); err != nil {
		t.Error(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(email.Body))
	if err != nil || !strings.Contains(string(body), "Published: 0\r\nErrored: 1") {
		t.Errorf("the body is %q, %v", body, err)
	}
}
