package practice

import (
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestACallWithoutTheRightKeyIsRefused(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	for _, token := range []string{"", "wrong", c.token + "x", c.token[:31]} {
		stranger := person{s, token, c.web}
		for name := range s.calls {
			stranger.refused(t, http.StatusUnauthorized, name, fields{"job_id": "1"})
		}
	}
}

func TestANewKeyReplacesTheOneOfItsName(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	first, second := caller(t, s), caller(t, s)
	other, err := s.IssueKey(t.Context(), "another name")
	if err != nil || len(other) != 32 || other == second.token {
		t.Fatalf("a key of %d letters, %v", len(other), err)
	}
	first.refused(t, http.StatusUnauthorized, "list", nil)
	second.ok(t, "list", nil, nil)
	person{s, other, first.web}.ok(t, "list", nil, nil)
	if _, err := s.IssueKey(t.Context(), " "); err == nil {
		t.Error("a key without a name was issued")
	}
}

func TestAKeyOpensOnlyWhatItIsFor(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	file := fields{"url": "http://host.example/a.wav"}
	up := id(c.upload(t, 296204, file["url"], ""))
	calls := []struct {
		name  string
		needs Permission
		given fields
	}{
		{"list", MayRead, nil},
		{"checkJob", MayRead, fields{"job_id": "296204"}},
		{"getAvailableFields", MayRead, nil},
		{"createJob", MayUpload, nil},
		{"upload", MayUpload, file},
		{"setFormats", MayUpload, fields{"upload_id": up, "formats": "wav"}},
		{"setMetadata", MayUpload, fields{"upload_id": up, "meta[Title]": "A"}},
		{"delete", MayDelete, fields{"upload_id": up}},
		{"publish", MayPublish, fields{"job_id": id(c.job(t))}},
	}
	for _, allowed := range Permissions() {
		token, err := s.IssueKey(t.Context(), string(allowed), allowed)
		if err != nil {
			t.Fatal(err)
		}
		holder := person{s, token, c.web}
		for _, call := range calls {
			if call.needs == allowed {
				holder.ok(t, call.name, call.given, nil)
			} else if text := holder.refused(t, http.StatusForbidden, call.name, call.given); !strings.Contains(text, string(call.needs)) {
				t.Errorf("%s: %q", call.name, text)
			}
		}
	}
}

func TestAKeyThatMayNotPublishStartsNoPublishingByAnUploadEither(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	token, err := s.IssueKey(t.Context(), "uploads", MayUpload)
	if err != nil {
		t.Fatal(err)
	}
	uploads := person{s, token, c.web}
	uploads.refused(t, http.StatusForbidden, "upload", fields{"url": "http://host.example/a.wav", "autopublish": "1"})
	uploads.refused(t, http.StatusForbidden, "upload", fields{"url": "http://host.example/a.wav", "track_id": "9100001", "immediate": "1"})
	if page := c.list(t, nil); page.Count != 0 {
		t.Errorf("%+v", page)
	}
}

func TestWhatAKeyIsForOutlivesARestart(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	token, err := s.IssueKey(t.Context(), "reads", MayRead)
	if err != nil {
		t.Fatal(err)
	}
	c := caller(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	reads := person{openSite(t, Options{Home: s.home}), token, c.web}
	reads.ok(t, "list", nil, nil)
	reads.refused(t, http.StatusForbidden, "publish", nil)
}

func TestAKeyIsInNoLogAndInNoFile(t *testing.T) {
	t.Parallel()
	var written logs
	s := openSite(t, Options{Log: written.logger()})
	c := caller(t, s)
	const secret = "canary-in-a-query"
	gone := host(t, http.NotFoundHandler())
	astray := host(t, http.RedirectHandler("http://%zz/?signature="+secret, http.StatusFound))
	job := c.job(t)
	c.upload(t, job, gone+"/a.wav?signature="+secret, "mp3")
	c.ok(t, "publish", fields{"job_id": id(job), "oncomplete": gone + "/done?hook=" + secret}, nil)
	c.upload(t, job, astray+"/b.wav", "mp3")
	c.ok(t, "publish", fields{"job_id": id(job)}, nil)
	c.settled(t, job, 2)
	until(t, func() bool { return strings.Contains(written.String(), "then=failed") })

	query := url.Values{"token": {c.token}}.Encode()
	c.send(t, http.MethodGet, "list", query, "", "")
	c.send(t, http.MethodGet, "nothing", query, "", "")
	c.send(t, http.MethodGet, c.token, query, "", "")
	c.send(t, http.MethodPut, "list", query, "", "")
	c.send(t, http.MethodPost, "list", query, "application/json", `{"token":"`+c.token+`",`)
	c.send(t, http.MethodPost, "list", "", "", `{"token":"`+c.token+`"}`)
	c.send(t, http.MethodPost, "list", "%zz"+c.token, "", "")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{c.token, secret} {
		if strings.Contains(written.String(), hidden) {
			t.Errorf("the log holds what it must not:\n%s", written.String())
		}
	}
	err := filepath.WalkDir(s.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if strings.Contains(string(content), c.token) {
			t.Errorf("%s holds the key", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheFilesOfAnOpenSiteHoldNoKeyEither(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	c.upload(t, c.job(t), "http://host.example/a.wav", "")
	for _, name := range []string{databaseName, databaseName + "-wal"} {
		content, err := os.ReadFile(s.path(name))
		if err != nil || len(content) == 0 {
			t.Fatalf("%s: %d bytes, %v", name, len(content), err)
		}
		if strings.Contains(string(content), c.token) {
			t.Errorf("%s holds the key", name)
		}
	}
}
