package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestEveryCallIsOnePostedFormWithTheKeyInIt(t *testing.T) {
	ctx := t.Context()
	tests := []struct {
		name, path, answer string
		call               func(*Client) error
		want               map[string]string
	}{
		{"create a job", "createJob", `{"job_id":5}`, func(c *Client) error {
			_, err := c.CreateJob(ctx, NewJob{Name: " Imports for 05/10 ", Email: "a@b.example"})
			return err
		}, map[string]string{"name": "Imports for 05/10", "email": "a@b.example"}},
		{"create a job without a name", "createJob", `{"job_id":5}`, func(c *Client) error {
			_, err := c.CreateJob(ctx, NewJob{})
			return err
		}, map[string]string{}},
		{"upload", "upload", `{"upload_id":7}`, func(c *Client) error {
			_, err := c.Upload(ctx, NewUpload{
				URL: "https://files.example/a b.wav?x=1&y=2", JobID: 5, Formats: []Format{WAV, MP3, WAV},
				Meta: map[string]string{"Title": "Fat & Dub = Beat", "Custom: Mood": "", "Writer 1 First Name": "Zoë"},
			})
			return err
		}, map[string]string{
			"url": "https://files.example/a b.wav?x=1&y=2", "job_id": "5", "formats": "mp3,wav",
			"meta[Title]": "Fat & Dub = Beat", "meta[Custom: Mood]": "", "meta[Writer 1 First Name]": "Zoë",
		}},
		{"upload to the main job", "upload", `{"upload_id":7}`, func(c *Client) error {
			_, err := c.Upload(ctx, NewUpload{URL: "http://files.example/a.mp3"})
			return err
		}, map[string]string{"url": "http://files.example/a.mp3"}},
		{"upload a further file", "upload", `{"upload_id":7}`, func(c *Client) error {
			_, err := c.Upload(ctx, NewUpload{URL: "http://files.example/a.mp3", UploadID: 7, OnComplete: "a@b.example", Autopublish: true})
			return err
		}, map[string]string{"url": "http://files.example/a.mp3", "upload_id": "7", "oncomplete": "a@b.example", "autopublish": "1"}},
		{"update a track", "upload", `{"result":"uploaded","update_to":3,"update_id":8}`, func(c *Client) error {
			_, err := c.UpdateTrack(ctx, NewUpdate{
				TrackID: 3, URL: "http://files.example/a", JobID: 5, Format: WAV, Formats: []Format{MP3},
				Meta: map[string]string{"Title": "A"}, Immediate: true, OnComplete: "https://here.example/done", Autopublish: true,
			})
			return err
		}, map[string]string{
			"url": "http://files.example/a", "track_id": "3", "job_id": "5", "format": "wav", "formats": "mp3", "meta[Title]": "A",
			"immediate": "1", "oncomplete": "https://here.example/done", "autopublish": "1",
		}},
		{"update a track with its job", "upload", `{"result":"uploaded","update_to":3,"update_id":8}`, func(c *Client) error {
			_, err := c.UpdateTrack(ctx, NewUpdate{TrackID: 3, URL: "http://files.example/a.mp3"})
			return err
		}, map[string]string{"url": "http://files.example/a.mp3", "track_id": "3"}},
		{"set metadata", "setMetadata", `{"track":{"upload_id":7}}`, func(c *Client) error {
			_, err := c.SetMetadata(ctx, 7, map[string]string{"Title": "A", "Album": ""}, []Format{WAV})
			return err
		}, map[string]string{"upload_id": "7", "meta[Title]": "A", "meta[Album]": "", "formats": "wav"}},
		{"ask for the fields", "getAvailableFields", `{"fields":["Title"]}`, func(c *Client) error {
			_, err := c.AvailableFields(ctx)
			return err
		}, map[string]string{}},
		{"delete an upload", "delete", `{"result":"success","deleted":1}`, func(c *Client) error {
			_, err := c.Delete(ctx, DeleteRequest{UploadID: 7})
			return err
		}, map[string]string{"upload_id": "7"}},
		{"delete an update", "delete", `{"result":"success"}`, func(c *Client) error {
			_, err := c.Delete(ctx, DeleteRequest{UpdateID: 8})
			return err
		}, map[string]string{"update_id": "8"}},
		{"empty the queue", "delete", `{"deleted":12}`, func(c *Client) error {
			_, err := c.Delete(ctx, DeleteRequest{All: true})
			return err
		}, map[string]string{"upload_id": "ALL"}},
		{"set formats", "setFormats", `{"track":{"upload_id":7}}`, func(c *Client) error {
			_, err := c.SetFormats(ctx, 7, []Format{AIFF, MP3})
			return err
		}, map[string]string{"upload_id": "7", "formats": "mp3,aiff"}},
		{"publish", "publish", `{"result":"success","job_id":5,"queued":1}`, func(c *Client) error {
			_, err := c.Publish(ctx, PublishRequest{JobID: 5, OnComplete: "https://here.example/done"})
			return err
		}, map[string]string{"job_id": "5", "oncomplete": "https://here.example/done"}},
		{"publish the main job", "publish", `{"result":"success","job_id":1,"queued":1}`, func(c *Client) error {
			_, err := c.Publish(ctx, PublishRequest{})
			return err
		}, map[string]string{}},
		{"check a job", "checkJob", `{"d":1}`, func(c *Client) error {
			_, err := c.CheckJob(ctx, 5)
			return err
		}, map[string]string{"job_id": "5"}},
		{"list", "list", `[]`, func(c *Client) error {
			_, err := c.List(ctx, ListRequest{JobID: 5, Status: Published, Show: 50, Page: 2})
			return err
		}, map[string]string{"job_id": "5", "status": "published", "show": "50", "pg": "2"}},
		{"list the main job", "list", `[]`, func(c *Client) error {
			_, err := c.List(ctx, ListRequest{})
			return err
		}, map[string]string{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			site := newSite(t, answers(http.StatusOK, test.answer))
			if err := test.call(newClient(t, site.URL, WithUserAgent("Tester/1"))); err != nil {
				t.Fatal(err)
			}
			got := site.got()
			if len(got) != 1 {
				t.Fatalf("the site got %d requests, want 1", len(got))
			}
			r := got[0]
			if r.method != "POST" || r.path != "/api/import/"+test.path || r.query != "" ||
				r.contentType != "application/x-www-form-urlencoded" || r.userAgent != "Tester/1" {
				t.Errorf("the site got %s %s?%s, %s, from %s", r.method, r.path, r.query, r.contentType, r.userAgent)
			}
			test.want["token"] = canary
			form := map[string]string{}
			for name := range r.form {
				form[name] = r.form.Get(name)
			}
			if diff := cmp.Diff(test.want, form); diff != "" {
				t.Errorf("form (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsWrongOnItsFaceIsNotSent(t *testing.T) {
	ctx := t.Context()
	upload := func(r NewUpload) func(*Client) error {
		return func(c *Client) error { _, err := c.Upload(ctx, r); return err }
	}
	list := func(r ListRequest) func(*Client) error {
		return func(c *Client) error { _, err := c.List(ctx, r); return err }
	}
	file := "https://files.example/a.wav"
	tests := map[string]func(*Client) error{
		"a job's name of two lines": func(c *Client) error { _, err := c.CreateJob(ctx, NewJob{Name: "a\nb"}); return err },
		"an email that is none":     func(c *Client) error { _, err := c.CreateJob(ctx, NewJob{Email: "Ann <a@b>"}); return err },
		"no file":                   upload(NewUpload{}),
		"a file of this machine":    upload(NewUpload{URL: "file:///a.wav"}),
		"a file without a host":     upload(NewUpload{URL: "https:///a.wav"}),
		"a negative job":            upload(NewUpload{URL: file, JobID: -1}),
		"a format that is none":     upload(NewUpload{URL: file, Formats: []Format{"flac"}}),
		"a format's file ending":    upload(NewUpload{URL: file, Formats: []Format{"aif"}}),
		"a field without a name":    upload(NewUpload{URL: file, Meta: map[string]string{" ": "x"}}),
		"a field with a bracket":    upload(NewUpload{URL: file, Meta: map[string]string{"a]b": "x"}}),
		"formats of no upload":      func(c *Client) error { _, err := c.SetFormats(ctx, 0, Formats()); return err },
		"no formats":                func(c *Client) error { _, err := c.SetFormats(ctx, 1, nil); return err },
		"an unknown format":         func(c *Client) error { _, err := c.SetFormats(ctx, 1, []Format{"flac"}); return err },
		"publishing a negative job": func(c *Client) error { _, err := c.Publish(ctx, PublishRequest{JobID: -1}); return err },
		"telling nobody":            func(c *Client) error { _, err := c.Publish(ctx, PublishRequest{OnComplete: "me"}); return err },
		"checking no job":           func(c *Client) error { _, err := c.CheckJob(ctx, 0); return err },
		"a further file of nothing": upload(NewUpload{URL: file, UploadID: -1}),
		"telling nobody of a file":  upload(NewUpload{URL: file, OnComplete: "me"}),
		"a new file of no track":    func(c *Client) error { _, err := c.UpdateTrack(ctx, NewUpdate{URL: file}); return err },
		"a new file without one":    func(c *Client) error { _, err := c.UpdateTrack(ctx, NewUpdate{TrackID: 1}); return err },
		"a file of no format": func(c *Client) error {
			_, err := c.UpdateTrack(ctx, NewUpdate{TrackID: 1, URL: file, Format: "aif"})
			return err
		},
		"metadata of no upload": func(c *Client) error {
			_, err := c.SetMetadata(ctx, 0, map[string]string{"Title": "A"}, nil)
			return err
		},
		"no metadata":              func(c *Client) error { _, err := c.SetMetadata(ctx, 1, nil, Formats()); return err },
		"metadata without a field": func(c *Client) error { _, err := c.SetMetadata(ctx, 1, map[string]string{"": "A"}, nil); return err },
		"deleting nothing":         func(c *Client) error { _, err := c.Delete(ctx, DeleteRequest{}); return err },
		"deleting one and all":     func(c *Client) error { _, err := c.Delete(ctx, DeleteRequest{UploadID: 1, All: true}); return err },
		"deleting two things":      func(c *Client) error { _, err := c.Delete(ctx, DeleteRequest{UploadID: 1, UpdateID: 1}); return err },
		"deleting less than one":   func(c *Client) error { _, err := c.Delete(ctx, DeleteRequest{UploadID: -1, UpdateID: 1}); return err },
		"listing a negative job":   list(ListRequest{JobID: -1}),
		"too large a page":         list(ListRequest{Show: 1001}),
		"a negative page size":     list(ListRequest{Show: -1}),
		"a negative page":          list(ListRequest{Page: -1}),
		"a status of two lines":    list(ListRequest{Status: "a\nb"}),
	}
	for name, try := range tests {
		t.Run(name, func(t *testing.T) {
			c := newClient(t, "https://site.example", WithHTTPClient(&http.Client{
				Transport: roundTripper(func(*http.Request) (*http.Response, error) {
					t.Error("the call was sent")
					return nil, errors.New("sent")
				}),
			}))
			e := failure(t, try(c))
			if e.Kind != BadRequest || e.Sent || e.MayHaveHappened() || e.Op == "" {
				t.Errorf("got %+v, want an unsent bad request", e)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	tests := map[string]struct {
		address, key string
		options      []Option
	}{
		"no address":            {"", "k", nil},
		"no key":                {"a.example", " \n", nil},
		"a key of two lines":    {"a.example", "a\nb", nil},
		"no HTTP client":        {"a.example", "k", []Option{WithHTTPClient(nil)}},
		"no time":               {"a.example", "k", []Option{WithTimeout(0)}},
		"a user agent of lines": {"a.example", "k", []Option{WithUserAgent("a\r\nX: y")}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := New(test.address, test.key, test.options...)
			if e := failure(t, err); c != nil || e.Kind != BadRequest {
				t.Errorf("got %v, %v, want a bad request", c, err)
			}
		})
	}
}

func TestAClientInAnyPrintedFormHoldsNoKey(t *testing.T) {
	c := newClient(t, "Site.example/")
	if c.Address() != "https://site.example" {
		t.Errorf("the address is %s", c.Address())
	}
	var printed bytes.Buffer
	around := struct {
		p *Client
		v Client
	}{c, *c}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&printed, verb+verb+verb+"\n", c, *c, around)
	}
	slog.New(slog.NewJSONHandler(&printed, nil)).Info("x", "client", c, "value", *c, "around", around)
	slog.New(slog.NewTextHandler(&printed, nil)).Info("x", "client", c, "value", *c, "around", around)
	for _, spelling := range append(spellings(canary), fmt.Sprintf("%x", canary)) {
		if strings.Contains(printed.String(), spelling) {
			t.Errorf("%s is printed in\n%s", spelling, printed.String())
		}
	}
}

func TestACallEndsWithTheEarlierOfItsTimeoutAndTheCallersDeadline(t *testing.T) {
	tests := []struct {
		name    string
		options []Option
		caller  time.Duration
		want    time.Duration
	}{
		{"no deadline", nil, time.Hour, DefaultTimeout},
		{"an earlier deadline", nil, time.Second, time.Second},
		{"a longer timeout", []Option{WithTimeout(time.Minute)}, time.Hour, time.Minute},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				hang := roundTripper(func(r *http.Request) (*http.Response, error) {
					<-r.Context().Done()
					return nil, r.Context().Err()
				})
				c := newClient(t, "a.example", append(test.options, WithHTTPClient(&http.Client{Transport: hang}))...)
				ctx, cancel := context.WithTimeout(t.Context(), test.caller)
				defer cancel()
				begun := time.Now()
				_, err := c.CheckJob(ctx, 1)
				if took := time.Since(begun); took != test.want {
					t.Errorf("the call took %v, want %v", took, test.want)
				}
				if e := failure(t, err); e.Kind != Unreachable || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}
