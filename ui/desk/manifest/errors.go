package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"pressroom/ui/desk/words"
)

// The kinds of fault for which a whole file cannot be read, or written.
var (
	ErrNotATable = errors.New("no table")                  // neither text with columns nor XLSX
	ErrOldExcel  = errors.New("an old or locked workbook") // .xls, or XLSX with a password
	ErrDamaged   = errors.New("damaged")                   // XLSX that is cut short or not well-formed
	ErrOpenQuote = errors.New("a quote is never closed")
	ErrNoResult  = errors.New("a formula without a result") // in an XLSX that no spreadsheet has saved
	ErrTooLarge  = errors.New("too large")
	ErrEmpty     = errors.New("no rows")
	ErrTooLong   = errors.New("a text too long for a workbook") // of WriteXLSX, which cuts nothing
)

// Error says why a file cannot be read, or written.
type Error struct {
	Kind error  // one of the kinds above
	File string // its name without the folder; may be empty
	Row  int    // where, as the person's spreadsheet counts; 0 for the whole file
	Much string // of ErrTooLarge: what there is too much of; of ErrTooLong: the column
	Err  error  // what a library said; may be nil
}

func (e *Error) Error() string {
	text := e.Kind.Error()
	if e.File != "" {
		text = "read " + e.File + ": " + text
	}
	if e.Row > 0 {
		text += fmt.Sprintf(" in row %d", e.Row)
	}
	if e.Much != "" {
		text += ": " + e.Much
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() []error { return []error{e.Kind, e.Err} }

// Sentence says in plain words why a file could not be read, and what to do.
func Sentence(err error) string {
	var fault *Error
	if !errors.As(err, &fault) {
		return fileSentence(err)
	}
	name := fault.File
	if name == "" {
		name = words.T("This list")
	}
	switch fault.Kind {
	case ErrNotATable:
		return words.T("%s is no list that can be read here. Save it as XLSX or CSV, then add it again.", name)
	case ErrOldExcel:
		return words.T("%s is an old Excel workbook or has a password. Save it as XLSX without a password, then add it again.", name)
	case ErrTooLong:
		return words.T("The %s in row %s is longer than a cell of a workbook can be. Save as CSV or JSON instead.", fault.Much, words.Figure(fault.Row))
	case ErrEmpty:
		return words.T("%s has no rows. A list needs one row of column names and a row for each track.", name)
	}
	if fault.Row > 0 {
		return fault.rowSentence(name, words.Figure(fault.Row))
	}
	switch fault.Kind {
	case ErrDamaged:
		return words.T("%s is damaged, and rows could be missing. Open it in your spreadsheet program, save it anew, then add it again.", name)
	case ErrOpenQuote:
		return words.T("%s has a quotation mark that is never closed, so the rows after it cannot be told apart. Close or remove it, then add the list again.", name)
	case ErrNoResult:
		return words.T("%s has a formula whose result is not stored in it. Open it in your spreadsheet program, save it, then add it again.", name)
	}
	return words.T("%s is too large: %s. Split it into smaller lists and add them one by one.", name, fault.Much)
}

// rowSentence is for faults of which it is known where they are.
func (e *Error) rowSentence(name, row string) string {
	switch e.Kind {
	case ErrDamaged:
		return words.T("%s is damaged in row %s, and rows could be missing. Open it in your spreadsheet program, save it anew, then add it again.", name, row)
	case ErrOpenQuote:
		return words.T("%s has a quotation mark in row %s that is never closed, so the rows after it cannot be told apart. Close or remove it, then add the list again.", name, row)
	case ErrNoResult:
		return words.T("%s has a formula in row %s whose result is not stored in it. Open it in your spreadsheet program, save it, then add it again.", name, row)
	}
	return words.T("%s is too large: %s in row %s. Split it into smaller lists and add them one by one.", name, e.Much, row)
}

func fileSentence(err error) string {
	name := words.T("The list")
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		name = filepath.Base(failed.Path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return words.T("%s is not there any more. Look where it went, then add it again.", name)
	case errors.Is(err, fs.ErrPermission):
		return words.T("%s may not be read by you. Change its permissions or copy it elsewhere, then add it again.", name)
	}
	return words.T("%s cannot be read: %s. Copy it to this computer's own disk, then add it again.", name, err)
}
