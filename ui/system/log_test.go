package system

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// keepLog keeps a log in a folder until the test ends; told is what it says elsewhere.
func keepLog(t *testing.T, home string, level slog.Level) (log *slog.Logger, told *bytes.Buffer) {
	t.Helper()
	told = &bytes.Buffer{}
	log, end := KeepLog(home, slog.New(slog.NewTextHandler(told, &slog.HandlerOptions{Level: level})))
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	return log, told
}

func logLines(t *testing.T, home string, most int) string {
	t.Helper()
	lines, err := LogLines(home, most)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func TestLogIsKeptAtInfoWhateverElseIsTold(t *testing.T) {
	for level, elsewhere := range map[slog.Level]int{slog.LevelDebug: 3, slog.LevelError: 1} {
		home := t.TempDir()
		log, told := keepLog(t, home, level)
		log.Debug("a detail")
		log.With("site", 7).Info("a call")
		log.Error("a fault")
		if n := strings.Count(told.String(), "\n"); n != elsewhere {
			t.Errorf("at %v, %d lines are told, want %d", level, n, elsewhere)
		}
		if kept := logLines(t, home, 10); strings.Contains(kept, "detail") || !strings.Contains(kept, `msg="a call" site=7`) || !strings.Contains(kept, "a fault") {
			t.Errorf("at %v, kept is:\n%s", level, kept)
		}
		for path, want := range map[string]os.FileMode{"log": 0o700, "log/pressroom.log": 0o600} {
			if info, err := os.Stat(filepath.Join(home, path)); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s: %v, %v", path, info.Mode(), err)
			}
		}
	}
}

func TestOnlyTheLatestLinesOfALogAreReadEarlierFilesFirst(t *testing.T) {
	home := filepath.Join(t.TempDir(), "a [strange] folder")
	if got := logLines(t, home, 10); got != "" {
		t.Errorf("a log that was never kept says %q", got)
	}
	log, _ := keepLog(t, home, slog.LevelError)
	for n := range 30 {
		log.Info(fmt.Sprint("line ", n))
	}
	earlier := strings.Repeat("an earlier line\n", 7) + strings.Repeat("x", 3*mostOfLine) + "\nthe last of before"
	if err := os.WriteFile(filepath.Join(home, "log", "pressroom-2026-01-02T03-04-05.678.log"), []byte(earlier), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := logLines(t, home, 10); strings.Count(got, "\n") != 9 || !strings.Contains(got, "line 20") || !strings.Contains(got, "line 29") || strings.Contains(got, "line 19") {
		t.Errorf("the latest are:\n%s", got)
	}
	got := logLines(t, home, 1000)
	if lines := strings.Split(got, "\n"); len(lines) != 39 || lines[6] != "an earlier line" || len(lines[7]) != mostOfLine || lines[8] != "the last of before" || !strings.Contains(lines[9], "line 0") {
		t.Errorf("all are %d:\n%s", len(lines), got[:200])
	}
}

func TestLogTakesBoundedRoom(t *testing.T) {
	home := t.TempDir()
	log, _ := keepLog(t, home, slog.LevelError)
	long := strings.Repeat("long ", 20_000)
	for range (logEarlier + 3) * logMegabytes * 11 {
		log.Info(long)
	}
	deadline := time.Now().Add(roleLimit)
	for there := logEarlier + 2; there > logEarlier+1; { // the earliest are taken away a little later
		entries, err := os.ReadDir(filepath.Join(home, "log"))
		if there = len(entries); err != nil || time.Now().After(deadline) {
			t.Fatalf("there are %d files (%v)", there, err)
		}
		runtime.Gosched()
	}
}

func TestLogThatCannotBeKeptIsToldAllTheSame(t *testing.T) {
	home := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(home, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	log, told := keepLog(t, home, slog.LevelInfo)
	log.Info("a call")
	if !strings.Contains(told.String(), "a call") {
		t.Errorf("told is %q", told)
	}
	if _, err := LogLines(home, 10); err == nil {
		t.Error("a folder that is none can be read")
	}
}
