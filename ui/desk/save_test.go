package desk

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFileStaysWholeWhereAnotherCannotTakeItsPlace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "presets.json")
	if err := os.WriteFile(path, []byte("as it was"), 0o600); err != nil {
		t.Fatal(err)
	}
	full := errors.New("the disk is full")
	err := saveFile(path, func(w io.Writer) error {
		if _, err := w.Write([]byte(strings.Repeat("half ", 10_000))); err != nil {
			return err
		}
		return full
	})
	if !errors.Is(err, full) {
		t.Errorf("it says %v", err)
	}
	fileHolds(t, dir, "presets.json", "as it was")
	if err := saveFile(path, func(w io.Writer) error { _, err := w.Write([]byte("new")); return err }); err != nil {
		t.Error(err)
	}
	fileHolds(t, dir, "presets.json", "new")
}

// holds says that a folder holds one file and nothing else.
func fileHolds(t *testing.T, dir, name, content string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != name {
		t.Fatalf("the folder holds %v, %v", entries, err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != content {
		t.Errorf("%s holds %.20q, %v", name, got, err)
	}
}

func TestNothingIsLeftBehindWhereAFileCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	taken := filepath.Join(dir, "presets.json")
	if err := os.MkdirAll(filepath.Join(taken, "a folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	inOffice(t, 0, func(o *office) {
		for _, path := range []string{taken, filepath.Join(dir, "no such folder", "presets.json")} {
			before := len(o.view().Notices)
			o.desk.ExportPresets(path)
			v := o.settle()
			if len(v.Notices) != before+1 || v.Notices[before].Text != "presets.json could not be written. Choose another folder, or make room on the disk." {
				t.Errorf("%+v", v.Notices)
			}
		}
	})
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}
