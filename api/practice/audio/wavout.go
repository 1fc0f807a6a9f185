package audio

import (
	"encoding/binary"
	"math"
	"os"
)

func newWAVWriter(f *os.File, spec Spec) (Writer, error) {
	format := pcmFormat{bytes: spec.Bits / 8, channels: spec.Channels, order: binary.LittleEndian, unsigned: spec.Bits == 8}
	// Room for lengths of 64 bit is left only where spec.Frames needs them:
	// every other WAV has the short header that all programs read.
	if frame := int64(format.frameBytes()); frame > 0 && spec.Frames > maxPCMBytes/frame {
		return newPCMWriter(f, spec, format, math.MaxInt64, wavLongHeader)
	}
	return newPCMWriter(f, spec, format, maxPCMBytes, wavHeader)
}

// wavHeader is the 44 bytes before the samples. Its lengths are right for
// spec.Frames; with none, readers take the rest of the file.
func wavHeader(spec Spec) []byte {
	data := spec.pcmBytes()
	le := binary.LittleEndian
	b := append(make([]byte, 0, 44), "RIFF"...)
	b = le.AppendUint32(b, uint32(36+data+data%2))
	b = append(b, "WAVE"...)
	b = appendWAVFormat(b, spec)
	b = append(b, "data"...)
	return le.AppendUint32(b, uint32(data))
}

func appendWAVFormat(b []byte, spec Spec) []byte {
	frame := spec.Channels * spec.Bits / 8
	le := binary.LittleEndian
	b = append(b, "fmt "...)
	b = le.AppendUint32(b, 16)
	b = le.AppendUint16(b, wavPCM)
	b = le.AppendUint16(b, uint16(spec.Channels))
	b = le.AppendUint32(b, uint32(spec.Rate))
	b = le.AppendUint32(b, uint32(spec.Rate*frame))
	b = le.AppendUint16(b, uint16(frame))
	return le.AppendUint16(b, uint16(spec.Bits))
}

// ds64Bytes is the body of the chunk that holds an RF64's lengths.
const ds64Bytes = 28

// wavLongHeader is the 80 bytes before the samples of an RF64 file, which
// tells the lengths that 32 bit don't hold in a chunk of their own. Should the
// sound turn out to be short after all, that chunk is filling, and the file a
// plain WAV.
func wavLongHeader(spec Spec) []byte {
	data := spec.pcmBytes()
	riff := 4 + 8 + ds64Bytes + 8 + 16 + 8 + data + data%2
	form, lengths := "RIFF", "JUNK"
	shortRIFF, shortData := uint32(riff), uint32(data)
	if data > maxPCMBytes {
		form, lengths = "RF64", "ds64"
		shortRIFF, shortData = unknownLength, unknownLength
	}
	le := binary.LittleEndian
	b := append(make([]byte, 0, 80), form...)
	b = le.AppendUint32(b, shortRIFF)
	b = append(b, "WAVE"...)
	b = append(b, lengths...)
	b = le.AppendUint32(b, ds64Bytes)
	b = le.AppendUint64(b, uint64(riff))
	b = le.AppendUint64(b, uint64(data))
	b = le.AppendUint64(b, uint64(spec.Frames))
	b = le.AppendUint32(b, 0) // no table of other long chunks
	b = appendWAVFormat(b, spec)
	b = append(b, "data"...)
	return le.AppendUint32(b, shortData)
}
