package intake

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"pressroom/api"
)

// track is what a site tells tracks apart by: a file's name without its ending, in any case.
type track string

// slot is the place that a file takes on a site. A second file for it replaces the first without a
// word; .aif and .aiff are one ending there.
type slot struct {
	track  track
	format api.Format
}

// slotOf is false for a name with no audio ending.
func slotOf(file string) (slot, bool) {
	ending := filepath.Ext(file)
	format, err := api.ParseFormat(ending)
	return slot{track(strings.ToLower(strings.TrimSuffix(file, ending))), format}, err == nil
}

// batch is what of a batch was looked at so far, each by its first candidate.
type batch struct {
	sources map[string]int
	slots   map[slot]int
	tracks  map[track]int
}

// names checks what sources and names say by themselves, each against those before it and the queue.
func (r *run) names() {
	queue := queueOf(r.known.FileNames)
	before := batch{map[string]int{}, map[slot]int{}, map[track]int{}}
	for i, c := range r.candidates {
		r.lead[i] = i
		if c.Source == "" {
			if !c.updates() {
				r.find(i, NoSource, sayNoSource())
			}
			continue
		}
		key := sourceKey(c.Source)
		if first, ok := before.sources[key]; ok {
			r.find(i, SourceTwice, saySourceTwice(r.candidates[first]))
			continue
		}
		before.sources[key] = i
		if at, ok := slotOf(c.file()); ok {
			r.name(i, at, before, queue)
		} else {
			r.find(i, NoAudioEnding, sayNoAudioEnding(c.file()))
		}
	}
}

// name checks a file's name that has an audio ending.
func (r *run) name(i int, at slot, before batch, queue queue) {
	c := r.candidates[i]
	if strings.EqualFold(filepath.Ext(c.file()), ".aif") {
		r.find(i, AifEnding, sayAif(c.file()))
	}
	if first, ok := before.slots[at]; ok {
		r.find(i, NameTwice, sayNameTwice(c, r.candidates[first]))
		return
	}
	before.slots[at] = i
	if first, ok := before.tracks[at.track]; ok {
		r.lead[i] = first
		r.find(i, OneOfSeveral, sayOneOfSeveral(c, r.candidates[first]))
	} else {
		before.tracks[at.track] = i
	}
	if ids := without(queue.slots[at], c.UploadID); len(ids) > 0 {
		r.find(i, InQueue, sayInQueue(c.file(), ids))
	} else if ids := without(queue.tracks[at.track], c.UploadID); len(ids) > 0 {
		r.find(i, JoinsUpload, sayJoinsUpload(c.file(), ids))
	}
}

// queue is what a site's queue holds, by place and by track.
type queue struct {
	slots  map[slot][]int64
	tracks map[track][]int64
}

func queueOf(names map[string][]int64) queue {
	q := queue{map[slot][]int64{}, map[track][]int64{}}
	for name, ids := range names {
		if at, ok := slotOf(name); ok {
			q.slots[at] = append(q.slots[at], ids...)
			q.tracks[at.track] = append(q.tracks[at.track], ids...)
		}
	}
	return q
}

// without are the ids but one, in order, each once.
func without(ids []int64, own int64) []int64 {
	left := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return id == own })
	slices.Sort(left)
	return slices.Compact(left)
}

// sourceKey is the same for two spellings of one source, as far as these can be told.
func sourceKey(source string) string {
	if !isAddress(source) {
		return filepath.Clean(source)
	}
	u, err := url.Parse(source)
	if err != nil {
		return source
	}
	u.Host, u.Fragment, u.RawFragment = strings.ToLower(u.Host), "", ""
	return u.String()
}
