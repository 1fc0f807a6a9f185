package mp3

import "math"

// blockType is how a granule's subband samples are windowed, with the
// standard's numbers.
type blockType int

const (
	longBlock  blockType = iota
	startBlock           // a long one in front of short ones
	shortBlock           // three windows of a third of the length each
	stopBlock            // a long one behind short ones
)

const (
	longLines  = granuleSlots
	shortLines = longLines / 3
	windows    = 3
	// firstShort is where the first short window begins in the long one.
	firstShort = 6
)

var (
	longWindows = newLongWindows()
	shortWindow = sineWindow(2 * shortLines)
	longCosine  = newCosine(longLines)
	shortCosine = newCosine(shortLines)

	aliasKeep, aliasCross = newAliasFactors()
)

// newAliasFactors makes cs and ca of the coefficients in the standard's table
// B.9.
func newAliasFactors() (keep, cross [8]float64) {
	for i, c := range []float64{-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037} {
		keep[i] = 1 / math.Sqrt(1+c*c)
		cross[i] = c / math.Sqrt(1+c*c)
	}
	return keep, cross
}

func sineWindow(n int) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = math.Sin(math.Pi / float64(n) * (float64(i) + 0.5))
	}
	return w
}

// newLongWindows makes the windows of the three long block types. Those of
// start and stop blocks have the slope of a short window on one side.
func newLongWindows() (w [4][2 * longLines]float64) {
	long, short := sineWindow(2*longLines), sineWindow(2*shortLines)
	for i := range longLines {
		w[longBlock][i], w[longBlock][35-i] = long[i], long[i]
		w[startBlock][i], w[stopBlock][35-i] = long[i], long[i]
		slope := 1.0
		switch {
		case i < firstShort:
			slope = 0
		case i < 2*firstShort:
			slope = short[i-firstShort]
		}
		w[startBlock][35-i], w[stopBlock][i] = slope, slope
	}
	return w
}

// newCosine makes the matrix of a DCT-IV of size n, with the factor that makes
// the decoder's transform restore what went in.
func newCosine(n int) [][]float64 {
	m := make([][]float64, n)
	for k := range m {
		m[k] = make([]float64, n)
		for i := range m[k] {
			m[k][i] = math.Cos(math.Pi/float64(n)*(float64(i)+0.5)*(float64(k)+0.5)) * 2 / float64(n)
		}
	}
	return m
}

// mdct writes the transform of 2n windowed samples to every stride'th of out.
func mdct(x []float64, cosine [][]float64, out []float64, stride int) {
	n := len(cosine)
	half := n / 2
	var buf [longLines]float64
	folded := buf[:n]
	for i := range half {
		folded[i] = -x[n+half-1-i] - x[n+half+i]
		folded[half+i] = x[i] - x[n-1-i]
	}
	for k, row := range cosine {
		var sum float64
		for i, v := range folded {
			sum += row[i] * v
		}
		out[k*stride] = sum
	}
}

// transform makes a granule's 576 lines of its subband samples and those of
// the granule before it. The lines of a short block come out with the three
// windows interleaved: window w's line f is at 3f+w.
func transform(before, now *subbandGranule, kind blockType, lines *[granuleLines]float64) {
	var x [2 * longLines]float64
	for sb := range subbands {
		out := lines[sb*longLines : (sb+1)*longLines]
		copy(x[:longLines], before[sb][:])
		copy(x[longLines:], now[sb][:])
		if x == ([2 * longLines]float64{}) { // as most subbands of silence are
			clear(out)
			continue
		}
		if kind == shortBlock {
			transformShort(&x, out)
			continue
		}
		for i, w := range &longWindows[kind] {
			x[i] *= w
		}
		mdct(x[:], longCosine, out, 1)
	}
	if kind != shortBlock {
		reduceAlias(lines)
	}
}

func transformShort(x *[2 * longLines]float64, out []float64) {
	for w := range windows {
		var part [2 * shortLines]float64
		for i := range part {
			part[i] = x[firstShort+w*shortLines+i] * shortWindow[i]
		}
		mdct(part[:], shortCosine, out[w:], windows)
	}
}

// reduceAlias takes out of each pair of neighbouring subbands what the filter
// bank lets through from the other.
func reduceAlias(lines *[granuleLines]float64) {
	for border := longLines; border < granuleLines; border += longLines {
		for i := range aliasKeep {
			lower, upper := lines[border-1-i], lines[border+i]
			lines[border-1-i] = lower*aliasKeep[i] + upper*aliasCross[i]
			lines[border+i] = upper*aliasKeep[i] - lower*aliasCross[i]
		}
	}
}
