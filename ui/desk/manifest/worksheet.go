package manifest

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"pressroom/ui/desk/words"
)

// checkWorksheet reads the XML of a worksheet to its end. Excelize takes the first fault in it for the
// end of the sheet, and a formula that nobody has computed for a blank cell; both would lose rows or
// values without a word.
func checkWorksheet(from io.Reader) error {
	decoder := xml.NewDecoder(from)
	c := worksheetCheck{}
	for depth := 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if errors.Is(err, zip.ErrChecksum) {
			return &Error{Kind: ErrDamaged, Err: err} // known at the end only, and not where
		}
		if err != nil {
			return &Error{Kind: ErrDamaged, Row: c.row, Err: err}
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth > deepest {
				return &Error{Kind: ErrDamaged, Row: c.row, Err: errors.New("elements within elements without end")}
			}
			c.start(token)
		case xml.CharData:
			c.value = c.value || c.inValue && len(token) > 0
		case xml.EndElement:
			depth--
			err = c.end(token.Name.Local)
		}
		if err != nil {
			return err
		}
	}
}

// deepest is how many elements of a worksheet may stand within each other. Programs write a dozen; each
// takes memory until it ends.
const deepest = 100

// worksheetCheck is where the check of a worksheet is.
type worksheetCheck struct {
	row, column             int // of the current cell; from 1
	formula, value, inValue bool
	text                    bool // the cell says that it holds a text, which may be ""
}

func (c *worksheetCheck) start(e xml.StartElement) {
	switch e.Name.Local {
	case "row":
		c.row++
		if n, err := strconv.Atoi(attribute(e, "r")); err == nil {
			c.row = n
		}
		c.column = 0
	case "c":
		kind := attribute(e, "t")
		*c = worksheetCheck{row: c.row, column: c.column + 1, text: kind == "str" || kind == "s"}
		if n := columnNumber(attribute(e, "r")); n > 0 {
			c.column = n
		}
	case "f":
		c.formula = true
	case "v", "is":
		c.inValue = true
	}
}

func (c *worksheetCheck) end(name string) error {
	switch name {
	case "v", "is":
		c.inValue = false
	case "c":
		if c.formula && !c.value && !c.text {
			return &Error{Kind: ErrNoResult, Row: c.row}
		}
		if (c.formula || c.value) && c.column > MaxColumns {
			return &Error{Kind: ErrTooLarge, Row: c.row, Much: words.T("more than 500 columns")}
		}
	}
	return nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// columnNumber is the column of a cell's name, 28 for AB7; 0 where there is none.
func columnNumber(cell string) int {
	number := 0
	for _, r := range strings.ToUpper(cell) {
		if r < 'A' || r > 'Z' || number > 1<<20 {
			break
		}
		number = number*26 + int(r-'A') + 1
	}
	return number
}
