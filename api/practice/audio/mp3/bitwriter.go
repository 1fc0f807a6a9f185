package mp3

// bitWriter packs bits into bytes, the most significant bit first.
type bitWriter struct {
	bytes []byte
	word  uint64
	held  uint // bits in word that are not in bytes yet, always fewer than 8
}

func (b *bitWriter) reset() { b.bytes, b.word, b.held = b.bytes[:0], 0, 0 }

// put appends the lowest n bits of value; n is at most 32.
func (b *bitWriter) put(value uint32, n int) {
	b.word = b.word<<n | uint64(value)&(1<<n-1)
	b.held += uint(n)
	for b.held >= 8 {
		b.held -= 8
		b.bytes = append(b.bytes, byte(b.word>>b.held))
	}
}

// padTo fills up with zeros to a length in bytes.
func (b *bitWriter) padTo(length int) {
	if b.held > 0 {
		b.put(0, 8-int(b.held))
	}
	for len(b.bytes) < length {
		b.bytes = append(b.bytes, 0)
	}
}
