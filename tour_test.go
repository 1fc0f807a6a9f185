//go:build tour

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"pressroom/api"
	"pressroom/api/practice/audio"
	"pressroom/ui/desk/ledger"
)

const newJob = "Imports for 05/10"

// TestTourOfThePracticeSite is the main job on the practice site, by keyboard and mouse.
func TestTourOfThePracticeSite(t *testing.T) {
	const shots = "build/tour"
	s := newScreen(t, clean(t, shots))
	data := filepath.Join(s.home, "data")
	p := s.program(t, "-practice", "-home", data)
	p.painted("site=connected", "all=13", "waiting=13")
	p.picture("queue")

	p.formats()
	p.newJob()
	p.keys("ctrl+l")
	p.painted("page=addresses")
	p.typed(tracks(t, s.home))
	p.picture("add-tracks")
	p.keys("ctrl+Return")
	p.painted("all=16", "waiting=16")
	p.publishOwnJob(3)
	p.publishMainJob(13)
	p.errored(16)
	p.looks()
	p.quit()

	book := bookOf(t, data, "practice")
	report(t, book)
	p = s.program(t, "-practice", "-home", data, filepath.Join(s.home, "Deep Cuts", "NLM040_001_CopperRain.wav"))
	p.painted("site=connected", "all=17", "waiting=1", "phases=[finished finished]")
	p.picture("started-again")
	p.quit()
	// The new job ended while the window was in front, which said it.
	if own, main := p.told(newJob+" is published"), p.told("Main job is published, with errors"); own != 0 || main != 1 {
		t.Errorf("the desktop said %d times that the new job was published, and %d times that the main job was", own, main)
	}
	fmt.Println("screenshots:", shots+"/*.png")
}

// TestTourOfASite is the same against a site that Pressroom does not run itself: it has an address and
// a key, and everything that reached it can be asked of it afterwards.
func TestTourOfASite(t *testing.T) {
	s := newScreen(t, clean(t, "build/tour-of-a-site"))
	site := s.serve(t)
	data := filepath.Join(s.home, "data")
	p := s.program(t, "-home", data, "-site", site.URL)
	p.painted("page=connect")
	p.typed("not the key")
	p.keys("Return")
	p.until("the wrong key is refused", func() bool { return p.latest("painted", nil)["trial"] == "failed" })
	p.picture("wrong-key")
	p.keys("ctrl+a")
	p.typed(site.Token)
	p.keys("Return")
	p.painted("page=", "site=connected", "all=13", "waiting=13")
	s.until("the keyring holds the key", func() bool {
		kept, err := s.command("secret-tool", "lookup", "service", "pressroom", "username", site.URL).Output()
		return err == nil && string(kept) == site.Token
	})
	p.picture("queue")
	p.formats()
	p.newJob()
	p.keys("ctrl+l")
	p.painted("page=addresses")
	for _, address := range []string{site.URL + "/samples/" + site.sample(t), site.URL + "/no/such/track.wav", site.URL + "/"} {
		p.typed(address)
		p.keys("Return")
	}
	p.keys("ctrl+Return")
	p.painted("page=adding") // two of them lead to no audio
	p.picture("what-was-found")
	p.keys("Return")
	p.painted("page=", "all=14", "waiting=14")
	p.publishOwnJob(1)
	p.publishMainJob(13)
	p.errored(14)
	p.quit()
	site.recorded(t)
	noKeyAnywhere(t, s, site, p)

	p = s.program(t, "-home", data)
	p.painted("site=connected", "all=14")
	p.quit()
}

// formats sets formats by mouse and by keyboard: AIFF for all, WAV for three.
func (p *program) formats() {
	p.t.Helper()
	p.row(2)
	p.painted("selected=1")
	p.row(4, "shift")
	p.painted("selected=3")
	p.keys("ctrl+3")
	p.painted("working=", "wav=3")
	p.keys("ctrl+a")
	p.painted("selected=13")
	p.picture("mixed")
	p.press("picker.aiff")
	p.painted("working=", "aiff=13")
	p.picture("formats-set")
}

func (p *program) newJob() {
	p.t.Helper()
	p.keys("ctrl+n")
	p.painted("page=job")
	p.typed(newJob)
	p.picture("new-job")
	p.keys("Return")
	p.painted("page=", "phases=[open open]")
}

// publishOwnJob publishes the new job by the keyboard alone.
func (p *program) publishOwnJob(count int) {
	p.t.Helper()
	p.picture("own-job")
	p.keys("ctrl+Return")
	p.painted("page=review", fmt.Sprintf("review=%d", count))
	p.picture("review")
	p.keys("Return")
	p.painted("page=", "phases=[finished open]")
}

// publishMainJob publishes the main job by the mouse.
func (p *program) publishMainJob(count int) {
	p.t.Helper()
	p.press("top.publish")
	p.painted("page=review", fmt.Sprintf("review=%d", count))
	p.picture("review-of-the-main-job")
	p.press("page.main")
	p.painted("page=", "phases=[finished publishing]")
	p.picture("publishing")
	p.behind()
	p.painted("phases=[finished finished]")
	p.notified("Main job is published, with errors")
	p.do("dunstctl", "action") // a click on it
	p.until("the window is in front again", func() bool { return p.inFront() })
	p.picture("published")
}

// errored finds what could not be published, by the filter.
func (p *program) errored(all int) {
	p.t.Helper()
	p.keys("ctrl+f")
	p.typed("errored main")
	p.painted("shown=1")
	p.keys("Return", "Home")
	p.painted("selected=1")
	p.do("dunstctl", "close-all") // it has been seen, and hides the panel
	p.picture("errored")
	p.keys("ctrl+f", "Escape")
	p.painted(fmt.Sprint("shown=", all))
}

// looks shows the window by day, by night and small.
func (p *program) looks() {
	p.t.Helper()
	p.keys("ctrl+shift+l")
	p.picture("light")
	p.keys("ctrl+shift+d")
	p.picture("dark")
	p.keys("ctrl+comma")
	p.painted("page=sites")
	p.picture("sites")
	p.keys("Escape")
	p.painted("page=")
}

// tracks makes a folder with three tracks and returns its path.
func tracks(t *testing.T, home string) string {
	t.Helper()
	dir := filepath.Join(home, "Deep Cuts")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"NLM040_001_CopperRain.wav", "NLM040_002_DryDock.aif", "NLM040_003_IronTide.mp3"} {
		spec := audio.Spec{Container: []audio.Container{audio.WAV, audio.AIFF, audio.MP3}[i], Rate: 44100, Channels: 2, Bits: 16}
		if err := audio.Synth(filepath.Join(dir, name), spec, 3, int64(i)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// clean empties a folder of pictures.
func clean(t *testing.T, dir string) string {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func bookOf(t *testing.T, home, site string) ledger.Book {
	t.Helper()
	l, err := ledger.Open(context.Background(), filepath.Join(home, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	book, err := l.Book(context.Background(), site)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// report prints what came of the tour, and holds it to having happened.
func report(t *testing.T, book ledger.Book) {
	t.Helper()
	jobs := map[int64]string{}
	for _, j := range book.Jobs {
		jobs[j.Row] = j.Name
		fmt.Printf("job %d %q: %d done, %d errored, %d in progress, %d queued\n", j.JobID, j.Name, j.Done, j.Errored, j.InProgress, j.Queued)
		if want := map[bool][2]int{true: {12, 1}, false: {3, 0}}[j.Main]; want != [2]int{j.Done, j.Errored} {
			t.Errorf("want %d done and %d errored", want[0], want[1])
		}
	}
	for u := range book.Uploads.All() {
		fmt.Printf("  upload %d  track %-8d %-10s %-13s %-18s %s\n", u.UploadID, u.TrackID, u.Status, u.Formats, jobs[u.Job], u.Meta.Get("Title"))
		if published := u.Status == string(api.Published); published != (u.TrackID != 0) {
			t.Errorf("upload %d is %s and its track is %d", u.UploadID, u.Status, u.TrackID)
		}
	}
}
