package api

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCountsAreReadInEveryShape(t *testing.T) {
	tests := map[string]Counts{
		`{"d":1,"q":1}`:                        {Done: 1, Queued: 1, Known: true},
		`{"q":"12","d":"0","i":3,"e":4}`:       {Queued: 12, InProgress: 3, Errored: 4, Known: true},
		`{"d":0}`:                              {Known: true},
		`{"d":2.0,"i":1e1}`:                    {Done: 2, InProgress: 10, Known: true},
		`{"d":" 7 ","extra":[1,{"q":9}]}`:      {Done: 7, Known: true},
		`{"d":null,"q":2,"i":"","e":false}`:    {Queued: 2, Known: true},
		`{"d":null}`:                           {},
		`{"D":1}`:                              {},
		`{}`:                                   {},
		`[]`:                                   {},
		`null`:                                 {},
		` [ ] `:                                {},
		`{"result":"success","job_id":296204}`: {},
	}
	for text, want := range tests {
		got := Counts{Queued: 99, Known: true} // nothing of which may remain
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s is %+v, %v, want %+v", text, got, err, want)
		}
	}
}

func TestAbsurdCountsAreRefused(t *testing.T) {
	for _, text := range []string{
		`{"q":-1}`, `{"q":"-1"}`, `{"q":1.5}`, `{"q":"a"}`, `{"q":99999999999}`, `{"q":1e300}`, `{"q":true}`, `{"q":[1]}`,
		`{"q":{"n":1}}`, `{"q":"0x10"}`, `{"q":"1_000"}`, `{"q":"NaN"}`, `{"q":"Inf"}`, `[1]`, `[{"q":1}]`, `"q"`, `5`, `true`,
	} {
		var got Counts
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is taken as %+v", text, got)
		}
	}
}

func TestAnUploadIsReadInEveryShape(t *testing.T) {
	empty := Upload{Formats: []Format{}, Sources: []string{}, Meta: map[string]string{}}
	with := func(change func(*Upload)) Upload {
		u := empty
		change(&u)
		return u
	}
	tests := map[string]Upload{
		`{}`: empty,
		`[]`: empty,
		`{"upload_id":20428698,"status":"uploaded","formats":["mp3","aiff"],"sources":["mp3","mp3"],"meta":{"Title":"84 - Fat Dub Beat"}}`: {
			UploadID: 20428698, Status: Uploaded, Formats: []Format{MP3, AIFF}, Sources: []string{"mp3", "mp3"},
			Meta: map[string]string{"Title": "84 - Fat Dub Beat"},
		},
		`{"upload_id":"7","job_id":"","track_id":null}`:               with(func(u *Upload) { u.UploadID = 7 }),
		`{"upload_id":9223372036854775807,"job_id":0,"track_id":"8"}`: with(func(u *Upload) { u.UploadID, u.TrackID = math.MaxInt64, 8 }),
		`{"formats":null,"sources":null,"meta":null}`:                 empty,
		`{"formats":"","sources":"","meta":""}`:                       empty,
		`{"formats":[],"sources":{},"meta":[]}`:                       empty,
		`{"formats":"mp3, AIF ,,flac","sources":"a.wav, b.wav"}`: with(func(u *Upload) {
			u.Formats, u.Sources = []Format{MP3, AIFF, "flac"}, []string{"a.wav", "b.wav"}
		}),
		`{"formats":{"1":"wav","0":"mp3"},"sources":["a, b.wav",5,null,""]}`: with(func(u *Upload) {
			u.Formats, u.Sources = []Format{WAV, MP3}, []string{"a, b.wav", "5"}
		}),
		`{"meta":{"BPM":120,"Rate":44.10,"Big":12345678901234567890,"Live":true,"Album":null,"Mood":["calm",2,["x"]],"More":{ "a": 1 }}}`: with(func(u *Upload) {
			u.Meta = map[string]string{
				"BPM": "120", "Rate": "44.10", "Big": "12345678901234567890", "Live": "true", "Album": "",
				"Mood": `calm, 2, ["x"]`, "More": `{"a":1}`,
			}
		}),
		`{"status":"errored","error":"could not be fetched","more":[{}]}`: with(func(u *Upload) { u.Status, u.Error = Errored, "could not be fetched" }),
		`{"error":{"message":"No such file"}}`:                            with(func(u *Upload) { u.Error = "No such file" }),
		`{"error":false}`:                                                 empty,
	}
	for text, want := range tests {
		got := Upload{UploadID: 99, Error: "old", Meta: map[string]string{"Old": "x"}}
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
	for _, text := range []string{
		`{"upload_id":-1}`, `{"upload_id":1.5}`, `{"upload_id":"x"}`, `{"upload_id":9223372036854775808}`, `{"job_id":[]` + `,"track_id":true}`,
		`{"meta":["Title"]}`, `{"meta":"Title"}`, `{"meta":5}`, `[1]`, `7`, `"uploaded"`,
	} {
		var got Upload
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is taken as %+v", text, got)
		}
	}
}

func TestAPageIsReadInEveryShape(t *testing.T) {
	type page struct {
		count, show int
		ids         []int64
	}
	tests := map[string]page{
		`{"count":2,"pg":0,"show":100,"uploads":[{"upload_id":1},{"upload_id":2}]}`: {2, 100, []int64{1, 2}},
		`{"count":"2","show":"100","uploads":[{"upload_id":"1"}]}`:                  {2, 100, []int64{1}},
		`{"uploads":[{"upload_id":1}]}`:                                             {-1, 0, []int64{1}},
		`{"tracks":[{"upload_id":2},{"upload_id":1}]}`:                              {-1, 0, []int64{2, 1}},
		`[{"upload_id":1}]`: {-1, 0, []int64{1}},
		`[{"track_id":9}]`:  {-1, 0, []int64{0}},
		`{"uploads":{"12":{"status":"uploaded"},"3":{"upload_id":4}}}`: {-1, 0, []int64{12, 4}},
		`{"uploads":{}}`:             {-1, 0, nil},
		`{"uploads":[]}`:             {-1, 0, nil},
		`{"uploads":null,"count":0}`: {0, 0, nil},
		`{"count":0}`:                {0, 0, nil},
		` [] `:                       {-1, 0, nil},
	}
	for text, want := range tests {
		var got Page
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var ids []int64
		for _, u := range got.Uploads {
			ids = append(ids, u.UploadID)
		}
		if got.Count != want.count || got.Show != want.show || !slices.Equal(ids, want.ids) || got.Uploads == nil {
			t.Errorf("%s is %+v, want %+v", text, got, want)
		}
	}
	for _, text := range []string{
		`{}`, `null`, `{"count":3}`, `{"uploads":"none"}`, `{"uploads":5}`, `{"uploads":[{}]}`, `{"uploads":[null]}`, `[1]`, `"x"`,
		`{"uploads":{"a":{}}}`, `{"uploads":{"-4":{}}}`, `{"count":-1,"uploads":[]}`, `{"show":"many","uploads":[]}`, `{"pg":1.5,"uploads":[]}`,
	} {
		var got Page
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is taken as %+v", text, got)
		}
	}
}

func TestTheOtherAnswersAreRead(t *testing.T) {
	decode := func(text string, into any) {
		t.Helper()
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	var job Job
	decode(`{"job_id":"296204"}`, &job)
	if job.JobID != 296204 {
		t.Errorf("got %+v", job)
	}
	var started PublishStarted
	decode(`{"result":"success","job_id":"1234","queued":"12","oncomplete":"brent@sourceaudio.com"}`, &started)
	if want := (PublishStarted{JobID: 1234, Queued: 12, OnComplete: "brent@sourceaudio.com"}); started != want {
		t.Errorf("got %+v", started)
	}
	var set FormatsSet
	decode(`{"result":"success","track":{"upload_id":7,"formats":["mp3","aiff"]},"added":"aiff"}`, &set)
	if set.Upload.UploadID != 7 || !slices.Equal(set.Upload.Formats, []Format{MP3, AIFF}) || !slices.Equal(set.Added, []Format{AIFF}) {
		t.Errorf("got %+v", set)
	}
}

// What the json tags write, the decoders read back: so a site that encodes these types is understood.
func TestWhatTheTypesWriteIsReadBack(t *testing.T) {
	ids := rapid.Int64Range(1, math.MaxInt64)
	counts := rapid.IntRange(0, 1<<20)
	text := rapid.String()
	words := rapid.StringN(1, -1, -1)
	formats := rapid.SliceOf(rapid.SampledFrom(append(Formats(), "flac")))
	upload := rapid.Custom(func(t *rapid.T) Upload {
		u := Upload{
			UploadID: ids.Draw(t, "upload_id"), JobID: rapid.Int64Range(0, 9).Draw(t, "job_id"), TrackID: rapid.Int64Range(0, 9).Draw(t, "track_id"),
			UpdateID: rapid.Int64Range(0, 9).Draw(t, "update_id"), UpdateTo: rapid.Int64Range(0, 9).Draw(t, "update_to"),
			Status: Status(text.Draw(t, "status")), Error: text.Draw(t, "error"),
			Formats: formats.Draw(t, "formats"), Sources: rapid.SliceOf(words).Draw(t, "sources"),
			Meta: rapid.MapOf(text, text).Draw(t, "meta"),
		}
		if rapid.Bool().Draw(t, "searchable") {
			u.SearchableAt = time.UnixMilli(rapid.Int64Range(1, 1<<42).Draw(t, "searchable_at")).UTC()
		}
		return u
	})
	rapid.Check(t, func(t *rapid.T) {
		page := Page{
			Count: counts.Draw(t, "count"), Page: counts.Draw(t, "pg"), Show: counts.Draw(t, "show"),
			Uploads: rapid.SliceOfN(upload, 0, 3).Draw(t, "uploads"),
		}
		readBack(t, page)
		readBack(t, FormatsSet{Upload: upload.Draw(t, "track"), Added: formats.Draw(t, "added")})
		readBack(t, MetadataSet{Upload: upload.Draw(t, "track")})
		readBack(t, Fields{Fields: rapid.SliceOf(words).Draw(t, "fields")})
		readBack(t, Update{TrackID: ids.Draw(t, "update_to"), UpdateID: ids.Draw(t, "update_id")})
		readBack(t, Deleted{Count: counts.Draw(t, "deleted")})
		readBack(t, Job{JobID: ids.Draw(t, "job_id")})
		readBack(t, PublishStarted{JobID: ids.Draw(t, "job_id"), Queued: counts.Draw(t, "queued"), OnComplete: text.Draw(t, "oncomplete")})
		c := Counts{
			Queued: counts.Draw(t, "q"), Done: counts.Draw(t, "d"),
			InProgress: counts.Draw(t, "i"), Errored: counts.Draw(t, "e"),
		}
		c.Known = c.Total() > 0 // zeros are left out
		readBack(t, c)
	})
}

func readBack[T any](t *rapid.T, want T) {
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got T
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", raw, diff)
	}
}

// Whatever JSON comes, the decoders answer or refuse; and what they took, they take again.
func TestAnyJSONIsReadOrRefused(t *testing.T) {
	names := rapid.SampledFrom([]string{
		"q", "d", "i", "e", "count", "pg", "show", "uploads", "tracks", "track", "added", "upload_id", "job_id",
		"track_id", "status", "formats", "sources", "meta", "error", "message", "result", "queued", "oncomplete", "7",
	})
	leaf := rapid.OneOf(
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.IntRange(-2, 200).AsAny(), rapid.Float64Range(-1e20, 1e20).AsAny(),
		rapid.SampledFrom([]any{"", "0", "12", "-1", " 7 ", "mp3", "mp3,wav", "uploaded", []any{}, map[string]any{}}), rapid.String().AsAny(),
	)
	value := rapid.Deferred(func() *rapid.Generator[any] { return leaf })
	for range 3 {
		inner := value
		value = rapid.OneOf(leaf, rapid.SliceOfN(inner, 0, 3).AsAny(), rapid.MapOfN(names, inner, 0, 6).AsAny())
	}
	rapid.Check(t, func(t *rapid.T) {
		raw, err := json.Marshal(value.Draw(t, "json"))
		if err != nil {
			t.Fatal(err)
		}
		readErrorMember(raw)
		checkCounts(t, raw)
		checkUpload(t, raw)
		checkPage(t, raw)
	})
}

// fataler is what *testing.T and *rapid.T have in common here.
type fataler interface {
	Fatalf(format string, args ...any)
}

func checkCounts(t fataler, raw []byte) {
	var c Counts
	if json.Unmarshal(raw, &c) != nil {
		return
	}
	if c.Queued < 0 || c.Done < 0 || c.InProgress < 0 || c.Errored < 0 || c.Total() < 0 || (!c.Known && c.Total() > 0) {
		t.Fatalf("%s is %+v", raw, c)
	}
}

func checkUpload(t fataler, raw []byte) {
	var u, again Upload
	if json.Unmarshal(raw, &u) != nil {
		return
	}
	if u.UploadID < 0 || u.JobID < 0 || u.TrackID < 0 || u.Meta == nil || u.Formats == nil || u.Sources == nil {
		t.Fatalf("%s is %+v", raw, u)
	}
	written, err := json.Marshal(u)
	if err == nil {
		err = json.Unmarshal(written, &again)
	}
	if diff := cmp.Diff(u, again); err != nil || diff != "" {
		t.Fatalf("%s, written as %s: %v\n%s", raw, written, err, diff)
	}
}

func checkPage(t fataler, raw []byte) {
	var p Page
	if json.Unmarshal(raw, &p) != nil {
		return
	}
	named := map[uploadName]bool{}
	for _, u := range p.Uploads {
		named[nameOf(u)] = true
	}
	if slices.Contains(slices.Collect(maps.Keys(named)), uploadName{}) || p.Count < -1 || p.Show < 0 || p.Page < 0 || p.Uploads == nil {
		t.Fatalf("%s is %+v", raw, p)
	}
}
