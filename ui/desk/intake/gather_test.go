package intake

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func gathered(takesFiles bool, sources ...string) Found {
	return Gather(context.Background(), sources, takesFiles, nil)
}

func TestAFolderIsTakenInNaturalOrderWithoutWhatIsHidden(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"Track 10.mp3", "track 2.WAV", "Track 1.aif", ".hidden.mp3", "._Track 1.aif", "Thumbs.db",
		".git/a.mp3", "Disc 10/a.mp3", "Disc 9/a.aiff", "cover.jpg", "list.csv",
	} {
		put(t, "x", dir, name)
	}
	if err := os.Symlink(dir, filepath.Join(dir, "Disc 9", "round")); err != nil {
		t.Fatal(err)
	}
	found := gathered(true, dir)
	var names []string
	for _, source := range found.Sources {
		names = append(names, strings.TrimPrefix(source, dir+string(filepath.Separator)))
	}
	want := []string{"Disc 9/a.aiff", "Disc 10/a.mp3", "Track 1.aif", "track 2.WAV", "Track 10.mp3"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[Reason]int{NoAudioName: 3}, found.Counts); diff != "" { // a picture, a list, a link
		t.Error(diff)
	}
}

func TestPastedLinesBecomeAddressesAndFiles(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	song := put(t, "x", dir, "My Song #1.mp3")
	odd := put(t, "x", dir, "a\nb.mp3")
	list := put(t, "x", dir, "List.XLSX")
	found := gathered(true,
		" \"https://h.example/a b.mp3\" \r\n\nHTTPS://h.example/c.wav\thttp://h.example/d.wav\n",
		"file://"+strings.NewReplacer(" ", "%20", "#", "%23").Replace(song)+"\n“"+song+"”\n~/My Song #1.mp3",
		odd, list)
	want := Found{
		Sources: []string{
			"https://h.example/a%20b.mp3", "HTTPS://h.example/c.wav", "http://h.example/d.wav", song, song, song, odd,
		},
		Manifests: []string{list}, Counts: map[Reason]int{},
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsLeftOutIsToldByReason(t *testing.T) {
	dir := t.TempDir()
	flac := put(t, "x", dir, "a.flac")
	device := "/dev/null"
	found := gathered(true, dir+"/none.mp3", flac, device, "ftp://h.example/a.mp3\nhttps:///a.mp3\nfile://elsewhere/a.mp3", "https://h.example/a.mp3")
	want := []LeftOut{
		{dir + "/none.mp3", NotThere},
		{flac, NoAudioName},
		{device, Unreadable},
		{"ftp://h.example/a.mp3", NoAddress},
		{"https:///a.mp3", NoAddress},
		{"file://elsewhere/a.mp3", NoAddress},
	}
	if diff := cmp.Diff(want, found.Left); diff != "" {
		t.Error(diff)
	}
	if want, got := "6 were left out: 1 is not there, 1 is no mp3, wav or aiff file, 1 cannot be read, 3 are no addresses. "+
		"Check how it is written. Check that you may open it. Write addresses from http:// or https:// on.", found.Summary(); got != want {
		t.Errorf("the summary is %q", got)
	}
	if want, got := "“a.flac” is no mp3, wav or aiff file, so it was left out.", gathered(true, flac).Summary(); got != want {
		t.Errorf("the summary of one is %q", got)
	}
	if got := gathered(true, "https://h.example/a.mp3").Summary(); got != "" {
		t.Errorf("the summary of none is %q", got)
	}
}

func TestASiteThatTakesNoFilesGetsAddressesAndListsAlone(t *testing.T) {
	dir := t.TempDir()
	song, list := put(t, "x", dir, "a.mp3"), put(t, "x", dir, "list.csv")
	found := gathered(false, dir, song, list, "https://h.example/a.mp3", dir+"/none")
	want := Found{
		Sources: []string{"https://h.example/a.mp3"}, Manifests: []string{list},
		Left:   []LeftOut{{dir, AddressesOnly}, {song, AddressesOnly}, {dir + "/none", NotThere}},
		Counts: map[Reason]int{AddressesOnly: 2, NotThere: 1},
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
}

func TestALargeFolderOfOtherFilesIsCountedInFullAndKeptInPart(t *testing.T) {
	dir := t.TempDir()
	for n := range keptLeft + 5 {
		put(t, "", dir, fmt.Sprint(n, ".jpg"))
	}
	found := gathered(true, dir)
	if found.Counts[NoAudioName] != keptLeft+5 || len(found.Left) != keptLeft {
		t.Errorf("%d counted and %d kept", found.Counts[NoAudioName], len(found.Left))
	}
}

// endsAfter is a context that ends after it was asked so many times.
type endsAfter struct {
	context.Context
	asked *int
}

func (c endsAfter) Err() error {
	if *c.asked--; *c.asked < 0 {
		return context.Canceled
	}
	return nil
}

func TestAWalkStopsWithItsContext(t *testing.T) {
	dir := t.TempDir()
	for n := range 50 {
		put(t, "", dir, fmt.Sprint(n, ".mp3"))
	}
	asked := 20
	found := Gather(endsAfter{context.Background(), &asked}, []string{dir, "https://h.example/a.mp3"}, true, nil)
	if !found.Stopped || len(found.Sources) == 0 || len(found.Sources) >= 20 {
		t.Errorf("stopped %v, after %d sources", found.Stopped, len(found.Sources))
	}
	if got := found.Summary(); got != "It was stopped before all was found. Add it again for the rest." {
		t.Errorf("the summary is %q", got)
	}
}

func TestAWalkTellsOfItselfAtMostTenTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []time.Duration
		began := time.Now()
		g := gatherer{told: began, report: func(int) { told = append(told, time.Since(began)) }}
		for range 100 {
			time.Sleep(30 * time.Millisecond)
			g.tell()
		}
		if len(told) != 25 || told[0] != 120*time.Millisecond {
			t.Errorf("told %d times in 3 s, first after %v", len(told), told[0])
		}
	})
}

// FuzzLines holds pasted text to what is promised of its lines, whatever it is.
func FuzzLines(f *testing.F) {
	f.Add("\"https://a.example/x y.mp3\" https://b.example/z.wav\r\n'~/a.mp3'\n\n“”")
	f.Add("\ufeff<file:///a%20b.mp3>")
	f.Fuzz(func(t *testing.T, text string) {
		found := lines(text)
		for _, line := range found {
			if line == "" || line != strings.TrimSpace(line) || strings.ContainsAny(line, "\r\n") || !strings.Contains(text, line) {
				t.Fatalf("%q is a line of %q", line, text)
			}
		}
		if again := lines(strings.Join(found, "\n")); !cmp.Equal(again, found) {
			t.Fatalf("%q becomes %q when read again", found, again)
		}
	})
}
