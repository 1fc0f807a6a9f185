package audio

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.senan.xyz/taglib"
)

// tagNames are the tags that the package knows, and the tag library's names
// for them.
var tagNames = map[string]string{
	"Title":    taglib.Title,
	"Artist":   taglib.Artist,
	"Album":    taglib.Album,
	"Composer": taglib.Composer,
	"BPM":      taglib.BPM,
	"ISRC":     taglib.ISRC,
}

// maxTagBytes bounds one tag's text, read or written.
const maxTagBytes = 4 << 10

// ReadTags returns the file's "Title", "Artist", "Album", "Composer", "BPM"
// and "ISRC": only those that are present, each on one line of valid UTF-8 and
// at most 4 KiB long, several values of one tag joined by "; ". An ID3 tag
// counts most, then what else a WAV or AIFF says in chunks of its own: INFO or
// NAME and AUTH, and last the description in a broadcast WAV.
//
// The first call in a process prepares the tag library, which takes about a
// second on a machine that has never done so; later calls take milliseconds.
func ReadTags(path string) (map[string]string, error) {
	tags := map[string]string{}
	var library error // of the library, which may fail over what is read here
	err := withTagPath(path, func(named string, _ opened) error {
		library = libraryTags(named, tags)
		return nil
	})
	if err == nil {
		err = ownTags(path, tags, library != nil)
	}
	if err == nil && len(tags) == 0 {
		err = library
	}
	if err != nil {
		return nil, fmt.Errorf("reading the tags of %s: %w", filepath.Base(path), err)
	}
	return tags, nil
}

// libraryTags puts into tags what the tag library finds in a file.
func libraryTags(named string, tags map[string]string) error {
	return calmly(func() error {
		found, err := taglib.ReadTags(named)
		for name, key := range tagNames {
			if text := oneLine(strings.Join(found[key], "; ")); text != "" {
				tags[name] = text
			}
		}
		return err
	})
}

// ownTags adds the tags in chunks that the library doesn't read. It does
// without the library's own where that failed, or couldn't see the whole file:
// then the library gets the ID3 tag once more, alone.
func ownTags(path string, tags map[string]string, failed bool) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("opening an audio file: %w", err)
	}
	defer f.Close()
	size, err := fileSize(f)
	if err != nil {
		return err
	}
	found, err := findTexts(f, size)
	if err != nil && !errors.Is(err, ErrNotAudio) { // what was found before the damage counts
		return err
	}
	if failed || found.untold {
		clear(tags)
		if err := id3Tags(f, found.id3, tags); err != nil {
			return err
		}
	}
	for name, text := range found.tags {
		if tags[name] == "" {
			tags[name] = text
		}
	}
	return nil
}

// id3Tags reads an ID3 tag by itself: in a file that is nothing else.
func id3Tags(f *os.File, part chunk, tags map[string]string) error {
	if part.size == 0 {
		return nil
	}
	alone, err := os.CreateTemp("", "pressroom-tag-*.mp3")
	if err != nil {
		return fmt.Errorf("making a file for its tag: %w", err)
	}
	defer os.Remove(alone.Name())
	_, err = io.Copy(alone, io.NewSectionReader(f, part.offset, part.size))
	if closed := alone.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("taking its tag out: %w", err)
	}
	_ = libraryTags(alone.Name(), tags) // a tag that can't be read is as good as none
	return nil
}

// WriteTags puts tags into the file at path, in place. A tag that isn't among
// those that ReadTags knows is an error; one with an empty text is taken out
// of the file; those that aren't in tags stay as they are. An RF64, or another
// WAV whose sound has no true length before it, is left alone with an error
// that matches ErrUnsupported.
func WriteTags(path string, tags map[string]string) error {
	values := make(map[string][]string, len(tags))
	for name, text := range tags {
		key, ok := tagNames[name]
		if !ok {
			return fmt.Errorf("writing the tags of %s: there is no tag %q", filepath.Base(path), name)
		}
		values[key] = []string{oneLine(text)}
	}
	if len(values) == 0 {
		return nil
	}
	err := withTagPath(path, func(named string, o opened) error {
		// The library would take the sound of such a file for its tags' place.
		if o.pcm.untold {
			return unsupported("it is an RF64 or was never completed, and gets no tags")
		}
		return calmly(func() error { return taglib.WriteTags(named, values, 0) })
	})
	if err != nil {
		return fmt.Errorf("writing the tags of %s: %w", filepath.Base(path), err)
	}
	return nil
}

// oneLine makes text safe to pass on: the tag library would take a tab or a
// vertical tab for its own separators.
func oneLine(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxTagBytes)], "")
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// tagEndings are the endings of names by which the tag library knows each
// kind of file.
var tagEndings = map[Container][]string{
	WAV:  {".wav", ".wave"},
	AIFF: {".aiff", ".aif", ".aifc"},
	MP3:  {".mp3"},
}

// calmly makes errors of the tag library's panics over damaged files.
func calmly(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = notAudio("its tags are damaged (%v)", p)
		}
	}()
	return do()
}

// withTagPath calls do with a name for the file at path that ends as its
// content asks, and with what the file holds: the tag library goes by the
// name, and would write an MP3's tag in front of a WAV that is called ".mp3".
func withTagPath(path string, do func(named string, o opened) error) error {
	o, err := inspectPath(path)
	if err != nil {
		return err
	}
	container := o.spec.Container
	if slices.Contains(tagEndings[container], strings.ToLower(filepath.Ext(path))) {
		return do(path, o)
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("finding the file: %w", err)
	}
	dir, err := os.MkdirTemp("", "pressroom-tags-")
	if err != nil {
		return fmt.Errorf("making a folder for another name: %w", err)
	}
	defer os.RemoveAll(dir)
	named := filepath.Join(dir, "file"+tagEndings[container][0])
	if err := os.Symlink(full, named); err != nil {
		return fmt.Errorf("giving the file another name: %w", err)
	}
	return do(named, o)
}

// copyTags takes what tags it can from one file to another. A tag that can't
// be read is no reason to lose the sound.
func copyTags(src, dst string) {
	tags, err := ReadTags(src)
	if err != nil {
		return
	}
	maps.DeleteFunc(tags, func(_, text string) bool { return text == "" })
	if len(tags) > 0 {
		_ = WriteTags(dst, tags) // the same: the sound is there and complete
	}
}
