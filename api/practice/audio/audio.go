// Package audio reads and writes the three kinds of file that a practice site
// takes and publishes, WAV, AIFF and MP3, converts between them, and reads and
// writes their tags.
//
// A file's kind is decided by its first bytes, never by its name. Samples
// travel as interleaved int32 values aligned to the most significant bit, so
// that full scale is ±2^31 whatever the depth on disk, and integer PCM passes
// between WAV and AIFF bit for bit. Everything streams through buffers of
// about 64 KiB, however long the file is, and no length field of a file is
// believed before it has been checked against the file's real size.
//
// The package never fetches anything over a network, never asks a shell, never
// changes a source file, and never forces a file to the disk: whoever
// publishes a file decides when it is durable.
package audio

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Container names a kind of audio file.
type Container string

// The kinds of file that this package reads and writes.
const (
	WAV  Container = "wav"
	AIFF Container = "aiff"
	MP3  Container = "mp3"
)

// The rates and channel counts that are taken from a file or put in one.
const (
	minRate     = 8000
	maxRate     = 192000
	maxChannels = 64
)

// bufferBytes is the size of each buffer between a file and its samples.
const bufferBytes = 64 << 10

// Spec says what a file of sound holds.
type Spec struct {
	Container Container
	Rate      int   // frames a second, 8,000 to 192,000
	Channels  int   // samples a frame
	Bits      int   // depth of a lossless file: 8, 16, 24 or 32 (32 or 64 bit float counts as 32); 0 for MP3
	Frames    int64 // frames that the file really holds
}

// Duration is how long the sound lasts, or 0 without a rate.
func (s Spec) Duration() time.Duration {
	if s.Rate <= 0 {
		return 0
	}
	seconds, rest := s.Frames/int64(s.Rate), s.Frames%int64(s.Rate)
	return time.Duration(seconds)*time.Second + time.Duration(rest)*time.Second/time.Duration(s.Rate)
}

// ErrNotAudio is what errors.Is finds in an error about a file that is neither
// WAV, AIFF nor MP3, or is one but damaged. The error's last sentence says
// which, in words for a person.
var ErrNotAudio = errors.New("the file isn't audio")

// ErrUnsupported is what errors.Is finds in an error about a sound file of the
// right kind whose inside isn't taken here: a compressed WAV, more than two
// channels, a rate out of range. Trying again changes nothing.
var ErrUnsupported = errors.New("this kind of audio isn't taken")

// refusal is a plain sentence about a file, and the sentinel it belongs to.
type refusal struct {
	kind error
	why  string
}

func (r *refusal) Error() string        { return r.why }
func (r *refusal) Is(target error) bool { return target == r.kind }

func notAudio(format string, a ...any) error {
	return &refusal{kind: ErrNotAudio, why: fmt.Sprintf(format, a...)}
}

func unsupported(format string, a ...any) error {
	return &refusal{kind: ErrUnsupported, why: fmt.Sprintf(format, a...)}
}

// check reports whether a file's rate and channels are within what is taken.
func (s Spec) check() error {
	if s.Rate < minRate || s.Rate > maxRate {
		return unsupported("its rate is %d Hz, and rates from %d to %d Hz are taken", s.Rate, minRate, maxRate)
	}
	if s.Channels < 1 || s.Channels > maxChannels {
		return unsupported("it has %d channels, and 1 to %d are taken", s.Channels, maxChannels)
	}
	return nil
}

// Reader gives a file's samples in order.
type Reader interface {
	// Spec says what the file holds.
	Spec() Spec
	// Read fills samples with whole frames, interleaved, full scale ±2^31,
	// and returns how many samples it put there: a multiple of the channels.
	// At the end it returns 0 and io.EOF. A slice too short for one frame
	// gets io.ErrShortBuffer.
	Read(samples []int32) (int, error)
	// Close lets go of the file.
	Close() error
}

// Writer takes samples and makes a file of them.
type Writer interface {
	// Write takes whole frames, interleaved, full scale ±2^31; depths under
	// 32 bit are rounded to the nearest step.
	Write(samples []int32) error
	// Close completes the file's headers and lets go of it. The file is
	// only right once Close has returned nil.
	Close() error
}

// opened is a file looked into: its spec, how to read it, and whether it has
// something that may be tags.
type opened struct {
	spec   Spec
	pcm    pcmLayout
	mp3    mp3Layout
	tagged bool
}

// inspect looks into a file of size bytes and finds out what it holds, without
// reading its sound (an MP3's frames are counted, since nothing else tells
// their number).
func inspect(r io.ReaderAt, size int64) (opened, error) {
	container, err := sniff(r, size)
	if err != nil {
		return opened{}, err
	}
	var o opened
	switch container {
	case WAV:
		o.pcm, err = parseWAV(r, size)
		o.spec, o.tagged = o.pcm.spec, o.pcm.tagged
	case AIFF:
		o.pcm, err = parseAIFF(r, size)
		o.spec, o.tagged = o.pcm.spec, o.pcm.tagged
	case MP3:
		o.mp3, err = parseMP3(r, size)
		o.spec, o.tagged = o.mp3.spec, o.mp3.tagged
	}
	if err != nil {
		return opened{}, err
	}
	return o, o.spec.check()
}

func fileSize(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, fmt.Errorf("asking for its size: %w", err)
	}
	if !info.Mode().IsRegular() {
		return 0, notAudio("it is not a file")
	}
	return info.Size(), nil
}

// Probe says what the file at path holds. Spec.Frames is what can really be
// read, whatever the header claims. An error that matches ErrNotAudio or
// ErrUnsupported is about the file; any other is about reading it.
func Probe(path string) (Spec, error) {
	o, err := inspectPath(path)
	return o.spec, err
}

func inspectPath(path string) (opened, error) {
	f, err := os.Open(path)
	if err != nil {
		return opened{}, fmt.Errorf("opening an audio file: %w", err)
	}
	defer f.Close()
	size, err := fileSize(f)
	if err != nil {
		return opened{}, fmt.Errorf("looking into %s: %w", filepath.Base(path), err)
	}
	o, err := inspect(f, size)
	if err != nil {
		return opened{}, fmt.Errorf("looking into %s: %w", filepath.Base(path), err)
	}
	return o, nil
}

// Open opens the file at path for reading its samples. Its errors are
// Probe's. MP3 files of 8, 11.025 and 12 kHz can be probed, not opened,
// and so can a few of 22.05 kHz at more than 96 kbit/s.
func Open(path string) (Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening an audio file: %w", err)
	}
	size, err := fileSize(f)
	var r Reader
	if err == nil {
		r, err = open(f, size)
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("looking into %s: %w", filepath.Base(path), err)
	}
	return r, nil
}

func open(f source, size int64) (Reader, error) {
	o, err := inspect(f, size)
	if err != nil {
		return nil, err
	}
	if o.spec.Container == MP3 {
		return newMP3Reader(f, o.mp3)
	}
	return newPCMReader(f, o.pcm), nil
}

// Create makes a file at path, or empties the one that is there, for spec's
// container, rate, channels and bits; spec.Frames only serves to refuse early
// what can't fit, and to choose RF64 for a WAV that needs more than 4 GiB. WAV
// and AIFF take 8, 16, 24 and 32 bits and 1 to 64 channels, MP3 takes 32,000,
// 44,100 and 48,000 Hz and 1 or 2 channels and is written at 320 kbit/s.
func Create(path string, spec Spec) (Writer, error) {
	if err := spec.check(); err != nil {
		return nil, fmt.Errorf("creating %s: %w", filepath.Base(path), err)
	}
	var make func(*os.File, Spec) (Writer, error)
	switch spec.Container {
	case WAV:
		make = newWAVWriter
	case AIFF:
		make = newAIFFWriter
	case MP3:
		make = newMP3Writer
	default:
		return nil, fmt.Errorf("creating %s: there is no container %q", filepath.Base(path), spec.Container)
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("creating an audio file: %w", err)
	}
	w, err := make(f, spec)
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("creating %s: %w", filepath.Base(path), err)
	}
	return w, nil
}

// readAt fills b from r at off, and says so plainly where the file ends first.
func readAt(r io.ReaderAt, b []byte, off int64) error {
	_, err := r.ReadAt(b, off)
	switch {
	case errors.Is(err, io.EOF):
		return notAudio("it ends too early")
	case err != nil:
		return fmt.Errorf("reading a header: %w", err)
	}
	return nil
}
