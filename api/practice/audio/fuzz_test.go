package audio

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"unicode/utf8"
)

// inMemory is a file for the fuzz tests.
type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

// survives looks into content and reads it all: whatever it is, the answer is
// a sound as long as promised, or one of the two refusals.
func survives(t *testing.T, content []byte) {
	t.Helper()
	r, err := open(inMemory{bytes.NewReader(content)}, int64(len(content)))
	if err != nil {
		if !errors.Is(err, ErrNotAudio) && !errors.Is(err, ErrUnsupported) {
			t.Fatalf("an error of no kind: %v", err)
		}
		return
	}
	spec := r.Spec()
	if spec.Frames <= 0 || spec.check() != nil {
		t.Fatalf("an impossible spec: %+v", spec)
	}
	if spec.Frames > int64(len(content))*1152 {
		t.Fatalf("%d bytes promise %d frames", len(content), spec.Frames)
	}
	samples, err := readSamples(r)
	if err != nil && !errors.Is(err, ErrNotAudio) {
		t.Fatalf("an error of no kind: %v", err)
	}
	if err == nil && int64(len(samples)) != spec.Frames*int64(spec.Channels) {
		t.Fatalf("%d samples in %+v", len(samples), spec)
	}
}

func FuzzWAV(f *testing.F) {
	mono := format(wavPCM, 1, 44100, 16)
	f.Add(riff("RIFF", mono, part("data", 1, 2, 3, 4)))
	f.Add(riff("RIFF", extensible(wavFloat, 32), part("LIST", 1), partOf("data", 99, 1, 2, 3, 4)))
	f.Add(riff("RF64", ds64(1<<63), mono, partOf("data", unknownLength, 1, 2, 3, 4)))
	f.Add(riff("BW64", format(wavFloat, 2, 8000, 64), partOf("data", 0, make([]byte, 32)...)))
	f.Fuzz(survives)
}

func FuzzAIFF(f *testing.F) {
	f.Add(form("AIFF", common(1, 2, 16, 44100, ""), sound(0, 1, 2, 3, 4)))
	f.Add(form("AIFC", common(2, 99, 24, 96000, "sowt"), bigPart("NAME", 'x'), sound(3, make([]byte, 13)...)))
	f.Add(form("AIFC", common(1, 1, 64, 8000, "fl64"), sound(0, make([]byte, 8)...)))
	f.Fuzz(survives)
}

func FuzzMP3(f *testing.F) {
	f.Add(silence(stereoFrame, 4))
	f.Add(silence(halfFrame, 4))
	f.Add(silence("\xff\xf3\x82\xc0", 4))
	f.Add(silence("\xff\xfa\x90\x00", 3))
	f.Add(join(id3(20), infoFrame(monoFrame, "LAME3.100", 3, 576, 700), silence(monoFrame, 3), []byte("TAG")))
	noisy := slices.Clone(silence(stereoFrame, 6))
	for i := range noisy {
		if i%417 > 3 {
			noisy[i] = byte(i * i >> 3)
		}
	}
	f.Add(noisy)
	f.Fuzz(survives)
}

func FuzzMP3Header(f *testing.F) {
	f.Add([]byte(stereoFrame), []byte("Xing"))
	f.Add([]byte(lowFrame), infoFrame(lowFrame, "LAME", 1, 2, 3))
	f.Fuzz(func(t *testing.T, header, rest []byte) {
		h, ok := parseMP3Header(header)
		if !ok {
			return
		}
		if h.bytes <= h.mainOffset()-2 || h.bytes > 2000 || h.rate < minRate || h.channels < 1 || h.channels > 2 {
			t.Fatalf("an impossible frame: %+v", h)
		}
		info := parseMP3Info(rest, h)
		if info.delay > 4095 || info.padding > 4095 || info.frames < 0 {
			t.Fatalf("impossible numbers: %+v", info)
		}
	})
}

func FuzzID3(f *testing.F) {
	f.Add(join(id3(20), id3(3), []byte(stereoFrame)))
	f.Add([]byte("ID3\x04\x00\x10\x7f\x7f\x7f\x7f"))
	f.Fuzz(func(t *testing.T, content []byte) {
		end, err := skipID3(bytes.NewReader(content), int64(len(content)))
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, ErrNotAudio) {
			t.Fatal(err)
		}
		if end < 0 {
			t.Fatalf("a tag that ends at %d", end)
		}
	})
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("RIFF\x04\x00\x00\x00WAVE"))
	f.Add([]byte("FORM\x00\x00\x00\x04AIFC"))
	f.Add([]byte("\xef\xbb\xbf <!doctype html>"))
	f.Add(join([]byte("junk"), silence(stereoFrame, 4)))
	f.Fuzz(func(t *testing.T, content []byte) {
		container, err := sniff(bytes.NewReader(content), int64(len(content)))
		if err == nil && !slices.Contains(containers, container) {
			t.Fatalf("there is no kind %q", container)
		}
		if err != nil && !errors.Is(err, ErrNotAudio) {
			t.Fatalf("an error of no kind: %v", err)
		}
	})
}

func FuzzTextChunks(f *testing.F) {
	mono := format(wavPCM, 1, 44100, 16)
	f.Add(riff("RIFF", bext("D", "O"), mono, info("INAMName", "ISRCUSRC17607839"), part("id3 ", titled("T")...), part("data", 1, 2)))
	f.Add(riff("RF64", ds64(1<<63), partOf("data", unknownLength, 1, 2), partOf("LIST", 1<<31, []byte("INFOIART\xff\xff\xff\xffN\xe4he")...)))
	f.Add(form("AIFF", bigPart("NAME", []byte("N\xe4he")...), bigPart("AUTH", 'A', 0), sound(0, 1, 2), partOf("ID3 ", 0xff)))
	f.Fuzz(func(t *testing.T, content []byte) {
		size := int64(len(content))
		var found texts
		var err error
		used := allocated(func() { found, err = findTexts(bytes.NewReader(content), size) })
		if err != nil && !errors.Is(err, ErrNotAudio) {
			t.Fatalf("an error of no kind: %v", err)
		}
		for name, text := range found.tags {
			if tagNames[name] == "" || text != oneLine(text) || !utf8.ValidString(text) || len(text) > maxTagBytes {
				t.Fatalf("%q is %q", name, text)
			}
		}
		if id3 := found.id3; id3.size < 0 || id3.size > maxID3Bytes || id3.size > 0 && id3.offset+id3.size > size {
			t.Fatalf("an ID3 tag at %+v in %d bytes", id3, size)
		}
		if most := uint64(1<<20 + 100*size); used > most {
			t.Fatalf("%d bytes took %d of memory", size, used)
		}
	})
}

// FuzzConvert makes each kind of file out of what may be a lossless one: a
// corrupt header costs an error, not memory.
func FuzzConvert(f *testing.F) {
	f.Add(riff("RIFF", format(wavPCM, 2, 44100, 16), partOf("data", 1<<31, 1, 2, 3, 4)), uint8(0))
	f.Add(riff("RF64", ds64(1<<62), format(wavFloat, 1, 8000, 64), partOf("data", unknownLength, make([]byte, 32)...)), uint8(1))
	f.Add(form("AIFF", common(2, 1<<30, 24, 192000, ""), sound(0, 1, 2, 3, 4, 5, 6)), uint8(2))
	f.Add(form("AIFC", common(1, 1, 32, 48000, "fl32"), sound(0, 1, 2, 3, 4)), uint8(1))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte, bits uint8) {
		src, dst := filepath.Join(dir, "src"), filepath.Join(dir, "dst")
		if err := os.WriteFile(src, content, 0o600); err != nil {
			t.Fatal(err)
		}
		before, err := Probe(src)
		if err != nil || before.Container == MP3 {
			return
		}
		c := Converter{Bits: []int{0, 16, 24}[bits%3]}
		for _, to := range []Container{WAV, AIFF} {
			var after Spec
			used := allocated(func() { after, err = c.Convert(t.Context(), src, dst, to) })
			if err != nil && !errors.Is(err, ErrUnsupported) {
				t.Fatalf("an error of no kind: %v", err)
			}
			if err == nil && (after.Frames != before.Frames || after.Rate != before.Rate || after.Channels != before.Channels) {
				t.Fatalf("%+v became %+v", before, after)
			}
			if most := uint64(1<<20 + 100*len(content)); used > most && !hasTags(src) {
				t.Fatalf("%d bytes took %d of memory", len(content), used)
			}
		}
	})
}

// hasTags tells the files for which the tag library is asked, and takes the
// memory that its own machine has.
func hasTags(path string) bool {
	o, err := inspectPath(path)
	return err == nil && o.tagged
}

// allocated is how many bytes of memory a call takes in all, freed or not.
func allocated(call func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
