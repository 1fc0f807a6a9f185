package manifest

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"pressroom/ui/desk/words"
)

// readText reads a CSV, TSV or TXT.
func (t *table) readText(content string) error {
	text, name, err := decode(content)
	if err != nil {
		return &Error{Kind: ErrNotATable, Err: err}
	}
	if strings.IndexByte(text, 0) >= 0 {
		return &Error{Kind: ErrNotATable}
	}
	t.encoding = name
	delimiter, text := told(text)
	if delimiter == 0 {
		delimiter = guess(text)
	}
	return eachRow(text, delimiter, t.add)
}

// decode finds out how a text is encoded: by its byte order mark, else UTF-8 where it is that, else the
// Windows-1252 that Excel writes.
func decode(content string) (text, name string, err error) {
	var from encoding.Encoding = charmap.Windows1252
	name = "Windows-1252"
	switch {
	case strings.HasPrefix(content, "\xff\xfe"), strings.HasPrefix(content, "\xfe\xff"):
		from, name = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), "UTF-16"
	case utf8.ValidString(content):
		return strings.TrimPrefix(content, "\ufeff"), "UTF-8", nil
	}
	text, err = from.NewDecoder().String(content)
	return text, name, err
}

// told reads the line "sep=;" with which a file tells Excel its delimiter. Excel does not count it.
func told(text string) (delimiter byte, rest string) {
	line, rest, _ := strings.Cut(text, "\n")
	line = strings.Trim(line, "\r\"")
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") {
		return line[4], rest
	}
	return 0, text
}

// sampled is how much of a text is looked at to find its delimiter, in bytes and in rows.
const (
	sampledBytes = 256 << 10
	sampledRows  = 100
)

// guess finds the delimiter of a text: the one with which most rows have as many cells as the row that
// would be the header, and of equals the one with more cells. A text without any has one column.
func guess(text string) byte {
	if len(text) > sampledBytes {
		text = text[:sampledBytes]
	}
	best, bestShare, bestWidth := byte(','), 0.0, 1
	for _, delimiter := range []byte{',', ';', '\t', '|'} {
		share, width := fit(text, delimiter)
		if share > bestShare || share == bestShare && width > bestWidth {
			best, bestShare, bestWidth = delimiter, share, width
		}
	}
	return best
}

// fit is the share of rows that have as many cells as the first row with several, and that number.
func fit(text string, delimiter byte) (share float64, width int) {
	rows, same := 0, 0
	enough := &Error{Kind: ErrTooLarge}
	// The sample may end inside of a quote: what was read until then serves.
	_ = eachRow(text, delimiter, func(_ int, cells []string) error {
		if filled(cells) == 0 {
			return nil
		}
		if width == 0 && filled(cells) >= 2 {
			width = len(cells)
			rows = min(rows, 1) // lines above the header, such as a title, say nothing of the delimiter
		}
		if rows++; width > 0 && len(cells) == width {
			same++
		}
		if rows == sampledRows {
			return enough
		}
		return nil
	})
	if same == 0 {
		return 0, 1
	}
	return float64(same) / float64(rows), width
}

// eachRow calls take with each row of a text and its number, in order, until take fails. A cell that
// begins with a quote ends with the next one that is not doubled; rows end with any line end outside of
// quotes. Cells share the text's memory.
func eachRow(text string, delimiter byte, take func(number int, cells []string) error) error {
	width := 0
	for number := 1; text != ""; number++ {
		cells := make([]string, 0, width)
		for more := true; more; {
			var cell string
			var ok bool
			if cell, text, more, ok = nextCell(text, delimiter); !ok {
				return &Error{Kind: ErrOpenQuote, Row: number}
			}
			cells = append(cells, cell)
			if len(cells) > 1<<16 { // far more than there may be, and few enough to hold
				return &Error{Kind: ErrTooLarge, Row: number, Much: words.T("more than 500 columns")}
			}
		}
		width = len(cells)
		if err := take(number, cells); err != nil {
			return err
		}
	}
	return nil
}

// nextCell cuts the first cell off a text. With more, another one follows in the same row; it is not ok
// where a quote is never closed.
func nextCell(text string, delimiter byte) (cell, rest string, more, ok bool) {
	before := ""
	if strings.HasPrefix(text, `"`) {
		if before, text, ok = unquote(text[1:]); !ok {
			return "", "", false, false
		}
	}
	end := 0
	for end < len(text) && text[end] != delimiter && text[end] != '\n' && text[end] != '\r' {
		end++
	}
	cell, rest = text[:end], text[end:]
	if before != "" {
		cell = before + cell
	}
	switch {
	case rest == "":
		return cell, "", false, true
	case rest[0] == delimiter:
		return cell, rest[1:], true, true
	case strings.HasPrefix(rest, "\r\n"):
		return cell, rest[2:], false, true
	}
	return cell, rest[1:], false, true
}

// unquote reads up to the closing quote.
func unquote(text string) (cell, rest string, ok bool) {
	from := 0
	for {
		at := strings.IndexByte(text[from:], '"')
		if at < 0 {
			return "", "", false
		}
		at += from
		if !strings.HasPrefix(text[at+1:], `"`) {
			return strings.ReplaceAll(text[:at], `""`, `"`), text[at+1:], true
		}
		from = at + 2
	}
}
