package ui

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"pressroom/ui/desk"
)

// places are controls by name. At debug level the log tells where each stands after every painting,
// so that whoever drives the real window from outside can point at it and knows when to go on.
type places struct {
	objects map[string]fyne.CanvasObject
	last    map[string]place
	later   *time.Timer
}

// frames is how long the painter has at most to show what was painted.
const frames = 100 * time.Millisecond

type place struct{ x, y, width, height float32 }

func (p *places) name(name string, o fyne.CanvasObject) {
	if p.objects == nil {
		p.objects, p.last = map[string]fyne.CanvasObject{}, map[string]place{}
	}
	p.objects[name] = o
}

// report tells the log, at debug level alone, what is painted and, a little later, where controls are.
func (w *Window) report(v desk.View) {
	if !w.Log.Enabled(context.Background(), slog.LevelDebug) {
		return
	}
	if w.places.later == nil {
		// A few frames after the painting: before, the driver does not know where things stand.
		w.places.later = time.AfterFunc(frames, func() { fyne.Do(w.locate) })
	} else {
		w.places.later.Reset(frames)
	}
	page, site, review, trial := "", "", -1, "none"
	if w.page != nil {
		page = w.page.name
	}
	if v.Site != nil {
		site = siteNames[v.Site.State]
	}
	if v.Review != nil && !v.Review.Looking {
		review = v.Review.Count
	}
	if t := v.Trial; t.Running {
		trial = "running"
	} else if t.Number > 0 {
		trial = map[bool]string{true: "passed", false: "failed"}[t.Passed]
	}
	w.Log.Debug("painted", "view", v.Number, "page", page, "site", site, "trial", trial, "review", review,
		"shown", rowsOf(v), "all", v.All, "selected", len(v.Selection.IDs), "working", v.Work.Text, "waiting", waiting(v),
		"phases", phases(v), "mp3", published(v, "mp3"), "aiff", published(v, "aiff"), "wav", published(v, "wav"))
}

// siteNames are the states of a site for the log, whatever language the window speaks.
var siteNames = map[desk.SiteState]string{
	desk.SiteConnecting: "connecting", desk.SiteReady: "connected", desk.SiteTrouble: "no answer", desk.SiteNeedsKey: "needs its key",
}

func rowsOf(v desk.View) int {
	if v.Rows == nil {
		return 0
	}
	return v.Rows.Len()
}

// published counts the rows that are published, or will be, as a format.
func published(v desk.View, format string) (n int) {
	for i := range rowsOf(v) {
		if slices.Contains(v.Rows.At(i).Formats, format) {
			n++
		}
	}
	return n
}

func waiting(v desk.View) (n int) {
	for _, j := range v.Jobs {
		n += j.Waiting
	}
	return n
}

func phases(v desk.View) (words []string) {
	for _, j := range v.Jobs {
		words = append(words, j.Phase)
	}
	return words
}

// locate tells the log which controls moved.
func (w *Window) locate() {
	driver := w.App.Driver()
	for _, name := range slices.Sorted(maps.Keys(w.places.objects)) {
		o := w.places.objects[name]
		at, size := driver.AbsolutePositionForObject(o), o.Size()
		if now := (place{at.X, at.Y, size.Width, size.Height}); !at.IsZero() && w.places.last[name] != now {
			w.places.last[name] = now
			w.Log.Debug("control", "name", name, "x", now.x, "y", now.y, "width", now.width, "height", now.height)
		}
	}
}
