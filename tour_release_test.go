//go:build tour

package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/api/practice/audio"
	"pressroom/ui/desk/ledger"
)

// release is how many tracks a release has.
const release = 1000

// TestTourOfARelease is a release of a thousand tracks from a list: added, changed, the change undone and
// made again, the program started anew in the middle, published, and what could not be found on again.
func TestTourOfARelease(t *testing.T) {
	s := newScreen(t, clean(t, "build/tour-of-a-release"))
	data := filepath.Join(s.home, "data")
	list := releaseOf(t, filepath.Join(s.home, "Deep Cuts"))
	p := s.program(t, "-practice", "-home", data, list)
	p.painted("page=list")
	p.picture("list")
	p.keys("Return")
	p.painted("page=", fmt.Sprint("all=", release+13), fmt.Sprint("waiting=", release+13), "working=")
	p.keys("ctrl+f")
	p.typed(`catalog:"Deep Cuts"`)
	p.painted(fmt.Sprint("shown=", release))
	p.keys("Return", "ctrl+a")
	p.painted(fmt.Sprint("selected=", release))
	p.picture("filtered")
	p.keys("ctrl+2")
	p.until("some of a thousand changes are sent", func() bool {
		now := p.latest("painted", nil)
		return now["working"] != "" && now["aiff"] != "0" && now["aiff"] != fmt.Sprint(release)
	})
	p.picture("in-the-middle")
	p.quit()

	p = s.program(t, "-practice", "-home", data)
	p.painted("site=connected", fmt.Sprint("all=", release+13), "working=", fmt.Sprint("aiff=", release))
	p.keys("ctrl+z")
	p.painted("working=", "aiff=0")
	p.picture("undone")
	p.keys("ctrl+shift+z")
	p.painted("working=", fmt.Sprint("aiff=", release))

	lost := filepath.Join(s.home, "Deep Cuts", nameOf(500))
	aside := lost + ".aside"
	if err := os.Rename(lost, aside); err != nil {
		t.Fatal(err)
	}
	p.keys("ctrl+Return")
	p.painted("page=review", fmt.Sprint("review=", release+13))
	p.picture("review")
	p.keys("Return")
	p.painted("page=", "phases=[publishing]")
	p.picture("publishing")
	p.patiently("phases=[finished]")
	if err := os.Rename(aside, lost); err != nil {
		t.Fatal(err)
	}
	p.keys("ctrl+f")
	p.typed("status:errored")
	p.painted("shown=2") // and the torn one among the samples
	p.keys("Return", "ctrl+j", "Return")
	p.picture("errored")
	p.press("job.again")
	p.painted("page=again")
	p.picture("again")
	p.keys("Return")
	p.painted("page=", "phases=[open finished]", "waiting=1")
	p.keys("ctrl+Return")
	p.painted("page=review", "review=1")
	p.keys("Return")
	p.painted("page=", "phases=[finished finished]")
	p.picture("published")
	p.quit()
	published(t, bookOf(t, data, "practice"))
}

// patiently waits for something that takes longer than one patience: a thousand tracks are published.
func (p *program) patiently(want string) {
	p.t.Helper()
	deadline := time.Now().Add(5 * patience)
	for !p.shows(want) && time.Now().Before(deadline) {
		pause(50 * time.Millisecond)
	}
	p.painted(want)
}

// published holds a release to its end: every track of it published once, with its metadata, one of them in
// the second job.
func published(t *testing.T, book ledger.Book) {
	t.Helper()
	done, errored := map[string]int{}, 0
	for u := range book.Uploads.All() {
		switch {
		case u.Status == string(api.Errored):
			errored++
		case u.Status != string(api.Published) || u.TrackID == 0:
			t.Errorf("%s is %s", u.File, u.Status)
		case u.Meta.Get("Catalog") == "Deep Cuts":
			done[u.Meta.Get("Title")]++
		}
	}
	for n := range release {
		if title := titleOf(n); done[title] != 1 {
			t.Errorf("%q is published %d times", title, done[title])
		}
	}
	if errored != 2 {
		t.Errorf("%d are errored, want the torn sample and the one that was not there", errored)
	}
}

func nameOf(n int) string  { return fmt.Sprintf("NLM%03d_%02d.wav", n/25, n%25) }
func titleOf(n int) string { return fmt.Sprintf("Copper Rain %d", n) }

// releaseOf makes a folder with a release and its list, as a librarian keeps it, and returns the list's path.
func releaseOf(t *testing.T, dir string) string {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	first := filepath.Join(dir, nameOf(0))
	if err := audio.Synth(first, audio.Spec{Container: audio.WAV, Rate: 44100, Channels: 1, Bits: 16}, 0.2, 1); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	rows := [][]string{{"File name", "Song title", "Album title", "Catalog", "BPM"}}
	for n := range release {
		if err := os.WriteFile(filepath.Join(dir, nameOf(n)), sound, 0o600); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, []string{nameOf(n), titleOf(n), fmt.Sprint("Harbour Lights ", n/25+1), "Deep Cuts", fmt.Sprint(80 + n%40)})
	}
	list := filepath.Join(dir, "release.csv")
	file, err := os.Create(list)
	if err != nil {
		t.Fatal(err)
	}
	err = csv.NewWriter(file).WriteAll(rows)
	if closed := file.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	return list
}

// TestTheMainJobTakesFewKeys does it all by the keyboard: a job, three tracks, their formats, and published.
func TestTheMainJobTakesFewKeys(t *testing.T) {
	s := newScreen(t, clean(t, "build/tour-by-keyboard"))
	p := s.program(t, "-practice", "-home", filepath.Join(s.home, "data"))
	folder := tracks(t, s.home)
	p.painted("site=connected", "all=13")
	s.pressed = 0
	p.keys("ctrl+n")
	p.painted("page=job")
	p.typed("US")
	p.keys("Return")
	p.painted("page=", "phases=[open open]")
	p.keys("ctrl+l")
	p.painted("page=addresses")
	p.typed(folder)
	p.keys("ctrl+Return")
	p.painted("page=", "all=16", "waiting=16")
	p.keys("ctrl+f")
	p.typed("job:US")
	p.painted("shown=3")
	p.keys("Return", "ctrl+a", "ctrl+2")
	p.painted("working=", "aiff=3")
	p.keys("ctrl+Return")
	p.painted("page=review", "review=3")
	p.keys("Return")
	p.painted("page=", "phases=[finished open]")
	if s.pressed > 25 {
		t.Errorf("the main job took %d keys, want at most 25", s.pressed)
	}
	p.picture("published")
	p.quit()
}

// TestTheMainJobByMouse does it by the mouse alone: tracks are dragged over, a preset is clicked, and published.
func TestTheMainJobByMouse(t *testing.T) {
	s := newScreen(t, clean(t, "build/tour-by-mouse"))
	p := s.program(t, "-practice", "-home", filepath.Join(s.home, "data"))
	p.painted("site=connected", "all=13")
	s.pressed = 0
	p.drag(1, 4)
	p.painted("selected=4")
	p.press("preset.2") // everything
	p.painted("working=", "aiff=4", "wav=4")
	x, y, _, _ := p.control("facets")
	p.click(x+60, y+44) // the first status: waiting
	p.painted("shown=13")
	p.picture("narrowed")
	p.press("top.publish")
	p.painted("page=review", "review=13")
	p.press("page.main")
	p.painted("page=", "phases=[finished]")
	if s.pressed > 0 {
		t.Errorf("%d keys were pressed", s.pressed)
	}
	p.picture("published")
	p.quit()
}
