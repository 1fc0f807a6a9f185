package manifest

import (
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/words"
)

// isAddress says that a source is to be fetched over the network.
func isAddress(source string) bool {
	lower := strings.ToLower(strings.TrimSpace(source))
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

func isAudio(name string) bool {
	_, err := api.ParseFormat(filepath.Ext(name))
	return err == nil
}

var (
	scheme      = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)
	windowsPath = regexp.MustCompile(`^([A-Za-z]:[\\/]|\\\\)`)
)

// strangeAddress says that a source is an address of a kind that no site fetches, or no address at all.
func strangeAddress(source string) bool {
	if !scheme.MatchString(source) {
		return false
	}
	u, err := url.Parse(source)
	return err != nil || u.Scheme != "file" && (!isAddress(source) || u.Host == "")
}

// resolve makes the whole path of a file from one that may be relative to the manifest's folder.
func resolve(source, folder string) string {
	if isAddress(source) {
		return source
	}
	if u, err := url.Parse(source); err == nil && u.Scheme == "file" {
		source = strings.TrimPrefix(filepath.FromSlash(u.Path), windowsRoot(u.Path))
	}
	if folder == "" || filepath.IsAbs(source) || strings.HasPrefix(source, "/") || windowsPath.MatchString(source) {
		return source
	}
	return filepath.Join(folder, filepath.FromSlash(source))
}

// windowsRoot is the slash that file:///C:/a.wav has too many.
func windowsRoot(path string) string {
	if len(path) > 1 && windowsPath.MatchString(path[1:]) {
		return string(filepath.Separator)
	}
	return ""
}

// fileName is the name of a source's file. Of an address such as download?id=7 it is not known, and "".
func fileName(source string) string {
	if isAddress(source) {
		u, err := url.Parse(source)
		if err != nil || !isAudio(u.Path) {
			return ""
		}
		return path.Base(u.Path)
	}
	if windowsPath.MatchString(source) {
		source = strings.ReplaceAll(source, `\`, "/")
	}
	return path.Base(filepath.ToSlash(source))
}

// seen is in which rows what stood first that may stand in one alone.
type seen struct {
	uploads                map[int64]int
	sources, names, titles map[string]int // names and titles, which are names without ending, in lower case
}

func newSeen() seen {
	return seen{uploads: map[int64]int{}, sources: map[string]int{}, names: map[string]int{}, titles: map[string]int{}}
}

// doubles checks an entry against those before it.
func (a *application) doubles(e Entry) {
	column := a.source
	if column < 0 {
		column = a.file
	}
	if e.UploadID != 0 {
		if first, ok := a.seen.uploads[e.UploadID]; ok {
			a.fault(e.Row, a.upload, SameUpload, true, words.T("Row %s is about the same upload. Keep one of them.", words.Figure(first)))
			return
		}
		a.seen.uploads[e.UploadID] = e.Row
	}
	if e.Source == "" {
		return
	}
	isNew := e.UploadID == 0 // one that is there already is not uploaded again
	name := strings.ToLower(fileName(e.Source))
	title := strings.TrimSuffix(name, path.Ext(name))
	if first, ok := a.seen.sources[e.Source]; ok {
		a.fault(e.Row, column, SameSource, isNew, words.T("Row %s has the same source. Keep one of them.", words.Figure(first)))
	} else if first, ok := a.seen.names[name]; ok && isNew && name != "" {
		a.fault(e.Row, column, SameName, true,
			words.T("Row %s has a file of the same name, and on the site one would replace the other. Rename one of the files.", words.Figure(first)))
	} else if first, ok := a.seen.titles[title]; ok && isNew && isAudio(name) {
		a.fault(e.Row, column, SameTrack, false, words.T("Row %s has the same file name with another ending. The site takes both for one track.", words.Figure(first)))
	}
	if !a.fatal {
		keepFirst(a.seen.sources, e.Source, e.Row)
		keepFirst(a.seen.names, name, e.Row)
		keepFirst(a.seen.titles, title, e.Row)
	}
}

func keepFirst(rows map[string]int, what string, row int) {
	if _, ok := rows[what]; !ok {
		rows[what] = row
	}
}
