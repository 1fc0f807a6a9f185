package mp3

import "math"

const (
	// shapingPower is how far the noise's spectrum follows the signal's: its
	// energy in a band goes with this power of the signal's there, which
	// hides it better than white noise or noise in proportion.
	shapingPower = 0.6
	// quantizerPower is what the quantizer does of that by itself, as its
	// steps grow with the values.
	quantizerPower = 0.25
	// stepPower turns a band's energy per line into its quantizer step.
	stepPower = (shapingPower - quantizerPower) * 2 / 3
	// faintLine is the energy of lines that are not worth finer steps: it is
	// below what 16 bits make of silence.
	faintLine = 1e-12
	// spreadUp and spreadDown are what a band's energy hides in the next one
	// above and below it.
	spreadUp   = 0.15
	spreadDown = 0.03
	// largestScalefac keeps one band's noise within 21 dB of another's. The
	// format has room for more, but not in the upper bands.
	largestScalefac = 7
)

// scalefacLengths are the bits of each scalefactor in the lower and the upper
// bands, for every value of scalefac_compress.
var scalefacLengths = [16][2]int{
	{0, 0},
	{0, 1},
	{0, 2},
	{0, 3},
	{3, 0},
	{1, 1},
	{1, 2},
	{1, 3},
	{2, 1},
	{2, 2},
	{2, 3},
	{3, 1},
	{3, 2},
	{3, 3},
	{4, 2},
	{4, 3},
}

// lowerBands is how many bands have the first of the two lengths.
const lowerBands = 11

// shape chooses how much finer than the loudest each band or window is to be
// quantized, and asks for the gain that fits: what the noise would be, if it
// were for hiding it alone. Without scalefactors only the gain is set.
func (g *granule) shape(edges *[longBands + 1]int, withScalefacs bool) {
	g.scalefac, g.subblockGain, g.compress, g.scalefacBits = [scaledBands]int{}, [windows]int{}, 0, 0
	if g.kind == shortBlock {
		g.shapeWindows()
		return
	}
	var steps [longBands]float64
	bandSteps(&g.lines, edges, &steps)
	loudest := steps[0]
	for _, s := range steps {
		loudest = max(loudest, s)
	}
	g.wanted = gainOf(loudest)
	if withScalefacs {
		for b := range g.scalefac {
			g.scalefac[b] = min(int(math.Round(2*(loudest-steps[b]))), largestScalefac)
		}
		g.packScalefacs()
	}
}

// gainOf is the global gain of a quantizer step, given as its logarithm to
// the base of two.
func gainOf(step float64) int { return neutralGain + int(math.Round(4*step)) }

// bandSteps gives the step that each band should have, as its logarithm.
func bandSteps(lines *[granuleLines]float64, edges *[longBands + 1]int, steps *[longBands]float64) {
	var energy [longBands]float64
	for b := range energy {
		energy[b] = lineEnergy(lines[edges[b]:edges[b+1]])
	}
	for b := 1; b < longBands; b++ {
		energy[b] = max(energy[b], energy[b-1]*spreadUp)
	}
	for b := longBands - 2; b >= 0; b-- {
		energy[b] = max(energy[b], energy[b+1]*spreadDown)
	}
	for b, e := range energy {
		steps[b] = stepPower * math.Log2(e)
	}
}

// lineEnergy is the mean energy of some lines, or that of faint ones.
func lineEnergy(lines []float64) float64 {
	var sum float64
	for _, x := range lines {
		sum += x * x
	}
	return max(sum/float64(len(lines)), faintLine)
}

// shapeWindows gives each window of a short block the subblock gain that lets
// the quiet ones, in front of an attack, be quantized finer.
func (g *granule) shapeWindows() {
	var energy [windows]float64
	for i, x := range g.lines {
		energy[shortOrder[g.rate][i]%windows] += x * x
	}
	var steps [windows]float64
	loudest := math.Inf(-1)
	for w, e := range energy {
		steps[w] = stepPower * math.Log2(max(e/(granuleLines/windows), faintLine))
		loudest = max(loudest, steps[w])
	}
	for w := range steps {
		g.subblockGain[w] = min(int((loudest-steps[w])/2), 7)
	}
	g.wanted = gainOf(loudest)
}

// packScalefacs finds the shortest lengths that hold the scalefactors.
func (g *granule) packScalefacs() {
	var need [2]int
	for b, s := range g.scalefac {
		part := b / lowerBands
		need[part] = max(need[part], s)
	}
	g.scalefacBits = 1 << 30
	for c, n := range scalefacLengths {
		if need[0] >= 1<<n[0] || need[1] >= 1<<n[1] {
			continue
		}
		if bits := lowerBands*n[0] + (scaledBands-lowerBands)*n[1]; bits < g.scalefacBits {
			g.compress, g.scalefacBits = c, bits
		}
	}
}

// putScalefacs writes the scalefactors of a granule, which short blocks have
// none of.
func (g *granule) putScalefacs(w *bitWriter) {
	for b, s := range g.scalefac {
		w.put(uint32(s), scalefacLengths[g.compress][b/lowerBands])
	}
}
