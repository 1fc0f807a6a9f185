package audio

import (
	"fmt"
	"os"

	"pressroom/api/practice/audio/mp3"
)

// mp3Writer hands samples to the encoder, and keeps the first failure:
// everything after it would be misplaced.
type mp3Writer struct {
	file     *os.File
	encoder  *mp3.Encoder
	channels int
	err      error
}

func newMP3Writer(f *os.File, spec Spec) (Writer, error) {
	switch {
	case spec.Channels > 2:
		return nil, unsupported("an MP3 has one or two channels, not %d", spec.Channels)
	case spec.Rate != 32000 && spec.Rate != 44100 && spec.Rate != 48000:
		return nil, unsupported("an MP3 is written at 32,000, 44,100 or 48,000 Hz, not at %d", spec.Rate)
	}
	encoder, err := mp3.NewEncoder(f, mp3.Config{Rate: spec.Rate, Channels: spec.Channels, Bitrate: mp3Bitrate})
	if err != nil {
		return nil, fmt.Errorf("starting the MP3 encoder: %w", err)
	}
	return &mp3Writer{file: f, encoder: encoder, channels: spec.Channels}, nil
}

func (w *mp3Writer) Write(samples []int32) error {
	if w.err != nil {
		return w.err
	}
	if len(samples)%w.channels != 0 {
		return fmt.Errorf("writing sound: %d samples are no whole frames of %d channels", len(samples), w.channels)
	}
	if err := w.encoder.Write(samples); err != nil {
		w.err = fmt.Errorf("writing MP3: %w", err)
	}
	return w.err
}

func (w *mp3Writer) Close() error {
	if w.err == nil {
		if err := w.encoder.Close(); err != nil {
			w.err = fmt.Errorf("completing the MP3: %w", err)
		}
	}
	if err := w.file.Close(); err != nil && w.err == nil {
		w.err = fmt.Errorf("closing the file: %w", err)
	}
	return w.err
}
