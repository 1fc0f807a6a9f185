package audio

import (
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf8"
)

// The bounds of what is read of a file's own texts, however long they claim
// to be.
const (
	maxInfoBytes = 64 << 10 // of an INFO list
	maxID3Bytes  = 16 << 20 // of an ID3 tag, which may hold pictures
)

// Where the two texts that are used lie in a bext chunk.
const (
	bextDescription = 256
	bextOriginator  = 32
)

// infoNames are the parts of a WAV's INFO list that are tags here, the better
// one first where there are two.
var infoNames = []struct{ id, tag string }{
	{"INAM", "Title"},
	{"IART", "Artist"},
	{"IPRD", "Album"},
	{"IMUS", "Composer"},
	{"ICOM", "Composer"},
	{"IBPM", "BPM"},
	{"ISRC", "ISRC"},
}

// texts are what a WAV or AIFF file says in chunks of its own.
type texts struct {
	tags map[string]string
	// id3 is the file's ID3 tag, for the tag library to read; its size is 0
	// where the file has none, or one that isn't to be believed.
	id3    chunk
	untold bool // the tag library, too, can't tell where the sound ends
}

// findTexts reads the chunks of a file of size bytes that hold texts. In a
// file of another kind there are none.
func findTexts(r io.ReaderAt, size int64) (texts, error) {
	found := texts{tags: map[string]string{}}
	if size < 12 {
		return found, nil
	}
	var head [12]byte
	if err := readAt(r, head[:], 0); err != nil {
		return found, err
	}
	walk := chunks{r: r, order: binary.LittleEndian, offset: 12, size: size}
	var err error
	switch kind := string(head[8:]); {
	case kind == "WAVE":
		err = found.walkWAV(&walk)
	case string(head[:4]) == "FORM":
		walk.order = binary.BigEndian
		err = found.walkAIFF(&walk)
	}
	return found, err
}

// walkWAV takes INFO before bext, whichever stands first in the file.
func (t *texts) walkWAV(walk *chunks) error {
	var long int64
	sound := false
	bext := map[string]string{}
	for {
		part, ok, err := walk.next()
		if err != nil || !ok {
			t.fill(bext)
			return err
		}
		switch part.id {
		case "ds64":
			long, err = wavLongData(walk, part)
		case "data":
			if !sound {
				sound, t.untold = true, part.size == unknownLength
				skipData(walk, &part, long)
			}
		case "id3 ", "ID3 ":
			t.keepID3(walk, part)
		case "LIST":
			err = t.readInfo(walk, part)
		case "bext":
			err = readBext(walk, part, bext)
		}
		if err != nil {
			t.fill(bext)
			return err
		}
	}
}

func (t *texts) walkAIFF(walk *chunks) error {
	for {
		part, ok, err := walk.next()
		if err != nil || !ok {
			return err
		}
		switch part.id {
		case "SSND":
			if part.size == 0 || part.size >= unknownLength {
				return nil // the sound goes on to the end
			}
		case "id3 ", "ID3 ":
			t.keepID3(walk, part)
		case "NAME":
			err = t.readText(walk, part, "Title")
		case "AUTH":
			err = t.readText(walk, part, "Artist")
		}
		if err != nil {
			return err
		}
	}
}

// fill puts tags where there are none yet.
func (t *texts) fill(tags map[string]string) {
	for name, text := range tags {
		if t.tags[name] == "" && text != "" {
			t.tags[name] = text
		}
	}
}

func (t *texts) keepID3(walk *chunks, part chunk) {
	if t.id3.size == 0 && part.size <= min(maxID3Bytes, walk.size-part.offset) {
		t.id3 = part
	}
}

// readText takes a chunk that is nothing but a text.
func (t *texts) readText(walk *chunks, part chunk, tag string) error {
	if t.tags[tag] != "" || part.size == 0 {
		return nil
	}
	b, err := walk.start(part, maxTagBytes)
	t.fill(map[string]string{tag: plainText(b)})
	return err
}

// readInfo takes the texts of a LIST chunk, if it is one of those.
func (t *texts) readInfo(walk *chunks, part chunk) error {
	b, err := walk.start(part, 4)
	if err != nil || string(b) != "INFO" {
		return err
	}
	if b, err = walk.start(part, maxInfoBytes); err != nil {
		return err
	}
	found := map[string]string{}
	for b = b[4:]; len(b) >= 8; {
		id, size := string(b[:4]), int64(binary.LittleEndian.Uint32(b[4:]))
		b = b[8:]
		text := b[:min(size, int64(len(b)))]
		if found[id] == "" {
			found[id] = plainText(text)
		}
		b = b[min(size+size%2, int64(len(b))):]
	}
	for _, name := range infoNames {
		t.fill(map[string]string{name.tag: found[name.id]})
	}
	return nil
}

// readBext takes from a broadcast WAV's chunk what comes nearest to tags.
func readBext(walk *chunks, part chunk, tags map[string]string) error {
	b, err := walk.start(part, bextDescription+bextOriginator)
	if err != nil || len(b) < bextDescription+bextOriginator {
		return err
	}
	tags["Title"] = plainText(b[:bextDescription])
	tags["Artist"] = plainText(b[bextDescription:])
	return nil
}

// plainText reads a text of at most maxTagBytes that ends at its first NUL. It
// is UTF-8 where that is possible, and else Latin-1, which everything is.
func plainText(b []byte) string {
	text, _, _ := strings.Cut(string(b[:min(len(b), maxTagBytes)]), "\x00")
	for cut := range min(utf8.UTFMax, len(text)+1) { // the last letter may be cut
		if whole := text[:len(text)-cut]; utf8.ValidString(whole) && (cut == 0 || len(b) >= maxTagBytes) {
			return oneLine(whole)
		}
	}
	letters := make([]rune, len(text))
	for i := range letters {
		if letters[i] = rune(text[i]); letters[i] >= 0x7f && letters[i] < 0xa0 {
			letters[i] = ' ' // Latin-1 has control characters there
		}
	}
	return oneLine(string(letters))
}
