package audio

import (
	"encoding/binary"
	"io"
)

// maxChunks bounds the walk through a file that is nothing but chunk headers.
const maxChunks = 4096

// chunk is one labelled part of a WAV or AIFF file.
type chunk struct {
	id     string
	offset int64 // of its body
	size   int64 // as its header claims: may be more than the file has
}

// chunks walks the parts of a WAV or AIFF file.
type chunks struct {
	r      io.ReaderAt
	order  binary.ByteOrder
	offset int64 // of the next chunk's header
	size   int64 // of the file
	seen   int
}

// next gives the next chunk, and false after the last one whose header fits.
func (c *chunks) next() (chunk, bool, error) {
	if c.size-c.offset < 8 {
		return chunk{}, false, nil
	}
	if c.seen++; c.seen > maxChunks {
		return chunk{}, false, notAudio("it is damaged: it has more than %d parts", maxChunks)
	}
	var head [8]byte
	if err := readAt(c.r, head[:], c.offset); err != nil {
		return chunk{}, false, err
	}
	found := chunk{
		id:     string(head[:4]),
		offset: c.offset + 8,
		size:   int64(c.order.Uint32(head[4:])),
	}
	c.offset = found.offset + found.size + found.size%2
	return found, true, nil
}

// body reads a chunk's first bytes: at least least, at most most.
func (c *chunks) body(part chunk, least, most int) ([]byte, error) {
	if part.size < int64(least) {
		return nil, notAudio("it is damaged: its %q part is too short", part.id)
	}
	b := make([]byte, min(part.size, int64(most)))
	return b, readAt(c.r, b, part.offset)
}

// start reads a chunk's first bytes, at most most: fewer where the chunk has
// fewer, or the file does.
func (c *chunks) start(part chunk, most int64) ([]byte, error) {
	b := make([]byte, max(min(part.size, most, c.size-part.offset), 0))
	return b, readAt(c.r, b, part.offset)
}

// empty is the size of a chunk of samples that has none and means it: a size
// of 0 alone is what a writer leaves that never came to complete its headers.
const empty = -1

// meansEmpty reports whether a chunk of size 0 has another one behind it, and
// no samples.
func (c *chunks) meansEmpty() bool {
	var id [4]byte
	return c.size-c.offset >= 8 && readAt(c.r, id[:], c.offset) == nil && isTagChunk(string(id[:]))
}

// isTagChunk tells the chunks that titles and names are kept in.
func isTagChunk(id string) bool {
	switch id {
	case "id3 ", "ID3 ", "LIST", "NAME", "AUTH", "ANNO", "(c) ", "bext":
		return true
	}
	return false
}
