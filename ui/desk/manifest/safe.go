package manifest

import (
	"strings"
	"unicode"
)

// A spreadsheet takes a text cell that begins like a formula for one. Such a cell is written with an
// apostrophe before it, and reading takes exactly that apostrophe away. A cell that has apostrophes
// before such a beginning already gets one more, so that what is read is always what was written.

// mayRun says that a spreadsheet could take a cell for a formula: it begins, after blanks and signs that
// nobody sees, with = + - @ or their full-width forms, or with a tab or line end, which programs drop.
func mayRun(cell string) bool {
	for _, r := range cell {
		switch r {
		case '=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n':
			return true
		}
		if !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r) {
			return false
		}
	}
	return false
}

// quoted says that a cell is mayRun behind one or more apostrophes.
func quoted(cell string) bool {
	return strings.HasPrefix(cell, "'") && mayRun(strings.TrimLeft(cell, "'"))
}

// asCell is a text as it stands in a CSV or TSV.
func asCell(text string) string {
	if mayRun(text) || quoted(text) {
		return "'" + text
	}
	return text
}

// asStringCell is a text as it stands in a cell that is of the type string, as those of an XLSX are.
func asStringCell(text string) string {
	if quoted(text) {
		return "'" + text
	}
	return text
}

// asText is the text that a cell stands for, whichever of the two wrote it.
func asText(cell string) string {
	if quoted(cell) {
		return cell[1:]
	}
	return cell
}

var toLF = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// lineEnds makes every line end of a cell the one that spreadsheets use within cells.
func lineEnds(cell string) string {
	if strings.IndexByte(cell, '\r') < 0 {
		return cell
	}
	return toLF.Replace(cell)
}

// written is a text without what no file can hold: signs that nobody sees and that end strings or break
// XML stand as U+FFFD, and line ends are those of cells.
func written(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return unicode.ReplacementChar
		}
		return r
	}, lineEnds(text))
}
