// Package mp3 encodes sound as MPEG-1 audio Layer III, after ISO/IEC 11172-3.
//
// The bitrate is constant. Frames are coded as mid and side where that takes
// fewer bits, and short blocks are used where the sound sets in suddenly. The quantization noise follows the
// sound's spectrum, by a rule of thumb and not by a model of hearing, so that
// the package is for the high bitrates, where there is little of it. The bit
// reservoir is not used.
//
// A stream begins with an Info frame, from which decoders know its length to
// the sample.
package mp3
