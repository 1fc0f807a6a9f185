package audio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The time that ffmpeg is given for a file: a minute to begin with, and the
// length of the sound, which it usually needs a hundredth of.
const (
	ffmpegMinute = time.Minute
	// ffmpegGrace is how long a killed ffmpeg's pipes are waited for.
	ffmpegGrace = 2 * time.Second
	// ffmpegWords bounds what is kept of what ffmpeg says, in bytes.
	ffmpegWords = 4 << 10
)

// errNoMP3Encoder says that this ffmpeg was built without LAME.
var errNoMP3Encoder = errors.New("ffmpeg has no MP3 encoder")

// FindFFmpeg returns the path of the ffmpeg program, or "" where the machine
// has none.
func FindFFmpeg() string {
	path, err := exec.LookPath("ffmpeg")
	if err != nil {
		return ""
	}
	if path, err = filepath.Abs(path); err != nil {
		return ""
	}
	return path
}

// runFFmpeg converts with the ffmpeg program. The kinds of both files are
// told, never guessed by ffmpeg, and it may open nothing but files: what a
// stranger uploaded can't make it fetch anything.
func (c Converter) runFFmpeg(ctx context.Context, src, dst string, source, target Spec) error {
	args, err := ffmpegArgs(src, dst, source, target)
	if err != nil {
		return err
	}
	limit, stop := context.WithTimeout(ctx, ffmpegMinute+source.Duration())
	defer stop()
	words := &firstWords{room: ffmpegWords}
	cmd := exec.CommandContext(limit, c.FFmpeg, args...) // #nosec G204 -- found on the PATH, with arguments of ours
	cmd.Stderr = words
	cmd.WaitDelay = ffmpegGrace
	err = cmd.Run()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limit.Err() != nil:
		return fmt.Errorf("ffmpeg took too long: %w", limit.Err())
	case err == nil:
		return nil
	case target.Container == MP3 && strings.Contains(words.String(), "Unknown encoder"):
		return errNoMP3Encoder
	case words.String() == "":
		return fmt.Errorf("running ffmpeg: %w", err)
	}
	return fmt.Errorf("running ffmpeg: %w: %s", err, words)
}

func ffmpegArgs(src, dst string, source, target Spec) ([]string, error) {
	in, err := filepath.Abs(src)
	if err != nil {
		return nil, fmt.Errorf("finding the source: %w", err)
	}
	out, err := filepath.Abs(dst)
	if err != nil {
		return nil, fmt.Errorf("finding the result: %w", err)
	}
	args := []string{
		"-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file",
		"-f", string(source.Container), "-i", "file:" + in,
		"-map", "0:a:0", "-map_metadata", "0",
	}
	if target.Container == MP3 {
		args = append(args, "-c:a", "libmp3lame", "-b:a", strconv.Itoa(mp3Bitrate)+"k",
			"-ar", strconv.Itoa(target.Rate), "-id3v2_version", "3")
	} else {
		args = append(args, "-c:a", ffmpegCodec(target))
	}
	if target.Container == AIFF {
		args = append(args, "-write_id3v2", "1")
	}
	if target.Container == WAV && target.pcmBytes() > maxPCMBytes {
		args = append(args, "-rf64", "always")
	}
	return append(args, "-f", string(target.Container), "-y", "file:"+out), nil
}

// ffmpegCodec is ffmpeg's name for how a spec's samples lie in its container.
func ffmpegCodec(s Spec) string {
	switch {
	case s.Bits == 8 && s.Container == WAV:
		return "pcm_u8"
	case s.Bits == 8:
		return "pcm_s8"
	case s.Container == AIFF:
		return fmt.Sprintf("pcm_s%dbe", s.Bits)
	}
	return fmt.Sprintf("pcm_s%dle", s.Bits)
}

// firstWords keeps the beginning of what is written to it, where a program
// says what went wrong, and lets the rest go by.
type firstWords struct {
	buf  bytes.Buffer
	room int
}

func (f *firstWords) Write(p []byte) (int, error) {
	n := min(len(p), f.room)
	f.buf.Write(p[:n])
	f.room -= n
	return len(p), nil
}

// String is what was kept, on one line and without control characters.
func (f *firstWords) String() string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(f.buf.String(), "?"))
	return strings.Join(strings.Fields(clean), " ")
}
