package manifest

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pressroom/ui/desk/words"
)

var update = flag.Bool("update", false, "write the receipts of testdata anew")

func aReceipt() Receipt {
	started := time.Date(2026, 3, 9, 14, 5, 6, 0, time.UTC)
	tracks := twoResults()
	tracks = append(tracks, Result{UploadID: 4713, Title: `<script>alert(1)</script>`, File: `"><img src=x onerror=alert(1)>.wav`, Status: "queued", Error: "</td></table><style>*{display:none}"})
	return Receipt{
		Site: "music.host.example", Job: "Autumn & <b>Winter</b>", JobID: 296204, Tally: Tally{Done: 1, Errored: 1200, Queued: 1},
		Started: started, Ended: started.Add(20 * time.Minute), Made: started.Add(time.Hour), Tracks: tracks,
	}
}

func receipt(t *testing.T, r Receipt) string {
	t.Helper()
	var page bytes.Buffer
	if err := WriteReceipt(&page, r); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

func TestAReceiptIsTheOneThatWasLookedAt(t *testing.T) {
	other := aReceipt()
	other.Ended, other.JobID = time.Time{}, 0
	for tag, r := range map[string]Receipt{"en": aReceipt(), words.Pseudo: other} {
		if err := words.Use(tag); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = words.Use("en") }()
		name := "receipt." + tag + ".html"
		path := filepath.Join("testdata", name)
		page := receipt(t, r)
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		master, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.ReplaceAll(string(master), "\r\n", "\n"), page); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAReceiptRunsNothingAndFetchesNothing(t *testing.T) {
	page := receipt(t, aReceipt())
	for _, tag := range regexp.MustCompile(`<(\w+)`).FindAllStringSubmatch(page, -1) {
		switch tag[1] {
		case "script", "img", "link", "iframe", "object", "embed", "base", "form", "a", "b":
			if tag[1] != "b" {
				t.Errorf("the page has a <%s>", tag[1])
			}
		}
	}
	if strings.Count(page, "<style>") != 1 || strings.Contains(page, "<b>Winter") || regexp.MustCompile(`(?i)url\(|@import|https?://|\son\w+=["']`).MatchString(page) {
		t.Error(page)
	}
	if strings.Contains(page, twoResults()[0].Source) {
		t.Error("an address, which can hold a password, is in the receipt")
	}
}
