package intake

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pressroom/api"
)

// Reason is why something that was added was left out.
type Reason string

// The reasons.
const (
	NotThere      Reason = "not there"
	Unreadable    Reason = "unreadable"     // or neither file nor folder
	NoAudioName   Reason = "no audio name"  // its ending is none of mp3, wav, aiff and aif
	AddressesOnly Reason = "addresses only" // a file or folder, and the site takes addresses only
	NoAddress     Reason = "no address"     // looks like an address and is none of http or https
)

// keptLeft bounds Found.Left: a folder may hold a million other files.
const keptLeft = 1000

// LeftOut is one thing that was left out.
type LeftOut struct {
	Source string // as it was added, or the path inside an added folder
	Reason Reason
}

// Found is what there was in what a person added.
type Found struct {
	Sources   []string       // addresses and whole paths of audio files, in the order they were added
	Manifests []string       // whole paths of the lists that were named, not read
	Left      []LeftOut      // the first 1,000 left out
	Counts    map[Reason]int // of all left out
	Stopped   bool           // the context ended first, so this is not all
}

// tellEvery is how often progress is told at most.
const tellEvery = 100 * time.Millisecond

// Gather sorts out what a person added: addresses, files, folders, lists, and pasted text with one
// of them a line, in quotes or as file:// addresses. A name that is there as it stands is taken as it
// stands. Folders are walked in natural order ("Track 2" before "Track 10"); hidden files and a
// system's own are passed over in them, and so are lists, which count only where they are named
// themselves. Where a site takes no files, takesFiles is false. Nothing is opened, and nothing taken
// twice is dropped: [Check] tells of it.
//
// While it walks it calls report, if there is one, with the number of sources found so far, at most
// every 100 ms. It touches the disk, so it belongs on a goroutine that may wait.
func Gather(ctx context.Context, sources []string, takesFiles bool, report func(n int)) Found {
	g := gatherer{ctx: ctx, takesFiles: takesFiles, report: report, told: time.Now()}
	g.found.Counts = map[Reason]int{}
	for _, source := range sources {
		if !isAddress(source) && isThere(source) {
			g.path(source, source)
			continue
		}
		for _, line := range lines(source) {
			g.line(line)
		}
	}
	return g.found
}

type gatherer struct {
	ctx        context.Context
	takesFiles bool
	report     func(int)
	told       time.Time
	found      Found
}

// stopped says, and notes, that the context has ended.
func (g *gatherer) stopped() bool {
	if g.ctx.Err() != nil {
		g.found.Stopped = true
	}
	return g.found.Stopped
}

func (g *gatherer) left(source string, reason Reason) {
	g.found.Counts[reason]++
	if len(g.found.Left) < keptLeft {
		g.found.Left = append(g.found.Left, LeftOut{source, reason})
	}
}

func (g *gatherer) tell() {
	if now := time.Now(); g.report != nil && now.Sub(g.told) >= tellEvery {
		g.told = now
		g.report(len(g.found.Sources))
	}
}

// line takes one line that is no name of something that is there.
func (g *gatherer) line(line string) {
	switch scheme, _, ok := strings.Cut(line, "://"); {
	case g.stopped():
	case isAddress(line):
		address := strings.ReplaceAll(line, " ", "%20") // as browsers show it
		if u, err := url.Parse(address); err != nil || u.Hostname() == "" {
			g.left(line, NoAddress)
			return
		}
		g.found.Sources = append(g.found.Sources, address)
	case strings.EqualFold(scheme, "file") && ok:
		path, err := pathOf(line)
		if err != nil {
			g.left(line, NoAddress)
			return
		}
		g.path(line, path)
	case ok && isScheme(scheme):
		g.left(line, NoAddress)
	default:
		g.path(line, fromHome(line))
	}
}

// path takes a file or folder that was named.
func (g *gatherer) path(source, path string) {
	if g.stopped() || strings.HasPrefix(filepath.Base(path), "._") {
		return
	}
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		g.left(source, NotThere)
	case err != nil, !info.IsDir() && !info.Mode().IsRegular():
		g.left(source, Unreadable)
	case !info.IsDir() && isManifest(path):
		g.found.Manifests = append(g.found.Manifests, path)
	case !g.takesFiles:
		g.left(source, AddressesOnly)
	case info.IsDir():
		g.walk(path)
	case !isAudioName(path):
		g.left(source, NoAudioName)
	default:
		g.found.Sources = append(g.found.Sources, path)
	}
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func isManifest(path string) bool {
	return slices.Contains([]string{".csv", ".tsv", ".txt", ".xlsx"}, strings.ToLower(filepath.Ext(path)))
}

func isAudioName(name string) bool {
	_, err := api.ParseFormat(filepath.Ext(name))
	return err == nil
}
