//go:build window && linux

package main

import (
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"pressroom/ui/desk"
	"pressroom/ui/desk/ledger"
)

// An hour at the desk is this often what one round does: a filter typed and left, another order, a look further
// down, formats set and taken back, pages opened and closed, the other site. A person needs half a minute for it.
const roundsAnHour = 120

// held is what the program holds on to after a round.
type held struct{ heap, goroutines, files float64 }

// hour works on two sites for as many rounds as PRESSROOM_ROUNDS says, twelve where it says nothing, and returns
// what was held after each.
func hour(b *testing.B) []held {
	b.Helper()
	rounds := roundsAnHour / 10
	if said := os.Getenv("PRESSROOM_ROUNDS"); said != "" {
		var err error
		if rounds, err = strconv.Atoi(said); err != nil {
			b.Fatal(err)
		}
	}
	var sites []*loopSite
	o := open(b, b.Cleanup, func(book *ledger.Ledger) error {
		for name, tracks := range map[string]int{"Northlight Music": 20_000, "Southlight Music": 2000} {
			site := newLoopSite(name, tracks)
			b.Cleanup(site.Close)
			sites = append(sites, site)
			if err := site.record(book, 2, 0); err != nil {
				return err
			}
		}
		return nil
	})
	var after []held
	for n := range rounds {
		o.round(n, sites[n%len(sites)])
		after = append(after, holds(b))
	}
	return after
}

// holds is what the program holds on to now that nothing is under way.
func holds(b *testing.B) (h held) {
	b.Helper()
	runtime.GC()
	runtime.GC() // what the first one finalized
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		b.Fatal(err)
	}
	return held{float64(memory.HeapAlloc), float64(runtime.NumGoroutine()), float64(len(files))}
}

func (o *opened) round(n int, site *loopSite) {
	o.Helper()
	o.work.ShowSite(site.URL)
	o.await("the other site", func(v desk.View) bool {
		return v.Site.ID == site.URL && v.Site.State == desk.SiteReady && v.Rows.Len() == len(site.uploads)
	})
	o.shortcut("Refresh (F5)") // it is done long before the round is
	o.frames.painted()
	o.filterFor([]string{"copper", "harbour", "nlm0012", "catalog 1"}[n%4])
	columns := []desk.Column{desk.ColumnTitle, desk.ColumnFile, desk.ColumnAlbum, desk.ColumnUpload}
	column, before := columns[n%len(columns)], o.now()
	o.do(func() { o.table.OnSort(string(column)) })
	o.await("sorted", func(v desk.View) bool {
		return v.Sort == column && (v.Sort != before.Sort || v.Descending != before.Descending)
	})
	rows := o.now().Rows
	for at := 0; at < rows.Len(); at += rows.Len() / 10 {
		o.do(func() { o.table.ScrollToID(rows.At(at).ID) })
		o.frames.painted()
	}
	o.formats()
	for _, page := range []string{"Sites and settings…", "Keys (F1)", "New job…", "Presets…", "Add addresses…", "About Pressroom"} {
		o.shortcut(page)
		o.frames.painted()
		o.press(fyne.KeyEscape)
		o.frames.painted()
	}
}

// filterFor types a word into the filter and leaves it again.
func (o *opened) filterFor(word string) {
	o.Helper()
	o.shortcut("Filter")
	typed := ""
	for _, r := range word {
		typed += string(r)
		o.letter(r)
		o.await("filtered by "+typed, func(v desk.View) bool { return v.Filter == typed })
		o.frames.painted()
	}
	o.press(fyne.KeyEscape)
	o.await("not filtered", func(v desk.View) bool { return v.Filter == "" && v.Rows.Len() == v.All })
	o.frames.painted()
}

// formats selects a row, has it published as AIFF too, and takes that back.
func (o *opened) formats() {
	o.Helper()
	o.press(fyne.KeyDown)
	o.await("one selected", func(v desk.View) bool { return len(v.Selection.IDs) == 1 })
	aiff := func(v desk.View) bool {
		row, _ := v.Rows.Index(v.Selection.IDs[0])
		return slices.Contains(v.Rows.At(row).Formats, "aiff")
	}
	had := aiff(o.now())
	o.work.SetFormat("aiff", !had)
	o.await("sent", func(v desk.View) bool { return aiff(v) != had && v.Work.Text == "" && v.Work.Undo != "" })
	o.shortcut("Undo the last change")
	o.await("taken back", func(v desk.View) bool { return aiff(v) == had && v.Work.Text == "" })
	o.frames.painted()
	o.press(fyne.KeyEscape)
	o.await("none selected", func(v desk.View) bool { return len(v.Selection.IDs) == 0 })
}

var hourOnce struct {
	sync.Once
	held []held
}

// steady compares what is held in the last quarter of the rounds with what was in the second: the first fills what
// is kept for later, such as pictures of letters.
func steady(b *testing.B, unit string, goal float64, of func(held) float64) {
	quarter := func(b *testing.B, which int) (mean float64) {
		hourOnce.Do(func() { hourOnce.held = hour(b) })
		size := len(hourOnce.held) / 4
		for _, h := range hourOnce.held[which*size:][:size] {
			mean += of(h) / float64(size)
		}
		return mean
	}
	for name, which := range map[string]int{"measured": 3, "reference": 1} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(quarter(b, which), "value-"+unit)
			}
			if name == "measured" {
				b.ReportMetric(goal, "goal")
			}
		})
	}
}

// BenchmarkHourMemory is the heap that is in use after a while of work, against that earlier on.
func BenchmarkHourMemory(b *testing.B) {
	steady(b, "B", 1.05, func(h held) float64 { return h.heap })
}

// few is by how much what comes and goes with a connection to a site may differ: a connection is three goroutines of
// thirty and two files. What is left behind by each round is far more by the end.
const few = 1.15

// BenchmarkHourGoroutines is the number of goroutines, in the same way.
func BenchmarkHourGoroutines(b *testing.B) {
	steady(b, "goroutines", few, func(h held) float64 { return h.goroutines })
}

// BenchmarkHourFiles is the number of open files and connections, in the same way.
func BenchmarkHourFiles(b *testing.B) {
	steady(b, "files", few, func(h held) float64 { return h.files })
}
