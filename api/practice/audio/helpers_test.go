package audio

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// ffmpegPath is the machine's ffmpeg, which the tests of that way need.
func ffmpegPath(t testing.TB) string {
	t.Helper()
	path := FindFFmpeg()
	if path == "" {
		t.Fatal("this test needs ffmpeg: install the ffmpeg package")
	}
	return path
}

// bothWays tests converting in pure Go and with ffmpeg, each in its own
// subtest, so that a machine without ffmpeg still tests the first.
func bothWays(t *testing.T, test func(t *testing.T, c Converter)) {
	t.Helper()
	t.Run("pure Go", func(t *testing.T) {
		t.Parallel()
		test(t, Converter{})
	})
	t.Run("ffmpeg", func(t *testing.T) {
		t.Parallel()
		test(t, Converter{FFmpeg: ffmpegPath(t)})
	})
}

// ffmpeg runs the program on its own, as another author of files.
func ffmpeg(t testing.TB, args ...string) {
	t.Helper()
	cmd := exec.Command(ffmpegPath(t), append([]string{"-nostdin", "-v", "error", "-y"}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg %q: %v\n%s", args, err, out)
	}
}

// music is a signal of a few tones, louder on the left than on the right.
func music(spec Spec, seconds float64) []int32 {
	frames := int(seconds * float64(spec.Rate))
	samples := make([]int32, 0, frames*spec.Channels)
	for i := range frames {
		at := 2 * math.Pi * float64(i) / float64(spec.Rate)
		v := 0.2*math.Sin(220*at) + 0.1*math.Sin(1000*at) + 0.05*math.Sin(5000*at)
		for c := range spec.Channels {
			samples = append(samples, int32(v/float64(1+c)*math.MaxInt32))
		}
	}
	return samples
}

// quantised is samples as they come back from a depth of bits.
func quantised(samples []int32, bits int) []int32 {
	out := make([]int32, len(samples))
	for i, s := range samples {
		out[i] = s
		if bits < 32 {
			out[i] = narrow(s, uint(bits)) << (32 - bits)
		}
	}
	return out
}

func write(t testing.TB, path string, spec Spec, samples []int32) string {
	t.Helper()
	if err := writeSamples(path, spec, samples); err != nil {
		t.Fatal(err)
	}
	return path
}

// writeSamples writes in pieces of changing length, as callers may.
func writeSamples(path string, spec Spec, samples []int32) error {
	w, err := Create(path, spec)
	if err != nil {
		return err
	}
	for piece := 1; len(samples) > 0; piece = piece*3 + 1 {
		n := min(piece*spec.Channels, len(samples))
		if err := w.Write(samples[:n]); err != nil {
			return errors.Join(err, w.Close())
		}
		samples = samples[n:]
	}
	return w.Close()
}

func read(t testing.TB, path string) (Spec, []int32) {
	t.Helper()
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	samples, err := readSamples(r)
	if err != nil {
		t.Fatal(err)
	}
	if got := int64(len(samples)); got != r.Spec().Frames*int64(r.Spec().Channels) {
		t.Errorf("%s gave %d samples, and promised %d frames of %d", filepath.Base(path), got, r.Spec().Frames, r.Spec().Channels)
	}
	return r.Spec(), samples
}

func readSamples(r Reader) ([]int32, error) {
	var samples []int32
	buf := make([]int32, 5001*r.Spec().Channels)
	for {
		n, err := r.Read(buf)
		if n%r.Spec().Channels != 0 {
			return nil, fmt.Errorf("%d samples are no whole frames", n)
		}
		samples = append(samples, buf[:n]...)
		if errors.Is(err, io.EOF) {
			return samples, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// decibels is the level of one channel under full scale.
func decibels(samples []int32, channels, channel int) float64 {
	sum, n := 0.0, 0
	for i := channel; i < len(samples); i += channels {
		v := float64(samples[i]) / (1 << 31)
		sum += v * v
		n++
	}
	return 10 * math.Log10(sum/float64(n))
}

// farthest is the biggest difference of two signals, in steps of 16 bit.
func farthest(a, b []int32) float64 {
	worst := 0.0
	for i := range min(len(a), len(b)) {
		worst = math.Max(worst, math.Abs(float64(a[i])-float64(b[i]))/(1<<16))
	}
	return worst
}

func save(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func load(t testing.TB, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func gone(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, os.ErrNotExist)
}
