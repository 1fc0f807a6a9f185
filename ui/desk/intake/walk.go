package intake

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/maruel/natural"
)

// entriesAtOnce is how much of a folder is read before the context is looked at.
const entriesAtOnce = 512

// walk takes the audio files of a folder and of those in it. Links to folders are not followed: they
// may lead round in a circle.
func (g *gatherer) walk(folder string) {
	entries, err := g.entries(folder)
	if err != nil { // what could be read of it is taken
		g.left(folder, Unreadable)
	}
	for _, entry := range entries {
		if g.stopped() {
			return
		}
		g.tell()
		path := filepath.Join(folder, entry.Name())
		switch {
		case isHidden(entry.Name()):
		case entry.IsDir():
			g.walk(path)
		case !isAudioName(path):
			g.left(path, NoAudioName)
		case !isFile(entry, path):
			g.left(path, Unreadable)
		default:
			g.found.Sources = append(g.found.Sources, path)
		}
	}
}

// entries reads a folder, in natural order.
func (g *gatherer) entries(folder string) (all []fs.DirEntry, err error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for err == nil && !g.stopped() {
		var some []fs.DirEntry
		some, err = f.ReadDir(entriesAtOnce)
		all = append(all, some...)
		g.tell()
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return byNature(a.Name(), b.Name()) })
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return all, err
}

// byNature compares names as people order them, and names that are alike to them by their bytes.
func byNature(a, b string) int {
	lowerA, lowerB := strings.ToLower(a), strings.ToLower(b)
	switch {
	case natural.Less(lowerA, lowerB):
		return -1
	case natural.Less(lowerB, lowerA):
		return 1
	}
	return strings.Compare(a, b)
}

// isHidden says that a file in a folder is hidden or one that a system made for itself.
func isHidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.EqualFold(name, "Thumbs.db") || strings.EqualFold(name, "desktop.ini")
}

// isFile says that an entry is a file or a link to one.
func isFile(entry fs.DirEntry, path string) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.Type().IsRegular()
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
