package audio

import (
	"fmt"
	"os"
)

// pcmWriter writes a header for no sound at all, then the samples, and at the
// end the header again with the lengths that came out.
type pcmWriter struct {
	file   *os.File
	spec   Spec
	format pcmFormat
	header func(Spec) []byte
	buf    []byte
	fill   int   // bytes waiting in buf
	bytes  int64 // of samples, buf's included
	limit  int64 // most bytes of samples that the header's lengths can tell
	err    error // the first failure: everything after it would be misplaced
}

// maxPCMBytes leaves room for the headers and the padding in a 32 bit length.
const maxPCMBytes = 1<<32 - 1<<10

// pcmBytes is how many bytes a lossless file's samples take.
func (s Spec) pcmBytes() int64 { return s.Frames * int64(s.Channels*s.Bits/8) }

// newPCMWriter begins a file whose header can tell of limit bytes of samples.
func newPCMWriter(f *os.File, spec Spec, format pcmFormat, limit int64, header func(Spec) []byte) (Writer, error) {
	switch spec.Bits {
	case 8, 16, 24, 32:
	default:
		return nil, unsupported("%d bits a sample can't be written; 8, 16, 24 and 32 can", spec.Bits)
	}
	if spec.Frames > limit/int64(format.frameBytes()) {
		return nil, errTooLong(spec.Container)
	}
	spec.Frames = 0
	w := &pcmWriter{
		file: f, spec: spec, format: format, header: header,
		buf: make([]byte, bufferBytes/format.frameBytes()*format.frameBytes()), limit: limit,
	}
	if _, err := f.Write(header(spec)); err != nil {
		return nil, fmt.Errorf("writing the header: %w", err)
	}
	return w, nil
}

func errTooLong(c Container) error {
	return unsupported("the sound is too long: a file of kind %s holds at most 4 GiB", c)
}

func (w *pcmWriter) Write(samples []int32) error {
	if w.err != nil {
		return w.err
	}
	if len(samples)%w.format.channels != 0 {
		return fmt.Errorf("writing sound: %d samples are no whole frames of %d channels", len(samples), w.format.channels)
	}
	if w.bytes+int64(len(samples)*w.format.bytes) > w.limit {
		w.err = errTooLong(w.spec.Container)
		return w.err
	}
	for len(samples) > 0 {
		n := min(len(samples), (len(w.buf)-w.fill)/w.format.bytes)
		size := n * w.format.bytes
		w.format.encode(w.buf[w.fill:w.fill+size], samples[:n])
		samples, w.fill, w.bytes = samples[n:], w.fill+size, w.bytes+int64(size)
		if w.fill == len(w.buf) {
			w.flush()
		}
	}
	return w.err
}

func (w *pcmWriter) flush() {
	if w.err == nil {
		if _, err := w.file.Write(w.buf[:w.fill]); err != nil {
			w.err = fmt.Errorf("writing sound: %w", err)
		}
	}
	w.fill = 0
}

func (w *pcmWriter) Close() error {
	w.flush()
	w.finish()
	if err := w.file.Close(); err != nil && w.err == nil {
		w.err = fmt.Errorf("closing the file: %w", err)
	}
	return w.err
}

// finish pads the samples to an even length, as both containers ask of every
// chunk, and writes the header with the true lengths.
func (w *pcmWriter) finish() {
	if w.err != nil {
		return
	}
	if w.bytes%2 != 0 {
		if _, err := w.file.Write([]byte{0}); err != nil {
			w.err = fmt.Errorf("writing the padding: %w", err)
			return
		}
	}
	w.spec.Frames = w.bytes / int64(w.format.frameBytes())
	if _, err := w.file.WriteAt(w.header(w.spec), 0); err != nil {
		w.err = fmt.Errorf("completing the header: %w", err)
	}
}
