package practice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// bring makes the file at an address one that can be read here, by that name if need be. A file of the site's own is read
// where it lies: the site may listen at another port now, and a guarded one can't call itself.
func (s *Site) bring(ctx context.Context, address, aside string) (string, error) {
	if !strings.HasPrefix(address, "/") {
		return aside, s.fetch(ctx, address, aside)
	}
	file, err := s.ownFile(ctx, address)
	if errors.Is(err, os.ErrNotExist) {
		return "", &failure{reason: answered(http.StatusNotFound), err: err}
	}
	if err != nil {
		return "", err
	}
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() {
		return "", &failure{reason: "The file is not there any more, or can't be read.", err: err}
	}
	return file, nil
}

// unreadable says what is wrong with a source that is not audio.
func unreadable(file string, err error) error {
	if !errors.Is(err, audio.ErrNotAudio) && !errors.Is(err, audio.ErrUnsupported) {
		return fmt.Errorf("look into a source: %w", err)
	}
	switch kind := sniffed(file); {
	case strings.HasPrefix(kind, "text/html"):
		return &failure{reason: "What the address gave is a web page, not audio.", err: err}
	case strings.HasPrefix(kind, "text/"):
		return &failure{reason: "What the address gave is text, not audio.", err: err}
	}
	return &failure{reason: "The file can't be published: " + lastSentence(err) + ".", err: err}
}

func sniffed(file string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head)
	if n == 0 {
		return ""
	}
	return http.DetectContentType(head[:n])
}

// unmade says why a format could not be made of a source.
func unmade(format api.Format, err error) error {
	if strings.Contains(err.Error(), "No space left on device") {
		// ffmpeg tells of a full disk in words alone.
		return fmt.Errorf("make the %s: %w: %w", format, syscall.ENOSPC, err)
	}
	if errors.Is(err, audio.ErrNotAudio) || errors.Is(err, audio.ErrUnsupported) {
		return &failure{reason: fmt.Sprintf("No %s could be made: %s.", format, lastSentence(err)), err: err}
	}
	return fmt.Errorf("make the %s: %w", format, err)
}

// lastSentence is what the audio package says of a file; before it stands where that happened.
func lastSentence(err error) string {
	text := err.Error()
	if at := strings.LastIndex(text, ": "); at >= 0 {
		text = text[at+2:]
	}
	return strings.TrimSuffix(plainText(text, 300), ".")
}

// tags reads a file's own tags, as metadata by the site's field names. Tags are a help: a file whose
// tags can't be read is published without.
func (s *Site) tags(file string) map[string]string {
	found, err := audio.ReadTags(file)
	if err != nil {
		s.log.Debug("the tags of a file could not be read", "error", err)
	}
	meta := map[string]string{}
	for field, value := range found {
		if value = plainText(value, 1000); value != "" {
			meta[field] = value
		}
	}
	return meta
}

// tagsOf are the tags of all sources; what the first one says goes before what later ones do.
func (s *Site) tagsOf(sources []brought) map[string]string {
	meta := map[string]string{}
	for _, from := range slices.Backward(sources) {
		maps.Copy(meta, s.tags(from.file))
	}
	return meta
}

// tagsOfOwn reads the tags of one of the site's own files, so that the queue shows its title before
// it is published. An address elsewhere has to wait until it is fetched.
func (s *Site) tagsOfOwn(ctx context.Context, address string) map[string]string {
	if !strings.HasPrefix(address, "/") {
		return map[string]string{}
	}
	file, err := s.ownFile(ctx, address)
	if err != nil {
		return map[string]string{}
	}
	return s.tags(file)
}
