package mp3

import "math"

const (
	// quietLine is about what the noise leaves of a line, for the estimate of
	// what lines take to code.
	quietLine = 1e-4
	// midSideGain is how much less mid and side must take than left and right.
	midSideGain = 0.95
)

// toMidSide turns a frame's left and right into their mid and side where that
// takes fewer bits, as it does when the channels have much in common, and
// reports whether it did. The header has one choice for both granules.
func (c *frameCoder) toMidSide() bool {
	if c.format.channels != 2 {
		return false
	}
	var leftRight, midSide float64
	for _, g := range c.granules {
		if g[0].kind != g[1].kind {
			return false
		}
		for i, left := range &g[0].lines {
			mid, side := midAndSide(left, g[1].lines[i])
			leftRight += math.Log2((1 + math.Abs(left)/quietLine) * (1 + math.Abs(g[1].lines[i])/quietLine))
			midSide += math.Log2((1 + math.Abs(mid)/quietLine) * (1 + math.Abs(side)/quietLine))
		}
	}
	if midSide >= leftRight*midSideGain {
		return false
	}
	for _, g := range c.granules {
		for i, left := range &g[0].lines {
			g[0].lines[i], g[1].lines[i] = midAndSide(left, g[1].lines[i])
		}
	}
	return true
}

func midAndSide(left, right float64) (mid, side float64) {
	return (left + right) * (math.Sqrt2 / 2), (left - right) * (math.Sqrt2 / 2)
}
