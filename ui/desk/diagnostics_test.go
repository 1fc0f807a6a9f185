package desk

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pressroom/api"
)

// unzipped are the texts in a zip file, by name.
func unzipped(t *testing.T, content []byte) map[string]string {
	t.Helper()
	pack, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, f := range pack.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		texts[f.Name] = string(text)
	}
	return texts
}

// savedDiagnostics has the desk save diagnostics, and reads them.
func (o *office) savedDiagnostics(about ...Field) map[string]string {
	o.t.Helper()
	path := filepath.Join(filepath.Dir(o.path), "diagnostics.zip")
	o.desk.SaveDiagnostics(path, about)
	o.settle()
	content, err := os.ReadFile(path)
	if err != nil {
		o.t.Fatal(err)
	}
	return unzipped(o.t, content)
}

func TestDiagnosticsCountAndNameNothing(t *testing.T) {
	inOffice(t, 5, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" {
				return &api.Error{Op: "upload", Kind: api.Busy}, false
			}
			return nil, false
		})
		o.desk.AddTracks([]string{"https://files.example/Secret Song.wav"}, DefaultJob)
		o.settle()
		o.desk.Logged = func(most int) ([]string, error) { return []string{fmt.Sprintf("one of %d lines", most)}, nil }
		o.desk.Crashed = func() (string, error) { return "", nil }
		texts := o.savedDiagnostics(Field{"window", "1400 × 900"})
		if len(texts) != 2 || texts["log.txt"] != "one of 2000 lines\n" {
			t.Errorf("they hold %v", texts)
		}
		about := texts["about.txt"]
		for _, want := range []string{"window                   1400 × 900", "uploaded: 5", "jobs                   open: 1", "to send: 1", "upload, waiting: 1", "ledger, version          5", "site 1"} {
			if !strings.Contains(about, want) {
				t.Errorf("%q is not in:\n%s", want, about)
			}
		}
		for _, secret := range []string{"Secret Song", "files.example", "Northlight", "northlight", "track.wav", "secret"} {
			if strings.Contains(about, secret) {
				t.Errorf("%q is in:\n%s", secret, about)
			}
		}
		if !o.noticed("Diagnostics saved as") {
			t.Errorf("the person is told %v", o.view().Notices)
		}
	})
}

func TestDiagnosticsAreBounded(t *testing.T) {
	lines := make([]string, 3*mostLog)
	for n := range lines {
		lines[n] = fmt.Sprint("line ", n)
	}
	var zipped bytes.Buffer
	if err := (Diagnostics{Log: lines}).Write(&zipped); err != nil {
		t.Fatal(err)
	}
	log := strings.Split(unzipped(t, zipped.Bytes())["log.txt"], "\n")
	if len(log) != mostLog+1 || log[0] != fmt.Sprint("line ", 2*mostLog) {
		t.Errorf("%d lines are kept, from %q on", len(log), log[0])
	}
}

func TestDiagnosticsAreSavedWhereLedgerAndLogCannotBeRead(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.Logged = func(int) ([]string, error) { return nil, errors.New("the log is gone") }
		o.desk.Crashed = func() (string, error) { return "", errors.New("the report is gone") }
		if err := o.book.Close(); err != nil {
			t.Fatal(err)
		}
		about := o.savedDiagnostics()["about.txt"]
		for _, want := range []string{"log, trouble             the log is gone", "crash, trouble           the report is gone", "ledger, trouble          read the sites"} {
			if !strings.Contains(about, want) {
				t.Errorf("%q is not in:\n%s", want, about)
			}
		}
	})
}

func TestDiagnosticsHoldTheReportOfTheLatestCrash(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.Crashed = func() (string, error) { return "panic: x\n", nil }
		if texts := o.savedDiagnostics(); texts["crash.txt"] != "panic: x\n" || len(texts) != 3 {
			t.Errorf("they hold %v", texts)
		}
	})
}

func TestDiagnosticsThatCannotBeWrittenAreSaidToBe(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.SaveDiagnostics(filepath.Join(o.path, "under a file.zip"), nil)
		o.settle()
		if !o.noticed("under a file.zip could not be written. Choose another folder") {
			t.Errorf("the person is told %v", o.view().Notices)
		}
	})
}
