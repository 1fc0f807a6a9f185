package ui

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pressroom/api"
	"pressroom/ui/desk"
	"pressroom/ui/desk/ledger"
)

// rowsOfUploads are uploads as rows of the table. Rows are made by a desk alone, so a real one looks at a
// site that lists the uploads of its main job.
func rowsOfUploads(t *testing.T, uploads []api.Upload) *desk.Rows {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger.db")
	var rows *desk.Rows
	synctest.Test(t, func(t *testing.T) {
		book, err := ledger.Open(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		var latest atomic.Pointer[desk.View]
		d, err := desk.New(desk.Options{
			Ledger: book, Keys: noKeys{}, Notifier: noKeys{}, Log: slog.New(slog.DiscardHandler),
			Web: http.DefaultTransport, Dial: func(string, string) (desk.Site, error) { return listing{uploads: uploads}, nil },
			Practice: func(context.Context) (desk.PracticeSite, error) { return desk.PracticeSite{}, context.Canceled },
			Show:     func(v desk.View) { latest.Store(&v) },
		})
		if err != nil {
			t.Fatal(err)
		}
		d.Start("", nil)
		d.Connect("Northlight Music", "https://northlight.example", "key")
		synctest.Wait()
		time.Sleep(time.Second) // virtual: the next view is due
		synctest.Wait()
		rows = latest.Load().Rows
		d.Close()
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
	if rows.Len() != len(uploads) {
		t.Fatalf("the desk made %d rows of %d uploads", rows.Len(), len(uploads))
	}
	return rows
}

// listing is a site that lists uploads and does nothing else.
type listing struct {
	desk.Site
	uploads []api.Upload
}

func (l listing) List(context.Context, api.ListRequest) (api.Page, error) {
	return api.Page{Uploads: l.uploads}, nil
}

func (l listing) ListAll(context.Context, api.ListRequest) iter.Seq2[api.Upload, error] {
	return func(yield func(api.Upload, error) bool) {
		for _, u := range l.uploads {
			if !yield(u, nil) {
				return
			}
		}
	}
}

func (l listing) CheckJob(context.Context, int64) (api.Counts, error) { return api.Counts{}, nil }

// noKeys keeps no keys and shows no notifications.
type noKeys struct{}

func (noKeys) Key(context.Context, string) (string, error)   { return "", desk.ErrNoKey }
func (noKeys) KeepKey(context.Context, string, string) error { return nil }
func (noKeys) ForgetKey(context.Context, string) error       { return nil }
func (noKeys) Asking() bool                                  { return false }
func (noKeys) Notify(context.Context, desk.Note) error       { return nil }

// tracks are the uploads of a queue as one might find it.
func tracks() []api.Upload {
	titles := []string{
		"Copper Rain (30s)", "Copper Rain (Main)", "Copper Rain (Underscore)", "Dry Dock", "Eastbound", "Fathom",
		"Glass Harbour", "Harbour Lights (Main)", "Iron Tide", "Keel", "Lantern Walk", "Moorings",
	}
	var uploads []api.Upload
	for i, title := range titles {
		u := api.Upload{
			UploadID: int64(20428698 + i), JobID: 296288, Status: api.Uploaded, Formats: []api.Format{api.MP3, api.AIFF}[:1+i%2],
			Sources: []string{fmt.Sprintf("NLM041_%03d.wav", i+1)},
			Meta:    map[string]string{"Title": title, "Album": "Harbour Lights", "Artist": "Northlight"},
		}
		uploads = append(uploads, u)
	}
	uploads[1].Status, uploads[1].TrackID = api.Published, 31415
	uploads[2].Status, uploads[2].Error = api.Errored, "no audio"
	uploads[3].Formats = []api.Format{api.MP3, api.AIFF, api.WAV}
	return uploads
}

// queueRows are the rows of tracks; no test changes them.
func queueRows(t *testing.T) *desk.Rows {
	t.Helper()
	queueOnce.Do(func() { queueMade = rowsOfUploads(t, tracks()) })
	return queueMade
}

var (
	queueOnce sync.Once
	queueMade *desk.Rows
)
