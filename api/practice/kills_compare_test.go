//go:build !race

package practice

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// compareOne holds one listed upload against what is known of it.
func (p *patient) compareOne(id int64, up api.Upload, known *told, d *doubt) {
	p.Helper()
	if d.upload == id {
		// Either all of the call happened or nothing of it.
		happened := api.JoinFormats(up.Formats) == d.asked.formats && up.Meta["Title"] == d.asked.title && !d.asked.gone
		changes := d.asked != *known
		if happened {
			*known = d.asked
		}
		if changes {
			p.settle(happened)
		}
	}
	if up.Status != api.Uploaded && !known.published {
		p.Fatalf("nobody published %+v", up)
	}
	p.takeUpdate(up, known)
	switch {
	case known.gone:
		p.Fatalf("it was deleted: %+v", up)
	case api.JoinFormats(up.Formats) != known.formats || up.Meta["Title"] != known.title || up.JobID != known.job:
		p.Fatalf("upload %d is %+v, and was answered as %+v", id, up, known)
	case known.published && up.Status == api.Uploaded:
		p.Fatalf("its publishing was forgotten: %+v", up)
	case up.Status == api.Errored:
		p.Fatalf("nothing is wrong with %+v", up)
	case known.track != 0 && up.TrackID != known.track:
		p.Fatalf("it was track %d: %+v", known.track, up)
	}
	known.track = up.TrackID
	if up.Status == api.Publishing || up.Status == api.Queued {
		p.taken++
	}
}

// checkGone looks for uploads that were answered and aren't there.
func (p *patient) checkGone(found map[int64]api.Upload, d *doubt) {
	p.Helper()
	for id, known := range p.uploads {
		if _, there := found[id]; there || known.gone {
			continue
		}
		if d.upload != id || !d.asked.gone {
			p.Fatalf("upload %d was answered and is not there: %+v", id, known)
		}
		known.gone = true
		p.happened++
	}
}

// lookAtFiles holds every file that is visible for whole, and looks into each track once.
func (p *patient) lookAtFiles() {
	p.Helper()
	shown, err := os.ReadDir(filepath.Join(p.home, publishedFolder))
	if err != nil {
		p.Fatal(err)
	}
	for _, folder := range shown {
		track, err := strconv.ParseInt(folder.Name(), 10, 64)
		if err != nil {
			p.Fatalf("%s is no track", folder.Name())
		}
		if !p.tracks[track] {
			p.lookAtTrack(track)
			p.tracks[track] = true
		}
	}
}

func (p *patient) lookAtTrack(track int64) (formats int) {
	p.Helper()
	files, err := filepath.Glob(filepath.Join(p.home, publishedFolder, id(track), "*"))
	if err != nil || len(files) == 0 {
		p.Fatalf("track %d has no files, %v", track, err)
	}
	for _, file := range files {
		if spec, err := audio.Probe(file); err != nil || spec.Frames != p.frames {
			p.Fatalf("%s holds %d frames of %d, %v", file, spec.Frames, p.frames, err)
		}
	}
	return len(files)
}

// finish lets the site come to its end in peace and looks at all of it.
func (p *patient) finish() {
	p.Helper()
	site, kill := process(p.T, p.home, &p.log)
	defer kill()
	p.compare(site())
	total := 0
	for _, job := range p.jobs {
		if !p.try(site(), "publish", url.Values{"job_id": {id(job)}}, &api.PublishStarted{}) {
			p.Fatal("publish was not answered")
		}
		p.publishing(job)
		var counts api.Counts
		until(p.T, func() bool {
			p.try(site(), "checkJob", url.Values{"job_id": {id(job)}}, &counts)
			return counts.Queued+counts.InProgress == 0
		})
		total += counts.Done
	}
	found := map[int64]api.Upload{}
	for _, job := range p.jobs {
		p.listInto(site(), job, found)
	}
	tracks := map[int64]bool{}
	p.compareUpdates(found, &doubt{})
	for id, up := range found {
		p.compareOne(id, up, p.uploads[id], &doubt{})
		if tracks[up.TrackID] || up.Status != api.Published {
			p.Errorf("%+v", up)
		}
		tracks[up.TrackID] = true
		if files := p.lookAtTrack(up.TrackID); files != len(up.Formats) {
			p.Errorf("%d files of %+v", files, up)
		}
	}
	shown, err := os.ReadDir(filepath.Join(p.home, publishedFolder))
	if err != nil || len(shown) != len(tracks) || total != len(tracks)+len(p.updates) || len(p.waiting()) != 0 {
		p.Errorf("%d folders, %d counted and %d listed, %v", len(shown), total, len(tracks), err)
	}
	p.checkGone(found, &doubt{})
	for id, update := range p.updates {
		if formats := found[p.uploadOf(update.track)].Formats; !slices.Contains(formats, api.WAV) {
			p.Errorf("update %d came to nothing: %+v has %v", id, update, formats)
		}
	}
}

// uploadOf is the upload that became a track.
func (p *patient) uploadOf(track int64) int64 {
	for id, up := range p.uploads {
		if up.track == track {
			return id
		}
	}
	return 0
}

var publishedLine = regexp.MustCompile(`msg=published upload=(\d+)`)

func (p *patient) report(early int) {
	p.Helper()
	lines := map[string]int{}
	for _, match := range publishedLine.FindAllStringSubmatch(p.log.String(), -1) {
		if lines[match[1]]++; lines[match[1]] > 1 {
			p.Errorf("upload %s was published twice", match[1])
		}
	}
	if p.taken == 0 || p.happened == 0 || p.never == 0 || len(p.uploads) < kills || len(p.updates) == 0 {
		p.Errorf("the kills met too little: %d items, %d and %d calls, %d uploads", p.taken, p.happened, p.never, len(p.uploads))
	}
	p.Logf("%d kills, %d of them while it opened; answered: %s; cut off: %s, of which %d had happened and %d not; %d times an item waited or was under way at a kill; %d uploads, %d tracks",
		kills, early, counted(p.answered), counted(p.cut), p.happened, p.never, p.taken, len(p.uploads), len(p.tracks))
}

func counted(many map[string]int) string {
	var all []string
	for _, name := range []string{"createJob", "upload", "update", "setFormats", "setMetadata", "delete", "publish", "checkJob", "list"} {
		if many[name] > 0 {
			all = append(all, fmt.Sprintf("%d %s", many[name], name))
		}
	}
	return strings.Join(all, ", ")
}
