//go:build tour

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything on the screen may take before the tour gives up.
const patience = 60 * time.Second

// screen is a desktop of its own: a virtual display, a session bus, a keyring that is unlocked and a
// notification daemon, with a home folder that nobody else uses.
type screen struct {
	t       *testing.T
	home    string
	env     []string
	notices *lines // what the notification daemon was given, as dbus-monitor saw it
	shots   string
	shot    int
	pressed int // keys, each combination as one; what a person would paste as one too
}

func newScreen(t *testing.T, shots string) *screen {
	t.Helper()
	s := &screen{t: t, home: t.TempDir(), shots: shots}
	runtime := filepath.Join(s.home, "run")
	for _, dir := range []string{runtime, filepath.Join(s.home, ".cache"), shots} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.env = append(withoutDesktop(os.Environ()), "HOME="+s.home, "XDG_RUNTIME_DIR="+runtime, "LIBGL_ALWAYS_SOFTWARE=1", "LANG=C.UTF-8")

	display := s.start(nil, "Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp").await("")
	s.env = append(s.env, "DISPLAY=:"+display)
	bus := s.start(nil, "dbus-daemon", "--session", "--nofork", "--print-address").await("unix:")
	s.env = append(s.env, "DBUS_SESSION_BUS_ADDRESS="+bus)
	s.start(strings.NewReader("tour\n"), "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
	s.start(nil, "dunst")
	for _, name := range []string{"org.freedesktop.secrets", "org.freedesktop.Notifications"} {
		s.owned(name)
	}
	s.notices = s.start(nil, "dbus-monitor", "--session", "interface='org.freedesktop.Notifications',member='Notify'")
	return s
}

// withoutDesktop is an environment that knows nothing of the desktop that the tour is started from.
func withoutDesktop(env []string) (kept []string) {
	for _, e := range env {
		name, _, _ := strings.Cut(e, "=")
		if name != "DISPLAY" && name != "WAYLAND_DISPLAY" && name != "DBUS_SESSION_BUS_ADDRESS" && name != "HOME" && name != "LANG" && name != "LANGUAGE" && !strings.HasPrefix(name, "LC_") && !strings.HasPrefix(name, "XDG_") {
			kept = append(kept, e)
		}
	}
	return kept
}

// start runs a program of the desktop until the tour ends, and returns what it says on standard output.
func (s *screen) start(in io.Reader, name string, args ...string) *lines {
	s.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Stdin = s.env, in
	out := newLines(s.t, name)
	cmd.Stdout = out
	if err := cmd.Start(); err != nil {
		s.t.Fatalf("start %s: %v", name, err)
	}
	s.t.Cleanup(func() { end(cmd) })
	return out
}

// end asks a program to end, and ends it where it does not.
func end(cmd *exec.Cmd) {
	_ = cmd.Process.Signal(syscall.SIGTERM)
	kill := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait()
	kill.Stop()
}

// owned waits until a service answers on the session bus.
func (s *screen) owned(name string) {
	s.t.Helper()
	s.until(name+" answers on the session bus", func() bool {
		out, err := s.command("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus",
			"org.freedesktop.DBus.NameHasOwner", "string:"+name).Output()
		return err == nil && bytes.Contains(out, []byte("boolean true"))
	})
}

func (s *screen) command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(s.t.Context(), name, args...)
	cmd.Env = s.env
	return cmd
}

func (s *screen) do(name string, args ...string) string {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = s.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// until waits for something to become true.
func (s *screen) until(what string, is func() bool) {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	for !is() {
		if time.Now().After(deadline) {
			s.picture("gave-up")
			s.t.Fatalf("waited %v in vain: %s", patience, what)
		}
		pause(50 * time.Millisecond)
	}
}

// pause lets the screen draw and the pointer arrive; conditions are awaited with until.
func pause(d time.Duration) { <-time.After(d) }

// picture takes a picture of the whole screen.
func (s *screen) picture(name string) {
	s.t.Helper()
	s.shot++
	pause(300 * time.Millisecond) // the painter follows the log line by a frame or two
	file := filepath.Join(s.shots, fmt.Sprintf("%02d-%s.png", s.shot, name))
	if out, err := s.command("import", "-window", "root", file).CombinedOutput(); err != nil {
		s.t.Fatalf("take a picture: %v\n%s", err, out)
	}
}

func (s *screen) keys(keys ...string) {
	s.t.Helper()
	for _, key := range keys {
		s.pressed++
		s.do("xdotool", "key", key)
		pause(60 * time.Millisecond)
	}
}

func (s *screen) typed(text string) {
	s.t.Helper()
	s.pressed++
	s.do("xdotool", "type", "--delay", "15", text)
}

func (s *screen) click(x, y float64, with ...string) {
	s.t.Helper()
	s.do("xdotool", "mousemove", strconv.Itoa(int(x)), strconv.Itoa(int(y)))
	pause(100 * time.Millisecond)
	for _, key := range with {
		s.do("xdotool", "keydown", key)
	}
	s.do("xdotool", "click", "1")
	for _, key := range with {
		s.do("xdotool", "keyup", key)
	}
	pause(100 * time.Millisecond)
}

// lines collects what a program says, line by line.
type lines struct {
	t    *testing.T
	name string
	mu   sync.Mutex
	all  []string
	rest []byte
}

func newLines(t *testing.T, name string) *lines { return &lines{t: t, name: name} }

// Write takes what the program says.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, p...)
	scan := bufio.NewScanner(bytes.NewReader(l.rest))
	scan.Buffer(nil, 1<<20)
	whole := bytes.LastIndexByte(l.rest, '\n') + 1
	for scan.Scan() {
		if whole -= len(scan.Bytes()) + 1; whole < 0 {
			break
		}
		l.all = append(l.all, scan.Text())
	}
	l.rest = append([]byte(nil), l.rest[bytes.LastIndexByte(l.rest, '\n')+1:]...)
	return len(p), nil
}

func (l *lines) said() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.all...)
}

// await waits for a line that begins with a prefix.
func (l *lines) await(prefix string) string {
	l.t.Helper()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		for _, line := range l.said() {
			if strings.HasPrefix(line, prefix) {
				return strings.TrimSpace(line)
			}
		}
		pause(20 * time.Millisecond)
	}
	l.t.Fatalf("%s never said a line that begins with %q; it said %q", l.name, prefix, l.said())
	return ""
}
