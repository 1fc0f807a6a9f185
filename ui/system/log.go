package system

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/natefinch/lumberjack.v2"
)

// The files of a log: one that is written and as many earlier ones, each of at most so many megabytes.
const (
	logMegabytes = 5
	logEarlier   = 2
)

// mostOfLine is how much of one line of a log is read back, in bytes.
const mostOfLine = 16 << 10

// KeepLog has all that log is told at info and above kept in the data folder as well, in its folder "log":
// in three files of 5 MB at most, for this person's eyes only. Where it cannot be written, log is told all
// the same and nothing else is. close ends it.
func KeepLog(home string, log *slog.Logger) (kept *slog.Logger, close func() error) {
	file := &lumberjack.Logger{Filename: logFile(home), MaxSize: logMegabytes, MaxBackups: logEarlier, LocalTime: true}
	// Lumberjack would make the folder for everyone's eyes. That it cannot be made shows when it is written to.
	_ = os.MkdirAll(filepath.Dir(file.Filename), 0o700)
	toFile := slog.NewTextHandler(file, &slog.HandlerOptions{Level: slog.LevelInfo})
	return slog.New(slog.NewMultiHandler(log.Handler(), toFile)), file.Close
}

func logFile(home string) string { return filepath.Join(home, "log", "pressroom.log") }

// LogLines returns at most so many of the latest lines that [KeepLog] kept in a data folder, oldest first:
// none where nothing was kept. Lines longer than 16 KiB are cut.
func LogLines(home string, most int) (lines []string, err error) {
	folder := filepath.Dir(logFile(home))
	entries, err := os.ReadDir(folder) // in order of names, and those of earlier files end in times
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "pressroom-") {
			continue
		}
		if lines, err = appendLines(lines, filepath.Join(folder, e.Name()), most); err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
	}
	if lines, err = appendLines(lines, logFile(home), most); err != nil {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	return lines[max(0, len(lines)-most):], nil
}

// appendLines appends the lines of a file and keeps the latest.
func appendLines(lines []string, path string, most int) ([]string, error) {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist): // nothing was logged, or it was rotated away a moment ago
		return lines, nil
	case err != nil:
		return nil, err
	}
	defer func() { _ = file.Close() }()
	in := bufio.NewReaderSize(file, mostOfLine)
	for {
		line, long, err := in.ReadLine()
		if err != nil { // the end, or as good as that: what was read before counts
			return lines, nil
		}
		lines = append(lines, string(line))
		for long && err == nil {
			_, long, err = in.ReadLine()
		}
		if len(lines) >= 2*most {
			lines = slices.Clone(lines[len(lines)-most:])
		}
	}
}
