package intake

import (
	"bytes"
	"net/http"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/words"
)

// webPage is what tell calls markup.
var webPage = words.Later("a web page")

// tell says what a file is by its first kilobytes: one of the formats, or the name of something else.
// Where neither can be told both are zero. Of a file that is all there, the audio package knows more.
func tell(head []byte) (format api.Format, other words.Sentence) {
	var none words.Sentence
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	switch {
	case isForm(head, "RIFF", "WAVE"), isForm(head, "RF64", "WAVE"), isForm(head, "BW64", "WAVE"):
		return api.WAV, none
	case isForm(head, "FORM", "AIFF"), isForm(head, "FORM", "AIFC"):
		return api.AIFF, none
	case bytes.HasPrefix(head, []byte("ID3")), isFrame(bytes.TrimLeft(head, "\x00")):
		return api.MP3, none
	case bytes.HasPrefix(head, []byte("fLaC")):
		return "", words.Later("a FLAC file")
	case len(head) > 8 && string(head[4:8]) == "ftyp":
		return "", words.Later("an MP4 or M4A file")
	}
	switch kind, _, _ := strings.Cut(http.DetectContentType(head), ";"); kind {
	case "text/html", "text/xml":
		return "", webPage
	case "text/plain":
		return "", words.Later("text")
	case "application/ogg":
		return "", words.Later("an Ogg file")
	case "application/pdf":
		return "", words.Later("a PDF document")
	case "application/zip", "application/x-gzip", "application/x-rar-compressed":
		return "", words.Later("an archive")
	default:
		switch family, _, _ := strings.Cut(kind, "/"); family {
		case "image":
			return "", words.Later("a picture")
		case "video":
			return "", words.Later("a video")
		}
	}
	return "", none
}

// isForm tells an IFF file of a kind, whose length stands between its mark and its type.
func isForm(head []byte, mark, kind string) bool {
	return len(head) >= 12 && string(head[:4]) == mark && string(head[8:12]) == kind
}

// isFrame tells the beginning of an MPEG layer III frame, of which bit rate and sample rate make sense.
func isFrame(head []byte) bool {
	return len(head) >= 4 && head[0] == 0xff && head[1]&0xe6 == 0xe2 && head[2]>>4 != 0 && head[2]>>4 != 15 && head[2]>>2&3 != 3
}
