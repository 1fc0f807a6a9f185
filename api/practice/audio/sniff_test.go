package audio

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestAFileThatIsNoAudioIsNamedForWhatItIs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ content, why string }{
		"empty":            {"", "the file is empty"},
		"one byte":         {"\x00", "no MP3, WAV or AIFF"},
		"a page":           {"<html><body>Not found", "it is a web page, not audio"},
		"a modern page":    {"\xef\xbb\xbf\r\n  <!DOCTYPE HTML>\n<title>Sign in</title>", "it is a web page, not audio"},
		"XML":              {"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>", "it is a web page, not audio"},
		"an error in JSON": {`{"error": "no such file"}`, "it is text, not audio"},
		"a playlist":       {"#EXTM3U\nhttp://169.254.169.254/latest\n", "it is text, not audio"},
		"FLAC":             {"fLaC\x00\x00\x00\x22", "FLAC"},
		"M4A":              {"\x00\x00\x00\x20ftypM4A ", "MP4"},
		"a ZIP archive":    {"PK\x03\x04\x14\x00", "ZIP"},
		"a letter cut":     {strings.Repeat("x", 511) + "ä", "it is text, not audio"},
	} {
		_, err := Probe(save(t, "song.mp3", []byte(test.content)))
		if !errors.Is(err, ErrNotAudio) || !strings.HasSuffix(err.Error(), test.why) && !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: got %v", name, err)
		}
		if errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: it is both no audio and unsupported", name)
		}
	}
}

func TestTheNameOfAFileSaysNothing(t *testing.T) {
	t.Parallel()
	content := riff("RIFF", format(wavPCM, 1, 44100, 16), part("data", 1, 2))
	if spec, err := Probe(save(t, "song.mp3", content)); err != nil || spec.Container != WAV {
		t.Errorf("got %+v, %v", spec, err)
	}
}

func TestADurationIsExactHoweverLong(t *testing.T) {
	t.Parallel()
	for spec, want := range map[Spec]time.Duration{
		{Rate: 44100, Frames: 66150}:            1500 * time.Millisecond,
		{Rate: 192000, Frames: 192000 * 360000}: 100 * time.Hour,
		{Rate: 0, Frames: 5}:                    0,
	} {
		if got := spec.Duration(); got != want {
			t.Errorf("%+v lasts %v, want %v", spec, got, want)
		}
	}
}
