package desk

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// gone has the addresses that contain a part answer that nothing is there.
func gone(part string) func(string) (*http.Response, error) {
	return func(address string) (*http.Response, error) {
		if strings.Contains(address, part) {
			return reply(404, ""), nil
		}
		return nil, nil
	}
}

func addresses(host string, n int) (all []string) {
	for k := range n {
		all = append(all, fmt.Sprintf("https://%s/%d.wav", host, k))
	}
	return all
}

func TestNothingIsRecordedBeforeWhatIsWrongWasSeen(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.web.but = gone("missing")
		o.desk.AddTracks([]string{"https://f.example/a.wav", "https://f.example/missing.wav", "https://f.example/b.wav"}, DefaultJob)
		v := o.settle()
		if v.Adding == nil || v.All != 0 || len(o.items(ledger.AddUpload)) != 0 {
			t.Fatalf("%d tracks, %+v", v.All, v.Adding)
		}
		a := v.Adding
		if a.Title != "3 tracks for the job “Main job”" || a.AddButton != "Add the other 2" || !a.CanAdd || len(a.Groups) != 1 {
			t.Errorf("%+v", a)
		}
		if g := a.Groups[0]; g.Title != "1 address with nothing there" || g.Severity != HeldOut || len(g.Lines) != 1 ||
			g.Lines[0].Where != "missing.wav" || !strings.Contains(g.Lines[0].Text, "is not at f.example (404)") {
			t.Errorf("%+v", g)
		}
		o.desk.AddChecked()
		if v = o.settle(); v.Adding != nil || v.All != 2 || o.site.made("upload") != 2 {
			t.Errorf("%d tracks, %d uploads, %+v", v.All, o.site.made("upload"), v.Adding)
		}
		o.desk.AddChecked() // once more, of nothing
		if v = o.settle(); o.site.made("upload") != 2 {
			t.Errorf("%d uploads", o.site.made("upload"))
		}
	})
}

func TestWarningsAloneLeaveNothingOutAndCanBeLeft(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.web.but = func(string) (*http.Response, error) { return reply(403, ""), nil }
		for _, add := range []bool{false, true} {
			o.desk.AddTracks(addresses("f.example", 2), DefaultJob)
			v := o.settle()
			if v.Adding == nil || v.Adding.AddButton != "Add all 2" || v.Adding.Groups[0].Severity != Warned {
				t.Fatalf("%+v", v.Adding)
			}
			want := 0
			if add {
				want = 2
				o.desk.AddChecked()
			} else {
				o.desk.LeaveAdding()
			}
			if v = o.settle(); v.Adding != nil || v.All != want {
				t.Errorf("%d tracks, %+v", v.All, v.Adding)
			}
		}
	})
}

func TestALongCheckIsShownAndStopsWhenItIsToldTo(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.web.wait = 100 * time.Millisecond
		o.desk.AddTracks(addresses("f.example", 100), DefaultJob)
		if v := o.after(300 * time.Millisecond); v.Adding != nil {
			t.Errorf("it is shown at once: %+v", v.Adding)
		}
		v := o.after(4 * time.Second)
		if v.Adding == nil || !v.Adding.Working || !v.Adding.CanStop || v.Adding.Title != "Checking 100 tracks…" ||
			!strings.Contains(v.Adding.Text, " of 100 checked, about ") || v.Adding.Share <= 0 || v.Adding.Share >= 1 {
			t.Fatalf("%+v", v.Adding)
		}
		o.desk.StopAdding()
		v = o.settle()
		if v.Adding == nil || v.Adding.Working || v.Adding.AddButton != "Add all 100" {
			t.Fatalf("%+v", v.Adding)
		}
		g := v.Adding.Groups[0]
		if asked := int(o.web.asked.Load()); !strings.HasSuffix(g.Title, "tracks not checked") || len(g.Lines) < 100-asked || len(g.Lines) > 100-asked+2 {
			t.Errorf("%d were asked for, and of %d it is said that they were not: %s", asked, len(g.Lines), g.Title)
		}
		before := o.web.asked.Load()
		o.desk.LeaveAdding()
		if v = o.after(time.Minute); v.Adding != nil || v.All != 0 || o.web.asked.Load() != before {
			t.Errorf("%d tracks, %d asked for, %+v", v.All, o.web.asked.Load(), v.Adding)
		}
	})
}

func TestBatchesGoOneAfterTheOtherAndKnowOfEachOther(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" {
				time.Sleep(time.Minute)
			}
			return nil, true
		})
		o.desk.AddTracks([]string{"https://f.example/a.wav"}, DefaultJob)
		o.desk.AddTracks([]string{"https://other.example/A.WAV", "https://f.example/b.wav"}, DefaultJob)
		v := o.settle()
		if v.Adding == nil || v.All != 1 || v.Adding.Groups[0].Title != "1 file name in the queue already" {
			t.Fatalf("%d tracks, %+v", v.All, v.Adding)
		}
		if text := v.Adding.Groups[0].Lines[0].Text; strings.Contains(text, "-") || strings.Contains(text, "upload") {
			t.Errorf("a track without a number is given one: %s", text)
		}
		o.desk.AddChecked()
		o.after(5 * time.Minute)
		if o.site.made("upload") != 2 {
			t.Errorf("%d uploads", o.site.made("upload"))
		}
	})
}

func TestRequiredFieldsAreAskedForBeforeATrackIsQueued(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.desk.Require([]string{"Catalog"})
		path := filepath.Join(t.TempDir(), "list.csv")
		if err := os.WriteFile(path, []byte("URL,Title,Catalog\nhttps://f.example/a.wav,Rain,Deep Cuts\nhttps://f.example/b.wav,Snow,\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		o.desk.AddTracks([]string{path}, DefaultJob)
		v := o.settle()
		if v.Manifest == nil || len(v.Manifest.Problems) != 1 || v.Manifest.Problems[0].Where != "Row 3, Catalog" {
			t.Fatalf("%+v", v.Manifest)
		}
		o.desk.AddManifest(DefaultJob)
		v = o.settle()
		if v.Adding == nil || v.Adding.AddButton != "Add the other 1" || v.Adding.Groups[0].Lines[0].Where != "Row 3" {
			t.Fatalf("%+v", v.Adding)
		}
		o.desk.AddChecked()
		if v = o.settle(); v.All != 1 || o.site.uploads[0].Meta["Catalog"] != "Deep Cuts" {
			t.Errorf("%d tracks, %+v", v.All, o.site.uploads)
		}
		o.desk.AddTracks([]string{"https://f.example/c.wav"}, DefaultJob) // the site reads its tags, which nobody knows here
		if v = o.settle(); v.All != 2 {
			t.Errorf("%d tracks, %+v", v.All, v.Adding)
		}
	})
}

func TestARefusedTrackThatIsSentAgainTakesTheSameNameAndSaysSo(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.pairs = true
		o.failing("upload", 1, &api.Error{Op: "upload", Kind: api.Refused, Message: "Not now.", Sent: true}, false)
		o.desk.AddTracks([]string{"https://f.example/same.wav"}, DefaultJob)
		o.settle()
		o.desk.AddTracks([]string{"https://other.example/same.wav"}, DefaultJob)
		o.settle()
		o.desk.Retry()
		v := o.after(time.Minute)
		o.selectAll()
		if v = o.settle(); v.Rows.Len() != 1 || !strings.HasPrefix(v.Selection.Problem, "The site put this file in the place of another one") {
			t.Errorf("%d rows: %s", v.Rows.Len(), v.Selection.Problem)
		}
	})
}

// TestWhateverIsAddedIsQueuedOnceOrLeftOutWithAReason adds anything and answers anyhow.
func TestWhateverIsAddedIsQueuedOnceOrLeftOutWithAReason(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		hosts := []string{"good.example", "gone.example", "refuses.example", "page.example"}
		var batches [][]string
		for range rapid.IntRange(1, 3).Draw(r, "batches") {
			var batch []string
			for range rapid.IntRange(0, 5).Draw(r, "tracks") {
				batch = append(batch, fmt.Sprintf("https://%s/%d%s", rapid.SampledFrom(hosts).Draw(r, "host"), rapid.IntRange(0, 9).Draw(r, "name"),
					rapid.SampledFrom([]string{".wav", ".mp3", ".aif", ".txt", ""}).Draw(r, "ending")))
			}
			batches = append(batches, batch)
		}
		stops, adds := rapid.Bool().Draw(r, "stops"), rapid.SliceOfN(rapid.Bool(), 4, 4).Draw(r, "adds")
		inOffice(t, 0, func(o *office) {
			o.web.wait = 30 * time.Millisecond
			o.web.but = func(address string) (*http.Response, error) {
				for host, answer := range map[string]*http.Response{"gone.": reply(404, ""), "refuses.": reply(403, ""), "page.": reply(200, "<!doctype html><p>")} {
					if strings.Contains(address, host) {
						return answer, nil
					}
				}
				return nil, nil
			}
			for _, batch := range batches {
				o.desk.AddTracks(batch, DefaultJob)
			}
			if stops {
				o.after(20 * time.Millisecond)
				o.desk.StopAdding()
			}
			var expected []string // at the site
			said := map[int]AddingView{}
			for n := 0; ; n++ {
				v := o.after(20 * time.Second)
				if v.Adding == nil {
					break
				}
				said[v.Adding.Number] = *v.Adding
				if adds[n%len(adds)] {
					o.desk.AddChecked()
				} else {
					o.desk.LeaveAdding()
				}
			}
			var queued []string
			for _, c := range o.site.calls {
				if c.op == "upload" {
					queued = append(queued, c.name)
				}
			}
			// What was shown says of each candidate whether it is left out; what was not shown is queued.
			asked := 0
			for number, batch := range batches {
				v, shown := said[number+1]
				if shown {
					asked++
				}
				out := map[string]int{}
				for _, g := range v.Groups {
					for _, l := range g.Lines {
						if l.Text == "" {
							r.Errorf("no reason: %+v", l)
						}
						if g.Severity == HeldOut {
							out[l.Where]++
						}
					}
				}
				for _, address := range batch {
					name := address[strings.LastIndexByte(address, '/')+1:]
					if out[name] == 0 && (!shown || adds[asked-1]) {
						expected = append(expected, address)
					}
				}
			}
			slices.Sort(queued)
			if twice := slices.Compact(slices.Clone(queued)); len(twice) != len(queued) {
				r.Errorf("something was queued twice: %q", queued)
			}
			for _, address := range expected {
				if !slices.Contains(queued, address) {
					r.Errorf("%s was neither queued nor left out with a reason; queued %q", address, queued)
				}
			}
			if len(queued) > len(slices.Concat(batches...)) || o.view().All != len(queued) {
				r.Errorf("%d of %d were queued, and the table has %d", len(queued), len(slices.Concat(batches...)), o.view().All)
			}
		})
	})
}
