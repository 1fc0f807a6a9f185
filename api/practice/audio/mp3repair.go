package audio

// mp3Repair makes each frame one that the decoder can take alone or after the
// ones it has had. An MP3 frame may begin its sound in the bytes of frames
// before it (the reservoir); where those are missing, as in a file cut out of
// a longer one, the frame is silenced instead of being decoded to noise. Some
// MPEG 2 streams are rebuilt so as to need no reservoir, because the decoder
// gets the length of their padded frames wrong by one byte, which shifts it.
type mp3Repair struct {
	rebuilds  bool   // for this stream, see miscounted
	available int    // bytes of sound that the decoder still has
	reservoir []byte // the same for a stream that is rebuilt, kept here
	out       []byte
}

// miscounted reports whether the decoder takes a frame for one byte shorter
// than it is: it halves the length of MPEG 2 frames after adding the padding.
func miscounted(h mp3Header) bool {
	return h.version == 20 && h.padded && 144*h.bitrate/h.rate%2 == 0
}

// reset forgets the reservoir, as a decoder does that begins afresh.
func (m *mp3Repair) reset() {
	m.available = 0
	m.reservoir = m.reservoir[:0]
}

// frame returns a frame to decode in place of in, good until the next call.
func (m *mp3Repair) frame(in []byte, h mp3Header) []byte {
	if m.rebuilds {
		return m.rebuild(in, h)
	}
	if h.back(in) > m.available {
		return m.silent(in, h)
	}
	m.available = h.back(in) + len(in) - h.mainOffset()
	return in
}

// silent is in with its sound taken away, and its bytes left in place for the
// frames after it.
func (m *mp3Repair) silent(in []byte, h mp3Header) []byte {
	m.out = append(m.out[:0], in...)
	side := m.out[h.sideOffset():h.mainOffset()]
	clear(side)
	if m.rebuilds {
		return m.out
	}
	back := min(m.available, h.reach())
	if h.version == 10 {
		side[0], side[1] = byte(back>>1), byte(back<<7)
	} else {
		side[0] = byte(back)
	}
	m.available = back + len(in) - h.mainOffset()
	return m.out
}

// rebuild makes an MPEG 2 frame that holds all of its own sound.
func (m *mp3Repair) rebuild(in []byte, h mp3Header) []byte {
	side, main := in[h.sideOffset():h.mainOffset()], in[h.mainOffset():]
	back, need := h.back(in), soundBytes2(side, h.channels)
	missing := back > len(m.reservoir)
	sound := append(m.reservoir[:len(m.reservoir):len(m.reservoir)], main...)
	if !missing {
		sound = sound[len(m.reservoir)-back:]
	}
	out, fits := m.container(in, h, need)
	if missing || need > len(sound) || !fits {
		out, _ = m.container(in, h, 0)
	} else {
		copy(out[4:], side)
		out[4] = 0
		copy(out[4+h.sideBytes():], sound[:need])
	}
	m.reservoir = append(m.reservoir, main...)
	m.reservoir = append(m.reservoir[:0], m.reservoir[max(len(m.reservoir)-h.reach(), 0):]...)
	return out
}

// container is an empty MPEG 2 frame like in with room for need bytes, and
// false where even the highest bit rate has too little.
func (m *mp3Repair) container(in []byte, h mp3Header, need int) ([]byte, bool) {
	for i := 1; i < len(kbit2); i++ {
		size := 72 * kbit2[i] * 1000 / h.rate
		if size < 4+h.sideBytes()+need {
			continue
		}
		m.out = append(m.out[:0], make([]byte, size)...)
		m.out[0], m.out[1] = in[0], in[1]|1 // without a checksum
		m.out[2] = byte(i<<4) | in[2]&0x0d  // without the odd byte
		m.out[3] = in[3]
		return m.out, true
	}
	return nil, false
}

// rebuildable reports whether a frame fits into container.
func rebuildable(in []byte, h mp3Header) bool {
	need := soundBytes2(in[h.sideOffset():h.mainOffset()], h.channels)
	return 4+h.sideBytes()+need <= 72*kbit2[len(kbit2)-1]*1000/h.rate
}

// soundBytes2 adds up the lengths that MPEG 2 side information gives the
// channels' sound: the first 12 bits of each channel's 63, behind 9 or 10.
func soundBytes2(side []byte, channels int) int {
	total := 0
	for c := range channels {
		at := 8 + channels + c*63
		for bit := at; bit < at+12; bit++ {
			total += int(side[bit/8]>>(7-bit%8)&1) << (at + 11 - bit)
		}
	}
	return (total + 7) / 8
}
