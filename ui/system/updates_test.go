package system

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// releases is a place that answers with this.
func releases(t *testing.T, version, answer string) (*Updates, *[]*http.Request) {
	t.Helper()
	var asked []*http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r)
		if strings.HasPrefix(answer, "40") {
			http.Error(w, "no", http.StatusNotFound)
			return
		}
		_, _ = fmt.Fprint(w, answer)
	}))
	t.Cleanup(server.Close)
	u := NewUpdates(version, server.Client().Transport)
	u.address = server.URL + "/releases/latest"
	return u, &asked
}

func TestANewerReleaseIsFoundByItsNumbers(t *testing.T) {
	for _, c := range []struct{ version, tag, want string }{
		{"1.4.0", "v1.4.1", "1.4.1"},
		{"1.9.0", "v1.10.0", "1.10.0"},
		{"1.10.0", "v1.9.0", ""},
		{"1.4.0", "1.4.0", ""},
		{"1.4.0+3.g1a2b3c4", "v1.4.0", ""},
		{"1.4.0+3.g1a2b3c4.dirty", "v1.5.0+linux", "1.5.0"},
		{"0.0.0+250.g1a2b3c4", "v1.0.0", "1.0.0"},
		{"0.0.0+unknown", "v0.1.0", "0.1.0"},
		{"1.4.0", "v2.0.0-rc.1", ""},
	} {
		u, asked := releases(t, c.version, `{"tag_name": "`+c.tag+`", "html_url": "https://evil.example"}`)
		if got, err := u.Newer(t.Context()); got != c.want || err != nil {
			t.Errorf("%s, where %s is the latest: %q, %v; want %q", c.version, c.tag, got, err, c.want)
		}
		if len(*asked) != 1 {
			t.Fatalf("asked %d times", len(*asked))
		}
	}
}

func TestALookForUpdatesSendsNothingOfThePersonOrTheProgram(t *testing.T) {
	u, asked := releases(t, "1.2.3", `{"tag_name": "v1.2.3"}`)
	if _, err := u.Newer(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := (*asked)[0]
	want := map[string]string{"Accept": "application/json", "User-Agent": "Pressroom", "Accept-Encoding": "gzip"}
	for name, values := range r.Header {
		if strings.Join(values, ",") != want[name] {
			t.Errorf("%s: %q is sent", name, values)
		}
	}
	if r.Method != http.MethodGet || r.URL.RawQuery != "" || r.ContentLength != 0 {
		t.Errorf("sent is %s %s with %d bytes", r.Method, r.URL, r.ContentLength)
	}
}

func TestWhatIsNoReleaseIsAnError(t *testing.T) {
	for _, answer := range []string{"404", "", "<html>", `{"tag_name": "latest"}`, `{"tag_name": 7}`, `{}`, strings.Repeat(" ", 2*mostUpdate) + `{"tag_name": "v9.0.0"}`} {
		u, _ := releases(t, "1.2.3", answer)
		if got, err := u.Newer(t.Context()); err == nil || got != "" {
			t.Errorf("%.30q: %q and no error", answer, got)
		}
	}
	for _, kind := range []string{"draft", "prerelease"} {
		u, _ := releases(t, "1.2.3", `{"tag_name": "v9.0.0", "`+kind+`": true}`)
		if got, err := u.Newer(t.Context()); err != nil || got != "" {
			t.Errorf("a %s: %q, %v", kind, got, err)
		}
	}
	u, _ := releases(t, "1.2.3", "{}")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := u.Newer(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

func TestTheVersionIsTheOneItWasBuiltWithOrOneOfItsCommit(t *testing.T) {
	if got := Version("1.4.0"); got != "1.4.0" {
		t.Errorf("got %q", got)
	}
	if got := Version(""); !strings.HasPrefix(got, "0.0.0+") {
		t.Errorf("got %q", got)
	}
	fields := map[string]string{}
	for _, f := range Versions("1.4.0", "3.50.0", "/home/p/pressroom") {
		fields[f.Name] = f.Value
	}
	if fields["pressroom"] != "1.4.0" || fields["data folder"] != "/home/p/pressroom" || !strings.Contains(fields["SQLite"], "3.50.0") || !strings.Contains(fields["system"], "/") || fields["Go"] == "" {
		t.Errorf("got %v", fields)
	}
}
