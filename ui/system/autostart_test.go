package system

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// twoKinds are the entries of those desktops that keep them in files.
func twoKinds(t *testing.T) map[string]entryFile {
	t.Helper()
	dir := t.TempDir()
	return map[string]entryFile{
		"desktop entry": {path: filepath.Join(dir, "config", "autostart", "e.desktop"), parse: parseEntry, form: formEntry},
		"launch agent":  {path: filepath.Join(dir, "Library", "LaunchAgents", "e.plist"), parse: parseAgent, form: formAgent},
	}
}

func TestAutostartIsSetReadBackAndTakenAway(t *testing.T) {
	for kind, item := range twoKinds(t) {
		a := &Autostart{command: []string{"/opt/Press room/pressroom", "-background"}, at: item}
		is := func(want bool) {
			t.Helper()
			if other, on, err := a.On(); err != nil || other != "" || on != want {
				t.Errorf("%s: %q, %v, %v; want %v", kind, other, on, err, want)
			}
		}
		is(false)
		for range 2 {
			if err := a.Set(true); err != nil {
				t.Fatal(err)
			}
			is(true)
		}
		if left, err := os.ReadDir(filepath.Dir(item.path)); err != nil || len(left) != 1 {
			t.Errorf("%s: beside the entry there are %v, %v", kind, left, err)
		}
		for range 2 {
			if err := a.Set(false); err != nil {
				t.Fatal(err)
			}
			is(false)
		}
	}
}

func TestAnyCommandIsReadBackAsItWasWritten(t *testing.T) {
	for kind, item := range twoKinds(t) {
		rapid.Check(t, func(t *rapid.T) {
			part := rapid.StringOf(rapid.SampledFrom([]rune("\"'\\$`%&<>;= \t\nß漢abnrtsu")))
			command := append([]string{"/" + part.Draw(t, "program")}, rapid.SliceOfN(part, 0, 4).Draw(t, "arguments")...)
			if got := item.parse(item.form(command)); !slices.Equal(got, command) {
				t.Fatalf("%s: %q became %q", kind, command, got)
			}
		})
	}
}

func TestWhatTheDesktopSwitchedOffIsOff(t *testing.T) {
	command := []string{"/usr/bin/pressroom", "-background"}
	entry, agent := string(formEntry(command)), string(formAgent(command))
	for name, got := range map[string][]string{
		"hidden":           parseEntry([]byte(entry + "Hidden=true\n")),
		"GNOME":            parseEntry([]byte(strings.Replace(entry, "enabled=true", "enabled=false", 1))),
		"no command":       parseEntry([]byte("[Desktop Entry]\nType=Application\n")),
		"another group":    parseEntry([]byte("[Desktop Action new]\nExec=/usr/bin/pressroom\n")),
		"nothing":          parseEntry(nil),
		"disabled":         parseAgent([]byte(strings.Replace(agent, "<dict>", "<dict><key>Disabled</key><true/>", 1))),
		"not at a login":   parseAgent([]byte(strings.Replace(agent, "<key>RunAtLoad</key>\n\t<true/>", "", 1))),
		"half an agent":    parseAgent([]byte(agent[:len(agent)/2])),
		"no agent":         parseAgent(nil),
		"no property list": parseAgent([]byte("bplist00")),
	} {
		if len(got) != 0 {
			t.Errorf("%s: starts %q", name, got)
		}
	}
	// By hand, as people and other programs write them.
	if got := parseEntry([]byte("# note\n[Desktop Entry]\nExec = /usr/bin/pressroom  -background\n")); !slices.Equal(got, command) {
		t.Errorf("got %q", got)
	}
}

func TestAnEntryFollowsAProgramThatMovedAndLeavesAnotherCopyAlone(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "another pressroom")
	if err := os.WriteFile(other, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	for kind, item := range twoKinds(t) {
		a := &Autostart{command: []string{"/new/pressroom", "-background"}, at: item}
		if err := a.Mend(); err != nil {
			t.Fatal(err)
		}
		if _, on, _ := a.On(); on {
			t.Errorf("%s: what was off is on", kind)
		}
		for before, want := range map[string]string{filepath.Join(dir, "gone"): "", other: other, "/new/pressroom": ""} {
			if err := item.write([]string{before, "-old"}); err != nil {
				t.Fatal(err)
			}
			if err := a.Mend(); err != nil {
				t.Fatal(err)
			}
			if program, on, err := a.On(); program != want || !on || err != nil {
				t.Errorf("%s: %s became %s, %v, %v; want %s", kind, before, program, on, err, want)
			}
			if command, _ := item.read(); want != other && command[1] != "-background" {
				t.Errorf("%s: started is %q", kind, command)
			}
		}
	}
}

func TestThisProgramsOwnEntryIsWhereTheDesktopReadsIt(t *testing.T) {
	a, err := NewAutostart("-background")
	if err != nil {
		t.Fatal(err)
	}
	if self, err := os.Executable(); err != nil || !slices.Equal(a.command, []string{self, "-background"}) {
		t.Errorf("%q, %v", a.command, err)
	}
	t.Setenv("APPIMAGE", "/home/p/Pressroom.AppImage")
	if a, err := NewAutostart(); err != nil || !slices.Equal(a.command, []string{"/home/p/Pressroom.AppImage"}) {
		t.Errorf("%q, %v", a.command, err)
	}
}
