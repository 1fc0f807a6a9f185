package practice

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pressroom/api"
)

// TestAQueueOfTheFirstVersionGoesOn opens a home whose database an earlier program made.
func TestAQueueOfTheFirstVersionGoesOn(t *testing.T) {
	t.Parallel()
	old := filepath.Join(t.TempDir(), "site")
	first := openSite(t, Options{Home: old}) // makes the folders
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	makeFirstVersion(t, first.path(databaseName))
	c := caller(t, openSite(t, Options{Home: old}))
	page := c.list(t, nil)
	if page.Count != 3 || page.Uploads[0].TrackID != 9100001 || page.Uploads[0].SearchableAt.UnixMilli() != 1000 {
		t.Fatalf("%+v", page)
	}
	for name, upload := range map[string]int64{"Wait.mp3": 2, "odd.name.wav": 3} {
		var up api.Upload
		c.ok(t, "upload", fields{"url": "http://host.example/" + name}, &up)
		if up.UploadID != upload || len(up.Sources) != 2 {
			t.Errorf("%s is not the other format of upload %d: %+v", name, upload, up)
		}
	}
	if counts := c.counts(t, 296204); counts != (api.Counts{Done: 1, Known: true}) {
		t.Errorf("%+v", counts)
	}
	var names []string
	for _, up := range c.list(t, nil).Uploads {
		names = append(names, up.Sources...)
	}
	if want := []string{"done.wav", "Wait.AIFF", "Wait.mp3", "odd.name.aif", "odd.name.wav"}; !cmp.Equal(names, want) {
		t.Error(cmp.Diff(want, names))
	}
}

// makeFirstVersion puts a database in the place of one, as the first version of this program wrote it.
func makeFirstVersion(t *testing.T, path string) {
	t.Helper()
	for _, ending := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + ending); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		firstSchema,
		`INSERT INTO uploads (upload_id, job_id, status, formats, meta, created_at) VALUES
			(1, 296204, 'published', 'wav', '{}', 0), (2, 296204, 'uploaded', 'mp3', '{}', 0), (3, 296204, 'uploaded', 'mp3', '{}', 0)`,
		`INSERT INTO sources (upload_id, ord, address, name, format) VALUES
			(1, 0, '/a', 'done.wav', 'wav'), (2, 0, '/b', 'Wait.AIFF', 'aiff'), (3, 0, '/c', 'odd.name.aif', 'aiff')`,
		"INSERT INTO tracks (upload_id, published_at) VALUES (1, 1000)",
		"PRAGMA user_version = 1",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}
