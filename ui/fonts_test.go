package ui

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/font/sfnt"
)

// compared are files whose signs are compared with what others wrote, and not shown, but for the language that tests speak.
var compared = []string{"desk/manifest/safe.go", "system/plain.go", "desk/words/pseudo.go"}

// TestEverySignOfTheWindowIsInTheProgramsOwnFonts keeps signs out that a machine with few fonts shows as boxes.
func TestEverySignOfTheWindowIsInTheProgramsOwnFonts(t *testing.T) {
	var fonts []*sfnt.Font
	for _, font := range []fyne.Resource{theme.DefaultTextFont(), theme.DefaultSymbolFont()} {
		f, err := sfnt.Parse(font.Content())
		if err != nil {
			t.Fatal(err)
		}
		fonts = append(fonts, f)
	}
	texts := map[string]string{} // by where
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !slices.Contains(compared, filepath.ToSlash(path)) {
			texts[path] = literals(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"de", "es", "fr"} {
		path := "../assets/translations/" + language + ".json"
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[path] = string(content)
	}
	for path, text := range texts {
		for _, r := range text {
			if r >= ' ' && !slices.ContainsFunc(fonts, func(f *sfnt.Font) bool { return has(t, f, r) }) {
				t.Errorf("%s: %q, U+%04X, is in no font that the program brings along", path, r, r)
			}
		}
	}
}

func has(t *testing.T, f *sfnt.Font, r rune) bool {
	t.Helper()
	glyph, err := f.GlyphIndex(nil, r)
	if err != nil {
		t.Fatal(err)
	}
	return glyph != 0
}

// literals are the texts that a file of Go has in it.
func literals(t *testing.T, path string) string {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var s scanner.Scanner
	files := token.NewFileSet()
	s.Init(files.AddFile(path, files.Base(), len(source)), source, nil, 0)
	var found strings.Builder
	for {
		_, kind, text := s.Scan()
		switch kind {
		case token.EOF:
			return found.String()
		case token.STRING, token.CHAR:
			found.WriteString(text)
		}
	}
}
