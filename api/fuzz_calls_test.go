package api

import (
	"fmt"
	"slices"
	"testing"
)

func FuzzCreateJob(f *testing.F) {
	seedAnswers(f, `{"job_id":VALUE}`, `{"job_id":VALUE,"error":"No KEY"}`)
	fuzzAnswers(f, func(t *testing.T, c *Client) (string, error) {
		job, err := c.CreateJob(t.Context(), NewJob{})
		return unless(job.JobID > 0 || err != nil && job.JobID == 0, job), err
	})
}

func FuzzSetFormats(f *testing.F) {
	seedAnswers(
		f, `{"result":"success","track":{"upload_id":VALUE,"formats":["mp3"]},"added":[]}`, `{"result":"success","track":VALUE}`,
		`{"result":VALUE,"track":{"upload_id":7,"formats":VALUE,"sources":VALUE,"meta":VALUE,"error":VALUE},"added":VALUE}`,
	)
	fuzzAnswers(f, func(t *testing.T, c *Client) (string, error) {
		set, err := c.SetFormats(t.Context(), 7, []Format{MP3})
		if err != nil && set.Added == nil {
			return unless(set.Upload.UploadID == 0, set), err // nothing was read
		}
		if err == nil && (set.Upload.UploadID != 7 || set.Added == nil) {
			return unless(false, set), err
		}
		return brokenUpload(set.Upload), err
	})
}

func FuzzSetMetadata(f *testing.F) {
	seedAnswers(
		f, `{"result":"success","track":{"upload_id":VALUE,"meta":{"Title":"A"}}}`, `{"result":"success","track":VALUE}`,
		`{"result":VALUE,"track":{"upload_id":7,"meta":{"Title":VALUE}}}`, `{"track":{"upload_id":7,"meta":VALUE,"error":VALUE}}`,
	)
	fuzzAnswers(f, func(t *testing.T, c *Client) (string, error) {
		set, err := c.SetMetadata(t.Context(), 7, map[string]string{"Title": "A"}, nil)
		if err != nil && set.Upload.Meta == nil {
			return unless(set.Upload.UploadID == 0 || set.Upload.UploadID == 7, set), err
		}
		if err == nil && set.Upload.UploadID != 7 {
			return unless(false, set), err
		}
		return brokenUpload(set.Upload), err
	})
}

func FuzzAvailableFields(f *testing.F) {
	seedAnswers(
		f, `{"fields":VALUE}`, `{"fields":["Title",VALUE]}`, `{"fields":{"0":"Title","1":VALUE}}`, `["Title",VALUE]`, `{"0":VALUE,"1":"Title"}`,
		`VALUE`, `{"fields":"Title,Album"}`, `{"result":VALUE}`,
	)
	fuzzAnswers(f, func(t *testing.T, c *Client) (string, error) {
		fields, err := c.AvailableFields(t.Context())
		return unless(!slices.Contains(fields, "") && (len(fields) > 0 || err != nil), fields), err
	})
}

func FuzzPublish(f *testing.F) {
	seedAnswers(
		f, `{"result":"success","job_id":VALUE,"queued":12,"oncomplete":"a@b.example"}`, `{"result":"success","job_id":7,"queued":VALUE}`,
		`{"result":VALUE,"job_id":7}`, `{"job_id":7,"oncomplete":VALUE}`, `{"result":"success","job_id":7,"error":VALUE}`,
	)
	fuzzAnswers(f, func(t *testing.T, c *Client) (string, error) {
		main, mainErr := c.Publish(t.Context(), PublishRequest{})
		checkFailure(t, mainErr)
		started, err := c.Publish(t.Context(), PublishRequest{JobID: 7})
		ok := main.JobID >= 0 && main.Queued >= 0 && started.Queued >= 0 && started.JobID >= 0
		if mainErr == nil {
			ok = ok && main.JobID > 0
		}
		if err == nil {
			ok = ok && started.JobID == 7
		}
		return unless(ok, main, mainErr, started), err
	})
}

func FuzzDelete(f *testing.F) {
	seedAnswers(f, `{"result":"success","deleted":VALUE}`, `{"deleted":VALUE}`, `{"result":VALUE}`, `{"deleted":7,"error":VALUE}`)
	fuzzAnswers(f, func(t *testing.T, c *Client) (string, error) {
		deleted, err := c.Delete(t.Context(), DeleteRequest{UploadID: 7})
		return unless(deleted.Count >= -1, deleted), err
	})
}

func FuzzUpdateTrack(f *testing.F) {
	seedAnswers(
		f, `{"result":"uploaded","update_to":7,"update_id":VALUE}`, `{"result":"uploaded","update_to":VALUE,"update_id":8}`,
		`{"result":VALUE,"update_to":7,"update_id":8}`, `{"update_id":8,"error":VALUE}`,
	)
	fuzzAnswers(f, func(t *testing.T, c *Client) (string, error) {
		update, err := c.UpdateTrack(t.Context(), NewUpdate{TrackID: 7, URL: "https://f.example/a.wav"})
		ok := update.TrackID >= 0 && update.UpdateID >= 0
		if err == nil {
			ok = update.TrackID == 7 && update.UpdateID > 0
		}
		return unless(ok, update), err
	})
}

func FuzzUploadCheckAndList(f *testing.F) {
	seedAnswers(
		f, `{"upload_id":VALUE,"job_id":7}`, `{"upload_id":7,"job_id":VALUE,"error":VALUE}`, `{"q":VALUE,"d":1}`, `{"d":VALUE,"error":"late KEY"}`,
		`{"count":VALUE,"uploads":[{"upload_id":7}]}`, `{"uploads":VALUE}`, `{"tracks":[{"upload_id":7,"track_id":VALUE}]}`,
		`{"7":{"track_id":VALUE},"8":VALUE}`, `[{"upload_id":7,"error":"KEY"},VALUE]`, `{"uploads":{"7":VALUE}}`, `{"pg":VALUE,"show":VALUE,"uploads":[]}`,
	)
	fuzzAnswers(f, func(t *testing.T, c *Client) (string, error) {
		upload, err := c.Upload(t.Context(), NewUpload{URL: "https://f.example/a.wav"})
		checkFailure(t, err)
		if err == nil && (upload.UploadID <= 0 || brokenUpload(upload) != "") {
			return unless(false, upload), err
		}
		counts, err := c.CheckJob(t.Context(), 7)
		checkFailure(t, err)
		if counts.Queued < 0 || counts.Done < 0 || counts.InProgress < 0 || counts.Errored < 0 || counts.Total() < 0 {
			return unless(false, counts), err
		}
		return brokenList(t, c)
	})
}

// brokenList lists all: it ends, as every page is the same, and names all.
func brokenList(t *testing.T, c *Client) (string, error) {
	for u, err := range c.ListAll(t.Context(), ListRequest{JobID: 7, Show: 2}) {
		if err != nil {
			return "", err
		}
		if broken := brokenUpload(u); broken != "" || nameOf(u) == (uploadName{}) {
			return unless(false, u), err
		}
	}
	return "", nil
}

// unless says what was got, unless that is as promised.
func unless(promised bool, got ...any) string {
	if promised {
		return ""
	}
	return fmt.Sprintf("got %+v", got)
}
