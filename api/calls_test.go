package api

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPublishTakesWhatSaysThatItStarted(t *testing.T) {
	tests := []struct {
		name, answer string
		job          int64
		want         PublishStarted
		bad          bool
	}{
		{"as documented", `{"result":"success","job_id":1234,"queued":12,"oncomplete":"brent@sourceaudio.com"}`, 0, PublishStarted{1234, 12, "brent@sourceaudio.com"}, false},
		{"without the job's id", `{"result":"Success"}`, 5, PublishStarted{JobID: 5}, false},
		{"without a result", `{"job_id":5,"queued":2}`, 5, PublishStarted{5, 2, ""}, false},
		{"the main job without its id", `{"result":"success"}`, 0, PublishStarted{}, true},
		{"another job", `{"result":"success","job_id":6}`, 5, PublishStarted{JobID: 6}, true},
		{"another result", `{"result":"failed","job_id":5}`, 5, PublishStarted{JobID: 5}, true},
		{"nothing", `{}`, 5, PublishStarted{}, true},
		{"a negative count", `{"result":"success","job_id":5,"queued":-1}`, 5, PublishStarted{}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := newClient(t, newSite(t, answers(200, test.answer)).URL)
			got, err := c.Publish(t.Context(), PublishRequest{JobID: test.job})
			if got != test.want || (err != nil) != test.bad {
				t.Errorf("got %+v, %v", got, err)
			}
			if test.bad {
				if e := failure(t, err); e.Kind != BadAnswer || !e.MayHaveHappened() {
					t.Errorf("got %+v", e)
				}
			}
		})
	}
}

func TestSetFormatsTellsWhatStands(t *testing.T) {
	c := newClient(t, newSite(t, answers(200, `{"result":"success","track":{"upload_id":"7","status":"uploaded",
		"formats":["mp3","wav"],"sources":["mp3","wav"],"meta":[]},"added":["mp3"]}`)).URL)
	got, err := c.SetFormats(t.Context(), 7, []Format{MP3})
	want := FormatsSet{
		Upload: Upload{
			UploadID: 7, Status: Uploaded, Formats: []Format{MP3, WAV},
			Sources: []string{"mp3", "wav"}, Meta: map[string]string{},
		},
		Added: []Format{MP3},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for name, answer := range map[string]string{
		"another upload": `{"result":"success","track":{"upload_id":8}}`,
		"no upload":      `{"result":"success"}`,
		"another result": `{"result":"failure","track":{"upload_id":7}}`,
	} {
		c := newClient(t, newSite(t, answers(200, answer)).URL)
		if _, err := c.SetFormats(t.Context(), 7, []Format{MP3}); failure(t, err).Kind != BadAnswer {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUploadTellsWhereItIs(t *testing.T) {
	tests := map[string]int64{
		`{"upload_id":7,"job_id":6,"status":"uploaded"}`: 6, // the site's word counts
		`{"upload_id":7,"status":"uploaded"}`:            5,
	}
	for answer, job := range tests {
		c := newClient(t, newSite(t, answers(200, answer)).URL)
		upload, err := c.Upload(t.Context(), NewUpload{URL: "https://f.example/a.wav", JobID: 5})
		if err != nil || upload.UploadID != 7 || upload.JobID != job {
			t.Errorf("%s: %+v, %v", answer, upload, err)
		}
	}
	c := newClient(t, newSite(t, answers(200, `{"result":"uploaded","update_to":3,"update_id":4}`)).URL)
	if _, err := c.Upload(t.Context(), NewUpload{URL: "https://f.example/a.wav"}); failure(t, err).Kind != BadAnswer {
		t.Errorf("an answer about another track is %v", err)
	}
}

func TestAJobOfWhichNothingIsCountedIsNotSettled(t *testing.T) {
	for _, answer := range []string{`{}`, `[]`, `{"q":2}`, `{"d":2,"i":1}`, `{"d":0}`} {
		c := newClient(t, newSite(t, answers(200, answer)).URL)
		if counts, err := c.CheckJob(t.Context(), 5); err != nil || counts.Settled() {
			t.Errorf("%s: %+v, %v", answer, counts, err)
		}
	}
}

func TestFormatsAreReadFromWords(t *testing.T) {
	for text, want := range map[string][]Format{
		"": nil, " , ": nil, "wav,MP3, .aif,mp3": {MP3, AIFF, WAV}, "aiff": {AIFF},
	} {
		if got, err := ParseFormats(text); err != nil || !cmp.Equal(got, want) {
			t.Errorf("%q is %v, %v, want %v", text, got, err, want)
		}
	}
	if got, err := ParseFormats("mp3,flac"); err == nil {
		t.Errorf("flac is taken: %v", got)
	}
	if got := SortFormats([]Format{"flac", WAV, "alac", MP3, WAV}); !cmp.Equal(got, []Format{MP3, WAV, "alac", "flac"}) {
		t.Errorf("sorted: %v", got)
	}
}

func TestAnUpdateIsTakenWhereItIsAboutItsTrack(t *testing.T) {
	for answer, want := range map[string]Update{
		`{"result":"uploaded","update_to":29638978,"update_id":2093860}`:     {29638978, 2093860},
		`{"result":"uploaded","update_to":"29638978","update_id":"2093860"}`: {29638978, 2093860},
		`{"update_id":4}`: {29638978, 4},
		`{"result":"uploaded","update_to":3,"update_id":4}`:        {},
		`{"result":"uploaded","update_to":29638978}`:               {},
		`{"result":"no","update_to":29638978,"update_id":2093860}`: {},
		`{"upload_id":7,"status":"uploaded"}`:                      {},
	} {
		c := newClient(t, newSite(t, answers(200, answer)).URL)
		got, err := c.UpdateTrack(t.Context(), NewUpdate{TrackID: 29638978, URL: "https://f.example/a.wav"})
		if want == (Update{}) {
			if e := failure(t, err); e.Kind != BadAnswer || !e.MayHaveHappened() {
				t.Errorf("%s: %+v", answer, e)
			}
		} else if err != nil || got != want {
			t.Errorf("%s: %+v, %v", answer, got, err)
		}
	}
}

func TestSetMetadataTellsWhatStandsWhereTheSiteSaysIt(t *testing.T) {
	for answer, want := range map[string]map[string]string{
		`{"result":"success","track":{"upload_id":7,"meta":{"Title":"A"}}}`: {"Title": "A"},
		`{"result":"success"}`:                         {},
		`{"track":{"upload_id":"7","meta":[]}}`:        {},
		`{"result":"success","track":{"upload_id":8}}`: nil,
		`{"result":"failed","track":{"upload_id":7}}`:  nil,
		`{}`: nil,
	} {
		c := newClient(t, newSite(t, answers(200, answer)).URL)
		got, err := c.SetMetadata(t.Context(), 7, map[string]string{"Title": "A"}, nil)
		if want == nil {
			if failure(t, err).Kind != BadAnswer {
				t.Errorf("%s: %v", answer, err)
			}
		} else if err != nil || got.Upload.UploadID != 7 || !cmp.Equal(got.Upload.Meta, want) {
			t.Errorf("%s: %+v, %v", answer, got, err)
		}
	}
}

func TestTheFieldsAreReadInEveryShape(t *testing.T) {
	for _, answer := range []string{
		`{"fields":["Title","Album"]}`, `["Title","Album"]`, `{"fields":{"0":"Title","1":"Album"}}`, `{"0":"Title","1":"Album"}`, `{"fields":"Title,Album"}`,
	} {
		c := newClient(t, newSite(t, answers(200, answer)).URL)
		if got, err := c.AvailableFields(t.Context()); err != nil || !cmp.Equal(got, []string{"Title", "Album"}) {
			t.Errorf("%s: %q, %v", answer, got, err)
		}
	}
	for _, answer := range []string{
		`{}`, `[]`, `{"fields":[]}`, `{"fields":true}`, `{"fields":5}`, `{"result":"success"}`, `{"0":"Title","result":"success"}`, `true`, `5`, `""`,
	} {
		c := newClient(t, newSite(t, answers(200, answer)).URL)
		if _, err := c.AvailableFields(t.Context()); failure(t, err).Kind != BadAnswer {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

func TestDeleteTellsHowMany(t *testing.T) {
	for answer, want := range map[string]int{`{"result":"success","deleted":"3"}`: 3, `{"result":"success"}`: -1, `{"deleted":0}`: 0, `[]`: -1} {
		c := newClient(t, newSite(t, answers(200, answer)).URL)
		if got, err := c.Delete(t.Context(), DeleteRequest{All: true}); err != nil || got.Count != want {
			t.Errorf("%s: %+v, %v", answer, got, err)
		}
	}
	c := newClient(t, newSite(t, answers(200, `{"result":"none"}`)).URL)
	if _, err := c.Delete(t.Context(), DeleteRequest{UploadID: 1}); failure(t, err).Kind != BadAnswer {
		t.Errorf("%v", err)
	}
}

func TestUpdatesAreListedBesideUploads(t *testing.T) {
	c := newClient(t, newSite(t, answers(200, `{"count":3,"show":100,"uploads":[
		{"upload_id":1,"track_id":9,"searchable_at":"2026-11-24T09:00:00Z"},
		{"update_id":2,"update_to":9,"searchable_at":1764000000},{"update_id":3,"update_to":9,"searchable_at":"soon"}]}`)).URL)
	var got []Upload
	for u, err := range c.ListAll(t.Context(), ListRequest{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, Upload{UploadID: u.UploadID, UpdateID: u.UpdateID, UpdateTo: u.UpdateTo, TrackID: u.TrackID, SearchableAt: u.SearchableAt})
	}
	want := []Upload{
		{UploadID: 1, TrackID: 9, SearchableAt: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)},
		{UpdateID: 2, UpdateTo: 9, SearchableAt: time.Unix(1764000000, 0).UTC()},
		{UpdateID: 3, UpdateTo: 9},
	}
	if !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}
