package mp3_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"pressroom/api/practice/audio/mp3"
)

// drawSound makes a sound of some length and kind.
func drawSound(t *rapid.T, channels int) sound {
	frames := rapid.IntRange(0, 3000).Draw(t, "frames")
	level := rapid.SampledFrom([]float64{0, 1e-9, 1e-4, 0.1, 1, 2}).Draw(t, "level")
	density := rapid.SampledFrom([]float64{0.001, 0.1, 1}).Draw(t, "density")
	hold := rapid.IntRange(1, 200).Draw(t, "hold")
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	s := make(sound, channels)
	for c := range s {
		s[c] = make([]float64, frames)
		var value float64
		for i := range s[c] {
			if i%hold == 0 {
				value = 0
				if random.Float64() < density {
					value = level * (2*random.Float64() - 1)
				}
			}
			s[c][i] = value
		}
	}
	return s
}

func TestAnySoundIsDecodedAtItsLength(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := mp3.Config{
			Rate: rapid.SampledFrom(rates).Draw(t, "rate"),
			Bitrate: rapid.SampledFrom([]int{
				0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
			}).Draw(t, "bitrate"),
		}
		s := drawSound(t, rapid.IntRange(1, 2).Draw(t, "channels"))
		decodeInGo(t, encode(t, c, s), len(s), s.frames())
	})
}

func TestItDoesNotMatterInWhichPiecesASoundComes(t *testing.T) {
	t.Parallel()
	c := mp3.Config{Rate: 44100, Bitrate: 192}
	s := noise(2, c.Rate, 0.2, 0.9)
	s = sound{s[0][:1500], s[1][:1500]}
	want := encode(t, c, s)
	c.Channels = 2
	rapid.Check(t, func(t *rapid.T) {
		var b seekBuffer
		e, err := mp3.NewEncoder(&b, c)
		if err != nil {
			t.Fatalf("NewEncoder: %v", err)
		}
		for rest := s.interleaved(); len(rest) > 0; {
			n := min(2*rapid.IntRange(0, 1000).Draw(t, "piece"), len(rest))
			if err := e.Write(rest[:n]); err != nil {
				t.Fatalf("Write: %v", err)
			}
			rest = rest[n:]
		}
		if err := e.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
		if !bytes.Equal(b.data, want) {
			t.Errorf("the MP3 is another one")
		}
	})
}

func TestTheInfoFrameTellsTheLength(t *testing.T) {
	for channels, at := range map[int]int{1: 4 + 17, 2: 4 + 32} {
		s := noise(channels, 44100, 0.1, 0)
		data := encode(t, mp3.Config{Rate: 44100, Bitrate: 128}, s)
		if got := string(data[at : at+4]); got != "Info" {
			t.Fatalf("there is %q instead of an Info frame", got)
		}
		frames, size := binary.BigEndian.Uint32(data[at+8:]), binary.BigEndian.Uint32(data[at+12:])
		if int(size) != len(data) {
			t.Errorf("the Info frame tells %d bytes of %d", size, len(data))
		}
		delays := data[at+120+21:]
		delay := int(delays[0])<<4 | int(delays[1])>>4
		padding := int(delays[1]&15)<<8 | int(delays[2])
		if got := int(frames)*1152 - delay - padding; got != s.frames() {
			t.Errorf("the Info frame tells %d frames of sound of %d", got, s.frames())
		}
		// One byte for every second frame: a frame's share is 417.96 bytes.
		want := 417*(int(frames)+1) + int(float64(frames)*0.9592)
		if len(data) != want {
			t.Errorf("%d MP3 frames take %d bytes, want %d", frames, len(data), want)
		}
	}
}

func TestAnMP3CanBeginInsideAFile(t *testing.T) {
	c := mp3.Config{Rate: 48000, Channels: 1}
	s := sine(1, c.Rate, 440)
	b := seekBuffer{data: []byte("before"), at: len("before")}
	e, err := mp3.NewEncoder(&b, c)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.Write(s.interleaved()), e.Close()); err != nil {
		t.Fatal(err)
	}
	if string(b.data[:6]) != "before" || !bytes.Equal(b.data[6:], encode(t, c, s)) {
		t.Error("what comes before the MP3 changes it, or is changed")
	}
	if b.at != len(b.data) {
		t.Errorf("Close leaves the file at byte %d of %d", b.at, len(b.data))
	}
}

func TestMemoryDoesNotGrowWithTheLength(t *testing.T) {
	e, err := mp3.NewEncoder(&forgetful{}, mp3.Config{Rate: 44100, Channels: 2})
	if err != nil {
		t.Fatal(err)
	}
	samples := noise(2, 44100, 0.3, 0.5).interleaved()[:2*1152*4]
	allocations := testing.AllocsPerRun(5, func() {
		if err := e.Write(samples); err != nil {
			t.Error(err)
		}
	})
	if allocations > 0 {
		t.Errorf("four frames take %.0f allocations", allocations)
	}
}

func TestAConfigThatLayerIIIHasNotIsRefused(t *testing.T) {
	for _, c := range []mp3.Config{
		{},
		{Rate: 22050, Channels: 2},
		{Rate: 44100},
		{Rate: 44100, Channels: 3},
		{Rate: 44100, Channels: 2, Bitrate: 100},
		{Rate: 44100, Channels: 2, Bitrate: -1},
		{Rate: 44100, Channels: 2, Bitrate: 384},
	} {
		if _, err := mp3.NewEncoder(&seekBuffer{}, c); err == nil {
			t.Errorf("%+v is taken", c)
		}
	}
}

func TestSamplesMustBeWholeForAllChannels(t *testing.T) {
	e, err := mp3.NewEncoder(&seekBuffer{}, mp3.Config{Rate: 44100, Channels: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Write(make([]int32, 3)); err == nil {
		t.Error("three samples are taken for two channels")
	}
	if err := errors.Join(e.Write(make([]int32, 4)), e.Close()); err != nil {
		t.Errorf("after that it goes on with %v", err)
	}
}

func TestAClosedEncoderTakesNoMore(t *testing.T) {
	e, err := mp3.NewEncoder(&seekBuffer{}, mp3.Config{Rate: 44100, Channels: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.Close(), e.Close()); err != nil {
		t.Errorf("Close: %v", err)
	}
	if err := e.Write(make([]int32, 1)); err == nil {
		t.Error("it takes samples after Close")
	}
}

var errFull = errors.New("no room")

// forgetful takes bytes up to a limit, if it has one, and keeps none.
type forgetful struct{ limit, taken int }

func (f *forgetful) Write(p []byte) (int, error) {
	if f.taken += len(p); f.limit > 0 && f.taken > f.limit {
		return 0, errFull
	}
	return len(p), nil
}

func (f *forgetful) Seek(int64, int) (int64, error) { return 0, nil }

func TestAFileThatCanNotBeWrittenIsReported(t *testing.T) {
	samples := make([]int32, 44100)
	for _, limit := range []int{1, 20_000, 40_000, 42_000} {
		e, err := mp3.NewEncoder(&forgetful{limit: limit}, mp3.Config{Rate: 44100, Channels: 1})
		if err != nil {
			t.Fatal(err)
		}
		write := e.Write(samples)
		if again := e.Write(samples[:10]); write != nil && !errors.Is(again, errFull) {
			t.Errorf("limit %d: after an error another Write gives %v", limit, again)
		}
		if err := errors.Join(write, e.Close()); !errors.Is(err, errFull) {
			t.Errorf("limit %d: got %v, want %v", limit, err, errFull)
		}
	}
}

// unseekable fails from the nth Seek on.
type unseekable struct {
	seekBuffer
	left int
}

func (u *unseekable) Seek(offset int64, whence int) (int64, error) {
	if u.left--; u.left < 0 {
		return 0, errFull
	}
	return u.seekBuffer.Seek(offset, whence)
}

func TestAFileThatCanNotBeSoughtIsReported(t *testing.T) {
	for left := range 3 {
		e, err := mp3.NewEncoder(&unseekable{left: left}, mp3.Config{Rate: 44100, Channels: 1})
		if err == nil {
			err = e.Close()
		}
		if !errors.Is(err, errFull) {
			t.Errorf("with %d seeks: got %v, want %v", left, err, errFull)
		}
	}
}

func BenchmarkEncodingStereo(b *testing.B) {
	s := noise(2, 44100, 0.2, 0.9).interleaved()
	e, err := mp3.NewEncoder(&forgetful{}, mp3.Config{Rate: 44100, Channels: 2})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := e.Write(s); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(testSeconds*float64(b.N)/b.Elapsed().Seconds(), "x-real-time")
}
