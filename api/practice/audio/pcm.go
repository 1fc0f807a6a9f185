package audio

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
)

// pcmFormat is how one sample lies in a file.
type pcmFormat struct {
	bytes    int // a sample: 1, 2, 3, 4 or 8
	channels int
	order    binary.ByteOrder
	unsigned bool // 8 bit WAV
	float    bool
}

func (p pcmFormat) frameBytes() int { return p.bytes * p.channels }

// bits is the depth that Spec tells.
func (p pcmFormat) bits() int { return min(p.bytes*8, 32) }

// pcmLayout is where an uncompressed file keeps its samples.
type pcmLayout struct {
	spec   Spec
	format pcmFormat
	offset int64 // of the first sample
	tagged bool  // a chunk that may hold tags was seen
	untold bool  // the sound's own header says nothing of its length, as in RF64
}

// place fits promised bytes of samples at offset into a file of size bytes: a
// recorder that died, or a stream whose length nobody knew, leaves a header
// that says less (0) or more than there is.
func (l *pcmLayout) place(offset, promised, size int64) error {
	there := size - offset
	if promised == 0 || promised > there {
		promised = there
	}
	l.offset = offset
	l.spec.Frames = promised / int64(l.format.frameBytes())
	if l.spec.Frames <= 0 {
		l.spec.Frames = 0
		return notAudio("it ends too early: there is no sound in it")
	}
	return nil
}

// decode turns bytes into samples; len(src) is len(dst) samples' worth.
func (p pcmFormat) decode(dst []int32, src []byte) {
	switch {
	case p.float && p.bytes == 8:
		for i := range dst {
			dst[i] = fromFloat(math.Float64frombits(p.order.Uint64(src[i*8:])))
		}
	case p.float:
		for i := range dst {
			dst[i] = fromFloat(float64(math.Float32frombits(p.order.Uint32(src[i*4:]))))
		}
	case p.bytes == 1:
		flip := byte(0)
		if p.unsigned {
			flip = 0x80
		}
		for i := range dst {
			dst[i] = int32(src[i]^flip) << 24
		}
	case p.bytes == 2:
		for i := range dst {
			dst[i] = int32(p.order.Uint16(src[i*2:])) << 16
		}
	case p.bytes == 3:
		low, high := p.ends()
		for i := range dst {
			b := src[i*3 : i*3+3]
			dst[i] = int32(b[high])<<24 | int32(b[1])<<16 | int32(b[low])<<8
		}
	default:
		for i := range dst {
			dst[i] = int32(p.order.Uint32(src[i*4:]))
		}
	}
}

// encode turns samples into bytes; len(dst) is len(src) samples' worth. It
// writes integers only.
func (p pcmFormat) encode(dst []byte, src []int32) {
	switch p.bytes {
	case 1:
		flip := byte(0)
		if p.unsigned {
			flip = 0x80
		}
		for i, s := range src {
			dst[i] = byte(narrow(s, 8)) ^ flip
		}
	case 2:
		for i, s := range src {
			p.order.PutUint16(dst[i*2:], uint16(narrow(s, 16)))
		}
	case 3:
		low, high := p.ends()
		for i, s := range src {
			v := narrow(s, 24)
			b := dst[i*3 : i*3+3]
			b[low], b[1], b[high] = byte(v), byte(v>>8), byte(v>>16)
		}
	default:
		for i, s := range src {
			p.order.PutUint32(dst[i*4:], uint32(s))
		}
	}
}

// ends says which of three bytes is the lowest and which the highest.
func (p pcmFormat) ends() (low, high int) {
	if p.order == binary.BigEndian {
		return 2, 0
	}
	return 0, 2
}

// narrow rounds a full-scale sample to bits bits; a sample that already has
// no more is kept exactly.
func narrow(s int32, bits uint) int32 {
	v := int64(s) + 1<<(31-bits)
	return int32(min(v, math.MaxInt32) >> (32 - bits))
}

// fromFloat takes ±1.0 as full scale, and what isn't a number as silence.
func fromFloat(v float64) int32 {
	v *= 1 << 31
	switch {
	case v != v:
		return 0
	case v >= math.MaxInt32:
		return math.MaxInt32
	case v <= math.MinInt32:
		return math.MinInt32
	}
	return int32(math.RoundToEven(v))
}

// source is a file to read, wherever it lies.
type source interface {
	io.ReaderAt
	io.Closer
}

type pcmReader struct {
	file   source
	layout pcmLayout
	data   *io.SectionReader
	buf    []byte
}

func newPCMReader(f source, l pcmLayout) *pcmReader {
	frame := l.format.frameBytes()
	return &pcmReader{
		file:   f,
		layout: l,
		data:   io.NewSectionReader(f, l.offset, l.spec.Frames*int64(frame)),
		buf:    make([]byte, max(bufferBytes/frame, 1)*frame),
	}
}

func (r *pcmReader) Spec() Spec   { return r.layout.spec }
func (r *pcmReader) Close() error { return r.file.Close() }

func (r *pcmReader) Read(samples []int32) (int, error) {
	format := r.layout.format
	n := min(len(samples), len(r.buf)/format.bytes) / format.channels * format.channels
	if n == 0 {
		return 0, io.ErrShortBuffer
	}
	got, err := io.ReadFull(r.data, r.buf[:n*format.bytes])
	n = got / format.frameBytes() * format.channels
	if n == 0 {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = io.EOF
		}
		return 0, err
	}
	format.decode(samples[:n], r.buf[:n*format.bytes])
	return n, nil
}
