package audio

import (
	"bytes"
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"testing"
)

var allTags = map[string]string{
	"Title": "Größe 東京", "Artist": "Someone", "Album": "Their Best", "Composer": "Someone Else", "BPM": "128", "ISRC": "USRC17607839",
}

// tagged makes a file of each kind, under a name that says another.
func tagged(t *testing.T, visit func(path string, c Container)) {
	t.Helper()
	files := map[Container]string{MP3: "a.mp3"}
	for c, name := range map[Container]string{WAV: "a.mp3", AIFF: "a.aif", MP3: "a.wav"} {
		files[c] = filepath.Join(t.TempDir(), name)
		if c == MP3 {
			files[c] = save(t, name, silence(stereoFrame, 20))
			continue
		}
		spec := Spec{Container: c, Rate: 44100, Channels: 2, Bits: 16}
		write(t, files[c], spec, music(spec, 0.1))
	}
	for c, path := range files {
		visit(path, c)
	}
}

func TestTagsAreReadAsTheyWereWrittenWhateverTheFileIsCalled(t *testing.T) {
	t.Parallel()
	tagged(t, func(path string, c Container) {
		if got, err := ReadTags(path); err != nil || len(got) != 0 {
			t.Errorf("%s: a new file has %q, %v", c, got, err)
		}
		_, before := read(t, path)
		if err := WriteTags(path, allTags); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadTags(path); err != nil || !maps.Equal(got, allTags) {
			t.Errorf("%s: got %q, %v", c, got, err)
		}
		if spec, after := read(t, path); spec.Container != c || farthest(before, after) != 0 || len(before) != len(after) {
			t.Errorf("%s: the sound changed: %+v", c, spec)
		}
	})
}

func TestWritingATagLeavesTheOthersAndAnEmptyOneTakesItOut(t *testing.T) {
	t.Parallel()
	tagged(t, func(path string, c Container) {
		for _, tags := range []map[string]string{{"Title": "A", "Artist": "B"}, {"Title": "C"}, {"Artist": ""}, {}} {
			if err := WriteTags(path, tags); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := ReadTags(path); err != nil || !maps.Equal(got, map[string]string{"Title": "C"}) {
			t.Errorf("%s: got %q, %v", c, got, err)
		}
	})
}

func TestATagIsOneLineOfBoundedText(t *testing.T) {
	t.Parallel()
	path := save(t, "a.mp3", silence(stereoFrame, 20))
	err := WriteTags(path, map[string]string{"Title": " a\tb\vc\nd\x00e\xff ", "Artist": strings.Repeat("ä", maxTagBytes)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadTags(path)
	if err != nil || got["Title"] != "a b c d e" || len(got["Artist"]) != maxTagBytes {
		t.Errorf("got %q and %d bytes, %v", got["Title"], len(got["Artist"]), err)
	}
}

func TestTagsThatNobodyKnowsAreRefused(t *testing.T) {
	t.Parallel()
	if err := WriteTags(save(t, "a", silence(stereoFrame, 20)), map[string]string{"Mood": "x"}); err == nil {
		t.Error("one was written")
	}
}

func TestWhatIsNoAudioHasNoTags(t *testing.T) {
	t.Parallel()
	page := []byte("<html>")
	path := save(t, "a.mp3", page)
	if _, err := ReadTags(path); !errors.Is(err, ErrNotAudio) {
		t.Errorf("got %v", err)
	}
	if err := WriteTags(path, allTags); !errors.Is(err, ErrNotAudio) || !bytes.Equal(load(t, path), page) {
		t.Errorf("got %v", err)
	}
}

func TestTagsThatFFmpegWroteAreRead(t *testing.T) {
	t.Parallel()
	for _, c := range containers {
		path := filepath.Join(t.TempDir(), "a."+string(c))
		args := []string{"-i", shortWAV(t), "-metadata", "title=Tïtle", "-metadata", "artist=Some One"}
		if c == AIFF {
			args = append(args, "-write_id3v2", "1")
		}
		ffmpeg(t, append(args, path)...)
		if got, err := ReadTags(path); err != nil || got["Title"] != "Tïtle" || got["Artist"] != "Some One" {
			t.Errorf("%s: got %q, %v", c, got, err)
		}
	}
}
