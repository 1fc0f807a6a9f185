package api

import "testing"

func FuzzCounts(f *testing.F) {
	for _, seed := range []string{`{"d":1,"q":1}`, `{"q":"12","e":null}`, `{}`, `[]`, `{"i":-1}`, `{"i":1e9}`, `{"error":"No such job"}`, `<html>`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		checkCounts(t, raw)
		_ = new(Counts).UnmarshalJSON(raw) // called by hand, it gets what is no JSON
		readErrorMember(raw)
	})
}

func FuzzUpload(f *testing.F) {
	for _, seed := range []string{
		`{"upload_id":20428698,"status":"uploaded","formats":["mp3","aiff"],"sources":["mp3","mp3"],"meta":{"Title":"84 - Fat Dub Beat"}}`,
		`{"upload_id":"7","job_id":"","track_id":null,"formats":"mp3,aif","sources":{"0":"a.wav"},"meta":[]}`,
		`{"upload_id":7,"meta":{"BPM":120,"Mood":["calm",{"a":1}],"Live":true},"error":{"message":"no"}}`,
		"{\"upload_id\":7,\"meta\":{\"a\":[\"\xff\"],\"b\":{\"\xfe\":1}}}",
		`{"error":true}`, `[]`, `{"upload_id"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		checkUpload(t, raw)
		_ = new(Upload).UnmarshalJSON(raw)
		_ = new(FormatsSet).UnmarshalJSON(raw)
		_ = new(PublishStarted).UnmarshalJSON(raw)
		_ = new(MetadataSet).UnmarshalJSON(raw)
		_ = new(Fields).UnmarshalJSON(raw)
		_ = new(Update).UnmarshalJSON(raw)
		_ = new(Deleted).UnmarshalJSON(raw)
		_ = new(Job).UnmarshalJSON(raw)
	})
}

func FuzzPage(f *testing.F) {
	for _, seed := range []string{
		`{"count":2,"pg":0,"show":100,"uploads":[{"upload_id":1},{"upload_id":2}]}`,
		`{"tracks":[{"upload_id":1,"track_id":"9"}]}`, `{"uploads":{"12":{"status":"uploaded"}}}`,
		`[{"upload_id":1},{"track_id":2}]`, `{"count":0}`, `[]`, `{"uploads":{"12":`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		checkPage(t, raw)
		_ = new(Page).UnmarshalJSON(raw)
	})
}
