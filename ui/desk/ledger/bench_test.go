package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkLedgerAppend records and answers one item after another, each on the disk before the next, in
// a ledger that holds 100,000 of them, against a bare file to which the same words are appended and synced.
func BenchmarkLedgerAppend(b *testing.B) {
	item := Item{Intent: 1, Site: "https://site.example", Kind: SetFormats, Upload: 2, Job: 3, Formats: "mp3,aiff", Before: "mp3", State: Waiting, Recorded: time.Now()}
	b.Run("measured", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "ledger.db")
		history(b, path, 100_000)
		l := opened(b, path)
		for b.Loop() { // recorded, and then answered
			item.ID, item.State = l.NewRow(), Waiting
			if err := l.Write(context.Background(), Change{Items: []Item{item}}); err != nil {
				b.Fatal(err)
			}
			item.State = Done
			if err := l.Write(context.Background(), Change{Items: []Item{item}}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(4, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		file, err := os.Create(filepath.Join(b.TempDir(), "bare"))
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		line, err := json.Marshal(item)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			for range 2 {
				if _, err := file.Write(line); err != nil {
					b.Fatal(err)
				}
				if err := file.Sync(); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// history fills a ledger with intents that were recorded and answered, and a few uploads.
func history(b *testing.B, path string, items int) {
	b.Helper()
	l := opened(b, path)
	now := time.Now()
	site := Site{ID: somewhere, Name: "Site", Address: somewhere, Added: now, Used: now}
	job := Job{Row: l.NewRow(), Site: somewhere, Main: true, Name: "Main job", Phase: "open", Created: now}
	change := Change{Sites: []Site{site}, Jobs: []Job{job}}
	for range 100 {
		change.Uploads = append(change.Uploads, Upload{Row: l.NewRow(), Site: somewhere, Job: job.Row, UploadID: l.NewRow(), File: "a.wav", Status: "uploaded", Formats: "mp3", Added: now})
	}
	for range items {
		intent := Intent{ID: l.NewRow(), Site: somewhere, Kind: SetFormats, Words: "WAV for 1 track", Recorded: now}
		change.Intents = append(change.Intents, intent)
		change.Items = append(change.Items, Item{ID: l.NewRow(), Intent: intent.ID, Site: somewhere, Kind: SetFormats, Upload: change.Uploads[0].Row, Job: job.Row, Formats: "mp3,wav", Before: "mp3", State: Done, Recorded: now, Settled: now})
	}
	if err := l.Write(b.Context(), change); err != nil {
		b.Fatal(err)
	}
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLedgerStart opens a ledger of 100,000 intents, recorded and answered, and reads what the desk
// reads of it at its start, against the same with none.
func BenchmarkLedgerStart(b *testing.B) {
	for name, items := range map[string]int{"measured": 100_000, "reference": 0} {
		b.Run(name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "ledger.db")
			history(b, path, items)
			for b.Loop() {
				l, err := Open(b.Context(), path)
				if err != nil {
					b.Fatal(err)
				}
				if _, err = l.Sites(b.Context()); err == nil {
					_, err = l.Book(b.Context(), somewhere)
				}
				if err = errors.Join(err, l.Close()); err != nil {
					b.Fatal(err)
				}
			}
			if items > 0 {
				b.ReportMetric(1.5, "goal")
			}
		})
	}
}
