package desk

import (
	"fmt"
	"testing"
	"time"

	"pressroom/ui/desk/ledger"
)

// metadata opens the metadata of the selection.
func (o *office) metadata() *MetadataView {
	o.t.Helper()
	o.desk.EditMetadata()
	time.Sleep(viewEvery)
	v := o.settle().Metadata
	if v == nil {
		o.t.Fatal("no metadata is shown")
	}
	return v
}

// field is one field of what is shown.
func (v *MetadataView) field(name string) MetaField {
	for _, f := range v.Fields {
		if f.Name == name {
			return f
		}
	}
	return MetaField{Name: "none of " + fmt.Sprint(len(v.Fields))}
}

func TestAFieldThatDiffersSaysHowManyValuesThereAre(t *testing.T) {
	inOffice(t, 4, func(o *office) {
		o.choose(0)
		o.desk.SetMetadata(map[string]string{"Album": "Deep Cuts", "Custom: Mood": "Calm"})
		o.choose(1)
		o.desk.SetMetadata(map[string]string{"Album": "Tides"})
		o.after(time.Second)
		o.selectAll()
		v := o.metadata()
		want := map[string]MetaField{
			"Title":        {Name: "Title", Value: "track.wav"},
			"Album":        {Name: "Album", Several: 3, Said: "3 values"}, // none is one of them
			"Custom: Mood": {Name: "Custom: Mood", Several: 2, Said: "2 values"},
			"ISRC":         {Name: "ISRC"},
		}
		for name, field := range want {
			if got := v.field(name); got != field {
				t.Errorf("%+v, want %+v", got, field)
			}
		}
		if v.Title != "Metadata of 4 tracks" || v.Note != "" || !v.Can {
			t.Errorf("%+v", v)
		}
		o.choose(0, 0)
		if got := o.view().Metadata.field("Album"); got.Value != "Deep Cuts" || got.Several != 0 {
			t.Errorf("of one track: %+v", got)
		}
		o.desk.LeaveMetadata()
		if o.settle().Metadata != nil {
			t.Error("it is still shown")
		}
	})
}

func TestTheMetadataShownIncludesWhatIsAskedForAndNotSentYet(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "setMetadata" {
				time.Sleep(time.Minute)
			}
			return nil, true
		})
		o.selectAll()
		o.desk.SetMetadata(map[string]string{"Album": "Tides", "Custom: Mood": "Calm"})
		v := o.metadata()
		if v.field("Album").Value != "Tides" || v.field("Custom: Mood").Value != "Calm" {
			t.Fatalf("%+v", v.Fields)
		}
		o.desk.SetMetadata(map[string]string{"Album": "Tides"})
		o.after(5 * time.Minute)
		if n := o.site.made("setMetadata"); n != 2 {
			t.Errorf("%d calls for two tracks", n)
		}
	})
}

func TestRequiredFieldsAreShownAlsoWhereNoTrackHasThem(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.Require([]string{"Catalog", "Label Code"})
		o.selectAll()
		v := o.metadata()
		if !v.field("Catalog").Required || !v.field("Label Code").Required || v.field("Title").Required {
			t.Errorf("%+v", v.Fields)
		}
	})
}

func TestOnlyWhatChangedIsSentAndABlankTakesAway(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.choose(0)
		o.desk.SetMetadata(map[string]string{"Album": "Tides"})
		o.after(time.Second)
		o.selectAll()
		o.metadata()
		o.desk.SetMetadata(map[string]string{"Album": "", "Title": "track.wav", "BPM": ""})
		if v := o.after(time.Second); v.Metadata != nil || o.albums()[0] != "" {
			t.Errorf("%+v, albums %v", v.Metadata, o.albums())
		}
		items := o.items(ledger.SetMeta)
		if len(items) != 2 || fmt.Sprint(items[1].Meta) != "map[Album:]" {
			t.Errorf("sent were %+v", items)
		}
	})
}

func TestMetadataConcernsTheTracksThatStillWait(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.publishMain()
		o.site.finish(mainJobID)
		o.after(time.Minute)
		o.desk.AddTracks([]string{"https://f.example/new.wav"}, DefaultJob)
		o.after(time.Second)
		o.selectAll()
		v := o.metadata()
		if v.Title != "Metadata of 1 track" || v.Note != "It concerns those that still wait to be published." || v.field("Title").Value != "new.wav" {
			t.Errorf("%+v", v)
		}
		o.desk.SetMetadata(map[string]string{"Album": "Tides"})
		o.after(time.Second)
		if n := o.site.made("setMetadata"); n != 1 {
			t.Errorf("%d calls for the one that waits", n)
		}
		o.choose(0, 1)
		if v := o.metadata(); v.Can || v.Note != "Metadata can be set only while a track waits to be published." {
			t.Errorf("%+v", v)
		}
	})
}

func TestMetadataOfAnotherSiteIsNotShown(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.selectAll()
		o.metadata()
		o.desk.Connect("South", "https://south.example", "other")
		if v := o.after(time.Second); v.Metadata != nil {
			t.Errorf("%+v", v.Metadata)
		}
	})
}
