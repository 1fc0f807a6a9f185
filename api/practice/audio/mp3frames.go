package audio

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

const (
	// mp3Search is how far behind the tags the first frame may begin.
	mp3Search = 64 << 10
	// mp3Chain is how many frames in a row make an MP3 of a file: the mark
	// that a frame begins with is too short to be trusted alone.
	mp3Chain = 3
	// mp3DecoderDelay is how many moments late a decoder is.
	mp3DecoderDelay = 529
)

// mp3Layout is where an MP3 keeps its sound.
type mp3Layout struct {
	spec    Spec
	start   int64 // of the first frame
	size    int64 // of the file
	info    bool  // the first frame is no sound
	skip    int64 // moments to leave out at the beginning
	rebuild bool  // some frames are miscounted by the decoder
	unfit   bool  // some frames are too big to be rebuilt
	tagged  bool
}

// findMP3 returns where the first frame begins.
func findMP3(r io.ReaderAt, size int64) (int64, error) {
	start, err := skipID3(r, size)
	if err != nil {
		return 0, err
	}
	if start >= size {
		return 0, notAudio("it ends too early: it is a tag and no sound")
	}
	window := make([]byte, min(size-start, mp3Search+4))
	if err := readAt(r, window, start); err != nil {
		return 0, err
	}
	for i := range window {
		h, ok := parseMP3Header(window[i:])
		if !ok {
			continue
		}
		if ok, err := mp3ChainAt(r, start+int64(i), size, h); ok || err != nil {
			return start + int64(i), err
		}
	}
	return 0, notAudio("it is no MP3, WAV or AIFF file")
}

// mp3ChainAt reports whether frames follow each other from offset, mp3Chain of
// them or up to the end of the file.
func mp3ChainAt(r io.ReaderAt, offset, size int64, h mp3Header) (bool, error) {
	for n := range mp3Chain - 1 {
		offset += int64(h.bytes)
		if size-offset < 4 { // the last frame may be cut, if there are others
			return offset == size || n > 0, nil
		}
		var b [4]byte
		if err := readAt(r, b[:], offset); err != nil {
			return false, err
		}
		next, ok := parseMP3Header(b[:])
		if string(b[:3]) == "TAG" && offset+128 == size {
			return true, nil
		}
		if !ok || !h.sameStream(next) {
			return false, nil
		}
		h = next
	}
	return true, nil
}

// parseMP3 counts the frames of an MP3 of size bytes, by walking all of them.
func parseMP3(r io.ReaderAt, size int64) (mp3Layout, error) {
	start, err := findMP3(r, size)
	if err != nil {
		return mp3Layout{}, err
	}
	layout := mp3Layout{start: start, size: size, tagged: start > 0 || hasID3v1(r, size)}
	walk := newMP3Frames(r, start, size)
	var info mp3Info
	var frames int64
	for {
		frame, h, err := walk.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return mp3Layout{}, err
		}
		if frames == 0 && !info.present {
			if info = parseMP3Info(frame, h); info.present {
				continue
			}
		}
		frames++
		layout.rebuild = layout.rebuild || miscounted(h)
		layout.unfit = layout.unfit || h.version == 20 && !rebuildable(frame, h)
	}
	layout.info = info.present
	layout.spec = Spec{Container: MP3, Rate: walk.first.rate, Channels: walk.first.channels}
	layout.trim(frames*int64(walk.first.frames()), frames < info.frames, info)
	if layout.spec.Frames <= 0 {
		return mp3Layout{}, notAudio("it ends too early: there is no sound in it")
	}
	return layout, nil
}

// trim leaves out what the encoder says is no sound, so that the length is
// that of what was encoded. A file that lost its end has lost the padding
// first.
func (l *mp3Layout) trim(decoded int64, cut bool, info mp3Info) {
	if info.delay == 0 && info.padding == 0 {
		l.spec.Frames = decoded
		return
	}
	l.skip = int64(info.delay) + mp3DecoderDelay
	l.spec.Frames = decoded - int64(info.delay+info.padding)
	if cut {
		l.spec.Frames = decoded - l.skip
	}
}

func hasID3v1(r io.ReaderAt, size int64) bool {
	var b [3]byte
	return size >= 128 && readAt(r, b[:], size-128) == nil && string(b[:]) == "TAG"
}

// mp3Frames walks the whole frames of an MP3.
type mp3Frames struct {
	in     *bufio.Reader
	buf    []byte
	first  mp3Header // zero until one was seen
	synced bool      // the last frame ended where the next should begin
}

func newMP3Frames(r io.ReaderAt, start, size int64) *mp3Frames {
	section := io.NewSectionReader(r, start, size-start)
	return &mp3Frames{in: bufio.NewReaderSize(section, bufferBytes)}
}

// next gives the next frame, in a slice that lasts until the one after, and
// io.EOF behind the last whole one. What lies between frames is passed over.
func (m *mp3Frames) next() ([]byte, mp3Header, error) {
	for {
		b, err := m.in.Peek(4)
		if err != nil {
			return nil, mp3Header{}, mp3ReadError(err)
		}
		h, ok := parseMP3Header(b)
		if ok && m.fits(h) {
			return m.take(h)
		}
		m.synced = false
		if err := m.skip(); err != nil {
			return nil, mp3Header{}, mp3ReadError(err)
		}
	}
}

// skip goes on to the next byte that a frame could begin with.
func (m *mp3Frames) skip() error {
	b, err := m.in.Peek(m.in.Buffered())
	if err != nil {
		return err
	}
	n := bytes.IndexByte(b[1:], 0xff) + 1
	if n == 0 {
		n = len(b)
	}
	_, err = m.in.Discard(n)
	return err
}

// fits reports whether h can be a frame here: of the stream's kind, and after
// a gap only with another one behind it or the end of the file.
func (m *mp3Frames) fits(h mp3Header) bool {
	if m.first.rate == 0 {
		return true
	}
	if !m.first.sameStream(h) {
		return false
	}
	if m.synced {
		return true
	}
	b, err := m.in.Peek(h.bytes + 4)
	if err != nil {
		return len(b) == h.bytes
	}
	next, ok := parseMP3Header(b[h.bytes:])
	return ok && m.first.sameStream(next)
}

func (m *mp3Frames) take(h mp3Header) ([]byte, mp3Header, error) {
	if m.first.rate == 0 {
		m.first = h
	}
	m.synced = true
	if cap(m.buf) < h.bytes {
		m.buf = make([]byte, h.bytes)
	}
	m.buf = m.buf[:h.bytes]
	if _, err := io.ReadFull(m.in, m.buf); err != nil {
		return nil, mp3Header{}, mp3ReadError(err)
	}
	return m.buf, h, nil
}

// mp3ReadError takes a file that ends in mid-frame as ended.
func mp3ReadError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return io.EOF
	}
	return fmt.Errorf("reading MP3 frames: %w", err)
}
