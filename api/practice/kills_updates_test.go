//go:build !race

package practice

import (
	"fmt"
	"maps"
	"net/url"
	"slices"

	"pressroom/api"
)

// updateOne sends a new WAV of a track that is published, to be put in its place at once.
func (p *patient) updateOne(site string) {
	p.Helper()
	var published []*told
	for _, id := range slices.Sorted(maps.Keys(p.uploads)) {
		if up := p.uploads[id]; up.track != 0 {
			published = append(published, up)
		}
	}
	if len(published) == 0 {
		return
	}
	p.named++
	asked := *published[p.chance.IntN(len(published))]
	asked.file = fmt.Sprintf("%04d.wav", p.named)
	form := url.Values{
		"url": {p.outside + "/" + asked.file}, "track_id": {id(asked.track)}, "job_id": {id(asked.job)}, "immediate": {"1"},
	}
	p.tracks[asked.track] = false // to be looked into again
	var update api.Update
	if !p.try(site, "upload", form, &update) {
		p.cut["upload"]++
		p.doubtful = &doubt{call: "update", asked: asked}
		return
	}
	p.answered["update"]++
	p.updates[update.UpdateID] = asked
}

// compareUpdates takes the updates out of what is listed, and holds them against what was answered.
func (p *patient) compareUpdates(found map[int64]api.Upload, d *doubt) {
	p.Helper()
	for id, up := range found {
		if up.UpdateID == 0 {
			continue
		}
		delete(found, id)
		known, answered := p.updates[id]
		if !answered && d.call == "update" && up.Sources[0] == d.asked.file {
			known, p.updates[id] = d.asked, d.asked
			p.happened++
			d.call = ""
		}
		if up.UpdateTo != known.track || up.Sources[0] != known.file || up.JobID != known.job || api.JoinFormats(up.Formats) != "wav" {
			p.Fatalf("update %d is %+v, and was answered as %+v", id, up, known)
		}
		if up.Status == api.Uploaded || up.Status == api.Errored {
			p.Fatalf("it was to be published at once: %+v", up)
		}
		known.published = true
		p.updates[id] = known
	}
	if d.call == "update" {
		p.never++
	}
	for id, known := range p.updates {
		if !known.published {
			p.Fatalf("update %d was answered and is not there: %+v", id, known)
		}
		known.published = false // until it is seen again
		p.updates[id] = known
	}
}

// takeUpdate lets a track have the WAV that it was sent, from when it is first seen to have it.
func (p *patient) takeUpdate(up api.Upload, known *told) {
	stood, err := api.ParseFormats(known.formats)
	if err != nil {
		p.Fatal(err)
	}
	with := api.JoinFormats(api.SortFormats(append(stood, api.WAV)))
	if known.track == 0 || api.JoinFormats(up.Formats) != with {
		return
	}
	for _, update := range p.updates {
		if update.track == known.track {
			known.formats = with
		}
	}
}
