package intake

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	mp3Head  = "\xff\xfb\x90\x64and so on"
	wavHead  = "RIFF\xff\xff\xff\xffWAVEfmt "
	aiffHead = "FORM\x00\x00\x10\x00AIFFCOMM"
)

// serve answers on loopback until the test ends.
func serve(t *testing.T, start func(http.Handler) *httptest.Server, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := start(handler)
	t.Cleanup(server.Close)
	return server
}

// asked checks candidates over a transport that trusts every certificate.
func asked(t *testing.T, deadline time.Duration, candidates ...Candidate) []Finding {
	t.Helper()
	transport := NewTransport()
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} // of test servers on loopback
	defer transport.CloseIdleConnections()
	return check(context.Background(), candidates, Known{}, Rules{}, nil, asker{transport: transport, deadline: deadline})
}

func TestAnswersOfAddressesAreTold(t *testing.T) {
	says := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	leads := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
	}
	cases := []struct {
		name    string
		answers http.HandlerFunc
		want    Kind
	}{
		{"ranged.mp3", func(w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(append([]byte(mp3Head), make([]byte, 1<<20)...)))
		}, ""},
		{"range-ignored.wav", says(200, wavHead), ""},
		{"tagged.mp3", says(200, "ID3\x04\x00\x00\x00\x7f\x7f\x7f"), ""},
		{"good.aiff", says(200, aiffHead), ""},
		{"wrong.mp3", says(200, wavHead), WrongEnding},
		{"page.mp3", says(200, "\ufeff\n<!doctype html><title>Sign in"), WebPage},
		{"xml.mp3", says(200, `<?xml version="1.0"?><Error/>`), WebPage},
		{"text.mp3", says(200, `{"error":"no such file"}`), NotAudio},
		{"flac.wav", says(200, "fLaC\x00\x00\x00\x22"), NotAudio},
		{"m4a.mp3", says(200, "\x00\x00\x00\x20ftypM4A "), NotAudio},
		{"picture.mp3", says(200, "\x89PNG\x0d\x0a\x1a\x0a"), NotAudio},
		{"odd.mp3", says(200, "\x01\x02\x03\x04\x05\x06"), Unclear},
		{"aac.mp3", says(200, "\xff\xf1\x50\x80\x00\x00"), Unclear},
		{"empty.mp3", says(200, ""), Empty},
		{"nothing.mp3", says(416, ""), Empty},
		{"gone.mp3", says(410, "<html>"), Gone},
		{"missing.mp3", says(404, ""), Gone},
		{"secret.mp3", says(403, "<html>"), Refused},
		{"fault.mp3", says(500, mp3Head), Refused},
		{"circle.mp3", leads("/circle.mp3"), Redirects},
		{"ftp.mp3", leads("ftp://127.0.0.1/a.mp3"), Redirects},
		{"login.mp3", leads("/page.mp3"), WebPage},
		{"moved.wav", leads("/range-ignored.wav"), ""},
	}
	mux := http.NewServeMux()
	for _, c := range cases {
		mux.HandleFunc("/"+c.name, c.answers)
	}
	server := serve(t, httptest.NewServer, mux.ServeHTTP)
	var candidates []Candidate
	want := make([][]Kind, len(cases))
	for i, c := range cases {
		candidates = append(candidates, Candidate{Source: server.URL + "/" + c.name})
		if c.want != "" {
			want[i] = []Kind{c.want}
		}
	}
	if diff := cmp.Diff(want, kindsOf(len(cases), asked(t, askFor, candidates...))); diff != "" {
		t.Error(diff)
	}
}

func TestRedirectsAreFollowedFiveTimesAndNeverFromHTTPSToHTTP(t *testing.T) {
	plain := serve(t, httptest.NewServer, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, mp3Head) })
	server := serve(t, httptest.NewTLSServer, func(w http.ResponseWriter, r *http.Request) {
		var hops int
		switch n, _ := fmt.Sscanf(r.URL.Path, "/%d.mp3", &hops); {
		case n == 0:
			http.Redirect(w, r, plain.URL+"/a.mp3", http.StatusFound)
		case hops == 0:
			fmt.Fprint(w, mp3Head)
		default:
			http.Redirect(w, r, fmt.Sprintf("/%d.mp3", hops-1), http.StatusFound)
		}
	})
	findings := asked(
		t, askFor,
		Candidate{Source: server.URL + "/5.mp3"}, Candidate{Source: server.URL + "/6.mp3"}, Candidate{Source: server.URL + "/down.mp3"},
		Candidate{Source: plain.URL + "/plain.mp3"},
	)
	if diff := cmp.Diff([][]Kind{nil, {Redirects}, {Redirects}, nil}, kindsOf(4, findings)); diff != "" {
		t.Fatal(diff)
	}
	if got := findings[1].Text; got != "“down.mp3” leads from https to http, which was not followed. Give the address of the file itself." {
		t.Error(got)
	}
}

func TestARequestTellsNothingOfThePersonOrTheWay(t *testing.T) {
	var seen []http.Header
	server := serve(t, httptest.NewServer, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header.Clone())
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		if r.URL.Path == "/first.mp3" {
			to := strings.Replace("http://"+r.Host, "http://", "http://user:canary@", 1)
			http.Redirect(w, r, to+"/second.mp3", http.StatusFound)
			return
		}
		fmt.Fprint(w, mp3Head)
	})
	source := strings.Replace(server.URL, "http://", "http://user:canary@", 1) + "/first.mp3?signature=canary"
	if findings := asked(t, askFor, Candidate{Source: source}); len(findings) > 0 {
		t.Fatal(findings)
	}
	want := http.Header{"User-Agent": {"Pressroom"}, "Range": {"bytes=0-4095"}}
	if diff := cmp.Diff([]http.Header{want, want}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestOfAnEndlessBodyOnlyTheBeginningIsTaken(t *testing.T) {
	var sent atomic.Int64
	left := make(chan struct{})
	server := serve(t, httptest.NewServer, func(w http.ResponseWriter, _ *http.Request) {
		defer close(left)
		chunk := bytes.Repeat([]byte(mp3Head), 1024)
		for {
			n, err := w.Write(chunk)
			sent.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	findings := asked(t, askFor, Candidate{Source: server.URL + "/endless.mp3"})
	<-left // which it would not be while anyone reads
	if len(findings) > 0 {
		t.Error(findings)
	}
	t.Logf("%d bytes were on their way when the connection closed", sent.Load())
}

func TestAHostThatDoesNotAnswerIsAWarning(t *testing.T) {
	slow := serve(t, httptest.NewServer, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	stuck := serve(t, httptest.NewServer, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "1000")
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	closed := httptest.NewServer(nil)
	closed.Close()
	findings := asked(
		t, 50*time.Millisecond,
		Candidate{Source: slow.URL + "/a.mp3"}, Candidate{Source: stuck.URL + "/b.mp3"}, Candidate{Source: closed.URL + "/c.mp3"},
		Candidate{Source: "http:///d.mp3"},
	)
	if diff := cmp.Diff([][]Kind{{Unreachable}, {Unreachable}, {Unreachable}, {BadAddress}}, kindsOf(4, findings)); diff != "" {
		t.Error(diff)
	}
}
