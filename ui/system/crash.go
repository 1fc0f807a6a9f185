package system

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"time"
)

const (
	// mostCrashes is how many reports are kept: the latest.
	mostCrashes = 5
	// mostReport is how much of a report is kept, in bytes.
	mostReport = 1 << 20
	// crashEnds is the line after which a report holds what the runtime wrote.
	crashEnds = "----\n"
)

// KeepCrashes has the runtime write what it says of a crash into a file of the data folder's "crashes": the
// stacks of all goroutines after a panic, a fault or a signal that means one. Before them stands about, which
// says what crashed. crashed is the report of the run before, empty where that did not crash or was told of
// already: each is returned once. end is for a program that ends well.
//
// A stack shows texts as addresses. What a panic was called with is written out, so what looks like a key in
// it is crossed out before a report is kept.
func KeepCrashes(home, about string) (crashed string, end func(), err error) {
	folder := filepath.Join(home, "crashes")
	running := filepath.Join(folder, "running.txt")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", func() {}, fmt.Errorf("crashes can't be kept: %w", err)
	}
	if crashed, err = keepReport(folder, running); err != nil {
		return "", func() {}, fmt.Errorf("the report of a crash can't be kept: %w", err)
	}
	file, err := os.OpenFile(running, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return crashed, func() {}, fmt.Errorf("crashes can't be kept: %w", err)
	}
	_, err = file.WriteString(strings.TrimSuffix(about, "\n") + "\n" + "started " + time.Now().UTC().Format(time.RFC3339) + "\n" + crashEnds)
	if err == nil {
		err = debug.SetCrashOutput(file, debug.CrashOptions{}) // which keeps a copy of the file
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return crashed, func() {}, fmt.Errorf("crashes can't be kept: %w", err)
	}
	debug.SetTraceback("all")
	return crashed, func() {
		_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
		_ = os.Remove(running)
	}, nil
}

// keepReport makes a report of what the run before left, where it crashed, and takes away what is left
// otherwise and what is too old.
func keepReport(folder, running string) (kept string, err error) {
	left, err := readMost(running, mostReport)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if _, said, ok := bytes.Cut(left, []byte(crashEnds)); ok && len(bytes.TrimSpace(said)) > 0 {
		at := time.Now()
		if info, err := os.Stat(running); err == nil {
			at = info.ModTime()
		}
		kept = filepath.Join(folder, "crash-"+at.UTC().Format("2006-01-02T15-04-05.000")+".txt")
		if err := os.WriteFile(kept, crossOut(left), 0o600); err != nil {
			return "", err
		}
	}
	if err := os.Remove(running); err != nil {
		return "", err
	}
	for reports := crashReports(folder); len(reports) > mostCrashes; reports = reports[1:] {
		if err := os.Remove(reports[0]); err != nil {
			return kept, err
		}
	}
	return kept, nil
}

// crashReports are the reports there are, the latest last.
func crashReports(folder string) (paths []string) {
	entries, err := os.ReadDir(folder) // in order of names, and those are times
	if err != nil {
		return nil
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "crash-") {
			paths = append(paths, filepath.Join(folder, e.Name()))
		}
	}
	return paths
}

// LastCrash returns the latest report of a crash that is kept in a data folder, at most 1 MiB; empty where
// there is none.
func LastCrash(home string) (string, error) {
	reports := crashReports(filepath.Join(home, "crashes"))
	if len(reports) == 0 {
		return "", nil
	}
	content, err := readMost(reports[len(reports)-1], mostReport)
	if err != nil {
		return "", fmt.Errorf("read the report of a crash: %w", err)
	}
	return string(content), nil
}

func readMost(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, most))
}

var (
	// saidOf are the lines in which the runtime writes out what a program gave it: the rest are names of
	// functions, addresses and places in files.
	saidOf = regexp.MustCompile(`(?m)^(?:panic: |fatal error: |\t?panic: |\[originating from ).*(?:\n\t.*)*`)
	// likeKeys are words long enough for a key, with figures in them or after a name that keys have.
	likeKeys = regexp.MustCompile(`(?i)((?:token|key|secret|password|authorization|bearer)["']?\s*[:= ]\s*["']?)[^\s"',;]+|[\w+/=~.-]*\d[\w+/=~.-]{14,}|[\w+/=~.-]{15,}\d[\w+/=~.-]*`)
)

// crossOut crosses out what could be a key in what a panic was called with.
func crossOut(report []byte) []byte {
	return saidOf.ReplaceAllFunc(report, func(said []byte) []byte { return likeKeys.ReplaceAll(said, []byte("${1}[crossed out]")) })
}
