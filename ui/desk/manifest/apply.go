package manifest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"pressroom/api"
	"pressroom/ui/desk/words"
)

// Rules are what a site, or the person, asks of a manifest.
type Rules struct {
	Required    []string // fields that a new track must have
	BlanksErase bool     // a blank cell of a row with an upload id takes away what the site has there
}

// Entry is what one row asks for: a new track, or where it names an upload a change of that.
type Entry struct {
	Row      int    // as the person's spreadsheet counts
	Source   string // an address, or the whole path of a file; may be "" where there is an UploadID
	Formats  []api.Format
	UploadID int64             // 0 for a new track
	Meta     map[string]string // "" takes away what the site has; fields that are not named stay
}

// Kind is what sort of problem a row has, to count and to group them by.
type Kind string

// The kinds of problems.
const (
	NoColumn    Kind = "no column"    // of the whole manifest
	NoSource    Kind = "no source"    //
	BadSource   Kind = "bad source"   // an address that is neither http nor https
	BadFormat   Kind = "bad format"   //
	BadNumber   Kind = "bad number"   //
	BadCell     Kind = "bad cell"     // a formula that went wrong
	ShortNumber Kind = "short number" // a spreadsheet has written 5.90E+12 and lost the rest
	SameSource  Kind = "same source"
	SameName    Kind = "same name"   // of two files: the site would let one replace the other
	SameTrack   Kind = "same track"  // two files whose names differ in their endings alone
	SameUpload  Kind = "same upload" //
	Missing     Kind = "missing"     // a field that the rules require
	Blank       Kind = "blank"       // a field of an upload that is there already
)

// Problem is what is wrong with a row, in a plain sentence.
type Problem struct {
	Row    int    // 0 for the whole manifest
	Column string // its name in the header; "" for the whole row
	Kind   Kind
	Text   string
	Fatal  bool // the row makes no entry; others are for the person to look at
}

// Apply reads the rows of a sheet as its mapping says. A row with a fatal problem makes no entry.
func Apply(s *Sheet, m Mapping, rules Rules) ([]Entry, []Problem) {
	a := &application{
		sheet: s, mapping: m, rules: rules,
		source: m.column(Source), file: m.column(File), formats: m.column(Formats), upload: m.column(UploadID),
		seen: newSeen(),
	}
	if !a.whole() {
		return nil, a.problems
	}
	for _, row := range s.Rows {
		if e, ok := a.entry(row); ok {
			a.entries = append(a.entries, e)
		}
	}
	return a.entries, a.problems
}

// application is one Apply under way.
type application struct {
	sheet                         *Sheet
	mapping                       Mapping
	rules                         Rules
	source, file, formats, upload int // columns; -1 where there is none
	seen                          seen
	entries                       []Entry
	problems                      []Problem
	fatal                         bool // of the current row
}

func (a *application) fault(row, column int, kind Kind, fatal bool, text string) {
	name := ""
	if column >= 0 && column < len(a.sheet.Header) {
		name = a.sheet.Header[column]
	}
	a.problems = append(a.problems, Problem{Row: row, Column: name, Kind: kind, Text: text, Fatal: fatal})
	a.fatal = a.fatal || fatal
}

// whole checks what is one problem and not one for each row.
func (a *application) whole() bool {
	for _, c := range a.mapping.Columns {
		if c.At < 0 || c.At >= len(a.sheet.Header) {
			a.fault(0, -1, NoColumn, true, words.T("There is no column %s. Match the columns anew.", columnName(max(0, c.At))))
			return false
		}
	}
	if a.source < 0 && a.file < 0 && a.upload < 0 {
		a.fault(0, -1, NoColumn, true, words.T("No column says where the audio is. Choose the one with the addresses or file names."))
		return false
	}
	for _, field := range a.rules.Required {
		if !slices.ContainsFunc(a.mapping.Columns, func(c Column) bool { return c.Target == Field && c.Field == field }) && a.file+a.source > -2 {
			a.fault(0, -1, Missing, false, words.T("No column gives %s, which this site requires.", field))
		}
	}
	return true
}

func (a *application) entry(row Row) (Entry, bool) {
	e := Entry{Row: row.Number}
	a.fatal = false
	e.UploadID = a.uploadID(row)
	e.Source = a.sourceOf(row, e.UploadID != 0)
	e.Formats = a.formatsOf(row)
	e.Meta = a.metaOf(row, e.UploadID != 0)
	if !a.fatal {
		a.doubles(e)
	}
	return e, !a.fatal
}

func (a *application) uploadID(row Row) int64 {
	text := strings.TrimSpace(row.Cell(a.upload))
	if text == "" || a.upload < 0 {
		return 0
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		a.fault(row.Number, a.upload, BadNumber, true, words.T("%q is no upload id, which is a whole number. Correct it, or leave it blank for a new track.", text))
		return 0
	}
	return id
}

// sourceOf is where a row's audio is. The file name of an upload that is there already tells what it is
// and not where.
func (a *application) sourceOf(row Row, known bool) string {
	column := a.source
	text := strings.TrimSpace(row.Cell(column))
	if text == "" && !known {
		column = a.file
		text = strings.TrimSpace(row.Cell(column))
	}
	switch {
	case text == "" && !known && !a.fatal: // a bad upload id is the problem already
		a.fault(row.Number, -1, NoSource, true, words.T("This row does not say where the audio is. Give it an address or a file name."))
	case text == "" || a.badCell(row, column, text):
		return ""
	case strangeAddress(text):
		a.fault(row.Number, column, BadSource, true, words.T("%q cannot be fetched. Give an address that begins with http:// or https://, or a file.", text))
	}
	return resolve(text, a.sheet.Folder)
}

func (a *application) formatsOf(row Row) []api.Format {
	var formats []api.Format
	listed := strings.FieldsFunc(row.Cell(a.formats), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;/|+&", r)
	})
	for _, word := range listed {
		format, err := api.ParseFormat(word)
		if err != nil {
			a.fault(row.Number, a.formats, BadFormat, true, words.T("%q is no format. Use mp3, aiff or wav.", word))
			continue
		}
		formats = append(formats, format)
	}
	return api.SortFormats(formats)
}

func (a *application) metaOf(row Row, known bool) map[string]string {
	meta := map[string]string{}
	var blanks []string
	for _, c := range a.mapping.Columns {
		if c.Target != Field {
			continue
		}
		value := row.Cell(c.At)
		switch {
		case blank(value):
			if known {
				blanks = append(blanks, c.Field)
			}
			if known && a.rules.BlanksErase {
				meta[c.Field] = ""
			}
			if (!known || a.rules.BlanksErase) && slices.Contains(a.rules.Required, c.Field) {
				a.fault(row.Number, c.At, Missing, false, words.T("%s is missing, and this site requires it.", c.Field))
			}
		case !a.badCell(row, c.At, value):
			meta[c.Field] = value
		}
	}
	a.blanks(row, blanks)
	if len(meta) == 0 {
		return nil
	}
	return meta
}

// blanks tells, in one problem a row, of the fields of an upload that are blank.
func (a *application) blanks(row Row, fields []string) {
	if len(fields) == 0 {
		return
	}
	names := strings.Join(fields, ", ")
	if rest := len(fields) - 3; rest > 0 {
		names = words.N(rest, "%[2]s and %[1]d more", "%[2]s and %[1]d more", strings.Join(fields[:3], ", "))
	}
	column := -1
	if len(fields) == 1 {
		column = a.mapping.Columns[slices.IndexFunc(a.mapping.Columns, func(c Column) bool { return c.Field == fields[0] })].At
	}
	a.fault(row.Number, column, Blank, false, sayBlank(names, len(fields) == 1, a.rules.BlanksErase))
}

func sayBlank(names string, one, erases bool) string {
	switch {
	case one && erases:
		return words.T("%s is blank: what the site has there is taken away.", names)
	case one:
		return words.T("%s is blank: what the site has there stays.", names)
	case erases:
		return words.T("%s are blank: what the site has there is taken away.", names)
	}
	return words.T("%s are blank: what the site has there stays.", names)
}

var (
	cellError = regexp.MustCompile(`^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)$`)
	shortened = regexp.MustCompile(`^-?\d[.,]\d+E\+\d+$`)
)

// badCell finds what a spreadsheet has made of a value.
func (a *application) badCell(row Row, column int, value string) bool {
	switch {
	case cellError.MatchString(value):
		a.fault(row.Number, column, BadCell, true, words.T("A formula went wrong here: %s. Correct it in the spreadsheet.", value))
		return true
	case shortened.MatchString(value):
		a.fault(row.Number, column, ShortNumber, false,
			words.T("%s looks like a longer number that a spreadsheet has shortened. Format the column as text and enter it anew.", value))
	}
	return false
}
