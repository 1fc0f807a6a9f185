package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// rest are settings, counts and notices, as a desk writes them.
func rest(l *Ledger) Change {
	now := time.UnixMilli(1_800_000_000_123)
	return Change{
		Settings: []Setting{{"", "presets", "[]"}, {somewhere, "columns", "title 300"}},
		Counts:   []Counts{{Job: 1, At: now, Queued: 3}, {Job: 1, At: now.Add(time.Second), Queued: 1, Done: 1, InProgress: 1}, {Job: 2, At: now, Errored: 4}},
		Notices:  []Notice{{ID: l.NewRow(), Site: somewhere, At: now, Tone: 3, Text: "Not now."}, {ID: l.NewRow(), At: now, Text: "Of no site."}},
	}
}

// holdsRest says whether a ledger has just these settings, counts and notices.
func holdsRest(t *testing.T, l *Ledger, want Change) {
	t.Helper()
	ctx := context.Background()
	settings, first := l.Settings(ctx)
	one, second := l.CountsOf(ctx, 1)
	two, third := l.CountsOf(ctx, 2)
	_, notices, fourth := l.Activity(ctx, somewhere, 100)
	if err := errors.Join(first, second, third, fourth); err != nil {
		t.Fatal(err)
	}
	got := Change{Settings: settings, Counts: append(one, two...), Notices: notices}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSettingsCountsAndNoticesAreReadAgainAfterReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l := opened(t, path)
	want := rest(l)
	if err := l.Write(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = opened(t, path)
	holdsRest(t, l, want)
	if next := l.NewRow(); next <= want.Notices[1].ID {
		t.Errorf("the number %d was given before", next)
	}
	want.Settings[0].Value = "" // takes it away
	want.Settings[1].Value = "title 200"
	if err := l.Write(t.Context(), Change{Settings: want.Settings}); err != nil {
		t.Fatal(err)
	}
	want.Settings = want.Settings[1:]
	holdsRest(t, l, want)
}

func TestJobsUploadsAndItemsKeepWhatTheFourthVersionAdded(t *testing.T) {
	l := opened(t, filepath.Join(t.TempDir(), "ledger.db"))
	job := Job{Row: 1, Site: somewhere, Name: "J", Phase: "open", OnComplete: "ana@northlight.example", Again: 7}
	upload := Upload{Row: 2, Site: somewhere, Job: 1, Published: time.UnixMilli(1_800_000_000_123)}
	item := Item{ID: 3, Site: somewhere, Kind: Publish, Job: 1, State: Sent, Count: 2, OnComplete: "https://hook.example"}
	if err := l.Write(t.Context(), Change{Jobs: []Job{job}, Uploads: []Upload{upload}, Items: []Item{item}}); err != nil {
		t.Fatal(err)
	}
	book, err := l.Book(t.Context(), somewhere)
	if diff := cmp.Diff(Book{Jobs: []Job{job}, Uploads: shelfOf(&upload), Open: []Item{item}}, book, unpacked); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestALedgerOfTheThirdVersionGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	present := migrations
	migrations = present[:3]
	db, err := sql.Open("sqlite", path)
	if err == nil {
		err = migrate(context.Background(), db)
	}
	migrations = present
	if err == nil {
		_, err = db.Exec(`INSERT INTO sites VALUES ('https://site.example', 'S', 'https://site.example', 0, 1, 2, 0);
			INSERT INTO jobs VALUES (1, 'https://site.example', 7, 0, 'J', 'publishing', 0, 1, 0, 0, 1, '', 3, 4, 0, 0, 0);
			INSERT INTO uploads VALUES (2, 'https://site.example', 1, 5, 6, 'src', 'f', 'published', 'mp3', '{"Title":"T"}', '', 7, '["f"]');
			INSERT INTO intents VALUES (3, 'https://site.example', 'publish', 'publishing J', 0, 0, 8);
			INSERT INTO items VALUES (4, 3, 'https://site.example', 'publish', 0, 1, '', '', 2, 'unknown', 'p', 8, 9, 0, 'null', 'null')`)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	of := func(ms int64) time.Time { return time.UnixMilli(ms) }
	l := opened(t, path)
	book, err := l.Book(t.Context(), somewhere)
	want := Book{
		Jobs:    []Job{{Row: 1, Site: somewhere, JobID: 7, Name: "J", Phase: "publishing", Done: 1, Counted: true, Created: of(3), Published: of(4)}},
		Uploads: shelfOf(&Upload{Row: 2, Site: somewhere, Job: 1, UploadID: 5, TrackID: 6, Source: "src", File: "f", Sources: []string{"f"}, Status: "published", Formats: "mp3", Meta: NewMeta(map[string]string{"Title": "T"}), Added: of(7)}),
		Intents: []Intent{{ID: 3, Site: somewhere, Kind: Publish, Words: "publishing J", Recorded: of(8)}},
		Open:    []Item{{ID: 4, Intent: 3, Site: somewhere, Kind: Publish, Job: 1, Count: 2, State: Unknown, Problem: "p", Recorded: of(8), Left: of(9)}},
	}
	if diff := cmp.Diff(want, book, unpacked); err != nil || diff != "" {
		t.Error(err, diff)
	}
	later := rest(l)
	if err := l.Write(t.Context(), later); err != nil {
		t.Fatal(err)
	}
	holdsRest(t, l, later)
}

func TestOnlyTheLatestNoticesOfASiteAreKept(t *testing.T) {
	l := opened(t, filepath.Join(t.TempDir(), "ledger.db"))
	var change Change
	for n := range keptNotices + 3 {
		change.Notices = append(change.Notices, Notice{ID: l.NewRow(), Site: somewhere, At: time.UnixMilli(int64(n + 1)), Text: fmt.Sprint(n)})
	}
	change.Notices = append(change.Notices, Notice{ID: l.NewRow(), Site: "https://other.example", At: time.UnixMilli(1), Text: "of another"})
	if err := l.Write(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	_, kept, err := l.Activity(t.Context(), somewhere, 2*keptNotices)
	if err != nil || len(kept) != keptNotices || kept[0].Text != "3" {
		t.Errorf("%d are kept, the first is %+v: %v", len(kept), kept[0], err)
	}
	if _, others, err := l.Activity(t.Context(), "https://other.example", 10); err != nil || len(others) != 1 {
		t.Errorf("of the other site %d are kept: %v", len(others), err)
	}
}

func TestActivityIsTheLatestOfASiteOldestFirst(t *testing.T) {
	l := opened(t, filepath.Join(t.TempDir(), "ledger.db"))
	var change Change
	for n := range 6 {
		intent := Intent{ID: l.NewRow(), Site: []string{somewhere, "https://other.example"}[n%2], Kind: Publish, Words: fmt.Sprint(n), Recorded: time.UnixMilli(int64(n + 1))}
		change.Intents = append(change.Intents, intent)
		change.Items = append(change.Items, Item{ID: l.NewRow(), Intent: intent.ID, Site: intent.Site, Kind: Publish, State: []State{Done, Done, Failed, Done, Stopped, Done}[n]})
		change.Notices = append(change.Notices, Notice{ID: l.NewRow(), Site: intent.Site, At: intent.Recorded, Text: fmt.Sprint(n)})
	}
	if err := l.Write(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	intents, notices, err := l.Activity(t.Context(), somewhere, 2)
	if err != nil || len(intents) != 2 || len(notices) != 2 {
		t.Fatalf("%+v, %+v: %v", intents, notices, err)
	}
	if intents[0].Words != "2" || intents[0].Failed != 1 || intents[1].Words != "4" || intents[1].Stopped != 1 || notices[0].Text != "2" || notices[1].Text != "4" {
		t.Errorf("%+v, %+v", intents, notices)
	}
}

func TestARescueKeepsSettingsCountsAndNotices(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger.db")
	l := opened(t, path)
	want := rest(l)
	if err := l.Write(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	var items Change // so that there is a page that nothing else is on
	for range 400 {
		items.Items = append(items.Items, Item{ID: l.NewRow(), Intent: 1, Site: somewhere, Kind: SetFormats, Upload: 2, Job: 3, Formats: "mp3,wav", Before: "mp3", State: Done})
	}
	if err := l.Write(t.Context(), items); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	holed := bytes.Clone(file)
	clear(holed[len(file)-page:])
	if err := os.WriteFile(path, holed, 0o600); err != nil {
		t.Fatal(err)
	}
	l = opened(t, path)
	if l.Rescued() == nil {
		t.Fatal("the damage was not noticed")
	}
	holdsRest(t, l, want)
	if next := l.NewRow(); next <= want.Notices[1].ID {
		t.Errorf("the number %d was given before", next)
	}
}
