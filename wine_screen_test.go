//go:build tour && wine

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// windowsDesk is a Windows of its own on a screen of its own: Wine with an empty prefix.
type windowsDesk struct {
	*screen
	drive string // C:, as a folder of this machine
}

func newWindowsDesk(t *testing.T) *windowsDesk {
	t.Helper()
	w := &windowsDesk{screen: newScreen(t, clean(t, "build/windows/pictures"))}
	prefix := filepath.Join(w.home, "wine")
	w.drive = filepath.Join(prefix, "drive_c")
	// Mono and Gecko are of no use here, and their installers ask.
	w.env = append(w.env, "WINEPREFIX="+prefix, "WINEARCH=win64", "WINEDEBUG=-all", "WINEDLLOVERRIDES=mscoree,mshtml=")
	w.run("wineserver", "--persistent")
	w.run("wineboot", "--init")
	t.Cleanup(func() {
		stop := exec.Command("wineserver", "-k")
		stop.Env = w.env
		_ = stop.Run() // it fails where nothing of this prefix runs any more
	})
	// Earlier versions of Wine lack what Go's programs ask for random numbers.
	const shim = "bcryptprimitives.dll"
	if _, err := os.Stat(w.file("windows", "system32", shim)); errors.Is(err, os.ErrNotExist) {
		content, err := os.ReadFile("build/windows/" + shim)
		if err == nil {
			err = os.WriteFile(w.file("windows", "system32", shim), content, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// file is the path of something on drive C:, with patterns taken for what they find.
func (w *windowsDesk) file(parts ...string) string {
	path := filepath.Join(append([]string{w.drive}, parts...)...)
	if found, err := filepath.Glob(path); err == nil && len(found) == 1 {
		return found[0]
	}
	return path
}

func (w *windowsDesk) exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// windows runs a program of Windows to its end, and returns its exit code and what it printed.
func (w *windowsDesk) windows(args ...string) (code int, out string) {
	w.t.Helper()
	return w.run("wine", args...)
}

// run runs a program to its end. What it prints goes to a file: the services of Wine live on and would hold a
// pipe open.
func (w *windowsDesk) run(name string, args ...string) (code int, out string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 3*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = w.env
	printed, err := os.CreateTemp(w.t.TempDir(), "printed")
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = printed.Close() }()
	cmd.Stdout = printed
	if err := cmd.Run(); err != nil && (cmd.ProcessState == nil || ctx.Err() != nil) {
		w.t.Fatalf("%s %v: %v", name, args, err)
	}
	content, err := os.ReadFile(printed.Name())
	if err != nil {
		w.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), strings.TrimSpace(strings.ReplaceAll(string(content), "\r", ""))
}

// registered is what Windows knows of the installed program, by name; empty where it knows of none.
func (w *windowsDesk) registered() map[string]string {
	w.t.Helper()
	code, out := w.windows("reg", "query", `HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\io.github.pressroom.Pressroom`)
	found := map[string]string{}
	if code != 0 {
		return found
	}
	for line := range strings.Lines(out) {
		if fields := strings.SplitN(strings.TrimSpace(line), "    ", 3); len(fields) == 3 {
			found[fields[0]] = fields[2]
		}
	}
	return found
}

// open starts the installed program.
func (w *windowsDesk) open(args ...string) *program {
	w.t.Helper()
	p := &program{screen: w.screen, log: newLines(w.t, "pressroom.exe")}
	p.cmd = exec.Command("wine", append([]string{w.installed(), "-log", "debug"}, args...)...)
	p.cmd.Env, p.cmd.Stderr = w.env, p.log
	if err := p.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if p.cmd.ProcessState == nil {
			end(p.cmd)
		}
		if w.t.Failed() {
			said := p.log.said()
			w.t.Logf("the program's last words:\n%s", strings.Join(said[max(0, len(said)-20):], "\n"))
		}
	})
	var window []string
	w.until("the window is open", func() bool {
		out, err := w.command("xdotool", "search", "--onlyvisible", "--name", "^Pressroom").Output()
		window = strings.Fields(string(out))
		return err == nil && len(window) > 0
	})
	w.do("xdotool", "windowfocus", "--sync", window[0])
	return p
}

// installed is where the program is put, and data is where it keeps what it has.
func (w *windowsDesk) installed() string {
	return w.file("users", "*", "AppData", "Local", "Programs", "Pressroom", "pressroom.exe")
}

func (w *windowsDesk) data() string { return w.file("users", "*", "AppData", "Local", "pressroom") }

// sums are the files of a folder with the sums of what is in them.
func sums(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		found[path] = sum(t, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func sum(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	hash := sha256.Sum256(content)
	return hex.EncodeToString(hash[:])
}
