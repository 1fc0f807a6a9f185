package practice

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"pressroom/api"
)

// siteOfAProcess in the environment makes this test program a site in that home, for another test to
// kill.
const siteOfAProcess = "PRACTICE_TEST_HOME"

// beSite runs a site until standard input ends, as it does when the test goes away.
func beSite(home string) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	s, err := Open(context.Background(), Options{Home: home, Workers: 2, Log: log})
	if err != nil {
		return err
	}
	fmt.Println(s.Address())
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// process starts a site in a process of its own, and returns the way to its address, which is empty
// where it was killed before it had one, and the way to kill it.
func process(t *testing.T, home string, log io.Writer) (address func() string, kill func()) {
	t.Helper()
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), siteOfAProcess+"="+home)
	program.Stderr = log
	stdin, err := program.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	address = sync.OnceValue(func() string {
		line, _ := bufio.NewReader(stdout).ReadString('\n')
		return strings.TrimSpace(line)
	})
	return address, func() {
		_ = program.Process.Kill()
		_ = program.Wait()
		_ = stdin.Close()
	}
}

func TestWhatWasAnsweredOutlivesKilling(t *testing.T) {
	t.Parallel()
	const kills, each = 6, 4
	s := openSite(t, Options{})
	c := caller(t, s)
	job := c.job(t)
	addresses := offers(t, s, song(t, "a.wav", shortWAV, 0.3), kills*each)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	answered := map[int64]bool{} // uploads that were answered
	for round := range kills {
		site, kill := process(t, s.home, io.Discard)
		for i := range each {
			up := rawCall(t, c, site(), "upload", url.Values{"url": {addresses[round*each+i]}, "job_id": {id(job)}, "formats": {"wav,aiff"}})
			answered[numberIn(t, up, `{"upload_id":%d,`)] = true
		}
		rawCall(t, c, site(), "publish", url.Values{"job_id": {id(job)}})
		// Each round is cut a little later, so that the blow falls on another part of the work.
		pause(t.Context(), time.Duration(round*9)*time.Millisecond)
		kill()
	}
	c.site = openSite(t, Options{Home: s.home})
	c.ok(t, "publish", fields{"job_id": id(job)}, nil)
	if counts := c.settled(t, job, kills*each); counts.Done != kills*each {
		t.Errorf("%+v", counts)
	}
	for _, up := range c.list(t, fields{"job_id": id(job)}).Uploads {
		if !answered[up.UploadID] || up.Status != api.Published {
			t.Errorf("%+v", up)
		}
	}
	wantEachOnce(t, c, job, kills*each)
	until(t, func() bool { // the job's email may be being written there
		left, err := os.ReadDir(c.site.path(workFolder))
		return err == nil && len(left) == 0
	})
}

// rawCall calls a site that is not of this process, and returns the answer.
func rawCall(t *testing.T, c person, site, name string, form url.Values) string {
	t.Helper()
	form.Set("token", c.token)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, site+"/api/import/"+name, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	status, body := c.do(t, request)
	if status != http.StatusOK {
		t.Fatalf("%s answered %d: %s", name, status, body)
	}
	return body
}

func numberIn(t *testing.T, text, form string) (n int64) {
	t.Helper()
	if _, err := fmt.Sscanf(text, form, &n); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return n
}
