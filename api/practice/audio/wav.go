package audio

import (
	"encoding/binary"
	"io"
)

// WAV's names for how samples are coded.
const (
	wavPCM        = 1
	wavFloat      = 3
	wavExtensible = 0xFFFE
)

// wavGUIDTail ends the 16 byte name of a coding in an extensible header: the
// first two bytes are one of the numbers above.
const wavGUIDTail = "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"

// unknownLength is what a 32 bit length holds where the writer knew none, and
// in RF64 where the true one is in the ds64 chunk.
const unknownLength = 0xFFFFFFFF

// parseWAV finds the samples in a RIFF, RF64 or BW64 file of size bytes.
func parseWAV(r io.ReaderAt, size int64) (pcmLayout, error) {
	walk := chunks{r: r, order: binary.LittleEndian, offset: 12, size: size}
	var layout pcmLayout
	var longData int64
	var data chunk
	for {
		part, ok, err := walk.next()
		if err != nil {
			return pcmLayout{}, err
		}
		if !ok {
			break
		}
		switch part.id {
		case "ds64":
			longData, err = wavLongData(&walk, part)
		case "fmt ":
			err = wavFormat(&walk, part, &layout)
		case "data":
			if data.id != "" {
				break // a second one is no part of the first's sound
			}
			data = part
			layout.untold = part.size == unknownLength
			skipData(&walk, &data, longData)
		default:
			layout.tagged = layout.tagged || isTagChunk(part.id)
		}
		if err != nil {
			return pcmLayout{}, err
		}
	}
	if layout.format.bytes == 0 || data.id == "" {
		return pcmLayout{}, notAudio("it ends too early")
	}
	return layout, layout.place(data.offset, data.size, size)
}

// skipData settles how long the data chunk is and where the next one begins.
func skipData(walk *chunks, data *chunk, long int64) {
	if data.size == unknownLength && long > 0 {
		data.size = long
	} else if data.size == unknownLength {
		data.size = 0
	} else if data.size == 0 && walk.meansEmpty() {
		data.size = empty
		return
	}
	if data.size == 0 || data.size > walk.size-data.offset {
		walk.offset = walk.size
		return
	}
	walk.offset = data.offset + data.size + data.size%2
}

func wavLongData(walk *chunks, part chunk) (int64, error) {
	b, err := walk.body(part, 24, 24)
	if err != nil {
		return 0, err
	}
	// More than an int64 holds is more than the file has: place cuts it.
	return int64(min(binary.LittleEndian.Uint64(b[8:]), 1<<62)), nil
}

func wavFormat(walk *chunks, part chunk, layout *pcmLayout) error {
	b, err := walk.body(part, 16, 40)
	if err != nil {
		return err
	}
	le := binary.LittleEndian
	coding, channels := int(le.Uint16(b)), int(le.Uint16(b[2:]))
	rate, block, bits := le.Uint32(b[4:]), int(le.Uint16(b[12:])), int(le.Uint16(b[14:]))
	if coding == wavExtensible && len(b) == 40 && string(b[26:]) == wavGUIDTail {
		coding = int(le.Uint16(b[24:]))
	}
	format := pcmFormat{bytes: (bits + 7) / 8, channels: channels, order: le, float: coding == wavFloat}
	format.unsigned = format.bytes == 1
	switch {
	case coding != wavPCM && coding != wavFloat:
		return unsupported("it is a compressed WAV (coding %#x), and only uncompressed ones are taken", coding)
	case format.float && bits != 32 && bits != 64,
		!format.float && (bits < 1 || bits > 32):
		return unsupported("its samples have %d bits, and 8, 16, 24 and 32 are taken", bits)
	}
	layout.format = format
	layout.spec = Spec{Container: WAV, Rate: int(min(rate, 1<<30)), Channels: channels, Bits: format.bits()}
	if err := layout.spec.check(); err != nil {
		return err
	}
	if block != format.frameBytes() {
		return notAudio("it is damaged: its header says %d bytes a frame where %d are", block, format.frameBytes())
	}
	return nil
}
