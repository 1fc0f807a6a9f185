//go:build tour && wine

package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What .ci/prove-windows has made: the packages, and an installer of an earlier version.
const (
	earlierSetup = "build/windows/earlier-setup.exe"
	earlier      = "0.0.1"
)

// made is the package of this name.
func made(t *testing.T, name string) string {
	t.Helper()
	found, err := filepath.Glob("build/packages/pressroom-*-windows-x64-" + name)
	if err != nil || len(found) != 1 {
		t.Fatalf("packages called %s: %q, %v; want one", name, found, err)
	}
	return found[0]
}

// TestTheWindowsPackages is a librarian's way with them: installed, used with a site and with the practice
// site, renewed, removed, and installed again.
func TestTheWindowsPackages(t *testing.T) {
	w := newWindowsDesk(t)
	setup := made(t, "setup.exe")
	w.refusedByWindows7(setup)
	w.windows("winecfg", "-v", "win10")

	w.installs(earlierSetup, earlier)
	site := w.serve(t)
	p := w.open("-site", site.URL)
	w.connects(p, site)
	w.leftAloneWhileItRuns(setup)
	p.quit()

	kept := sums(t, w.data())
	version := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(setup), "pressroom-"), "-windows-x64-setup.exe")
	w.installs(setup, version)
	if now := sums(t, w.data()); !maps.Equal(now, kept) {
		t.Error("renewing the program changed what it keeps")
	}
	p = w.open()
	p.painted("site=connected", "all=13") // the key is in the store of this Windows
	p.quit()
	noKeyAnywhere(t, w.screen, site, p)
	w.practises()

	kept = sums(t, w.data())
	w.removes()
	if now := sums(t, w.data()); !maps.Equal(now, kept) {
		t.Error("removing the program changed what it keeps")
	}
	w.installs(setup, version)
	p = w.open()
	p.painted("page=", "all=13")
	p.quit()
	w.consoleAndPipe()
	w.portable()
}

// refusedByWindows7 has the installer meet a Windows that it does not suit.
func (w *windowsDesk) refusedByWindows7(setup string) {
	w.t.Helper()
	w.windows("winecfg", "-v", "win7")
	if code, _ := w.windows(setup, "/S"); code != 2 || w.exists(w.installed()) {
		w.t.Errorf("on Windows 7: exit code %d, installed %v", code, w.exists(w.installed()))
	}
}

// installs installs silently, and looks at what Windows is told.
func (w *windowsDesk) installs(setup, version string) {
	w.t.Helper()
	if code, _ := w.windows(setup, "/S"); code != 0 {
		w.t.Fatalf("%s /S: exit code %d", setup, code)
	}
	told := w.registered()
	if told["DisplayVersion"] != version {
		w.t.Errorf("version %q is registered, want %q", told["DisplayVersion"], version)
	}
	folder := told["InstallLocation"]
	want := map[string]string{
		"DisplayName": "Pressroom", "Publisher": "Pressroom", "NoModify": "0x1", "NoRepair": "0x1", "DisplayIcon": folder + `\pressroom.exe`,
		"UninstallString": `"` + folder + `\uninstall.exe"`, "QuietUninstallString": `"` + folder + `\uninstall.exe" /S`,
	}
	for name, value := range want {
		if told[name] != value {
			w.t.Errorf("%s is %q, want %q", name, told[name], value)
		}
	}
	var size int64
	for path := range sums(w.t, filepath.Dir(w.installed())) {
		info, err := os.Stat(path)
		if err != nil {
			w.t.Fatal(err)
		}
		size += info.Size()
	}
	var kilobytes int64
	if _, err := fmt.Sscanf(told["EstimatedSize"], "0x%x", &kilobytes); err != nil || kilobytes < size/1024-2 || kilobytes > size/1024+2 {
		w.t.Errorf("the size is told as %s KB; %d bytes were installed", told["EstimatedSize"], size)
	}
	if !w.exists(w.menu()) {
		w.t.Error("there is nothing in the Start menu")
	}
	if version == earlier {
		return
	}
	if sum(w.t, w.installed()) != sum(w.t, "build/windows/files/pressroom.exe") {
		w.t.Error("what is installed is another program than the packaged one")
	}
}

func (w *windowsDesk) menu() string {
	return w.file("users", "*", "AppData", "Roaming", "Microsoft", "Windows", "Start Menu", "Programs", "Pressroom.lnk")
}

// connects gives the program a site's key in its window.
func (w *windowsDesk) connects(p *program, site *served) {
	w.t.Helper()
	p.painted("page=connect")
	p.typed(site.Token)
	p.keys("Return")
	p.painted("page=", "site=connected", "all=13", "waiting=13")
	p.picture("a-site")
}

// leftAloneWhileItRuns has installer and uninstaller meet a program that runs.
func (w *windowsDesk) leftAloneWhileItRuns(setup string) {
	w.t.Helper()
	before := sums(w.t, filepath.Dir(w.installed()))
	if code, _ := w.windows(setup, "/S"); code != 3 {
		w.t.Errorf("the installer, while the program runs: exit code %d, want 3", code)
	}
	folder := filepath.Dir(w.installed())
	// Told where it lies, it works there and then, instead of from a copy that nobody can wait for.
	if code, _ := w.windows(filepath.Join(folder, "uninstall.exe"), "/S", "_?="+w.registered()["InstallLocation"]); code != 3 {
		w.t.Errorf("the uninstaller, while the program runs: exit code %d, want 3", code)
	}
	if after := sums(w.t, folder); !maps.Equal(before, after) || w.registered()["DisplayVersion"] != earlier {
		w.t.Error("what is installed has changed while the program ran")
	}
}

// practises opens the practice site and sets formats there, by the keyboard alone: without a window manager Wine
// puts the pointer a title bar's height away from where it is. Nothing is published, since Wine 8 crashes at a
// notification.
func (w *windowsDesk) practises() {
	w.t.Helper()
	p := w.open("-practice", "-home", `C:\practice`)
	p.painted("site=connected", "all=13", "waiting=13")
	p.picture("practice-site")
	p.keys("ctrl+a")
	p.painted("selected=13")
	p.keys("ctrl+2")
	p.painted("working=", "aiff=13")
	p.keys("ctrl+Return")
	p.painted("page=review", "review=13")
	p.picture("review")
	p.keys("Escape")
	p.painted("page=")
	p.quit()
}

// removes has Windows remove the program as its settings do.
func (w *windowsDesk) removes() {
	w.t.Helper()
	folder := filepath.Dir(w.installed())
	program, argument, _ := strings.Cut(strings.TrimPrefix(w.registered()["QuietUninstallString"], `"`), `" `)
	if code, _ := w.windows(program, argument); code != 0 {
		w.t.Fatalf("the uninstaller ended with %d", code)
	}
	w.until("the program is removed", func() bool { return !w.exists(folder) && len(w.registered()) == 0 })
	if w.exists(w.menu()) {
		w.t.Error("it is still in the Start menu")
	}
}

// consoleAndPipe asks for the version where there is a pipe to write to, and where there is only the console
// that the program was started from.
func (w *windowsDesk) consoleAndPipe() {
	w.t.Helper()
	want := "pressroom " + w.registered()["DisplayVersion"]
	if code, out := w.windows(w.installed(), "-version"); code != 0 || !strings.HasPrefix(out, want+"\n") {
		w.t.Errorf("-version: exit code %d, %q", code, out)
	}
	if code, out := w.windows("build/windows/console.exe", w.installed(), "-version"); code != 0 || !strings.HasPrefix(out, want+"\n") {
		w.t.Errorf("-version in a console: exit code %d, %q", code, out)
	}
	if code, out := w.windows("build/windows/console.exe", w.installed(), "-no-such-flag"); code != 2 || !strings.Contains(out, "not defined: -no-such-flag") {
		w.t.Errorf("a flag that there is none of, in a console: exit code %d, %q", code, out)
	}
}

// portable unpacks the zip, and has it keep everything in a folder beside it.
func (w *windowsDesk) portable() {
	w.t.Helper()
	stick := filepath.Join(w.drive, "stick")
	w.do("unzip", "-q", made(w.t, "portable.zip"), "-d", stick)
	folder := w.file("stick", "Pressroom-*")
	for _, name := range []string{"pressroom.exe", "LICENSE.txt", "README.txt"} {
		if !w.exists(filepath.Join(folder, name)) {
			w.t.Errorf("%s is missing in the zip", name)
		}
	}
	if sum(w.t, filepath.Join(folder, "pressroom.exe")) != sum(w.t, "build/windows/files/pressroom.exe") {
		w.t.Error("the program in the zip is another one than the installed one")
	}
}
