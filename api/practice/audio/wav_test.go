package audio

import (
	"encoding/binary"
	"errors"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// riff puts a RIFF file together from chunks, padding each to an even length.
func riff(id string, parts ...[]byte) []byte {
	b := append([]byte(id), 0, 0, 0, 0)
	b = append(b, "WAVE"...)
	for _, p := range parts {
		b = append(b, p...)
	}
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}

func part(id string, body ...byte) []byte {
	return partOf(id, uint32(len(body)), body...)
}

// partOf is a chunk that claims to be size bytes long.
func partOf(id string, size uint32, body ...byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(id), size)
	b = append(b, body...)
	if len(body)%2 != 0 {
		b = append(b, 0)
	}
	return b
}

func format(coding, channels, rate, bits int) []byte {
	le := binary.LittleEndian
	b := le.AppendUint16(nil, uint16(coding))
	b = le.AppendUint16(b, uint16(channels))
	b = le.AppendUint32(b, uint32(rate))
	b = le.AppendUint32(b, uint32(rate*channels*bits/8))
	b = le.AppendUint16(b, uint16(channels*bits/8))
	return part("fmt ", le.AppendUint16(b, uint16(bits))...)
}

// extensible is a format chunk that names its coding at its end.
func extensible(coding, bits int) []byte {
	b := format(wavExtensible, 1, 44100, bits)
	b = append(b, 22, 0, byte(bits), 0, 4, 0, 0, 0, byte(coding), 0)
	b = append(b, wavGUIDTail...)
	b[4] = 40
	return b
}

func ds64(data uint64) []byte {
	b := make([]byte, 28)
	binary.LittleEndian.PutUint64(b[8:], data)
	return part("ds64", b...)
}

func floats32(values ...float32) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

func TestWAVsOfEveryMakeAreRead(t *testing.T) {
	t.Parallel()
	mono16 := format(wavPCM, 1, 44100, 16)
	two := []int32{0x0201 << 16, 0x0403 << 16}
	bytes4 := []byte{1, 2, 3, 4}
	double := binary.LittleEndian.AppendUint64(nil, math.Float64bits(-0.5))
	for name, test := range map[string]struct {
		file []byte
		want []int32
	}{
		"plain":                              {riff("RIFF", mono16, part("data", bytes4...)), two},
		"8 bit, without a sign":              {riff("RIFF", format(wavPCM, 1, 44100, 8), part("data", 0, 128, 255)), []int32{math.MinInt32, 0, 127 << 24}},
		"24 bit":                             {riff("RIFF", format(wavPCM, 1, 44100, 24), part("data", 1, 2, 0x83)), []int32{-0x7cfdff00}},
		"32 bit":                             {riff("RIFF", format(wavPCM, 1, 44100, 32), part("data", 1, 2, 3, 4)), []int32{0x04030201}},
		"20 bit in three bytes":              {riff("RIFF", slices.Replace(format(wavPCM, 1, 44100, 24), 22, 23, 20), part("data", 0x10, 2, 3)), []int32{0x03021000}},
		"float, beyond full scale and none":  {riff("RIFF", format(wavFloat, 1, 44100, 32), part("data", floats32(0.5, 2, -2, float32(math.NaN()))...)), []int32{1 << 30, math.MaxInt32, math.MinInt32, 0}},
		"float of 64 bit":                    {riff("RIFF", format(wavFloat, 1, 44100, 64), part("data", double...)), []int32{-1 << 30}},
		"extensible":                         {riff("RIFF", extensible(wavPCM, 16), part("data", bytes4...)), two},
		"extensible float":                   {riff("RIFF", extensible(wavFloat, 32), part("data", floats32(0.25)...)), []int32{1 << 29}},
		"RF64":                               {riff("RF64", ds64(4), mono16, partOf("data", unknownLength, append(bytes4, "LIST\x00\x00\x00\x00"...)...)), two},
		"RF64 that lies":                     {riff("RF64", ds64(1<<63+5), mono16, partOf("data", unknownLength, bytes4...)), two},
		"BW64":                               {riff("BW64", ds64(4), mono16, partOf("data", unknownLength, bytes4...)), two},
		"streamed with length 0":             {riff("RIFF", mono16, partOf("data", 0, bytes4...)), two},
		"streamed with length 0xFFFFFFFF":    {riff("RIFF", mono16, partOf("data", unknownLength, bytes4...)), two},
		"more promised than there is":        {riff("RIFF", mono16, partOf("data", 1000, bytes4...)), two},
		"cut in mid-sample":                  {riff("RIFF", mono16, partOf("data", 1000, 1, 2, 3, 4, 5))[:49], two},
		"odd chunks before and after":        {riff("RIFF", part("junk", 1, 2, 3), mono16, part("odd ", 9), part("data", bytes4...), part("LIST", 1)), two},
		"two data chunks":                    {riff("RIFF", mono16, part("data", bytes4...), part("data", 9, 9)), two},
		"sound before its format":            {riff("RIFF", part("data", bytes4...), mono16), two},
		"a tail of anything":                 {append(riff("RIFF", mono16, part("data", bytes4...)), "TAGxyz"...), two},
		"a length that is too small outside": {slices.Replace(riff("RIFF", mono16, part("data", bytes4...)), 4, 5, 1), two},
	} {
		spec, got := read(t, save(t, "x", test.file))
		if !slices.Equal(got, test.want) || spec.Container != WAV || spec.Rate != 44100 {
			t.Errorf("%s: got %#x in %+v, want %#x", name, got, spec, test.want)
		}
	}
}

func TestDamagedAndForeignWAVsAreRefusedInWords(t *testing.T) {
	t.Parallel()
	mono16 := format(wavPCM, 1, 44100, 16)
	data := part("data", 1, 2, 3, 4)
	for name, test := range map[string]struct {
		file []byte
		want error
		why  string
	}{
		"no format":               {riff("RIFF", data), ErrNotAudio, "ends too early"},
		"no sound":                {riff("RIFF", mono16), ErrNotAudio, "ends too early"},
		"an empty one":            {riff("RIFF", mono16, part("data")), ErrNotAudio, "no sound"},
		"an empty one with a tag": {riff("RIFF", mono16, part("data"), part("LIST", 1, 2, 3, 4)), ErrNotAudio, "no sound"},
		"half a sample":           {riff("RIFF", mono16, partOf("data", 4, 1))[:45], ErrNotAudio, "no sound"},
		"a short format":          {riff("RIFF", part("fmt ", 1, 0, 1, 0), data), ErrNotAudio, "damaged"},
		"a cut format":            {riff("RIFF", mono16)[:30], ErrNotAudio, "ends too early"},
		"frames that lie":         {riff("RIFF", slices.Replace(slices.Clone(mono16), 20, 21, 7), data), ErrNotAudio, "damaged"},
		"a short ds64":            {riff("RF64", part("ds64", 1, 2), mono16, data), ErrNotAudio, "damaged"},
		"chunks with no end":      {riff("RIFF", slices.Repeat(part("none"), maxChunks+1)), ErrNotAudio, "damaged"},
		"an AVI film":             {append([]byte("RIFF\x10\x00\x00\x00AVI LIST"), 0, 0, 0, 0), ErrNotAudio, "no MP3, WAV or AIFF"},
		"MP3 inside":              {riff("RIFF", format(0x55, 1, 44100, 16), data), ErrUnsupported, "compressed"},
		"12 bit float":            {riff("RIFF", format(wavFloat, 1, 44100, 16), data), ErrUnsupported, "bits"},
		"no channel":              {riff("RIFF", format(wavPCM, 0, 44100, 16), data), ErrUnsupported, "channels"},
		"4 kHz":                   {riff("RIFF", format(wavPCM, 1, 4000, 16), data), ErrUnsupported, "4000 Hz"},
	} {
		_, err := Probe(save(t, "x", test.file))
		if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestWhatCanNotBeWrittenIsRefusedBeforeItIsTried(t *testing.T) {
	t.Parallel()
	for name, spec := range map[string]Spec{
		"12 bit":               {Container: WAV, Rate: 44100, Channels: 2, Bits: 12},
		"too long for an AIFF": {Container: AIFF, Rate: 96000, Channels: 2, Bits: 24, Frames: 1 << 30},
		"no rate":              {Container: AIFF, Channels: 2, Bits: 24},
		"MP3 at 96 kHz":        {Container: MP3, Rate: 96000, Channels: 2},
		"MP3 of 3 channels":    {Container: MP3, Rate: 48000, Channels: 3},
	} {
		w, err := Create(filepath.Join(t.TempDir(), "x"), spec)
		if !errors.Is(err, ErrUnsupported) || w != nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := Create(filepath.Join(t.TempDir(), "x"), Spec{Container: "ogg", Rate: 44100, Channels: 1}); err == nil {
		t.Error("an unknown container was created")
	}
}

func TestASoundThatGrowsPast4GiBStopsInsteadOfLying(t *testing.T) {
	t.Parallel()
	w, err := Create(filepath.Join(t.TempDir(), "x"), Spec{Container: WAV, Rate: 44100, Channels: 1, Bits: 16})
	if err != nil {
		t.Fatal(err)
	}
	w.(*pcmWriter).limit = 6
	if err := w.Write([]int32{1, 2, 3}); err != nil {
		t.Fatal(err)
	}
	if err := w.Write([]int32{4}); !errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v", err)
	}
	if err := w.Close(); !errors.Is(err, ErrUnsupported) {
		t.Errorf("closing said %v", err)
	}
}

func TestHalfAFrameIsNotWritten(t *testing.T) {
	t.Parallel()
	w, err := Create(filepath.Join(t.TempDir(), "x"), Spec{Container: AIFF, Rate: 44100, Channels: 2, Bits: 16})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Write([]int32{1, 2, 3}); err == nil {
		t.Error("it was")
	}
}
