package manifest

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pressroom/api"
)

// nasty are texts that a spreadsheet, a CSV or an XLSX could take for something else.
var nasty = []string{
	"=1+1", "+49 30 1234", "-3.5", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1", "\u00a0=1", "\u200b=1", "＝1", "＋1", "－1", "＠x", "'=1", "''=1", "' =1", "'n Roll",
	`"`, `""`, `a"b`, `"a",b;c`, "a,b;c|d\te", "two\nlines", "two\r\nlines", "old\rmac", "ends with\n", " blanks ", "00602445790128", "5901234123457", "1E5", "1.5e-7",
	"2026-03-09", "TRUE", "_x0041_", "_x000D_", "<b>&amp;</b>", "]]>", "Größe „ä“ 𝄞", "\ufeffmark", "NULL", "a\x01b", "\x00", "\xff", "\ufffe", "sep=;",
}

func texts() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(nasty), rapid.String(), rapid.Custom(func(t *rapid.T) string {
		return rapid.SampledFrom(nasty).Draw(t, "start") + rapid.SampledFrom(nasty).Draw(t, "end")
	})).Filter(func(text string) bool { return !blank(written(text)) })
}

// fieldNames are of metadata, among them some that a written table has columns of.
var fieldNames = []string{
	"Title", "Album", "album", "Writer 1 First Name", "Custom: Mood", "Custom: =x", "Status", "Job", "Error", "Published", "Track ID", "Upload ID", "URL", "Filename",
	"Source", "Formats", "Field: Album", "Field: Field: Album", "=cmd", "'=cmd", "Größe", "A, b; c", "two\nlines", "#",
}

func results() *rapid.Generator[[]Result] {
	return rapid.Custom(func(t *rapid.T) []Result {
		made := make([]Result, rapid.IntRange(1, 8).Draw(t, "rows"))
		for i := range made {
			r := Result{
				TrackID: rapid.Int64Range(0, 1<<53).Draw(t, "track"), File: texts().Draw(t, "file"), Job: texts().Draw(t, "job"),
				Status: "published", Error: rapid.SampledFrom(nasty).Draw(t, "error"),
				Added: time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "added"), 0), Title: rapid.SampledFrom([]string{"", "A title", "=1"}).Draw(t, "title"),
			}
			if rapid.Bool().Draw(t, "known") {
				r.UploadID = rapid.SampledFrom([]int64{1, 1e9, 999_999_999_999_000, 1 << 60}).Draw(t, "upload") + int64(i)
			}
			if r.UploadID == 0 || rapid.Bool().Draw(t, "source") {
				r.Source = rapid.SampledFrom([]string{"https://host.example/a,b;%20c?x=\"1\"&y=", "/music/= ä, b;", "/music/'n "}).Draw(t, "where") + fmt.Sprintf("/%d.wav", i)
			}
			r.Formats = rapid.SampledFrom([][]string{nil, {"mp3"}, {"mp3", "aiff"}, {"mp3", "aiff", "wav"}}).Draw(t, "formats")
			if n := rapid.IntRange(0, 5).Draw(t, "fields"); n > 0 {
				r.Meta = map[string]string{}
				for range n {
					r.Meta[rapid.SampledFrom(fieldNames).Draw(t, "name")] = texts().Draw(t, "value")
				}
			}
			made[i] = r
		}
		return made
	})
}

// entries are what written results mean when they are read.
func entries(results []Result) []Entry {
	made := make([]Entry, len(results))
	for i, r := range results {
		made[i] = Entry{Row: i + 2, Source: r.Source, UploadID: r.UploadID}
		for _, word := range r.Formats {
			made[i].Formats = append(made[i].Formats, api.Format(word))
		}
		meta := map[string]string{}
		if r.Title != "" {
			meta["Title"] = r.Title
		}
		for name, value := range r.Meta {
			meta[name] = written(value)
		}
		if len(meta) > 0 {
			made[i].Meta = meta
		}
	}
	return made
}

func TestWhatIsWrittenReadsAsTheSame(t *testing.T) {
	fields := append([]string{"Writer {X} First Name"}, fieldNames...)
	for name, write := range map[string]func(io.Writer, []Result) error{"CSV": WriteCSV, "XLSX": WriteXLSX, "TSV": WriteTSV} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			made := results().Draw(t, "results")
			var content bytes.Buffer
			if err := write(&content, made); err != nil {
				t.Fatal(err)
			}
			s, err := Read(bytes.NewReader(content.Bytes()), "list")
			if err != nil {
				t.Fatal(err)
			}
			got, problems := Apply(s, Propose(s.Header, fields), Rules{})
			for _, p := range problems {
				if p.Kind != Blank {
					t.Errorf("%+v", p)
				}
			}
			if diff := cmp.Diff(entries(made), got); diff != "" {
				t.Error(diff)
			}
		}))
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		cell := asCell(written(text))
		if first := strings.TrimSpace(cell); first != "" && strings.ContainsRune("=+-@＝＋－＠\t\r", []rune(first)[0]) || cell != "" && strings.ContainsRune("\t\r\n", rune(cell[0])) {
			t.Errorf("%q is written as %q", text, cell)
		}
		if back := asText(cell); back != written(text) {
			t.Errorf("%q is read as %q", text, back)
		}
		if back := asText(asStringCell(written(text))); back != written(text) {
			t.Errorf("%q is read from a string cell as %q", text, back)
		}
	})
}
