//go:build window && linux

package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/ledger"
)

// What the measures in the real window time: from the moment at which an event is handed to the UI goroutine
// until the desk has answered it with a view, that view has been painted and the frame that shows it has been
// handed to the screen.

const thousands = 100_000

// theThousands is the window that openThousands opened.
var theThousands *opened

// openThousands opens a window on a site of 100,000 tracks that has been listed, or returns the one that is open.
func openThousands(b *testing.B) *opened {
	b.Helper()
	if theThousands == nil {
		site := newLoopSite("Northlight Music", thousands)
		atEnd = append(atEnd, site.Close)
		theThousands = open(b, func(end func()) { atEnd = append(atEnd, end) }, func(book *ledger.Ledger) error { return site.record(book, 0, 0) })
	}
	theThousands.TB = b
	theThousands.await("all rows", func(v desk.View) bool { return v.Rows.Len() == thousands })
	theThousands.frames.painted()
	return theThousands
}

// part is the value of a share of the samples, of which at least so many are smaller.
func part(samples []time.Duration, share float64) time.Duration {
	slices.Sort(samples)
	return samples[min(int(share*float64(len(samples))), len(samples)-1)]
}

// reportShare reports the value of a share of the samples as what is measured; the median and the least tell how much
// of that is due to what else the machine does.
func reportShare(b *testing.B, samples []time.Duration, share float64) {
	b.ReportMetric(float64(part(samples, share)), "value-ns")
	b.ReportMetric(float64(part(samples, 0.5)), "median-ns")
	b.ReportMetric(float64(part(samples, 0)), "least-ns")
}

// within holds a time in the window to a limit.
func within(b *testing.B, limit time.Duration, share float64, sample func(b *testing.B) []time.Duration) {
	b.Run("measured", func(b *testing.B) {
		var samples []time.Duration
		for b.Loop() {
			samples = append(samples, sample(b)...)
		}
		reportShare(b, samples, share)
		b.ReportMetric(1, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			continue
		}
		b.ReportMetric(float64(limit), "value-ns")
	})
}

// timed is how long it takes until what act does is painted; act returns once the desk has answered. Before
// it nothing happens for a moment, of no fixed length: events don't come in step with frames.
func (o *opened) timed(act func()) time.Duration {
	<-time.After(150*time.Millisecond + rand.N(20*time.Millisecond))
	began := time.Now()
	act()
	o.frames.painted()
	return time.Since(began)
}

// BenchmarkWindowFilter types words into the filter, letter by letter, as quickly as a quick typist does,
// and takes them back again; 95 of 100 keys.
func BenchmarkWindowFilter(b *testing.B) {
	within(b, 100*time.Millisecond, 0.95, func(b *testing.B) (samples []time.Duration) {
		o := openThousands(b)
		o.shortcut("Filter")
		text := ""
		awaited := func() {
			o.await("filtered by "+text, func(v desk.View) bool { return v.Filter == text })
		}
		for _, word := range []string{"copper rain", "nlm0412", "catalog 7", "velvet"} {
			for _, r := range word {
				samples = append(samples, o.timed(func() {
					text += string(r)
					o.letter(r)
					awaited()
				}))
			}
			for text != "" {
				samples = append(samples, o.timed(func() {
					text = text[:len(text)-1]
					o.press(fyne.KeyBackspace)
					awaited()
				}))
			}
		}
		o.press(fyne.KeyEscape) // back to the table
		return samples
	})
}

// BenchmarkWindowSort clicks the header of each column in turn, also for the opposite order; 95 of 100 clicks.
func BenchmarkWindowSort(b *testing.B) {
	columns := []desk.Column{desk.ColumnTitle, desk.ColumnFile, desk.ColumnAlbum, desk.ColumnCatalog, desk.ColumnStatus, desk.ColumnFormats, desk.ColumnUpload, desk.ColumnTrack}
	within(b, 150*time.Millisecond, 0.95, func(b *testing.B) (samples []time.Duration) {
		o := openThousands(b)
		for range 3 {
			for _, column := range columns {
				for range 2 {
					before := o.now()
					samples = append(samples, o.timed(func() {
						o.do(func() { o.table.OnSort(string(column)) })
						o.await("sorted by "+string(column), func(v desk.View) bool {
							return v.Sort == column && (v.Sort != before.Sort || v.Descending != before.Descending)
						})
					}))
				}
			}
		}
		return samples
	})
}

// BenchmarkWindowSelectAll selects all rows and none in turn; 95 of 100 times.
func BenchmarkWindowSelectAll(b *testing.B) {
	within(b, 50*time.Millisecond, 0.95, func(b *testing.B) (samples []time.Duration) {
		o := openThousands(b)
		for range 30 {
			samples = append(samples, o.timed(func() {
				o.shortcut("Select all shown")
				o.await("all selected", func(v desk.View) bool { return len(v.Selection.IDs) == thousands })
			}))
			o.shortcut("Select none")
			o.await("none selected", func(v desk.View) bool { return len(v.Selection.IDs) == 0 })
			o.frames.painted()
		}
		return samples
	})
}

// BenchmarkWindowScroll scrolls by one row, against Fyne's own table of the same rows and size, alone in a window
// as large; 95 of 100 rows. What counts is how long the UI goroutine is busy with it: from the call to its
// return, and from the beginning of the frame to its end, without the wait for the frame between.
func BenchmarkWindowScroll(b *testing.B) {
	var window, size fyne.Size
	var rows *desk.Rows
	const scrolled = 400
	b.Run("measured", func(b *testing.B) {
		for b.Loop() {
			o := openThousands(b)
			rows, window, size = o.now().Rows, o.window.Canvas().Size(), o.table.Size()
			first := int(size.Height) / 31
			o.do(func() { o.table.ScrollToID(rows.At(first).ID) })
			reportShare(b, o.frames.busy(b, scrolled, func(n int) { o.table.ScrollToID(rows.At(first + 1 + n).ID) }), 0.95)
		}
		b.ReportMetric(1.3, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		if rows == nil {
			b.Fatal("there are no rows to compare with: measure it first")
		}
		for b.Loop() {
			var f *frames
			var w fyne.Window
			var table *widget.Table
			fyne.DoAndWait(func() {
				w = fyne.CurrentApp().NewWindow("Bare")
				w.SetPadded(false)
				table = bareTable(rows)
				table.Resize(size)
				w.SetContent(container.NewWithoutLayout(table))
				f = watchFrames(w)
				w.Resize(window)
				w.Show()
			})
			f.painted()
			high := float32(0)
			fyne.DoAndWait(func() { high = widget.NewLabel("").MinSize().Height + 1 })
			reportShare(b, f.busy(b, scrolled, func(n int) { table.ScrollToOffset(fyne.NewPos(0, float32(n+1)*high)) }), 0.95)
			fyne.DoAndWait(w.Close)
		}
	})
}

// bareTable is a table of Fyne's with the same rows, made as its documentation has it.
func bareTable(rows *desk.Rows) *widget.Table {
	cells := []func(r *desk.Row) string{
		func(r *desk.Row) string { return r.Title },
		func(r *desk.Row) string { return r.File },
		func(r *desk.Row) string { return r.Album },
		func(r *desk.Row) string { return r.Status },
		func(r *desk.Row) string { return strings.Join(r.Formats, " ") },
		func(r *desk.Row) string { return r.UploadID },
		func(r *desk.Row) string { return r.TrackID },
	}
	table := widget.NewTable(
		func() (int, int) { return rows.Len(), len(cells) },
		func() fyne.CanvasObject {
			l := widget.NewLabel("")
			l.Truncation = fyne.TextTruncateEllipsis
			return l
		},
		func(id widget.TableCellID, o fyne.CanvasObject) {
			o.(*widget.Label).SetText(cells[id.Col](rows.At(id.Row)))
		},
	)
	for i, width := range []float32{210, 210, 120, 100, 146, 92, 80} {
		table.SetColumnWidth(i, width)
	}
	return table
}

// busy is how long the UI goroutine is busy with each of many acts and the frame that shows it. It also reports how
// much of all processors each takes, which hardly depends on what else the machine does.
func (f *frames) busy(b *testing.B, count int, act func(n int)) (samples []time.Duration) {
	b.Helper()
	ticks := fyne.NewAnimation(time.Hour, func(float32) { f.begun = time.Now() })
	fyne.DoAndWait(ticks.Start)
	defer fyne.DoAndWait(ticks.Stop)
	f.painted() // its frame has begun after a tick
	before := processors(b)
	for n := range count {
		var took time.Duration
		fyne.DoAndWait(func() {
			began := time.Now()
			act(n)
			f.last.Refresh()
			took = time.Since(began)
		})
		begun := <-f.drawn
		fyne.DoAndWait(func() { took += time.Since(begun) })
		samples = append(samples, took)
	}
	b.ReportMetric(float64(processors(b)-before)/float64(count), "cpu-ns")
	return samples
}

// processors is the time that this process has had of all processors.
func processors(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
