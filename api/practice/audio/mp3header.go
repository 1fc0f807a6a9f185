package audio

import (
	"encoding/binary"
	"fmt"
	"io"
)

// mp3Header is what the four bytes before each MP3 frame say.
type mp3Header struct {
	version  int // 10, 20 or 25: MPEG 1, 2 or 2.5
	rate     int
	channels int
	bitrate  int // bits a second
	bytes    int // of the whole frame, header included
	padded   bool
	crc      bool
}

var (
	mp3Rates = [3]int{44100, 48000, 32000} // MPEG 1; halved for 2, quartered for 2.5
	kbit1    = [15]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	kbit2    = [15]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
)

// parseMP3Header reads a frame's first four bytes, and reports false for what
// is no layer III frame of a known size.
func parseMP3Header(b []byte) (mp3Header, bool) {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return mp3Header{}, false
	}
	layer, rate, kbit := b[1]>>1&3, int(b[2]>>2&3), int(b[2]>>4)
	if layer != 1 || rate == 3 || kbit == 0 || kbit == 15 || b[3]&3 == 2 {
		return mp3Header{}, false
	}
	h := mp3Header{channels: 2, crc: b[1]&1 == 0, padded: b[2]&2 != 0}
	if b[3]>>6 == 3 {
		h.channels = 1
	}
	switch b[1] >> 3 & 3 {
	case 3:
		h.version, h.rate, h.bitrate = 10, mp3Rates[rate], kbit1[kbit]*1000
	case 2:
		h.version, h.rate, h.bitrate = 20, mp3Rates[rate]/2, kbit2[kbit]*1000
	case 0:
		h.version, h.rate, h.bitrate = 25, mp3Rates[rate]/4, kbit2[kbit]*1000
	default:
		return mp3Header{}, false
	}
	h.bytes = h.frames()/8*h.bitrate/h.rate + int(b[2]>>1&1)
	return h, true
}

// frames is how many moments of sound an MP3 frame holds.
func (h mp3Header) frames() int {
	if h.version == 10 {
		return 1152
	}
	return 576
}

// sideBytes is the length of the side information, which says where and how
// the frame's sound is coded.
func (h mp3Header) sideBytes() int {
	switch {
	case h.version == 10 && h.channels == 2:
		return 32
	case h.version == 10, h.channels == 2:
		return 17
	}
	return 9
}

// sideOffset is where the side information begins in the frame.
func (h mp3Header) sideOffset() int {
	if h.crc {
		return 6
	}
	return 4
}

// mainOffset is where the coded sound begins in the frame.
func (h mp3Header) mainOffset() int { return h.sideOffset() + h.sideBytes() }

// back is how many bytes before the frame its sound begins.
func (h mp3Header) back(frame []byte) int {
	side := frame[h.sideOffset():]
	if h.version == 10 {
		return int(side[0])<<1 | int(side[1])>>7
	}
	return int(side[0])
}

// reach is the most that back can be.
func (h mp3Header) reach() int {
	if h.version == 10 {
		return 511
	}
	return 255
}

// sameStream reports whether two frames can follow each other.
func (h mp3Header) sameStream(next mp3Header) bool {
	return h.version == next.version && h.rate == next.rate
}

// mp3Info is what an encoder's own first frame tells about the rest.
type mp3Info struct {
	present bool  // the frame is no sound
	frames  int64 // of MP3, this one not counted; 0 if not told
	delay   int   // moments of silence before the sound
	padding int   // and after it
}

// parseMP3Info reads a Xing, Info or VBRI frame. Delay and padding are
// believed from the encoders that are known to tell them truly.
func parseMP3Info(frame []byte, h mp3Header) mp3Info {
	if at := 4 + 32; begins(frame, at, "VBRI") && len(frame) >= at+18 {
		return mp3Info{present: true, frames: int64(binary.BigEndian.Uint32(frame[at+14:]))}
	}
	at := 4 + h.sideBytes() // encoders leave no room for a checksum here
	if !begins(frame, at, "Xing") && !begins(frame, at, "Info") || len(frame) < at+8 {
		return mp3Info{}
	}
	info := mp3Info{present: true}
	flags := binary.BigEndian.Uint32(frame[at+4:])
	b := frame[at+8:]
	for _, field := range []struct {
		flag  uint32
		bytes int
	}{{1, 4}, {2, 4}, {4, 100}, {8, 4}} {
		if flags&field.flag == 0 {
			continue
		}
		if len(b) < field.bytes {
			return info
		}
		if field.flag == 1 {
			info.frames = int64(binary.BigEndian.Uint32(b))
		}
		b = b[field.bytes:]
	}
	if len(b) >= 24 && (begins(b, 0, "LAME") || begins(b, 0, "Lavc") || begins(b, 0, "Lavf")) {
		info.delay = int(b[21])<<4 | int(b[22])>>4
		info.padding = int(b[22]&15)<<8 | int(b[23])
	}
	return info
}

// maxID3Tags bounds the walk through a file that is nothing but tags.
const maxID3Tags = 16

// skipID3 returns where the ID3v2 tags at a file's beginning end.
func skipID3(r io.ReaderAt, size int64) (int64, error) {
	var offset int64
	for range maxID3Tags {
		if size-offset < 10 {
			return offset, nil
		}
		var b [10]byte
		if err := readAt(r, b[:], offset); err != nil {
			return 0, fmt.Errorf("reading its tag: %w", err)
		}
		if string(b[:3]) != "ID3" || b[6]|b[7]|b[8]|b[9] >= 0x80 {
			return offset, nil
		}
		offset += 10 + int64(b[6])<<21 + int64(b[7])<<14 + int64(b[8])<<7 + int64(b[9])
		if b[5]&0x10 != 0 { // a footer
			offset += 10
		}
	}
	return offset, nil
}
