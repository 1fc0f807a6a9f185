package practice

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// The database is filled by forbidding it another page, the disk by the kernel's own /dev/full or
// by a converter that answers as it would on a full disk: the way to the answer is the real one.

func TestAFullDiskRefusesACallAndKeepsNothingOfIt(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	alter(t, s, "PRAGMA max_page_count = 1") // it takes the present size for the least
	long := strings.Repeat("x", 3000)
	kept, refused := 0, 0
	for i := range 40 {
		switch status, body := c.call(t, "upload", fields{"url": fmt.Sprintf("http://host.example/%d.wav", i), "meta[Title]": long}); status {
		case http.StatusOK:
			kept++
		case http.StatusInsufficientStorage:
			refused++
			if text := wantError(t, "upload", status, status, body); !strings.HasPrefix(text, "The practice site's disk is full") {
				t.Errorf("the error is %q", text)
			}
		default:
			t.Fatalf("answered %d %s", status, body)
		}
	}
	if page := c.list(t, nil); refused == 0 || page.Count != kept || len(page.Uploads) != kept {
		t.Errorf("%d kept and %d refused, and %d are there", kept, refused, page.Count)
	}
	alter(t, s, "PRAGMA max_page_count = 1000000")
	c.ok(t, "upload", fields{"url": "http://host.example/a.wav", "meta[Title]": long}, nil)
	if page := c.list(t, nil); page.Count != kept+1 {
		t.Errorf("with room again %d are there", page.Count)
	}
}

func TestAFullDiskWhilePublishingLosesNothingAndIsMadeGoodByTheNextPublish(t *testing.T) {
	t.Parallel()
	var full atomic.Bool
	with := quick()
	with.convert = func(ctx context.Context, src, dst string, to audio.Container) (audio.Spec, error) {
		if full.Load() && to == audio.AIFF {
			return audio.Spec{}, fmt.Errorf("write: %w", syscall.ENOSPC)
		}
		return audio.Converter{}.Convert(ctx, src, dst, to)
	}
	with.create = func(path string) (*os.File, error) {
		if full.Load() {
			return os.OpenFile("/dev/full", os.O_WRONLY, 0)
		}
		return createFile(path)
	}
	s := openTuned(t, Options{}, with)
	c := caller(t, s)
	file := song(t, "a.wav", shortWAV, 0.1)
	outside := host(t, http.FileServer(http.Dir(filepath.Dir(file))))
	first := c.upload(t, 296204, offer(t, s, file), "wav")
	c.ok(t, "publish", nil, nil)
	c.settled(t, 296204, 1)

	full.Store(true)
	c.upload(t, 296204, outside+"/a.wav", "wav")              // full while it is fetched
	c.upload(t, 296204, offers(t, s, file, 1)[0], "wav,aiff") // full when its first format is made
	c.upload(t, 296204, outside+"/missing.wav", "wav")        // its own fault: not taken again
	c.ok(t, "publish", nil, nil)
	if counts := c.settled(t, 296204, 4); counts.Done != 1 || counts.Errored != 3 {
		t.Errorf("%+v", counts)
	}
	const reason = "The practice site's disk is full. Make room and publish again."
	for i, up := range c.list(t, nil).Uploads {
		if wanted := i == 1 || i == 2; wanted != (up.Error == reason) || up.UploadID == first && up.Status != api.Published {
			t.Errorf("%+v", up)
		}
	}
	if folders, err := os.ReadDir(s.path(publishedFolder)); err != nil || len(folders) != 1 {
		t.Errorf("%d tracks are shown, %v", len(folders), err)
	}

	full.Store(false)
	var started api.PublishStarted
	c.ok(t, "publish", nil, &started)
	if counts := c.settled(t, 296204, 4); started.Queued != 2 || counts.Done != 3 || counts.Errored != 1 {
		t.Errorf("%d queued again, %+v", started.Queued, counts)
	}
}

func TestAWorkerWaitsForRoomInTheDatabaseRatherThanLoseATrack(t *testing.T) {
	t.Parallel()
	g := newGate()
	with := quick()
	with.convert = g.convert
	var written logs
	s := openTuned(t, Options{Workers: 1, Log: written.logger()}, with)
	c := caller(t, s)
	c.upload(t, 296204, offer(t, s, song(t, "a.wav", shortWAV, 0.1)), "wav")
	c.ok(t, "publish", nil, nil)
	<-g.begun
	alter(t, s, `CREATE TEMP TRIGGER no_room BEFORE UPDATE ON uploads BEGIN SELECT RAISE(ABORT, 'no room'); END`)
	g.through <- struct{}{}
	until(t, func() bool { return strings.Count(written.String(), "could not be kept") > 2 })
	if counts := c.counts(t, 296204); counts.InProgress != 1 {
		t.Errorf("%+v", counts)
	}
	alter(t, s, "DROP TRIGGER no_room")
	if counts := c.settled(t, 296204, 1); counts.Done != 1 {
		t.Errorf("%+v", counts)
	}
	wantEachOnce(t, c, 296204, 1)
}
