package practice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

func TestMain(m *testing.M) {
	if home := os.Getenv(siteOfAProcess); home != "" {
		if err := beSite(home); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if sampleHome != "" {
			_ = os.RemoveAll(sampleHome)
		}
		os.Exit(code)
	}))
}

// patience is how long a test waits for something that ought to happen.
const patience = 30 * time.Second

// quick is the site's tuning with pauses that tests can wait for.
func quick() tuning {
	t := defaultTuning()
	t.fetchPauses = []time.Duration{time.Millisecond, time.Millisecond}
	t.callbackPauses = []time.Duration{time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond}
	t.storePause = 5 * time.Millisecond
	t.sampleLength = 0.1
	t.goodbye = 200 * time.Millisecond
	return t
}

func openSite(t *testing.T, o Options) *Site { return openTuned(t, o, quick()) }

func openTuned(t *testing.T, o Options, with tuning) *Site {
	t.Helper()
	if o.Home == "" {
		o.Home = filepath.Join(t.TempDir(), "site")
	}
	s, err := open(t.Context(), o, with)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// logs collects what a site writes to its log, at every level.
type logs struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logs) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *logs) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// person calls a site over real HTTP, with a key.
type person struct {
	site  *Site
	token string
	web   *http.Client
}

func caller(t *testing.T, s *Site) person {
	t.Helper()
	token, err := s.IssueKey(t.Context(), t.Name())
	if err != nil {
		t.Fatal(err)
	}
	web := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(web.CloseIdleConnections)
	return person{s, token, web}
}

type fields map[string]string

// call sends a form and returns the answer's status and body.
func (p person) call(t *testing.T, name string, given fields) (int, string) {
	t.Helper()
	form := url.Values{"token": {p.token}}
	for field, value := range given {
		form.Set(field, value)
	}
	return p.send(t, http.MethodPost, name, "", "application/x-www-form-urlencoded", form.Encode())
}

func (p person) send(t *testing.T, method, name, query, kind, body string) (int, string) {
	t.Helper()
	address := p.site.Address() + "/api/import/" + name
	if query != "" {
		address += "?" + query
	}
	request, err := http.NewRequestWithContext(t.Context(), method, address, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	return p.do(t, request)
}

func (p person) do(t *testing.T, request *http.Request) (int, string) {
	t.Helper()
	response, err := p.web.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(got)
}

// ok makes a call that has to succeed, and reads its answer into a value unless that is nil.
func (p person) ok(t *testing.T, name string, given fields, into any) {
	t.Helper()
	status, body := p.call(t, name, given)
	if status != http.StatusOK {
		t.Fatalf("%s answered %d: %s", name, status, body)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		t.Fatalf("%s answered %s: %v", name, body, err)
	}
}

// refused makes a call that has to fail with that status, and returns its error.
func (p person) refused(t *testing.T, status int, name string, given fields) string {
	t.Helper()
	got, body := p.call(t, name, given)
	return wantError(t, name, status, got, body)
}

func wantError(t *testing.T, name string, want, got int, body string) string {
	t.Helper()
	var told map[string]string
	if err := json.Unmarshal([]byte(body), &told); err != nil || got != want || told["error"] == "" || len(told) != 1 {
		t.Errorf("%s answered %d %s, not %d and an error", name, got, body, want)
	}
	return told["error"]
}

func (p person) list(t *testing.T, given fields) api.Page {
	t.Helper()
	var page api.Page
	p.ok(t, "list", given, &page)
	return page
}

func (p person) job(t *testing.T) int64 {
	t.Helper()
	var job api.Job
	p.ok(t, "createJob", fields{"name": t.Name()}, &job)
	return job.JobID
}

func (p person) upload(t *testing.T, job int64, address, formats string) int64 {
	t.Helper()
	var up api.Upload
	p.ok(t, "upload", fields{"url": address, "job_id": id(job), "formats": formats}, &up)
	return up.UploadID
}

func (p person) counts(t *testing.T, job int64) api.Counts {
	t.Helper()
	var c api.Counts
	p.ok(t, "checkJob", fields{"job_id": id(job)}, &c)
	return c
}

// settled waits until the job is at its end, and holds every answer on the way to the conservation
// of counts.
func (p person) settled(t *testing.T, job int64, total int) api.Counts {
	t.Helper()
	var c api.Counts
	until(t, func() bool {
		c = p.counts(t, job)
		if c.Total() != total {
			t.Fatalf("%+v are not %d", c, total)
		}
		return c.Queued+c.InProgress == 0
	})
	return c
}

// until waits for a condition, with a deadline.
func until(t *testing.T, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("it has not come true after %s", patience)
		}
		pause(t.Context(), 2*time.Millisecond)
	}
}

// alter changes a site's database in no transaction of the site's own, which might take it back.
func alter(t *testing.T, s *Site, statement string) {
	t.Helper()
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if _, err := s.store.writer.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// host serves files for a site to fetch, on this machine.
func host(t *testing.T, handler http.Handler) string {
	t.Helper()
	return "http://" + serving(t, &http.Server{Handler: handler})
}

// serving has a server serve until the test is over, and returns its host and port.
func serving(t *testing.T, server interface {
	Serve(net.Listener) error
	Close() error
},
) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return listener.Addr().String()
}

// song makes a short sound file in a folder of the test's own.
func song(t *testing.T, name string, spec audio.Spec, seconds float64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := audio.Synth(path, spec, seconds, 7); err != nil {
		t.Fatal(err)
	}
	return path
}

func offer(t *testing.T, s *Site, path string) string {
	t.Helper()
	address, err := s.Offer(path)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// offers offers a file under several names: two files of one name are one track.
func offers(t *testing.T, s *Site, path string, several int) []string {
	t.Helper()
	folder := t.TempDir()
	all := make([]string, several)
	for i := range all {
		named := filepath.Join(folder, fmt.Sprintf("%02d %s", i+1, filepath.Base(path)))
		if err := os.Link(path, named); err != nil {
			t.Fatal(err)
		}
		all[i] = offer(t, s, named)
	}
	return all
}

// trackFiles are the names of a track's files.
func trackFiles(t *testing.T, s *Site, track int64) []string {
	t.Helper()
	files, err := filepath.Glob(s.path(publishedFolder, id(track), "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	return files
}
