package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func twoResults() []Result {
	added := time.Date(2026, 3, 9, 14, 5, 6, 0, time.FixedZone("", 3600))
	return []Result{
		{
			UploadID: 4711, TrackID: 9001, File: "one.wav", Source: "https://host.example/one.wav", Job: "Autumn", Formats: []string{"mp3", "aiff"}, Status: "published",
			Added: added, Published: added.Add(time.Hour), Meta: map[string]string{"Title": "=Dub \"Beat\"", "Genre": "Dub", "Album": "Größe; zwei", "Status": "x"},
		},
		{UploadID: 4712, File: "two.wav", Title: "Two", Status: "errored", Error: "-> no audio", Meta: map[string]string{"BPM": "", "ISRC": "00123"}},
	}
}

func TestACSVIsWhatSpreadsheetsOpen(t *testing.T) {
	var csv, tsv bytes.Buffer
	if err := errors.Join(WriteCSV(&csv, twoResults()), WriteTSV(&tsv, twoResults())); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffUpload ID,Track ID,File name,Source,Title,Job,Formats,Status,Error,Added,Published,Album,Genre,ISRC,Field: Status\r\n" +
		"4711,9001,one.wav,https://host.example/one.wav,\"'=Dub \"\"Beat\"\"\",Autumn,\"mp3,aiff\",published,,2026-03-09T14:05:06+01:00,2026-03-09T15:05:06+01:00,\"Größe; zwei\",Dub,,x\r\n" +
		"4712,,two.wav,,Two,,,errored,'-> no audio,,,,,00123,\r\n"
	if diff := cmp.Diff(want, csv.String()); diff != "" {
		t.Error(diff)
	}
	if want := "4712\t\ttwo.wav\t\tTwo\t\t\terrored\t'-> no audio\t\t\t\t\t00123\t\r\n"; !strings.HasPrefix(tsv.String(), "Upload ID\tTrack ID\t") || !strings.HasSuffix(tsv.String(), want) {
		t.Errorf("%q", tsv.String())
	}
}

func TestJSONHoldsEverythingAsItIs(t *testing.T) {
	var content bytes.Buffer
	if err := WriteJSON(&content, twoResults()); err != nil {
		t.Fatal(err)
	}
	var again []Result
	if err := json.Unmarshal(content.Bytes(), &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(twoResults(), again); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(content.String(), `"added": "2026-03-09T14:05:06+01:00"`) || !strings.Contains(content.String(), `"=Dub \"Beat\""`) {
		t.Error(content.String())
	}
	content.Reset()
	if err := WriteJSON(&content, nil); err != nil || content.String() != "[]\n" {
		t.Errorf("%q, %v", content.String(), err)
	}
}

func TestAWorkbookHasDatesNumbersAndTextsButNoFormulas(t *testing.T) {
	var content bytes.Buffer
	if err := WriteXLSX(&content, twoResults()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&content)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for cell, want := range map[string]struct {
		kind       excelize.CellType
		raw, shown string
	}{
		"A2": {excelize.CellTypeUnset, "4711", "4711"},
		"E2": {excelize.CellTypeInlineString, `=Dub "Beat"`, `=Dub "Beat"`},
		"J2": {excelize.CellTypeUnset, "46090.5452083333", "2026-03-09 13:05:06"},
		"I3": {excelize.CellTypeInlineString, "-> no audio", "-> no audio"},
		"N3": {excelize.CellTypeInlineString, "00123", "00123"},
		"J3": {excelize.CellTypeUnset, "", ""},
	} {
		kind, err := book.GetCellType("Sheet1", cell)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := book.GetCellValue("Sheet1", cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		shown, err := book.GetCellValue("Sheet1", cell)
		if err != nil {
			t.Fatal(err)
		}
		formula, err := book.GetCellFormula("Sheet1", cell)
		if err != nil || formula != "" || kind != want.kind || !strings.HasPrefix(raw, want.raw) || shown != want.shown {
			t.Errorf("%s: type %d, %q shown as %q, formula %q, %v", cell, kind, raw, shown, formula, err)
		}
	}
}

func TestATextThatNoWorkbookHoldsIsNotCut(t *testing.T) {
	results := []Result{{UploadID: 1}, {UploadID: 2, Meta: map[string]string{"Lyrics": strings.Repeat("é", maxXLSXCell)}}}
	if err := WriteXLSX(new(bytes.Buffer), results); err != nil {
		t.Error(err)
	}
	results[1].Meta["Lyrics"] += "é"
	err := WriteXLSX(new(bytes.Buffer), results)
	if !errors.Is(err, ErrTooLong) || Sentence(err) != "The Lyrics in row 3 is longer than a cell of a workbook can be. Save as CSV or JSON instead." {
		t.Errorf("%v", err)
	}
}

// fullDisk takes some bytes and then no more.
type fullDisk struct{ room int }

var errFull = errors.New("the disk is full")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.room -= len(p); d.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAFullDiskIsNoSuccess(t *testing.T) {
	var many []Result
	for range 5000 {
		many = append(many, twoResults()...)
	}
	for name, err := range map[string]error{
		"CSV": WriteCSV(&fullDisk{100_000}, many), "TSV": WriteTSV(&fullDisk{100_000}, many), "JSON": WriteJSON(&fullDisk{100_000}, many),
		"XLSX": WriteXLSX(&fullDisk{10_000}, many), "receipt": WriteReceipt(&fullDisk{10_000}, Receipt{Tracks: many}),
	} {
		if !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNothingStaysInTheTemporaryFolder(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder) // TMP on Windows
	t.Setenv("TMP", folder)
	long := make([]Result, 530) // more than Excelize holds in memory
	for i := range long {
		long[i] = Result{UploadID: int64(i + 1), Meta: map[string]string{"Lyrics": strings.Repeat("x", maxXLSXCell)}}
	}
	empty := func(when string) {
		t.Helper()
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Errorf("%s: %v, %v", when, left, err)
		}
	}
	var content bytes.Buffer
	if err := WriteXLSX(&content, long); err != nil {
		t.Fatal(err)
	}
	empty("written")
	if s, err := Read(&content, "list"); err != nil || len(s.Rows) != len(long) {
		t.Fatal(err)
	}
	empty("read")
	if err := WriteXLSX(&fullDisk{1000}, long); !errors.Is(err, errFull) {
		t.Fatal(err)
	}
	empty("not written")
}
