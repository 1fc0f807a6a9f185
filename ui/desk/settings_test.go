package desk

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pressroom/ui/desk/ledger"
)

func TestColumnsAndRequiredFieldsOfASiteSurviveARestart(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.KeepColumns("title 300, status 90")
		o.desk.Require([]string{" Catalog ", "ISRC", "", "Catalog"})
		v := o.settle()
		for range 2 {
			if v.Columns != "title 300, status 90" || fmt.Sprint(v.Required) != "[Catalog ISRC]" {
				t.Errorf("columns %q, required %q", v.Columns, v.Required)
			}
			v = o.restart()
		}
		o.desk.Connect("South", "https://south.example", "other")
		if v = o.after(time.Second); v.Columns != "" || len(v.Required) != 0 {
			t.Errorf("another site has columns %q, required %q", v.Columns, v.Required)
		}
		o.desk.ShowSite(siteAddress)
		o.desk.Require(nil)
		o.settle()
		if v = o.restart(); v.Columns == "" || len(v.Required) != 0 {
			t.Errorf("after they were taken back: columns %q, required %q", v.Columns, v.Required)
		}
	})
}

func TestTheFieldsThatASiteNamedAreKnownWithoutIt(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.selectAll()
		if got := o.metadata(); len(got.Known) == 0 {
			t.Fatal("no fields are known before the site has told its own")
		}
		if got := o.settle().Metadata; fmt.Sprint(got.Known) != "[Title Catalog Album Artist Writer {X} First Name Custom: Mood]" {
			t.Fatalf("known are %q", got.Known)
		}
		delete(o.keys.keys, siteAddress)
		o.close()
		o.open()
		o.settle()
		o.selectAll()
		if got := o.metadata(); len(got.Known) != 6 || got.Can {
			t.Errorf("after a restart without the site: %+v", got)
		}
	})
}

// TestWhatWasSettledBeforeTheSettingsWereReadStands has presets set while the desk starts.
func TestWhatWasSettledBeforeTheSettingsWereReadStands(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.desk.SetPresets([]Preset{{"Old", apiFormats("mp3")}})
		o.settle()
		read, err := o.book.Settings(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		starting, err := New(o.desk.Options)
		if err != nil {
			t.Fatal(err)
		}
		starting.takePresets([]Preset{{"New", apiFormats("wav")}})
		starting.loadSettings(read)
		if fmt.Sprint(starting.presets) != "[{New [wav]}]" {
			t.Errorf("there are %v", starting.presets)
		}
	})
}

func TestASettingThatCannotBeReadLeavesTheFirstPresets(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		for _, value := range []string{"rubbish", `[{"name":"x","formats":["flac"]}]`} {
			if err := o.book.Write(context.Background(), ledger.Change{Settings: []ledger.Setting{{Name: settingPresets, Value: value}}}); err != nil {
				t.Fatal(err)
			}
			o.restart()
			if got := fmt.Sprint(o.presetNames()); got != "[Web only Broadcast Everything]" {
				t.Errorf("%s: there are %s", value, got)
			}
		}
	})
}
