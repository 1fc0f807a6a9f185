//go:build tour

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

// panel shows the icons of a tray.
type panel struct {
	bus   *dbus.Conn
	items chan string
}

const watcher = "org.kde.StatusNotifierWatcher"

// panel starts a panel on the screen's session bus.
func (s *screen) panel(t *testing.T) *panel {
	t.Helper()
	address := ""
	for _, e := range s.env {
		if value, ok := strings.CutPrefix(e, "DBUS_SESSION_BUS_ADDRESS="); ok {
			address = value
		}
	}
	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	p := &panel{bus: bus, items: make(chan string, 10)}
	const path = "/StatusNotifierWatcher"
	if err := bus.Export(p, path, watcher); err != nil {
		t.Fatal(err)
	}
	if _, err := prop.Export(bus, path, prop.Map{watcher: {"IsStatusNotifierHostRegistered": {Value: true}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(watcher, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return p
}

// RegisterStatusNotifierItem is the watcher's method.
func (p *panel) RegisterStatusNotifierItem(sender dbus.Sender, _ string) *dbus.Error {
	p.items <- string(sender)
	return nil
}

// tip is what an icon says, and click presses it.
func (p *panel) tip(item string) string {
	shown, err := p.bus.Object(item, "/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem.ToolTip")
	if parts, ok := shown.Value().([]any); ok && err == nil && len(parts) == 4 {
		text, _ := parts[2].(string)
		return text
	}
	return ""
}

func (p *panel) click(t *testing.T, item string) {
	t.Helper()
	if err := p.bus.Object(item, "/StatusNotifierItem").Call("org.kde.StatusNotifierItem.Activate", 0, int32(0), int32(0)).Err; err != nil {
		t.Fatal(err)
	}
}

// windows are the windows of a program that can be seen.
func (p *program) windows() []string {
	out, _ := p.command("xdotool", "search", "--onlyvisible", "--pid", strconv.Itoa(p.cmd.Process.Pid)).Output() // fails where there is none
	return strings.Fields(string(out))
}

// TestTourOfTheBackground closes the window while a job is followed, finds it in the tray, starts the program
// twice, kills it by a signal and starts it as a desktop does at a login.
func TestTourOfTheBackground(t *testing.T) {
	s := newScreen(t, clean(t, "build/tour-of-the-background"))
	s.env = append(s.env, "FYNE_CACHE=2s") // in place of a minute; see sleepsAndWakes
	site := s.serve(t)
	data := filepath.Join(s.home, "data")
	p := s.program(t, "-home", data, "-site", site.URL)
	p.painted("page=connect")
	p.typed(site.Token)
	p.keys("Return")
	p.painted("page=", "site=connected", "all=13", "waiting=13")

	p.keys("ctrl+Return")
	p.painted("page=review", "review=13")
	p.keys("Return")
	p.painted("page=", "phases=[publishing]")
	p.cross()
	p.painted("page=closing")
	p.picture("closing-without-a-tray")
	p.keys("Escape")
	p.painted("page=")
	tray := s.panel(t)
	item := <-tray.items
	p.until("the tray says what is followed", func() bool { return strings.HasPrefix(tray.tip(item), "1 job followed") })
	p.cross()
	p.painted("page=closing")
	p.picture("closing")
	p.keys("Return")
	p.until("the window is hidden", func() bool { return len(p.windows()) == 0 })
	p.notified("Main job is published, with errors")
	p.until("the tray says that nothing is followed any more", func() bool { return tray.tip(item) == "No job is followed" })
	tray.click(t, item)
	p.until("the window is back", func() bool { return len(p.windows()) == 1 })
	p.painted("phases=[finished]")

	// A second start, from another folder.
	folder := filepath.Join(s.home, "Deep Cuts")
	tracks(t, s.home)
	if err := exec.Command("cp", "build/pressroom", filepath.Join(s.home, "pressroom")).Run(); err != nil {
		t.Fatal(err)
	}
	second := s.command(filepath.Join(s.home, "pressroom"), "-home", data, "-practice", "NLM040_001_CopperRain.wav")
	second.Dir = folder
	began := time.Now()
	if said, err := second.CombinedOutput(); err != nil || !bytes.Contains(said, []byte("took it")) {
		t.Fatalf("the second start: %v\n%s", err, said)
	}
	t.Logf("a second start was done after %v", time.Since(began).Round(time.Millisecond))
	p.painted("site=connected", "all=14", "waiting=14")
	p.picture("a-second-start")

	p.sleepsAndWakes(data)
	p.crash(data, site.Token)
	p = s.program(t, "-home", data)
	p.painted("page=crash")
	p.picture("crash")
	p.keys("Escape")
	p.painted("page=", "site=connected")
	p.quit()
	if left, _ := filepath.Glob(filepath.Join(data, "crashes", "*")); len(left) != 1 {
		t.Errorf("kept of a crash are %q", left)
	}

	hidden := &program{screen: s, log: newLines(t, "pressroom"), cmd: exec.Command("build/pressroom", "-log", "debug", "-home", data, "-background")}
	hidden.cmd.Env, hidden.cmd.Stderr = s.env, hidden.log
	if err := hidden.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if hidden.cmd.ProcessState == nil {
			end(hidden.cmd)
		}
	})
	item = <-tray.items
	hidden.painted("page=", "site=connected") // told of the crash once
	if shown := hidden.windows(); len(shown) != 0 {
		t.Errorf("it started in the tray, and shows %q", shown)
	}
	if _, err := tray.bus.ReleaseName(watcher); err != nil {
		t.Fatal(err)
	}
	hidden.until("the window comes where the tray goes", func() bool { return len(hidden.windows()) == 1 })
	hidden.picture("the-tray-went-away")
	end(hidden.cmd)
	if !hidden.cmd.ProcessState.Success() {
		t.Errorf("it ended with %v", hidden.cmd.ProcessState)
	}
	noKeyAnywhere(t, s, site, hidden)
}

// sleepsAndWakes stops the program, as all programs are while a computer sleeps, has a start meet it, and goes on
// typing once it runs again.
func (p *program) sleepsAndWakes(data string) {
	p.t.Helper()
	p.keys("ctrl+f")
	p.typed("n")
	p.painted("shown=14")
	if err := p.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		p.t.Fatal(err)
	}
	began := time.Now()
	said, err := p.command("build/pressroom", "-home", data).CombinedOutput()
	if took := time.Since(began); err == nil || took > 15*time.Second || !bytes.Contains(said, []byte("does not answer")) {
		p.t.Errorf("beside a program that stands still: %v after %v\n%s", err, took, said)
	}
	pause(max(0, fyneForgets+time.Second-time.Since(began)))
	p.typed("lm04") // the first frame has something to show
	if err := p.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		p.t.Fatal(err)
	}
	p.painted("shown=1")
	before := p.table()
	p.typed("zzz")
	p.painted("shown=0")
	p.until("the table is painted anew", func() bool { return !bytes.Equal(p.table(), before) })
	p.keys("Escape", "Escape")
	p.painted("shown=14")
}

// fyneForgets is after how long at the least Fyne looks for what it did not paint lately.
const fyneForgets = 10 * time.Second

// table is what is seen of the table.
func (p *program) table() []byte {
	p.t.Helper()
	x, y, width, height := p.control("queue.table")
	out, err := p.command("import", "-window", "root", "-crop", fmt.Sprintf("%.0fx%.0f+%.0f+%.0f", width, height, x, y), "rgb:-").Output()
	if err != nil || len(out) == 0 {
		p.t.Fatalf("take a picture of the table: %v", err)
	}
	return out
}

// crash ends the program by a signal that stands for a fault, and reads what it leaves.
func (p *program) crash(data, key string) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		p.t.Fatal(err)
	}
	_ = p.cmd.Wait()
	report, err := os.ReadFile(filepath.Join(data, "crashes", "running.txt"))
	if err != nil || !bytes.Contains(report, []byte("SIGQUIT")) || !bytes.Contains(report, []byte("main.(*running).work")) || bytes.Contains(report, []byte(key)) {
		p.t.Errorf("the report of %d bytes: %v, with the key: %v", len(report), err, bytes.Contains(report, []byte(key)))
	}
}
