package audio

import (
	"encoding/binary"
	"io"
	"math"
	"math/bits"
	"os"
)

// parseAIFF finds the samples in an AIFF or AIFF-C file of size bytes.
func parseAIFF(r io.ReaderAt, size int64) (pcmLayout, error) {
	walk := chunks{r: r, order: binary.BigEndian, offset: 12, size: size}
	var layout pcmLayout
	var frames int64
	var sound chunk
	for {
		part, ok, err := walk.next()
		if err != nil {
			return pcmLayout{}, err
		}
		if !ok {
			break
		}
		switch part.id {
		case "COMM":
			frames, err = aiffCommon(&walk, part, &layout)
		case "SSND":
			if sound.id == "" {
				sound, err = aiffSound(&walk, part)
			}
		default:
			layout.tagged = layout.tagged || isTagChunk(part.id)
		}
		if err != nil {
			return pcmLayout{}, err
		}
	}
	if layout.format.bytes == 0 || sound.id == "" {
		return pcmLayout{}, notAudio("it ends too early")
	}
	if err := layout.place(sound.offset, sound.size, size); err != nil {
		return pcmLayout{}, err
	}
	if frames > 0 {
		layout.spec.Frames = min(layout.spec.Frames, frames)
	}
	return layout, nil
}

// aiffSound says where the samples begin, past the chunk's own two fields and
// the gap that the first of them asks for. A size of 0 means "to the end".
func aiffSound(walk *chunks, part chunk) (chunk, error) {
	if part.size == 0 || part.size >= unknownLength {
		part.size = max(walk.size-part.offset, 0)
		walk.offset = walk.size
	}
	b, err := walk.body(part, 8, 8)
	if err != nil {
		return chunk{}, err
	}
	gap := int64(binary.BigEndian.Uint32(b)) + 8
	if gap > part.size {
		return chunk{}, notAudio("it is damaged: its sound begins after its end")
	}
	part.offset += gap
	part.size -= gap
	if part.size == 0 && walk.meansEmpty() {
		part.size = empty
	}
	return part, nil
}

// aiffCommon reads the COMM chunk, and returns the frames that it claims.
func aiffCommon(walk *chunks, part chunk, layout *pcmLayout) (int64, error) {
	b, err := walk.body(part, 18, 22)
	if err != nil {
		return 0, err
	}
	be := binary.BigEndian
	depth := int(be.Uint16(b[6:]))
	coding := "NONE"
	if len(b) == 22 {
		coding = string(b[18:])
	}
	format, err := aiffFormat(coding, depth)
	if err != nil {
		return 0, err
	}
	format.channels = int(be.Uint16(b))
	layout.format = format
	layout.spec = Spec{Container: AIFF, Rate: fromExtended([10]byte(b[8:])), Channels: format.channels, Bits: format.bits()}
	return int64(be.Uint32(b[2:])), layout.spec.check()
}

// aiffFormat knows the uncompressed codings of AIFF-C; plain AIFF is "NONE".
func aiffFormat(coding string, depth int) (pcmFormat, error) {
	format := pcmFormat{bytes: (depth + 7) / 8, order: binary.BigEndian}
	switch coding {
	case "NONE", "twos":
	case "sowt":
		format.order = binary.LittleEndian
	case "raw ":
		format.unsigned = true
		depth, format.bytes = 8, 1
	case "in24":
		depth, format.bytes = 24, 3
	case "in32":
		depth, format.bytes = 32, 4
	case "fl32", "FL32":
		depth, format.bytes, format.float = 32, 4, true
	case "fl64", "FL64":
		depth, format.bytes, format.float = 32, 8, true
	default:
		return pcmFormat{}, unsupported("it is a compressed AIFF (coding %q), and only uncompressed ones are taken", coding)
	}
	if depth < 1 || depth > 32 {
		return pcmFormat{}, unsupported("its samples have %d bits, and 8, 16, 24 and 32 are taken", depth)
	}
	return format, nil
}

func newAIFFWriter(f *os.File, spec Spec) (Writer, error) {
	format := pcmFormat{bytes: spec.Bits / 8, channels: spec.Channels, order: binary.BigEndian}
	return newPCMWriter(f, spec, format, maxPCMBytes, aiffHeader)
}

// aiffHeader is the 54 bytes before the samples. Its lengths are right for
// spec.Frames.
func aiffHeader(spec Spec) []byte {
	data := spec.pcmBytes()
	rate := toExtended(spec.Rate)
	be := binary.BigEndian
	b := append(make([]byte, 0, 54), "FORM"...)
	b = be.AppendUint32(b, uint32(46+data+data%2))
	b = append(b, "AIFFCOMM"...)
	b = be.AppendUint32(b, 18)
	b = be.AppendUint16(b, uint16(spec.Channels))
	b = be.AppendUint32(b, uint32(spec.Frames))
	b = be.AppendUint16(b, uint16(spec.Bits))
	b = append(b, rate[:]...)
	b = append(b, "SSND"...)
	b = be.AppendUint32(b, uint32(8+data))
	return append(b, make([]byte, 8)...)
}

// extendedBias is the exponent of 1.0 in an 80 bit float, whose leading 1 is
// written out as its mantissa's top bit.
const extendedBias = 16383

// toExtended writes a positive whole number as an 80 bit float.
func toExtended(n int) (b [10]byte) {
	top := bits.Len64(uint64(n)) - 1
	binary.BigEndian.PutUint16(b[:], uint16(extendedBias+top))
	binary.BigEndian.PutUint64(b[2:], uint64(n)<<(63-top))
	return b
}

// fromExtended reads an 80 bit float as the nearest whole number, and as 0
// where it is none that could be a rate.
func fromExtended(b [10]byte) int {
	exponent := int(binary.BigEndian.Uint16(b[:]))
	v := math.Ldexp(float64(binary.BigEndian.Uint64(b[2:])), exponent-extendedBias-63)
	if exponent&0x8000 != 0 || v > 1<<30 {
		return 0
	}
	return int(math.Round(v))
}
