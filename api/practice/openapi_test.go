package practice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"pressroom/api"
)

var sendings = []string{"GET", "form", "JSON"}

func TestClientSiteAndDocumentAgreeOnEveryCall(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{SearchDelay: time.Minute})
	c := caller(t, s)
	held := newContract(t, s.Address())
	c.web = &http.Client{Transport: held}
	callByClient(t, c)
	for _, way := range sendings {
		callInEveryWay(t, c, way)
		refuseInEveryWay(t, c, way)
	}
	for _, drift := range held.drifted {
		t.Error(drift)
	}
	for _, missing := range held.unseen() {
		t.Errorf("nothing showed %s", missing)
	}
}

// unshown are the documented answers that no call brings about at will; each is shown elsewhere.
var unshown = []string{"500", "507"}

// unseen are the documented answers that were not met, whichever way the call was sent.
func (c *contract) unseen() (missing []string) {
	for path, item := range c.doc.Paths.Map() {
		for status := range item.Post.Responses.Map() {
			for _, way := range sendings {
				one := fmt.Sprintf("%s %s %s", strings.TrimPrefix(path, "/"), way, status)
				if c.seen[one] || slices.Contains(unshown, status) || way == "GET" && status == "413" {
					continue
				}
				missing = append(missing, one)
			}
		}
	}
	slices.Sort(missing)
	return missing
}

// callByClient makes every call of the client, each once.
func callByClient(t *testing.T, c person) {
	t.Helper()
	client, err := api.New(c.site.Address(), c.token, api.WithHTTPClient(c.web))
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	did := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	job, err := client.CreateJob(ctx, api.NewJob{Name: "Imports for 05/10", Email: "ada@host.example"})
	did(err)
	files := newShelf(t)
	up, err := client.Upload(ctx, api.NewUpload{
		URL: files.put(t, "song.wav", 1), JobID: job.JobID, Formats: []api.Format{api.MP3, api.WAV},
		Meta: map[string]string{"Title": "84 - Fat Dub Beat"}, OnComplete: "ada@host.example", Autopublish: true,
	})
	did(err)
	further, err := client.Upload(ctx, api.NewUpload{URL: files.put(t, "other.mp3", 2), UploadID: up.UploadID})
	did(err)
	if further.UploadID != up.UploadID || len(further.Sources) != 2 {
		t.Errorf("%+v", further)
	}
	_, err = client.SetFormats(ctx, up.UploadID, []api.Format{api.AIFF})
	did(err)
	set, err := client.SetMetadata(ctx, up.UploadID, map[string]string{"Album": "A", "Custom: External ID": "7", "Title": ""}, []api.Format{api.WAV})
	did(err)
	if set.Upload.Meta["Album"] != "A" || set.Upload.Meta["Title"] != "" {
		t.Errorf("%+v", set)
	}
	known, err := client.AvailableFields(ctx)
	did(err)
	if !slices.Contains(known, "Title") {
		t.Errorf("%q", known)
	}
	_, err = client.Publish(ctx, api.PublishRequest{JobID: job.JobID, OnComplete: "http://127.0.0.1:1/done"})
	did(err)
	until(t, func() bool {
		counts, err := client.CheckJob(ctx, job.JobID)
		did(err)
		return counts.Settled()
	})
	page, err := client.List(ctx, api.ListRequest{JobID: job.JobID, Status: api.Published, Show: 10})
	did(err)
	if len(page.Uploads) != 1 || page.Uploads[0].TrackID == 0 || page.Uploads[0].SearchableAt.IsZero() {
		t.Fatalf("%+v", page)
	}
	update, err := client.UpdateTrack(ctx, api.NewUpdate{TrackID: page.Uploads[0].TrackID, URL: files.address + "/song.wav", Format: api.WAV, JobID: job.JobID})
	did(err)
	_, err = client.List(ctx, api.ListRequest{JobID: job.JobID})
	did(err)
	_, err = client.Delete(ctx, api.DeleteRequest{UpdateID: update.UpdateID})
	did(err)
	gone, err := client.Delete(ctx, api.DeleteRequest{All: true})
	did(err)
	if gone.Count != 0 {
		t.Errorf("%+v", gone)
	}
}

// callInEveryWay makes every call with every value that it can have.
func callInEveryWay(t *testing.T, c person, way string) {
	t.Helper()
	call := func(name string, given map[string]any, into any) {
		t.Helper()
		status, body := c.raw(t, way, name, given)
		if status != http.StatusOK {
			t.Fatalf("%s of %s %v answered %d %s", way, name, given, status, body)
		}
		if into != nil && json.Unmarshal([]byte(body), into) != nil {
			t.Fatalf("%s answered %s", name, body)
		}
	}
	var job api.Job
	var up api.Upload
	var update api.Update
	call("createJob", map[string]any{"name": "A", "email": "ada@host.example"}, &job)
	call("createJob", nil, nil)
	song := offers(t, c.site, song(t, "a.wav", shortWAV, 0.1), 1)[0]
	call("upload", map[string]any{
		"url": song, "job_id": job.JobID, "formats": "wav,aif", "meta": map[string]any{"Title": "A", "Custom: B": "C"},
		"oncomplete": "http://127.0.0.1:1/done", "autopublish": 0,
	}, &up)
	call("upload", map[string]any{"url": song, "upload_id": fmt.Sprint(up.UploadID), "job_id": id(job.JobID)}, nil)
	call("checkJob", map[string]any{"job_id": job.JobID}, nil)
	call("setFormats", map[string]any{"upload_id": up.UploadID, "formats": "mp3,wav"}, nil)
	call("setMetadata", map[string]any{"upload_id": id(up.UploadID), "meta": map[string]any{"BPM": 120, "Title": ""}, "formats": "wav"}, nil)
	call("getAvailableFields", nil, nil)
	call("publish", map[string]any{"job_id": job.JobID, "oncomplete": "ada@host.example"}, nil)
	call("publish", nil, nil)
	c.settled(t, job.JobID, 1)
	var page api.Page
	call("list", map[string]any{"job_id": id(job.JobID), "status": "published", "show": "5", "pg": 0}, &page)
	call("upload", map[string]any{
		"url": song, "track_id": page.Uploads[0].TrackID, "immediate": "1", "format": "wav", "formats": "mp3", "autopublish": "1",
	}, nil)
	call("upload", map[string]any{"url": song, "track_id": id(page.Uploads[0].TrackID), "immediate": 0}, &update)
	call("upload", map[string]any{"url": "http://127.0.0.1:1/b.wav"}, &up)
	call("list", nil, nil)
	call("delete", map[string]any{"update_id": update.UpdateID}, nil)
	call("delete", map[string]any{"upload_id": id(up.UploadID)}, nil)
	call("delete", map[string]any{"upload_id": "ALL"}, nil)
	call("checkJob", map[string]any{"job_id": id(job.JobID)}, nil)
}

// refuseInEveryWay brings every call to every documented failure that a caller can bring about.
func refuseInEveryWay(t *testing.T, c person, way string) {
	t.Helper()
	reader, err := c.site.IssueKey(t.Context(), "reads", MayRead)
	if err != nil {
		t.Fatal(err)
	}
	deleter, err := c.site.IssueKey(t.Context(), "deletes", MayDelete)
	if err != nil {
		t.Fatal(err)
	}
	address := "http://host.example/a.wav"
	calls := map[string]struct{ bad, missing map[string]any }{
		"createJob":          {bad: map[string]any{"email": "nobody"}},
		"upload":             {map[string]any{"url": "a.wav"}, map[string]any{"url": address, "job_id": 1}},
		"setFormats":         {map[string]any{"upload_id": 1}, map[string]any{"upload_id": 1, "formats": "mp3"}},
		"setMetadata":        {map[string]any{"upload_id": 1}, map[string]any{"upload_id": 1, "meta": map[string]any{"Title": "A"}}},
		"getAvailableFields": {bad: map[string]any{"meta": map[string]any{"Title": "\x80"}}},
		"publish":            {map[string]any{"job_id": "x"}, map[string]any{"job_id": 1}},
		"checkJob":           {nil, map[string]any{"job_id": 1}},
		"list":               {map[string]any{"show": 0}, map[string]any{"job_id": 1}},
		"delete":             {nil, map[string]any{"upload_id": 1}},
	}
	refused := func(status int, name string, given map[string]any) {
		t.Helper()
		if got, body := c.raw(t, way, name, given); got != status {
			t.Errorf("%s of %s %v answered %d %s, not %d", way, name, given, got, body, status)
		}
	}
	for name, call := range calls {
		if name != "getAvailableFields" || way != "JSON" { // JSON can't hold what is no UTF-8
			refused(http.StatusBadRequest, name, call.bad)
		}
		if call.missing != nil {
			refused(http.StatusNotFound, name, call.missing)
		}
		refused(http.StatusUnauthorized, name, map[string]any{"token": "none"})
		other := reader
		if name == "checkJob" || name == "list" || name == "getAvailableFields" {
			other = deleter
		}
		refused(http.StatusForbidden, name, map[string]any{"token": other})
		if way != "GET" {
			refused(http.StatusRequestEntityTooLarge, name, map[string]any{"meta": map[string]any{"Title": strings.Repeat("x", bodyLimit)}})
		}
	}
	if way == "JSON" {
		status, body := c.send(t, http.MethodPost, "getAvailableFields", "", "application/json", "{")
		wantError(t, "getAvailableFields", http.StatusBadRequest, status, body)
	}
	c.site.uploading.Lock()
	refused(http.StatusTooManyRequests, "upload", map[string]any{"url": address})
	c.site.uploading.Unlock()
}

func TestEveryExampleOfTheDocumentIsWhatItIsAnExampleOf(t *testing.T) {
	t.Parallel()
	doc := readContract(t)
	decoders := map[string]any{
		"createJob": &api.Job{}, "setFormats": &api.FormatsSet{}, "setMetadata": &api.MetadataSet{}, "getAvailableFields": &api.Fields{},
		"publish": &api.PublishStarted{}, "checkJob": &api.Counts{}, "list": &api.Page{}, "delete": &api.Deleted{},
	}
	examples := 0
	check := func(where string, content openapi3.Content, into any) {
		for kind, media := range content {
			if len(media.Examples) == 0 && kind == "application/json" {
				t.Errorf("%s has no example", where)
			}
			for name, example := range media.Examples {
				examples++
				if err := media.Schema.Value.VisitJSON(example.Value.Value, openapi3.EnableJSONSchema2020()); err != nil {
					t.Errorf("%s, %s: %v", where, name, err)
				}
				raw, err := json.Marshal(example.Value.Value)
				if err != nil {
					t.Fatal(err)
				}
				if into != nil && json.Unmarshal(raw, into) != nil {
					t.Errorf("%s, %s: the client doesn't take %s", where, name, raw)
				}
			}
		}
	}
	for path, item := range doc.Paths.Map() {
		name := strings.TrimPrefix(path, "/")
		check("the request of "+name, item.Post.RequestBody.Value.Content, nil)
		for status, response := range item.Post.Responses.Map() {
			into := decoders[name]
			if status != "200" {
				into = nil
			}
			check("the answer "+status+" of "+name, response.Value.Content, into)
		}
	}
	if names := slices.Sorted(maps.Keys(doc.Paths.Map())); len(names) != 9 || examples < 60 {
		t.Errorf("%d examples of %q", examples, names)
	}
}

func TestWhatIsNotInTheDocumentIsSeen(t *testing.T) {
	t.Parallel()
	for name, drift := range map[string]struct{ values, answer string }{
		"a value that is not documented":  {"job_id=1&verbose=1", `{"d":1}`},
		"a value of another kind":         {"job_id=first", `{"d":1}`},
		"a value that is missing":         {"", `{"d":1}`},
		"a member that is not documented": {"job_id=1", `{"d":1,"failed":2}`},
		"a member of another kind":        {"job_id=1", `{"d":"1"}`},
		"a zero count":                    {"job_id=1", `{"d":0}`},
		"no JSON":                         {"job_id=1", `<html>`},
	} {
		at := host(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, drift.answer)
		}))
		held := newContract(t, at)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at+"/api/import/checkJob", bytes.NewReader([]byte("token=key&"+drift.values)))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		response, err := held.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if len(held.drifted) != 1 {
			t.Errorf("%s was not seen: %q", name, held.drifted)
		}
	}
}
