package audio

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// lsb16 is a step of 16 bit.
const lsb16 = 1 << 16

// faintSine is a sine that is fainter than a step of 16 bit: plain rounding
// leaves nothing of it.
func faintSine(spec Spec, frames int) []int32 {
	samples := make([]int32, 0, frames*spec.Channels)
	for i := range frames {
		v := 0.4 * lsb16 * math.Sin(2*math.Pi*441*float64(i)/float64(spec.Rate))
		for range spec.Channels {
			samples = append(samples, int32(v))
		}
	}
	return samples
}

// reduced converts sound to a lower depth.
func reduced(t *testing.T, c Converter, from Spec, samples []int32, to Container) (Spec, []int32) {
	t.Helper()
	dir := t.TempDir()
	src := write(t, filepath.Join(dir, "a"), from, samples)
	dst := filepath.Join(dir, "b")
	said, err := c.Convert(t.Context(), src, dst, to)
	if err != nil {
		t.Fatal(err)
	}
	spec, got := read(t, dst)
	if spec != said || len(got) != len(samples) || spec.Bits != c.Bits || spec.Container != to {
		t.Fatalf("%+v became %+v with %d samples, and Convert said %+v", from, spec, len(got), said)
	}
	return spec, got
}

// correlation is 1 where two signals are the same but for their level, and
// about 0 where they have nothing in common.
func correlation(a, b []float64) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab, aa, bb = ab+a[i]*b[i], aa+a[i]*a[i], bb+b[i]*b[i]
	}
	return ab / math.Sqrt(aa*bb)
}

func TestWhatIsFainterThanTheLowestBitSurvivesALowerDepth(t *testing.T) {
	t.Parallel()
	const frames = 200_000
	for _, from := range []Container{WAV, AIFF} {
		for _, to := range []Container{WAV, AIFF} {
			spec := Spec{Container: from, Rate: 44100, Channels: 2, Bits: 24}
			before := faintSine(spec, frames)
			for _, s := range quantised(before, 16) {
				if s != 0 {
					t.Fatal("the sine isn't too faint for rounding")
				}
			}
			_, after := reduced(t, Converter{Bits: 16}, spec, before, to)
			var sine, got, fault [2][]float64
			for i := range before {
				c := i % 2
				sine[c] = append(sine[c], float64(before[i])/lsb16)
				got[c] = append(got[c], float64(after[i])/lsb16)
				fault[c] = append(fault[c], float64(after[i]-before[i])/lsb16)
			}
			for c := range 2 {
				wantDither(t, fmt.Sprintf("%s to %s, channel %d", from, to, c), sine[c], got[c], fault[c])
			}
			if r := correlation(fault[0], fault[1]); math.Abs(r) > 0.02 {
				t.Errorf("the channels' noise correlates: %.3f", r)
			}
		}
	}
}

// wantDither holds a signal, and what dither did to it, to the theory: its
// power is that of rounding and twice that of an even distribution.
func wantDither(t *testing.T, name string, before, after, fault []float64) {
	t.Helper()
	var level, sine, mean, power float64
	for i := range before {
		level, sine = level+before[i]*after[i], sine+before[i]*before[i]
		mean, power = mean+fault[i], power+fault[i]*fault[i]
	}
	mean, power = mean/float64(len(fault)), power/float64(len(fault))
	if level /= sine; math.Abs(level-1) > 0.05 {
		t.Errorf("%s: the sine is there at %.3f of its level", name, level)
	}
	if r := correlation(before, fault); math.Abs(r) > 0.02 {
		t.Errorf("%s: the error follows the sound: %.3f", name, r)
	}
	if math.Abs(mean) > 0.01 {
		t.Errorf("%s: the error's mean is %.4f", name, mean)
	}
	if want := 1.0/12 + 2.0/12; math.Abs(power-want) > 0.01 {
		t.Errorf("%s: the error's power is %.4f, want %.4f", name, power, want)
	}
}

func TestDitherDoesNotWrapAtFullScale(t *testing.T) {
	t.Parallel()
	samples := make([]int32, 20_000)
	for i := range samples {
		samples[i] = math.MaxInt32
		if i%2 == 1 {
			samples[i] = math.MinInt32
		}
	}
	for _, bits := range []int{16, 24} {
		step := int64(1) << (32 - bits)
		_, got := reduced(t, Converter{Bits: bits}, Spec{Container: WAV, Rate: 44100, Channels: 2, Bits: 32}, samples, AIFF)
		for i, s := range got {
			if off := int64(s) - int64(samples[i]); off > 2*step || off < -2*step {
				t.Fatalf("%d bit: %#x became %#x", bits, samples[i], s)
			}
		}
	}
}

func TestALowerDepthComesOutTheSameEachTimeWithFFmpegOrWithout(t *testing.T) {
	t.Parallel()
	spec := Spec{Container: WAV, Rate: 44100, Channels: 2, Bits: 24}
	src := write(t, filepath.Join(t.TempDir(), "a"), spec, music(spec, 0.2))
	if err := WriteTags(src, map[string]string{"Title": "T"}); err != nil {
		t.Fatal(err)
	}
	for _, to := range []Container{WAV, AIFF} {
		var first []byte
		for _, c := range []Converter{{Bits: 16}, {Bits: 16}, {Bits: 16, FFmpeg: filepath.Join(t.TempDir(), "none")}} {
			dst := filepath.Join(t.TempDir(), "b")
			if _, err := c.Convert(t.Context(), src, dst, to); err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = load(t, dst)
			}
			if !bytes.Equal(first, load(t, dst)) {
				t.Errorf("to %s: it changed", to)
			}
			if tags, err := ReadTags(dst); err != nil || tags["Title"] != "T" {
				t.Errorf("to %s: the tags are %q, %v", to, tags, err)
			}
		}
	}
}

func TestFloatsAreDitheredToo(t *testing.T) {
	t.Parallel()
	values := make([]float32, 50_000)
	for i := range values {
		values[i] = 0.25 / (1 << 15) // a quarter of a step of 16 bit
	}
	src := save(t, "a", riff("RIFF", format(wavFloat, 1, 44100, 32), part("data", floats32(values...)...)))
	dst := src + ".wav"
	if spec, err := (Converter{Bits: 16}).Convert(t.Context(), src, dst, WAV); err != nil || spec.Bits != 16 {
		t.Fatalf("got %+v, %v", spec, err)
	}
	_, got := read(t, dst)
	var mean float64
	for _, s := range got {
		mean += float64(s) / lsb16 / float64(len(got))
	}
	if math.Abs(mean-0.25) > 0.02 {
		t.Errorf("a quarter of a step became %.3f", mean)
	}
}

func TestWhatIsNotTooDeepStaysAsItIs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ source, most int }{{16, 16}, {8, 16}, {24, 24}, {16, 24}, {32, 0}} {
		for _, to := range []Container{WAV, AIFF, MP3} {
			dir := t.TempDir()
			spec := Spec{Container: WAV, Rate: 44100, Channels: 2, Bits: test.source}
			src := write(t, filepath.Join(dir, "a"), spec, music(spec, 0.1))
			with, without := filepath.Join(dir, "b"), filepath.Join(dir, "c")
			for dst, c := range map[string]Converter{with: {Bits: test.most}, without: {}} {
				if _, err := c.Convert(t.Context(), src, dst, to); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(load(t, with), load(t, without)) || to == WAV && !bytes.Equal(load(t, with), load(t, src)) {
				t.Errorf("%d bit with at most %d changed on the way to %s", test.source, test.most, to)
			}
		}
	}
}

func TestAnMP3HasNoDepthToLower(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, c Converter) {
		dir := t.TempDir()
		spec := Spec{Container: WAV, Rate: 44100, Channels: 2, Bits: 24}
		src := write(t, filepath.Join(dir, "a"), spec, music(spec, 0.2))
		first, second := filepath.Join(dir, "b"), filepath.Join(dir, "c")
		for dst, bits := range map[string]int{first: 0, second: 16} {
			c.Bits = bits
			if _, err := c.Convert(t.Context(), src, dst, MP3); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(load(t, first), load(t, second)) {
			t.Error("it differs")
		}
		c.Bits = 24
		if spec, err := c.Convert(t.Context(), first, second, WAV); err != nil || spec.Bits != 16 {
			t.Errorf("a WAV of it is %+v, %v", spec, err)
		}
	})
}

func TestAnOddDepthIsRefused(t *testing.T) {
	t.Parallel()
	src := shortWAV(t)
	dst := save(t, "b", []byte("from before"))
	if _, err := (Converter{Bits: 12}).Convert(t.Context(), src, dst, WAV); err == nil || !gone(dst) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(src); err != nil {
		t.Error(err)
	}
}
