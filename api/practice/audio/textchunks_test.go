package audio

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
)

// titled is an ID3 tag with a title and nothing else.
func titled(title string) []byte {
	frame := append([]byte("TIT2\x00\x00\x00"), byte(len(title)+1), 0, 0, 0)
	frame = append(frame, title...)
	return append(append([]byte("ID3\x03\x00\x00\x00\x00\x00"), byte(len(frame))), frame...)
}

// info is a LIST chunk of INFO texts, each an id of four letters and its text.
func info(entries ...string) []byte {
	b := []byte("INFO")
	for _, e := range entries {
		b = append(b, part(e[:4], append([]byte(e[4:]), 0)...)...)
	}
	return part("LIST", b...)
}

func bext(description, originator string) []byte {
	b := make([]byte, 602)
	copy(b, description)
	copy(b[bextDescription:], originator)
	return part("bext", b...)
}

func TestTagsAreFoundWhereverAFileKeepsThem(t *testing.T) {
	t.Parallel()
	mono, data := format(wavPCM, 1, 44100, 16), part("data", 1, 2, 3, 4)
	plain, four := common(1, 2, 16, 44100, ""), sound(0, 1, 2, 3, 4)
	long := partOf("data", unknownLength, 1, 2, 3, 4)
	adtl := part("LIST", []byte("adtllabl\x04\x00\x00\x00\x01\x00\x00\x00")...)
	for name, test := range map[string]struct {
		file []byte
		want map[string]string
	}{
		"ID3 in a WAV":                  {riff("RIFF", mono, data, part("id3 ", titled("T")...)), map[string]string{"Title": "T"}},
		"ID3 in capitals":               {riff("RIFF", mono, data, part("ID3 ", titled("T")...)), map[string]string{"Title": "T"}},
		"ID3 in an AIFF":                {form("AIFF", plain, four, bigPart("ID3 ", titled("T")...)), map[string]string{"Title": "T"}},
		"INFO":                          {riff("RIFF", mono, data, info("INAMName", "IARTWho", "IPRDAlbum", "IMUSMaker", "IBPM120", "ISRCUSRC17607839")), map[string]string{"Title": "Name", "Artist": "Who", "Album": "Album", "Composer": "Maker", "BPM": "120", "ISRC": "USRC17607839"}},
		"INFO before the sound":         {riff("RIFF", info("INAMName"), mono, data), map[string]string{"Title": "Name"}},
		"INFO behind another list":      {riff("RIFF", mono, adtl, data, info("INAMName")), map[string]string{"Title": "Name"}},
		"a composer by the other name":  {riff("RIFF", mono, data, info("ICOMMaker")), map[string]string{"Composer": "Maker"}},
		"the better composer of two":    {riff("RIFF", mono, data, info("ICOMOne", "IMUSTwo")), map[string]string{"Composer": "Two"}},
		"INFO in Latin-1":               {riff("RIFF", mono, data, info("INAMN\xe4he", "IARTX\x85Y")), map[string]string{"Title": "Nähe", "Artist": "X Y"}},
		"INFO in UTF-8":                 {riff("RIFF", mono, data, info("INAMNähe")), map[string]string{"Title": "Nähe"}},
		"ID3 beside INFO in Latin-1":    {riff("RIFF", mono, data, info("INAMN\xe4he", "IARTB\xe4r"), part("id3 ", titled("T")...)), map[string]string{"Title": "T", "Artist": "Bär"}},
		"ID3 before INFO before bext":   {riff("RIFF", bext("D", "O"), mono, data, info("INAMName", "IARTWho"), part("id3 ", titled("T")...)), map[string]string{"Title": "T", "Artist": "Who"}},
		"INFO that ends too early":      {riff("RIFF", mono, data, part("LIST", []byte("INFOINAM\x02\x00\x00\x00ABIART\xff\xff\xff\xffWho")...)), map[string]string{"Title": "AB", "Artist": "Who"}},
		"bext":                          {riff("RIFF", bext("A take\r\nof it", "The Desk"), mono, data), map[string]string{"Title": "A take  of it", "Artist": "The Desk"}},
		"half a bext":                   {riff("RIFF", part("bext", 'A', 0), mono, data), map[string]string{}},
		"RF64 with INFO at its end":     {riff("RF64", ds64(4), mono, long, info("INAMName")), map[string]string{"Title": "Name"}},
		"RF64 with ID3 behind INFO":     {riff("RF64", ds64(4), info("INAMName", "IARTWho"), mono, long, part("id3 ", titled("T")...)), map[string]string{"Title": "T", "Artist": "Who"}},
		"RF64 with short lengths":       {riff("RF64", ds64(4), mono, data, part("id3 ", titled("T")...)), map[string]string{"Title": "T"}},
		"texts of an AIFF":              {form("AIFF", bigPart("NAME", []byte("N\xe4he")...), plain, bigPart("AUTH", []byte("Who\x00\x00")...), four, bigPart("ANNO", 'a'), bigPart("(c) ", 'c')), map[string]string{"Title": "Nähe", "Artist": "Who"}},
		"ID3 before an AIFF's own name": {form("AIFF", bigPart("NAME", 'N'), bigPart("AUTH", 'A'), plain, four, bigPart("ID3 ", titled("T")...)), map[string]string{"Title": "T", "Artist": "A"}},
		"an empty name and another":     {form("AIFF", bigPart("NAME"), bigPart("NAME", ' '), bigPart("NAME", 'N'), plain, four), map[string]string{"Title": "N"}},
		"a name that is cut":            {slices.Concat(form("AIFF", plain, four), []byte("NAME\x00\x00\x00\x09AB")), map[string]string{"Title": "AB"}},
	} {
		path := save(t, "x.wav", test.file)
		if got, err := ReadTags(path); err != nil || !maps.Equal(got, test.want) {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, test.want)
		}
	}
}

func TestAnOwnTextIsBoundedAndCutBetweenLetters(t *testing.T) {
	t.Parallel()
	name := bigPart("NAME", []byte("x"+strings.Repeat("ä", maxTagBytes))...)
	path := save(t, "x", form("AIFF", name, common(1, 2, 16, 44100, ""), sound(0, 1, 2, 3, 4)))
	got, err := ReadTags(path)
	if want := "x" + strings.Repeat("ä", maxTagBytes/2-1); err != nil || got["Title"] != want {
		t.Errorf("got %d bytes, %v, want %d", len(got["Title"]), err, len(want))
	}
}

func TestOwnTextsGoAlongWithAConversion(t *testing.T) {
	t.Parallel()
	src := save(t, "x", riff("RIFF", bext("Desc", "Orig"), format(wavPCM, 1, 44100, 16), part("data", make([]byte, 4000)...)))
	dst := src + ".mp3"
	if _, err := (Converter{}).Convert(t.Context(), src, dst, MP3); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadTags(dst); err != nil || got["Title"] != "Desc" || got["Artist"] != "Orig" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestNoTagIsWrittenIntoTheSoundOfAnRF64(t *testing.T) {
	t.Parallel()
	file := riff("RF64", ds64(4), format(wavPCM, 1, 44100, 16), partOf("data", unknownLength, 1, 2, 3, 4))
	path := save(t, "x.wav", file)
	if err := WriteTags(path, allTags); !errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v", err)
	}
	if !slices.Equal(load(t, path), file) {
		t.Error("the file changed")
	}
}
