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

	runs    []run
	powered [granuleLines]float64 // the lines, amplified and to the power of 3/4
	tried   [maxGain + 1]int      // bits at each gain, plus one; 0 where unknown
	lowest  int                   // the finest gain at which no value is too large

	gain      int
	values    [granuleLines]int32
	partition partition
}

// run is a stretch of lines that are quantized with the same step.
type run struct {
	from, to int
	boost    int // in quarters of a power of two, what the lines are amplified by
}

var (
	// gainFactor is what the powered lines are multiplied by at each gain.
	gainFactor = newGainFactors()
	roundUp    = newRoundUp()

	// smallShare is how much of a line's energy counts when it is found out
	// whether rounding makes it louder, by the line's value; larger values
	// hardly do. smallEnergy is what these values are restored to, in the
	// same measure. The share of twos was found by trying: with it white noise
	// keeps its level within 0.1 dB, be the quantization's 4 or 40 dB below.
	smallShare  = [3]float64{1, 1, twoShare}
	smallEnergy = [3]float64{0, 1, twoShare * 6.3496}
)

const twoShare = 0.7

func newGainFactors() (f [maxGain + 1]float64) {
	for g := range f {
		f[g] = powerOfStep(neutralGain - g)
	}
	return f
}

// powerOfStep is what so many quarters of a power of two are to powered lines.
func powerOfStep(quarters int) float64 { return math.Exp2(0.75 / 4 * float64(quarters)) }

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
func (g *granule) prepare() {
	g.cutIntoRuns()
	var loudest float64
	for _, r := range g.runs {
		factor := powerOfStep(r.boost)
		for i := r.from; i < r.to; i++ {
			x := math.Abs(g.lines[i])
			g.powered[i] = math.Sqrt(x*math.Sqrt(x)) * factor
			loudest = max(loudest, g.powered[i])
		}
	}
	g.tried = [maxGain + 1]int{}
	g.lowest = 0
	for g.lowest < maxGain && loudest*gainFactor[g.lowest] > largestValue {
		g.lowest++
	}
}

func (g *granule) cutIntoRuns() {
	const scalefacBoost, subblockBoost = 2, 8
	g.runs = g.runs[:0]
	if g.kind == shortBlock {
		edges := shortRuns[g.rate]
		for n, from := range edges[:len(edges)-1] {
			g.runs = append(g.runs, run{from, edges[n+1], g.subblockGain[n%windows] * subblockBoost})
		}
		return
	}
	edges := &longEdges[g.rate]
	for b := range longBands {
		r := run{from: edges[b], to: edges[b+1]}
		if b < scaledBands {
			r.boost = g.scalefac[b] * scalefacBoost
		}
		g.runs = append(g.runs, r)
	}
}

// bitsAt is what the granule needs at a gain, scalefactors included.
func (g *granule) bitsAt(gain int) int {
	if g.tried[gain] == 0 {
		g.quantize(gain)
		g.tried[gain] = g.bits() + 1
	}
	return g.tried[gain] - 1
}

func (g *granule) bits() int { return g.scalefacBits + g.partition.bits }

// quantize settles the granule's values, and how they are coded, for a gain.
func (g *granule) quantize(gain int) {
	g.gain = gain
	for _, r := range g.runs {
		g.quantizeRun(r)
	}
	g.partition = divide(&g.values, g.kind, &longEdges[g.rate])
}

func (g *granule) quantizeRun(r run) {
	factor := gainFactor[g.gain]
	var restored, small float64 // energy in the lines' values, and what it was
	for i := r.from; i < r.to; i++ {
		v, x := g.powered[i]*factor, g.lines[i]
		k := int32(v)
		threshold := 0.5
		if int(k) < len(roundUp) {
			threshold = roundUp[k]
		}
		if v-float64(k) >= threshold {
			k++
		}
		if int(k) < len(smallShare) {
			restored += smallEnergy[k]
			small += smallShare[k] * x * x
		}
		if x < 0 {
			k = -k
		}
		g.values[i] = k
	}
	if restored > 0 {
		step := math.Exp2(float64(g.gain-neutralGain-r.boost) / 4)
		g.dropOnes(r, int(restored-small/(step*step)+0.5))
	}
}

// dropOnes makes zeros of the n faintest ones in a run. Rounding alone would
// make faint noise louder than it is, when most of it becomes zeros and ones.
func (g *granule) dropOnes(r run, n int) {
	const buckets = 16
	if n <= 0 {
		return
	}
	factor := gainFactor[g.gain]
	bucket := func(i int) int { return min(int((g.powered[i]*factor-roundUp[0])*buckets), buckets-1) }
	var count [buckets]int
	for i := r.from; i < r.to; i++ {
		if g.values[i]*g.values[i] == 1 {
			count[bucket(i)]++
		}
	}
	last := 0 // the bucket that only some are dropped of
	for ; last < buckets-1 && n >= count[last]; last++ {
		n -= count[last]
	}
	for i := r.from; i < r.to; i++ {
		if g.values[i]*g.values[i] != 1 {
			continue
		}
		switch b := bucket(i); {
		case b < last:
			g.values[i] = 0
		case b == last && n > 0:
			g.values[i] = 0
			n--
		}
	}
}
