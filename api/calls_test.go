package api

import (
	"testing"

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
