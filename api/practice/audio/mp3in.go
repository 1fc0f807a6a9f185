package audio

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	gomp3 "github.com/hajimehoshi/go-mp3"
)

// mp3Reader decodes an MP3 one frame at a time. The decoder library is given
// nothing but whole frames, so that tags, gaps and damage in a file can't make
// it read, allocate or stop: a frame that it can't decode becomes silence.
type mp3Reader struct {
	file   source
	layout mp3Layout
	frames *mp3Frames
	repair mp3Repair
	feed   mp3Feed
	dec    *gomp3.Decoder
	last   []byte // a frame to decode once more for the sound that is still on its way
	header mp3Header
	pcm    []byte // decoded and not yet given away: 16 bit, always two channels
	buf    []byte
	skip   int64
	left   int64
}

// decodedBytes is what the decoder makes of one moment: two 16 bit samples.
const decodedBytes = 4

func newMP3Reader(f source, l mp3Layout) (Reader, error) {
	if l.spec.Rate < 16000 || l.rebuild && l.unfit {
		return nil, unsupported("it is an MP3 of a rare kind (%d Hz), which can't be decoded without ffmpeg", l.spec.Rate)
	}
	r := &mp3Reader{file: f, layout: l, frames: newMP3Frames(f, l.start, l.size), skip: l.skip, left: l.spec.Frames}
	r.repair.rebuilds = l.rebuild
	if l.info {
		if _, _, err := r.frames.next(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *mp3Reader) Spec() Spec   { return r.layout.spec }
func (r *mp3Reader) Close() error { return r.file.Close() }

func (r *mp3Reader) Read(samples []int32) (int, error) {
	channels := r.layout.spec.Channels
	room := len(samples) / channels
	if room == 0 {
		return 0, io.ErrShortBuffer
	}
	if r.left == 0 {
		return 0, io.EOF
	}
	for len(r.pcm) == 0 {
		if err := r.more(); err != nil {
			return 0, err
		}
	}
	n := int(min(int64(room), int64(len(r.pcm)/decodedBytes), r.left))
	for i := range n {
		at := r.pcm[i*decodedBytes:]
		samples[i*channels] = int32(binary.LittleEndian.Uint16(at)) << 16
		if channels == 2 {
			samples[i*2+1] = int32(binary.LittleEndian.Uint16(at[2:])) << 16
		}
	}
	r.pcm = r.pcm[n*decodedBytes:]
	r.left -= int64(n)
	return n * channels, nil
}

// more decodes the next frame, and leaves out what lies before the sound.
func (r *mp3Reader) more() error {
	frame, h, err := r.frames.next()
	switch {
	case errors.Is(err, io.EOF) && r.last != nil:
		// The decoder is late: the end of the sound is still in it, and
		// comes out in front of whatever follows.
		frame, h = r.repair.silent(r.last, r.header), r.header
	case err != nil:
		return err
	default:
		r.last, r.header = append(r.last[:0], frame...), h
		frame = r.repair.frame(frame, h)
	}
	if r.pcm, err = r.decode(frame, h); err != nil {
		r.dec = nil
		r.repair.reset()
		if r.pcm, err = r.decode(r.repair.silent(r.last, h), h); err != nil {
			return notAudio("it is damaged, and can't be decoded")
		}
	}
	cut := min(r.skip, int64(len(r.pcm)/decodedBytes))
	r.pcm = r.pcm[cut*decodedBytes:]
	r.skip -= cut
	return nil
}

// decode turns a frame into sound. The library panics over some damaged
// frames; that is a frame that can't be decoded, like any other.
func (r *mp3Reader) decode(frame []byte, h mp3Header) (pcm []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("decoding an MP3 frame: %v", p)
		}
	}()
	r.feed.frame = frame
	if r.dec == nil {
		if r.dec, err = gomp3.NewDecoder(&r.feed); err != nil {
			return nil, fmt.Errorf("decoding an MP3 frame: %w", err)
		}
	}
	size := h.frames() * decodedBytes
	if cap(r.buf) < size {
		r.buf = make([]byte, size)
	}
	if _, err := io.ReadFull(r.dec, r.buf[:size]); err != nil {
		return nil, fmt.Errorf("decoding an MP3 frame: %w", err)
	}
	return r.buf[:size], nil
}

// mp3Feed hands one frame to the decoder. It can't seek, which keeps the
// decoder from walking the whole file for a length that is known already.
type mp3Feed struct{ frame []byte }

func (f *mp3Feed) Read(p []byte) (int, error) {
	if len(f.frame) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.frame)
	f.frame = f.frame[n:]
	return n, nil
}
