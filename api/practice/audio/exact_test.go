package audio

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// noise is bytes of any value: samples of every level, with whatever sign.
func noise(n int) []byte {
	dice := rand.New(rand.NewPCG(3, 4))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(dice.Uint32())
	}
	return b
}

// noiseFloats is samples around full scale, some beyond it.
func noiseFloats(order binary.AppendByteOrder, bytes, n int) []byte {
	dice := rand.New(rand.NewPCG(5, 6))
	var b []byte
	for range n {
		v := dice.Float64()*2.2 - 1.1
		if bytes == 8 {
			b = order.AppendUint64(b, math.Float64bits(v))
		} else {
			b = order.AppendUint32(b, math.Float32bits(float32(v)))
		}
	}
	return b
}

// losslessSources are files of every lossless kind, made by hand so that
// nothing of this package but its reading is trusted. An odd number of frames
// needs padding at 8 and 24 bit.
func losslessSources() map[string][]byte {
	const frames = 4001
	files := map[string][]byte{}
	for _, bits := range []int{8, 16, 24, 32} {
		for _, channels := range []int{1, 2} {
			name := fmt.Sprintf("%d bit, %d channels", bits, channels)
			body := noise(frames * channels * bits / 8)
			files["WAV, "+name] = riff("RIFF", format(wavPCM, channels, 44100, bits), part("data", body...))
			files["AIFF, "+name] = form("AIFF", common(channels, frames, bits, 44100, ""), sound(0, body...))
			files["AIFF-C NONE, "+name] = form("AIFC", common(channels, frames, bits, 44100, "NONE"), sound(0, body...))
		}
	}
	two := noise(frames * 4)
	files["RF64"] = riff("RF64", ds64(frames*4), format(wavPCM, 2, 44100, 16), partOf("data", unknownLength, two...))
	files["extensible"] = riff("RIFF", extensible(wavPCM, 24), part("data", noise(frames*3)...))
	files["extensible float"] = riff("RIFF", extensible(wavFloat, 32), part("data", noiseFloats(binary.LittleEndian, 4, frames)...))
	files["float"] = riff("RIFF", format(wavFloat, 2, 44100, 32), part("data", noiseFloats(binary.LittleEndian, 4, frames*2)...))
	files["float of 64 bit"] = riff("RIFF", format(wavFloat, 1, 44100, 64), part("data", noiseFloats(binary.LittleEndian, 8, frames)...))
	files["AIFF-C sowt"] = form("AIFC", common(2, frames, 16, 44100, "sowt"), sound(0, two...))
	files["AIFF-C fl32"] = form("AIFC", common(1, frames, 32, 44100, "fl32"), sound(0, noiseFloats(binary.BigEndian, 4, frames)...))
	return files
}

// decodedApart is what ffmpeg makes of a file, at full scale. Where there is none our
// own reading has to do, whose tests know the samples.
func decodedApart(t *testing.T, path string) []int32 {
	t.Helper()
	if FindFFmpeg() == "" {
		_, samples := read(t, path)
		return samples
	}
	raw := filepath.Join(t.TempDir(), "raw")
	ffmpeg(t, "-i", path, "-f", "s32le", "-c:a", "pcm_s32le", raw)
	b := load(t, raw)
	samples := make([]int32, len(b)/4)
	for i := range samples {
		samples[i] = int32(binary.LittleEndian.Uint32(b[i*4:]))
	}
	return samples
}

func TestEveryLosslessResultHasTheSamplesThatFFmpegHearsInItsSource(t *testing.T) {
	t.Parallel()
	for name, file := range losslessSources() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := filepath.Join(t.TempDir(), "source")
			if err := os.WriteFile(src, file, 0o600); err != nil {
				t.Fatal(err)
			}
			before, err := Probe(src)
			if err != nil {
				t.Fatal(err)
			}
			to := map[Container]Container{WAV: AIFF, AIFF: WAV}[before.Container]
			want := decodedApart(t, src)
			if len(want) != 4001*before.Channels {
				t.Fatalf("ffmpeg hears %d samples in %+v", len(want), before)
			}
			dst := filepath.Join(t.TempDir(), "result")
			if _, err := (Converter{}).Convert(t.Context(), src, dst, to); err != nil {
				t.Fatal(err)
			}
			if got := decodedApart(t, dst); !slices.Equal(got, want) {
				t.Error("ffmpeg hears something else in the result")
			}
			if spec, got := read(t, dst); spec.Bits != before.Bits || !slices.Equal(got, want) {
				t.Errorf("the result is read otherwise, as %+v", spec)
			}
		})
	}
}
