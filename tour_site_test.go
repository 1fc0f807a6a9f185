//go:build tour

package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// served is the practice site, run alone.
type served struct {
	URL, Token string
	home       string
	log        *lines
}

func (s *screen) serve(t *testing.T) *served {
	t.Helper()
	site := &served{home: filepath.Join(s.home, "served"), log: newLines(t, "the site")}
	out := newLines(t, "pressroom -serve")
	cmd := exec.Command(underTest(), "-serve", "127.0.0.1:0", "-samples", "-home", site.home)
	cmd.Env, cmd.Stdout, cmd.Stderr = s.env, out, site.log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		end(cmd)
		if !cmd.ProcessState.Success() {
			t.Errorf("the site ended with %v", cmd.ProcessState)
		}
	})
	if err := json.Unmarshal([]byte(out.await("{")), site); err != nil {
		t.Fatal(err)
	}
	return site
}

// sample is the file name of a sample track that can be published.
func (site *served) sample(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(site.home, "*", "samples", "*.aif*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no sample tracks: %v", err)
	}
	return filepath.Base(files[0])
}

// recorded asks the site what reached it, and looks at what it published.
func (site *served) recorded(t *testing.T) {
	t.Helper()
	client, err := api.New(site.URL, site.Token)
	if err != nil {
		t.Fatal(err)
	}
	calls := map[string]int{}
	for _, line := range site.log.said() {
		for _, call := range []string{"createJob", "upload", "publish", "setFormats"} {
			if strings.Contains(line, "call="+call+" ") {
				calls[call]++
			}
		}
	}
	if want := map[string]int{"createJob": 1, "upload": 1, "publish": 2, "setFormats": 16}; !maps.Equal(calls, want) {
		t.Errorf("the site was called %v, want %v", calls, want)
	}
	wav := 0
	for u, err := range client.ListAll(t.Context(), api.ListRequest{}) {
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(u.Formats, api.AIFF) || !slices.Contains(u.Formats, api.MP3) {
			t.Errorf("upload %d has formats %v", u.UploadID, u.Formats)
		}
		if slices.Contains(u.Formats, api.WAV) {
			wav++
		}
		if u.Status == api.Published {
			site.published(t, u)
		} else if u.Status != api.Errored || u.Error == "" {
			t.Errorf("upload %d is %s: %q", u.UploadID, u.Status, u.Error)
		}
	}
	if wav != 3 {
		t.Errorf("%d tracks have wav, want 3", wav)
	}
}

// published holds a track to having a sound file of every format it was published as.
func (site *served) published(t *testing.T, u api.Upload) {
	t.Helper()
	for _, format := range u.Formats {
		files, err := filepath.Glob(filepath.Join(site.home, "*", "published", fmt.Sprint(u.TrackID), "*."+string(format)))
		if err != nil || len(files) != 1 {
			t.Errorf("track %d has %d files as %s: %v", u.TrackID, len(files), format, err)
			continue
		}
		if spec, err := audio.Probe(files[0]); err != nil || spec.Duration() <= 0 {
			t.Errorf("%s: %v, %v", files[0], spec, err)
		}
	}
}

// noKeyAnywhere looks for the key where it must not be.
func noKeyAnywhere(t *testing.T, s *screen, site *served, p *program) {
	t.Helper()
	err := filepath.WalkDir(s.home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(content), site.Token) {
			t.Errorf("the key is in %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, line := range append(p.log.said(), site.log.said()...) {
		if strings.Contains(line, site.Token) {
			t.Errorf("the key is in a log: %s", line)
		}
	}
}
