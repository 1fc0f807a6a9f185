package mp3

import "math/bits"

// codeTable is one Huffman code for pairs or quadruples of values.
type codeTable struct {
	side    int // how many values there are for each of a pair
	lengths []uint8
	words   []uint16
}

const (
	// escape is the value that stands for itself and everything above, when
	// the code has room for the excess.
	escape = 15
	// largestValue is an escape and as much as 13 bits can hold.
	largestValue = escape + 1<<13 - 1
)

// pairTable is one of the 32 numbered codes for pairs of values.
type pairTable struct {
	words   codeTable
	linbits int // bits behind the word for what a value exceeds the escape by
}

var pairTables = newPairTables()

func newPairTables() (t [32]pairTable) {
	for n, words := range pairCodes {
		t[n].words = words
	}
	for i, n := range []int{1, 2, 3, 4, 6, 8, 10, 13} {
		t[16+i] = pairTable{pairCodes[16], n} // #nosec G602 -- up to 23
	}
	for i, n := range []int{4, 5, 6, 7, 8, 9, 11, 13} {
		t[24+i] = pairTable{pairCodes[24], n} // #nosec G602 -- up to 31
	}
	return t
}

// lanes are the bits that a pair, or a run of pairs, needs in each of the
// codes in laneTables, added up side by side: four numbers in each word.
type lanes [4]uint64

var laneTables = [len(lanes{}) * 4]int{1, 2, 3, 0, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 24}

// The lanes in which each code is counted.
const (
	lane1 = iota
	lane2
	lane3
	_
	lane5
	lane6
	lane7
	lane8
	lane9
	lane10
	lane11
	lane12
	lane13
	lane15
	lane16
	lane24
)

// pairLanes has what every pair costs, signs included, at 16x+y with values
// above the escape cut. What a code can't hold costs nothing in its lane:
// nobody may ask.
var pairLanes = newPairLanes()

func newPairLanes() *[256]lanes {
	var all [256]lanes
	for lane, n := range laneTables {
		table := pairCodes[n]
		for i, length := range table.lengths {
			x, y := i/table.side, i%table.side
			cost := uint64(length) + uint64(min(x, 1)+min(y, 1))
			all[16*x+y][lane/4] |= cost << (lane % 4 * 16)
		}
	}
	return &all
}

func (l *lanes) bits(lane int) int { return int(uint16(l[lane/4] >> (lane % 4 * 16))) }

// span is a run of pairs, and what is needed to know its cost in any code.
type span struct {
	cost    lanes
	largest int32
	escapes int // values that need linbits in a code that has them
}

func newSpan(values []int32) (s span) {
	for i := 0; i+1 < len(values); i += 2 {
		x, y := magnitude(values[i]), magnitude(values[i+1])
		s.largest = max(s.largest, x, y)
		if x >= escape {
			x = escape
			s.escapes++
		}
		if y >= escape {
			y = escape
			s.escapes++
		}
		cost := &pairLanes[x*16+y]
		for j := range s.cost {
			s.cost[j] += cost[j]
		}
	}
	return s
}

func (s *span) add(t *span) {
	for j := range s.cost {
		s.cost[j] += t.cost[j]
	}
	s.largest = max(s.largest, t.largest)
	s.escapes += t.escapes
}

// lanesFor are the codes to choose among, by the largest value in a span.
var lanesFor = [escape + 1][]int{
	1: {lane1, lane2, lane3},
	2: {lane2, lane3},
	3: {lane5, lane6},
	4: {lane7, lane8, lane9}, 5: {lane7, lane8, lane9},
	6: {lane10, lane11, lane12}, 7: {lane10, lane11, lane12},
	8: {lane13, lane15}, 9: {lane13, lane15}, 10: {lane13, lane15}, 11: {lane13, lane15},
	12: {lane13, lane15}, 13: {lane13, lane15}, 14: {lane13, lane15}, 15: {lane13, lane15},
}

// best finds the code that holds the span in the fewest bits. A span of
// zeros needs none: that is table 0.
func (s *span) best() (table, cost int) {
	if s.largest == 0 {
		return 0, 0
	}
	if s.largest > escape {
		return s.bestEscaped()
	}
	cost = 1 << 30
	for _, lane := range lanesFor[s.largest] {
		if n := s.cost.bits(lane); n < cost {
			table, cost = laneTables[lane], n
		}
	}
	return table, cost
}

func (s *span) bestEscaped() (table, cost int) {
	need := bits.Len32(uint32(s.largest - escape))
	sixteen, twentyfour := 16, 24
	for pairTables[sixteen].linbits < need {
		sixteen++
	}
	for pairTables[twentyfour].linbits < need {
		twentyfour++
	}
	a := s.cost.bits(lane16) + s.escapes*pairTables[sixteen].linbits
	b := s.cost.bits(lane24) + s.escapes*pairTables[twentyfour].linbits
	if a <= b {
		return sixteen, a
	}
	return twentyfour, b
}

func magnitude(v int32) int32 {
	if v < 0 {
		return -v
	}
	return v
}

// putPair writes two values in the code of a table.
func putPair(w *bitWriter, table int, x, y int32) {
	t := &pairTables[table]
	if t.words.side == 0 {
		return // table 0: the values are zero
	}
	limit := int32(t.words.side - 1)
	i := int(min(magnitude(x), limit))*t.words.side + int(min(magnitude(y), limit))
	w.put(uint32(t.words.words[i]), int(t.words.lengths[i]))
	for _, v := range [2]int32{x, y} {
		if t.linbits > 0 && magnitude(v) >= escape {
			w.put(uint32(magnitude(v)-escape), t.linbits)
		}
		putSign(w, v)
	}
}

// putQuad writes four values, none above one, in table A or B.
func putQuad(w *bitWriter, table int, q []int32) {
	t := &quadCodes[table]
	i := quadIndex(q)
	w.put(uint32(t.words[i]), int(t.lengths[i]))
	for _, v := range q {
		putSign(w, v)
	}
}

func quadIndex(q []int32) int32 {
	return (q[0]&1)<<3 | (q[1]&1)<<2 | (q[2]&1)<<1 | q[3]&1
}

func putSign(w *bitWriter, v int32) {
	switch {
	case v > 0:
		w.put(0, 1)
	case v < 0:
		w.put(1, 1)
	}
}
