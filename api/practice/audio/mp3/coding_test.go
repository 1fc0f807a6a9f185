package mp3

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryCodeIsCompleteAndFreeOfPrefixes(t *testing.T) {
	tables := []codeTable{quadCodes[0], quadCodes[1]}
	for _, table := range pairCodes {
		tables = append(tables, table)
		if len(table.words) != table.side*table.side {
			t.Errorf("a code for %d values has %d words", table.side, len(table.words))
		}
	}
	for _, table := range tables {
		var words []string
		var room float64
		for i, length := range table.lengths {
			word := make([]byte, length)
			for bit := range word {
				word[bit] = '0' + byte(table.words[i]>>(int(length)-1-bit)&1)
			}
			words = append(words, string(word))
			room += 1 / float64(int(1)<<length)
		}
		slices.Sort(words)
		for i := 1; i < len(words); i++ {
			if strings.HasPrefix(words[i], words[i-1]) {
				t.Errorf("the word %s begins with %s", words[i], words[i-1])
			}
		}
		if room != 1 {
			t.Errorf("a code fills %g of its room", room)
		}
	}
}

// drawValues draws quantized values that become smaller with the frequency,
// as those of sound do.
func drawValues(t *rapid.T) *[granuleLines]int32 {
	var values [granuleLines]int32
	end := 0
	for _, largest := range []int32{largestValue, 100, 15, 7, 3, 2, 1} {
		n := rapid.IntRange(0, granuleLines-end).Draw(t, "lines")
		drawn := rapid.SliceOfN(rapid.Int32Range(-largest, largest), n, n).Draw(t, "values")
		end += copy(values[end:], drawn)
	}
	return &values
}

func TestThePlannedBitsAreTheWrittenOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := drawValues(t)
		kind := blockType(rapid.IntRange(0, 3).Draw(t, "block type"))
		p := divide(values, kind, &longEdges[rapid.IntRange(0, 2).Draw(t, "rate")])
		var w bitWriter
		p.put(&w, values)
		if written := len(w.bytes)*8 + int(w.held); written != p.bits {
			t.Errorf("%d bits are planned and %d written", p.bits, written)
		}
		if kind == longBlock && (p.region0Bands < 1 || p.region0Bands > maxRegion0Bands ||
			p.region1Bands < 1 || p.region1Bands > maxRegion1Bands) {
			t.Errorf("the regions have %d and %d bands", p.region0Bands, p.region1Bands)
		}
		for i, v := range values {
			if v != 0 && i >= 2*p.bigPairs+4*p.quads {
				t.Errorf("line %d is %d, but lies behind what is coded", i, v)
			}
		}
	})
}

func TestValuesAreNeverLargerThanTheCodesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := granule{kind: blockType(rapid.IntRange(0, 3).Draw(t, "block type"))}
		for range rapid.IntRange(1, 20).Draw(t, "loud lines") {
			g.lines[rapid.IntRange(0, granuleLines-1).Draw(t, "line")] = rapid.Float64Range(-4, 4).Draw(t, "level")
		}
		g.shape(&longEdges[0], true)
		g.prepare()
		g.quantize(g.lowest)
		for i, v := range g.values {
			if magnitude(v) > largestValue {
				t.Errorf("line %d is %d", i, v)
			}
		}
	})
}

// feed gives a channel granules of noise with these levels, and returns the
// block types of all but the last.
func feed(levels []float64) (kinds []blockType) {
	c, g := newChannel(), &granule{}
	seed := uint32(1)
	for n, level := range levels {
		for i := range c.filter.fresh() {
			seed = seed*1664525 + 1013904223
			c.filter.fresh()[i] = level * float64(int32(seed)) / (1 << 31)
		}
		c.advance()
		if n > 0 {
			c.spectrum(g)
			kinds = append(kinds, g.kind)
		}
	}
	return kinds
}

func TestShortBlocksStandBetweenStartAndStop(t *testing.T) {
	const faint, soft, loud = 1e-5, 1e-2, 0.5
	for _, test := range []struct {
		levels []float64
		want   []blockType
	}{
		{[]float64{faint, faint, faint, faint, faint}, []blockType{0, 0, 0, 0}},
		{[]float64{faint, faint, loud, loud, loud, loud}, []blockType{0, 1, 2, 3, 0}},
		{[]float64{faint, faint, loud, faint, faint, loud, loud, loud}, []blockType{0, 1, 2, 3, 1, 2, 3}},
		{[]float64{faint, faint, soft, soft, loud, loud, loud}, []blockType{0, 1, 2, 2, 2, 3}},
		{[]float64{loud, loud, soft, faint, faint, faint}, []blockType{2, 3, 0, 0, 0}},
	} {
		if got := feed(test.levels); !slices.Equal(got, test.want) {
			t.Errorf("noise at %v: got block types %v, want %v", test.levels, got, test.want)
		}
	}
}

func TestTheInfoFrameHasRoomAtEveryBitrate(t *testing.T) {
	for _, rate := range rates {
		for channels := 1; channels <= 2; channels++ {
			for _, bitrate := range bitrates[1:] {
				f := format{rate: rate, channels: channels, bitrate: bitrate}
				info := f.infoFormat()
				frame := info.infoFrame(streamInfo{})
				if info.bitrate < bitrate || len(frame) != info.frameBytes() ||
					len(frame) < headerBytes+f.sideBytes()+infoBytes+lameBytes {
					t.Errorf("%+v: the Info frame has %d bytes at %d kbit/s", f, len(frame), info.bitrate)
				}
			}
		}
	}
}

func TestTheChecksumIsTheKnownOne(t *testing.T) {
	const known = 0xbb3d // of these digits, for the CRC that is known as ARC
	if got := crc16(0, []byte("123456789")); got != known {
		t.Errorf("got %#x, want %#x", got, known)
	}
}
