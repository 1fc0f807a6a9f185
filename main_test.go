package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// rooms are the packages, and what each may import beside the standard library: packages of this
// module by their path, others by their module.
var rooms = map[string]string{
	"pressroom/api":                    "golang.org/x/time",
	"pressroom/api/practice":           "pressroom/api pressroom/api/practice/audio pressroom/api/practice/mail modernc.org/sqlite github.com/gofrs/flock golang.org/x/sync",
	"pressroom/api/practice/mail":      "github.com/wneessen/go-mail",
	"pressroom/api/practice/audio":     "pressroom/api/practice/audio/mp3 github.com/hajimehoshi/go-mp3 go.senan.xyz/taglib",
	"pressroom/api/practice/audio/mp3": "",
	"pressroom/ui":                     "pressroom/ui/desk pressroom/ui/desk/words pressroom/ui/parts pressroom/assets fyne.io/fyne/v2",
	"pressroom/ui/desk": "pressroom/api pressroom/ui/desk/intake pressroom/ui/desk/ledger pressroom/ui/desk/manifest pressroom/ui/desk/words " +
		"github.com/cenkalti/backoff/v5 golang.org/x/text",
	"pressroom/ui/desk/intake": "pressroom/api pressroom/api/practice/audio pressroom/ui/desk/words " +
		"golang.org/x/sync golang.org/x/time github.com/maruel/natural",
	"pressroom/ui/desk/ledger":   "modernc.org/sqlite",
	"pressroom/ui/desk/manifest": "pressroom/api pressroom/ui/desk/words github.com/xuri/excelize/v2 golang.org/x/text",
	"pressroom/ui/desk/words":    "pressroom/assets golang.org/x/text",
	"pressroom/ui/system": "pressroom/ui/desk pressroom/ui/desk/words github.com/zalando/go-keyring github.com/gen2brain/beeep " +
		"github.com/adrg/xdg github.com/gofrs/flock gopkg.in/natefinch/lumberjack.v2 " +
		"fyne.io/systray github.com/godbus/dbus/v5 github.com/sergeymakinen/go-ico golang.org/x/mod golang.org/x/sys",
	"pressroom/ui/parts": "fyne.io/fyne/v2",
	"pressroom/assets":   "",
}

// soleImporters are packages that a single room deals with.
var soleImporters = map[string]string{
	"fyne.io/fyne/v2/app":           "pressroom",
	"github.com/zalando/go-keyring": "pressroom/ui/system",
	"github.com/gen2brain/beeep":    "pressroom/ui/system",
	"fyne.io/systray":               "pressroom/ui/system",
	"github.com/godbus/dbus/v5":     "pressroom/ui/system",
}

func TestEveryRoomImportsOnlyWhatItMay(t *testing.T) {
	for name, imports := range packages(t) {
		for _, imported := range imports {
			if sole, ok := soleImporters[imported]; ok && sole != name {
				t.Errorf("%s imports %s, which only %s may", name, imported, sole)
			}
			if name == "pressroom" || !strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") && !strings.HasPrefix(imported, "pressroom") {
				continue // main wires all; the standard library is everyone's
			}
			may, known := rooms[name]
			if !known {
				t.Errorf("%s is no room of the house", name)
			}
			if !allowed(imported, strings.Fields(may)) {
				t.Errorf("%s imports %s, which it may not", name, imported)
			}
		}
	}
}

func TestEveryRoomOfTheHouseIsThere(t *testing.T) {
	there := packages(t)
	for name := range rooms {
		if _, ok := there[name]; !ok {
			t.Errorf("there is no package %s", name)
		}
	}
	for name := range there {
		if _, ok := rooms[name]; !ok && name != "pressroom" {
			t.Errorf("%s is no room of the house", name)
		}
	}
}

func allowed(imported string, may []string) bool {
	for _, path := range may {
		if imported == path || (!strings.HasPrefix(path, "pressroom") && strings.HasPrefix(imported, path+"/")) {
			return true
		}
	}
	return false
}

// packages are the module's packages with their imports, those of tests left out.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-tags", "migrated_fynedo,no_emoji", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return found
		} else if err != nil {
			t.Fatal(err)
		}
		found[p.ImportPath] = p.Imports
	}
}

func TestTheCommandLineIsUnderstoodOrExplained(t *testing.T) {
	for line, want := range map[string]struct {
		code          int
		out, errorOut string
	}{
		"-version":                         {0, `^pressroom \S+\ncommit +\S.*\nGo +1\.\S+\nFyne +2\.\S+\nSQLite +3\.\S+ \(modernc.org/sqlite \S+\)\nsystem +\S+/\S+\ndata folder  \S.*\n$`, `^$`},
		"-help":                            {0, `^$`, `(?s)pressroom \[-practice\].*-serve`},
		"-no-such-flag":                    {2, `^$`, `not defined: -no-such-flag`},
		"-log loud":                        {2, `^$`, `invalid value "loud" for flag -log`},
		"-samples":                         {2, `^$`, `-samples: only with -serve`},
		"-practice -bits 16 -allow read":   {2, `^$`, `-allow -bits: only with -serve`},
		"-serve 127.0.0.1:0 -allow some":   {2, `^$`, `"some" is no permission`},
		"-smtp http://host.example":        {2, `^$`, `neither smtp:// nor smtps://`},
		"-smtp http://a:canary@b.example":  {2, `^$`, `^pressroom: the mail server's address begins with neither smtp:// nor smtps://\n$`},
		"-serve 127.0.0.1:0 -home main.go": {1, `^$`, `^pressroom: .*main.go`},
	} {
		var out, errorOut bytes.Buffer
		code := run(strings.Fields(line), &out, &errorOut)
		if code != want.code || !regexp.MustCompile(want.out).Match(out.Bytes()) || !regexp.MustCompile(want.errorOut).Match(errorOut.Bytes()) {
			t.Errorf("pressroom %s: exit code %d, output %q, errors %q", line, code, out.String(), errorOut.String())
		}
	}
}
