package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"pressroom/api"
)

// site stands in for a SourceAudio site.
func site() *httptest.Server {
	answer := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
	}
	calls := http.NewServeMux()
	calls.HandleFunc("POST /api/import/createJob", answer(`{"job_id": 296204}`))
	calls.HandleFunc("POST /api/import/upload",
		answer(`{"upload_id": 20428698, "status": "uploaded", "formats": [], "sources": ["beat.wav"], "meta": {}}`))
	calls.HandleFunc("POST /api/import/setFormats",
		answer(`{"result": "success", "track": {"upload_id": 20428698, "formats": ["mp3", "aiff"]}, "added": ["mp3", "aiff"]}`))
	calls.HandleFunc("POST /api/import/publish", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("job_id") != "296204" {
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprint(w, `{"error": "Slow down, please"}`)
			return
		}
		fmt.Fprint(w, `{"result": "success", "job_id": 296204, "queued": 1}`)
	})
	calls.HandleFunc("POST /api/import/checkJob", answer(`{"d": 1}`))
	calls.HandleFunc("POST /api/import/list", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("pg") == "1" {
			fmt.Fprint(w, `{"count": 3, "pg": 1, "show": 2, "uploads": [{"upload_id": 3, "status": "errored", "error": "no such file"}]}`)
			return
		}
		fmt.Fprint(w, `{"count": 3, "pg": 0, "show": 2, "uploads": [
			{"upload_id": 1, "status": "published", "track_id": 101}, {"upload_id": 2, "status": "published", "track_id": 102}]}`)
	})
	return httptest.NewServer(calls)
}

// A job is created, filled, published and looked at.
func Example() {
	site := site()
	defer site.Close()
	ctx := context.Background()

	client, err := api.New(site.URL, "the key", api.WithTimeout(10*time.Second))
	if err != nil {
		fmt.Println(err)
		return
	}
	job, err := client.CreateJob(ctx, api.NewJob{Name: "Imports for 05/10"})
	if err != nil {
		fmt.Println(err)
		return
	}
	upload, err := client.Upload(ctx, api.NewUpload{
		URL:   "https://files.example/beat.wav",
		JobID: job.JobID,
		Meta:  map[string]string{"Title": "84 - Fat Dub Beat"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	set, err := client.SetFormats(ctx, upload.UploadID, []api.Format{api.MP3, api.AIFF})
	if err != nil {
		fmt.Println(err)
		return
	}
	started, err := client.Publish(ctx, api.PublishRequest{JobID: job.JobID})
	if err != nil {
		fmt.Println(err)
		return
	}
	counts, err := client.CheckJob(ctx, started.JobID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("upload", upload.UploadID, "of job", upload.JobID, "as", set.Upload.Formats)
	fmt.Println("queued:", started.Queued, "done:", counts.Done, "settled:", counts.Settled())
	// Output:
	// upload 20428698 of job 296204 as [mp3 aiff]
	// queued: 1 done: 1 settled: true
}

// What to do about an error is decided on its kind, and on whether the call may have happened.
func ExampleError() {
	site := site()
	defer site.Close()
	client, err := api.New(site.URL, "the key")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Publish(context.Background(), api.PublishRequest{})
	var failed *api.Error
	switch {
	case !errors.As(err, &failed):
		fmt.Println("published")
	case failed.MayHaveHappened():
		fmt.Println("look before trying again:", failed)
	case failed.Kind == api.Busy:
		fmt.Println("try again in", failed.RetryAfter)
	default:
		fmt.Println(failed)
	}
	// Output: try again in 30s
}

func ExampleClient_ListAll() {
	site := site()
	defer site.Close()
	client, err := api.New(site.URL, "the key")
	if err != nil {
		fmt.Println(err)
		return
	}
	for upload, err := range client.ListAll(context.Background(), api.ListRequest{JobID: 296204, Show: 2}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%d %s: track %d %q\n", upload.UploadID, upload.Status, upload.TrackID, upload.Error)
	}
	// Output:
	// 1 published: track 101 ""
	// 2 published: track 102 ""
	// 3 errored: track 0 "no such file"
}

func ExampleNormaliseAddress() {
	address, err := api.NormaliseAddress("Name.SourceAudio.com/api/import/")
	fmt.Println(address, err)
	// Output: https://name.sourceaudio.com <nil>
}
