package audio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var containers = []Container{MP3, WAV, AIFF}

// sources are all kinds of upload that a site takes.
func sources() []Spec {
	var specs []Spec
	for _, channels := range []int{1, 2} {
		for _, rate := range []int{44100, 48000, 88200, 96000} {
			for _, bits := range []int{16, 24} {
				specs = append(specs,
					Spec{Container: WAV, Rate: rate, Channels: channels, Bits: bits},
					Spec{Container: AIFF, Rate: rate, Channels: channels, Bits: bits})
			}
			if rate <= 48000 {
				specs = append(specs, Spec{Container: MP3, Rate: rate, Channels: channels})
			}
		}
	}
	return specs
}

func TestEachFormatComesOutWithTheSourcesLengthAndLevel(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, c Converter) {
		for _, spec := range sources() {
			t.Run(fmt.Sprintf("%s %d bit %d Hz %d ch", spec.Container, spec.Bits, spec.Rate, spec.Channels), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				before := hear(t, write(t, filepath.Join(dir, "source"), spec, music(spec, 0.5)))
				for _, to := range containers {
					before.isKept(t, c, filepath.Join(dir, "result-"+string(to)), to)
				}
			})
		}
	})
}

// heard is what a file's sound is like.
type heard struct {
	path   string
	spec   Spec
	levels []float64 // of the channels, in decibels
}

func hear(t *testing.T, path string) heard {
	t.Helper()
	spec, samples := read(t, path)
	h := heard{path: path, spec: spec}
	for channel := range spec.Channels {
		h.levels = append(h.levels, decibels(samples, spec.Channels, channel))
	}
	return h
}

// isKept converts h and compares the result with it.
func (h heard) isKept(t *testing.T, c Converter, dst string, to Container) {
	t.Helper()
	got, err := c.Convert(t.Context(), h.path, dst, to)
	if err != nil {
		t.Fatal(err)
	}
	if to == h.spec.Container {
		if got != h.spec || !bytes.Equal(load(t, h.path), load(t, dst)) {
			t.Errorf("to %s: the copy differs: %+v became %+v", to, h.spec, got)
		}
		return
	}
	after := hear(t, dst)
	if got != after.spec || got.Container != to {
		t.Errorf("to %s: Convert said %+v, and the file says %+v", to, got, after.spec)
	}
	if late := got.Duration() - h.spec.Duration(); late.Abs() > 50*time.Millisecond {
		t.Errorf("to %s: the result is %v longer", to, late)
	}
	if got.Channels != h.spec.Channels {
		t.Fatalf("to %s: %d channels became %d", to, h.spec.Channels, got.Channels)
	}
	for channel, level := range h.levels {
		if math.Abs(after.levels[channel]-level) > 0.5 {
			t.Errorf("to %s: channel %d had %.2f dB and has %.2f dB", to, channel, level, after.levels[channel])
		}
	}
	want := h.spec.Bits
	if h.spec.Container == MP3 {
		want = 16
	}
	if to != MP3 && (got.Bits != want || got.Rate != h.spec.Rate) {
		t.Errorf("to %s: %+v became %+v", to, h.spec, got)
	}
}

func TestLosslessFormatsKeepEverySampleBothWays(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, c Converter) {
		for _, bits := range []int{8, 16, 24, 32} {
			for _, channels := range []int{1, 2} {
				for from, to := range map[Container]Container{WAV: AIFF, AIFF: WAV} {
					t.Run(fmt.Sprintf("%s %d bit %d ch", from, bits, channels), func(t *testing.T) {
						t.Parallel()
						dir := t.TempDir()
						spec := Spec{Container: from, Rate: 48000, Channels: channels, Bits: bits}
						// An odd number of frames needs padding at 8 and 24 bit.
						samples := music(spec, 0.1)[:4001*channels]
						src := write(t, filepath.Join(dir, "a"), spec, samples)
						dst := filepath.Join(dir, "b")
						if _, err := c.Convert(t.Context(), src, dst, to); err != nil {
							t.Fatal(err)
						}
						if _, got := read(t, dst); !slices.Equal(got, quantised(samples, bits)) {
							t.Error("the samples changed")
						}
					})
				}
			}
		}
	})
}

func TestOurFilesSoundTheSameToFFmpeg(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, c := range []Container{WAV, AIFF} {
		for _, bits := range []int{8, 16, 24, 32} {
			spec := Spec{Container: c, Rate: 96000, Channels: 2, Bits: bits}
			samples := music(spec, 0.05)
			ours := write(t, filepath.Join(dir, fmt.Sprintf("ours%d.%s", bits, c)), spec, samples)
			theirs := filepath.Join(dir, "theirs.wav")
			ffmpeg(t, "-i", ours, "-c:a", "pcm_s32le", theirs)
			if _, got := read(t, theirs); !slices.Equal(got, quantised(samples, bits)) {
				t.Errorf("ffmpeg reads other samples from our %d bit %s", bits, c)
			}
		}
	}
}

func TestTheSameKindIsCopiedByteForByte(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	src := write(t, filepath.Join(dir, "a.wav"), Spec{Container: WAV, Rate: 44100, Channels: 1, Bits: 16}, music(Spec{Rate: 44100, Channels: 1}, 2))
	dst := filepath.Join(dir, "b.wav")
	spec, err := Converter{}.Convert(t.Context(), src, dst, WAV)
	if err != nil || spec.Frames != 88200 {
		t.Fatalf("got %+v, %v", spec, err)
	}
	if !bytes.Equal(load(t, src), load(t, dst)) {
		t.Error("the copy differs")
	}
}

func TestAConversionKeepsTheTags(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, c Converter) {
		for from, to := range map[Container]Container{WAV: AIFF, AIFF: MP3, MP3: WAV} {
			t.Run(fmt.Sprintf("%s to %s", from, to), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				spec := Spec{Container: from, Rate: 44100, Channels: 2, Bits: 16}
				src := write(t, filepath.Join(dir, "source"), spec, music(spec, 0.2))
				if err := WriteTags(src, map[string]string{"Title": "Nähe", "Artist": "Somebody"}); err != nil {
					t.Fatal(err)
				}
				dst := filepath.Join(dir, "result")
				if _, err := c.Convert(t.Context(), src, dst, to); err != nil {
					t.Fatal(err)
				}
				tags, err := ReadTags(dst)
				if err != nil || tags["Title"] != "Nähe" || tags["Artist"] != "Somebody" {
					t.Errorf("got %q, %v", tags, err)
				}
			})
		}
	})
}

func TestAFailedConversionLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	spec := Spec{Container: WAV, Rate: 44100, Channels: 3, Bits: 16}
	three := write(t, filepath.Join(t.TempDir(), "three"), spec, music(spec, 0.1))
	page := save(t, "page.wav", []byte("<!DOCTYPE html><p>Please log in"))
	bothWays(t, func(t *testing.T, c Converter) {
		for name, try := range map[string]struct {
			src  string
			to   Container
			want error
		}{
			"a web page":     {page, MP3, ErrNotAudio},
			"three channels": {three, AIFF, ErrUnsupported},
			"no such file":   {filepath.Join(t.TempDir(), "none"), WAV, os.ErrNotExist},
			"no such kind":   {three, "flac", nil},
		} {
			dst := save(t, "result", []byte("from before"))
			_, err := c.Convert(t.Context(), try.src, dst, try.to)
			if err == nil || try.want != nil && !errors.Is(err, try.want) {
				t.Errorf("%s: got %v", name, err)
			}
			if !gone(dst) {
				t.Errorf("%s: a result was left behind", name)
			}
		}
	})
}

func TestASourceIsNeverConvertedOntoItself(t *testing.T) {
	t.Parallel()
	spec := Spec{Container: WAV, Rate: 44100, Channels: 1, Bits: 16}
	src := write(t, filepath.Join(t.TempDir(), "a"), spec, music(spec, 0.1))
	before := load(t, src)
	if _, err := (Converter{}).Convert(t.Context(), src, src, AIFF); err == nil {
		t.Error("it was")
	}
	if !bytes.Equal(before, load(t, src)) {
		t.Error("the source changed")
	}
}

func TestACancelledConversionEndsAtOnce(t *testing.T) {
	t.Parallel()
	spec := Spec{Container: WAV, Rate: 44100, Channels: 2, Bits: 16}
	src := write(t, filepath.Join(t.TempDir(), "a"), spec, music(spec, 0.1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	bothWays(t, func(t *testing.T, c Converter) {
		for _, to := range containers {
			dst := filepath.Join(t.TempDir(), "b")
			if _, err := c.Convert(ctx, src, dst, to); !errors.Is(err, context.Canceled) {
				t.Errorf("to %s: got %v", to, err)
			}
			if !gone(dst) {
				t.Errorf("to %s: a result was left behind", to)
			}
		}
	})
}

func TestSoundComesBackFromAnMP3WhereItWas(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, c Converter) {
		dir := t.TempDir()
		spec := Spec{Container: WAV, Rate: 96000, Channels: 2, Bits: 24}
		src := write(t, filepath.Join(dir, "a"), spec, music(spec, 0.5))
		spec.Rate = 48000
		want := music(spec, 0.5)
		mp3, back := filepath.Join(dir, "b"), filepath.Join(dir, "c")
		if _, err := c.Convert(t.Context(), src, mp3, MP3); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Convert(t.Context(), mp3, back, WAV); err != nil {
			t.Fatal(err)
		}
		_, got := read(t, back)
		if len(got) != len(want) {
			t.Fatalf("%d samples became %d", len(want), len(got))
		}
		for i := range got {
			got[i] -= want[i]
		}
		// The signal begins and ends at once, which smears at both ends.
		if off := decibels(got[4000:len(got)-4000], 1, 0); off > -60 {
			t.Errorf("it is off by %.1f dB", off)
		}
	})
}
