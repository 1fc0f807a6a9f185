package audio

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"
	"testing"
	"time"
)

func TestASampleTrackIsAsLongAndAsLoudAsAskedInEachFormat(t *testing.T) {
	t.Parallel()
	for _, spec := range []Spec{
		{Container: WAV, Rate: 44100, Channels: 2, Bits: 16},
		{Container: AIFF, Rate: 96000, Channels: 1, Bits: 24},
		{Container: MP3, Rate: 48000, Channels: 2},
	} {
		path := filepath.Join(t.TempDir(), "a")
		if err := Synth(path, spec, 0.75, 3); err != nil {
			t.Fatal(err)
		}
		got, samples := read(t, path)
		if late := got.Duration() - 750*time.Millisecond; late.Abs() > 50*time.Millisecond {
			t.Errorf("%s: it is %v longer than asked", spec.Container, late)
		}
		if peak := 20 * math.Log10(loudest(samples)); math.Abs(peak+6) > 0.5 {
			t.Errorf("%s: its peak is at %.2f dB", spec.Container, peak)
		}
		if level := decibels(samples, 1, 0); level < -30 {
			t.Errorf("%s: its level is %.1f dB", spec.Container, level)
		}
		if first, last := samples[0], samples[len(samples)-1]; spec.Container != MP3 && (first != 0 || math.Abs(float64(last)) > 1<<24) {
			t.Errorf("%s: it begins with %d and ends with %d", spec.Container, first, last)
		}
	}
}

func TestTheSameSeedMakesTheSameTrackAndAnotherAnother(t *testing.T) {
	t.Parallel()
	var made [][]byte
	for i, seed := range []int64{1, 1, 2, -9} {
		path := filepath.Join(t.TempDir(), fmt.Sprint(i))
		if err := Synth(path, Spec{Container: WAV, Rate: 8000, Channels: 2, Bits: 16}, 1, seed); err != nil {
			t.Fatal(err)
		}
		made = append(made, load(t, path))
	}
	if !bytes.Equal(made[0], made[1]) {
		t.Error("one seed made two tracks")
	}
	if bytes.Equal(made[0], made[2]) || bytes.Equal(made[0], made[3]) || bytes.Equal(made[2], made[3]) {
		t.Error("two seeds made one track")
	}
}

func TestASampleTrackOfNoLengthOrTooManyChannelsIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a")
	spec := Spec{Container: WAV, Rate: 44100, Channels: 2, Bits: 16}
	for _, seconds := range []float64{0, -1, math.NaN(), math.Inf(1), 3601} {
		if err := Synth(path, spec, seconds, 1); err == nil {
			t.Errorf("%g seconds were made", seconds)
		}
	}
	spec.Channels = 6
	if err := Synth(path, spec, 1, 1); err == nil || !gone(path) {
		t.Error("six channels were made")
	}
}
