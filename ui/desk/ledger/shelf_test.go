package ledger

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// anUpload draws an upload as one might be, in every field.
func anUpload(t *rapid.T, row int64) *Upload {
	text := rapid.StringMatching(`([a-cé/ ]{1,3}){0,3}`)
	at := func(name string) time.Time { return unstamp(rapid.Int64Range(0, 3).Draw(t, name) * 1_700_000_000_000) }
	u := &Upload{
		Row: row, Site: somewhere, Job: rapid.Int64Range(1, 300).Draw(t, "job"), UploadID: rapid.Int64Range(0, 1<<40).Draw(t, "upload"),
		TrackID: rapid.Int64Range(-1, 1<<62).Draw(t, "track"), File: text.Draw(t, "file"), Status: rapid.SampledFrom([]string{"uploaded", "errored", ""}).Draw(t, "status"),
		Formats: rapid.SampledFrom([]string{"mp3", "mp3,wav", ""}).Draw(t, "formats"), Problem: text.Draw(t, "problem"),
		Added: at("added"), Published: at("published"),
		Meta: NewMeta(rapid.MapOf(rapid.SampledFrom([]string{"Title", "Album", "BPM"}), text).Draw(t, "meta")),
	}
	u.Source = text.Draw(t, "folder") + rapid.SampledFrom([]string{"", u.File}).Draw(t, "ends")
	u.Sources = rapid.SliceOfN(rapid.SampledFrom([]string{"", u.File, "other.wav"}), 0, 2).Draw(t, "sources")
	if len(u.Sources) == 0 {
		u.Sources = nil
	}
	return u
}

func TestAPackedUploadIsTheWholeUpload(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		packer := NewPacker(somewhere)
		var uploads []*Upload
		var packed []Packed
		for n := range rapid.IntRange(1, 200).Draw(t, "uploads") { // titles are like no other after 64
			uploads = append(uploads, anUpload(t, int64(n+1)))
			packed = append(packed, packer.Pack(uploads[n]))
		}
		for n, u := range uploads {
			got := packer.Lexicon().Unpack(packed[n])
			if diff := cmp.Diff(u, got, metaAsMap); diff != "" || packed[n].Row() != u.Row || packed[n].Job() != u.Job {
				t.Fatalf("upload %d: %s", n, diff)
			}
			var e Entry
			packer.Lexicon().Open(packed[n], &e)
			fields := map[string]string{}
			for name, value := range e.Fields() {
				fields[name] = value.Text
			}
			if len(fields) != len(u.Meta.Map()) || len(fields) > 0 && !maps.Equal(fields, u.Meta.Map()) {
				t.Fatalf("its fields are %v, want %v", fields, u.Meta.Map())
			}
			if e.FromHere() != (u.Source != "") {
				t.Fatalf("its source is %q, and it is from here: %v", u.Source, e.FromHere())
			}
		}
	})
}

// shelved is a ledger that keeps a shelf of somewhere's uploads, and another site's.
func shelved(t testing.TB, path string) *Ledger {
	t.Helper()
	l := opened(t, path)
	change := Change{Sites: []Site{{ID: somewhere, Address: somewhere}, {ID: "https://other.example"}}}
	for n := range stale + 200 {
		change.Uploads = append(change.Uploads, Upload{
			Row: int64(10 * (n + 1)), Site: somewhere, Job: 1, UploadID: int64(n + 1), File: fmt.Sprintf("%d.wav", n), Status: "uploaded", Formats: "mp3",
			Meta: NewMeta(map[string]string{"Title": fmt.Sprintf("Track %d", n), "Album": fmt.Sprintf("Volume %d", n/12)}),
		}, Upload{Row: int64(10*(n+1) + 5), Site: "https://other.example", Job: 2, File: "o.wav"})
	}
	if err := l.Write(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	booked(t, l)
	if _, err := os.Stat(l.shelfOf(somewhere)); err != nil {
		t.Fatalf("no shelf was kept: %v", err)
	}
	return l
}

// booked holds what a book says to what the file holds, and says whether it took the shelf.
func booked(t testing.TB, l *Ledger) (shelf bool) {
	t.Helper()
	for _, site := range []string{somewhere, "https://other.example"} {
		book, err := l.Book(t.Context(), site)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := l.wholeShelf(t.Context(), site)
		if err != nil {
			t.Fatal(err)
		}
		if want, got := slices.Collect(whole.All()), slices.Collect(book.Uploads.All()); !reflect.DeepEqual(want, got) { // Diff takes long
			t.Fatalf("the book of %s is not what the file holds: %s", site, cmp.Diff(want, got, metaAsMap))
		}
		shelf = shelf || site == somewhere && book.Uploads.changes > 0
	}
	return shelf
}

func TestAShelfIsBroughtUpToWhatTheLedgerHolds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l := shelved(t, path)
	rapid.Check(t, func(r *rapid.T) {
		var change Change
		for range rapid.IntRange(0, 5).Draw(r, "puts") {
			row := rapid.Int64Range(1, 10*(stale+250)).Draw(r, "row")
			u := anUpload(r, row)
			if row%10 == 5 {
				u.Site = "https://other.example"
			}
			change.Uploads = append(change.Uploads, *u)
		}
		change.Gone = rapid.SliceOfN(rapid.Int64Range(1, 10*(stale+250)), 0, 3).Draw(r, "gone")
		if err := l.Write(t.Context(), change); err != nil {
			r.Fatal(err)
		}
		if !booked(t, l) {
			r.Fatal("the shelf was not used")
		}
	})
}

func TestAShelfThatIsNotWhatWasKeptIsNotUsed(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, l *Ledger, file string){
		"missing": func(t *testing.T, _ *Ledger, file string) { remove(t, file) },
		"cut":     func(t *testing.T, _ *Ledger, file string) { truncate(t, file, 1000) },
		"empty":   func(t *testing.T, _ *Ledger, file string) { truncate(t, file, 0) },
		"a bit turned": func(t *testing.T, _ *Ledger, file string) {
			content := content(t, file)
			content[len(content)/2] ^= 1
			put(t, file, content)
		},
		"of another format": func(t *testing.T, _ *Ledger, file string) { put(t, file, []byte("Pressroom shelf 2\nand more of it")) },
		"of an earlier time": func(t *testing.T, l *Ledger, file string) {
			before := content(t, file)
			if err := l.Write(t.Context(), Change{Gone: []int64{10, 20}}); err != nil {
				t.Fatal(err)
			}
			s, err := l.wholeShelf(t.Context(), somewhere)
			if err != nil {
				t.Fatal(err)
			}
			l.keepShelf(t.Context(), somewhere, s)
			put(t, file, before)
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := shelved(t, filepath.Join(t.TempDir(), "ledger.db"))
			spoil(t, l, l.shelfOf(somewhere))
			booked(t, l) // and keeps a new one
			if !booked(t, l) {
				t.Error("no other was kept")
			}
		})
	}
}

func TestTheShelfOfACopyOfTheLedgerIsNotTakenForItsOwn(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "ledger.db")
	l := shelved(t, path)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	backup := content(t, path)
	l = opened(t, path)
	for row := range int64(stale + 1) { // enough for another shelf
		if err := l.Write(t.Context(), Change{Uploads: []Upload{{Row: 20_000 + row, Site: somewhere, Job: 1}}}); err != nil {
			t.Fatal(err)
		}
	}
	booked(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	put(t, path, backup)
	booked(t, opened(t, path))
}

func TestChangesThatAShelfTellsOfAreForgotten(t *testing.T) {
	l := shelved(t, filepath.Join(t.TempDir(), "ledger.db"))
	var left int
	if err := l.db.QueryRow(`SELECT count(*) FROM changes`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d changes are kept for nothing: %v", left, err)
	}
}

func content(t testing.TB, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func put(t testing.TB, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func truncate(t testing.TB, file string, size int64) {
	t.Helper()
	if err := os.Truncate(file, size); err != nil {
		t.Fatal(err)
	}
}

func remove(t testing.TB, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}
