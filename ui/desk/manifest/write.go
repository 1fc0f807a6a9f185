package manifest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteCSV writes results as a CSV that spreadsheets read as UTF-8: with a byte order mark and CR LF.
func WriteCSV(w io.Writer, results []Result) error {
	return writeText(w, results, "\ufeff", ',')
}

// WriteTSV writes results as tab-separated text, as spreadsheets take it from the clipboard.
func WriteTSV(w io.Writer, results []Result) error {
	return writeText(w, results, "", '\t')
}

func writeText(w io.Writer, results []Result, mark string, delimiter byte) error {
	l := lay(results)
	out := bufio.NewWriterSize(w, 64<<10)
	_, _ = out.WriteString(mark) // the writer keeps its first error for Flush
	for i, name := range l.header {
		writeCell(out, asCell(written(name)), delimiter, i == len(l.header)-1)
	}
	cells := make([]cell, len(l.header))
	for _, r := range results {
		l.row(r, cells)
		for i, c := range cells {
			writeCell(out, c.String(), delimiter, i == len(cells)-1)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write %d results as text: %w", len(results), err)
	}
	return nil
}

// writeCell writes one cell and what follows it. Blanks at an end are put in quotes too, as some programs
// take them away, and so is every delimiter that some program could know.
func writeCell(out *bufio.Writer, text string, delimiter byte, last bool) {
	if strings.ContainsAny(text, "\",;\t|\n\r") || strings.TrimSpace(text) != text {
		_, _ = out.WriteString(`"` + strings.ReplaceAll(text, `"`, `""`) + `"`)
	} else {
		_, _ = out.WriteString(text)
	}
	if last {
		_, _ = out.WriteString("\r\n")
		return
	}
	_ = out.WriteByte(delimiter)
}

// WriteJSON writes results as a JSON array with an object for each.
func WriteJSON(w io.Writer, results []Result) error {
	if results == nil {
		results = []Result{}
	}
	out := bufio.NewWriterSize(w, 64<<10)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "\t")
	if err := encoder.Encode(results); err != nil {
		return fmt.Errorf("write %d results as JSON: %w", len(results), err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write %d results as JSON: %w", len(results), err)
	}
	return nil
}
