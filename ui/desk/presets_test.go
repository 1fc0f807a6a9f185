package desk

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"pressroom/api"
)

// presetNames are the presets that are shown.
func (o *office) presetNames() (names []string) {
	for _, p := range o.view().Presets {
		names = append(names, p.Name)
	}
	return names
}

func TestPresetsSurviveARestart(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		if got := fmt.Sprint(o.presetNames()); got != "[Web only Broadcast Everything]" {
			t.Fatalf("at first there are %s", got)
		}
		o.desk.SetPresets([]Preset{{"  Radio \t play ", []api.Format{"wav", "MP3", "wav"}}, {"Archive", []api.Format{"aif"}}})
		o.settle()
		for range 2 {
			got := fmt.Sprint(o.view().Presets)
			if got != "[{Radio play [mp3 wav]} {Archive [aiff]}]" {
				t.Errorf("kept are %s", got)
			}
			o.restart()
		}
		o.desk.SetPresets(nil) // who wants none has none
		o.settle()
		if o.restart(); len(o.presetNames()) != 0 {
			t.Errorf("after all were taken away there are %v", o.presetNames())
		}
	})
}

func TestBadPresetsAreRefusedAndNothingIsLost(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		good := Preset{"Radio", []api.Format{api.WAV}}
		o.desk.SetPresets([]Preset{good})
		o.settle()
		for name, bad := range map[string]Preset{
			"no name": {" ", []api.Format{api.MP3}}, "no format": {"Empty", nil}, "an unknown format": {"Odd", []api.Format{"flac"}},
			"the name of another": {"rADIO", []api.Format{api.MP3}}, "a long name": {strings.Repeat("é", 41), []api.Format{api.MP3}},
		} {
			before := len(o.view().Notices)
			o.desk.SetPresets([]Preset{good, bad})
			v := o.settle()
			if len(v.Notices) != before+1 || !strings.HasPrefix(v.Notices[before].Text, "The presets were not kept: each needs a name of its own") {
				t.Errorf("%s: %+v", name, v.Notices)
			}
			if fmt.Sprint(v.Presets) != "[{Radio [wav]}]" {
				t.Errorf("%s: there are %v", name, v.Presets)
			}
		}
		if o.restart(); fmt.Sprint(o.view().Presets) != "[{Radio [wav]}]" {
			t.Errorf("after a restart there are %v", o.view().Presets)
		}
	})
}

func TestPresetsGoFromOneComputerToAnother(t *testing.T) {
	file := filepath.Join(t.TempDir(), "presets.json")
	inOffice(t, 0, func(o *office) {
		o.desk.SetPresets([]Preset{{"Radio", []api.Format{api.WAV}}, {"broadcast", []api.Format{api.AIFF}}})
		o.settle()
		o.desk.ExportPresets(file)
		if o.settle(); !o.noticed("2 presets saved as " + file + ".") {
			t.Errorf("%+v", o.view().Notices)
		}
	})
	inOffice(t, 0, func(o *office) {
		o.desk.ImportPresets(file)
		if o.settle(); !o.noticed("2 presets were taken over.") {
			t.Errorf("%+v", o.view().Notices)
		}
		if got := fmt.Sprint(o.view().Presets); got != "[{Web only [mp3]} {Everything [mp3 aiff wav]} {Radio [wav]} {broadcast [aiff]}]" {
			t.Errorf("there are %s", got)
		}
		o.desk.ImportPresets(file) // what is there already stays one
		if o.settle(); len(o.presetNames()) != 4 {
			t.Errorf("there are %v", o.presetNames())
		}
	})
}

func TestAFileThatHoldsNoPresetsIsRefused(t *testing.T) {
	dir := t.TempDir()
	inOffice(t, 0, func(o *office) {
		for name, content := range map[string]string{
			"text": "Dear all,", "null": "null", "none": "[]", "half": `[{"name":"Radio","formats":["wav"]},{"na`,
			"bad": `[{"name":"Radio","formats":["wav"]},{"name":"Odd","formats":["flac"]}]`,
		} {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			o.refuses(name, path)
		}
		o.refuses("nothing", filepath.Join(dir, "no such file"))
		o.refuses("a folder", dir)
	})
}

func TestPresetsThatCannotBeWrittenAreNotTakenForKept(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		_ = o.book.Close()
		o.desk.SetPresets([]Preset{{"Radio", []api.Format{api.WAV}}})
		v := o.settle()
		if len(v.Presets) != 3 || !o.noticed("Pressroom could not write to its ledger") {
			t.Errorf("presets %v, %+v", v.Presets, v.Notices)
		}
	})
}

// refuses says that a file is no file of presets.
func (o *office) refuses(name, path string) {
	o.t.Helper()
	before := len(o.view().Notices)
	o.desk.ImportPresets(path)
	v := o.settle()
	if len(v.Notices) != before+1 || v.Notices[before].Tone != ToneErrored {
		o.t.Errorf("%s: %+v", name, v.Notices)
	}
	if got := fmt.Sprint(o.presetNames()); got != "[Web only Broadcast Everything]" {
		o.t.Errorf("%s: there are %s", name, got)
	}
}

func TestAPreviewCountsWhatIsAskedForAndNotSentYet(t *testing.T) {
	inOffice(t, 5, func(o *office) {
		o.slowly()
		o.choose(0, 1)
		o.desk.SetFormat("aiff", true)
		o.selectAll()
		got := o.view().Selection.Presets
		if len(got) != 3 || got[1].Preview != "3 of 5 change: +aiff 3" || got[0].Preview != "2 of 5 change: –aiff 2" || got[0].Changes != 2 {
			t.Errorf("%+v", got)
		}
		o.desk.ApplyFormats("mp3,aiff")
		v := o.after(time.Minute)
		if v.Selection.Presets[1].Preview != "Nothing would change." || o.site.made("setFormats") != 5 {
			t.Errorf("%+v after %d calls", v.Selection.Presets, o.site.made("setFormats"))
		}
	})
}

// happened says, as a preview would, what changed between two states of the site.
func happened(before, after map[int64]string) string {
	changed, more, less := 0, map[api.Format]int{}, map[api.Format]int{}
	for id, was := range before {
		if is := after[id]; is != was {
			changed++
		}
		for _, f := range api.Formats() {
			switch had, has := strings.Contains(was, string(f)), strings.Contains(after[id], string(f)); {
			case has && !had:
				more[f]++
			case had && !has:
				less[f]++
			}
		}
	}
	if changed == 0 {
		return "Nothing would change."
	}
	var parts []string
	for _, f := range api.Formats() {
		if more[f] > 0 {
			parts = append(parts, fmt.Sprintf("+%s %d", f, more[f]))
		}
		if less[f] > 0 {
			parts = append(parts, fmt.Sprintf("–%s %d", f, less[f]))
		}
	}
	verb := "change"
	if changed == 1 {
		verb = "changes"
	}
	return fmt.Sprintf("%d of %d %s: %s", changed, len(before), verb, strings.Join(parts, ", "))
}

func TestAPreviewSaysJustWhatThenHappens(t *testing.T) {
	lists := []string{"mp3", "aiff", "wav", "mp3,aiff", "mp3,wav", "aiff,wav", "mp3,aiff,wav"}
	rapid.Check(t, func(r *rapid.T) {
		first := rapid.SliceOfN(rapid.SampledFrom(lists), 1, 8).Draw(r, "formats")
		chosen := rapid.SliceOfNDistinct(rapid.IntRange(0, len(first)-1), 1, len(first), rapid.ID).Draw(r, "chosen")
		preset := rapid.SampledFrom(lists).Draw(r, "preset")
		var said, did string
		calls, changes := 0, 0
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			o := &office{t: t, site: newFakeSite(len(first)), path: filepath.Join(dir, "ledger.db"), notifier: &fakeNotifier{}, keys: &fakeKeys{keys: map[string]string{}}}
			for n, list := range first {
				o.site.uploads[n].Formats = apiFormats(list)
			}
			o.open()
			defer o.close()
			o.desk.SetPresets([]Preset{{"One", apiFormats(preset)}})
			o.desk.Connect("Northlight Music", siteAddress, "secret")
			o.settle()
			view := o.choose(chosen...).Selection.Presets[0]
			said, changes = view.Preview, view.Changes
			has := func() map[int64]string {
				found := map[int64]string{}
				for n, u := range o.site.uploads {
					if slices.Contains(chosen, n) {
						found[u.UploadID] = api.JoinFormats(u.Formats)
					}
				}
				return found
			}
			before := has()
			o.desk.ApplyFormats(preset)
			o.after(time.Second)
			did, calls = happened(before, has()), o.site.made("setFormats")
		})
		if said != did || changes != calls {
			r.Fatalf("it says %q (%d) and did %q with %d calls", said, changes, did, calls)
		}
	})
}
