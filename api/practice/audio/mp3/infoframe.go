package mp3

import "encoding/binary"

const (
	// encoderDelay is how many samples late the encoder is, by half of what
	// the filter bank and the transform take together: decoders are known to
	// take the other half and one more.
	encoderDelay = 528
	decoderDelay = 529

	infoEntries = 100 // of the table of contents
	infoBytes   = 4 + 4 + 4 + 4 + infoEntries + 4
	lameBytes   = 36
)

// leastFrames is how many frames it takes for ffmpeg to see an MP3 in them.
const leastFrames = 2

// frameCount is how many frames hold n samples of a channel and what the
// filters on both sides are late.
func frameCount(n int64) int64 {
	return max((n+encoderDelay+decoderDelay+frameSamples-1)/frameSamples, leastFrames)
}

// streamInfo is what the Info frame tells of the frames behind it.
type streamInfo struct {
	samples int64 // of each channel
	frames  int64
	bytes   int64 // the Info frame's included
	crc     uint16
}

// infoFormat is the format of the Info frame: with the lowest bitrate, not
// below the others', at which it has room for what it has to tell.
func (f format) infoFormat() format {
	for _, bitrate := range bitrates {
		if f.frameBytes() >= headerBytes+f.sideBytes()+infoBytes+lameBytes {
			break
		}
		f.bitrate = max(f.bitrate, bitrate)
	}
	return f
}

// infoFrame makes the frame that comes first. It holds silence, for decoders
// that don't know it, and behind that the length, and what is to be cut off.
func (f format) infoFrame(s streamInfo) []byte {
	const hasFrames, hasBytes, hasContents, hasQuality = 1, 2, 4, 8
	frame := make([]byte, f.frameBytes())
	header := f.header(false, false)
	copy(frame, header[:])
	b := append(frame[:headerBytes+f.sideBytes()], "Info"...)
	b = binary.BigEndian.AppendUint32(b, hasFrames|hasBytes|hasContents|hasQuality)
	b = binary.BigEndian.AppendUint32(b, clamp32(s.frames))
	b = binary.BigEndian.AppendUint32(b, clamp32(s.bytes))
	for i := range infoEntries {
		b = append(b, byte(i*256/infoEntries))
	}
	b = binary.BigEndian.AppendUint32(b, 0) // the best quality
	f.appendLame(b, s)
	return frame
}

// appendLame appends the fields that the encoder LAME introduced. Decoders
// look for its name to find them.
func (f format) appendLame(b []byte, s streamInfo) {
	const constantBitrate = 1
	padding := s.frames*frameSamples - s.samples - encoderDelay
	b = append(b, "LAME\x00\x00\x00\x00\x00"...)
	b = append(b, constantBitrate, 0)        // no lowpass is told
	b = append(b, make([]byte, 4+2+2+1)...)  // nor peak, gains and flags
	b = append(b, byte(min(f.bitrate, 255))) // at least so many kbit/s
	b = append(b, byte(encoderDelay>>4), byte(encoderDelay&15<<4|padding>>8), byte(padding))
	b = append(b, f.sourceByte(), 0, 0, 0) // gain and preset
	b = binary.BigEndian.AppendUint32(b, clamp32(s.bytes))
	b = binary.BigEndian.AppendUint16(b, s.crc)
	binary.BigEndian.AppendUint16(b, crc16(0, b))
}

// sourceByte tells the source's sample rate and the channel mode.
func (f format) sourceByte() byte {
	const joint = 3
	code := map[int]byte{32000: 0, 44100: 1, 48000: 2}[f.rate] << 6
	if f.channels == 2 {
		code |= joint << 2
	}
	return code
}

func clamp32(n int64) uint32 { return uint32(min(n, 1<<32-1)) }

var crcTable = newCRCTable()

func newCRCTable() (t [256]uint16) {
	const reversedPolynomial = 0xa001
	for i := range t {
		r := uint16(i)
		for range 8 {
			low := r & 1
			r >>= 1
			if low == 1 {
				r ^= reversedPolynomial
			}
		}
		t[i] = r
	}
	return t
}

// crc16 goes on with a checksum of what precedes b.
func crc16(crc uint16, b []byte) uint16 {
	for _, v := range b {
		crc = crc>>8 ^ crcTable[byte(crc)^v]
	}
	return crc
}
