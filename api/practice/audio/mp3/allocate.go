package mp3

// allocate gives each of a frame's granules its gain, so that all of them
// together need no more than the budget of bits. Their gains differ from the
// wanted ones by the same amount, as far as the format lets them: then the
// noise is hidden equally well in all of them.
func allocate(granules []*granule, budget int, edges *[longBands + 1]int) {
	low, high := 0, -maxGain
	for _, g := range granules {
		low = min(low, g.lowest-g.wanted)
		high = max(high, maxGain-g.wanted)
	}
	for low < high {
		middle := low + (high-low)/2
		if totalBits(granules, middle, edges) <= budget {
			high = middle
		} else {
			low = middle + 1
		}
	}
	left := budget - totalBits(granules, high, edges)
	for _, g := range granules {
		gain := g.gainAt(high)
		for gain > g.lowest {
			more := g.bitsAt(gain-1, edges) - g.bitsAt(gain, edges)
			if more > left || g.bitsAt(gain-1, edges) > maxGranuleBits {
				break
			}
			left -= more
			gain--
		}
		g.quantize(gain, edges)
	}
}

// gainAt is the granule's gain when all are off by as much.
func (g *granule) gainAt(offset int) int {
	return min(max(g.wanted+offset, g.lowest), maxGain)
}

func totalBits(granules []*granule, offset int, edges *[longBands + 1]int) int {
	var sum int
	for _, g := range granules {
		sum += g.bitsAt(g.gainAt(offset), edges)
	}
	return sum
}
