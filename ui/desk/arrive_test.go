package desk

import (
	"testing"
	"time"

	"pressroom/ui/desk/ledger"
)

func TestALaterStartAddsItsTracksToTheSiteThatItNames(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.OpenPractice()
		o.settle()
		o.desk.Arrive(false, "northlight.example/", []string{"https://files.example/a.wav"})
		v := o.after(time.Second)
		if v.Site.ID != siteAddress || v.Ask != "" || o.site.made("upload") != 1 {
			t.Errorf("shown is %s, asked for %q, %d uploads", v.Site.ID, v.Ask, o.site.made("upload"))
		}
		o.desk.Arrive(false, "", []string{"https://files.example/b.wav"})
		o.after(time.Second)
		if n := o.site.made("upload"); n != 2 {
			t.Errorf("%d uploads, want the second at the site that is shown", n)
		}
		o.desk.Arrive(true, "", nil)
		if v := o.settle(); v.Site.ID != PracticeID {
			t.Errorf("shown is %s, want the practice site", v.Site.ID)
		}
	})
}

func TestALaterStartForASiteThatIsNotConnectedAsksForItsKeyAndKeepsItsTracks(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.others = map[string]*fakeSite{"https://other.example": newFakeSite(0)}
		o.desk.Arrive(false, "https://other.example", []string{"https://files.example/a.wav"})
		v := o.settle()
		if v.Ask != "https://other.example" || v.Site.ID != siteAddress || !o.noticed("1 track waits until other.example is connected.") {
			t.Errorf("asked for %q, shown is %s, notices %+v", v.Ask, v.Site.ID, v.Notices)
		}
		o.desk.Connect("Other", "https://other.example", "secret")
		if v := o.after(time.Second); v.Ask != "" || o.others["https://other.example"].made("upload") != 1 || o.site.made("upload") != 0 {
			t.Errorf("asked for %q, %d uploads there and %d here", v.Ask, o.others["https://other.example"].made("upload"), o.site.made("upload"))
		}
	})
}

func TestAStartThatComesBeforeTheLedgerIsReadIsDoneAfterwards(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.close()
		o.keys.keys[siteAddress] = "secret"
		o.open()
		o.desk.Arrive(false, siteAddress, []string{"https://files.example/a.wav"})
		o.after(time.Second)
		if v := o.view(); v.Site == nil || v.Site.ID != siteAddress || len(o.items(ledger.AddUpload)) != 1 || o.site.made("upload") != 1 {
			t.Errorf("shown is %+v, %d items, %d uploads", v.Site, len(o.items(ledger.AddUpload)), o.site.made("upload"))
		}
	})
}
