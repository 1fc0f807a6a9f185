package mp3

import "math"

const (
	// neutralGain is the global gain that makes the quantizer's step one.
	neutralGain = 210
	maxGain     = 255
	// maxGranuleBits is what the side information's part2_3_length can hold.
	maxGranuleBits = 1<<12 - 1
)

// granule is one channel's granule on its way from a spectrum to bits.
type granule struct {
	kind  blockType
	rate  int // index of the rate
	lines [granuleLines]float64

	wanted       int // the gain that shaping asks for
	scalefac     [scaledBands]int
	compress     int // scalefac_compress
	scalefacBits int
	subblockGain [windows]int

	powered [granuleLines]float64 // the lines, amplified and to the power of 3/4
	loudest float64               // of the powered ones
	tried   [maxGain + 1]int      // bits at each gain, plus one; 0 where unknown
	lowest  int                   // the finest gain that the format has room for

	gain      int
	values    [granuleLines]int32
	partition partition
}

var (
	// gainFactor is what the powered lines are multiplied by at each gain.
	gainFactor = newGainFactors()
	roundUp    = newRoundUp()
)

func newGainFactors() (f [maxGain + 1]float64) {
	for g := range f {
		f[g] = math.Exp2(-0.75 * float64(g-neutralGain) / 4)
	}
	return f
}

// newRoundUp makes the fractions from which on a value is rounded up, so that
// it becomes the one that is restored closer to what it was. For larger
// values than these it is near enough to a half.
func newRoundUp() (t [32]float64) {
	for k := range t {
		v := float64(k)
		middle := (math.Pow(v, 4.0/3) + math.Pow(v+1, 4.0/3)) / 2
		t[k] = math.Pow(middle, 0.75) - v
	}
	return t
}

// prepare readies a shaped granule to be tried at any gain.
func (g *granule) prepare(edges *[longBands + 1]int) {
	g.loudest = 0
	if g.kind == shortBlock {
		var boost [windows]float64
		for w := range boost {
			boost[w] = math.Exp2(0.75 * 2 * float64(g.subblockGain[w]))
		}
		for i, x := range g.lines {
			g.power(i, x, boost[g.window(i)])
		}
	} else {
		for b := range longBands {
			boost := 1.0
			if b < scaledBands {
				boost = math.Exp2(0.75 * 0.5 * float64(g.scalefac[b]))
			}
			for i := edges[b]; i < edges[b+1]; i++ {
				g.power(i, g.lines[i], boost)
			}
		}
	}
	g.tried = [maxGain + 1]int{}
	g.findLowest(edges)
}

func (g *granule) power(i int, x, boost float64) {
	x = math.Abs(x)
	p := math.Sqrt(x*math.Sqrt(x)) * boost
	g.powered[i] = p
	g.loudest = max(g.loudest, p)
}

// window is the window of a short block that the line coded i'th is from.
func (g *granule) window(i int) int { return shortOrder[g.rate][i] % windows }

// findLowest finds the finest gain at which no value is too large, and the
// bits are no more than the side information can tell.
func (g *granule) findLowest(edges *[longBands + 1]int) {
	low := 0
	for low < maxGain && g.loudest*gainFactor[low] > largestValue {
		low++
	}
	high := maxGain
	for low < high {
		middle := (low + high) / 2
		if g.bitsAt(middle, edges) <= maxGranuleBits {
			high = middle
		} else {
			low = middle + 1
		}
	}
	g.lowest = low
}

// bitsAt is what the granule needs at a gain, scalefactors included.
func (g *granule) bitsAt(gain int, edges *[longBands + 1]int) int {
	if g.tried[gain] == 0 {
		g.quantize(gain, edges)
		g.tried[gain] = g.bits() + 1
	}
	return g.tried[gain] - 1
}

func (g *granule) bits() int { return g.scalefacBits + g.partition.bits }

// quantize settles the granule's values, and how they are coded, for a gain.
func (g *granule) quantize(gain int, edges *[longBands + 1]int) {
	g.gain = gain
	factor := gainFactor[gain]
	for i, p := range &g.powered {
		v := p * factor
		k := int32(v)
		threshold := 0.5
		if int(k) < len(roundUp) {
			threshold = roundUp[k]
		}
		if v-float64(k) >= threshold {
			k++
		}
		if g.lines[i] < 0 {
			k = -k
		}
		g.values[i] = k
	}
	g.partition = divide(&g.values, g.kind, edges)
}
