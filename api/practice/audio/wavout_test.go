package audio

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sparseWAV makes a file of silence that takes no disk, however long it is.
func sparseWAV(t testing.TB, spec Spec) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "long.wav")
	header := wavHeader(spec)
	if spec.pcmBytes() > maxPCMBytes {
		header = wavLongHeader(spec)
	}
	if err := os.WriteFile(path, header, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, int64(len(header))+spec.pcmBytes()); err != nil {
		t.Fatal(err)
	}
	return path
}

// sixGiB is more sound than a plain WAV or an AIFF holds.
var sixGiB = Spec{Container: WAV, Rate: 96000, Channels: 2, Bits: 24, Frames: 1 << 30}

func TestAShortWAVHasThePlainHeader(t *testing.T) {
	t.Parallel()
	spec := Spec{Container: WAV, Rate: 44100, Channels: 1, Bits: 16, Frames: 2}
	got := load(t, write(t, filepath.Join(t.TempDir(), "a"), spec, []int32{0x0201 << 16, 0x0403 << 16}))
	if want := riff("RIFF", format(wavPCM, 1, 44100, 16), part("data", 1, 2, 3, 4)); !bytes.Equal(got, want) || len(got) != 48 {
		t.Errorf("got %q, want %q", got, want)
	}
}

// writeSparse writes a first and a last frame of 24 bit with a hole of skip
// bytes between them.
func writeSparse(t *testing.T, skip int64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.wav")
	w, err := Create(path, sixGiB)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write([]int32{1 << 8, 2 << 8}); err != nil {
		t.Fatal(err)
	}
	inside := w.(*pcmWriter)
	inside.flush()
	if _, err := inside.file.Seek(skip, io.SeekCurrent); err != nil {
		t.Fatal(err)
	}
	inside.bytes += skip
	if err := w.Write([]int32{3 << 8, 4 << 8}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAWAVOfMoreThan4GiBIsAnRF64(t *testing.T) {
	t.Parallel()
	path := writeSparse(t, 5<<30/6*6)
	spec, err := Probe(path)
	if want := int64(5<<30/6 + 2); err != nil || spec.Frames != want || spec.Bits != 24 || spec.Channels != 2 {
		t.Fatalf("got %+v, %v, want %d frames", spec, err, want)
	}
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	samples := make([]int32, 8)
	if n, err := r.Read(samples); n != 8 || err != nil || samples[0] != 1<<8 || samples[1] != 2<<8 {
		t.Errorf("it begins with %#x, %v", samples[:n], err)
	}
	if _, err := r.(*pcmReader).data.Seek(-12, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if n, err := r.Read(samples); err != nil || !slices.Equal(samples[:n], []int32{0, 0, 3 << 8, 4 << 8}) {
		t.Errorf("it ends with %#x, %v", samples[:n], err)
	}
}

func TestFFmpegHearsTheEndOfOurRF64(t *testing.T) {
	t.Parallel()
	path := writeSparse(t, 5<<30/6*6)
	end := filepath.Join(t.TempDir(), "end.wav")
	ffmpeg(t, "-sseof", "-0.01", "-i", path, "-t", "1", "-c:a", "pcm_s24le", end)
	_, got := read(t, end)
	if len(got) < 4 || !slices.Equal(got[len(got)-4:], []int32{0, 0, 3 << 8, 4 << 8}) {
		t.Errorf("got %d samples that end with %#x", len(got), got[max(len(got)-4, 0):])
	}
}

func TestAWAVThatStaysShorterThanPromisedIsAPlainOne(t *testing.T) {
	t.Parallel()
	path := writeSparse(t, 6)
	if got := load(t, path); string(got[:4]) != "RIFF" || string(got[12:16]) != "JUNK" {
		t.Errorf("it begins with %q", got[:16])
	}
	again := path
	if FindFFmpeg() != "" {
		again = filepath.Join(t.TempDir(), "again.wav")
		ffmpeg(t, "-i", path, "-c:a", "pcm_s24le", again)
	}
	want := []int32{1 << 8, 2 << 8, 0, 0, 3 << 8, 4 << 8}
	for _, p := range []string{path, again} {
		if _, got := read(t, p); !slices.Equal(got, want) {
			t.Errorf("%s holds %#x", filepath.Base(p), got)
		}
	}
	if err := WriteTags(path, allTags); err != nil {
		t.Errorf("it gets no tags: %v", err)
	}
	if _, got := read(t, path); !slices.Equal(got, want) {
		t.Errorf("with tags it holds %#x", got)
	}
}

func TestAnAIFFOfMoreThan4GiBIsRefusedBeforeTheWorkBegins(t *testing.T) {
	t.Parallel()
	src := sparseWAV(t, sixGiB)
	bothWays(t, func(t *testing.T, c Converter) {
		dst := filepath.Join(t.TempDir(), "b")
		_, err := c.Convert(t.Context(), src, dst, AIFF)
		if !errors.Is(err, ErrUnsupported) || !strings.Contains(err.Error(), "at most 4 GiB") || !gone(dst) {
			t.Errorf("got %v", err)
		}
	})
}

func TestASmallerDepthMakesALongSoundFit(t *testing.T) {
	t.Parallel()
	source := sixGiB
	source.Frames = 1<<30 - 1<<20
	if spec, err := (Converter{Bits: 16}).targetSpec(source, AIFF); err != nil || spec.Bits != 16 {
		t.Errorf("got %+v, %v", spec, err)
	}
}

func TestFFmpegIsAskedForRF64OnlyWhereItIsNeeded(t *testing.T) {
	t.Parallel()
	for frames, want := range map[int64]bool{1000: false, 1 << 30: true} {
		spec := sixGiB
		spec.Frames = frames
		args, err := ffmpegArgs("/a", "/b", spec, spec)
		if err != nil || slices.Contains(args, "-rf64") != want {
			t.Errorf("%d frames: got %q, %v", frames, args, err)
		}
	}
}
