package manifest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// workbook is a workbook with values, and formats where they are given, in row 3 and a header above.
func workbook(t testing.TB, values []any, formats map[int]*excelize.Style) *excelize.File {
	t.Helper()
	book := excelize.NewFile()
	t.Cleanup(func() { book.Close() })
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	for i, value := range values {
		at := columnName(i) + "3"
		must(book.SetCellValue("Sheet1", columnName(i)+"1", "Column "+columnName(i)))
		must(book.SetCellValue("Sheet1", at, value))
		if formats[i] != nil {
			style, err := book.NewStyle(formats[i])
			must(err)
			must(book.SetCellStyle("Sheet1", at, at, style))
		}
	}
	return book
}

func packed(t testing.TB, book *excelize.File) string {
	t.Helper()
	var content bytes.Buffer
	if err := book.Write(&content); err != nil {
		t.Fatal(err)
	}
	return content.String()
}

func TestCellsOfAWorkbookReadAsTheyAreSeen(t *testing.T) {
	at := time.Date(2026, 3, 9, 14, 5, 6, 0, time.UTC)
	own := func(code string) *excelize.Style { return &excelize.Style{CustomNumFmt: &code} }
	coloured := &excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"ffee00"}}}
	var values []any
	var want []string
	formats := map[int]*excelize.Style{}
	for _, c := range []struct {
		value  any
		format *excelize.Style
		want   string
	}{
		{"00602445790128", nil, "00602445790128"},
		{"GBAYE0000351", nil, "GBAYE0000351"},
		{42, own("000000"), "000042"},
		{5901234123457, nil, "5901234123457"},
		{5901234123457, coloured, "5901234123457"},
		{5901234123457, &excelize.Style{NumFmt: 11}, "5901234123457"},
		{int64(12345678901234567), coloured, "12345678901234567"},
		{0.1 + 0.2, nil, "0.3"},
		{-0.00000012, coloured, "-0.00000012"},
		{"5.90E+12", nil, "5.90E+12"},
		{"1E5", nil, "1E5"},
		{120.5, nil, "120.5"},
		{at, &excelize.Style{NumFmt: 14}, "2026-03-09"},
		{at, own("dd.mm.yyyy"), "09.03.2026"},
		{at, own("yyyy-mm-dd hh:mm:ss"), "2026-03-09 14:05:06"},
		{215 * time.Second, nil, "00:03:35"},
		{true, nil, "TRUE"},
		{"=SUM(A1)", nil, "=SUM(A1)"},
		{"'=SUM(A1)", nil, "=SUM(A1)"},
		{"'n Roll", nil, "'n Roll"},
		{"Größe\r\n„Später“ ", nil, "Größe\n„Später“ "},
	} {
		if c.format != nil {
			formats[len(values)] = c.format
		}
		values, want = append(values, c.value), append(want, c.want)
	}
	s := read(t, packed(t, workbook(t, values, formats)))
	if s.Table != "Sheet1" || s.HeaderRow != 1 || len(s.Rows) != 1 || s.Rows[0].Number != 3 || s.Encoding != "" {
		t.Fatalf("%+v", s)
	}
	if diff := cmp.Diff(want, s.Rows[0].Cells); diff != "" {
		t.Error(diff)
	}
}

func TestTheFirstSheetThatShowsRowsIsRead(t *testing.T) {
	book := workbook(t, []any{"a.wav", "hidden"}, nil)
	for _, name := range []string{"Blank", "Tracks", "More"} {
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"Tracks", "More"} {
		for cell, text := range map[string]string{"A1": "File", "B1": "Title", "A9": "b.wav"} {
			if err := book.SetCellStr(name, cell, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	book.SetActiveSheet(2)
	if err := book.SetSheetVisible("Sheet1", false); err != nil {
		t.Fatal(err)
	}
	if s := read(t, packed(t, book)); s.Table != "Tracks" || s.Rows[0].Number != 9 {
		t.Errorf("%+v", s)
	}
}

// parts are the least that a workbook is made of, for sheets that no program would write.
func parts(sheet string) map[string]string {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + office +
			`"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office +
			`/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": sheet,
	}
}

func zipped(t testing.TB, parts map[string]string) string {
	t.Helper()
	return zippedBy(t, parts, zip.Deflate)
}

func zippedBy(t testing.TB, parts map[string]string, method uint16) string {
	t.Helper()
	var content bytes.Buffer
	w := zip.NewWriter(&content)
	add(t, w, parts, method)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return content.String()
}

func add(t testing.TB, w *zip.Writer, parts map[string]string, method uint16) {
	t.Helper()
	for name, text := range parts {
		part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = part.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func sheetXML(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

const (
	headerXML = `<row r="1"><c r="A1" t="str"><v>File</v></c><c r="B1" t="str"><v>Title</v></c></row>`
	trackXML  = `<row r="2"><c r="A2" t="str"><v>a.wav</v></c><c r="B2" t="inlineStr"><is><t>One</t></is></c></row>`
)

func TestAWorkbookThatWouldLoseRowsIsRefused(t *testing.T) {
	whole := zipped(t, parts(sheetXML(headerXML+trackXML)))
	if s := read(t, whole); s.Rows[0].Cell(1) != "One" {
		t.Fatalf("%+v", s)
	}
	// Packed without compressing, so that a byte in it can be changed.
	flipped := strings.Replace(zippedBy(t, parts(sheetXML(headerXML+trackXML)), zip.Store), "a.wav", "b.wav", 1)
	for name, file := range map[string]struct {
		content string
		kind    error
		row     int
	}{
		"a sign that XML forbids":         {zipped(t, parts(sheetXML(headerXML+trackXML+"<row r=\"3\"><c t=\"str\"><v>b\x0b.wav</v></c></row>"))), ErrDamaged, 3},
		"a row that never ends":           {zipped(t, parts(strings.TrimSuffix(sheetXML(headerXML+trackXML+`<row r="3">`), "</sheetData></worksheet>"))), ErrDamaged, 3},
		"an entity that nobody knows":     {zipped(t, parts(sheetXML(headerXML+`<row r="2"><c t="str"><v>&nbsp;</v></c></row>`+trackXML))), ErrDamaged, 2},
		"a formula never computed":        {zipped(t, parts(sheetXML(headerXML+trackXML+`<row r="7"><c r="A7"><f>A2</f></c></row>`))), ErrNoResult, 7},
		"a byte that flipped":             {flipped, ErrDamaged, 0},
		"the end cut off":                 {whole[:len(whole)-30], ErrDamaged, 0},
		"a cell far out":                  {zipped(t, parts(sheetXML(headerXML+`<row r="2"><c r="XFD2" t="str"><v>x</v></c></row>`))), ErrTooLarge, 2},
		"a row further than there can be": {zipped(t, parts(sheetXML(headerXML+`<row r="9999999"><c t="str"><v>x</v></c></row>`))), ErrTooLarge, 0},
		"a long cell":                     {zipped(t, parts(sheetXML(headerXML+`<row r="2"><c t="str"><v>`+strings.Repeat("x", MaxCell+1)+`</v></c></row>`))), ErrTooLarge, 2},
		"many rows":                       {zipped(t, parts(sheetXML(headerXML+strings.Repeat(`<row><c t="str"><v>x</v></c></row>`, MaxRows+1)))), ErrTooLarge, 0},
		"elements without end":            {zipped(t, parts(sheetXML(headerXML+trackXML)+strings.Repeat("<x>", 200))), ErrDamaged, 2},
		"no sheet with rows":              {zipped(t, parts(sheetXML(""))), ErrEmpty, 0},
		"a document":                      {zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), ErrNotATable, 0},
		"a bomb":                          {bomb(t), ErrTooLarge, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(strings.NewReader(file.content), "list.xlsx")
			var fault *Error
			if !errors.Is(err, file.kind) || !errors.As(err, &fault) || fault.Row != file.row {
				t.Errorf("%v", err)
			}
		})
	}
	computed := read(t, zipped(t, parts(sheetXML(headerXML+trackXML+`<row r="3"><c r="A3" t="str"><f>A2</f><v>b.wav</v></c><c r="B3" t="str"><f>""</f><v></v></c></row>`))))
	if len(computed.Rows) != 2 || computed.Rows[1].Cell(0) != "b.wav" {
		t.Errorf("%+v", computed)
	}
}

// bomb is a small workbook whose texts unzip to more than may be.
func bomb(t *testing.T) string {
	t.Helper()
	const block = 1 << 20
	var blanks bytes.Buffer
	shrink, err := flate.NewWriter(&blanks, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := shrink.Write(bytes.Repeat([]byte(" "), block)); err != nil {
		t.Fatal(err)
	}
	if err := shrink.Flush(); err != nil { // which ends on a whole byte, so that blocks can follow each other
		t.Fatal(err)
	}
	const blocks = MaxFile/block + 1
	packed := append(bytes.Repeat(blanks.Bytes(), blocks), 3, 0) // and an empty last one
	var content bytes.Buffer
	w := zip.NewWriter(&content)
	add(t, w, parts(sheetXML(headerXML+trackXML)), zip.Deflate)
	part, err := w.CreateRaw(&zip.FileHeader{
		Name: "xl/sharedStrings.xml", Method: zip.Deflate, CompressedSize64: uint64(len(packed)), UncompressedSize64: blocks * block,
	})
	if err == nil {
		_, err = part.Write(packed)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return content.String()
}

// FuzzWorkbook reads workbooks with any sheet, texts and formats: nothing may panic or pass a bound.
func FuzzWorkbook(f *testing.F) {
	f.Add(sheetXML(headerXML+trackXML), "<sst/>", "<styleSheet/>")
	f.Add(sheetXML(headerXML+`<row r="9"><c r="B9" s="1"><v>46000.5</v></c><c s="2" t="s"><v>0</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-03-09</v></c></row>`),
		`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>a</t></r><r><t>b</t></r></si></sst>`,
		`<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd;[Red]0.00E+00"/></numFmts><cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`)
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		all := parts(sheet)
		all["xl/sharedStrings.xml"], all["xl/styles.xml"] = texts, styles
		s, err := Read(strings.NewReader(zipped(t, all)), "list")
		if err == nil {
			holdsBounds(t, s)
		} else if fault, ok := err.(*Error); !ok || Sentence(err) == "" || fault.Kind == nil {
			t.Fatalf("%v", err)
		}
	})
}
