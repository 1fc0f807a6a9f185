package desk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pressroom/ui/desk/ledger"
)

// spread writes a list and adds it.
func (o *office) spread(t *testing.T, name, content string) View {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	o.desk.AddTracks([]string{path}, DefaultJob)
	return o.settle()
}

func choicesOf(m *ManifestView) (all []string) {
	for _, c := range m.Columns {
		all = append(all, c.Choice)
	}
	return all
}

func TestAListIsMatchedWithTheFieldsOfTheSiteAndRemembered(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		const list = "Link;Song;Cat;Remark;Writer 2 first name\nhttps://f.example/a.wav;Rain;Deep Cuts;old;Ada\nftp://f.example/b.wav;Snow;Deep Cuts;;\n"
		v := o.spread(t, "list.csv", list)
		m := v.Manifest
		if m == nil || v.Adding != nil || v.All != 0 {
			t.Fatalf("%+v", v.Manifest)
		}
		if got, want := choicesOf(m), []string{"source", "field:Title", "", "", "field:Writer 2 First Name"}; !slices.Equal(got, want) {
			t.Errorf("the columns are taken for %q, not %q", got, want)
		}
		if m.Title != "2 rows in “list.csv”" || m.Counts != "1 new track · 1 row has a problem" || m.AddButton != "Add 1 track" || !m.CanAdd ||
			len(m.Rows) != 2 || m.Rows[0][3] != "old" || len(m.Problems) != 1 || !m.Problems[0].Out || m.Problems[0].Where != "Row 3, Link" {
			t.Errorf("%+v", m)
		}
		o.desk.MapColumn(2, "field:Catalog")
		o.desk.MapColumn(3, m.Columns[3].Own.ID)
		o.desk.MapColumn(99, "source") // there is none
		v = o.settle()
		if got := choicesOf(v.Manifest); got[2] != "field:Catalog" || got[3] != "field:Custom: Remark" {
			t.Errorf("the columns are taken for %q", got)
		}
		o.desk.AddManifest(DefaultJob)
		v = o.settle()
		if v.Manifest != nil || v.All != 1 {
			t.Fatalf("%d tracks, %+v", v.All, v.Manifest)
		}
		if got := fmt.Sprint(o.site.uploads[0].Meta); got != "map[Catalog:Deep Cuts Custom: Remark:old Title:Rain Writer 2 First Name:Ada]" {
			t.Errorf("the site has %s", got)
		}
		if r := v.Rows.At(0); r.Title != "Rain" || r.Catalog != "Deep Cuts" {
			t.Errorf("%+v", r)
		}
		o.close()
		o.open()
		o.settle()
		v = o.spread(t, "next.csv", strings.ToUpper(list)) // names that differ in case alone
		if got := choicesOf(v.Manifest); got[2] != "field:Catalog" || got[3] != "field:Custom: Remark" {
			t.Errorf("of the next list the columns are taken for %q", got)
		}
		o.desk.LeaveManifest()
		if v = o.settle(); v.Manifest != nil || v.All != 1 {
			t.Errorf("%d tracks, %+v", v.All, v.Manifest)
		}
	})
}

func TestRowsAboutTracksOfTheQueueChangeOnlyWhatDiffers(t *testing.T) {
	inOffice(t, 4, func(o *office) {
		o.site.mu.Lock()
		for n := range o.site.uploads {
			o.site.uploads[n].Sources, o.site.uploads[n].Meta = []string{fmt.Sprint(n, ".wav")}, map[string]string{"Title": fmt.Sprint("T", n), "Album": "A"}
		}
		ids := []int64{o.site.uploads[0].UploadID, o.site.uploads[1].UploadID, o.site.uploads[2].UploadID}
		o.site.mu.Unlock()
		o.desk.Refresh()
		o.settle()
		v := o.spread(t, "list.csv", fmt.Sprintf("Upload ID,Title,Album,Formats\n%d,T0,A,mp3\n%d,New,,mp3\n%d,T2,A,\"mp3, wav\"\n99,X,,\n", ids[0], ids[1], ids[2]))
		if m := v.Manifest; m.Counts != "4 rows about tracks in the queue" || m.AddButton != "Take in 4 rows" || len(m.Problems) != 0 {
			t.Errorf("%+v", m)
		}
		o.desk.AddManifest(DefaultJob)
		v = o.settle()
		if v.Adding == nil || v.Adding.AddButton != "Go on with 2 rows" || v.Adding.Groups[0].Title != "1 row about an upload that is not in the queue" ||
			v.Adding.Groups[0].Lines[0].Where != "Row 5" {
			t.Fatalf("%+v", v.Adding)
		}
		o.desk.AddChecked()
		v = o.after(time.Minute)
		if metas, formats := o.items(ledger.SetMeta), o.items(ledger.SetFormats); len(metas) != 1 || len(formats) != 1 || o.site.made("upload") != 0 ||
			fmt.Sprint(metas[0].Meta) != "map[Title:New]" || formats[0].Formats != "mp3,wav" {
			t.Errorf("%+v %+v", metas, formats)
		}
		if u := o.site.uploads[1]; u.Meta["Title"] != "New" || u.Meta["Album"] != "A" {
			t.Errorf("a blank cell changed something: %+v", u.Meta)
		}
	})
}

func TestARealSiteLeavesFilesOfAListOut(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.spread(t, "list.csv", "File name,Title\na.wav,Rain\nb.wav,Snow\n")
		o.desk.AddManifest(DefaultJob)
		v := o.settle()
		if v.Adding == nil || v.Adding.CanAdd || v.Adding.Groups[0].Title != "2 files of this computer" || !strings.Contains(v.Adding.Groups[0].Lines[0].Text, "takes tracks by address only") {
			t.Errorf("%+v", v.Adding)
		}
	})
}

func TestAListThatCannotBeReadSaysWhyAndHoldsNothingUp(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		v := o.spread(t, "list.csv", "URL,Title\n\"https://f.example/a.wav,Rain\n")
		if v.Manifest != nil || !o.noticed("list.csv has a quotation mark in row 2 that is never closed") {
			t.Errorf("%+v %+v", v.Manifest, v.Notices)
		}
		o.desk.AddTracks([]string{"https://f.example/a.wav"}, DefaultJob)
		if v = o.settle(); v.All != 1 {
			t.Errorf("%d tracks", v.All)
		}
	})
}

func TestWhatIsExportedCanBeAddedAgainAndChangesNothing(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.spread(t, "list.csv", "URL,Title,Catalog,Custom: Mood,Writer 1 First Name,Formats\n"+
			"https://f.example/a.wav,=Rain,\" Deep, \"\"Cuts\"\"\",calm,Ada,wav\nhttps://f.example/b.wav,-Snow,+1,,,\"mp3,aiff\"\n")
		o.desk.AddManifest(DefaultJob)
		if v := o.settle(); v.All != 2 {
			t.Fatalf("%d tracks, %+v", v.All, v.Adding)
		}
		before := o.site.uploads
		for _, ending := range []string{".csv", ".xlsx"} {
			path := filepath.Join(t.TempDir(), "out"+ending)
			o.desk.Export(Shown, 0, path)
			o.settle()
			if !o.noticed("The results of 2 tracks saved as " + path) {
				t.Fatalf("%+v", o.view().Notices)
			}
			o.desk.AddTracks([]string{path}, DefaultJob)
			v := o.settle()
			if v.Manifest == nil || len(v.Manifest.Problems) != 0 || v.Manifest.Counts != "2 rows about tracks in the queue" {
				t.Fatalf("%s: %+v", ending, v.Manifest)
			}
			o.desk.AddManifest(DefaultJob)
			if v = o.settle(); v.Adding != nil || v.Manifest != nil || !o.noticed("Nothing in “out"+ending+"” differs from what is in the queue.") {
				t.Errorf("%s: %+v %+v", ending, v.Adding, v.Notices)
			}
		}
		if o.site.made("setMetadata")+o.site.made("setFormats") != 0 || fmt.Sprint(before) != fmt.Sprint(o.site.uploads) {
			t.Errorf("%+v became %+v", before, o.site.uploads)
		}
	})
}

func TestResultsGoToTheClipboardAndIntoFilesOfEveryKind(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.desk.CopyResults()
		v := o.settle()
		if v.Copied == nil || v.Copied.Number != 1 || strings.Count(v.Copied.Text, "\r\n") != 3 || !strings.HasPrefix(v.Copied.Text, "Upload ID\tTrack ID\t") {
			t.Fatalf("%+v", v.Copied)
		}
		o.desk.Select([]int64{v.Rows.At(1).ID})
		o.desk.CopyResults()
		if v = o.settle(); v.Copied.Number != 2 || strings.Count(v.Copied.Text, "\r\n") != 2 || !strings.Contains(v.Copied.Text, "\twaiting\t") {
			t.Errorf("%+v", v.Copied)
		}
		main := o.job("Main job").Row
		path := filepath.Join(t.TempDir(), "out.json")
		o.desk.Export(OfJob, main, path)
		o.settle()
		if content, err := os.ReadFile(path); err != nil || strings.Count(string(content), `"job": "Main job"`) != 2 {
			t.Errorf("%v: %s", err, content)
		}
		o.desk.Export(Shown, 0, filepath.Join(t.TempDir(), "out.doc"))
		o.desk.Export(OfJob, 12345, path)
		if o.settle(); !o.noticed("out.doc has none of the endings") || !o.noticed("There is nothing to write out.") {
			t.Errorf("%+v", o.view().Notices)
		}
	})
}

func TestAReceiptIsInThePersonsLanguageAndHoldsNoAddress(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.desk.AddTracks([]string{"https://user:password@f.example/a.wav"}, DefaultJob)
		o.settle()
		o.publishMain()
		o.site.finish(mainJobID)
		o.after(5 * time.Minute)
		path := filepath.Join(t.TempDir(), "receipt.html")
		o.desk.SaveReceipt(o.job("Main job").Row, path)
		o.settle()
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"Northlight Music", "Main job", "a.wav", "Receipt of a publishing job", "<b>1</b> Done", "published"} {
			if !strings.Contains(string(content), part) {
				t.Errorf("it does not say %q", part)
			}
		}
		for _, secret := range []string{"password", "f.example", "secret"} {
			if strings.Contains(string(content), secret) {
				t.Errorf("it says %q", secret)
			}
		}
	})
}

func TestAListThatBeginsToBeReadBeforeTheSiteNamesItsFieldsIsMatchedOnceItDoes(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.fieldsAfter = time.Minute
		v := o.spread(t, "list.csv", "URL,Mood,Writer 1 First Name\nhttps://f.example/a.wav,calm,Ada\n")
		if got := choicesOf(v.Manifest); got[2] != "" {
			t.Errorf("%q", got)
		}
		v = o.after(2 * time.Minute)
		if got := choicesOf(v.Manifest); got[2] != "field:Writer 1 First Name" {
			t.Errorf("%q", got)
		}
		o.desk.MapColumn(1, "field:Custom: Mood")
		if v = o.settle(); choicesOf(v.Manifest)[1] != "field:Custom: Mood" {
			t.Errorf("%q", choicesOf(v.Manifest))
		}
	})
}

func TestThousandsOfTracksAreWrittenDownAPartAtATimeAndStoppedAsOne(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" {
				time.Sleep(time.Hour)
			}
			return nil, true
		})
		var list strings.Builder
		list.WriteString("URL,Title\n")
		const many = 3*pourAtOnce + 7
		for n := range many {
			fmt.Fprintf(&list, "https://h%d.example/%d.wav,T%d\n", n, n, n)
		}
		o.spread(t, "list.csv", list.String())
		o.desk.AddManifest(DefaultJob)
		v := o.after(time.Minute)
		if v.All != many {
			t.Fatalf("%d tracks, %+v", v.All, v.Adding)
		}
		if want := fmt.Sprintf("0 of %d changes sent", many); v.Work.Text != want {
			t.Errorf("%q, not %q", v.Work.Text, want)
		}
		o.desk.Stop()
		o.settle()
		items, intents := o.items(ledger.AddUpload), map[int64]bool{}
		for _, i := range items {
			intents[i.Intent] = true
		}
		if len(items) != many || len(intents) != 1 {
			t.Errorf("%d items of %d intents", len(items), len(intents))
		}
	})
}

func TestABatchThatWasBeingWrittenDownGoesOnAfterACrashAndLosesNothing(t *testing.T) {
	const many = 3*pourAtOnce + 7
	for parts := range 4 { // after the first
		inOffice(t, 0, func(o *office) {
			var uploads []*ledger.Upload
			for n := range many {
				uploads = append(uploads, &ledger.Upload{
					Row: o.desk.Ledger.NewRow(), Site: siteAddress, Job: o.job("Main job").Row, Formats: "mp3,wav", Added: time.Now(),
					Source: fmt.Sprintf("https://f.example/%d.wav", n), File: fmt.Sprint(n, ".wav"), Meta: ledger.NewMeta(map[string]string{"Title": fmt.Sprint("T", n)}),
				})
			}
			o.desk.post(func() {
				s := o.desk.seat()
				s.pourIn(uploads, restOf(uploads))
				for range parts {
					s.pourOn()
				}
				s.pours = nil // the program dies
			})
			o.settle()
			o.close()
			o.open()
			v := o.after(10 * time.Minute)
			sent, titles := map[string]int{}, map[string]bool{}
			for _, c := range o.site.calls {
				if c.op == "upload" {
					sent[c.name]++
				}
			}
			for _, u := range o.site.uploads {
				titles[u.Meta["Title"]] = true
			}
			if v.All != many || len(sent) != many || len(titles) != many || o.site.made("upload") != many {
				t.Errorf("after %d parts: %d tracks, %d calls for %d of %d, %d titles", parts, v.All, o.site.made("upload"), len(sent), many, len(titles))
			}
			intents := map[int64]bool{}
			for _, i := range o.items(ledger.AddUpload) {
				intents[i.Intent] = true
			}
			if len(intents) != 1 || v.Work.Text != "" {
				t.Errorf("after %d parts: %d intents; %s", parts, len(intents), v.Work.Text)
			}
			settings, err := o.book.Settings(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, left := range settings {
				if strings.HasPrefix(left.Name, settingBatch) || strings.HasPrefix(left.Name, settingPoured) {
					t.Errorf("after %d parts %s is still there", parts, left.Name)
				}
			}
		})
	}
}
