package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/licensecheck"

	"pressroom/assets"
)

// keptLicences are what .ci/licences.go wrote.
func keptLicences(t *testing.T) (kept struct {
	Modules []struct {
		Name, Version string
		Licences      []string
		Files         []struct {
			Name string
			Text int
		}
	}
	Texts []string
},
) {
	t.Helper()
	if err := json.Unmarshal(assets.Licences, &kept); err != nil {
		t.Fatal(err)
	}
	return kept
}

func TestLicencesAreThoseOfWhatTheProgramIsBuiltOf(t *testing.T) {
	kept, built := map[string]string{}, map[string]string{}
	for _, m := range keptLicences(t).Modules {
		kept[m.Name] = m.Version
	}
	for _, system := range []string{"linux", "windows", "darwin"} {
		list := exec.Command("go", "list", "-deps", "-tags", "migrated_fynedo", "-json=Module", ".")
		list.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=1")
		out, err := list.Output()
		if err != nil {
			t.Fatal(system, err)
		}
		for in := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct {
				Module *struct {
					Path, Version string
					Main          bool
				}
			}
			if err := in.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if p.Module != nil && !p.Module.Main {
				built[p.Module.Path] = p.Module.Version
			}
		}
	}
	const mend = "run: go run .ci/licences.go"
	for name, version := range built {
		if kept[name] != version {
			t.Errorf("%s %s is built in, and assets/licences.json has %q: %s", name, version, kept[name], mend)
		}
		delete(kept, name)
	}
	delete(kept, "Go") // whose version is that of whoever builds
	for name := range kept {
		t.Errorf("%s is in assets/licences.json and not built in: %s", name, mend)
	}
}

// goWith are licences of code and fonts that may be part of a program under the MIT licence, and of a patent
// grant beside one. LGPL-2.1 is that of TagLib's module: a library that is used unchanged, whose text goes along,
// and which whoever has Pressroom's source can replace by another version of it. (TagLib by itself can be had under
// MPL-1.1 too; what the module adds can't.) MPL-2.0 stands in SQLite's list of others' licences for a module that
// it says is in no program, and which may not be in ours.
var goWith = []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "Apache-2.0", "Unlicense", "OFL-1.1", "GooglePatentsFile", "LGPL-2.1", "MPL-2.0"}

func TestEveryLicenceIsWhatItsTextSaysAndGoesWithPressrooms(t *testing.T) {
	kept := keptLicences(t)
	for _, m := range kept.Modules {
		if strings.HasPrefix(m.Name, "github.com/hashicorp/golang-lru") {
			t.Errorf("%s is built in, under MPL-2.0", m.Name)
		}
		if len(m.Licences) == 0 || len(m.Files) == 0 {
			t.Errorf("%s has the licences %q in %d files", m.Name, m.Licences, len(m.Files))
		}
		var found []string
		for _, f := range m.Files {
			for _, match := range licensecheck.Scan([]byte(kept.Texts[f.Text])).Match {
				found = append(found, match.ID)
			}
		}
		for _, licence := range m.Licences {
			if !slices.Contains(found, licence) {
				t.Errorf("%s: no text of its is %s", m.Name, licence)
			}
			if !slices.Contains(goWith, licence) {
				t.Errorf("%s: %s may not go with the MIT licence", m.Name, licence)
			}
			if licence == "LGPL-2.1" && m.Name != "go.senan.xyz/taglib" || licence == "MPL-2.0" && m.Name != "modernc.org/sqlite" {
				t.Errorf("%s is under %s", m.Name, licence)
			}
		}
	}
	for _, part := range []string{"SIL Open Font License", "Marcus Geelnard", "GNU LESSER GENERAL PUBLIC LICENSE", "Sqlite Authors", "musl"} { // of what modules embed
		if !slices.ContainsFunc(kept.Texts, func(text string) bool { return strings.Contains(text, part) }) {
			t.Errorf("no text names %q", part)
		}
	}
}
