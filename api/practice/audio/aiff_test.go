package audio

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

// form puts an AIFF file together from chunks.
func form(kind string, parts ...[]byte) []byte {
	b := append([]byte("FORM\x00\x00\x00\x00"), kind...)
	for _, p := range parts {
		b = append(b, p...)
	}
	binary.BigEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}

func bigPart(id string, body ...byte) []byte {
	b := part(id, body...)
	binary.BigEndian.PutUint32(b[4:], uint32(len(body)))
	return b
}

func common(channels, frames, bits, rate int, coding string) []byte {
	be := binary.BigEndian
	b := be.AppendUint16(nil, uint16(channels))
	b = be.AppendUint32(b, uint32(frames))
	b = be.AppendUint16(b, uint16(bits))
	extended := toExtended(rate)
	b = append(b, extended[:]...)
	if coding != "" {
		b = append(b, coding...)
		b = append(b, 0, 0)
	}
	return bigPart("COMM", b...)
}

// sound is an SSND chunk whose samples begin after gap bytes.
func sound(gap int, samples ...byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(gap))
	b = append(b, make([]byte, 4+gap)...)
	return bigPart("SSND", append(b, samples...)...)
}

func TestAIFFsOfEveryMakeAreRead(t *testing.T) {
	t.Parallel()
	two := []int32{0x0102 << 16, 0x0304 << 16}
	swapped := []int32{0x0201 << 16, 0x0403 << 16}
	plain := common(1, 2, 16, 44100, "")
	four := sound(0, 1, 2, 3, 4)
	f32 := binary.BigEndian.AppendUint32(nil, math.Float32bits(0.5))
	f64 := binary.BigEndian.AppendUint64(nil, math.Float64bits(-0.5))
	cut := form("AIFF", common(1, 99, 16, 44100, ""), sound(0, 1, 2, 3, 4, 5))[:59]
	streamed := form("AIFF", common(1, 0, 16, 44100, ""), four)
	binary.BigEndian.PutUint32(streamed[42:], 0)
	for name, test := range map[string]struct {
		file []byte
		want []int32
	}{
		"plain":                      {form("AIFF", plain, four), two},
		"8 bit, with a sign":         {form("AIFF", common(1, 2, 8, 44100, ""), sound(0, 0x80, 1)), []int32{math.MinInt32, 1 << 24}},
		"24 bit":                     {form("AIFF", common(1, 1, 24, 44100, ""), sound(0, 0x83, 2, 1)), []int32{-0x7cfdff00}},
		"20 bit in three bytes":      {form("AIFF", common(1, 1, 20, 44100, ""), sound(0, 3, 2, 0x10)), []int32{0x03021000}},
		"32 bit":                     {form("AIFF", common(1, 1, 32, 44100, ""), sound(0, 4, 3, 2, 1)), []int32{0x04030201}},
		"AIFF-C without compression": {form("AIFC", common(1, 2, 16, 44100, "NONE"), four), two},
		"AIFF-C twos":                {form("AIFC", common(1, 2, 16, 44100, "twos"), four), two},
		"AIFF-C sowt":                {form("AIFC", common(1, 2, 16, 44100, "sowt"), four), swapped},
		"AIFF-C sowt of 24 bit":      {form("AIFC", common(1, 1, 24, 44100, "sowt"), sound(0, 1, 2, 0x83)), []int32{-0x7cfdff00}},
		"AIFF-C raw":                 {form("AIFC", common(1, 1, 8, 44100, "raw "), sound(0, 0)), []int32{math.MinInt32}},
		"AIFF-C in24":                {form("AIFC", common(1, 1, 24, 44100, "in24"), sound(0, 3, 2, 1)), []int32{0x03020100}},
		"AIFF-C fl32":                {form("AIFC", common(1, 1, 32, 44100, "fl32"), sound(0, f32...)), []int32{1 << 30}},
		"AIFF-C FL64":                {form("AIFC", common(1, 1, 64, 44100, "FL64"), sound(0, f64...)), []int32{-1 << 30}},
		"a gap before the sound":     {form("AIFF", plain, sound(6, 1, 2, 3, 4)), two},
		"sound before its format":    {form("AIFF", four, plain), two},
		"odd chunks":                 {form("AIFF", bigPart("NAME", 'x'), plain, bigPart("odd ", 1, 2, 3), four), two},
		"fewer frames than bytes":    {form("AIFF", common(1, 1, 16, 44100, ""), four), two[:1]},
		"more frames than bytes":     {form("AIFF", common(1, 9, 16, 44100, ""), four), two},
		"cut in mid-sample":          {cut, two},
		"streamed":                   {streamed, append([]int32{}, two...)},
	} {
		spec, got := read(t, save(t, "x", test.file))
		if !slices.Equal(got, test.want) || spec.Container != AIFF || spec.Rate != 44100 {
			t.Errorf("%s: got %#x in %+v, want %#x", name, got, spec, test.want)
		}
	}
}

func TestDamagedAndForeignAIFFsAreRefusedInWords(t *testing.T) {
	t.Parallel()
	plain, four := common(1, 2, 16, 44100, ""), sound(0, 1, 2, 3, 4)
	for name, test := range map[string]struct {
		file []byte
		want error
		why  string
	}{
		"no format":                {form("AIFF", four), ErrNotAudio, "ends too early"},
		"no sound":                 {form("AIFF", plain), ErrNotAudio, "ends too early"},
		"an empty one with a tag":  {form("AIFF", common(1, 0, 16, 44100, ""), sound(0), bigPart("ID3 ", 1, 2, 3, 4)), ErrNotAudio, "no sound"},
		"a short sound":            {form("AIFF", plain, bigPart("SSND", 1, 2)), ErrNotAudio, "too short"},
		"a gap past the end":       {form("AIFF", plain, bigPart("SSND", 255, 255, 255, 255, 0, 0, 0, 0)), ErrNotAudio, "damaged"},
		"a short format":           {form("AIFF", bigPart("COMM", 1, 2), four), ErrNotAudio, "damaged"},
		"another form":             {form("8SVX", plain, four), ErrNotAudio, "no MP3, WAV or AIFF"},
		"cut in its first letters": {[]byte("FORM\x00\x00"), ErrNotAudio, "ends too early"},
		"compressed":               {form("AIFC", common(1, 2, 16, 44100, "ima4"), four), ErrUnsupported, "compressed"},
		"40 bit":                   {form("AIFF", common(1, 2, 40, 44100, ""), four), ErrUnsupported, "bits"},
		"1 MHz":                    {form("AIFF", common(1, 2, 16, 1000000, ""), four), ErrUnsupported, "1000000 Hz"},
	} {
		_, err := Probe(save(t, "x", test.file))
		if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestRatesAreWrittenAs80BitFloatsTheWayEverybodyDoes(t *testing.T) {
	t.Parallel()
	for rate, want := range map[int]string{
		8000:   "400bfa00000000000000",
		22050:  "400dac44000000000000",
		44100:  "400eac44000000000000",
		48000:  "400ebb80000000000000",
		88200:  "400fac44000000000000",
		96000:  "400fbb80000000000000",
		192000: "4010bb80000000000000",
		1:      "3fff8000000000000000",
	} {
		got := toExtended(rate)
		if hex.EncodeToString(got[:]) != want {
			t.Errorf("%d is written %x, want %s", rate, got, want)
		}
		if back := fromExtended(got); back != rate {
			t.Errorf("%d is read back as %d", rate, back)
		}
	}
}

func TestAnImpossible80BitRateIsNone(t *testing.T) {
	t.Parallel()
	for _, digits := range []string{
		"00000000000000000000", "7fff8000000000000000", "7fffc000000000000000", "c00eac44000000000000", "ffffffffffffffffffff",
	} {
		b, err := hex.DecodeString(digits)
		if err != nil {
			t.Fatal(err)
		}
		if got := fromExtended([10]byte(b)); got != 0 {
			t.Errorf("%s is read as %d", digits, got)
		}
	}
	if got := fromExtended([10]byte{0x40, 0x0e, 0xac, 0x43, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}); got != 44100 {
		t.Errorf("a hair under 44,100 is read as %d", got)
	}
}
