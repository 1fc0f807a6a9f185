//go:build !race

package desk

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"pressroom/api"
)

// traces is how many traces of checkJob are generated; the soak has a million.
func traces(t *testing.T) int {
	text := os.Getenv("PRESSROOM_TRACES")
	if text == "" {
		return 50_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// spoken answers every call with the text that it holds at the time.
type spoken struct {
	status int
	body   string
}

func (s *spoken) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return nil, err
	}
	if s.status == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return &http.Response{StatusCode: s.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(s.body)), Request: r}, nil
}

// trace is a job as it truly goes, told by a site that is not to be relied on.
type trace struct {
	r          *rand.Rand
	q, i, d, e int
	before     string // what checkJob said of an earlier publish of the job, if there was one
	glitched   bool   // the last answer was wrong: the next is not wrong in the same way
	age        time.Duration
}

func newTrace(r *rand.Rand) *trace {
	t := &trace{r: r, q: 1 + r.IntN(12)}
	if r.IntN(3) == 0 {
		t.before = fmt.Sprintf(`{"d":%d}`, 1+r.IntN(5))
	}
	return t
}

func (t *trace) finished() bool { return t.q+t.i == 0 }

// goesOn lets some tracks begin and some end.
func (t *trace) goesOn() {
	for range t.r.IntN(4) {
		switch {
		case t.i > 0 && (t.q == 0 || t.r.IntN(2) == 0):
			t.i--
			if t.r.IntN(5) == 0 {
				t.e++
			} else {
				t.d++
			}
		case t.q > 0:
			t.q, t.i = t.q-1, t.i+1
		}
	}
}

// truth is what checkJob should say: zeros left out, each number in one of the ways in which sites write them.
func (t *trace) truth() string {
	var parts []string
	for _, c := range []struct {
		name string
		n    int
	}{{"q", t.q}, {"i", t.i}, {"d", t.d}, {"e", t.e}} {
		switch form := t.r.IntN(6); {
		case c.n == 0 && form > 0:
		case form == 1:
			parts = append(parts, fmt.Sprintf(`%q:"%d"`, c.name, c.n))
		case form == 2:
			parts = append(parts, fmt.Sprintf(`%q:%d.0`, c.name, c.n))
		default:
			parts = append(parts, fmt.Sprintf(`%q:%d`, c.name, c.n))
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// says is the site's next answer.
func (t *trace) says() (status int, body string) {
	early := t.before != "" && t.age < oldFor/2 && t.d == 0 // it may not count the new publish yet
	if !t.glitched && t.r.IntN(4) == 0 {
		t.glitched = true
		d := max(t.d-1-t.r.IntN(3), 0)
		switch t.r.IntN(9) {
		case 0:
			return 0, ""
		case 1:
			return 503, ""
		case 2:
			return 200, `{}`
		case 3:
			return 200, `[]`
		case 4:
			return 200, fmt.Sprintf(`{"d":%d}`, d) // backwards, and the others vanished
		case 5:
			return 200, `{"q":null,"i":false,"d":"many"}`
		case 6:
			return 200, `{"q":-1,"d":3}`
		case 7:
			return 200, `<html>busy</html>`
		}
		return 200, fmt.Sprintf(`{"q":{"n":%d},"d":%d}`, t.q, t.d)
	}
	t.glitched = false
	if early {
		return 200, t.before
	}
	return 200, t.truth()
}

func TestNoTraceOfCheckJobMakesAFalseFinishOrMissesOne(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	voice := &spoken{}
	client, err := api.New("https://northlight.example", "key", api.WithHTTPClient(&http.Client{Transport: voice}))
	if err != nil {
		t.Fatal(err)
	}
	for n := range traces(t) {
		r := rand.New(rand.NewPCG(seed, uint64(n)))
		job := newTrace(r)
		now := time.Unix(1_800_000_000, 0)
		w := newWatch(now)
		if job.before != "" {
			voice.status, voice.body = 200, job.before
			w.old, _ = client.CheckJob(context.Background(), 7)
		}
		var said []string
		after := 0
		for finished := false; !finished; {
			voice.status, voice.body = job.says()
			said = append(said, fmt.Sprint(voice.status, voice.body))
			counts, err := client.CheckJob(context.Background(), 7)
			if err != nil {
				w.missed(now)
			} else {
				finished = w.take(counts, now, false)
			}
			if finished && !job.finished() {
				t.Fatalf("trace %d is said to be finished with %d queued and %d in progress: %q", n, job.q, job.i, said)
			}
			if job.finished() && job.age > oldFor {
				if after++; after > 40 && !finished {
					t.Fatalf("trace %d was finished %d answers ago: %q", n, after, said)
				}
			}
			if wait := w.next.Sub(now); !finished && (wait < time.Second || wait > lookLatest) {
				t.Fatalf("trace %d: the next look is in %v", n, wait)
			}
			job.age += w.next.Sub(now)
			now = w.next
			job.goesOn()
		}
	}
}
