package manifest

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pressroom/ui/desk/words"
)

// How much of a file is read at most. Beyond it reading ends with [ErrTooLarge].
const (
	MaxRows    = 200_000
	MaxColumns = 500
	MaxCell    = 32 << 10  // bytes
	MaxFile    = 256 << 20 // bytes, of an XLSX when unzipped
)

// Sheet is a table as a person sees it in a spreadsheet.
type Sheet struct {
	File      string   // the file's name without its folder
	Folder    string   // where the file is; "" where that is not known
	Table     string   // the name of the sheet in an XLSX, else ""
	Encoding  string   // how the text of a CSV was read: "UTF-8", "UTF-16" or "Windows-1252"; "" of an XLSX
	Header    []string // as wide as the widest row; "" for a column without a name
	HeaderRow int      // its number; 0 where the file has no row of column names and Header was made up
	Rows      []Row
}

// Row is one row of data that is not blank.
type Row struct {
	Number int      // as the person's spreadsheet counts, from 1, blank rows included
	Cells  []string // may be fewer than the header has; line ends within are "\n"
}

// Cell is the text in a column, counted from 0; "" where the row is too short for it.
func (r Row) Cell(at int) string {
	if at < 0 || at >= len(r.Cells) {
		return ""
	}
	return r.Cells[at]
}

// Open reads a CSV, TSV, TXT or XLSX file. Which it is, the content says and not the ending. What goes
// wrong is an [*Error], or one of the file system's own; [Sentence] words both.
func Open(path string) (*Sheet, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	s, err := Read(file, filepath.Base(path))
	if err != nil {
		return nil, err
	}
	s.Folder = filepath.Dir(path)
	return s, nil
}

// Read reads what [Open] reads, from anywhere. The name is what errors call it.
func Read(r io.Reader, name string) (*Sheet, error) {
	var content strings.Builder
	content.Grow(size(r))
	if n, err := io.Copy(&content, io.LimitReader(r, MaxFile+1)); err != nil {
		return nil, err
	} else if n > MaxFile {
		return nil, &Error{Kind: ErrTooLarge, File: name, Much: words.T("more than 256 MB")}
	}
	text := content.String()
	t := &table{}
	var err error
	switch {
	case strings.HasPrefix(text, "PK\x03\x04"):
		err = t.readXLSX(text)
	case strings.HasPrefix(text, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		err = &Error{Kind: ErrOldExcel}
	default:
		err = t.readText(text)
	}
	if err != nil {
		if fault, ok := err.(*Error); ok {
			fault.File = name
		}
		return nil, err
	}
	return t.sheet(name)
}

// size is how long a file is, in bytes, where that is known and no more than is read.
func size(r io.Reader) int {
	if file, ok := r.(*os.File); ok {
		if info, err := file.Stat(); err == nil {
			return int(min(info.Size(), MaxFile+1))
		}
	}
	if known, ok := r.(interface{ Len() int }); ok {
		return min(known.Len(), MaxFile+1)
	}
	return 0
}

// table is what has been read so far: rows that are not blank, their cells trimmed at the right end.
type table struct {
	name, encoding string
	rows           []Row
	size           int // of all cells, in bytes: those of an XLSX can share one long text
}

// add takes in a row. The cells stay the table's.
func (t *table) add(number int, cells []string) error {
	for len(cells) > 0 && blank(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	if len(cells) == 0 {
		return nil
	}
	if len(cells) > MaxColumns {
		return &Error{Kind: ErrTooLarge, Row: number, Much: words.T("more than 500 columns")}
	}
	if len(t.rows) > MaxRows { // the header is one more
		return &Error{Kind: ErrTooLarge, Much: words.T("more than 200,000 rows")}
	}
	for i, cell := range cells {
		if len(cell) > MaxCell {
			return &Error{Kind: ErrTooLarge, Row: number, Much: words.T("a cell of more than 32 KB")}
		}
		t.size += len(cell)
		cells[i] = asText(lineEnds(cell))
	}
	if t.size > MaxFile {
		return &Error{Kind: ErrTooLarge, Much: words.T("more than 256 MB of text")}
	}
	t.rows = append(t.rows, Row{Number: number, Cells: slices.Clip(cells)})
	return nil
}

// sheet parts the rows into header and data. The header is the first row with at least two cells, unless
// tracks stand before it or in it: then the file has none, and no track is taken for one.
func (t *table) sheet(name string) (*Sheet, error) {
	if len(t.rows) == 0 {
		return nil, &Error{Kind: ErrEmpty, File: name}
	}
	s := &Sheet{File: name, Table: t.name, Encoding: t.encoding}
	at := max(0, slices.IndexFunc(t.rows, func(r Row) bool { return filled(r.Cells) >= 2 || isTrack(r.Cells) }))
	if first := t.rows[at].Cells; isTrack(first) {
		s.Rows = t.rows[at:]
		s.Header = madeUp(first, widest(s.Rows))
		return s, nil
	}
	s.HeaderRow, s.Rows = t.rows[at].Number, t.rows[at+1:]
	if len(s.Rows) == 0 {
		return nil, &Error{Kind: ErrEmpty, File: name}
	}
	s.Header = make([]string, max(len(t.rows[at].Cells), widest(s.Rows)))
	for i, cell := range t.rows[at].Cells {
		s.Header[i] = strings.TrimSpace(cell)
	}
	return s, nil
}

// isTrack says that a row is about a track for certain, and does not name columns.
func isTrack(cells []string) bool {
	return slices.ContainsFunc(cells, isAddress) || len(cells) == 1 && isAudio(cells[0])
}

// madeUp names the columns of a file that does not: the one with addresses is the source.
func madeUp(cells []string, width int) []string {
	header := make([]string, width)
	for i := range header {
		header[i] = words.T("Column %s", columnName(i))
	}
	header[max(0, slices.IndexFunc(cells, isAddress))] = columnSource
	return header
}

func widest(rows []Row) (width int) {
	for _, row := range rows {
		width = max(width, len(row.Cells))
	}
	return width
}

// columnName is what spreadsheets call a column, counted from 0: A, B, … Z, AA.
func columnName(at int) string {
	name := ""
	for at++; at > 0; at = (at - 1) / 26 {
		name = string(rune('A'+(at-1)%26)) + name
	}
	return name
}

func filled(cells []string) (n int) {
	for _, cell := range cells {
		if !blank(cell) {
			n++
		}
	}
	return n
}

func blank(cell string) bool { return strings.TrimSpace(cell) == "" }
