package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// broken starts a site that talks by hand: it reads a request and leaves the rest to answer.
func broken(t *testing.T, answer func(net.Conn)) *testSite {
	return newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		answer(conn)
	})
}

func TestWhatIsNotSentHasNotHappened(t *testing.T) {
	closed := newSite(t, answers(200, `{}`))
	closed.Close()
	untrusted := unstartedSite(t, answers(200, `{}`))
	untrusted.StartTLS()
	plain := newSite(t, answers(200, `{}`))
	nameless := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "site.example", IsNotFound: true}
	}}}
	tests := []struct {
		name, address string
		options       []Option
	}{
		{"a refused connection", closed.URL, nil},
		{"an unresolved name", "site.example", []Option{WithHTTPClient(nameless)}},
		{"a certificate that nobody vouches for", untrusted.URL, nil},
		{"no TLS", "https" + strings.TrimPrefix(plain.URL, "http"), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := newClient(t, test.address, test.options...).Publish(t.Context(), PublishRequest{})
			if e := failure(t, err); e.Kind != Unreachable || e.Sent || e.MayHaveHappened() || e.Err == nil {
				t.Errorf("got %+v", e)
			}
		})
	}
	if n := len(untrusted.got()) + len(plain.got()); n != 0 {
		t.Errorf("%d requests came", n)
	}
}

func TestACallGivenUpBeforeItIsSentIsCancelled(t *testing.T) {
	t.Run("before it begins", func(t *testing.T) {
		site := newSite(t, answers(200, `{"job_id":5}`))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := newClient(t, site.URL).CreateJob(ctx, NewJob{})
		e := failure(t, err)
		if e.Kind != Cancelled || e.Sent || !errors.Is(err, context.Canceled) || len(site.got()) != 0 {
			t.Errorf("got %+v", e)
		}
	})
	t.Run("while it connects", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		dial := func(context.Context, string, string) (net.Conn, error) {
			cancel()
			<-ctx.Done()
			return nil, ctx.Err()
		}
		c := newClient(t, "a.example", WithHTTPClient(&http.Client{Transport: &http.Transport{DialContext: dial}}))
		_, err := c.CreateJob(ctx, NewJob{})
		if e := failure(t, err); e.Kind != Cancelled || e.Sent || !errors.Is(err, context.Canceled) {
			t.Errorf("got %+v", e)
		}
	})
}

func TestACallGivenUpOnceSentHasNoAnswer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	site := newSite(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := newClient(t, site.URL).CreateJob(ctx, NewJob{})
	if e := failure(t, err); e.Kind != NoAnswer || !e.MayHaveHappened() || !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %+v", e)
	}
	_, err = newClient(t, site.URL, WithTimeout(20*time.Millisecond)).CreateJob(t.Context(), NewJob{})
	if e := failure(t, err); e.Kind != NoAnswer || !e.MayHaveHappened() || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("timed out: %+v", e)
	}
}

func TestATransportWithoutTracesCountsAsHavingSentWhatItRead(t *testing.T) {
	broken := errors.New("broken")
	for read, want := range map[bool]Kind{true: NoAnswer, false: Unreachable} {
		c := newClient(t, "a.example", WithHTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			if read {
				_, _ = io.Copy(io.Discard, r.Body)
			}
			return nil, broken
		})}))
		_, err := c.CreateJob(t.Context(), NewJob{})
		if e := failure(t, err); e.Kind != want || e.Sent != read || !errors.Is(err, broken) {
			t.Errorf("read %v: got %+v", read, e)
		}
	}
}

func TestAnAnswerThatDoesNotComeWholeIsNone(t *testing.T) {
	tests := map[string]string{
		"nothing":              "",
		"half a status":        "HTTP/1.",
		"no HTTP":              "220 mail.example ESMTP\r\n\r\n",
		"a body cut short":     "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"job_id\":5}",
		"a chunk cut short":    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"job_id\":5}",
		"a broken compression": "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
		"a refusal cut short":  "HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\n{\"error\":",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			site := broken(t, func(conn net.Conn) { _, _ = io.WriteString(conn, text) })
			_, err := newClient(t, site.URL).CreateJob(t.Context(), NewJob{})
			if e := failure(t, err); e.Kind != NoAnswer || !e.MayHaveHappened() || len(site.got()) != 1 {
				t.Errorf("got %+v after %d requests", e, len(site.got()))
			}
		})
	}
}

func TestAnAnswerMayBeCompressed(t *testing.T) {
	site := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		_, _ = io.WriteString(packed, `{"job_id":5}`)
		_ = packed.Close()
	})
	if job, err := newClient(t, site.URL).CreateJob(t.Context(), NewJob{}); err != nil || job.JobID != 5 {
		t.Errorf("got %v, %v", job, err)
	}
}

func TestAnAnswerLongerThanTheLimitIsBad(t *testing.T) {
	var bomb bytes.Buffer
	packed := gzip.NewWriter(&bomb)
	_, _ = packed.Write(bytes.Repeat([]byte(" "), maxAnswer))
	_, _ = packed.Write([]byte("{}"))
	_ = packed.Close()
	site := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb.Bytes())
	})
	_, err := newClient(t, site.URL).CheckJob(t.Context(), 5)
	if e := failure(t, err); e.Kind != BadAnswer || !e.Sent {
		t.Errorf("got %+v", e)
	}
}

func TestACallIsNeverSentTwice(t *testing.T) {
	t.Run("when the site hangs up on a connection that it used before", func(t *testing.T) {
		first := true
		site := newSite(t, func(w http.ResponseWriter, r *http.Request) {
			if first {
				first = false
				answers(200, `{"job_id":5}`)(w, r)
				return
			}
			conn, _, _ := w.(http.Hijacker).Hijack()
			_ = conn.Close()
		})
		c := newClient(t, site.URL)
		if _, err := c.CreateJob(t.Context(), NewJob{}); err != nil {
			t.Fatal(err)
		}
		_, err := c.CreateJob(t.Context(), NewJob{})
		if e := failure(t, err); e.Kind != NoAnswer || !e.MayHaveHappened() {
			t.Errorf("got %+v", e)
		}
		if n := len(site.got()); n != 2 {
			t.Errorf("two calls came as %d", n)
		}
	})
	t.Run("when the site hangs up between calls", func(t *testing.T) {
		site := broken(t, func(conn net.Conn) {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"job_id\":5}")
		})
		c := newClient(t, site.URL)
		const calls = 100
		failed := 0
		for range calls {
			if _, err := c.CreateJob(t.Context(), NewJob{}); err != nil {
				failed++
				if e := failure(t, err); e.Kind != NoAnswer {
					t.Fatalf("got %+v", e)
				}
			}
		}
		if n := len(site.got()); n > calls || n < calls-failed {
			t.Errorf("%d calls, of which %d failed, came as %d", calls, failed, n)
		}
	})
	t.Run("over HTTP/2, which is not spoken", func(t *testing.T) {
		site := unstartedSite(t, answers(200, `{"job_id":5}`))
		site.EnableHTTP2 = true
		site.StartTLS()
		trusting := newTransport()
		trusting.TLSClientConfig = site.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
		trusting.TLSClientConfig.NextProtos = nil
		t.Cleanup(trusting.CloseIdleConnections)
		if _, err := newClient(t, site.URL, WithHTTPClient(&http.Client{Transport: trusting})).CreateJob(t.Context(), NewJob{}); err != nil {
			t.Fatal(err)
		}
		if proto := site.got()[0].proto; proto != "HTTP/1.1" {
			t.Errorf("the call came over %s", proto)
		}
	})
}
