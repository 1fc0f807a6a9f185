package intake

import (
	"errors"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// quotes are what may stand around a line.
var quotes = [][2]string{{`"`, `"`}, {"'", "'"}, {"“", "”"}, {"„", "“"}, {"‘", "’"}, {"«", "»"}, {"<", ">"}}

// nextAddress is where a further address begins on one line.
var nextAddress = regexp.MustCompile(`(?i)\s+https?://`)

// lines are the things named in pasted text: one a line, or several addresses on one, without the
// quotes, spaces and marks around them.
func lines(text string) (found []string) {
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line = bare(line)
		for isAddress(line) {
			at := nextAddress.FindStringIndex(line)
			if at == nil {
				break
			}
			found = append(found, line[:at[0]])
			line = bare(line[at[0]:])
		}
		if line != "" {
			found = append(found, line)
		}
	}
	return found
}

// bare takes off what stands around a line, as often as it does.
func bare(line string) string {
	for {
		stood := line
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		for _, q := range quotes {
			if inner, ok := strings.CutPrefix(line, q[0]); ok && strings.HasSuffix(inner, q[1]) {
				line = strings.TrimSuffix(inner, q[1])
			}
		}
		if line == stood {
			return line
		}
	}
}

// isAddress says that a source is to be fetched over the network.
func isAddress(source string) bool {
	for _, scheme := range []string{"http://", "https://"} {
		if len(source) >= len(scheme) && strings.EqualFold(source[:len(scheme)], scheme) {
			return true
		}
	}
	return false
}

var schemes = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+$`)

func isScheme(text string) bool { return schemes.MatchString(text) }

// fromHome is a path in which ~ at the beginning stands for the person's own folder.
func fromHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return filepath.Join(home, rest)
}

// pathOf is the path that a file:// address names.
func pathOf(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	switch windows := runtime.GOOS == "windows"; {
	case u.Path == "":
		return "", errors.New("it names no file")
	case u.Host != "" && !strings.EqualFold(u.Host, "localhost"):
		if !windows {
			return "", errors.New("it is on another machine")
		}
		return filepath.FromSlash("//" + u.Host + u.Path), nil
	case windows:
		return filepath.FromSlash(strings.TrimPrefix(u.Path, "/")), nil
	}
	return u.Path, nil
}

// FileName is the name of a source's file: the last part of its path. An address without one stands
// for itself.
func FileName(source string) string {
	if !isAddress(source) {
		return filepath.Base(source)
	}
	u, err := url.Parse(source)
	if err != nil || u.Path == "" || u.Path == "/" {
		return source
	}
	return path.Base(u.Path)
}
