package api

import (
	"strings"
	"testing"
)

func TestAFailureHasAKind(t *testing.T) {
	const page = "<!DOCTYPE html><title>Oh no</title>"
	tests := []struct {
		name    string
		status  int
		body    string
		want    Kind
		message string
		happens bool // may have happened
	}{
		{"an error under 200", 200, `{"error":"No such file"}`, Refused, "No such file", false},
		{"an error as an object", 200, `{"error":{"code":7,"message":"No good"}}`, Refused, "No good", false},
		{"an error as an object without words", 200, `{"error":{"code":7}}`, Refused, "7", false},
		{"an error as a list", 200, `{"error":["No good","Nor that"]}`, Refused, "No good, Nor that", false},
		{"an error as true", 200, `{"error":true}`, Refused, "", false},
		{"an error as true, with a message", 200, `{"error":true,"message":"No such job"}`, NotFound, "No such job", false},
		{"an error as a number", 200, `{"error":12}`, Refused, "12", false},
		{"an error with tags, in lines", 200, `{"error":"<b>No</b>\r\n\u001b[31m <i>good</i>\u202e"}`, Refused, "No [31m good", false},
		{"an error after a byte order mark", 200, "\ufeff" + `{"error":"No good"}`, Refused, "No good", false},
		{"400 with an error", 400, `{"error":"The url is missing."}`, Refused, "The url is missing.", false},
		{"400 without", 400, `{"reason":"x"}`, BadAnswer, "", true},
		{"400 with a web page", 400, page, BadAnswer, "", true},
		{"401", 401, ``, KeyRefused, "", false},
		{"403 with an error", 403, `{"error":"This key has no permission to publish."}`, KeyRefused, "This key has no permission to publish.", false},
		{"the token under 200", 200, `{"error":"Invalid token"}`, KeyRefused, "Invalid token", false},
		{"a key under 200", 200, `{"error":"Invalid API key."}`, KeyRefused, "Invalid API key.", false},
		{"a wrong key", 200, `{"error":"Wrong key"}`, KeyRefused, "Wrong key", false},
		{"a key that is expired", 200, `{"error":"Your key has expired"}`, KeyRefused, "Your key has expired", false},
		{"no permission under 200", 200, `{"error":"You do not have permission to do this"}`, KeyRefused, "You do not have permission to do this", false},
		{"not authorised", 400, `{"error":"Not authorized"}`, KeyRefused, "Not authorized", false},
		{"a musical key", 200, `{"error":"Invalid key signature: H"}`, Refused, "Invalid key signature: H", false},
		{"a token in a file's address", 200, `{"error":"Can't fetch https://f.example/a.wav?token=1"}`, Refused, "Can't fetch https://f.example/a.wav?token=1", false},
		{"404 with an error", 404, `{"error":"There is nothing here"}`, NotFound, "There is nothing here", false},
		{"404 with a JSON message", 404, `{"message":"Nope"}`, NotFound, "Nope", false},
		{"404 about the token", 404, `{"error":"Unknown token"}`, KeyRefused, "Unknown token", false},
		{"404 with a web page", 404, page, BadAnswer, "", true},
		{"no such job under 200", 200, `{"error":"There is no job 12."}`, NotFound, "There is no job 12.", false},
		{"an unknown upload", 400, `{"error":"Unknown upload"}`, NotFound, "Unknown upload", false},
		{"a job that does not exist", 200, `{"error":"job_id 12 does not exist"}`, NotFound, "job_id 12 does not exist", false},
		{"a job that could not be found", 200, `{"error":"Could not find that job"}`, NotFound, "Could not find that job", false},
		{"a file that is not found", 200, `{"error":"Upload failed: file not found"}`, Refused, "Upload failed: file not found", false},
		{"429", 429, page, Busy, "", false},
		{"429 with an error", 429, `{"error":"Slow down"}`, Busy, "Slow down", false},
		{"another upload under 200", 200, `{"error":"Another upload is under way"}`, Busy, "Another upload is under way", false},
		{"500", 500, page, SiteFault, "", true},
		{"500 with an error", 500, `{"error":"Database gone"}`, SiteFault, "Database gone", true},
		{"507 with an error", 507, `{"error":"The disk is full."}`, Refused, "The disk is full.", false},
		{"507", 507, page, SiteFault, "", true},
		{"502", 502, ``, SiteFault, "", true},
		{"503", 503, page, SiteFault, "", true},
		{"504", 504, page, SiteFault, "", true},
		{"a status that is none", 999, `{"job_id":5}`, SiteFault, "", true},
		{"a web page under 200", 200, page, BadAnswer, "", true},
		{"nothing under 200", 200, ``, BadAnswer, "", true},
		{"nothing under 204", 204, ``, BadAnswer, "", true},
		{"broken JSON", 200, `{"job_id":5`, BadAnswer, "", true},
		{"more than JSON", 200, `{"job_id":5} <!-- 12 ms -->`, BadAnswer, "", true},
		{"a text", 200, `"ok"`, BadAnswer, "", true},
		{"null", 200, `null`, BadAnswer, "", true},
		{"an empty object", 200, `{}`, BadAnswer, "", true},
		{"an empty list", 200, `[]`, BadAnswer, "", true},
		{"another object", 200, `{"ok":true}`, BadAnswer, "", true},
		{"a negative id", 200, `{"job_id":-5}`, BadAnswer, "", true},
		{"304", 304, ``, Redirected, "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := newClient(t, newSite(t, answers(test.status, test.body)).URL)
			_, err := c.CreateJob(t.Context(), NewJob{})
			e := failure(t, err)
			if e.Kind != test.want || e.Message != test.message || e.MayHaveHappened() != test.happens {
				t.Errorf("got %v (may have happened: %v)", e, e.MayHaveHappened())
			}
			if !e.Sent || e.Op != "createJob" || e.Status != test.status || e.Partial {
				t.Errorf("got %+v", e)
			}
		})
	}
}

func TestOnlyTheBeginningOfALongErrorDecidesItsKind(t *testing.T) {
	for words, want := range map[string]Kind{
		"Unknown token " + strings.Repeat("x ", maxRead): KeyRefused,
		strings.Repeat("x ", maxRead) + " unknown token": Refused,
	} {
		c := newClient(t, newSite(t, answers(200, `{"error":"`+words+`"}`)).URL)
		if _, err := c.CheckJob(t.Context(), 5); failure(t, err).Kind != want {
			t.Errorf("%.20s is %v", words, failure(t, err).Kind)
		}
	}
}

func TestAnEmptyErrorIsNone(t *testing.T) {
	for _, empty := range []string{`""`, `" "`, `null`, `false`, `[]`, `[ ]`, `{}`, `{ }`, `0`} {
		c := newClient(t, newSite(t, answers(200, `{"job_id":5,"error":`+empty+`}`)).URL)
		if job, err := c.CreateJob(t.Context(), NewJob{}); err != nil || job.JobID != 5 {
			t.Errorf("with the error %s: %v, %v", empty, job, err)
		}
	}
}

func TestDataBesideAnErrorIsKept(t *testing.T) {
	ctx := t.Context()
	t.Run("upload", func(t *testing.T) {
		c := newClient(t, newSite(t, answers(200, `{"upload_id":7,"status":"uploaded","error":"No format flac"}`)).URL)
		upload, err := c.Upload(ctx, NewUpload{URL: "https://f.example/a.wav", JobID: 5})
		e := failure(t, err)
		if upload.UploadID != 7 || upload.JobID != 5 || e.Kind != Refused || !e.Partial || !e.MayHaveHappened() {
			t.Errorf("got %+v, %+v", upload, e)
		}
	})
	t.Run("set formats", func(t *testing.T) {
		c := newClient(t, newSite(t, answers(400, `{"track":{"upload_id":7,"formats":["mp3"]},"error":"No wav today"}`)).URL)
		set, err := c.SetFormats(ctx, 7, []Format{MP3, WAV})
		if e := failure(t, err); len(set.Upload.Formats) != 1 || !e.Partial {
			t.Errorf("got %+v, %+v", set, e)
		}
	})
	t.Run("publish", func(t *testing.T) {
		c := newClient(t, newSite(t, answers(200, `{"result":"success","job_id":5,"queued":3,"error":"2 were left out"}`)).URL)
		started, err := c.Publish(ctx, PublishRequest{JobID: 5})
		if e := failure(t, err); started.Queued != 3 || !e.Partial {
			t.Errorf("got %+v, %+v", started, e)
		}
	})
	t.Run("check a job", func(t *testing.T) {
		c := newClient(t, newSite(t, answers(200, `{"d":3,"error":"late"}`)).URL)
		counts, err := c.CheckJob(ctx, 5)
		if e := failure(t, err); counts.Done != 3 || !e.Partial {
			t.Errorf("got %+v, %+v", counts, e)
		}
	})
}

func TestWhatWasAskedForEchoedBesideAnErrorIsNoSuccess(t *testing.T) {
	ctx := t.Context()
	c := newClient(t, newSite(t, answers(200, `{"job_id":5,"error":"The job is locked"}`)).URL)
	_, publish := c.Publish(ctx, PublishRequest{JobID: 5})
	_, upload := c.Upload(ctx, NewUpload{URL: "https://f.example/a.wav", JobID: 5})
	_, check := c.CheckJob(ctx, 5)
	for _, err := range []error{publish, upload, check} {
		if e := failure(t, err); e.Kind != Refused || e.Partial || e.MayHaveHappened() {
			t.Errorf("got %+v", e)
		}
	}
}
