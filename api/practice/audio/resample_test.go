package audio

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"testing"
)

// sine is a Reader of a tone at half of full scale, without a file.
type sine struct {
	spec Spec
	hz   float64
	at   int64
	err  error // in place of the end
}

func (s *sine) Spec() Spec   { return s.spec }
func (s *sine) Close() error { return nil }

func (s *sine) Read(samples []int32) (int, error) {
	n := 0
	for ; n+s.spec.Channels <= len(samples) && s.at < s.spec.Frames; s.at++ {
		v := int32(math.Sin(2*math.Pi*s.hz*float64(s.at)/float64(s.spec.Rate)) * (1 << 30))
		for range s.spec.Channels {
			samples[n] = v
			n++
		}
	}
	if n == 0 && s.err != nil {
		return 0, s.err
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// resampled is what becomes of 0.2 seconds of a tone, without its ends.
func resampled(t *testing.T, from, to int, hz float64) []int32 {
	t.Helper()
	r := newResampler(&sine{spec: Spec{Rate: from, Channels: 1, Frames: int64(from / 5)}, hz: hz}, to)
	samples, err := readSamples(r)
	if err != nil {
		t.Fatal(err)
	}
	if want := int(math.Round(float64(from/5) * float64(to) / float64(from))); len(samples) != want || r.Spec().Frames != int64(want) || r.Spec().Rate != to {
		t.Errorf("%d to %d Hz: %d samples in %+v, want %d", from, to, len(samples), r.Spec(), want)
	}
	return samples[to/50 : len(samples)-to/50]
}

var ratePairs = [][2]int{
	{88200, 44100},
	{96000, 48000},
	{176400, 44100},
	{192000, 48000},
	{64000, 48000},
	{22050, 44100},
	{8000, 48000},
	{47999, 48000},
	{50001, 48000},
}

func TestResamplingIsFlatUpTo18kHz(t *testing.T) {
	t.Parallel()
	half := 20 * math.Log10(0.5/math.Sqrt2)
	for _, rates := range ratePairs {
		for _, hz := range []float64{100, 3000, 9000, 18000} {
			if hz > 0.86*float64(min(rates[0], rates[1]))/2 {
				continue
			}
			got := decibels(resampled(t, rates[0], rates[1], hz), 1, 0)
			if math.Abs(got-half) > 0.1 {
				t.Errorf("%d to %d Hz: %.0f Hz is %+.2f dB off", rates[0], rates[1], hz, got-half)
			}
		}
	}
}

func TestResamplingRejectsWhatWouldFoldBack(t *testing.T) {
	t.Parallel()
	half := 20 * math.Log10(0.5/math.Sqrt2)
	for _, rates := range ratePairs {
		for hz := float64(rates[1])/2 + 50; hz < float64(rates[0])/2; hz += 7777 {
			got := decibels(resampled(t, rates[0], rates[1], hz), 1, 0)
			if got-half > -80 {
				t.Errorf("%d to %d Hz: %.0f Hz folds back at %.1f dB", rates[0], rates[1], hz, got-half)
			}
		}
	}
}

func TestResamplingAddsNothingAndMovesNothing(t *testing.T) {
	t.Parallel()
	for _, rates := range ratePairs {
		from, to := rates[0], rates[1]
		got := resampled(t, from, to, 1000)
		rest := make([]int32, len(got))
		for i, v := range got {
			at := float64(i+to/50) / float64(to)
			rest[i] = v - int32(math.Sin(2*math.Pi*1000*at)*(1<<30))
		}
		if off := decibels(rest, 1, 0); off > -80 {
			t.Errorf("%d to %d Hz: the tone is off by %.1f dB", from, to, off)
		}
	}
}

func TestResamplingKeepsChannelsApartAndStopsAtFullScale(t *testing.T) {
	t.Parallel()
	spec := Spec{Rate: 96000, Channels: 2, Frames: 9600}
	samples, err := readSamples(newResampler(&square{sine{spec: spec}}, 48000))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(samples); i += 2 {
		if samples[i+1] != 0 {
			t.Fatalf("the left channel is heard on the right: %d", samples[i+1])
		}
		if i > 200 && i < len(samples)-200 && (samples[i] > 0) != (i/2/240%2 == 0) && i/2%240 > 2 && i/2%240 < 238 {
			t.Fatalf("frame %d turned over: %d", i/2, samples[i])
		}
	}
}

// square is a wave at full scale on the left, and nothing on the right.
type square struct{ sine }

func (s *square) Read(samples []int32) (int, error) {
	n := 0
	for ; n+2 <= len(samples) && s.at < s.spec.Frames; s.at++ {
		samples[n], samples[n+1] = math.MaxInt32, 0
		if s.at/480%2 == 1 {
			samples[n] = math.MinInt32
		}
		n += 2
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestAReadThatFailsFailsTheResampling(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	r := newResampler(&sine{spec: Spec{Rate: 96000, Channels: 1, Frames: 100}, err: broken}, 48000)
	if _, err := readSamples(r); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestAnMP3GetsTheNearestUsualRate(t *testing.T) {
	t.Parallel()
	for from, want := range map[int]int{
		8000: 48000, 11025: 44100, 16000: 48000, 22050: 44100, 24000: 48000, 32000: 32000, 44100: 44100,
		47999: 48000, 48000: 48000, 88200: 44100, 96000: 48000, 176400: 44100, 192000: 48000,
	} {
		if got := mp3Rate(from); got != want {
			t.Error(fmt.Sprint(from, " Hz becomes ", got))
		}
	}
}

// held is a Reader of samples in memory.
type held struct {
	spec    Spec
	samples []int32
}

func (h *held) Spec() Spec   { return h.spec }
func (h *held) Close() error { return nil }

func (h *held) Read(samples []int32) (int, error) {
	n := copy(samples, h.samples)
	h.samples = h.samples[n:]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestSilenceThatIsPassedOverChangesNoSample(t *testing.T) {
	t.Parallel()
	for _, channels := range []int{1, 2} {
		spec := Spec{Rate: 96000, Channels: channels, Frames: 60_000}
		samples := make([]int32, 60_000*channels)
		copy(samples[20_000*channels:], music(spec, 0.01))
		samples[len(samples)-1] = 1 << 30 // in one channel only
		quick := newResampler(&held{spec, samples}, 44100)
		slow := newResampler(&held{spec, samples}, 44100)
		slow.sound = math.MaxInt64 // everything counts as sound
		a, errA := readSamples(quick)
		b, errB := readSamples(slow)
		if errA != nil || errB != nil || !slices.Equal(a, b) {
			t.Errorf("%d channels: it does: %v, %v", channels, errA, errB)
		}
		if quick.sound < 60_000 || quick.sound > 60_001 {
			t.Errorf("%d channels: the sound ends at %d", channels, quick.sound)
		}
	}
}
