package api

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAnAddressHasOneForm(t *testing.T) {
	tests := map[string]string{
		"name.sourceaudio.com":                         "https://name.sourceaudio.com",
		" HTTPS://Name.SourceAudio.com/ ":              "https://name.sourceaudio.com",
		"https://name.sourceaudio.com/api/import":      "https://name.sourceaudio.com",
		"https://name.sourceaudio.com/api/import/":     "https://name.sourceaudio.com",
		"name.sourceaudio.com/api/import":              "https://name.sourceaudio.com",
		"https://name.sourceaudio.com:443":             "https://name.sourceaudio.com",
		"https://name.sourceaudio.com.":                "https://name.sourceaudio.com",
		"music.customer.example:8443":                  "https://music.customer.example:8443",
		"https://xn--bcher-kva.example":                "https://xn--bcher-kva.example",
		"http://localhost:8080/":                       "http://localhost:8080",
		"http://LOCALHOST:80":                          "http://localhost",
		"http://127.0.0.1:1":                           "http://127.0.0.1:1",
		"http://127.9.9.9:08080":                       "http://127.9.9.9:8080",
		"http://[::1]:8080":                            "http://[::1]:8080",
		"http://[0:0:0:0:0:0:0:1]/api/import":          "http://[::1]",
		"localhost:8080":                               "https://localhost:8080",
		"https://[2001:DB8::1]":                        "https://[2001:db8::1]",
		"https://192.0.2.1:" + "65535" + "/api/import": "https://192.0.2.1:65535",
	}
	for address, want := range tests {
		t.Run(address, func(t *testing.T) {
			got, err := NormaliseAddress(address)
			if err != nil || got != want {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
}

func TestAnAddressIsRefusedWithASentence(t *testing.T) {
	for _, address := range []string{
		"", "  ", "/", "https://", "https:///api/import", "ftp://a.example", "http://a.example", "HTTP://name.sourceaudio.com",
		"http://192.168.1.1", "http://127.0.0.1.example", "http://localhost.example", "http://2130706433", "http://127.1",
		"https://ann:hunter2@a.example", "ann@a.example", "https://a.example?token=hunter2", "https://a.example/?", "https://a.example#x",
		"https://a.example/#", "https://a.example/music", "https://a.example/api", "https://a.example/api/import/publish",
		"https://a.example/api%2Fimport", "a b.example", "a.exa\nmple", "a\x00.example", "https://a..example", "https://.example",
		"https://a.example:", "https://a.example:0", "https://a.example:65536", "https://a.example:x", "https://bücher.example",
		"https://[::1%25lo]", "https://[::1", "a.example\\b", "//a.example", "mailto:a.example", "https://" + strings.Repeat("a", 64) + ".example",
		"https://" + strings.Repeat("a.", 130) + "example", "https://%61.example%",
	} {
		t.Run(address, func(t *testing.T) {
			got, err := NormaliseAddress(address)
			if err == nil {
				t.Fatalf("taken as %q", got)
			}
			e := failure(t, err)
			if e.Kind != BadRequest || e.Err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestNormalisingTwiceChangesNothingMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		address := rapid.StringMatching(`(https?://)?[a-zA-Z0-9.\-\[\]:]{1,20}(:[0-9]{1,5})?(/api/import)?/?`).Draw(t, "address")
		once, err := NormaliseAddress(address)
		if err != nil {
			return
		}
		if twice, err := NormaliseAddress(once); err != nil || twice != once {
			t.Fatalf("%q became %q, then %q, %v", address, once, twice, err)
		}
		if c, err := New(once, "k"); err != nil || c.Address() != once {
			t.Fatalf("New(%q): %v, %v", once, c, err)
		}
	})
}
