package audio

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestATooShortSliceIsToldSo(t *testing.T) {
	t.Parallel()
	spec := Spec{Container: WAV, Rate: 96000, Channels: 2, Bits: 16}
	wav := write(t, filepath.Join(t.TempDir(), "a"), spec, music(spec, 0.1))
	for _, path := range []string{wav, save(t, "x", silence(stereoFrame, 3))} {
		r, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for _, reader := range []Reader{r, newResampler(r, 48000)} {
			if n, err := reader.Read(make([]int32, 1)); n != 0 || err == nil {
				t.Errorf("got %d, %v", n, err)
			}
		}
	}
}

func TestAFolderIsNoAudio(t *testing.T) {
	t.Parallel()
	if _, err := Probe(t.TempDir()); !errors.Is(err, ErrNotAudio) {
		t.Errorf("got %v", err)
	}
	if _, err := Open(t.TempDir()); !errors.Is(err, ErrNotAudio) {
		t.Errorf("got %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
