package mp3

const (
	// segmentSlots is the stretch, in subband samples, within which an attack
	// is located: as long as a short window's step.
	segmentSlots    = shortLines
	granuleSegments = granuleSlots / segmentSlots
	// attackSubband is the first subband that is looked at: attacks show
	// above the bass, whose own oscillation would look like them.
	attackSubband = 1
	// attackRatio is how much louder than all of the last segments an attack
	// is, in energy.
	attackRatio = 8
	// faintSegment is the energy that is no attack even after silence.
	faintSegment = 1e-7
	// memorySegments is how many segments an attack is compared with.
	memorySegments = 4
)

// channel turns one channel's samples into spectra. It is a granule behind
// what it is given, as only the next one tells how a granule is to be windowed.
type channel struct {
	filter            polyphase
	before, now, next *subbandGranule
	memory            [memorySegments]float64
	lateAttack        bool // in the last segment of the next granule
	nowShort          bool
	nextShort         bool
	last              blockType // of the granule before
}

func newChannel() *channel {
	return &channel{before: new(subbandGranule), now: new(subbandGranule), next: new(subbandGranule)}
}

// advance takes the filter's fresh samples in as the next granule.
func (c *channel) advance() {
	c.before, c.now, c.next = c.now, c.next, c.before
	c.filter.split(c.next)
	c.nowShort = c.nextShort
	// The short windows of a granule cover the end of the granule before and
	// all but the end of its own.
	c.nextShort = c.lateAttack
	for s := range granuleSegments {
		attack := c.attack(s)
		if s < granuleSegments-1 {
			c.nextShort = c.nextShort || attack
		}
		c.lateAttack = attack
	}
}

// attack reports whether the sound sets in within a segment of the next
// granule.
func (c *channel) attack(segment int) bool {
	var energy float64
	for sb := attackSubband; sb < subbands; sb++ {
		for _, x := range c.next[sb][segment*segmentSlots : (segment+1)*segmentSlots] {
			energy += x * x
		}
	}
	floor := faintSegment
	for _, e := range c.memory {
		floor = max(floor, attackRatio*e)
	}
	copy(c.memory[1:], c.memory[:memorySegments-1])
	c.memory[0] = energy
	return energy > floor
}

// kind says how the granule that is due is windowed. Between long and short
// blocks the standard wants one that fits both.
func (c *channel) kind() blockType {
	switch {
	case c.nowShort:
		return shortBlock
	case c.nextShort && c.last == shortBlock:
		return shortBlock
	case c.nextShort:
		return startBlock
	case c.last == shortBlock:
		return stopBlock
	}
	return longBlock
}

// spectrum gives the lines of the granule that is due, in the order in which
// they are coded.
func (c *channel) spectrum(g *granule) {
	g.kind = c.kind()
	c.last = g.kind
	if g.kind != shortBlock {
		transform(c.before, c.now, g.kind, &g.lines)
		return
	}
	var lines [granuleLines]float64
	transform(c.before, c.now, g.kind, &lines)
	for i, from := range &shortOrder[g.rate] {
		g.lines[i] = lines[from]
	}
}
