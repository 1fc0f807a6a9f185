package mp3

// The bits that the side information has for the number of bands in the first
// and the second region bound them.
const (
	maxRegion0Bands = 16
	maxRegion1Bands = 8
)

// partition says how a granule's quantized values are cut up to be coded:
// pairs in up to three regions with a code each, then quadruples of values up
// to one, then zeros that need no code.
type partition struct {
	bigPairs     int    // pairs in the regions
	quads        int    // quadruples behind them
	ends         [3]int // the values at which the regions end
	tables       [3]int
	region0Bands int
	region1Bands int
	quadTable    int
	bits         int // of all the code words, signs and linbits
}

// divide finds the partition with the fewest bits.
func divide(values *[granuleLines]int32, kind blockType, edges *[longBands + 1]int) (p partition) {
	p.measure(values)
	switch {
	case p.bigPairs == 0:
		p.region0Bands, p.region1Bands = 1, 1
	case kind == longBlock:
		p.divideByBands(values, edges)
	default:
		p.divideFixed(values)
	}
	return p
}

// measure finds where pairs, quadruples and zeros begin, and the better code
// for the quadruples.
func (p *partition) measure(values *[granuleLines]int32) {
	end := granuleLines
	for end > 0 && values[end-1] == 0 && values[end-2] == 0 {
		end -= 2
	}
	var cost [2]int
	for end >= 4 {
		q := values[end-4 : end]
		if magnitude(q[0]) > 1 || magnitude(q[1]) > 1 || magnitude(q[2]) > 1 || magnitude(q[3]) > 1 {
			break
		}
		i := quadIndex(q)
		signs := int(q[0]&1 + q[1]&1 + q[2]&1 + q[3]&1)
		cost[0] += int(quadCodes[0].lengths[i]) + signs
		cost[1] += int(quadCodes[1].lengths[i]) + signs
		end -= 4
		p.quads++
	}
	p.bigPairs = end / 2
	if cost[1] < cost[0] {
		p.quadTable = 1
	}
	p.bits = cost[p.quadTable]
}

// divideByBands tries every way of ending the regions where bands end.
func (p *partition) divideByBands(values *[granuleLines]int32, edges *[longBands + 1]int) {
	big := 2 * p.bigPairs
	var spans [longBands]span
	used := 0 // bands with any of the pairs in them
	for ; used < longBands && edges[used] < big; used++ {
		spans[used] = newSpan(values[edges[used]:min(edges[used+1], big)])
	}
	var lastTable, lastCost [longBands + 1]int // of what is left from a band on
	var tail span
	for b := used - 1; b >= 0; b-- {
		tail.add(&spans[b])
		lastTable[b], lastCost[b] = tail.best()
	}
	best := 1 << 30
	var first span
	for n0 := 1; n0 <= min(maxRegion0Bands, used); n0++ {
		first.add(&spans[n0-1])
		table0, cost0 := first.best()
		var second span
		for n1 := 1; n1 <= maxRegion1Bands && n0+n1 <= longBands; n1++ {
			end := min(n0+n1, used)
			if n0+n1 <= used {
				second.add(&spans[end-1])
			}
			table1, cost1 := second.best()
			if cost := cost0 + cost1 + lastCost[end]; cost < best {
				best = cost
				p.region0Bands, p.region1Bands = n0, n1
				p.tables = [3]int{table0, table1, lastTable[end]}
			}
			if n0+n1 >= used {
				break // more bands hold nothing more
			}
		}
	}
	p.ends = [3]int{min(edges[p.region0Bands], big), min(edges[p.region0Bands+p.region1Bands], big), big}
	p.bits += best
}

// divideFixed takes the two regions that are the rule in all blocks but plain
// long ones. The first ends at the same line in all of them, whatever bands
// lie below it.
func (p *partition) divideFixed(values *[granuleLines]int32) {
	const firstEnd = 36
	big := 2 * p.bigPairs
	end := min(firstEnd, big)
	p.ends = [3]int{end, big, big}
	first, second := newSpan(values[:end]), newSpan(values[end:big])
	var cost0, cost1 int
	p.tables[0], cost0 = first.best()
	p.tables[1], cost1 = second.best()
	p.bits += cost0 + cost1
}

// put writes the values' code words.
func (p *partition) put(w *bitWriter, values *[granuleLines]int32) {
	at := 0
	for region, end := range p.ends {
		for ; at < end; at += 2 {
			putPair(w, p.tables[region], values[at], values[at+1])
		}
	}
	for range p.quads {
		putQuad(w, p.quadTable, values[at:at+4])
		at += 4
	}
}
