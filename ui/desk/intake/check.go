package intake

import (
	"context"
	"net/http"
	"time"

	"pressroom/api"
)

// Candidate is something that may become an upload, or change one.
type Candidate struct {
	Source   string            // an http(s) address, or the path of a file of this machine; empty where metadata alone is set
	File     string            // the file name that the site will see; empty: that of Source
	Row      int               // of the manifest, from 1; 0 where there is none
	UploadID int64             // of the upload in the queue that this is for; 0 for a new one
	TrackID  int64             // of the published track that this is for; 0 for a new one
	Formats  []api.Format      // to be published as; not checked
	Meta     map[string]string // by the site's field names; without any the site reads the file's own tags
}

// updates says that the candidate is for what the site has already.
func (c Candidate) updates() bool { return c.UploadID != 0 || c.TrackID != 0 }

func (c Candidate) file() string {
	if c.File != "" || c.Source == "" {
		return c.File
	}
	return FileName(c.Source)
}

// Known is what the site's queue holds, as far as it is known.
type Known struct {
	FileNames map[string][]int64          // the upload ids behind each file name, in any case; a track without one yet has a negative number
	Meta      map[int64]map[string]string // what stands, by upload id; one that is left out is not known
}

// Rules are what a site asks of its tracks.
type Rules struct {
	Required []string // fields that may not be blank
}

// Progress is how far a check is.
type Progress struct {
	Checked, Of int           // candidates
	Left        time.Duration // 0 while it can't be told
}

// Check looks candidates over: first by what is known, then by reading files and asking for the first
// bytes of addresses. It returns what it found in the order of the candidates; one without a finding
// is as good as can be told. Where ctx ends it stops, and says of each candidate that was not looked
// into that it was not.
//
// A site fetches addresses itself, so that one out of this machine's reach is a warning only, while
// one that answers with nothing or a web page is an error. At most four addresses are asked at once,
// two of a host and after the first ten of it ten a second, 10 s each; a host that did not answer three times running is asked
// no more.
//
// The addresses are asked over web: [NewTransport], in the finished program. It calls report, if there is one, at most every 100 ms and at the end, never twice at once. It is
// for a goroutine that may wait.
func Check(ctx context.Context, web http.RoundTripper, candidates []Candidate, known Known, rules Rules, report func(Progress)) []Finding {
	return check(ctx, candidates, known, rules, report, asker{transport: web, deadline: askFor})
}

func check(ctx context.Context, candidates []Candidate, known Known, rules Rules, report func(Progress), ask asker) []Finding {
	r := &run{
		candidates: candidates, known: known, rules: rules, ask: ask,
		found: make([][]Finding, len(candidates)), lead: make([]int, len(candidates)),
		fields: make([][]bool, len(candidates)),
	}
	r.names()
	r.blanks()
	files, addresses := r.toRead()
	r.progress = newProgress(report, len(candidates), len(files)+len(addresses))
	r.readFiles(ctx, files)
	r.askAddresses(ctx, addresses)
	r.missing()
	r.progress.end()
	var all []Finding
	for _, found := range r.found {
		all = append(all, found...)
	}
	return all
}

// run is one check. What belongs to a candidate is touched by one goroutine at a time.
type run struct {
	candidates []Candidate
	known      Known
	rules      Rules
	ask        asker
	progress   *progress

	found  [][]Finding // by candidate
	lead   []int       // the first candidate of the same track, often itself
	fields [][]bool    // which required fields a candidate brings; nil where that can't be told
}

func (r *run) find(i int, kind Kind, text string) {
	r.found[i] = append(r.found[i], Finding{Index: i, Kind: kind, Severity: kind.Severity(), Text: text})
}

// toRead are the candidates that are worth a look inside: those with a source of their own whose
// name is in order. All of them have not been checked until they are read.
func (r *run) toRead() (files, addresses []int) {
	for i, c := range r.candidates {
		switch {
		case c.Source == "" || r.has(i, NoAudioEnding) || r.has(i, SourceTwice):
		case isAddress(c.Source):
			addresses = append(addresses, i)
		default:
			files = append(files, i)
		}
	}
	return files, addresses
}

func (r *run) has(i int, kind Kind) bool {
	for _, f := range r.found[i] {
		if f.Kind == kind {
			return true
		}
	}
	return false
}

// asker asks for the beginning of what addresses name.
type asker struct {
	transport http.RoundTripper
	deadline  time.Duration // for one address, from first to last byte
}
