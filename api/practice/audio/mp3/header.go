package mp3

import (
	"fmt"
	"slices"
)

const (
	granuleLines  = 576 // samples of a channel in a granule, and as many lines
	frameGranules = 2
	frameSamples  = frameGranules * granuleLines
	headerBytes   = 4
	bestBitrate   = 320
)

var (
	rates    = []int{44100, 48000, 32000}
	bitrates = []int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
)

// format is what every frame of a stream has in common.
type format struct {
	rate, channels, bitrate int
}

func newFormat(c Config) (format, error) {
	f := format{rate: c.Rate, channels: c.Channels, bitrate: c.Bitrate}
	if f.bitrate == 0 {
		f.bitrate = bestBitrate
	}
	switch {
	case !slices.Contains(rates, f.rate):
		return format{}, fmt.Errorf("a sample rate of %d Hz is none of MPEG-1's", f.rate)
	case f.channels != 1 && f.channels != 2:
		return format{}, fmt.Errorf("%d channels are neither one nor two", f.channels)
	case f.bitrate < 0 || !slices.Contains(bitrates, f.bitrate):
		return format{}, fmt.Errorf("%d kbit/s is none of Layer III's bitrates", f.bitrate)
	}
	return f, nil
}

// rateIndex is the rate's place in the standard's tables.
func (f format) rateIndex() int { return slices.Index(rates, f.rate) }

// sideBytes is the length of the side information, which says how the frame's
// main data is coded.
func (f format) sideBytes() int {
	if f.channels == 1 {
		return 17
	}
	return 32
}

// frameBytes is the length of a frame without padding.
func (f format) frameBytes() int { return f.bitrate * 1000 * frameSamples / 8 / f.rate }

// header gives the four bytes that a frame begins with. All frames of two
// channels are of the joint stereo mode, also where nothing is joint, as some
// decoders don't expect the mode to change.
func (f format) header(padded, midSide bool) [headerBytes]byte {
	const (
		mpeg1LayerIIIWithoutCRC = 0xfb
		original                = 1 << 2
		midSideOn               = 2 << 4
		jointStereo, mono       = 1 << 6, 3 << 6
	)
	h := [headerBytes]byte{0xff, mpeg1LayerIIIWithoutCRC}
	h[2] = byte(slices.Index(bitrates, f.bitrate)<<4 | f.rateIndex()<<2)
	if padded {
		h[2] |= 1 << 1
	}
	h[3] = original | jointStereo
	if f.channels == 1 {
		h[3] = original | mono
	}
	if midSide {
		h[3] |= midSideOn
	}
	return h
}

// padding tells which frames need one byte more, so that the stream keeps its
// bitrate though a frame's share of it is no whole number of bytes.
type padding struct{ owed int }

func (p *padding) next(f format) bool {
	p.owed += f.bitrate * 1000 * frameSamples / 8 % f.rate
	if p.owed < f.rate {
		return false
	}
	p.owed -= f.rate
	return true
}
