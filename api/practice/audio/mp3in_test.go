package audio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Headers of frames: 128 kbit/s at 44.1 kHz in stereo and mono, 64 kbit/s at
// 22.05 kHz in mono (MPEG 2), 32 kbit/s at 11.025 kHz in mono (MPEG 2.5).
const (
	stereoFrame = "\xff\xfb\x90\x00"
	monoFrame   = "\xff\xfb\x90\xc0"
	halfFrame   = "\xff\xf3\x80\xc0"
	lowFrame    = "\xff\xe3\x40\xc0"
)

// silence is n frames without sound.
func silence(header string, n int) []byte {
	h, ok := parseMP3Header([]byte(header))
	if !ok {
		panic("no header")
	}
	frame := make([]byte, h.bytes)
	copy(frame, header)
	return bytes.Repeat(frame, n)
}

// infoFrame is the frame in which an encoder tells about the others.
func infoFrame(header, encoder string, frames, delay, padding int) []byte {
	frame := silence(header, 1)
	h, _ := parseMP3Header(frame)
	b := frame[4+h.sideBytes():]
	copy(b, "Info\x00\x00\x00\x0f")
	binary.BigEndian.PutUint32(b[8:], uint32(frames))
	b = b[8+4+4+100+4:]
	copy(b, encoder)
	b[21], b[22], b[23] = byte(delay>>4), byte(delay<<4|padding>>8), byte(padding)
	return frame
}

func id3(size int) []byte {
	b := append([]byte("ID3\x04\x00\x00"), byte(size>>21&127), byte(size>>14&127), byte(size>>7&127), byte(size&127))
	return append(b, make([]byte, size)...)
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestAnMP3IsAsLongAsWhatWasEncoded(t *testing.T) {
	t.Parallel()
	v1 := append([]byte("TAG"), make([]byte, 125)...)
	vbri := silence(stereoFrame, 1)
	copy(vbri[36:], "VBRI")
	footed := id3(20)
	footed[5] = 0x10
	for name, test := range map[string]struct {
		file     []byte
		frames   int64
		channels int
	}{
		"plain":                       {silence(stereoFrame, 10), 11520, 2},
		"mono":                        {silence(monoFrame, 10), 11520, 1},
		"MPEG 2":                      {silence(halfFrame, 10), 5760, 1},
		"with LAME's numbers":         {join(infoFrame(stereoFrame, "LAME3.100", 10, 576, 1000), silence(stereoFrame, 10)), 11520 - 1576, 2},
		"with Lavc's numbers":         {join(infoFrame(stereoFrame, "Lavc59.37", 10, 1105, 1000), silence(stereoFrame, 10)), 11520 - 2105, 2},
		"with a stranger's numbers":   {join(infoFrame(stereoFrame, "FooEnc", 10, 576, 1000), silence(stereoFrame, 10)), 11520, 2},
		"hardly any padding":          {join(infoFrame(stereoFrame, "LAME3.100", 10, 576, 10), silence(stereoFrame, 10)), 11520 - 586, 2},
		"numbers, and the end is cut": {join(infoFrame(stereoFrame, "LAME3.100", 10, 576, 1000), silence(stereoFrame, 6)), 6912 - 576 - 529, 2},
		"a VBRI header":               {join(vbri, silence(stereoFrame, 10)), 11520, 2},
		"a tag in front":              {join(id3(3000), silence(stereoFrame, 10)), 11520, 2},
		"two tags in front":           {join(id3(30), id3(300), silence(stereoFrame, 10)), 11520, 2},
		"a tag with a footer":         {join(footed, make([]byte, 10), silence(stereoFrame, 10)), 11520, 2},
		"a tag at the end":            {join(silence(stereoFrame, 10), v1), 11520, 2},
		"one frame and a tag":         {join(silence(stereoFrame, 1), v1), 1152, 2},
		"one frame":                   {silence(stereoFrame, 1), 1152, 2},
		"junk in front":               {join(make([]byte, 999), []byte("\xff\xfb\x90\x00junk"), silence(stereoFrame, 10)), 11520, 2},
		"junk between":                {join(silence(stereoFrame, 5), []byte("\xff\xfb\x90\x00junk\xff\xff"), silence(stereoFrame, 5)), 11520, 2},
		"cut in mid-frame":            {silence(stereoFrame, 10)[:4000], 9 * 1152, 2},
		"two frames and a bit":        {silence(stereoFrame, 3)[:2*417+100], 2 * 1152, 2},
	} {
		path := save(t, "x", test.file)
		spec, samples := read(t, path)
		if spec.Frames != test.frames || spec.Channels != test.channels || spec.Container != MP3 || spec.Bits != 0 {
			t.Errorf("%s: got %+v, want %d frames of %d", name, spec, test.frames, test.channels)
		}
		if slices.ContainsFunc(samples, func(s int32) bool { return s != 0 }) {
			t.Errorf("%s: silence isn't silent", name)
		}
	}
}

func TestWhatIsNoMP3IsRefusedInWords(t *testing.T) {
	t.Parallel()
	huge := id3(0)
	copy(huge[6:], "\x7f\x7f\x7f\x7f")
	for name, test := range map[string]struct {
		file []byte
		why  string
	}{
		"a tag that claims 256 MB":  {huge, "ends too early"},
		"a tag alone":               {id3(100), "ends too early"},
		"tags without end":          {bytes.Repeat(id3(0), 100), "no MP3, WAV or AIFF"},
		"noise":                     {bytes.Repeat([]byte{0xff, 0xfb, 3, 9, 0x80}, 5000), "no MP3, WAV or AIFF"},
		"an encoder's frame alone":  {infoFrame(stereoFrame, "LAME3.100", 0, 0, 0), "no sound"},
		"all of it delay":           {join(infoFrame(stereoFrame, "LAME3.100", 2, 2000, 2000), silence(stereoFrame, 2)), "no sound"},
		"less than one whole frame": {silence(stereoFrame, 1)[:400], "no MP3, WAV or AIFF"},
	} {
		_, err := Probe(save(t, "x", test.file))
		if !errors.Is(err, ErrNotAudio) || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestRareMP3sAreProbedAndRefusedInWords(t *testing.T) {
	t.Parallel()
	path := save(t, "x", silence(lowFrame, 10))
	if spec, err := Probe(path); err != nil || spec.Rate != 11025 || spec.Frames != 5760 {
		t.Errorf("got %+v, %v", spec, err)
	}
	if _, err := Open(path); !errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v", err)
	}
}

// tune is a second of music with drums in it, which MP3 encoders find harder
// than tones.
var tune = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "tune")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "tune.wav")
	if err := Synth(path, Spec{Container: WAV, Rate: 44100, Channels: 2, Bits: 16}, 1, 7); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// encoded is what ffmpeg makes of the tune with these arguments.
func encoded(t *testing.T, rate, channels int, args ...string) string {
	t.Helper()
	content, err := tune()
	if err != nil {
		t.Fatal(err)
	}
	mp3 := filepath.Join(t.TempDir(), "a.mp3")
	in := []string{"-i", save(t, "tune.wav", content), "-ar", fmt.Sprint(rate), "-ac", fmt.Sprint(channels)}
	ffmpeg(t, append(append(in, args...), mp3)...)
	return mp3
}

// decodedByFFmpeg is what ffmpeg reads from a file.
func decodedByFFmpeg(t *testing.T, path string) []int32 {
	t.Helper()
	wav := filepath.Join(t.TempDir(), "b.wav")
	ffmpeg(t, "-i", path, "-c:a", "pcm_s16le", wav)
	_, samples := read(t, wav)
	return samples
}

func TestMP3sOfEveryMakeSoundAsFFmpegPlaysThem(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rate, channels int
		args           []string
	}{
		{44100, 2, []string{"-b:a", "320k"}},
		{44100, 2, []string{"-b:a", "128k", "-joint_stereo", "1"}},
		{44100, 2, []string{"-q:a", "4"}},
		{44100, 1, []string{"-b:a", "64k"}},
		{48000, 2, []string{"-b:a", "192k", "-write_xing", "0"}},
		{32000, 2, []string{"-q:a", "2"}},
		{24000, 2, []string{"-b:a", "64k"}},
		{22050, 2, []string{"-b:a", "96k"}},
		{22050, 2, []string{"-b:a", "128k"}},
		{22050, 1, []string{"-b:a", "32k"}},
		{16000, 1, []string{"-b:a", "32k"}},
	} {
		t.Run(fmt.Sprintln(test.rate, test.channels, test.args), func(t *testing.T) {
			t.Parallel()
			path := encoded(t, test.rate, test.channels, test.args...)
			_, ours := read(t, path)
			theirs := decodedByFFmpeg(t, path)
			if len(ours) != len(theirs) {
				t.Errorf("we read %d samples, and ffmpeg %d", len(ours), len(theirs))
			}
			diff := make([]int32, min(len(ours), len(theirs)))
			for i := range diff {
				diff[i] = ours[i] - theirs[i]
			}
			if off := decibels(diff, 1, 0); off > -65 {
				t.Errorf("we differ from ffmpeg by %.1f dB", off)
			}
		})
	}
}

func TestAStreamCutOutOfALongerOneBeginsWithSilenceNotNoise(t *testing.T) {
	t.Parallel()
	for _, rate := range []int{44100, 22050} {
		path := encoded(t, rate, 2, "-b:a", "32k", "-write_xing", "0")
		content := load(t, path)
		start, err := skipID3(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		frames := newMP3Frames(bytes.NewReader(content), start, int64(len(content)))
		cutFrames, cutBytes := 0, int(start)
		var h mp3Header
		for ; cutFrames < 20; cutFrames++ {
			var frame []byte
			if frame, h, err = frames.next(); err != nil {
				t.Fatal(err)
			}
			cutBytes += len(frame)
		}
		_, whole := read(t, path)
		_, got := read(t, save(t, "cut", content[cutBytes:]))
		want := whole[cutFrames*h.frames()*2:]
		if len(got) != len(want) {
			t.Fatalf("%d Hz: got %d samples, want %d", rate, len(got), len(want))
		}
		// A decoder needs a few frames to fill its reservoir.
		start10 := 10 * h.frames() * 2
		if off := farthest(got[start10:], want[start10:]); off > 1 {
			t.Errorf("%d Hz: the rest differs by %.0f steps", rate, off)
		}
		if loud, most := loudest(got[:start10]), loudest(want[:start10]); loud > 1.2*most {
			t.Errorf("%d Hz: it begins at %.2f where the music has %.2f", rate, loud, most)
		}
	}
}

func loudest(samples []int32) float64 {
	peak := 0.0
	for _, s := range samples {
		peak = math.Max(peak, math.Abs(float64(s)/(1<<31)))
	}
	return peak
}

func TestDamageInAnMP3CostsAFrameNotTheFile(t *testing.T) {
	t.Parallel()
	path := encoded(t, 44100, 2, "-b:a", "128k")
	whole, err := Probe(path)
	if err != nil {
		t.Fatal(err)
	}
	content := load(t, path)
	for at := 2000; at < len(content)-3000; at += 1500 {
		for i := range 40 {
			if content[at+i] != 0xff {
				content[at+i] ^= byte(0x35 * (i + 1))
			}
		}
	}
	spec, samples := read(t, save(t, "damaged", content))
	if late := spec.Duration() - whole.Duration(); late.Abs() > 500*time.Millisecond {
		t.Errorf("it became %v longer", late)
	}
	if len(samples) == 0 {
		t.Error("nothing was read")
	}
}
