package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// movedTo is a handler that sends every path to where, except the one where it has arrived.
func movedTo(status int, where string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			answers(200, `{"job_id":5}`)(w, r)
			return
		}
		w.Header().Set("Location", where)
		w.WriteHeader(status)
	}
}

func TestARedirectThatKeepsTheCallIsFollowedOnTheSite(t *testing.T) {
	for _, status := range []int{307, 308} {
		site := newSite(t, movedTo(status, "/moved"))
		job, err := newClient(t, site.URL).CreateJob(t.Context(), NewJob{Name: "Imports"})
		if err != nil || job.JobID != 5 {
			t.Fatalf("%d: %v, %v", status, job, err)
		}
		got := site.got()
		if len(got) != 2 {
			t.Fatalf("%d: %d requests came", status, len(got))
		}
		if last := got[1]; last.method != "POST" || last.form.Get("token") != canary || last.form.Get("name") != "Imports" || last.query != "" {
			t.Errorf("%d: %+v", status, last)
		}
	}
}

func TestOtherRedirectsAreNotFollowed(t *testing.T) {
	elsewhere := newSite(t, answers(200, `{"job_id":6}`))
	escaped := url.QueryEscape(canary)
	tests := []struct {
		name, where string
		statuses    []int
	}{
		{"that make a GET of it", "/moved", []int{301, 302, 303}},
		{"to another host", elsewhere.URL + "/moved", []int{301, 302, 303, 307, 308}},
		{"to a name of the same machine", "//localhost/moved", []int{307}},
		{"to https", "https://127.0.0.1/moved", []int{307}},
		{"to another scheme", "ftp://127.0.0.1/moved", []int{307}},
		{"in a circle", "/again", []int{307, 308}},
		{"with the key in the query", "/moved?x=" + escaped, []int{307, 308}},
		{"with the key hidden in the query", "/moved?x=" + strings.ReplaceAll(escaped, "k3y", "%6b3%79"), []int{307}},
		{"with the key in the path", "/moved/" + url.PathEscape(canary), []int{307}},
		{"with a user", "http://me:" + escaped + "@localhost/moved", []int{307}},
		{"to nowhere", "", []int{302, 307}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, status := range test.statuses {
				site := newSite(t, movedTo(status, test.where))
				_, err := newClient(t, site.URL).CreateJob(t.Context(), NewJob{})
				e := failure(t, err)
				if e.Kind != Redirected || e.MayHaveHappened() {
					t.Errorf("%d: got %+v", status, e)
				}
				if holdsKey(err) {
					t.Errorf("%d: the key is in %v", status, err)
				}
				for _, r := range site.got() {
					if r.query != "" || strings.Contains(r.path, canary) || r.path == "/moved" {
						t.Errorf("%d: the site got %s?%s", status, r.path, r.query)
					}
				}
			}
		})
	}
	if n := len(elsewhere.got()); n != 0 {
		t.Errorf("%d requests came to another host", n)
	}
}

func TestARedirectFromHTTPSToHTTPIsNotFollowed(t *testing.T) {
	plain := newSite(t, answers(200, `{"job_id":6}`))
	site := unstartedSite(t, movedTo(307, plain.URL+"/moved"))
	site.StartTLS()
	_, err := newClient(t, site.URL, WithHTTPClient(site.Client())).CreateJob(t.Context(), NewJob{})
	e := failure(t, err)
	if e.Kind != Redirected || !strings.Contains(err.Error(), plain.URL) || len(plain.got()) != 0 {
		t.Errorf("got %v after %d requests in the open", err, len(plain.got()))
	}
}

func TestTheCallersOwnClientIsNotChanged(t *testing.T) {
	mine := &http.Client{}
	newClient(t, "a.example", WithHTTPClient(mine))
	if mine.CheckRedirect != nil {
		t.Error("its redirect policy was overwritten")
	}
}

func TestTwoAddressesAreOneSite(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"https://a.example/x", "https://A.example:443/y", true},
		{"http://localhost:80", "http://localhost/y", true},
		{"https://a.example", "https://a.example:8443", false},
		{"https://a.example", "http://a.example:443", false},
		{"https://a.example", "https://www.a.example", false},
	}
	for _, test := range tests {
		a, err := url.Parse(test.a)
		if err != nil {
			t.Fatal(err)
		}
		b, err := url.Parse(test.b)
		if err != nil {
			t.Fatal(err)
		}
		if got := sameSite(a, b); got != test.want {
			t.Errorf("%s and %s: %v", a, b, got)
		}
	}
}
