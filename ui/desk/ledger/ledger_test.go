package ledger

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// metaAsMap has metadata compared field by field.
var metaAsMap = cmp.Transformer("fields", Meta.Map)

// unpacked has the uploads of a book compared as they are unpacked.
var unpacked = cmp.Options{metaAsMap, cmp.Transformer("uploads", func(s Shelf) []*Upload { return slices.Collect(s.All()) })}

// shelfOf is a shelf of uploads of one site.
func shelfOf(uploads ...*Upload) Shelf {
	s := Shelf{Packer: NewPacker(uploads[0].Site)}
	s.put(uploads)
	return s
}

func opened(t testing.TB, path string) *Ledger {
	t.Helper()
	l, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	l.stale = stale
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// stale is how far behind a shelf may be in tests: enough uploads for one are written and read quickly.
const stale = 100

func TestWhatIsWrittenIsReadAgainAfterReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a ledger with 100% odd?name.db")
	l := opened(t, path)
	now := time.UnixMilli(1_800_000_000_123)
	site := Site{ID: "https://a.example", Name: "A", Address: "https://a.example", Added: now, Used: now, Held: now}
	job := Job{Row: l.NewRow(), Site: site.ID, JobID: 7, Name: "Imports", Phase: "open", Queued: 1, Done: 2, InProgress: 3, Errored: 4, Counted: true, Problem: "p", Created: now, Told: now, Said: now}
	upload := Upload{Row: l.NewRow(), Site: site.ID, Job: job.Row, UploadID: 5, TrackID: 6, Source: "s", File: "f", Sources: []string{"f", "g"}, Status: "uploaded", Formats: "mp3", Meta: NewMeta(map[string]string{"Title": "T"}), Problem: "q", Added: now}
	item := Item{ID: l.NewRow(), Intent: 1, Site: site.ID, Kind: SetFormats, Upload: upload.Row, Job: job.Row, Formats: "mp3,wav", Before: "mp3", Meta: map[string]string{"Title": "U"}, Former: map[string]string{"Title": "T"}, Count: 2, State: Waiting, Recorded: now}
	intent := Intent{ID: l.NewRow(), Site: site.ID, Kind: SetFormats, Words: "WAV for 1 track", Undoes: 1, Retries: -2, Recorded: now}
	item.Intent = intent.ID
	if err := l.Write(context.Background(), Change{Sites: []Site{site}, Jobs: []Job{job}, Uploads: []Upload{upload}, Intents: []Intent{intent}, Items: []Item{item}}); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = opened(t, path)
	sites, err := l.Sites(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	book, err := l.Book(context.Background(), site.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := Book{Jobs: []Job{job}, Uploads: shelfOf(&upload), Intents: []Intent{intent}, Open: []Item{item}}
	if diff := cmp.Diff(want, book, unpacked) + cmp.Diff([]Site{site}, sites); diff != "" {
		t.Error(diff)
	}
	if of, err := l.ItemsOf(context.Background(), intent.ID); err != nil || cmp.Diff([]Item{item}, of) != "" {
		t.Errorf("the items of the intent are %+v: %v", of, err)
	}
	if row := l.NewRow(); row <= intent.ID {
		t.Errorf("row %d was given twice", row)
	}
}

func TestWhatIsSettledStaysSettled(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l, err := Open(context.Background(), ":memory:")
		if err != nil {
			r.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		item := Item{ID: l.NewRow(), Site: "s", Kind: Publish}
		settled := State("")
		for _, state := range rapid.SliceOfN(rapid.SampledFrom([]State{Waiting, Sent, Unknown, Done, Failed, Stopped}), 1, 8).Draw(r, "states") {
			item.State = state
			err := l.Write(context.Background(), Change{Items: []Item{item}})
			if may := settled == "" || settled == state; may != (err == nil) {
				r.Fatalf("from %q to %q: %v", settled, state, err)
			}
			if err != nil && !errors.Is(err, ErrSettled) {
				r.Fatal(err)
			}
			if err == nil && (state == Done || state == Failed || state == Stopped) {
				settled = state
			}
		}
	})
}

func TestAChangeIsWrittenWholeOrNotAtAll(t *testing.T) {
	l := opened(t, filepath.Join(t.TempDir(), "ledger.db"))
	done := Item{ID: l.NewRow(), Site: "s", Kind: Publish, State: Done}
	if err := l.Write(context.Background(), Change{Items: []Item{done}}); err != nil {
		t.Fatal(err)
	}
	done.State = Waiting
	err := l.Write(context.Background(), Change{Jobs: []Job{{Row: l.NewRow(), Site: "s", Name: "half"}}, Items: []Item{done}})
	if !errors.Is(err, ErrSettled) {
		t.Fatalf("reopening a settled item: %v", err)
	}
	book, err := l.Book(context.Background(), "s")
	if err != nil || len(book.Jobs) != 0 {
		t.Errorf("%v, jobs %+v", err, book.Jobs)
	}
}

func TestALedgerOfTheFirstVersionGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	present := migrations
	migrations = present[:1]
	l, err := sql.Open("sqlite", path)
	if err == nil {
		err = migrate(context.Background(), l)
	}
	migrations = present
	if err == nil {
		_, err = l.Exec(`INSERT INTO sites VALUES ('s', 'S', 'https://s.example', 0, 1, 2);
			INSERT INTO jobs VALUES (1, 's', 7, 0, 'J', 'finished', 0, 1, 0, 0, 1, '', 3, 4, 5, 6);
			INSERT INTO uploads VALUES (2, 's', 1, 5, 6, 'src', 'f', 'uploaded', 'mp3', '{"Title":"T"}', '', 7);
			INSERT INTO items VALUES (4, 9, 's', 'setFormats', 2, 1, 'mp3,wav', 'mp3', 0, 'waiting', '', 8, 0, 0)`)
	}
	if err = errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	of := func(ms int64) time.Time { return time.UnixMilli(ms) }
	now := opened(t, path)
	book, err := now.Book(context.Background(), "s")
	want := Book{
		Jobs:    []Job{{Row: 1, Site: "s", JobID: 7, Name: "J", Phase: "finished", Done: 1, Counted: true, Created: of(3), Published: of(4), Finished: of(5), Told: of(6), Said: of(6)}},
		Uploads: shelfOf(&Upload{Row: 2, Site: "s", Job: 1, UploadID: 5, TrackID: 6, Source: "src", File: "f", Status: "uploaded", Formats: "mp3", Meta: NewMeta(map[string]string{"Title": "T"}), Added: of(7)}),
		Open:    []Item{{ID: 4, Intent: 9, Site: "s", Kind: SetFormats, Upload: 2, Job: 1, Formats: "mp3,wav", Before: "mp3", State: Waiting, Recorded: of(8)}},
	}
	if diff := cmp.Diff(want, book, unpacked); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if row := now.NewRow(); row != 10 {
		t.Errorf("the next row is %d, and 9 is taken", row)
	}
}

func TestALedgerOfALaterVersionIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l := opened(t, path)
	if _, err := l.db.Exec(`PRAGMA user_version = 99`); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), path); !errors.Is(err, ErrNewer) {
		t.Errorf("it was opened: %v", err)
	}
}

func TestAFileThatIsNoLedgerIsRefusedByName(t *testing.T) {
	path := t.TempDir()
	if _, err := Open(context.Background(), path); err == nil {
		t.Error("a folder was opened as a ledger")
	}
}
