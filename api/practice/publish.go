package practice

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// brought is a source that is here and has been looked into.
type brought struct {
	file      string
	container audio.Container
}

// publishItem brings an item's sources, makes its formats, and shows them under published/.
func (s *Site) publishItem(ctx context.Context, it item, r *result) error {
	desk := s.path(workFolder, strconv.FormatInt(it.upload, 10))
	if err := emptyFolder(desk); err != nil {
		return fmt.Errorf("make room for the work: %w", err)
	}
	defer os.RemoveAll(desk)

	sources, err := s.bringAll(ctx, it, desk, r)
	if err != nil {
		return err
	}
	r.formats = it.formats
	if len(r.formats) == 0 {
		r.formats = []api.Format{api.Format(sources[0].container)}
	}
	// Whoever waits for a slow address holds up nobody who has something to encode.
	select {
	case s.encoding <- struct{}{}:
		defer func() { <-s.encoding }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if len(r.meta) == 0 && !it.update {
		r.meta = s.tagsOf(sources)
	}
	made := filepath.Join(desk, "made")
	if err := s.makeFormats(ctx, made, s.stemOf(it), sources, r.formats); err != nil {
		return err
	}
	if it.update {
		return s.replace(made, it.track)
	}
	return s.show(made, it.track)
}

// bringAll brings every source and looks into it.
func (s *Site) bringAll(ctx context.Context, it item, desk string, r *result) ([]brought, error) {
	var all []brought
	for i, from := range it.sources {
		// ffmpeg and others that look at a name must learn nothing from it.
		file, err := s.bring(ctx, from.address, filepath.Join(desk, "source-"+strconv.Itoa(i)))
		if err != nil {
			return nil, ofFile(it, from, err)
		}
		spec, err := audio.Probe(file)
		if err != nil {
			return nil, ofFile(it, from, unreadable(file, err))
		}
		r.containers = append(r.containers, string(spec.Container))
		all = append(all, brought{file, spec.Container})
	}
	return all, nil
}

// ofFile names the file that failed where there are several.
func ofFile(it item, from source, err error) error {
	var f *failure
	if len(it.sources) < 2 || !errors.As(err, &f) {
		return err
	}
	named := *f
	named.reason = from.name + ": " + f.reason
	return &named
}

// makeFormats makes each format of the source that is of that format, or else of the best one.
func (s *Site) makeFormats(ctx context.Context, made, stem string, sources []brought, formats []api.Format) error {
	if err := os.Mkdir(made, 0o700); err != nil {
		return fmt.Errorf("make room for the files: %w", err)
	}
	for _, format := range formats {
		to := containers[format]
		file := filepath.Join(made, stem+"."+string(format))
		if _, err := s.convert(ctx, best(sources, to).file, file, to); err != nil {
			return unmade(format, err)
		}
		if err := syncPath(file); err != nil {
			return fmt.Errorf("keep the %s: %w", format, err)
		}
	}
	return nil
}

var containers = map[api.Format]audio.Container{api.MP3: audio.MP3, api.AIFF: audio.AIFF, api.WAV: audio.WAV}

// best is the source to make a format of: one that is it already, else one that nothing was taken
// from, else the first.
func best(sources []brought, to audio.Container) brought {
	for _, good := range []func(audio.Container) bool{
		func(c audio.Container) bool { return c == to },
		func(c audio.Container) bool { return c != audio.MP3 },
	} {
		if at := slices.IndexFunc(sources, func(b brought) bool { return good(b.container) }); at >= 0 {
			return sources[at]
		}
	}
	return sources[0]
}

// stemOf is the name of a track's files: that of its first source, or for an update the one that they
// have already.
func (s *Site) stemOf(it item) string {
	if it.update {
		files, err := os.ReadDir(s.path(publishedFolder, strconv.FormatInt(it.track, 10)))
		if err == nil && len(files) > 0 {
			return strings.TrimSuffix(files[0].Name(), filepath.Ext(files[0].Name()))
		}
	}
	return safeStem(it.sources[0].name)
}

// show makes a track's files visible, all of them in one step. A folder that is there already is
// from a turn that was cut short before it was written down, so nobody has been told of it.
func (s *Site) show(made string, track int64) error {
	shown := s.path(publishedFolder, strconv.FormatInt(track, 10))
	if err := syncPath(made); err != nil {
		return fmt.Errorf("keep the track's files: %w", err)
	}
	if err := os.RemoveAll(shown); err != nil {
		return fmt.Errorf("make way for the track: %w", err)
	}
	if err := os.Rename(made, shown); err != nil {
		return fmt.Errorf("show the track: %w", err)
	}
	return keepFolders(filepath.Dir(shown))
}

// replace puts new files into a track that is there, each in one step. A turn that was cut short in
// between is taken again, and then does the same.
func (s *Site) replace(made string, track int64) error {
	shown := s.path(publishedFolder, strconv.FormatInt(track, 10))
	if err := os.MkdirAll(shown, 0o700); err != nil {
		return fmt.Errorf("make way for the track's new files: %w", err)
	}
	files, err := os.ReadDir(made)
	if err != nil {
		return fmt.Errorf("find the track's new files: %w", err)
	}
	for _, file := range files {
		if err := os.Rename(filepath.Join(made, file.Name()), filepath.Join(shown, file.Name())); err != nil {
			return fmt.Errorf("replace a file of the track: %w", err)
		}
	}
	return keepFolders(shown, filepath.Dir(shown))
}

func keepFolders(folders ...string) error {
	for _, folder := range folders {
		if err := syncPath(folder); err != nil {
			return fmt.Errorf("keep the track: %w", err)
		}
	}
	return nil
}
