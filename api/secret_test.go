package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// holdsKey says whether the key, however spelt, is in err or in anything it wraps.
func holdsKey(err error) bool {
	var printed bytes.Buffer
	var print func(error)
	print = func(err error) {
		fmt.Fprintf(&printed, "%v\n%+v\n%#v\n", err, err, err)
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			if inner := e.Unwrap(); inner != nil {
				print(inner)
			}
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				print(inner)
			}
		}
	}
	print(err)
	slog.New(slog.NewTextHandler(&printed, nil)).Info("failed", "error", err)
	for _, spelling := range spellings(canary) {
		if strings.Contains(printed.String(), spelling) {
			return true
		}
	}
	return false
}

func TestAKeyThatTheSiteEchoesIsInNoError(t *testing.T) {
	handlers := map[string]http.HandlerFunc{
		"page":    answers(200, "<p>"+canary+"</p>"),
		"message": answers(404, echo(t, map[string]any{"message": "what is " + canary})),
		"object":  answers(200, echo(t, map[string]any{"error": map[string]any{canary: canary}})),
		"upload":  answers(200, echo(t, map[string]any{"upload_id": 5, "error": canary})),
		"status": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			defer conn.Close()
			_, _ = io.WriteString(conn, canary+"\r\n\r\n")
		},
		"header": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			defer conn.Close()
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n"+canary+"\r\n\r\n")
		},
		"location that can't be read": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://"+url.QueryEscape(canary)+".example/")
			w.WriteHeader(307)
		},
	}
	for i, spelling := range append(spellings(canary), "<b>"+canary+"</b>", strings.ReplaceAll(canary, "3", "\x00\u200b3"), "k3&#121;"+canary[3:]) {
		handlers[fmt.Sprint("spelling ", i)] = answers(200, echo(t, map[string]any{"error": "The token " + spelling + " is not known"}))
	}
	for name, handler := range handlers {
		t.Run(name, func(t *testing.T) {
			c := newClient(t, newSite(t, handler).URL)
			upload, err := c.Upload(t.Context(), NewUpload{URL: "https://f.example/a.wav"})
			failure(t, err)
			if holdsKey(err) || holdsKey(errors.New(upload.Error)) {
				t.Errorf("the key is in %v or %q", err, upload.Error)
			}
		})
	}
}

func TestAKeyInTheCauseOfACallGivenUpIsInNoError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := newClient(t, "a.example", WithHTTPClient(&http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
		cancel()
		return nil, several{errors.New("as " + canary)}
	})}))
	_, err := c.CheckJob(ctx, 1)
	if holdsKey(err) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// several is an error that can't be compared.
type several []error

func (s several) Error() string { return errors.Join(s...).Error() }

func TestAKeyInAWrappedCauseIsInNoError(t *testing.T) {
	s := keep(canary)
	hidden := &net.OpError{Op: "dial", Err: errors.New("as " + canary)}
	for name, err := range map[string]error{
		"plain":  hidden,
		"deep":   fmt.Errorf("a: %w", fmt.Errorf("b: %w", hidden)),
		"joined": errors.Join(io.EOF, hidden),
		"masked": masked{hidden},
		"two":    fmt.Errorf("%w and %w", io.EOF, masked{hidden}),
	} {
		if safe := s.cause(err); holdsKey(safe) {
			t.Errorf("%s: the key is in %v", name, safe)
		}
	}
	if harmless := fmt.Errorf("read: %w", io.EOF); s.cause(harmless) != harmless || s.cause(nil) != nil {
		t.Error("a harmless cause was changed")
	}
}

// masked is an error whose text does not show what it wraps.
type masked struct{ error }

func (m masked) Error() string { return "masked" }
func (m masked) Unwrap() error { return m.error }

func echo(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestATextOfTheSiteIsPlainWhenShown(t *testing.T) {
	tests := map[string]string{
		"":                              "",
		"No good":                       "No good",
		"  No\r\n\tgood\u2028 ":         "No good",
		"<p class='x'>No <br/>good</p>": "No good",
		"1 < 2 and 3 > 2":               "1 < 2 and 3 > 2",
		"No <a<b<c>>> good":             "No good",
		"No " + strings.Repeat("<a", 99) + strings.Repeat(">", 99) + " good": "No " + strings.Repeat("a ", 91) + "good",
		"a &lt; b &amp; c":                 "a < b & c",
		"&lt;script&gt;x()&lt;/script&gt;": "x()",
		"a\x1b[2Jb\x07c":                   "a[2Jbc",
		"\u202egood\u200b\ufeff":           "good",
		"caf\xff\xe9":                      "caf",
		strings.Repeat("ä", 500):           strings.Repeat("ä", 500),
		strings.Repeat("ä", 501):           strings.Repeat("ä", 499) + "…",
		"my secret, " + "%73ecret secret":  "my [key], %73ecret [key]",
	}
	for text, want := range tests {
		if got := keep("secret").plain(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestAnyTextBecomesPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[a-zA-Z0-9+/=<> &-]{8,40}`).Draw(t, "key")
		parts := rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom(append(spellings(key), "<", ">", "&lt;", "<b>")))).Draw(t, "text")
		got := keep(key).plain(strings.Join(parts, ""))
		if strings.Contains(got, key) {
			t.Fatalf("the key %q is in %q", key, got)
		}
		if utf8.RuneCountInString(got) > maxMessage || !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("not plain: %q", got)
		}
	})
}
