package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pressroom/api/practice/audio"
	"pressroom/ui/desk"
)

func copyTo(t *testing.T, from string, path ...string) string {
	t.Helper()
	to := filepath.Join(path...)
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func TestAFolderIsAddedWithoutWhatIsNoAudioAndWithoutWhatIsWrong(t *testing.T) {
	s := openShop(t)
	folder, sound := t.TempDir(), tune(t, "sound.wav")
	copyTo(t, sound, folder, "Track 10.wav")
	copyTo(t, sound, folder, "Track 2.wav")
	copyTo(t, sound, folder, "deeper", "wrong.mp3")
	for name, content := range map[string]string{"cover.jpg": "a picture", "list.csv": "URL\n", "notes.wav": strings.Repeat("no audio at all ", 100), "empty.aif": ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.desk.AddTracks([]string{folder}, desk.DefaultJob)
	v := s.until("it is asked about", func(v desk.View) bool { return v.Adding != nil && !v.Adding.Working })
	a := v.Adding
	if a.AddButton != "Add the other 2" || a.Left != "2 were left out: 2 are no mp3, wav or aiff files." || v.All != 0 {
		t.Errorf("%+v", a)
	}
	found := map[string]string{}
	for _, g := range a.Groups {
		for _, l := range g.Lines {
			found[l.Where] += g.Title + ". "
		}
	}
	for file, want := range map[string]string{"wrong.mp3": "1 wrong ending", "notes.wav": "1 file that is no audio", "empty.aif": "1 empty file"} {
		if !strings.Contains(found[file], want) {
			t.Errorf("of %s it is said %q, not %q", file, found[file], want)
		}
	}
	s.desk.AddChecked()
	v = s.until("two tracks wait", func(v desk.View) bool { return v.Jobs[0].Waiting == 2 && v.Adding == nil })
	if v.Rows.At(0).File != "Track 2.wav" || v.Rows.At(1).File != "Track 10.wav" {
		t.Errorf("%s, %s", v.Rows.At(0).File, v.Rows.At(1).File)
	}
}

func TestAListWithFilesBesideItIsPublishedWithItsMetadataAndComesBackTheSame(t *testing.T) {
	s := openShop(t)
	folder := t.TempDir()
	copyTo(t, tune(t, "sound.wav"), folder, "one.wav")
	if err := audio.Synth(filepath.Join(folder, "two.aiff"), audio.Spec{Container: audio.AIFF, Rate: 44100, Channels: 2, Bits: 16}, 0.5, 1); err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(folder, "list.csv")
	if err := os.WriteFile(list, []byte("File name,Song title,Catalogue,Publish as\none.wav,Rain,Deep Cuts,\"mp3, wav\"\ntwo.aiff,Snow,Deep Cuts,aiff\ngone.wav,Hail,Deep Cuts,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.desk.AddTracks([]string{list}, desk.DefaultJob)
	s.until("its columns are matched", func(v desk.View) bool {
		return v.Manifest != nil && v.Manifest.CanAdd && v.Manifest.Counts == "3 new tracks" && v.Manifest.Columns[2].Choice == "field:Catalog"
	})
	s.desk.AddManifest(desk.DefaultJob)
	v := s.until("the file that is gone is said", func(v desk.View) bool { return v.Adding != nil && !v.Adding.Working })
	if g := v.Adding.Groups[0]; v.Adding.AddButton != "Add the other 2" || g.Title != "1 file not there" || g.Lines[0].Where != "Row 4" {
		t.Errorf("%+v", v.Adding)
	}
	s.desk.AddChecked()
	s.until("two tracks wait", func(v desk.View) bool { return v.Jobs[0].Waiting == 2 && v.Adding == nil })
	s.publishMain()
	v = s.until("the job is finished", phase(desk.PhaseFinished))
	for at, want := range []string{"Rain Deep Cuts mp3,wav", "Snow Deep Cuts aiff"} {
		if r := v.Rows.At(at); strings.Join([]string{r.Title, r.Catalog, strings.Join(r.Formats, ",")}, " ") != want || r.TrackID == "" {
			t.Errorf("%+v is not %s", r, want)
		}
	}
	out, receipt := filepath.Join(folder, "out.xlsx"), filepath.Join(folder, "receipt.html")
	s.desk.Export(desk.OfJob, v.Jobs[0].Row, out)
	s.desk.SaveReceipt(v.Jobs[0].Row, receipt)
	s.until("both are saved", func(v desk.View) bool {
		_, missing := os.Stat(receipt)
		_, also := os.Stat(out)
		return missing == nil && also == nil
	})
	s.desk.AddTracks([]string{out}, desk.DefaultJob)
	s.until("it is read", func(v desk.View) bool { return v.Manifest != nil && v.Manifest.CanAdd })
	s.desk.AddManifest(desk.DefaultJob)
	s.until("nothing differs", func(v desk.View) bool {
		return v.Manifest == nil && strings.HasPrefix(v.Notices[len(v.Notices)-1].Text, "Nothing in “out.xlsx” differs")
	})
}
