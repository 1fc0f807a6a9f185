//go:build window && linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"pressroom/ui/desk/ledger"
)

const siteKey = "measures-key"

// loopSite is a site of many tracks on this machine: it lists them by pages, sets their formats and counts
// jobs that come on with each look but never end.
type loopSite struct {
	*httptest.Server
	name    string
	latency time.Duration // of an answer to a change and of counts: what a network takes
	calls   atomic.Int64

	mu      sync.Mutex
	uploads []loopUpload // of the main job, by upload id from 1
	looks   map[int]int  // at jobs, by their numbers
}

type loopUpload struct {
	UploadID int64             `json:"upload_id"`
	JobID    int64             `json:"job_id"`
	Status   string            `json:"status"`
	Formats  []string          `json:"formats"`
	Sources  []string          `json:"sources"`
	Meta     map[string]string `json:"meta"`
}

const loopMainJob = 100

func newLoopSite(name string, tracks int) *loopSite {
	s := &loopSite{name: name, looks: map[int]int{}}
	for n := range tracks {
		s.uploads = append(s.uploads, track(n))
	}
	s.Server = httptest.NewServer(s)
	return s
}

// track is one of a library: a few hundred titles, albums of twelve, catalogs of a thousand.
func track(n int) loopUpload {
	first := []string{"Copper", "Silent", "Paper", "Northern", "Velvet", "Hollow", "Amber", "Distant", "Broken", "Early", "Golden", "Slow"}
	second := []string{"Rain", "Harbour", "Lantern", "Signal", "Garden", "Machine", "Letters", "Tide", "Avenue", "Winter", "Mirror", "Engine"}
	title := fmt.Sprintf("%s %s %d", first[n*7%len(first)], second[n*5/len(first)%len(second)], n*31%997)
	album := n / 12
	file := fmt.Sprintf("NLM%04d_%03d_%s.wav", album, n%12+1, strings.ReplaceAll(title, " ", ""))
	return loopUpload{
		UploadID: int64(n + 1), JobID: loopMainJob, Status: "uploaded", Formats: []string{"mp3"}, Sources: []string{file},
		Meta: map[string]string{
			"Title": title, "Album": fmt.Sprintf("%s %s Vol. %d", second[album%len(second)], first[album%len(first)], album),
			"Catalog": fmt.Sprintf("Catalog %d", n/1000), "Artist": "The " + first[n%len(first)] + " " + second[album%len(second)] + "s",
		},
	}
}

// ServeHTTP answers a call.
func (s *loopSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.calls.Add(1)
	if r.FormValue("token") != siteKey {
		http.Error(w, `{"error":"wrong key"}`, http.StatusUnauthorized)
		return
	}
	var answer any
	switch call := path.Base(r.URL.Path); call {
	case "list":
		answer = s.list(number(r, "job_id"), number(r, "show"), number(r, "pg"))
	case "checkJob":
		<-time.After(s.latency)
		answer = s.check(number(r, "job_id"))
	case "setFormats":
		<-time.After(s.latency)
		answer = s.set(number(r, "upload_id"), r.FormValue("formats"))
	case "getAvailableFields":
		answer = map[string][]string{"fields": {"Title", "Album", "Catalog", "Artist"}}
	default:
		http.Error(w, `{"error":"no such call"}`, http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

func number(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.FormValue(name))
	return n
}

func (s *loopSite) list(job, show, page int) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.uploads
	if job != 0 && job != loopMainJob { // the tracks of the others are not told one by one
		found = nil
	}
	from := min(page*show, len(found))
	return map[string]any{"count": len(found), "pg": page, "show": show, "uploads": append([]loopUpload{}, found[from:min(from+show, len(found))]...)}
}

// jobTracks is how many tracks a job has that is being published.
const jobTracks = 2000

func (s *loopSite) check(job int) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.looks[job]++
	done := min(s.looks[job]*7, jobTracks/2)
	return map[string]int{"d": done, "i": 4, "e": 1, "q": jobTracks - done - 5}
}

func (s *loopSite) set(upload int, formats string) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if upload < 1 || upload > len(s.uploads) {
		return map[string]string{"error": "no such upload"}
	}
	s.uploads[upload-1].Formats = strings.Split(formats, ",")
	return map[string]any{"result": "success", "track": s.uploads[upload-1], "added": []string{}}
}

// record writes into a ledger what it holds of a site that was used before: its tracks, jobs that are being
// published, and changes of formats that were asked for and wait to be sent.
func (s *loopSite) record(book *ledger.Ledger, jobs, waiting int) error {
	ctx, now := context.Background(), time.Now()
	main := ledger.Job{Row: book.NewRow(), Site: s.URL, JobID: loopMainJob, Main: true, Name: "Main job", Phase: "open", Created: now}
	change := ledger.Change{Sites: []ledger.Site{{ID: s.URL, Name: s.name, Address: s.URL, Added: now, Used: now}}, Jobs: []ledger.Job{main}}
	for n := range jobs {
		change.Jobs = append(change.Jobs, ledger.Job{
			Row: book.NewRow(), Site: s.URL, JobID: int64(loopMainJob + 1 + n), Name: fmt.Sprintf("Imports %d", n+1), Phase: "publishing",
			Created: now, Published: now, Queued: jobTracks, Counted: true,
		})
	}
	intent := ledger.Intent{ID: book.NewRow(), Site: s.URL, Kind: ledger.SetFormats, Words: "AIFF for many tracks", Recorded: now}
	if waiting > 0 {
		change.Intents = append(change.Intents, intent)
	}
	for n, u := range s.uploads {
		row := book.NewRow()
		change.Uploads = append(change.Uploads, ledger.Upload{
			Row: row, Site: s.URL, Job: main.Row, UploadID: u.UploadID, File: u.Sources[0], Sources: u.Sources, Status: u.Status,
			Formats: "mp3", Meta: ledger.NewMeta(u.Meta), Added: now,
		})
		if n < waiting {
			change.Items = append(change.Items, ledger.Item{
				ID: book.NewRow(), Intent: intent.ID, Site: s.URL, Kind: ledger.SetFormats, Upload: row, Job: main.Row,
				Formats: "mp3,aiff", Before: "mp3", State: ledger.Waiting, Recorded: now,
			})
		}
	}
	return book.Write(ctx, change)
}

// newLedger makes a ledger of sites in a folder.
func newLedger(folder string, record func(*ledger.Ledger) error) (err error) {
	book, err := ledger.Open(context.Background(), path.Join(folder, "ledger.db"))
	if err != nil {
		return err
	}
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
	}()
	return record(book)
}
