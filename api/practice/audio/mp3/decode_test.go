package mp3_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	gomp3 "github.com/hajimehoshi/go-mp3"

	"pressroom/api/practice/audio/mp3"
)

// sound is what was or is to be encoded: each channel's samples, full scale
// at one.
type sound [][]float64

func (s sound) frames() int { return len(s[0]) }

func (s sound) interleaved() []int32 {
	out := make([]int32, 0, len(s)*s.frames())
	for i := range s.frames() {
		for _, channel := range s {
			out = append(out, int32(max(min(channel[i]*(1<<31), 1<<31-1), -1<<31)))
		}
	}
	return out
}

// seekBuffer is a file in memory.
type seekBuffer struct {
	data []byte
	at   int
}

func (b *seekBuffer) Write(p []byte) (int, error) {
	if room := b.at + len(p) - len(b.data); room > 0 {
		b.data = append(b.data, make([]byte, room)...)
	}
	b.at += copy(b.data[b.at:], p)
	return len(p), nil
}

func (b *seekBuffer) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
		b.at = int(offset)
	case io.SeekCurrent:
		b.at += int(offset)
	default:
		return 0, errors.New("a seekBuffer can't be asked for its end")
	}
	return int64(b.at), nil
}

// fataler is what tests and property tests have in common.
type fataler interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

func encode(t fataler, c mp3.Config, s sound) []byte {
	t.Helper()
	c.Channels = len(s)
	var b seekBuffer
	e, err := mp3.NewEncoder(&b, c)
	if err != nil {
		t.Fatalf("NewEncoder: %v", err)
	}
	if err := e.Write(s.interleaved()); err != nil {
		t.Fatalf("Write: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	return b.data
}

// What the Info frame says and decoders add: the samples before the sound.
const delays = 528 + 529

// decodeInGo decodes with go-mp3, which doesn't know the Info frame, and cuts
// off what that says.
func decodeInGo(t fataler, data []byte, channels, frames int) sound {
	t.Helper()
	d, err := gomp3.NewDecoder(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("go-mp3 doesn't take the file: %v", err)
	}
	pcm, err := io.ReadAll(d)
	if err != nil {
		t.Fatalf("go-mp3 doesn't decode the file: %v", err)
	}
	const frameBytes = 4
	pcm = pcm[(1152+delays)*frameBytes:]
	after := float64(len(pcm)/frameBytes-frames) / float64(d.SampleRate())
	if after < 0 || after > 0.05 {
		t.Errorf("go-mp3 decodes %.1f ms more than was encoded", after*1000)
	}
	s := make(sound, channels)
	for i := range frames {
		for c := range channels {
			v := int16(binary.LittleEndian.Uint16(pcm[i*frameBytes+2*c:]))
			s[c] = append(s[c], float64(v)/(1<<15))
		}
	}
	return s
}

// decodeInFFmpeg decodes with ffmpeg, which must have nothing to complain of
// and find exactly as many frames as were encoded.
func decodeInFFmpeg(t fataler, ffmpeg, dir string, data []byte, channels, frames int) sound {
	t.Helper()
	path := filepath.Join(dir, "sound.mp3")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatalf("writing the MP3: %v", err)
	}
	var complaints bytes.Buffer
	cmd := exec.Command(ffmpeg, "-v", "error", "-threads", "1", "-i", path, "-f", "f32le", "-")
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("ffmpeg (%v) complains: %s", err, complaints.String())
	}
	s := make(sound, channels)
	for i := range len(out) / 4 {
		v := math.Float32frombits(binary.LittleEndian.Uint32(out[4*i:]))
		s[i%channels] = append(s[i%channels], float64(v))
	}
	if s.frames() != frames {
		t.Fatalf("ffmpeg decodes %d frames of %d", s.frames(), frames)
	}
	return s
}

// eachDecoder encodes a sound, and gives what the decoders make of it to
// check: go-mp3 always, and ffmpeg where there is one.
func eachDecoder(t *testing.T, c mp3.Config, s sound, check func(t *testing.T, decoded sound)) {
	t.Helper()
	data := encode(t, c, s)
	t.Run("go-mp3", func(t *testing.T) {
		check(t, decodeInGo(t, data, len(s), s.frames()))
	})
	if ffmpeg, err := exec.LookPath("ffmpeg"); err == nil {
		t.Run("ffmpeg", func(t *testing.T) {
			check(t, decodeInFFmpeg(t, ffmpeg, t.TempDir(), data, len(s), s.frames()))
		})
	}
}

func energy(x []float64) (sum float64) {
	for _, v := range x {
		sum += v * v
	}
	return sum
}

func decibels(ratio float64) float64 { return 10 * math.Log10(ratio) }

// levelError is how much louder a channel came out.
func levelError(source, decoded []float64) float64 {
	return decibels(energy(decoded) / energy(source))
}

// signalToNoise compares a channel with what was added to it.
func signalToNoise(source, decoded []float64) float64 {
	noise := make([]float64, len(source))
	for i := range noise {
		noise[i] = decoded[i] - source[i]
	}
	return decibels(energy(source) / energy(noise))
}
