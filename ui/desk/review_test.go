package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// review opens the review of a job and returns it once the site was asked.
func (o *office) review(name string) *ReviewView {
	o.t.Helper()
	o.desk.Review(o.job(name).Row)
	v := o.settle().Review
	if v == nil {
		o.t.Fatalf("no review of %s is shown", name)
	}
	return v
}

// group is what a review counts by one thing, in one line.
func (v *ReviewView) group(title string) string {
	for _, g := range v.Groups {
		if g.Title == title {
			var lines []string
			for _, l := range g.Lines {
				lines = append(lines, l.Label+" "+l.Count)
			}
			return strings.Join(lines, ", ")
		}
	}
	return "none"
}

// of gives the uploads on the site, from the first, these values of a field.
func (f *fakeSite) of(field string, values ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for n, value := range values {
		f.uploads[n].Meta = map[string]string{"Title": f.uploads[n].Meta["Title"], field: value}
	}
}

func TestAReviewCountsWhatWaitsByCatalogAlbumAndFormats(t *testing.T) {
	inOffice(t, 6, func(o *office) {
		o.site.of("Catalog", "Deep Cuts", "Deep Cuts", "Shallow Water", "")
		o.site.uploads[5].Formats = []api.Format{api.MP3, api.WAV}
		v := o.review("Main job")
		if got := v.group("Catalog"); got != "no catalog 3, Deep Cuts 2, Shallow Water 1" {
			t.Errorf("catalogs: %s", got)
		}
		if got := v.group("Album"); got != "no album 6" {
			t.Errorf("albums: %s", got)
		}
		if got := v.group("Formats"); got != "mp3 only 5, mp3 + wav 1" {
			t.Errorf("formats: %s", got)
		}
		if v.Count != 6 || !v.CanGo || v.Title != "Publish 6 tracks?" || v.GoButton != "Publish 6 tracks" {
			t.Errorf("%+v", v)
		}
	})
}

func TestAReviewSumsUpTheSmallestOfManyValues(t *testing.T) {
	inOffice(t, 11, func(o *office) {
		o.site.of("Catalog", "A", "A", "A", "B", "B", "C", "D", "E 2", "E 10", "F", "G")
		if got := o.review("Main job").group("Catalog"); got != "A 3, B 2, C 1, D 1, E 2 1, 3 others 3" {
			t.Errorf("catalogs: %s", got)
		}
	})
}

func TestAReviewCountsWhatIsAskedForAndNotSentYet(t *testing.T) {
	inOffice(t, 4, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if strings.HasPrefix(c.op, "set") {
				time.Sleep(time.Minute)
			}
			return nil, true
		})
		o.choose(0, 1, 2)
		o.desk.SetFormat("wav", true)
		o.desk.SetMetadata(map[string]string{"Album": "Tides"})
		v := o.review("Main job")
		if got := v.group("Formats") + "; " + v.group("Album"); got != "mp3 + wav 3, mp3 only 1; Tides 3, no album 1" {
			t.Errorf("it counts %s", got)
		}
		if !strings.Contains(v.Text, "6 more tracks and changes are on the way to the site first.") {
			t.Errorf("it says %q", v.Text)
		}
	})
}

// TestAReviewThatIsOpenSaysWhatChanges has things change while as many tracks wait as before.
func TestAReviewThatIsOpenSaysWhatChanges(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.selectAll()
		o.review("Main job")
		o.site.on(func(c call) (error, bool) {
			if c.op == "setFormats" {
				time.Sleep(time.Minute)
				return &api.Error{Op: c.op, Kind: api.Refused, Message: "Not now.", Sent: true}, false
			}
			return nil, true
		})
		o.desk.ApplyFormats("wav")
		if got := o.settle().Review.group("Formats"); got != "wav only 3" {
			t.Errorf("once it is asked for: %s", got)
		}
		if got := o.after(5 * time.Minute).Review.group("Formats"); got != "mp3 only 3" {
			t.Errorf("once it failed: %s", got)
		}
		o.desk.Require([]string{"ISRC"})
		if got := o.settle().Review.Warnings; !slices.Contains(got, "3 tracks lack a field that this site needs. The first: track.wav lacks ISRC.") {
			t.Errorf("once a field is required: %q", got)
		}
	})
}

func TestAReviewWarnsOfDuplicatesMissingFieldsAndOthers(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.Require([]string{"Catalog", "ISRC"})
		for _, name := range []string{"a", "B", "A", "c"} {
			o.desk.AddTracks([]string{"https://f.example/" + name + ".wav"}, DefaultJob)
			o.settle()
		}
		o.after(time.Second)
		o.choose(1, 2)
		o.desk.SetMetadata(map[string]string{"Catalog": "Deep Cuts", "ISRC": "GBAYE0000001"})
		o.choose(3)
		o.desk.SetMetadata(map[string]string{"Catalog": "Deep Cuts"})
		o.after(time.Second)
		want := []string{
			"2 tracks share a file name with another one. The first: a.wav.",
			"3 tracks lack a field that this site needs. The first: track.wav lacks Catalog, ISRC.",
			"1 track was not queued from here, so it may be somebody else's. The first: track.wav.",
		}
		if got := o.review("Main job").Warnings; !slices.Equal(got, want) {
			t.Errorf("it warns:\n%s", strings.Join(got, "\n"))
		}
	})
}

func TestAReviewOfTracksThatAreAsTheyShouldBeWarnsOfNothing(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.desk.Require([]string{"Title"})
		o.desk.AddTracks([]string{"https://f.example/a.wav", "https://f.example/a.aiff"}, DefaultJob)
		o.after(time.Second)
		if v := o.review("Main job"); len(v.Warnings) != 0 || v.Count != 2 {
			t.Errorf("%d tracks, it warns %q", v.Count, v.Warnings)
		}
	})
}

// told are whom the site was to tell of the ends of jobs, in the order of the calls.
func (f *fakeSite) told(op string) (whom []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.calls {
		if c.op == op {
			whom = append(whom, c.tells)
		}
	}
	return whom
}

func TestWhomTheSiteTellsIsSentAndRemembered(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.CreateJob("Imports", "  ana@northlight.example ")
		o.settle()
		o.desk.AddTracks([]string{"https://f.example/a.wav"}, DefaultJob)
		o.after(time.Second)
		if got := o.review("Imports").OnComplete; got != "ana@northlight.example" {
			t.Fatalf("the review says that the site tells %q", got)
		}
		o.desk.Publish(" https://hook.example/done ")
		o.after(time.Second)
		if got := fmt.Sprint(o.site.told("createJob"), o.site.told("publish")); got != "[ana@northlight.example] [https://hook.example/done]" {
			t.Errorf("sent was %s", got)
		}
		o.restart()
		o.desk.ShowJob(o.job("Imports").Row)
		if got := o.settle().Job.line("Tells"); got != "https://hook.example/done" {
			t.Errorf("after a restart it tells %q", got)
		}
		o.desk.AddTracks([]string{"https://f.example/b.wav"}, o.job("Imports").Row)
		o.after(time.Second)
		o.review("Imports")
		o.desk.Publish("") // empty leaves it as it is
		o.after(time.Second)
		if got := o.site.told("publish"); len(got) != 2 || got[1] != "" {
			t.Errorf("sent were %q", got)
		}
		if got := o.view().Job.line("Tells"); got != "https://hook.example/done" {
			t.Errorf("after a publish that leaves it as it is, it tells %q", got)
		}
	})
}

func TestWhomTheSiteWasNeverToldOfIsNotRemembered(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.failing("publish", 1, &api.Error{Op: "publish", Kind: api.Refused, Message: "Not now.", Sent: true}, false)
		o.review("Main job")
		o.desk.Publish("ana@northlight.example")
		o.after(time.Second)
		o.desk.ShowJob(o.job("Main job").Row)
		if got := o.settle().Job.line("Tells"); got != "" {
			t.Errorf("the publish was refused, and it says that the site tells %q", got)
		}
		o.failing("publish", 1, noAnswer("publish"), true)
		o.review("Main job")
		o.desk.Publish("ben@northlight.example")
		o.after(time.Minute)
		if got := o.view().Job.line("Tells"); got != "ben@northlight.example" || o.items(ledger.Publish)[1].State != ledger.Done {
			t.Errorf("the publish is settled, and it says that the site tells %q", got)
		}
	})
}

func TestNothingIsPublishedWhileAReviewLooks(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "list" {
				time.Sleep(10 * time.Second)
				return &api.Error{Op: c.op, Kind: api.SiteFault, Status: 500, Sent: true}, false
			}
			return nil, true
		})
		v := o.review("Main job")
		if !v.Looking || v.CanGo {
			t.Fatalf("%+v", v)
		}
		o.desk.Publish("")
		o.after(time.Minute)
		o.review("Main job")
		v = o.after(20 * time.Second).Review
		if v.CanGo || v.Looking || !strings.Contains(v.Text, "Nothing is published before Pressroom has seen what waits.") {
			t.Errorf("%+v", v)
		}
		o.desk.Publish("")
		if o.after(time.Minute); o.site.made("publish") != 0 {
			t.Error("it was published unseen")
		}
	})
}
