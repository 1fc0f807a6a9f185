//go:build window && linux

package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"pressroom/ui/desk/ledger"
)

// What is measured here is build/pressroom, or the program that PRESSROOM_PROGRAM names, as it is used, beside
// build/bare, which is a window of Fyne's with a label in it; see testdata/bare. Each has a screen to itself. Pressroom
// finds a ledger of 100,000 tracks of a site that answers, with its key in the keyring.

// rival is a program on a screen of its own.
type rival struct {
	b     *testing.B
	d     *display
	name  string
	args  []string
	shown func(*display) bool // all that it shows first is on the screen
	site  *loopSite
	cmd   *exec.Cmd // while it runs
}

func newRival(b *testing.B, name string, shown func(*display) bool) *rival {
	b.Helper()
	d, err := newDisplay()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(d.close)
	r := &rival{b: b, d: d, name: name, shown: shown}
	b.Cleanup(r.end)
	return r
}

// bare shows a line of text at the top of a window that fills the screen.
func bare(b *testing.B) *rival {
	b.Helper()
	return newRival(b, "build/bare", func(d *display) bool { return d.ink(0, 0, 400, 40) > 200 })
}

// pressroom shows the first rows of its table: ten lines one below the other, with text in each.
func pressroom(b *testing.B) *rival {
	b.Helper()
	r := newRival(b, cmp.Or(os.Getenv("PRESSROOM_PROGRAM"), "build/pressroom"), func(d *display) bool {
		const left, right, top, high = 230, 700, 220, 31
		for row := range 10 {
			if d.ink(left, top+row*high, right, top+(row+1)*high) < 300 {
				return false
			}
		}
		return true
	})
	r.site = newLoopSite("Northlight Music", thousands)
	b.Cleanup(r.site.Close)
	data := filepath.Join(r.d.home, "data")
	err := os.Mkdir(data, 0o700)
	if err == nil {
		err = newLedger(data, func(book *ledger.Ledger) error { return r.site.record(book, 0, 0) })
	}
	if err == nil {
		err = r.d.keyring(r.site.URL)
	}
	if err != nil {
		b.Fatal(err)
	}
	r.args = []string{"-home", data}
	return r
}

// start starts the program and returns once what it shows first is on the screen, and how long that took.
func (r *rival) start() time.Duration {
	r.b.Helper()
	r.cmd = r.d.command(r.name, r.args...)
	var said bytes.Buffer
	r.cmd.Stderr = &said
	began := time.Now()
	if err := r.cmd.Start(); err != nil {
		r.b.Fatal(err)
	}
	for !r.shown(r.d) {
		if time.Since(began) > patient {
			r.end()
			r.b.Fatalf("%s showed nothing in %v: %s", r.name, patient, said.Bytes())
		}
		<-time.After(5 * time.Millisecond)
	}
	return time.Since(began)
}

func (r *rival) end() {
	if r.cmd != nil {
		endProcess(r.cmd)
		r.cmd = nil
	}
}

// times starts the program again and again, the first time to have it in the machine's cache, and returns the
// median of the others.
func (r *rival) times(count int) time.Duration {
	r.b.Helper()
	var samples []time.Duration
	for n := range count + 1 {
		took := r.start()
		r.end()
		for gone := time.Now(); r.shown(r.d); <-time.After(5 * time.Millisecond) {
			if time.Since(gone) > patient {
				r.b.Fatalf("%s left its window behind", r.name)
			}
		}
		if n > 0 {
			samples = append(samples, took)
		}
	}
	return part(samples, 0.5)
}

// BenchmarkProgramStart is the time from the start of the program to the first rows of 100,000 on the screen,
// against that of a bare window; the median of five starts.
func BenchmarkProgramStart(b *testing.B) {
	for name, program := range map[string]func(*testing.B) *rival{"measured": pressroom, "reference": bare} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(float64(program(b).times(5)), "value-ns")
			}
			if name == "measured" {
				b.ReportMetric(1.5, "goal")
			}
		})
	}
}

// usage is what a program used over a minute in which nobody did anything, and nothing was under way.
type usage struct {
	cpu      time.Duration
	resident float64 // bytes, at the minute's end
	calls    int64   // that reached the site
}

// idled is one minute of both programs side by side, of which three measures tell.
var idled struct {
	sync.Once
	pressroom, bare usage
}

func idleOnce(b *testing.B) (own, other usage) {
	b.Helper()
	idled.Do(func() {
		first, second := pressroom(b), bare(b)
		first.start()
		second.start()
		first.settle()
		before := [2]usage{first.used(), second.used()}
		<-time.After(time.Minute)
		idled.pressroom, idled.bare = first.used().since(before[0]), second.used().since(before[1])
	})
	return idled.pressroom, idled.bare
}

// idle compares a minute of Pressroom with one of the bare window.
func idle(b *testing.B, unit string, goal float64, own, allowed func(usage) float64) {
	b.Run("measured", func(b *testing.B) {
		for b.Loop() {
			used, _ := idleOnce(b)
			b.ReportMetric(own(used), "value-"+unit)
		}
		b.ReportMetric(goal, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			_, used := idleOnce(b)
			b.ReportMetric(allowed(used), "value-"+unit)
		}
	})
}

// BenchmarkProgramIdleMemory is the resident memory of Pressroom with 100,000 rows, against that of a bare window and
// 60 MB.
func BenchmarkProgramIdleMemory(b *testing.B) {
	idle(b, "B", 1, func(u usage) float64 { return u.resident }, func(u usage) float64 { return u.resident + 60e6 })
}

// BenchmarkProgramIdleCPU is the processor's time in a minute in which nothing runs, against that of a bare window
// and 0.3 % of a core.
func BenchmarkProgramIdleCPU(b *testing.B) {
	idle(b, "ns", 1, func(u usage) float64 { return float64(u.cpu) }, func(u usage) float64 { return float64(u.cpu + 3*time.Minute/1000) })
}

// BenchmarkProgramIdleCalls is how many calls reach the site in that minute: none.
func BenchmarkProgramIdleCalls(b *testing.B) {
	idle(b, "calls", 0, func(u usage) float64 { return float64(u.calls) }, func(usage) float64 { return 1 })
}

func (u usage) since(before usage) usage {
	u.cpu -= before.cpu
	u.calls -= before.calls
	return u
}

// settle waits until the site has been listed and nothing more was asked of it for a while.
func (r *rival) settle() {
	const rest = 5 * time.Second
	for seen := int64(-1); seen != r.site.calls.Load(); <-time.After(rest) {
		seen = r.site.calls.Load()
	}
}

// used is what the program has used until now.
func (r *rival) used() (u usage) {
	r.b.Helper()
	if r.site != nil {
		u.calls = r.site.calls.Load()
	}
	number := func(text string) int {
		n, err := strconv.Atoi(text)
		if err != nil {
			r.b.Fatal(err)
		}
		return n
	}
	const user, system, hertz = 13, 14, 100
	fields := strings.Fields(r.proc("stat"))
	u.cpu = time.Duration(number(fields[user])+number(fields[system])) * time.Second / hertz
	for line := range strings.Lines(r.proc("status")) {
		if kilobytes, found := strings.CutPrefix(line, "VmRSS:"); found {
			u.resident = 1024 * float64(number(strings.Fields(kilobytes)[0]))
		}
	}
	return u
}

func (r *rival) proc(file string) string {
	r.b.Helper()
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", r.cmd.Process.Pid, file))
	if err != nil {
		r.b.Fatal(err)
	}
	return string(content)
}
