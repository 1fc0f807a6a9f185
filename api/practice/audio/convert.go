package audio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// mp3Bitrate is what MP3 files are written with, in kbit/s.
const mp3Bitrate = 320

// Converter makes one kind of file out of another. Its zero value does so in
// pure Go. It keeps nothing between conversions, and one value serves any
// number of them at once.
type Converter struct {
	FFmpeg string // path of the ffmpeg program; "" converts in pure Go
	Bits   int    // lossless results are at most this deep, 16 or 24; 0: as deep as the source
}

// Convert makes dst, a file of kind to, out of src, and says what dst holds.
// Depth and channels stay (a result made from MP3 has 16 bits), except that a
// deeper source is brought down to c.Bits with dither; the rate stays too,
// except that MP3 becomes the nearest of 44,100 and 48,000 Hz (or stays at
// 32,000). A source that is of kind to already, and not too deep, is copied
// byte for byte. A WAV that doesn't fit into 4 GiB becomes an RF64; it gets no
// tags. Otherwise titles and names go along as far as the other kind has a
// place for them.
//
// An error that matches ErrNotAudio or ErrUnsupported is about the source. A
// cancelled ctx ends the work within moments with the ctx's error. Whatever
// the failure, dst is removed. src and dst must be different files.
func (c Converter) Convert(ctx context.Context, src, dst string, to Container) (Spec, error) {
	spec, err := c.convert(ctx, src, dst, to)
	if err == nil {
		return spec, nil
	}
	err = fmt.Errorf("making %s of %s: %w", to, filepath.Base(src), err)
	if errors.Is(err, errSameFile) {
		return Spec{}, err
	}
	if gone := os.Remove(dst); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return Spec{}, err
}

// errSameFile is the one failure after which dst has to stay: it is the source.
var errSameFile = errors.New("the source and the result are the same file")

func (c Converter) convert(ctx context.Context, src, dst string, to Container) (Spec, error) {
	if sameFile(src, dst) {
		return Spec{}, errSameFile
	}
	if c.Bits != 0 && c.Bits != 16 && c.Bits != 24 {
		return Spec{}, fmt.Errorf("a result of at most %d bits can't be asked for; 16 and 24 can", c.Bits)
	}
	source, err := inspectPath(src)
	if err != nil {
		return Spec{}, err
	}
	shallower := c.reduces(source.spec, to)
	if to == source.spec.Container && !shallower {
		return source.spec, copyFile(ctx, src, dst)
	}
	target, err := c.targetSpec(source.spec, to)
	if err != nil {
		return Spec{}, err
	}
	// A lower depth is always made here: ffmpeg rounds unless it is told
	// otherwise, and its dither isn't the same in every version and build.
	if c.FFmpeg != "" && !shallower {
		err = c.runFFmpeg(ctx, src, dst, source.spec, target)
		if !errors.Is(err, errNoMP3Encoder) {
			if err != nil {
				return Spec{}, err
			}
			return Probe(dst)
		}
	}
	if err := transcode(ctx, src, dst, target); err != nil {
		return Spec{}, err
	}
	if source.tagged {
		copyTags(src, dst)
	}
	return Probe(dst)
}

func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// reduces reports whether a source is deeper than the result may be. An MP3
// has no depth.
func (c Converter) reduces(source Spec, to Container) bool {
	return to != MP3 && c.Bits != 0 && source.Bits > c.Bits
}

// targetSpec says what a source becomes in a container.
func (c Converter) targetSpec(source Spec, to Container) (Spec, error) {
	target := source
	target.Container = to
	switch {
	case source.Channels > 2:
		return Spec{}, unsupported("it has %d channels, and only mono and stereo are converted", source.Channels)
	case to == MP3:
		target.Rate, target.Bits = mp3Rate(source.Rate), 0
	case to == WAV || to == AIFF:
		if source.Container == MP3 {
			target.Bits = 16
		}
		if c.reduces(source, to) {
			target.Bits = c.Bits
		}
	default:
		return Spec{}, fmt.Errorf("there is no container %q", to)
	}
	if to == AIFF && target.pcmBytes() > maxPCMBytes {
		return Spec{}, errTooLong(to)
	}
	return target, nil
}

// mp3Rate is the rate at which sound of another rate goes into an MP3: the one
// of the two usual ones that it is a whole multiple or fraction of, if any.
func mp3Rate(rate int) int {
	switch {
	case rate == 32000:
		return 32000
	case rate%11025 == 0:
		return 44100
	}
	return 48000
}

// transcode reads src and writes dst without help from outside.
func transcode(ctx context.Context, src, dst string, target Spec) (err error) {
	in, err := Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	if target.Rate != in.Spec().Rate {
		in = newResampler(in, target.Rate)
	}
	if target.Bits != 0 && target.Bits < in.Spec().Bits {
		in = newDitherer(in, target.Bits)
	}
	target.Frames = in.Spec().Frames
	out, err := Create(dst, target)
	if err != nil {
		return err
	}
	defer func() {
		if closed := out.Close(); err == nil {
			err = closed
		}
	}()
	return pump(ctx, out, in)
}

// pump moves all samples, and looks at ctx between one block and the next.
func pump(ctx context.Context, out Writer, in Reader) error {
	buf := make([]int32, bufferBytes/4)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := in.Read(buf)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := out.Write(buf[:n]); err != nil {
			return err
		}
	}
}

// contextReader ends a copy when its context does.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p[:min(len(p), bufferBytes)])
}

func copyFile(ctx context.Context, src, dst string) (err error) {
	in, err := os.Open(src)
	if err != nil {
		return fmt.Errorf("opening the source: %w", err)
	}
	defer in.Close()
	out, err := os.Create(dst)
	if err != nil {
		return fmt.Errorf("creating the result: %w", err)
	}
	defer func() {
		if closed := out.Close(); err == nil && closed != nil {
			err = fmt.Errorf("closing the result: %w", closed)
		}
	}()
	if _, err := io.CopyBuffer(struct{ io.Writer }{out}, contextReader{ctx, in}, make([]byte, bufferBytes)); err != nil {
		return fmt.Errorf("copying the source: %w", err)
	}
	return nil
}
