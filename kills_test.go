//go:build tour

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// flow is how many tracks are queued while the program is killed.
const flow = 500

// victim is the program, killed again and again.
type victim struct {
	*screen
	r         *rand.Rand
	home      string
	wire      *between
	addresses []string
	direct    *api.Client
}

func newVictim(t *testing.T, r *rand.Rand) *victim {
	t.Helper()
	s := newScreen(t, t.TempDir())
	site := s.serve(t)
	v := &victim{screen: s, r: r, home: filepath.Join(s.home, "pressroom"), wire: newBetween(t, site.URL)}
	var names []string
	for n := range flow {
		names = append(names, fmt.Sprintf("track-%03d.wav", n))
	}
	v.addresses = shelf(t, names)
	var err error
	if v.direct, err = api.New(site.URL, site.Token); err != nil {
		t.Fatal(err)
	}
	s.keyring(v.wire.URL, site.Token)
	if err := os.MkdirAll(v.home, 0o700); err != nil {
		t.Fatal(err)
	}
	v.book(func(book *ledger.Ledger) {
		now := time.Now()
		known := ledger.Site{ID: v.wire.URL, Name: "Northlight", Address: v.wire.URL, Added: now, Used: now}
		if err := book.Write(t.Context(), ledger.Change{Sites: []ledger.Site{known}}); err != nil {
			t.Fatal(err)
		}
	})
	return v
}

// book opens the ledger while no program holds it.
func (v *victim) book(read func(*ledger.Ledger)) {
	v.t.Helper()
	book, err := ledger.Open(context.Background(), filepath.Join(v.home, "ledger.db"))
	if err != nil {
		v.t.Fatal(err)
	}
	if r := book.Rescued(); r != nil {
		v.t.Fatalf("a kill damaged the ledger: %+v", r)
	}
	read(book)
	if err := book.Close(); err != nil {
		v.t.Fatal(err)
	}
}

// items are the ledger's items of one kind.
func (v *victim) items(kind ledger.Kind) (found []ledger.Item) {
	v.t.Helper()
	v.book(func(book *ledger.Ledger) {
		all, err := book.Items(context.Background(), v.wire.URL)
		if err != nil {
			v.t.Fatal(err)
		}
		for _, i := range all {
			if i.Kind == kind {
				found = append(found, i)
			}
		}
	})
	return found
}

// begin starts the program, with the tracks where the ledger does not know them yet.
func (v *victim) begin() (*exec.Cmd, *lines) {
	v.t.Helper()
	args := []string{"-log", "debug", "-home", v.home, "-site", v.wire.URL}
	if len(v.items(ledger.AddUpload)) == 0 {
		args = append(args, v.addresses...)
	}
	cmd := exec.Command("build/pressroom", args...)
	log := newLines(v.t, "pressroom")
	cmd.Env, cmd.Stderr = v.env, log
	if err := cmd.Start(); err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd, log
}

// shown waits for the window and gives it the keys.
func (s *screen) shown(cmd *exec.Cmd) {
	s.t.Helper()
	window := s.do("xdotool", "search", "--sync", "--onlyvisible", "--pid", strconv.Itoa(cmd.Process.Pid))
	s.do("xdotool", "windowfocus", "--sync", strings.Fields(window)[0])
}

// act is what the person does in a round, by keyboard.
func (v *victim) act(round int, p *program) {
	p.painted("site=connected")
	switch round % 12 {
	case 6:
		v.remove(p, 1, "Home")
		return
	case 10:
		v.remove(p, 3, "End", "shift+Up", "shift+Up")
		return
	}
	switch round % 6 {
	case 2:
		v.keys("ctrl+a", []string{"ctrl+2", "ctrl+3"}[round/6%2])
	case 4:
		v.keys("ctrl+n")
		p.painted("page=job")
		v.typed(fmt.Sprint("Job ", round))
		v.keys("Return")
	case 0:
		if round > 10 {
			v.keys("ctrl+Return")
			pause(time.Duration(100+v.r.IntN(300)) * time.Millisecond)
			v.keys("Return")
		}
	}
}

// remove takes so many tracks out of the queue: the first, or where the keys lead. Where the keys did not
// select just those, nothing is removed: without tracks there is nothing to kill for.
func (v *victim) remove(p *program, n int, keys ...string) {
	v.t.Helper()
	v.keys("ctrl+a")
	v.keys(keys...)
	pause(500 * time.Millisecond)
	if p.latest("painted", nil)["selected"] != strconv.Itoa(n) {
		return
	}
	v.keys("Delete")
	pause(300 * time.Millisecond)
	if p.latest("painted", nil)["page"] == "remove" { // else what is there is on its way
		v.keys("Tab", "Return")
	}
}

func TestTheProgramKilledAtAnyMomentLosesAndDoublesNothing(t *testing.T) {
	kills := 30
	if text := os.Getenv("PRESSROOM_KILLS"); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	v := newVictim(t, rand.New(rand.NewPCG(seed, 1)))
	for round := range kills {
		cmd, log := v.begin()
		if round%2 == 0 && round > 0 {
			v.shown(cmd)
			v.act(round, &program{screen: v.screen, cmd: cmd, log: log})
			pause(time.Duration(v.r.IntN(700)) * time.Millisecond)
		} else {
			pause(time.Duration(50+v.r.IntN(2000)) * time.Millisecond)
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	v.finish()
	v.compare()
}
