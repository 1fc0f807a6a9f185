package desk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"pressroom/ui/desk/ledger"
)

// aLibrary is how many uploads the ledger of a library has that published for years.
const aLibrary = 100_000

// library writes a ledger of many uploads as a desk leaves them: titles, files and addresses of their
// own, albums of twelve tracks, catalogs of forty albums, one job each.
func library(b testing.TB, path string, uploads int) {
	b.Helper()
	l, err := ledger.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	began := time.UnixMilli(1_700_000_000_000)
	change := ledger.Change{Sites: []ledger.Site{{ID: siteAddress, Name: "Northlight Music", Address: siteAddress, Added: began, Used: began}}}
	var job ledger.Job
	for n := range uploads {
		album := n / 12
		if n%480 == 0 {
			job = ledger.Job{
				Row: l.NewRow(), Site: siteAddress, JobID: int64(296_000 + n/480), Name: fmt.Sprintf("Imports %d", n/480+1),
				Phase: PhaseFinished, Done: 480, Counted: true, Created: began, Published: began, Finished: began, Told: began, Said: began,
			}
			change.Jobs = append(change.Jobs, job)
		}
		file := fmt.Sprintf("NLM%06d_%02d.wav", album, n%12+1)
		change.Uploads = append(change.Uploads, ledger.Upload{
			Row: l.NewRow(), Site: siteAddress, Job: job.Row, UploadID: int64(20_000_000 + n), TrackID: int64(7_000_000 + n),
			Source: "https://files.northlight.example/deliveries/2026/" + file, File: file, Sources: []string{file},
			Status: "published", Formats: [...]string{"mp3", "mp3,wav", "mp3,aiff,wav"}[album%3], Added: began, Published: began,
			Meta: ledger.NewMeta(map[string]string{
				"Title": fmt.Sprintf("%s %s %d", [...]string{"Dub", "Keel", "Harbour", "Émile’s", "Slow"}[n%5], [...]string{"Beat", "Waltz", "Theme"}[n%3], n),
				"Album": fmt.Sprintf("Northlight Volume %d", album), "Catalog": fmt.Sprintf("Northlight Library %d", album/40),
				"Artist": fmt.Sprintf("The Harbour Band %d", album%700), "Composer": fmt.Sprintf("Ada Pilcrow %d / Jonas Ember %d", n%300, n%170),
				"Publisher": "Northlight Publishing", "Genre": [...]string{"Ambient", "Electronic", "Orchestral"}[album%3], "BPM": fmt.Sprint(60 + n%120),
			}),
		})
	}
	if err := errors.Join(l.Write(b.Context(), change), l.Close()); err != nil {
		b.Fatal(err)
	}
}

// openLibrary opens a ledger and reads it into a seat up to its first view.
func openLibrary(b testing.TB, path string) (*ledger.Ledger, *seat, *Rows) {
	b.Helper()
	l, err := ledger.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	d, err := New(Options{
		Ledger: l, Keys: &fakeKeys{}, Notifier: &fakeNotifier{}, Web: &fakeWeb{},
		Dial:     func(string, string) (Site, error) { return newFakeSite(0), nil },
		Practice: func(context.Context) (PracticeSite, error) { return PracticeSite{}, nil },
		Show:     func(View) {}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	book, err := l.Book(b.Context(), siteAddress)
	if err != nil {
		b.Fatal(err)
	}
	s := newSeat(d, ledger.Site{ID: siteAddress, Name: "Northlight Music", Address: siteAddress})
	s.load(book)
	return l, s, s.list.view()
}

// BenchmarkOpenLibrary opens a ledger of 100,000 uploads up to the desk's first view of them, against
// the reading of the same rows by SQLite alone.
func BenchmarkOpenLibrary(b *testing.B) {
	path := filepath.Join(b.TempDir(), "ledger.db")
	library(b, path, aLibrary)
	b.Run("measured", func(b *testing.B) {
		for b.Loop() {
			l, _, rows := openLibrary(b, path)
			if err := l.Close(); err != nil || rows.Len() != aLibrary {
				b.Fatalf("%d rows: %v", rows.Len(), err)
			}
		}
		b.ReportMetric(2, "goal") // the window opens meanwhile
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			if n := bareRows(b, path); n != aLibrary {
				b.Fatalf("%d rows", n)
			}
		}
	})
}

// bareRows reads the uploads as SQLite has them, and keeps nothing.
func bareRows(b testing.TB, path string) (n int) {
	b.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(b.Context(), `SELECT row, job, upload_id, track_id, source, file, status, formats, meta, problem, added, sources, published FROM uploads ORDER BY row`)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	cells := make([]sql.RawBytes, 13)
	into := make([]any, len(cells))
	for i := range cells {
		into[i] = &cells[i]
	}
	for ; rows.Next(); n++ {
		if err := rows.Scan(into...); err != nil {
			b.Fatal(err)
		}
	}
	return n
}

// BenchmarkLibraryInMemory is what the desk keeps in memory of 100,000 uploads, against the 60 MB that a
// window may take beside a bare one.
func BenchmarkLibraryInMemory(b *testing.B) {
	path := filepath.Join(b.TempDir(), "ledger.db")
	library(b, path, aLibrary)
	b.Run("measured", func(b *testing.B) {
		for b.Loop() {
			before := inUse()
			l, s, rows := openLibrary(b, path)
			b.ReportMetric(inUse()-before, "value-B")
			runtime.KeepAlive(s)
			if err := l.Close(); err != nil || rows.Len() != aLibrary {
				b.Fatalf("%d rows: %v", rows.Len(), err)
			}
		}
		b.ReportMetric(1, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			b.ReportMetric(60<<20, "value-B")
		}
	})
}

// BenchmarkFilterKey is one more letter in the filter over 100,000 uploads, up to the new view, against
// the part of the 100 ms from key to paint that the desk may take.
func BenchmarkFilterKey(b *testing.B) {
	path := filepath.Join(b.TempDir(), "ledger.db")
	library(b, path, aLibrary)
	b.Run("measured", func(b *testing.B) {
		l, s, _ := openLibrary(b, path)
		defer func() { _ = l.Close() }()
		words := []string{"dub beat 7", "dub beat 77", "émile", "nothing has this", "artist:harbour", "volume"}
		for n := 0; b.Loop(); n++ {
			s.list.find(words[n%len(words)])
			s.list.view()
		}
		b.ReportMetric(1, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			b.ReportMetric(float64(60*time.Millisecond), "value-ns")
		}
	})
}

func inUse() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
