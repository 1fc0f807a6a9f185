package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pressroom/api"
	"pressroom/ui/desk"
	"pressroom/ui/parts"
)

const long = "The Collected Recordings of the Northlight Municipal Underwater Philharmonic Orchestra and Choir, Volume Seventeen"

// longWinded is a desk on which every name and number is as long as they come.
func longWinded(t *testing.T) desk.View {
	t.Helper()
	v := atWork(t)
	v.Rows = rowsOfUploads(t, []api.Upload{{
		UploadID: 20428698204286982, JobID: 1, Status: api.Uploaded, Formats: []api.Format{api.MP3, api.AIFF, api.WAV},
		Sources: []string{strings.ReplaceAll(long, " ", "_") + ".wav"}, Meta: map[string]string{"Title": long, "Album": long},
	}})
	v.All = 1234567
	v.Site.Name = long
	v.Site.State, v.Site.Problem = desk.SiteTrouble, long+" did not answer in time. 12 changes wait and will be sent again."
	v.Sites = []desk.SiteView{*v.Site}
	for i := range v.Jobs {
		v.Jobs[i].Name = long
		v.Jobs[i].When = "2962042962042962 · started 31 December 2025 23:59"
		v.Jobs[i].Words = "1,234,567 done · 1,234,567 in progress · 1,234,567 queued · 1,234,567 errored"
		v.Jobs[i].Aside = "about 27 h 59 min left"
		v.Jobs[i].Problem = long + " refused this. It says: “" + long + "”"
	}
	v.Selection.Title, v.Selection.Of = "1,234,567 tracks selected", "of 1,234,567 shown"
	v.Selection.Note, v.Selection.Problem = long, long
	v.Selection.Fields = []desk.Field{{Name: "Composer", Value: long}}
	v.Work.Text, v.Watching = "1,234,567 of 1,234,567 format changes sent", "1,234 jobs followed, next look in 3600 s"
	v.Unknowns = make([]desk.UnknownView, 1234)
	v.Key = "No keyring: the key is kept for this run only"
	return v
}

// placed is a part of the window with its place.
type placed struct {
	name     string
	at, size fyne.Vector2
}

// topParts are the parts of the top bar, from left to right.
func topParts(w *Window) (found []placed) {
	for _, one := range []struct {
		name string
		o    fyne.CanvasObject
	}{
		{"dot", w.top.dot},
		{"site", w.top.site},
		{"add", w.top.add},
		{"filter", w.top.filter},
		{"counts", w.top.counts},
		{"sites", w.top.sites},
		{"publish", w.top.publish},
	} {
		place := fyne.CurrentApp().Driver().AbsolutePositionForObject(one.o)
		found = append(found, placed{one.name, place, one.o.Size()})
	}
	return found
}

func sizes() []fyne.Size {
	return []fyne.Size{fyne.NewSize(1400, 900), fyne.NewSize(1024, 700), fyne.NewSize(800, 600)}
}

func TestTopBarHasRoomForEachOfItsParts(t *testing.T) {
	for name, v := range map[string]desk.View{"ordinary": atWork(t), "long": longWinded(t)} {
		for _, size := range sizes() {
			w, _ := at(t, v)
			resize(w, size.Width, size.Height)
			end, before := float32(0), "the window's edge"
			for _, p := range topParts(w) {
				x, _ := p.at.Components()
				width, _ := p.size.Components()
				if x < end {
					t.Errorf("%s names at %v: %s begins at %v, before %s ends at %v", name, size, p.name, x, before, end)
				}
				end, before = x+width, p.name
			}
			if end > size.Width {
				t.Errorf("%s names at %v: the last part ends at %v", name, size, end)
			}
			if width := w.top.filter.Size().Width; width < 100 {
				t.Errorf("%s names at %v: the filter is only %v wide", name, size, width)
			}
		}
	}
}

func TestWindowFitsASmallScreen(t *testing.T) {
	views := map[string]desk.View{
		"first start": newcomer(), "an empty queue": emptyQueue(), "work": atWork(t), "long names": longWinded(t),
	}
	for name, v := range views {
		w, _ := at(t, v)
		resize(w, 1024, 700)
		if least := w.win.Content().MinSize(); least.Width > 800 || least.Height > 600 {
			t.Errorf("with %s the window needs %v, and 800 × 600 must do", name, least)
		}
	}
}

func TestLongNamesDoNotWidenTheWindow(t *testing.T) {
	w, _ := at(t, atWork(t))
	resize(w, 1024, 700)
	before := w.win.Content().MinSize()
	w.Show(longWinded(t))
	settle(w)
	if after := w.win.Content().MinSize(); after.Width > max(before.Width, 800) {
		t.Errorf("with long names the window grows from %v to %v", before, after)
	}
}

func TestStatusLineHasRoomForEachOfItsParts(t *testing.T) {
	for name, v := range map[string]desk.View{"ordinary": atWork(t), "long": longWinded(t)} {
		for _, size := range sizes() {
			w, _ := at(t, v)
			resize(w, size.Width, size.Height)
			end := float32(0)
			for _, q := range []*parts.Quiet{w.status.counts, w.status.unknown, w.status.working, w.status.watching, w.status.key} {
				place := fyne.CurrentApp().Driver().AbsolutePositionForObject(q)
				mustSee := q == w.status.counts || q == w.status.unknown || name == "ordinary"
				if !q.Visible() || (place.X < 0 && !mustSee) { // what is less needed gives way
					continue
				}
				if place.X < end || place.Y+q.Size().Height > size.Height {
					t.Errorf("%s words at %v: %q begins at %v, before %v", name, size, readable(q), place, end)
				}
				end = place.X + q.Size().Width
			}
			if end > size.Width {
				t.Errorf("%s words at %v: the last part ends at %v", name, size, end)
			}
		}
	}
}

func TestEveryPageFitsASmallWindow(t *testing.T) {
	v := longWinded(t)
	v.Site.State, v.Site.Problem = desk.SiteReady, ""
	for range 20 {
		v.Sites = append(v.Sites, northlight())
	}
	for i := range v.Unknowns {
		v.Unknowns[i] = desk.UnknownView{Item: int64(i), What: long, Happened: "It was made", Not: "It was not made", NeedsID: true, Explained: long}
	}
	for name, open := range map[string]func(*Window){
		"a new site": func(w *Window) { w.connectPage("https://northlight.example") }, "a new job": (*Window).newJobPage,
		"addresses": (*Window).addressesPage, "unknown outcomes": (*Window).unknownPage, "sites": (*Window).sitesPage,
		"keys": (*Window).keysPage, "about": (*Window).aboutPage,
	} {
		shown := v
		if name == "unknown outcomes" {
			shown.Unknowns = v.Unknowns[:20]
		}
		w, _ := at(t, shown)
		resize(w, 800, 600)
		open(w)
		settle(w)
		if size := w.page.popup.Size(); size.Width > 800 || size.Height > 600 {
			t.Errorf("the page of %s is %v large", name, size)
		}
	}
}

func TestButtonsOfAPageStandWithinIt(t *testing.T) {
	r := readyReview()
	r.Title, r.Text, r.GoButton = "Publish "+long+"?", fmt.Sprint(long, " ", long), "Publish 1,234,567 tracks"
	w, _ := at(t, inReview(t, lookingReview()))
	resize(w, 800, 600)
	w.Show(inReview(t, r))
	settle(w)
	popup := w.page.popup
	bottom := fyne.CurrentApp().Driver().AbsolutePositionForObject(popup).Y + popup.Size().Height
	for _, b := range buttons(front(w)) {
		place := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
		if place.Y+b.Size().Height > bottom || bottom > 600 {
			t.Errorf("%q ends at %v, the page at %v", b.Text, place.Y+b.Size().Height, bottom)
		}
	}
	test.Tap(w.page.back)
}
