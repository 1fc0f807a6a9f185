package practice

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pressroom/api"
)

// way is one of the ways to send a call.
type way func(p person, t *testing.T, name string, given map[string]any) (int, string)

var ways = map[string]way{
	"GET": func(p person, t *testing.T, name string, given map[string]any) (int, string) {
		return p.send(t, http.MethodGet, name, formOf(p, given).Encode(), "", "")
	},
	"POST form": func(p person, t *testing.T, name string, given map[string]any) (int, string) {
		return p.send(t, http.MethodPost, name, "", "application/x-www-form-urlencoded", formOf(p, given).Encode())
	},
	"POST JSON": func(p person, t *testing.T, name string, given map[string]any) (int, string) {
		all := map[string]any{"token": p.token}
		for field, value := range given {
			all[field] = value
		}
		body, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		return p.send(t, http.MethodPost, name, "", "application/json; charset=utf-8", string(body))
	},
	"POST multipart": func(p person, t *testing.T, name string, given map[string]any) (int, string) {
		var body strings.Builder
		for field, value := range formOf(p, given) {
			fmt.Fprintf(&body, "--edge\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", field, value[0])
		}
		body.WriteString("--edge--\r\n")
		return p.send(t, http.MethodPost, name, "", "multipart/form-data; boundary=edge", body.String())
	},
}

func formOf(p person, given map[string]any) url.Values {
	form := url.Values{"token": {p.token}}
	for field, value := range given {
		if meta, ok := value.(map[string]string); ok {
			for name, text := range meta {
				form.Set("meta["+name+"]", text)
			}
			continue
		}
		form.Set(field, fmt.Sprint(value))
	}
	return form
}

func TestEveryCallIsAnsweredAsDocumentedHoweverItIsSent(t *testing.T) {
	t.Parallel()
	for name, send := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openSite(t, Options{})
			c := caller(t, s)
			gone := host(t, http.NotFoundHandler())
			want := func(call string, given map[string]any, answer string) {
				t.Helper()
				status, body := send(c, t, call, given)
				if status != http.StatusOK || strings.TrimSpace(body) != answer {
					t.Errorf("%s answered %d %s\nnot %s", call, status, body, answer)
				}
			}
			want("createJob", map[string]any{"name": "Imports for 05/10"}, `{"job_id":296205}`)
			want("createJob", map[string]any{"name": "second", "email": "ada@host.example"}, `{"job_id":296206}`)
			want("checkJob", map[string]any{"job_id": 296205}, `{}`)
			meta := map[string]string{"Title": "84 - Fat Dub Beat", "Album": "A & B <c>"}
			want("upload", map[string]any{"url": gone + "/in/84%20Beat.wav?x=1", "job_id": 296205, "meta": meta},
				`{"upload_id":20428698,"status":"uploaded","formats":["mp3"],"sources":["84 Beat.wav"],"meta":{"Album":"A & B <c>","Title":"84 - Fat Dub Beat"}}`)
			want("upload", map[string]any{"url": gone + "/b.aif", "formats": "wav,mp3"},
				`{"upload_id":20428699,"status":"uploaded","formats":["mp3","wav"],"sources":["b.aif"],"meta":{}}`)
			want("setFormats", map[string]any{"upload_id": 20428698, "formats": "mp3,aiff"},
				`{"result":"success","track":{"upload_id":20428698,"status":"uploaded","formats":["mp3","aiff"],"sources":["wav"],"meta":{"Album":"A & B <c>","Title":"84 - Fat Dub Beat"}},"added":["aiff"]}`)
			want("setFormats", map[string]any{"upload_id": 20428698, "formats": "wav"},
				`{"result":"success","track":{"upload_id":20428698,"status":"uploaded","formats":["wav"],"sources":["wav"],"meta":{"Album":"A & B <c>","Title":"84 - Fat Dub Beat"}},"added":["wav"]}`)
			want("publish", map[string]any{"job_id": 296206}, `{"result":"success","job_id":296206,"queued":0,"oncomplete":"ada@host.example"}`)
			want("publish", map[string]any{"job_id": 296205, "oncomplete": "milo@host.example"},
				`{"result":"success","job_id":296205,"queued":1,"oncomplete":"milo@host.example"}`)
			c.settled(t, 296205, 1)
			want("checkJob", map[string]any{"job_id": "296205"}, `{"e":1}`)
			want("list", map[string]any{"job_id": 296205},
				`{"count":1,"pg":0,"show":100,"uploads":[{"upload_id":20428698,"job_id":296205,"status":"errored","formats":["wav"],"sources":["84 Beat.wav"],"meta":{"Album":"A & B <c>","Title":"84 - Fat Dub Beat"},"error":"The address answered 404 (not found)."}]}`)
			want("list", map[string]any{"show": 1, "pg": 1, "status": "uploaded"}, `{"count":1,"pg":1,"show":1,"uploads":[]}`)
			want("publish", nil, `{"result":"success","job_id":296204,"queued":1,"oncomplete":"librarian@practice.example"}`)
			c.settled(t, 296204, 1)
		})
	}
}

func TestTheClientOfThisProjectUnderstandsTheSite(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	p := caller(t, s)
	client, err := api.New(s.Address(), p.token, api.WithHTTPClient(p.web))
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	job, err := client.CreateJob(ctx, api.NewJob{Name: "by the client"})
	if err != nil || job.JobID != 296205 {
		t.Fatalf("%+v, %v", job, err)
	}
	before, err := client.CheckJob(ctx, job.JobID)
	if err != nil || before.Known || before.Settled() {
		t.Errorf("before it is published: %+v, %v", before, err)
	}
	up, err := client.Upload(ctx, api.NewUpload{URL: host(t, http.NotFoundHandler()) + "/a.wav", JobID: job.JobID})
	if err != nil || up.UploadID != 20428698 || !cmp.Equal(up.Formats, []api.Format{api.MP3}) {
		t.Fatalf("%+v, %v", up, err)
	}
	set, err := client.SetFormats(ctx, up.UploadID, []api.Format{api.WAV, api.MP3})
	if err != nil || !cmp.Equal(set.Added, []api.Format{api.WAV}) || !cmp.Equal(set.Upload.Formats, []api.Format{api.MP3, api.WAV}) {
		t.Errorf("%+v, %v", set, err)
	}
	started, err := client.Publish(ctx, api.PublishRequest{JobID: job.JobID})
	if err != nil || started.Queued != 1 || started.OnComplete != contact {
		t.Fatalf("%+v, %v", started, err)
	}
	until(t, func() bool {
		counts, err := client.CheckJob(ctx, job.JobID)
		return err == nil && counts.Settled()
	})
	page, err := client.List(ctx, api.ListRequest{JobID: job.JobID})
	if err != nil || page.Count != 1 || page.Uploads[0].Status != api.Errored {
		t.Errorf("%+v, %v", page, err)
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	c.refused(t, http.StatusNotFound, "checkJob", fields{"job_id": "1"})
	c.refused(t, http.StatusNotFound, "list", fields{"job_id": "1"})
	c.refused(t, http.StatusNotFound, "publish", fields{"job_id": "1"})
	c.refused(t, http.StatusNotFound, "upload", fields{"job_id": "1", "url": "http://host.example/a.wav"})
	c.refused(t, http.StatusNotFound, "setFormats", fields{"upload_id": "1", "formats": "mp3"})
	c.refused(t, http.StatusNotFound, "cancelJob", nil)
	if page := c.list(t, nil); page.Count != 0 {
		t.Errorf("a refused upload is in the queue: %+v", page)
	}
}

func TestABadValueIsRefusedAndChangesNothing(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	up := c.upload(t, 296204, "http://host.example/a.wav", "")
	for _, bad := range []struct {
		call  string
		given fields
	}{
		{"createJob", fields{"email": "nobody"}},
		{"createJob", fields{"email": "a@host.example\r\nBcc: b@host.example"}},
		{"checkJob", nil},
		{"checkJob", fields{"job_id": "the last one"}},
		{"publish", fields{"job_id": ""}}, // never taken for the main job
		{"publish", fields{"job_id": "-5"}},
		{"publish", fields{"oncomplete": "ftp://host.example/"}},
		{"publish", fields{"oncomplete": "someone"}},
		{"upload", nil},
		{"upload", fields{"url": "file:///etc/hostname"}},
		{"upload", fields{"url": "http:///a.wav"}},
		{"upload", fields{"url": "a.wav"}},
		{"upload", fields{"url": "http://host.example/a.wav", "formats": "flac"}},
		{"upload", fields{"url": "http://host.example/a.wav", "upload_id": id(up), "track_id": "9100001"}},
		{"upload", fields{"url": "http://host.example/a.wav", "upload_id": id(up), "job_id": "1"}},
		{"upload", fields{"url": "http://host.example/a.wav", "autopublish": "yes"}},
		{"upload", fields{"url": "http://host.example/a.wav", "immediate": "1"}},
		{"upload", fields{"url": "http://host.example/a.wav", "format": "wav"}},
		{"upload", fields{"url": "http://host.example/a.wav", "track_id": "9100001", "format": "flac"}},
		{"upload", fields{"url": "http://host.example/a.wav", "meta[Titel]": "A"}},
		{"setMetadata", fields{"upload_id": id(up)}},
		{"setMetadata", fields{"meta[Title]": "A"}},
		{"setMetadata", fields{"upload_id": id(up), "meta[Titel]": "A", "meta[Title]": "A"}},
		{"setMetadata", fields{"upload_id": id(up), "meta[Title]": "A", "formats": "flac"}},
		{"delete", nil},
		{"delete", fields{"upload_id": "some"}},
		{"delete", fields{"upload_id": "ALL", "update_id": "1"}},
		{"delete", fields{"upload_id": id(up), "update_id": "1"}},
		{"upload", fields{"url": "http://host.example/a.wav", "meta[Title]": "\xff"}},
		{"setFormats", fields{"upload_id": id(up)}},
		{"setFormats", fields{"upload_id": id(up), "formats": "mp3,flac"}},
		{"setFormats", fields{"formats": "mp3"}},
		{"list", fields{"show": "0"}},
		{"list", fields{"show": "1001"}},
		{"list", fields{"pg": "-1"}},
		{"list", fields{"status": "lost"}},
	} {
		c.refused(t, http.StatusBadRequest, bad.call, bad.given)
	}
	c.refused(t, http.StatusRequestEntityTooLarge, "upload", fields{"meta[Title]": strings.Repeat("x", bodyLimit)})
	page := c.list(t, nil)
	if page.Count != 1 || page.Uploads[0].Status != api.Uploaded || !cmp.Equal(page.Uploads[0].Formats, []api.Format{api.MP3}) {
		t.Errorf("the queue has changed: %+v", page)
	}
}

func TestJSONThatIsNoCallIsRefused(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	for _, body := range []string{
		"", "{", "[]", `"text"`, `{} {}`, `{"job_id":{"a":1}}`, `{"job_id":[1,2]}`, `{"meta":{"Title":{"a":1}}}`,
	} {
		status, answer := c.send(t, http.MethodPost, "list", "token="+c.token, "application/json", body)
		wantError(t, body, http.StatusBadRequest, status, answer)
	}
	status, answer := c.send(t, http.MethodPost, "list", "token="+c.token, "application/json", `{"show":"5","status":null,"meta":[]}`)
	if status != http.StatusOK || !strings.Contains(answer, `"show":5`) {
		t.Errorf("answered %d %s", status, answer)
	}
	status, answer = c.send(t, http.MethodDelete, "list", "token="+c.token, "", "")
	wantError(t, "DELETE", http.StatusMethodNotAllowed, status, answer)
}

func TestUploadsGoOneAtATime(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	s.uploading.Lock()
	text := c.refused(t, http.StatusTooManyRequests, "upload", fields{"url": "http://host.example/a.wav"})
	s.uploading.Unlock()
	if !strings.Contains(text, "one at a time") {
		t.Errorf("the error is %q", text)
	}
	var taken atomic.Int64
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 5 {
				switch status, body := c.call(t, "upload", fields{"url": fmt.Sprintf("http://host.example/%d-%d.wav", i, j)}); status {
				case http.StatusOK:
					taken.Add(1)
				case http.StatusTooManyRequests:
				default:
					t.Errorf("answered %d %s", status, body)
				}
			}
		})
	}
	all.Wait()
	if page := c.list(t, nil); taken.Load() == 0 || int64(page.Count) != taken.Load() {
		t.Errorf("%d uploads were taken and %d are there", taken.Load(), page.Count)
	}
}

func TestTheListIsPagedInTheOrderOfUploads(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	job := c.job(t)
	var want, got []int64
	for i := range 7 {
		want = append(want, c.upload(t, job, fmt.Sprintf("http://host.example/%d.wav", i), ""))
		c.upload(t, 296204, fmt.Sprintf("http://host.example/other%d.wav", i), "")
	}
	for pg := range 3 {
		page := c.list(t, fields{"job_id": id(job), "show": "3", "pg": fmt.Sprint(pg)})
		if page.Count != 7 || page.Page != pg || page.Show != 3 {
			t.Errorf("page %d: %+v", pg, page)
		}
		for _, up := range page.Uploads {
			got = append(got, up.UploadID)
		}
	}
	if !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}
