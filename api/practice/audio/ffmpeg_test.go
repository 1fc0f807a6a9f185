package audio

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// actor is a shell script that stands in for ffmpeg.
func actor(t *testing.T, script string) Converter {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ffmpeg")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return Converter{FFmpeg: path}
}

func shortWAV(t *testing.T) string {
	t.Helper()
	spec := Spec{Container: WAV, Rate: 44100, Channels: 2, Bits: 16}
	return write(t, filepath.Join(t.TempDir(), "short.wav"), spec, music(spec, 0.1))
}

func TestWhatFFmpegSaysIsInTheErrorAndBounded(t *testing.T) {
	t.Parallel()
	c := actor(t, `printf 'file:x:\033[31m no space\nleft\n' >&2; yes complaint | head -n 100000 >&2; exit 1`)
	dst := filepath.Join(t.TempDir(), "b")
	_, err := c.Convert(t.Context(), shortWAV(t), dst, AIFF)
	if err == nil || !strings.Contains(err.Error(), "file:x: [31m no space left complaint") {
		t.Fatalf("got %v", err)
	}
	if len(err.Error()) > ffmpegWords+500 {
		t.Errorf("the error has %d bytes", len(err.Error()))
	}
	if errors.Is(err, ErrNotAudio) {
		t.Error("ffmpeg's failure is taken for the file's")
	}
}

func TestAnFFmpegThatFailsWithoutAWordOrIsNotThereIsAnError(t *testing.T) {
	t.Parallel()
	for _, c := range []Converter{actor(t, "exit 3"), {FFmpeg: filepath.Join(t.TempDir(), "none")}} {
		if _, err := c.Convert(t.Context(), shortWAV(t), filepath.Join(t.TempDir(), "b"), AIFF); err == nil {
			t.Error("got none")
		}
	}
}

func TestAnFFmpegThatMakesNoAudioIsAnError(t *testing.T) {
	t.Parallel()
	dst := filepath.Join(t.TempDir(), "b")
	if _, err := actor(t, "exit 0").Convert(t.Context(), shortWAV(t), dst, AIFF); err == nil {
		t.Error("got none")
	}
}

func TestAnFFmpegThatHangsIsKilledWithTheContext(t *testing.T) {
	t.Parallel()
	c := actor(t, "exec sleep 60")
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err := c.Convert(ctx, shortWAV(t), filepath.Join(t.TempDir(), "b"), AIFF)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(begun); took > 30*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestWithoutLAMETheMP3IsMadeInPureGo(t *testing.T) {
	t.Parallel()
	c := actor(t, `echo "Unknown encoder 'libmp3lame'" >&2; exit 1`)
	hear(t, shortWAV(t)).isKept(t, c, filepath.Join(t.TempDir(), "b"), MP3)
}

func TestFFmpegGetsNamesThatCanMeanNothingElse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"-y.wav", "http:a.wav", "concat:a|b.wav", "pipe:0", "%03d.wav", "a b\n'c\".wav", "ä.mp3"} {
		spec := Spec{Container: WAV, Rate: 44100, Channels: 1, Bits: 24}
		src := write(t, filepath.Join(dir, name), spec, music(spec, 0.1))
		hear(t, src).isKept(t, Converter{FFmpeg: ffmpegPath(t)}, filepath.Join(dir, "to-"+name), AIFF)
	}
}

func TestFFmpegIsToldAllItNeedsAndMayOpenOnlyFiles(t *testing.T) {
	t.Parallel()
	source := Spec{Container: AIFF, Rate: 96000, Channels: 2, Bits: 24}
	args, err := ffmpegArgs("/a", "/b", source, Spec{Container: MP3, Rate: 48000, Channels: 2})
	if err != nil {
		t.Fatal(err)
	}
	want := "-nostdin -hide_banner -loglevel error -protocol_whitelist file -f aiff -i file:/a " +
		"-map 0:a:0 -map_metadata 0 -c:a libmp3lame -b:a 320k -ar 48000 -id3v2_version 3 -f mp3 -y file:/b"
	if got := strings.Join(args, " "); got != want {
		t.Errorf("got %s", got)
	}
	for spec, codec := range map[Spec]string{
		{Container: WAV, Bits: 8}: "pcm_u8", {Container: AIFF, Bits: 8}: "pcm_s8",
		{Container: WAV, Bits: 24}: "pcm_s24le", {Container: AIFF, Bits: 16}: "pcm_s16be",
	} {
		args, err := ffmpegArgs("/a", "/b", source, spec)
		if err != nil || !slices.Contains(args, codec) {
			t.Errorf("%+v: got %q, %v", spec, args, err)
		}
	}
}

func TestWhereThereIsNoFFmpegNoneIsFound(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if got := FindFFmpeg(); got != "" {
		t.Errorf("found %s", got)
	}
}
