package mp3

// shapedBits is how many bits a granule must have on the average for
// scalefactors to be worth theirs.
const shapedBits = 300

// frameCoder makes frames of granules.
type frameCoder struct {
	format    format
	padding   padding
	allocator allocator
	granules  [frameGranules][]*granule // each granule's channels
	all       []*granule                // the same in the order of the bits
	bits      bitWriter
}

func newFrameCoder(f format) *frameCoder {
	c := &frameCoder{format: f}
	for i := range c.granules {
		for range f.channels {
			g := &granule{rate: f.rateIndex()}
			c.granules[i] = append(c.granules[i], g)
			c.all = append(c.all, g)
		}
	}
	return c
}

// encode makes a frame of the granules' lines. It is good until the next one
// is made. Every frame holds its own main data and nothing of another's: at
// the highest bitrate the decoder's buffer has no room for more anyway.
func (c *frameCoder) encode() []byte {
	padded := c.padding.next(c.format)
	length := c.format.frameBytes()
	if padded {
		length++
	}
	budget := 8 * (length - headerBytes - c.format.sideBytes())
	midSide := c.quantize(budget)
	c.bits.reset()
	for _, b := range c.format.header(padded, midSide) {
		c.bits.put(uint32(b), 8)
	}
	c.putSideInformation()
	for _, g := range c.all {
		g.putScalefacs(&c.bits)
		g.partition.put(&c.bits, &g.values)
	}
	c.bits.padTo(length)
	return c.bits.bytes
}

// quantize settles what the frame holds, in no more than budget bits, and
// reports whether left and right became mid and side.
func (c *frameCoder) quantize(budget int) (midSide bool) {
	if c.silent() {
		for _, g := range c.all {
			g.silence()
		}
		return false
	}
	midSide = c.toMidSide()
	edges := &longEdges[c.format.rateIndex()]
	for _, g := range c.all {
		g.shape(edges, budget >= shapedBits*len(c.all))
		g.prepare()
	}
	c.allocator.allocate(c.all, budget)
	return midSide
}

// silent reports whether the frame is digital silence, which needs no thought:
// hours of it go by in an instant.
func (c *frameCoder) silent() bool {
	for _, g := range c.all {
		if g.lines != ([granuleLines]float64{}) {
			return false
		}
	}
	return true
}

// silence makes of the granule one that takes no bits.
func (g *granule) silence() {
	g.scalefac, g.subblockGain, g.compress, g.scalefacBits = [scaledBands]int{}, [windows]int{}, 0, 0
	g.gain, g.values = neutralGain, [granuleLines]int32{}
	g.partition = divide(&g.values, g.kind, &longEdges[g.rate])
}

func (c *frameCoder) putSideInformation() {
	const mainDataBeginBits, scfsiBits = 9, 4
	privateBits := 3
	if c.format.channels == 1 {
		privateBits = 5
	}
	c.bits.put(0, mainDataBeginBits)
	c.bits.put(0, privateBits)
	c.bits.put(0, scfsiBits*c.format.channels)
	for _, g := range c.all {
		g.putSideInformation(&c.bits)
	}
}

func (g *granule) putSideInformation(w *bitWriter) {
	p := &g.partition
	w.put(uint32(g.bits()), 12)
	w.put(uint32(p.bigPairs), 9)
	w.put(uint32(g.gain), 8)
	w.put(uint32(g.compress), 4)
	if g.kind == longBlock {
		w.put(0, 1) // no window switching
		for _, t := range p.tables {
			w.put(uint32(t), 5)
		}
		w.put(uint32(p.region0Bands-1), 4)
		w.put(uint32(p.region1Bands-1), 3)
	} else {
		w.put(1, 1)
		w.put(uint32(g.kind), 2)
		w.put(0, 1) // no mixed blocks
		for _, t := range p.tables[:2] {
			w.put(uint32(t), 5)
		}
		for _, s := range g.subblockGain {
			w.put(uint32(s), 3)
		}
	}
	w.put(0, 1) // preflag
	w.put(0, 1) // scalefac_scale
	w.put(uint32(p.quadTable), 1)
}
