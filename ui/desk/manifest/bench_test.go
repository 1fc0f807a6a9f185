package manifest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// manyResults are the tracks of a large catalog, with the metadata that such have.
func manyResults(n int) []Result {
	made := make([]Result, n)
	for i := range made {
		made[i] = Result{
			UploadID: int64(1_000_000 + i), File: fmt.Sprintf("DBC_%05d_Dub Beat.wav", i), Source: fmt.Sprintf("https://media.host.example/autumn/DBC_%05d_Dub%%20Beat.wav", i),
			Job: "Autumn", Formats: []string{"mp3", "aiff"}, Status: "uploaded", Added: time.Unix(1_773_000_000, 0),
			Meta: map[string]string{
				"Title": fmt.Sprintf("Dub Beat, Part %d", i), "Album": "Deep Cuts", "Genre": "Dub", "ISRC": fmt.Sprintf("GBAYE%07d", i), "BPM": "120",
				"Writer 1 First Name": "Ada", "Writer 1 Last Name": "Berg", "Description": "Slow; heavy bass, tape echo and a \"melodica\"",
			},
		}
	}
	return made
}

func manyAsCSV(b *testing.B) string {
	b.Helper()
	var content bytes.Buffer
	if err := WriteCSV(&content, manyResults(100_000)); err != nil {
		b.Fatal(err)
	}
	return content.String()
}

func readAll(b *testing.B, content string) any {
	b.Helper()
	s, err := Read(strings.NewReader(content), "list")
	if err != nil || len(s.Rows) != 100_000 {
		b.Fatal(err)
	}
	return s
}

func byTheLibrary(b *testing.B, content string) any {
	b.Helper()
	rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
	if err != nil || len(rows) != 100_001 {
		b.Fatal(err)
	}
	return rows
}

// BenchmarkManifestCSV reads 100,000 rows: the delimiter and encoding found, every cell checked, against
// the standard library's reader alone.
func BenchmarkManifestCSV(b *testing.B) {
	content := manyAsCSV(b)
	for part, read := range map[string]func(*testing.B, string) any{"measured": readAll, "reference": byTheLibrary} {
		b.Run(part, func(b *testing.B) {
			for b.Loop() {
				read(b, content)
			}
			if part == "measured" {
				b.ReportMetric(1.25, "goal")
			}
		})
	}
}

// BenchmarkManifestMemory is what 100,000 rows take once they are read.
func BenchmarkManifestMemory(b *testing.B) {
	content := manyAsCSV(b)
	for part, read := range map[string]func(*testing.B, string) any{"measured": readAll, "reference": byTheLibrary} {
		b.Run(part, func(b *testing.B) {
			for b.Loop() {
				before := held()
				rows := read(b, content)
				b.ReportMetric(held()-before, "value-B")
				runtime.KeepAlive(rows)
			}
			if part == "measured" {
				b.ReportMetric(1.2, "goal")
			}
		})
	}
}

func held() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// BenchmarkManifestXLSX reads 20,000 rows of a workbook, checked for damage, against Excelize alone,
// which takes damage for the end.
func BenchmarkManifestXLSX(b *testing.B) {
	var content bytes.Buffer
	if err := WriteXLSX(&content, manyResults(20_000)); err != nil {
		b.Fatal(err)
	}
	b.Run("measured", func(b *testing.B) {
		for b.Loop() {
			if s, err := Read(bytes.NewReader(content.Bytes()), "list"); err != nil || len(s.Rows) != 20_000 {
				b.Fatal(err)
			}
		}
		b.ReportMetric(1.75, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			book, err := excelize.OpenReader(bytes.NewReader(content.Bytes()))
			if err != nil {
				b.Fatal(err)
			}
			if rows, err := book.GetRows("Sheet1"); err != nil || len(rows) != 20_001 {
				b.Fatal(err)
			}
			book.Close()
		}
	})
}

// BenchmarkManifestWriteXLSX writes 100,000 rows, against Excelize's stream with as many texts.
func BenchmarkManifestWriteXLSX(b *testing.B) {
	many := manyResults(100_000)
	b.Run("measured", func(b *testing.B) {
		for b.Loop() {
			var size counter
			if err := WriteXLSX(&size, many); err != nil || size < 1_000_000 {
				b.Fatal(err)
			}
		}
		b.ReportMetric(1.3, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		l := lay(many)
		cells, texts := make([]cell, len(l.header)), make([]any, len(l.header))
		for b.Loop() {
			book := excelize.NewFile()
			out, err := book.NewStreamWriter("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			for n, r := range many {
				l.row(r, cells)
				for i, c := range cells {
					texts[i] = c.String()
				}
				if err := out.SetRow(fmt.Sprintf("A%d", n+1), texts); err != nil {
					b.Fatal(err)
				}
			}
			var size counter
			if err := out.Flush(); err != nil {
				b.Fatal(err)
			}
			if _, err := book.WriteTo(&size); err != nil || size < 1_000_000 {
				b.Fatal(err)
			}
			book.Close()
		}
	})
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
