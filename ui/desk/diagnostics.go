package desk

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// mostLog is how many of the log's lines diagnostics hold: the latest.
const mostLog = 2000

// Diagnostics are what helps to find out why Pressroom does not do as it should: versions, counts and the
// log. No key, title, file name or name of a site is in them but what a site's answers brought into the log.
type Diagnostics struct {
	About  []Field // what the caller knows: versions, size of the window
	Census ledger.Census
	Log    []string // oldest first
	Crash  string   // the report of the latest crash; empty where there is none
}

// SaveDiagnostics writes diagnostics into a zip file. Most of them the desk knows by itself.
func (d *Desk) SaveDiagnostics(path string, about []Field) {
	d.save(path, words.T("Diagnostics"), func(w io.Writer) error {
		found, err := Diagnostics{About: about}, error(nil)
		// What cannot be read is a finding, not a reason to have none.
		if found.Census, err = d.Ledger.Census(context.WithoutCancel(d.ctx)); err != nil {
			found.About = append(found.About, Field{"ledger, trouble", err.Error()})
		}
		if d.Logged != nil {
			if found.Log, err = d.Logged(mostLog); err != nil {
				found.About = append(found.About, Field{"log, trouble", err.Error()})
			}
		}
		if d.Crashed != nil {
			if found.Crash, err = d.Crashed(); err != nil {
				found.About = append(found.About, Field{"crash, trouble", err.Error()})
			}
		}
		return found.Write(w)
	})
}

// Write writes a zip of two texts, about.txt and log.txt, of which the second is at most 2,000 lines long, and
// crash.txt where there was a crash.
func (g Diagnostics) Write(w io.Writer) error {
	pack := zip.NewWriter(w)
	log := g.Log[max(0, len(g.Log)-mostLog):]
	files := []struct{ name, text string }{{"about.txt", g.about()}, {"log.txt", strings.Join(append(slices.Clone(log), ""), "\n")}}
	if g.Crash != "" {
		files = append(files, struct{ name, text string }{"crash.txt", g.Crash})
	}
	for _, file := range files {
		inside, err := pack.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: present()})
		if err == nil {
			_, err = io.WriteString(inside, file.text)
		}
		if err != nil {
			return fmt.Errorf("write %s of the diagnostics: %w", file.name, err)
		}
	}
	return pack.Close()
}

// about is for whoever finds the fault, and in English whatever the window speaks.
func (g Diagnostics) about() string {
	var b strings.Builder
	line := func(name string, value any) { fmt.Fprintf(&b, "%-24s %v\n", name, value) }
	line("written", present().UTC().Format(time.RFC3339))
	for _, f := range g.About {
		line(f.Name, f.Value)
	}
	line("processors", runtime.NumCPU())
	line("goroutines", runtime.NumGoroutine())
	line("ledger, version", g.Census.Version)
	line("ledger, bytes", g.Census.Bytes)
	line("ledger, intents", g.Census.Intents)
	line("ledger, notices", g.Census.Notices)
	for n, s := range g.Census.Sites {
		name := fmt.Sprintf("site %d", n+1)
		if s.Practice {
			name = "practice site"
		}
		line(name, "")
		for _, part := range []struct {
			what    string
			tallies []ledger.Tally
		}{{"uploads", s.Uploads}, {"jobs", s.Jobs}, {"open calls", s.Open}} {
			line("  "+part.what, inSorts(part.tallies))
		}
	}
	return b.String()
}

func inSorts(tallies []ledger.Tally) string {
	parts := make([]string, len(tallies))
	for n, t := range tallies {
		parts[n] = fmt.Sprintf("%s: %d", t.Of, t.N)
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, "; ")
}
