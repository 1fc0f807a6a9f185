package mp3

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

const fullScale = 1 << 31

// Config says what to encode.
type Config struct {
	Rate     int // samples of each channel in a second: 32000, 44100 or 48000
	Channels int // 1 or 2
	Bitrate  int // in kbit/s, one of Layer III's: 32 to 320; 0 means 320
}

// Encoder makes an MP3 of samples. It needs the same memory whatever their
// number. It is not for use by several goroutines at once.
type Encoder struct {
	w        io.WriteSeeker
	start    int64 // of the Info frame in w
	out      *bufio.Writer
	format   format
	channels []*channel
	coder    *frameCoder
	filled   int // fresh samples of each channel
	due      int // granules of the coder's frame that have their lines
	taken    int64
	begun    bool // the first granule is in
	info     streamInfo
	err      error
}

var errClosed = errors.New("the MP3 encoder is closed")

// NewEncoder begins an MP3 at w's current position: it leaves room for the
// Info frame, which Close completes. The error says what is wrong with c, or
// comes from w.
func NewEncoder(w io.WriteSeeker, c Config) (*Encoder, error) {
	f, err := newFormat(c)
	if err != nil {
		return nil, fmt.Errorf("preparing an MP3: %w", err)
	}
	e := &Encoder{w: w, out: bufio.NewWriterSize(w, 32<<10), format: f, coder: newFrameCoder(f)}
	for range f.channels {
		e.channels = append(e.channels, newChannel())
	}
	if e.start, err = w.Seek(0, io.SeekCurrent); err != nil {
		return nil, fmt.Errorf("finding where an MP3 begins: %w", err)
	}
	room := make([]byte, f.infoFormat().frameBytes())
	if _, err := e.out.Write(room); err != nil {
		return nil, fmt.Errorf("writing an MP3's first frame: %w", err)
	}
	e.info.bytes = int64(len(room))
	return e, nil
}

// Write encodes interleaved samples, which are full scale at ±2^31: those of
// 24 bits are shifted left by 8. It takes any number of them that is whole for
// all channels. After an error every call gives that error.
func (e *Encoder) Write(samples []int32) error {
	if e.err != nil {
		return e.err
	}
	channels := len(e.channels)
	if len(samples)%channels != 0 {
		return fmt.Errorf("encoding an MP3: %d samples can't be shared by %d channels", len(samples), channels)
	}
	e.taken += int64(len(samples) / channels)
	for len(samples) > 0 {
		n := min(granuleLines-e.filled, len(samples)/channels)
		for c, ch := range e.channels {
			fresh := ch.filter.fresh()[e.filled:]
			for i := range n {
				fresh[i] = float64(samples[i*channels+c]) / fullScale
			}
		}
		samples = samples[n*channels:]
		e.filled += n
		if e.filled == granuleLines {
			if e.err = e.granule(); e.err != nil {
				return e.err
			}
		}
	}
	return nil
}

// granule takes the fresh samples in, and encodes the granule before them.
func (e *Encoder) granule() error {
	e.filled = 0
	for _, ch := range e.channels {
		ch.advance()
	}
	if !e.begun {
		e.begun = true
		return nil
	}
	for c, ch := range e.channels {
		ch.spectrum(e.coder.granules[e.due][c])
	}
	e.due++
	if e.due < frameGranules {
		return nil
	}
	e.due = 0
	frame := e.coder.encode()
	e.info.frames++
	e.info.bytes += int64(len(frame))
	e.info.crc = crc16(e.info.crc, frame)
	if _, err := e.out.Write(frame); err != nil {
		return fmt.Errorf("writing an MP3 frame: %w", err)
	}
	return nil
}

// Close writes what is pending, pads the last frame with silence, and
// completes the Info frame. It leaves w at the MP3's end, and does not close
// it. Closing once more does nothing.
func (e *Encoder) Close() error {
	if errors.Is(e.err, errClosed) {
		return nil
	}
	err := e.err
	if err == nil {
		err = e.finish()
	}
	e.err = errClosed
	return err
}

func (e *Encoder) finish() error {
	e.info.samples = e.taken
	for e.info.frames < frameCount(e.taken) {
		for _, ch := range e.channels {
			clear(ch.filter.fresh()[e.filled:])
		}
		if err := e.granule(); err != nil {
			return err
		}
	}
	if err := e.out.Flush(); err != nil {
		return fmt.Errorf("writing the last MP3 frames: %w", err)
	}
	if _, err := e.w.Seek(e.start, io.SeekStart); err != nil {
		return fmt.Errorf("going back to an MP3's first frame: %w", err)
	}
	if _, err := e.w.Write(e.format.infoFormat().infoFrame(e.info)); err != nil {
		return fmt.Errorf("completing an MP3's first frame: %w", err)
	}
	if _, err := e.w.Seek(e.start+e.info.bytes, io.SeekStart); err != nil {
		return fmt.Errorf("going to an MP3's end: %w", err)
	}
	return nil
}
