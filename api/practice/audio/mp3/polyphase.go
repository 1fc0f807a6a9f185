package mp3

import "math"

const (
	subbands     = 32
	granuleSlots = granuleLines / subbands
	windowLength = 512
	// historyLength is how much of the past the filter bank looks at, beside
	// the samples that are new.
	historyLength = windowLength - subbands
)

// subbandGranule holds a granule's samples of each subband, in time order.
type subbandGranule [subbands][granuleSlots]float64

var (
	analysisWindow = newAnalysisWindow()
	analysisCosine = newAnalysisCosine()
)

// newAnalysisWindow makes the window C of the standard: the prototype with the
// sign of every other run of 64 turned, and 1/32 of the decoder's window.
// The order is reversed, to run along with the samples' time.
func newAnalysisWindow() *[windowLength]float64 {
	var w [windowLength]float64
	for i := range windowLength {
		c := prototype[min(i, windowLength-i)] / 65536 / subbands
		if i/64%2 == 1 {
			c = -c
		}
		w[windowLength-1-i] = c
	}
	return &w
}

// newAnalysisCosine makes the matrix for the lower half of the subbands; the
// upper half has the same columns with every odd one's sign turned.
func newAnalysisCosine() *[subbands / 2][subbands]float64 {
	var m [subbands / 2][subbands]float64
	for i := range m {
		for k := range m[i] {
			m[i][k] = math.Cos(float64((2*i+1)*k) * math.Pi / 64)
		}
	}
	return &m
}

// polyphase splits one channel into 32 subbands.
type polyphase struct {
	samples [historyLength + granuleLines]float64
}

// fresh is where the next granule's samples belong, full scale at one.
func (p *polyphase) fresh() []float64 { return p.samples[historyLength:] }

// split turns the fresh samples into subband samples.
func (p *polyphase) split(out *subbandGranule) {
	if p.samples == ([historyLength + granuleLines]float64{}) { // nothing in, nothing out
		*out = subbandGranule{}
		return
	}
	for slot := range granuleSlots {
		at := slot * subbands
		folded := foldWindowed((*[windowLength]float64)(p.samples[at : at+windowLength]))
		for i := range subbands / 2 {
			row := &analysisCosine[i]
			var even, odd float64
			for k := 0; k < subbands; k += 2 {
				even += row[k] * folded[k]
				odd += row[k+1] * folded[k+1] // #nosec G602 -- k is even
			}
			out[i][slot] = even + odd
			out[subbands-1-i][slot] = even - odd
		}
		if slot%2 == 1 {
			invertOdd(out, slot)
		}
	}
	copy(p.samples[:historyLength], p.samples[granuleLines:])
}

// foldWindowed applies the window, sums up its eight runs of 64, and folds
// the sums into 32 by the cosine's symmetry around 16 and 48.
func foldWindowed(x *[windowLength]float64) (folded [subbands]float64) {
	var y [64]float64 // reversed, like the samples
	for k := range y {
		var sum float64
		for j := k; j < windowLength; j += 64 {
			sum += x[j] * analysisWindow[j]
		}
		y[63-k] = sum
	}
	folded[0] = y[16]
	for m := 1; m <= 16; m++ {
		folded[m] = y[16+m] + y[16-m]
	}
	for m := 17; m < subbands; m++ {
		folded[m] = y[16+m] - y[80-m]
	}
	return folded
}

// invertOdd turns a slot's sign in every other subband: those come out of the
// filter bank with their frequencies mirrored.
func invertOdd(out *subbandGranule, slot int) {
	for sb := 1; sb < subbands; sb += 2 {
		out[sb][slot] = -out[sb][slot]
	}
}
