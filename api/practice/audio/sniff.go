package audio

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// sniffBytes is how much of a file's beginning is looked at.
const sniffBytes = 512

// strangers are other kinds of file that uploads turn out to be, by how they
// begin, so that the refusal can name them.
var strangers = []struct {
	begins string
	at     int
	name   string
}{
	{"fLaC", 0, "a FLAC file"},
	{"OggS", 0, "an Ogg file"},
	{"ftyp", 4, "an MP4 or M4A file"},
	{"riff\x2e\x91\xcf\x11", 0, "a Wave64 file"},
	{"MAC ", 0, "a Monkey's Audio file"},
	{"wvpk", 0, "a WavPack file"},
	{"\x30\x26\xb2\x75", 0, "a Windows Media file"},
	{"PK\x03\x04", 0, "a ZIP archive"},
	{"\x1f\x8b", 0, "a gzip archive"},
	{"%PDF", 0, "a PDF document"},
	{"\x89PNG", 0, "a picture"},
	{"\xff\xd8\xff", 0, "a picture"},
}

// sniff tells a file of size bytes by its content. Its refusals match
// ErrNotAudio.
func sniff(r io.ReaderAt, size int64) (Container, error) {
	if size == 0 {
		return "", notAudio("the file is empty")
	}
	head := make([]byte, min(size, sniffBytes))
	if n, err := r.ReadAt(head, 0); n < len(head) && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("reading its beginning: %w", err)
	}
	if isMarkup(head) {
		return "", notAudio("it is a web page, not audio")
	}
	switch {
	case begins(head, 0, "RIFF"), begins(head, 0, "RF64"), begins(head, 0, "BW64"):
		return sniffForm(head, WAV, "WAVE")
	case begins(head, 0, "FORM"):
		return sniffForm(head, AIFF, "AIFF", "AIFC")
	}
	for _, s := range strangers {
		if begins(head, s.at, s.begins) {
			return "", notAudio("it is %s, and only MP3, WAV and AIFF are taken", s.name)
		}
	}
	_, err := findMP3(r, size)
	if err == nil {
		return MP3, nil
	}
	if !begins(head, 0, "ID3") && isText(head) {
		return "", notAudio("it is text, not audio")
	}
	return "", err
}

func begins(head []byte, at int, with string) bool {
	return len(head) >= at+len(with) && string(head[at:at+len(with)]) == with
}

// sniffForm tells a RIFF or FORM file, of which there are other kinds, by the
// type behind its length.
func sniffForm(head []byte, c Container, types ...string) (Container, error) {
	if len(head) < 12 {
		return "", notAudio("it ends too early")
	}
	for _, t := range types {
		if begins(head, 8, t) {
			return c, nil
		}
	}
	return "", notAudio("it is no MP3, WAV or AIFF file")
}

// isMarkup tells a web page or other markup, which sites like to answer with
// in place of a file.
func isMarkup(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	head = bytes.ToLower(head[:min(len(head), 16)])
	for _, tag := range []string{"<html", "<!doctype", "<head", "<body", "<?xml", "<!--"} {
		if begins(head, 0, tag) {
			return true
		}
	}
	return false
}

// isText reports whether the beginning of a file reads as text.
func isText(head []byte) bool {
	for len(head) > 0 {
		r, n := utf8.DecodeRune(head)
		switch {
		case r == utf8.RuneError && n == 1:
			return len(head) < utf8.UTFMax // the last letter may be cut
		case r < ' ' && r != '\t' && r != '\n' && r != '\r':
			return false
		}
		head = head[n:]
	}
	return true
}
