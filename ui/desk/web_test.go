package desk

import (
	"bytes"
	"io"
	"net/http"
	"path"
	"strings"
	"sync/atomic"
	"time"
)

// fakeWeb answers for every address with the beginning of an audio file of the kind that it ends in, at once
// and without a network.
type fakeWeb struct {
	asked atomic.Int64
	wait  time.Duration                                // before each answer
	but   func(address string) (*http.Response, error) // what some addresses give instead; nil for those that are well
}

var audioHeads = map[string]string{
	".wav":  "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00\x44\xac\x00\x00\x10\xb1\x02\x00\x04\x00\x10\x00data\x00\x00\x00\x00",
	".aiff": "FORM\x00\x00\x00\x2eAIFFCOMM\x00\x00\x00\x12",
	".mp3":  "ID3\x04\x00\x00\x00\x00\x00\x00\xff\xfb\x90\x44",
}

func (w *fakeWeb) RoundTrip(r *http.Request) (*http.Response, error) {
	w.asked.Add(1)
	if w.wait > 0 {
		select {
		case <-time.After(w.wait):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	if w.but != nil {
		if response, err := w.but(r.URL.String()); response != nil || err != nil {
			return response, err
		}
	}
	ending := strings.Replace(strings.ToLower(path.Ext(r.URL.Path))+"$", ".aif$", ".aiff", 1)
	return reply(206, audioHeads[strings.TrimSuffix(ending, "$")]), nil
}

func reply(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(body)))}
}
