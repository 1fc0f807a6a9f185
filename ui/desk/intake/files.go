package intake

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sync/errgroup"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// filesAtOnce are read at the same time: more would only make a disk seek.
const filesAtOnce = 2

// readFiles looks into files of this machine. The files under way when ctx ends are read to the end.
func (r *run) readFiles(ctx context.Context, files []int) {
	var group errgroup.Group
	group.SetLimit(filesAtOnce)
	for _, i := range files {
		group.Go(func() error {
			if ctx.Err() != nil {
				r.find(i, NotChecked, sayNotChecked(r.candidates[i].file()))
				return nil
			}
			r.readFile(i)
			r.progress.one()
			return nil
		})
	}
	_ = group.Wait() // what fails is a finding
}

// readFile looks into one file as the practice site does, which alone takes files: what is refused
// here is refused there.
func (r *run) readFile(i int) {
	c := r.candidates[i]
	name := c.file()
	info, err := os.Stat(c.Source)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.find(i, FileGone, sayFileGone(name))
		return
	case err != nil, !info.Mode().IsRegular(): // a pipe would be waited for
		r.find(i, FileClosed, sayFileClosed(name))
		return
	case info.Size() == 0:
		r.find(i, Empty, sayEmptyFile(name))
		return
	}
	spec, err := audio.Probe(c.Source)
	switch {
	case errors.Is(err, audio.ErrNotAudio), errors.Is(err, audio.ErrUnsupported):
		r.find(i, NotAudio, sayNotAudioFile(name, innermost(err)))
		return
	case err != nil:
		r.find(i, FileClosed, sayFileClosed(name))
		return
	}
	r.ending(i, api.Format(spec.Container))
	if len(r.rules.Required) > 0 && len(c.Meta) == 0 && !c.updates() {
		tags, _ := audio.ReadTags(c.Source) // the site too goes on without tags that can't be read
		r.brings(i, filled(tags))
	}
}

// ending compares what a name says with what its file holds.
func (r *run) ending(i int, holds api.Format) {
	name := r.candidates[i].file()
	if at, ok := slotOf(name); ok && at.format != holds {
		r.find(i, WrongEnding, sayWrongEnding(name, at.format, holds))
	}
}

// innermost is the error at the bottom of a chain: the audio package's word on the file itself.
func innermost(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
