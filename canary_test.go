//go:build tour

package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"pressroom/ui/desk"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/system"
)

// parrot is a site that says the key back wherever it can, and sends uploads on to another host.
type parrot struct {
	*httptest.Server
	mu     sync.Mutex
	heard  []string // bodies that the site was sent
	beyond []string // all that the other host was sent
}

func newParrot(t *testing.T, key string) *parrot {
	t.Helper()
	p := &parrot{}
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		p.note(&p.beyond, fmt.Sprint(r.Method, " ", r.URL.String(), " ", r.Header, " ", string(body)))
		fmt.Fprint(w, `{"upload_id":1,"status":"uploaded"}`)
	}))
	t.Cleanup(other.Close)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		p.note(&p.heard, string(body))
		w.Header().Set("Content-Type", "application/json")
		switch {
		case strings.HasSuffix(r.URL.Path, "/upload"):
			http.Redirect(w, r, other.URL+"/elsewhere?token="+url.QueryEscape(key), http.StatusTemporaryRedirect)
		default:
			fmt.Fprintf(w, `{"count":1,"pg":0,"show":1000,"uploads":[{"upload_id":7,"status":"errored","formats":["mp3"],"sources":["a.wav"],"meta":{"Title":"A"},"error":"not with %s"}]}`, key)
		}
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *parrot) note(list *[]string, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	*list = append(*list, text)
}

func (p *parrot) count(list *[]string, part string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, text := range *list {
		if strings.Contains(text, part) {
			n++
		}
	}
	return n
}

// disguises are the ways in which a key could be written.
func disguises(key string) []string {
	return []string{
		key, url.QueryEscape(key), hex.EncodeToString([]byte(key)), base64.StdEncoding.EncodeToString([]byte(key))[:20],
		base64.RawURLEncoding.EncodeToString([]byte(key))[:20],
	}
}

func TestTheKeyIsFoundNowhereButInTheKeyring(t *testing.T) {
	const key = "canary/3f9a+c71e=8b52d604 a1"
	s := newScreen(t, t.TempDir())
	site := newParrot(t, key)
	home := filepath.Join(s.home, "pressroom")
	s.keyring(site.URL, key)
	if err := os.MkdirAll(home, 0o700); err != nil {
		t.Fatal(err)
	}
	book, err := ledger.Open(t.Context(), filepath.Join(home, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	known := ledger.Site{ID: site.URL, Name: "Parrot", Address: site.URL, Added: time.Now(), Used: time.Now()}
	if err := book.Write(context.Background(), ledger.Change{Sites: []ledger.Site{known}}); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	log := newLines(t, "pressroom")
	cmd := exec.Command("build/pressroom", "-log", "debug", "-home", home, "https://files.example/a.wav")
	cmd.Env, cmd.Stderr, cmd.Stdout = append(s.env, "GOTRACEBACK=all"), log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	s.until("an upload was sent on", func() bool { return site.count(&site.heard, "files.example") > 0 })
	s.until("its refusal was taken in", func() bool { return strings.Contains(strings.Join(log.said(), "\n"), "call failed") })

	found := map[string]string{}
	for _, name := range []string{"cmdline", "environ"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", cmd.Process.Pid, name))
		if err != nil || len(text) == 0 {
			t.Errorf("%s of the process: %v", name, err)
		}
		found["/proc/PID/"+name] = string(text)
	}
	if err := cmd.Process.Signal(syscall.SIGQUIT); err != nil { // it crashes, with all that it was doing
		t.Fatal(err)
	}
	_ = cmd.Wait()
	found["log and crash"] = strings.Join(log.said(), "\n")
	found["notifications"] = strings.Join(s.notices.said(), "\n")
	found["the other host"] = strings.Join(site.beyond, "\n")
	err = filepath.WalkDir(s.home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		found[path] = string(content)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	maps.Copy(found, diagnostics(t, home))
	for where, text := range found {
		for n, disguise := range disguises(key) {
			if strings.Contains(text, disguise) {
				t.Errorf("the key is in %s, in form %d", where, n)
			}
		}
	}
	if site.count(&site.heard, "token="+url.QueryEscape(key)) == 0 || !strings.Contains(found["log and crash"], "goroutine ") {
		t.Error("the site was not sent the key, or there was no crash: this looked for nothing")
	}
	if !strings.Contains(found["diagnostics log.txt"], "call failed") || !strings.Contains(found["diagnostics about.txt"], "upload") {
		t.Errorf("the diagnostics say nothing of what happened:\n%s", found["diagnostics about.txt"])
	}
	t.Logf("%d places looked at", len(found))
}

// diagnostics are the texts that diagnostics of a data folder hold, by what they are called.
func diagnostics(t *testing.T, home string) map[string]string {
	t.Helper()
	book, err := ledger.Open(t.Context(), filepath.Join(home, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	found := desk.Diagnostics{About: []desk.Field{{Name: "Pressroom", Value: version}}}
	if found.Census, err = book.Census(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	if found.Log, err = system.LogLines(home, 2000); err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	if err := found.Write(&zipped); err != nil {
		t.Fatal(err)
	}
	pack, err := zip.NewReader(bytes.NewReader(zipped.Bytes()), int64(zipped.Len()))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"diagnostics, zipped": zipped.String()}
	for _, f := range pack.File {
		text, err := fs.ReadFile(pack, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		texts["diagnostics "+f.Name] = string(text)
	}
	return texts
}
