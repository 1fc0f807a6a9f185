package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/ui/desk"
	"pressroom/ui/parts"
)

func TestTopBarTellsSiteAndCounts(t *testing.T) {
	v := atWork(t)
	v.All = 1631
	w, _ := at(t, v)
	reads(t, w.top.object, "Northlight Music", "12 of 1,631", "Add tracks", "Review and publish…")
}

func TestBannerSaysWhatIsWrongAndOffersTheNextStep(t *testing.T) {
	for _, one := range []struct {
		state desk.SiteState
		offer []string
	}{
		{desk.SiteTrouble, []string{"Try again now"}},
		{desk.SiteNeedsKey, []string{"Enter the key…"}},
		{desk.SiteConnecting, nil},
	} {
		v := emptyQueue()
		v.Site.State, v.Site.Problem = one.state, "Northlight Music did not answer in time. 12 changes wait and will be sent again."
		w, _ := at(t, v)
		reads(t, w.top.banner.object, v.Site.Problem)
		if got := buttonWords(w.top.banner.object); !slices.Equal(got, one.offer) {
			t.Errorf("the banner offers %q, want %q", got, one.offer)
		}
		w.Show(emptyQueue())
		if w.top.banner.object.Visible() {
			t.Error("the banner stays although nothing is wrong any more")
		}
	}
}

func TestBannersStepsLeadOn(t *testing.T) {
	v := emptyQueue()
	v.Site.State, v.Site.Problem = desk.SiteTrouble, "Northlight Music did not answer in time."
	w, d := at(t, v)
	test.Tap(button(t, w.top.banner.object, "Try again now"))
	d.got(t, "refresh")
	v.Site.State = desk.SiteNeedsKey
	w.Show(v)
	test.Tap(button(t, w.top.banner.object, "Enter the key…"))
	if w.page == nil || fields(front(w))[0].Text != "https://northlight.example" {
		t.Error("the page of the site's key is not open")
	}
}

func TestNothingIsAddedWithoutAKey(t *testing.T) {
	v := emptyQueue()
	v.Site.State = desk.SiteNeedsKey
	w, _ := at(t, v)
	if !w.top.add.Disabled() || !w.jobs.make.Disabled() {
		t.Error("tracks or jobs can be added")
	}
	w.Show(emptyQueue())
	if w.top.add.Disabled() || w.jobs.make.Disabled() {
		t.Error("with the key back, tracks or jobs still cannot be added")
	}
}

func TestSiteMenuShowsAnotherSite(t *testing.T) {
	w, d := at(t, emptyQueue())
	test.Tap(w.top.site)
	reads(t, front(w), "Northlight Music – connected", "Practice site – connected", "Connect a site…")
	silent(t, front(w), "Try the practice site")
	items := w.siteItems()
	if !items[0].Checked || items[1].Checked {
		t.Error("the site that is shown is not the one that is marked")
	}
	items[1].Action()
	d.got(t, "show site practice")
	v := emptyQueue()
	v.Sites = v.Sites[:1]
	w.Show(v)
	items = w.siteItems()
	if i := slices.IndexFunc(items, func(i *fyne.MenuItem) bool { return i.Label == "Try the practice site" }); i < 0 {
		t.Error("the practice site is not offered")
	} else {
		items[i].Action()
		d.got(t, "open the practice site")
	}
}

func TestAddMenuOffersTheWaysIn(t *testing.T) {
	w, _ := at(t, emptyQueue())
	test.Tap(w.top.add)
	reads(t, front(w), "Files…", "A folder…", "Addresses…", "A list (CSV, XLSX)…")
	for _, item := range w.addItems()[:3] { // a site that is no practice site takes addresses only
		item.Action()
		if w.page == nil || w.page.name != "addresses" {
			t.Errorf("%q does not open the page of addresses", item.Label)
		}
		if says := strings.Contains(item.Label, "only the practice site takes"); says != item.Disabled || says == (item.Label == "Addresses…") {
			t.Errorf("%q can be chosen: %v", item.Label, !item.Disabled)
		}
		press(w, fyne.KeyEscape)
	}
	if last := w.addItems()[3]; last.Label != "A list (CSV, XLSX)…" || last.Disabled {
		t.Errorf("%+v", last)
	}
}

func TestStatusLineTellsWhatIsGoingOn(t *testing.T) {
	v := atWork(t)
	v.All, v.Work.Text = 1631, "40 of 300 format changes sent"
	v.Unknowns = []desk.UnknownView{{Item: 1}}
	w, d := at(t, v)
	reads(t, w.status.object, "3 selected, 12 shown, 1,631 in all", "1 unknown outcome: check it", "40 of 300 format changes sent",
		"2 jobs followed, next look in 6 s", "Key kept in the keyring")
	v.Unknowns = append(v.Unknowns, desk.UnknownView{Item: 2})
	w.Show(v)
	reads(t, w.status.object, "2 unknown outcomes: check them")
	v.Unknowns, v.Work.Text, v.Watching = nil, "", ""
	w.Show(v)
	silent(t, w.status.object, "unknown", "format changes", "followed")
	d.got(t)
}

func TestStatusLineLeadsToCauses(t *testing.T) {
	v := atWork(t)
	v.Unknowns = []desk.UnknownView{{Item: 1}}
	w, d := at(t, v)
	for part, page := range map[*parts.Quiet]string{w.status.unknown: "unknown", w.status.key: "sites"} {
		test.Tap(part)
		if w.page == nil || w.page.name != page {
			t.Errorf("the part does not open the page %q", page)
		}
		press(w, fyne.KeyEscape)
	}
	test.Tap(w.status.watching)
	d.got(t, "refresh")
	w.win.Canvas().Unfocus()
	test.Tap(w.status.counts)
	if !isTable(w.win.Canvas().Focused()) {
		t.Error("the counts do not lead to the table")
	}
}

func TestEachNoticeIsSaidOnce(t *testing.T) {
	v := emptyQueue()
	v.Notices = []desk.Notice{{Number: 1, Text: "One.", Tone: desk.ToneDone}, {Number: 2, Text: "Two.", Tone: desk.ToneErrored}}
	w, _ := at(t, v)
	if got := w.toasts.Showing(); !slices.Equal(got, []string{"One.", "Two."}) {
		t.Errorf("the messages are %q", got)
	}
	said := 0
	w.toasts.After = func(time.Duration, func()) func() { said++; return func() {} }
	w.Show(v)
	if said != 0 {
		t.Error("the next view says the same again")
	}
	v.Notices = append(v.Notices[1:], desk.Notice{Number: 3, Text: "Three."})
	w.Show(v)
	if got := w.toasts.Showing(); said != 1 || !slices.Equal(got, []string{"One.", "Two.", "Three."}) {
		t.Errorf("%d messages are new, and they are %q", said, got)
	}
}
