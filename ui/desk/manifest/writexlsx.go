package manifest

import (
	"fmt"
	"io"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes results as a workbook with one sheet. Texts are never formulas, and times are dates in
// UTC. Rows go out as they come, whatever their number, by way of a temporary file that is gone at the end.
func WriteXLSX(w io.Writer, results []Result) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %d results as XLSX: %w", len(results), err)
		}
	}()
	book := excelize.NewFile()
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
	}()
	sheet := book.GetSheetName(0)
	dates := plainly + "yyyy-mm-dd hh:mm:ss"
	date, err := book.NewStyle(&excelize.Style{CustomNumFmt: &dates})
	if err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	out, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := stream(out, results, date, bold); err != nil {
		return err
	}
	_, err = book.WriteTo(w)
	return err
}

// plainly, before a date format, names the language of its words (English, though there are none in ours).
// Excelize reads a date without it through a list of all languages, which takes ten times as long.
const plainly = "[$-409]"

func stream(out *excelize.StreamWriter, results []Result, date, bold int) error {
	l := lay(results)
	if err := out.SetColWidth(1, len(l.header), 22); err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	values := make([]any, len(l.header))
	for i, name := range l.header {
		values[i] = excelize.Cell{StyleID: bold, Value: asStringCell(written(name))}
	}
	if err := out.SetRow("A1", values); err != nil {
		return err
	}
	cells := make([]cell, len(l.header))
	for n, r := range results {
		l.row(r, cells)
		for i, c := range cells {
			if len(c.text) > maxXLSXCell && utf16Length(c.text) > maxXLSXCell {
				return &Error{Kind: ErrTooLong, Row: n + 2, Much: l.header[i]}
			}
			values[i] = c.value(date)
		}
		if err := out.SetRow(fmt.Sprintf("A%d", n+2), values); err != nil {
			return err
		}
	}
	return out.Flush()
}

// maxXLSXCell is how many UTF-16 units a cell of a workbook holds, the apostrophe included.
const maxXLSXCell = 32_766

func utf16Length(text string) (n int) {
	for _, r := range text {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// exact is the largest number up to which spreadsheets, which count with 15 digits, keep every one.
const exact = 999_999_999_999_999

// value is the cell as Excelize takes it.
func (c cell) value(date int) any {
	switch {
	case c.id > exact:
		return c.String()
	case c.id != 0:
		return c.id
	case !c.at.IsZero():
		return excelize.Cell{StyleID: date, Value: c.at.UTC().Truncate(time.Second)}
	case c.text == "":
		return nil
	}
	return asStringCell(written(c.text))
}
