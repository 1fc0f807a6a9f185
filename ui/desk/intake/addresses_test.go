package intake

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// wire is a network in virtual time.
type wire struct {
	takes  time.Duration            // for an answer
	lost   func(*http.Request) bool // what is never answered; nil: nothing
	status int                      // of every answer

	mu           sync.Mutex
	now          map[string]int // under way by host
	all          int
	most, mostOf int // at once, of all and of one host
	asked        map[string]int
}

func newWire(takes time.Duration) *wire {
	return &wire{takes: takes, status: http.StatusOK, now: map[string]int{}, asked: map[string]int{}}
}

func (w *wire) count(host string, by int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now[host] += by
	w.all += by
	w.most, w.mostOf = max(w.most, w.all), max(w.mostOf, w.now[host])
	if by > 0 {
		w.asked[host]++
	}
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	host := r.URL.Host
	w.count(host, 1)
	defer w.count(host, -1)
	wait := time.After(w.takes)
	if w.lost != nil && w.lost(r) {
		wait = nil
	}
	select {
	case <-wait:
		return &http.Response{StatusCode: w.status, Body: io.NopCloser(strings.NewReader(mp3Head)), Request: r}, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func addressesOf(host string, n int) (candidates []Candidate) {
	for i := range n {
		candidates = append(candidates, Candidate{Source: fmt.Sprintf("https://%s/%s-%d.mp3", host, host, i)})
	}
	return candidates
}

func TestHostsAreAskedGently(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(300 * time.Millisecond)
		var candidates []Candidate
		for _, host := range []string{"a.example", "b.example", "c.example", "d.example"} {
			candidates = append(candidates, addressesOf(host, 20)...)
		}
		var told []Progress
		findings := check(t.Context(), candidates, Known{}, Rules{}, func(p Progress) { told = append(told, p) }, asker{w, askFor})
		if len(findings) > 0 || w.most != addressesAtOnce || w.mostOf != perHost {
			t.Errorf("%d findings, %d at once, %d of one host", len(findings), w.most, w.mostOf)
		}
		if last := told[len(told)-1]; last != (Progress{Checked: 80, Of: 80}) {
			t.Errorf("the last progress is %+v", last)
		}
		if half := told[len(told)/2]; half.Left < 2*time.Second || half.Left > 4*time.Second { // of 6 s
			t.Errorf("at half time it says %+v", half)
		}
	})
}

func TestAHostIsAskedTenTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(time.Millisecond)
		began := time.Now()
		if findings := check(t.Context(), addressesOf("a.example", 110), Known{}, Rules{}, nil, asker{w, askFor}); len(findings) > 0 {
			t.Error(findings)
		}
		if took := time.Since(began).Round(50 * time.Millisecond); took != 10*time.Second {
			t.Errorf("110 addresses took %v", took)
		}
	})
}

func TestASilentHostIsGivenUpAndHoldsNoOtherUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(time.Millisecond)
		w.lost = func(r *http.Request) bool { return r.URL.Host == "silent.example" }
		began := time.Now()
		candidates := append(addressesOf("silent.example", 1000), addressesOf("good.example", 5)...)
		findings := check(t.Context(), candidates, Known{}, Rules{}, nil, asker{w, askFor})
		totals := Summary(findings)
		if totals.Kinds[Unreachable] != 1000 || len(findings) != 1000 || w.asked["good.example"] != 5 {
			t.Errorf("%s %v", totals.Text, w.asked)
		}
		if w.asked["silent.example"] > givesUpAfter+1 || time.Since(began).Round(time.Second) != 20*time.Second {
			t.Errorf("asked %d times, for %v", w.asked["silent.example"], time.Since(began))
		}
		if got := findings[0].Text; got != "silent.example did not answer in 10 s. The site fetches by itself; check the address if it cannot either." {
			t.Error(got)
		}
		if totals.Text != "1,000 warnings (1,000 addresses out of this machine's reach)." {
			t.Error(totals.Text)
		}
	})
}

func TestAHostThatLosesOneRequestInTwoIsAskedToTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(time.Second)
		n := 0
		w.lost = func(*http.Request) bool {
			w.mu.Lock()
			defer w.mu.Unlock()
			n++
			return n%2 == 0
		}
		totals := Summary(check(t.Context(), addressesOf("a.example", 30), Known{}, Rules{}, nil, asker{w, askFor}))
		if w.asked["a.example"] != 30 || totals.Kinds[Unreachable] != 15 {
			t.Errorf("asked %d times: %s", w.asked["a.example"], totals.Text)
		}
	})
}

func TestAHostThatIsTooBusyIsLeftAlone(t *testing.T) {
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		synctest.Test(t, func(t *testing.T) {
			w := newWire(time.Second)
			w.status = status
			findings := check(t.Context(), addressesOf("a.example", 30), Known{}, Rules{}, nil, asker{w, askFor})
			if asked := w.asked["a.example"]; asked > givesUpAfter+1 || len(findings) != 30 || findings[0].Kind != Refused {
				t.Errorf("%d: asked %d times: %s", status, asked, Summary(findings).Text)
			}
			if got := findings[29].Text; got != "a.example gave nothing for the addresses before, so it was not asked for this one. Check again later." {
				t.Error(got)
			}
		})
	}
}

func TestStoppingACheckOfAddressesTakesNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		stop := time.AfterFunc(2500*time.Millisecond, cancel)
		defer stop.Stop()
		began := time.Now()
		findings := check(ctx, addressesOf("a.example", 100), Known{}, Rules{}, nil, asker{w, askFor})
		if took := time.Since(began); took != 2500*time.Millisecond {
			t.Errorf("it stopped after %v", took)
		}
		if totals := Summary(findings); totals.Kinds[NotChecked] != 96 || len(findings) != 96 {
			t.Error(totals.Text)
		}
	})
}
