package practice

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// shelf serves the files of a folder, and knows what is in them.
type shelf struct{ folder, address string }

func newShelf(t *testing.T) shelf {
	folder := t.TempDir()
	return shelf{folder, host(t, http.FileServer(http.Dir(folder)))}
}

// put makes a file of a sound of its own and returns its address.
func (s shelf) put(t *testing.T, name string, seed int64) string {
	t.Helper()
	spec := shortWAV
	if strings.HasSuffix(name, ".mp3") {
		spec = mp3
	}
	if err := audio.Synth(filepath.Join(s.folder, name), spec, 0.1, seed); err != nil {
		t.Fatal(err)
	}
	return s.address + "/" + name
}

// wantFile checks that a track's file is that of the shelf, byte for byte.
func (s shelf) wantFile(t *testing.T, at *Site, track int64, file, source string) {
	t.Helper()
	got, err := os.ReadFile(at.path(publishedFolder, id(track), file))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(s.folder, source))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s is not %s", file, source)
	}
}

func TestFilesOfOneNameAreFormatsOfOneTrack(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	files := newShelf(t)
	var first, second api.Upload
	c.ok(t, "upload", fields{"url": files.put(t, "song.mp3", 1), "meta[Title]": "A Song"}, &first)
	c.ok(t, "upload", fields{"url": files.put(t, "song.wav", 2), "meta[Album]": "An Album"}, &second)
	want := api.Upload{
		UploadID: first.UploadID, Status: api.Uploaded, Formats: []api.Format{api.MP3, api.WAV},
		Sources: []string{"song.mp3", "song.wav"}, Meta: map[string]string{"Title": "A Song", "Album": "An Album"},
	}
	if !cmp.Equal(second, want) {
		t.Error(cmp.Diff(want, second))
	}
	c.ok(t, "setFormats", fields{"upload_id": id(first.UploadID), "formats": "mp3,wav,aiff"}, nil)
	c.ok(t, "publish", nil, nil)
	if counts := c.settled(t, 296204, 1); counts.Done != 1 {
		t.Fatalf("%+v", counts)
	}
	track := c.list(t, nil).Uploads[0].TrackID
	if got := trackFiles(t, c.site, track); !cmp.Equal(got, []string{"song.aiff", "song.mp3", "song.wav"}) {
		t.Errorf("its files are %q", got)
	}
	files.wantFile(t, c.site, track, "song.mp3", "song.mp3")
	files.wantFile(t, c.site, track, "song.wav", "song.wav")
	// What nobody supplied is made of the better file.
	wantSameSound(t, c.site.path(publishedFolder, id(track), "song.aiff"), filepath.Join(files.folder, "song.wav"))
}

func wantSameSound(t *testing.T, one, other string) {
	t.Helper()
	if !cmp.Equal(soundOf(t, one), soundOf(t, other)) {
		t.Errorf("%s and %s sound different", filepath.Base(one), filepath.Base(other))
	}
}

func soundOf(t *testing.T, file string) []int32 {
	t.Helper()
	r, err := audio.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all := make([]int32, 0, 1<<20)
	block := make([]int32, 4096)
	for {
		n, err := r.Read(block)
		if err != nil {
			return all
		}
		all = append(all, block[:n]...)
	}
}

func TestAFileOfTheSameNameAndEndingTakesTheFirstOnesPlace(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	files := newShelf(t)
	first := c.upload(t, 296204, files.address+"/one/song.wav", "wav")
	if again := c.upload(t, 296204, files.put(t, "song.wav", 1), "wav"); again != first {
		t.Errorf("upload %d, not %d", again, first)
	}
	other := c.upload(t, c.job(t), files.address+"/song.mp3", "")
	unnamed := c.upload(t, 296204, files.address+"/get?n=1", "")
	if again := c.upload(t, 296204, files.address+"/get?n=2", ""); other == first || again == unnamed {
		t.Errorf("uploads %d, %d, %d and %d are one track", first, other, unnamed, again)
	}
	c.ok(t, "delete", fields{"upload_id": id(unnamed)}, nil)
	c.ok(t, "publish", nil, nil)
	c.settled(t, 296204, 2)
	if late := c.upload(t, 296204, files.address+"/song.mp3", ""); late == first {
		t.Error("a published upload was given another file")
	}
	if up := c.list(t, nil).Uploads[0]; up.Status != api.Published || !cmp.Equal(up.Sources, []string{"song.wav"}) {
		t.Errorf("%+v", up)
	}
}

func TestAnUploadIsGivenAFurtherFileByItsID(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	files := newShelf(t)
	torn := filepath.Join(files.folder, "torn.wav")
	if err := os.WriteFile(torn, tornFile(), 0o600); err != nil {
		t.Fatal(err)
	}
	up := c.upload(t, 296204, files.address+"/torn.wav", "wav")
	c.ok(t, "publish", nil, nil)
	if counts := c.settled(t, 296204, 1); counts.Errored != 1 {
		t.Fatalf("%+v", counts)
	}
	var mended api.Upload
	c.ok(t, "upload", fields{"upload_id": id(up), "url": files.put(t, "sound.wav", 3)}, &mended)
	if mended.UploadID != up || mended.Status != api.Uploaded || !cmp.Equal(mended.Sources, []string{"sound.wav"}) {
		t.Errorf("%+v", mended)
	}
	c.ok(t, "publish", nil, nil)
	if counts := c.settled(t, 296204, 1); counts.Done != 1 {
		t.Errorf("%+v", counts)
	}
	c.refused(t, http.StatusBadRequest, "upload", fields{"upload_id": id(up), "url": files.address + "/sound.wav"})
	c.refused(t, http.StatusNotFound, "upload", fields{"upload_id": "1", "url": files.address + "/sound.wav"})
}

func publishedTrack(t *testing.T, c person, address, formats string) int64 {
	t.Helper()
	up := c.upload(t, 296204, address, formats)
	c.ok(t, "publish", nil, nil)
	var track int64
	until(t, func() bool {
		for _, one := range c.list(t, nil).Uploads {
			if one.UploadID == up {
				track = one.TrackID
			}
		}
		return track != 0
	})
	return track
}

func TestANewFileOfAPublishedTrackWaitsForItsJob(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	files := newShelf(t)
	track := publishedTrack(t, c, files.put(t, "song.wav", 1), "wav,mp3")
	status, body := c.call(t, "upload", fields{"track_id": id(track), "url": files.put(t, "better.wav", 2), "meta[Title]": "Better"})
	update := numberIn(t, body, `{"result":"uploaded","update_to":`+id(track)+`,"update_id":%d}`)
	if status != http.StatusOK {
		t.Fatalf("answered %d %s", status, body)
	}
	files.wantFile(t, c.site, track, "song.wav", "song.wav")
	waiting := c.list(t, fields{"status": "uploaded"}).Uploads
	if len(waiting) != 1 || waiting[0].UpdateID != update || waiting[0].UpdateTo != track || waiting[0].UploadID != 0 {
		t.Errorf("%+v", waiting)
	}
	c.refused(t, http.StatusNotFound, "setFormats", fields{"upload_id": id(update), "formats": "mp3"})
	before, err := os.ReadFile(c.site.path(publishedFolder, id(track), "song.mp3"))
	if err != nil {
		t.Fatal(err)
	}
	c.ok(t, "publish", nil, nil)
	if counts := c.settled(t, 296204, 2); counts.Done != 2 {
		t.Errorf("%+v", counts)
	}
	files.wantFile(t, c.site, track, "song.wav", "better.wav")
	if after, err := os.ReadFile(c.site.path(publishedFolder, id(track), "song.mp3")); err != nil || string(after) != string(before) {
		t.Errorf("the format that was not sent has changed: %v", err)
	}
	up := c.list(t, nil).Uploads
	if len(up) != 2 || up[0].TrackID != track || up[1].TrackID != track || up[0].Meta["Title"] != "Better" {
		t.Errorf("%+v", up)
	}
	if folders, err := os.ReadDir(c.site.path(publishedFolder)); err != nil || len(folders) != 1 {
		t.Errorf("%d tracks, %v", len(folders), err)
	}
}

func TestAnImmediateUpdateWaitsForNobodyAndItsJobDoesNotWaitForIt(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	files := newShelf(t)
	track := publishedTrack(t, c, files.put(t, "song.wav", 1), "wav")
	until(t, func() bool { return callbacks(t, s) == 1 })
	waiting := c.upload(t, 296204, files.address+"/song.wav", "wav")
	var update api.Update
	c.ok(t, "upload", fields{
		"track_id": id(track), "url": files.put(t, "loud.mp3", 2), "immediate": "1", "format": "aiff",
	}, &update)
	until(t, func() bool { return c.counts(t, 296204).Done == 2 })
	if files := trackFiles(t, s, track); !cmp.Equal(files, []string{"song.aiff", "song.wav"}) {
		t.Errorf("its files are %q", files)
	}
	for _, up := range c.list(t, nil).Uploads {
		if up.UploadID == waiting && up.Status != api.Uploaded {
			t.Errorf("the rest of the job went along: %+v", up)
		}
		if up.UpdateID == 0 && up.TrackID == track && !cmp.Equal(up.Formats, []api.Format{api.AIFF, api.WAV}) {
			t.Errorf("%+v", up)
		}
	}
	if n := callbacks(t, s); n != 1 {
		t.Errorf("%d completions were told", n)
	}
	c.refused(t, http.StatusNotFound, "upload", fields{"track_id": "1", "url": files.address + "/loud.mp3"})
}

func TestAnImmediateUpdateThatTheSiteFailedAtIsMadeGoodByTheNextPublish(t *testing.T) {
	t.Parallel()
	var broken atomic.Bool
	with := quick()
	with.convert = func(ctx context.Context, src, dst string, to audio.Container) (audio.Spec, error) {
		if broken.Load() {
			panic("a parser met what it can't bear")
		}
		return audio.Converter{}.Convert(ctx, src, dst, to)
	}
	s := openTuned(t, Options{}, with)
	c := caller(t, s)
	files := newShelf(t)
	track := publishedTrack(t, c, files.put(t, "song.wav", 1), "wav")
	until(t, func() bool { return callbacks(t, s) == 1 })
	broken.Store(true)
	c.ok(t, "upload", fields{"track_id": id(track), "url": files.put(t, "better.wav", 2), "immediate": "1"}, nil)
	until(t, func() bool { return c.counts(t, 296204).Errored == 1 })
	files.wantFile(t, s, track, "song.wav", "song.wav")
	broken.Store(false)
	c.ok(t, "publish", nil, nil)
	if counts := c.settled(t, 296204, 2); counts.Done != 2 {
		t.Errorf("%+v", counts)
	}
	files.wantFile(t, s, track, "song.wav", "better.wav")
	until(t, func() bool { return callbacks(t, s) == 2 }) // whoever published it is told
}

func callbacks(t *testing.T, s *Site) (n int) {
	t.Helper()
	if err := s.store.reader.QueryRowContext(t.Context(), "SELECT count(*) FROM callbacks").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheLaterOfTwoUpdatesStands(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{Workers: 4}))
	files := newShelf(t)
	track := publishedTrack(t, c, files.put(t, "song.wav", 1), "wav")
	for seed := range 6 {
		name := "take" + id(int64(seed)) + ".wav"
		c.ok(t, "upload", fields{"track_id": id(track), "url": files.put(t, name, int64(seed+2)), "immediate": "1"}, nil)
	}
	if counts := c.settled(t, 296204, 7); counts.Done != 7 {
		t.Errorf("%+v", counts)
	}
	files.wantFile(t, c.site, track, "song.wav", "take5.wav")
}

func TestAPublishedTrackSaysWhenSearchFindsIt(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{SearchDelay: time.Hour}))
	begun := time.Now().Truncate(time.Millisecond)
	up := c.upload(t, 296204, offer(t, c.site, song(t, "a.wav", shortWAV, 0.1)), "wav")
	if _, body := c.call(t, "list", nil); strings.Contains(body, "searchable_at") {
		t.Errorf("before it is published: %s", body)
	}
	c.ok(t, "publish", nil, nil)
	c.settled(t, 296204, 1)
	page := c.list(t, nil)
	at := page.Uploads[0].SearchableAt
	if page.Uploads[0].UploadID != up || at.Before(begun.Add(time.Hour)) || at.After(time.Now().Add(time.Hour)) {
		t.Errorf("published at %s and searchable at %s", begun, at)
	}
}
