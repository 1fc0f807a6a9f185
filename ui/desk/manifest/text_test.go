package manifest

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func read(t *testing.T, content string) *Sheet {
	t.Helper()
	s, err := Read(strings.NewReader(content), "list")
	if err != nil {
		t.Fatalf("%v\n%q", err, content)
	}
	return s
}

func encoded(t *testing.T, how interface {
	String(string) (string, error)
}, text string,
) string {
	t.Helper()
	content, err := how.String(text)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestAListReadsTheSameWhateverProgramSavedIt(t *testing.T) {
	const (
		semicolons = "URL;Song title;Writer 1 First Name\r\nhttps://host.example/a.wav;\"Größe, zum Ersten\";Ångström\r\nhttps://host.example/b.wav;„Später“;Müller\r\n"
	)
	commas := "URL,Song title,Writer 1 First Name\nhttps://host.example/a.wav,\"Größe, zum Ersten\",Ångström\nhttps://host.example/b.wav,„Später“,Müller"
	tabs := strings.ReplaceAll(strings.ReplaceAll(semicolons, ";", "\t"), "\"", "")
	utf16 := func(order unicode.Endianness) string {
		return encoded(t, unicode.UTF16(order, unicode.UseBOM).NewEncoder(), tabs)
	}
	for name, file := range map[string]struct{ content, encoding string }{
		"Excel's CSV where the comma is decimal": {encoded(t, charmap.Windows1252.NewEncoder(), semicolons), "Windows-1252"},
		"Excel's CSV UTF-8":                      {"\ufeff" + semicolons, "UTF-8"},
		"a program's CSV":                        {commas, "UTF-8"},
		"a CSV that names its delimiter":         {"sep=;\r\n" + semicolons, "UTF-8"},
		"Excel's Unicode text":                   {utf16(unicode.LittleEndian), "UTF-16"},
		"UTF-16 of the other order":              {utf16(unicode.BigEndian), "UTF-16"},
		"pipes":                                  {strings.ReplaceAll(semicolons, ";", "|"), "UTF-8"},
		"an old Mac's CSV":                       {strings.ReplaceAll(semicolons, "\r\n", "\r"), "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			s := read(t, file.content)
			want := &Sheet{
				File: "list", Encoding: file.encoding, HeaderRow: 1,
				Header: []string{"URL", "Song title", "Writer 1 First Name"},
				Rows: []Row{
					{Number: 2, Cells: []string{"https://host.example/a.wav", "Größe, zum Ersten", "Ångström"}},
					{Number: 3, Cells: []string{"https://host.example/b.wav", "„Später“", "Müller"}},
				},
			}
			if diff := cmp.Diff(want, s); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRowsHaveTheNumbersOfTheSpreadsheet(t *testing.T) {
	s := read(t, "Autumn release\n\n;;;\nFile;Title;Comment\n\na.wav;One;\"first\nsecond \"\"line\"\"\r\nthird\"\nb.wav\n ; ;\nc.wav;Three;x;too;many;;\n")
	if s.HeaderRow != 4 || !slices.Equal(s.Header, []string{"File", "Title", "Comment", "", ""}) {
		t.Errorf("the header is %q in row %d", s.Header, s.HeaderRow)
	}
	want := []Row{
		{Number: 6, Cells: []string{"a.wav", "One", "first\nsecond \"line\"\nthird"}},
		{Number: 7, Cells: []string{"b.wav"}},
		{Number: 9, Cells: []string{"c.wav", "Three", "x", "too", "many"}},
	}
	if diff := cmp.Diff(want, s.Rows); diff != "" {
		t.Error(diff)
	}
	if s.Rows[1].Cell(2) != "" || s.Rows[1].Cell(-1) != "" {
		t.Error("a cell that is not there is not blank")
	}
}

func TestTheDelimiterIsFoundAmongOthersInTheText(t *testing.T) {
	for content, want := range map[string]byte{
		"Title;Artist, Composer\nOne, Two;A\nThree;B, C\nFour, Five, Six;D\n":        ';',
		"Title,Moods\nOne,happy; sad\nTwo,calm; slow; low\n":                         ',',
		"Title\tMoods, all\nOne\ta, b\nTwo\tc\n":                                     '\t',
		"Title|Moods\nOne|a,b\nTwo|c;d\n":                                            '|',
		"Title,URL\n\"a;b;c\",http://host.example/a;b\nshort\nTwo,x\nThree,y\n":      ',',
		"Our release, all tracks, final\nFile;Title\na.wav;One\nb.wav;Two, part 2\n": ';',
		"a.wav\nb.wav\n": ',',
	} {
		if got := guess(content); got != want {
			t.Errorf("%q: delimiter %q", content, got)
		}
	}
}

func TestAListWithoutColumnNamesLosesNoTrack(t *testing.T) {
	for content, header := range map[string][]string{
		"https://host.example/a.wav\nhttps://host.example/b.wav\n": {"Source"},
		"/music/a.wav\nb.aif\n": {"Source"},
		"One,https://host.example/a.wav\nTwo,https://host.example/b.wav\n":                    {"Column A", "Source"},
		"Our tracks\nhttps://host.example/a.wav\nhttps://host.example/b.wav,a note\n":         {"Source", "Column B"},
		"https://host.example/a.wav|https://host.example/a.mp3\nhttps://host.example/b.wav\n": {"Source", "Column B"},
	} {
		s := read(t, content)
		if !slices.Equal(s.Header, header) || len(s.Rows) != 2 || s.HeaderRow != 0 {
			t.Errorf("%q: %+v", content, s)
		}
		if entries, problems := Apply(s, Propose(s.Header, nil), Rules{}); len(entries) != 2 || len(problems) != 0 {
			t.Errorf("%q: %v, %v", content, entries, problems)
		}
	}
	if s := read(t, "Link\nhttps://host.example/a.wav\n"); !slices.Equal(s.Header, []string{"Source"}) || s.Rows[0].Number != 2 {
		t.Errorf("%+v", s)
	}
	if s := read(t, "Working title\nOne\n"); s.HeaderRow != 1 || len(s.Rows) != 1 {
		t.Errorf("%+v", s)
	}
}

func TestWhatCannotBeReadIsSaidInASentence(t *testing.T) {
	wide := strings.Repeat("x,", MaxColumns) + "x\n"
	for name, file := range map[string]struct {
		content, words string
		kind           error
		row            int
	}{
		"nothing":         {"", "no rows", ErrEmpty, 0},
		"a mark alone":    {"\ufeff\n\n , \n", "no rows", ErrEmpty, 0},
		"a header alone":  {"File,Title\n", "no rows", ErrEmpty, 0},
		"sound":           {"RIFF\x00\x00\x00\x00WAVEfmt ", "no list", ErrNotATable, 0},
		"an old workbook": {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "XLSX without a password", ErrOldExcel, 0},
		"an open quote":   {"File,Title\na.wav,One\nb.wav,\"Two\nc.wav,Three\n", "in row 3", ErrOpenQuote, 3},
		"a wide row":      {"File,Title\n" + wide, "more than 500 columns in row 2", ErrTooLarge, 2},
		"a very wide row": {"File,Title\n" + strings.Repeat(",", 1<<17) + "\n", "more than 500 columns in row 2", ErrTooLarge, 2},
		"a long cell":     {"File,Title\na.wav," + strings.Repeat("x", MaxCell+1), "32 KB in row 2", ErrTooLarge, 2},
		"many rows":       {"File,Title\n" + strings.Repeat("a,b\n", MaxRows+1), "200,000 rows", ErrTooLarge, 0},
		"a cut workbook":  {"PK\x03\x04 and no more", "damaged", ErrDamaged, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(strings.NewReader(file.content), "list.csv")
			var fault *Error
			if !errors.Is(err, file.kind) || !errors.As(err, &fault) || fault.Row != file.row {
				t.Fatalf("%v", err)
			}
			if words := Sentence(err); !strings.Contains(words, file.words) || !strings.HasPrefix(words, "list.csv ") {
				t.Error(words)
			}
			if !strings.HasPrefix(err.Error(), "read list.csv: ") {
				t.Error(err)
			}
		})
	}
	if _, err := Read(strings.NewReader("File,Title\n"+strings.Repeat("a,b\n", MaxRows)), ""); err != nil {
		t.Errorf("as many rows as may be: %v", err)
	}
}

func TestAFileIsOpenedWhereItIs(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "list.csv")
	if _, err := Open(path); !strings.HasPrefix(Sentence(err), "list.csv is not there any more.") {
		t.Error(err)
	}
	if err := os.WriteFile(path, []byte("File,Title\na.wav,One\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err != nil || s.Folder != folder || s.File != "list.csv" {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := Open(folder); err == nil || !strings.Contains(Sentence(err), "cannot be read") {
		t.Errorf("a folder was opened: %v", err)
	}
}

// FuzzText reads anything: nothing may panic or pass a bound, and a CSV by the book means what it means
// to the standard library.
func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"", "a,b\nc,d", "\ufeffFile;Title\r\na.wav;\"x\"\"y\"\r\n", "\xff\xfea\x00,\x00b\x00", "sep=|\na|b\nc|d", "\"", "a,\"b\nc\"d,e\n\n,,\n'=1,\"\t\"",
		"Gr\xf6\xdfe;b\n1;2", "PK\x03\x04", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "http://host.example/a.wav\r", strings.Repeat(";", 600),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if s, err := Read(strings.NewReader(string(content)), "list"); err == nil {
			holdsBounds(t, s)
			Apply(s, Propose(s.Header, []string{"Title", "Writer {X} First Name"}), Rules{})
		} else if fault, ok := err.(*Error); !ok || Sentence(err) == "" || fault.Kind == nil {
			t.Fatalf("%v", err)
		}
		text := string(content)
		if strings.Contains(text, "\r") {
			return // which the standard library takes for a sign like others
		}
		byTheBook := csv.NewReader(strings.NewReader(text))
		byTheBook.FieldsPerRecord = -1
		want, err := byTheBook.ReadAll()
		if err != nil {
			return
		}
		var got [][]string
		if err := eachRow(text, ',', func(_ int, cells []string) error {
			got = append(got, cells)
			return nil
		}); err != nil {
			t.Fatalf("%v\n%q", err, text)
		}
		empty := func(cells []string) bool { return len(cells) == 1 && cells[0] == "" }
		want, got = slices.DeleteFunc(want, empty), slices.DeleteFunc(got, empty)
		if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
			t.Fatalf("%q: %s", text, diff)
		}
	})
}

func holdsBounds(t *testing.T, s *Sheet) {
	t.Helper()
	if len(s.Rows) == 0 || len(s.Rows) > MaxRows+1 || len(s.Header) > MaxColumns {
		t.Fatalf("%d rows of %d columns", len(s.Rows), len(s.Header))
	}
	last := s.HeaderRow
	for _, row := range s.Rows {
		if row.Number <= last || filled(row.Cells) == 0 || len(row.Cells) > MaxColumns {
			t.Fatalf("row %d after %d: %q", row.Number, last, row.Cells)
		}
		last = row.Number
		for _, cell := range row.Cells {
			if len(cell) > MaxCell || strings.Contains(cell, "\r") {
				t.Fatalf("row %d: %q", row.Number, cell)
			}
		}
	}
}
