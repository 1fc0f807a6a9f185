package api

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// canary is the key of the tests: it has characters that every escaping changes.
const canary = `k3y/"s<e>c&r+e t\%é`

// testSite is a site that keeps the requests it got.
type testSite struct {
	*httptest.Server
	mu       sync.Mutex
	requests []request
}

type request struct {
	method, path, query, contentType, userAgent, proto string
	header                                             http.Header
	form                                               url.Values
}

// newSite starts a site on this machine.
func newSite(t *testing.T, handler http.HandlerFunc) *testSite {
	t.Helper()
	s := unstartedSite(t, handler)
	s.Start()
	return s
}

func unstartedSite(t *testing.T, handler http.HandlerFunc) *testSite {
	t.Helper()
	s := &testSite{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.RawQuery
		_ = r.ParseForm()
		s.mu.Lock()
		s.requests = append(s.requests, request{
			method: r.Method, path: r.URL.Path, query: query, contentType: r.Header.Get("Content-Type"),
			userAgent: r.UserAgent(), proto: r.Proto, header: r.Header, form: r.PostForm,
		})
		s.mu.Unlock()
		handler(w, r)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(func() {
		s.Close()
		transport.CloseIdleConnections()
	})
	return s
}

func (s *testSite) got() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.requests...)
}

// answers is a handler that always answers the same.
func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// roundTripper is a transport of one function.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func newClient(t *testing.T, address string, options ...Option) *Client {
	t.Helper()
	c, err := New(address, canary, options...)
	if err != nil {
		t.Fatalf("New(%q): %v", address, err)
	}
	return c
}

// failure returns err as what every error of a call is.
func failure(t *testing.T, err error) *Error {
	t.Helper()
	e, ok := err.(*Error)
	if !ok {
		t.Fatalf("the error is %T (%v), want *Error", err, err)
	}
	return e
}
