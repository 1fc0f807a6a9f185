package practice

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"pressroom/api"
)

func TestWhatWaitsCanBeDeletedAndWhatIsPublishedStays(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	files := newShelf(t)
	track := publishedTrack(t, c, files.put(t, "song.wav", 1), "wav")
	published := c.list(t, nil).Uploads[0].UploadID
	waiting := c.upload(t, 296204, files.address+"/b.wav", "")
	var update api.Update
	c.ok(t, "upload", fields{"track_id": id(track), "url": files.address + "/song.wav"}, &update)
	wantDeleted := func(given fields, want string) {
		t.Helper()
		if status, body := c.call(t, "delete", given); status != http.StatusOK || strings.TrimSpace(body) != want {
			t.Errorf("answered %d %s, not %s", status, body, want)
		}
	}
	c.refused(t, http.StatusBadRequest, "delete", fields{"upload_id": id(published)})
	c.refused(t, http.StatusNotFound, "delete", fields{"upload_id": id(update.UpdateID)})
	c.refused(t, http.StatusNotFound, "delete", fields{"update_id": id(waiting)})
	wantDeleted(fields{"upload_id": id(waiting)}, `{"result":"success","deleted":1}`)
	wantDeleted(fields{"update_id": id(update.UpdateID)}, `{"result":"success","deleted":1}`)
	c.refused(t, http.StatusNotFound, "delete", fields{"upload_id": id(waiting)})
	if page := c.list(t, nil); page.Count != 1 || page.Uploads[0].UploadID != published {
		t.Errorf("%+v", page)
	}
	if again := c.upload(t, 296204, files.address+"/b.wav", ""); again <= waiting {
		t.Errorf("the id %d was given before", again)
	}
}

func TestAllEmptiesTheWholeQueueButForWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	g := newGate()
	with := quick()
	with.convert = g.convert
	c := caller(t, openTuned(t, Options{Workers: 1}, with))
	files := newShelf(t)
	job := c.job(t)
	c.upload(t, job, files.put(t, "song.wav", 1), "wav")
	c.upload(t, job, files.address+"/missing.wav", "wav")
	c.ok(t, "publish", fields{"job_id": id(job)}, nil)
	<-g.begun
	until(t, func() bool { return c.counts(t, job).Errored == 1 })
	c.upload(t, job, files.address+"/c.wav", "wav")
	c.upload(t, 296204, files.address+"/d.wav", "wav")
	var deleted api.Deleted
	c.ok(t, "delete", fields{"upload_id": "all"}, &deleted)
	if deleted.Count != 3 {
		t.Errorf("%d deleted", deleted.Count)
	}
	close(g.through)
	if counts := c.settled(t, job, 1); counts.Done != 1 {
		t.Errorf("%+v", counts)
	}
	if page := c.list(t, nil); page.Count != 0 || len(page.Uploads) != 0 {
		t.Errorf("%+v", page)
	}
	if folders, err := os.ReadDir(c.site.path(publishedFolder)); err != nil || len(folders) != 1 {
		t.Errorf("%d tracks, %v", len(folders), err)
	}
}
