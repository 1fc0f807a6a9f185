package ledger

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkLedgerAppend writes one item after another, each on the disk before the next, against a
// bare file to which the same words are appended and synced.
func BenchmarkLedgerAppend(b *testing.B) {
	item := Item{Intent: 1, Site: "https://site.example", Kind: SetFormats, Upload: 2, Job: 3, Formats: "mp3,aiff", Before: "mp3", State: Waiting, Recorded: time.Now()}
	b.Run("measured", func(b *testing.B) {
		l := opened(b, filepath.Join(b.TempDir(), "ledger.db"))
		for b.Loop() {
			item.ID = l.NewRow()
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
			if _, err := file.Write(line); err != nil {
				b.Fatal(err)
			}
			if err := file.Sync(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
