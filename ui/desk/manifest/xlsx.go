package manifest

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"pressroom/ui/desk/words"
)

// readXLSX reads the first sheet with rows that a person can see.
func (t *table) readXLSX(content string) (err error) {
	defer func() {
		// Excelize has panicked on workbooks made to harm, and such a one must not end the program.
		if trouble := recover(); trouble != nil {
			err = &Error{Kind: ErrDamaged, Err: fmt.Errorf("%v", trouble)}
		}
	}()
	if err := checkZip(content); err != nil {
		return err
	}
	book, err := excelize.OpenReader(strings.NewReader(content), excelize.Options{
		UnzipSizeLimit: MaxFile,
		// The one date format that each computer shows in its own way is read in the way of none.
		ShortDatePattern: plainly + "yyyy-mm-dd",
	})
	if err != nil {
		return &Error{Kind: ErrDamaged, Err: err}
	}
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
	}()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return &Error{Kind: ErrNotATable}
	}
	for _, name := range sheets {
		if shown, err := book.GetSheetVisible(name); err != nil || !shown {
			continue
		}
		if err := t.readSheet(book, name); err != nil || len(t.rows) > 0 {
			t.name = name
			return err
		}
	}
	return nil
}

func (t *table) readSheet(book *excelize.File, name string) error {
	rows, err := book.Rows(name)
	if err != nil {
		return &Error{Kind: ErrDamaged, Err: err}
	}
	defer rows.Close()
	stored := storedRows{book: book, sheet: name}
	defer stored.close()
	number := 0
	for rows.Next() {
		number++
		cells, err := rows.Columns()
		if err != nil {
			return rowFault(number, err)
		}
		for i, cell := range cells {
			if !scientific.MatchString(cell) {
				continue
			}
			if cells[i], err = stored.number(number, i, cell); err != nil {
				return &Error{Kind: ErrDamaged, Row: number, Err: err}
			}
		}
		if err := t.add(number, cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return rowFault(0, err)
	}
	return nil
}

func rowFault(number int, err error) error {
	if errors.Is(err, excelize.ErrMaxRows) {
		return &Error{Kind: ErrTooLarge, Much: words.T("more than 200,000 rows")}
	}
	return &Error{Kind: ErrDamaged, Row: number, Err: err}
}

// scientific is how a number is shown for which a column is too narrow, a barcode for one.
var scientific = regexp.MustCompile(`^-?\d(\.\d+)?E[+-]\d{1,3}$`)

// storedRows looks up what is stored in cells, where what is shown lacks digits. The rows must be asked
// for in order; nothing is read before the first.
type storedRows struct {
	book  *excelize.File
	sheet string
	rows  *excelize.Rows
	at    int
	cells []string
}

// number is the cell of a row and column (from 1 and from 0) with all digits that are stored of it, or
// as it is shown where that is what is stored: a text.
func (s *storedRows) number(row, column int, shown string) (string, error) {
	if s.rows == nil {
		rows, err := s.book.Rows(s.sheet)
		if err != nil {
			return "", err
		}
		s.rows = rows
	}
	for ; s.at < row; s.at++ {
		if !s.rows.Next() {
			return "", io.ErrUnexpectedEOF
		}
		cells, err := s.rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return "", err
		}
		s.cells = cells
	}
	if column >= len(s.cells) || s.cells[column] == shown {
		return shown, nil
	}
	return plain(s.cells[column], shown), nil
}

func (s *storedRows) close() {
	if s.rows != nil {
		_ = s.rows.Close()
	}
}

// plain writes a stored number without an exponent and with the 15 digits that spreadsheets count with,
// or all of them where it is whole.
func plain(stored, shown string) string {
	if _, err := strconv.ParseInt(stored, 10, 64); err == nil {
		return stored
	}
	number, err := strconv.ParseFloat(stored, 64)
	if err != nil {
		return shown
	}
	exact, _, err := big.ParseFloat(strconv.FormatFloat(number, 'g', 15, 64), 10, 200, big.ToNearestEven)
	if err != nil {
		return shown
	}
	rounded, _ := exact.Float64()
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// checkZip reads every part of a workbook once: none may be cut short or unzip to more than it should,
// which Excelize would not say.
func checkZip(content string) error {
	archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		return &Error{Kind: ErrDamaged, Err: err}
	}
	if !slices.ContainsFunc(archive.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, "[Content_Types].xml") }) {
		return &Error{Kind: ErrNotATable}
	}
	left := int64(MaxFile)
	for _, part := range archive.File {
		if err := checkPart(part, &left); err != nil {
			return err
		}
	}
	return nil
}

func checkPart(part *zip.File, left *int64) error {
	from, err := part.Open()
	if err != nil {
		return &Error{Kind: ErrDamaged, Err: err}
	}
	defer from.Close()
	limited := &io.LimitedReader{R: from, N: *left + 1}
	name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
	if strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml") {
		err = checkWorksheet(limited)
	} else {
		_, err = io.Copy(io.Discard, limited)
	}
	if *left = limited.N - 1; *left < 0 {
		return &Error{Kind: ErrTooLarge, Much: words.T("more than 256 MB when unzipped")}
	}
	if fault, ok := err.(*Error); ok || err == nil {
		if ok {
			return fault
		}
		return nil
	}
	return &Error{Kind: ErrDamaged, Err: err}
}
