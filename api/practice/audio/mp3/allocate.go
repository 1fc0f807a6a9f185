package mp3

// allocator shares out a frame's bits.
type allocator struct {
	offset int // of the last frame's gains: the next one's are seldom far off
}

// allocate gives each of a frame's granules its gain, so that all of them
// together need no more than the budget of bits. Their gains differ from the
// wanted ones by the same amount, as far as the format lets them: then the
// noise is hidden equally well in all of them.
func (a *allocator) allocate(granules []*granule, budget int) {
	lowest, highest := 0, -maxGain
	for _, g := range granules {
		lowest = min(lowest, g.lowest-g.wanted)
		highest = max(highest, maxGain-g.wanted)
	}
	low, high := lowest, highest
	for step := 1; low < high; step *= 2 {
		probe := low + (high-low)/2
		if low == lowest || high == highest { // it is not enclosed yet
			probe = min(max(a.offset, low), high-1)
		}
		if fits(granules, probe, budget) {
			high, a.offset = probe, probe-step
		} else {
			low, a.offset = probe+1, probe+step
		}
	}
	a.offset = high
	spendRest(granules, high, budget)
}

// fits reports whether the frame has room for the granules when their gains
// are all off by as much.
func fits(granules []*granule, offset, budget int) bool {
	for _, g := range granules {
		n := g.bitsAt(g.gainAt(offset))
		budget -= n
		if n > maxGranuleBits || budget < 0 {
			return false
		}
	}
	return true
}

// gainAt is the granule's gain when all are off by as much.
func (g *granule) gainAt(offset int) int {
	return min(max(g.wanted+offset, g.lowest), maxGain)
}

// spendRest settles the granules, some of them finer than the offset says
// when there are bits left for that.
func spendRest(granules []*granule, offset, budget int) {
	for _, g := range granules {
		budget -= g.bitsAt(g.gainAt(offset))
	}
	for _, g := range granules {
		gain := g.gainAt(offset)
		for gain > g.lowest {
			finer := g.bitsAt(gain - 1)
			more := finer - g.bitsAt(gain)
			if more > budget || finer > maxGranuleBits {
				break
			}
			budget -= more
			gain--
		}
		g.quantize(gain)
	}
}
