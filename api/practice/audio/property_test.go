package audio

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func specs() *rapid.Generator[Spec] {
	return rapid.Custom(func(t *rapid.T) Spec {
		return Spec{
			Container: rapid.SampledFrom([]Container{WAV, AIFF}).Draw(t, "container"),
			Rate:      rapid.IntRange(minRate, maxRate).Draw(t, "rate"),
			Channels:  rapid.IntRange(1, 8).Draw(t, "channels"),
			Bits:      rapid.SampledFrom([]int{8, 16, 24, 32}).Draw(t, "bits"),
		}
	})
}

func TestWhatIsWrittenIsReadBackAtItsDepth(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a")
	rapid.Check(t, func(t *rapid.T) {
		spec := specs().Draw(t, "spec")
		samples := rapid.SliceOfN(rapid.Int32(), spec.Channels, 300).Draw(t, "samples")
		samples = samples[:len(samples)/spec.Channels*spec.Channels]
		if err := writeSamples(path, spec, samples); err != nil {
			t.Fatal(err)
		}
		spec.Frames = int64(len(samples) / spec.Channels)
		if got, err := Probe(path); err != nil || got != spec {
			t.Fatalf("probed %+v, %v, want %+v", got, err, spec)
		}
		if got := readBack(t, path); !slices.Equal(got, quantised(samples, spec.Bits)) {
			t.Fatalf("got %#x, want %#x", got, quantised(samples, spec.Bits))
		}
		if info, err := os.Stat(path); err != nil || info.Size()%2 != 0 {
			t.Fatalf("an odd length: %v, %v", info.Size(), err)
		}
	})
}

func TestWAVToAIFFAndBackChangesNoByte(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, second, third := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "c")
	rapid.Check(t, func(t *rapid.T) {
		spec := specs().Draw(t, "spec")
		spec.Channels = min(spec.Channels, 2)
		samples := rapid.SliceOfN(rapid.Int32(), 2, 200).Draw(t, "samples")
		samples = samples[:len(samples)/2*2]
		if err := writeSamples(first, spec, samples); err != nil {
			t.Fatal(err)
		}
		other := map[Container]Container{WAV: AIFF, AIFF: WAV}[spec.Container]
		for _, step := range []struct {
			src, dst string
			to       Container
		}{{first, second, other}, {second, third, spec.Container}} {
			if _, err := (Converter{}).Convert(t.Context(), step.src, step.dst, step.to); err != nil {
				t.Fatal(err)
			}
		}
		a, errA := os.ReadFile(first)
		b, errB := os.ReadFile(third)
		if errA != nil || errB != nil || !slices.Equal(a, b) {
			t.Fatal("the file changed", errA, errB)
		}
	})
}

func TestEveryRateSurvivesAs80BitFloat(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.IntRange(1, 1<<30).Draw(t, "rate")
		if got := fromExtended(toExtended(rate)); got != rate {
			t.Fatalf("%d became %d", rate, got)
		}
	})
}

func TestResamplingKeepsTheLengthOfAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		spec := Spec{
			Rate:     rapid.SampledFrom([]int{8000, 11025, 22050, 24000, 37800, 47999, 50000, 64000, 88200, 96000, 176400, 192000}).Draw(t, "from"),
			Channels: rapid.IntRange(1, 2).Draw(t, "channels"),
			Frames:   rapid.Int64Range(1, 500).Draw(t, "frames"),
		}
		to := mp3Rate(spec.Rate)
		samples, err := readSamples(newResampler(&sine{spec: spec, hz: 100}, to))
		if err != nil {
			t.Fatal(err)
		}
		want := max(1, (spec.Frames*int64(to)+int64(spec.Rate)/2)/int64(spec.Rate))
		if got := int64(len(samples) / spec.Channels); got < want-1 || got > want+1 {
			t.Fatalf("%+v to %d Hz: got %d frames, want %d", spec, to, got, want)
		}
	})
}

func readBack(t *rapid.T, path string) []int32 {
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	samples, err := readSamples(r)
	if err != nil {
		t.Fatal(err)
	}
	return samples
}

// It measures the whole process, and so runs while no other test does.
func TestALongFileNeedsNoMoreMemoryThanAShortOne(t *testing.T) {
	const length = 16 << 20
	spec := Spec{Container: WAV, Rate: 48000, Channels: 2, Bits: 24, Frames: length / 6}
	src := filepath.Join(t.TempDir(), "long")
	if err := os.WriteFile(src, wavHeader(spec), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(src, 44+length); err != nil { // silence that takes no disk
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := Converter{}.Convert(t.Context(), src, filepath.Join(t.TempDir(), "b"), AIFF)
	runtime.ReadMemStats(&after)
	if err != nil || got.Frames != spec.Frames {
		t.Fatalf("got %+v, %v", got, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
		t.Errorf("converting %d MiB took %d KiB of memory", length>>20, used>>10)
	}
}
