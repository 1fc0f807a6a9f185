// Licences writes assets/licences.json: the licences of all that goes into the program on Linux, Windows and
// macOS, as they stand in the modules that go.mod pins, with the C code, fonts and data that these embed.
//
//	go run .ci/licences.go
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// licences is the file: texts that several modules share stand in it once.
type licences struct {
	Modules []module `json:"modules"`
	Texts   []string `json:"texts"`
}

type module struct {
	Name     string   `json:"name"`
	Version  string   `json:"version"`
	Licences []string `json:"licences"` // as SPDX names them
	Files    []file   `json:"files"`
}

type file struct {
	Name string `json:"name"` // within the module
	Text int    `json:"text"` // number in texts
}

func main() {
	if err := gather("assets/licences.json"); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

// source is a module as it lies in the module cache, with the folders of it that are built in.
type source struct {
	name, version, dir string
	used               map[string]bool
}

func gather(into string) error {
	sources := map[string]*source{}
	for _, system := range []string{"linux", "windows", "darwin"} {
		if err := built(system, sources); err != nil {
			return err
		}
	}
	root := runtime.GOROOT()
	sources["Go"] = &source{name: "Go", version: strings.TrimPrefix(runtime.Version(), "go"), dir: root, used: map[string]bool{root: true}}
	var all licences
	numbers := map[string]int{}
	for _, name := range slices.SortedFunc(keys(sources), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
		s := sources[name]
		m := module{Name: s.name, Version: s.version}
		paths, err := s.texts()
		if err != nil {
			return err
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text := strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(string(content), "\r\n", "\n"), "?"))
			if _, known := numbers[text]; !known {
				numbers[text] = len(all.Texts)
				all.Texts = append(all.Texts, text)
			}
			within, err := filepath.Rel(s.dir, path)
			if err != nil {
				return err
			}
			m.Files = append(m.Files, file{Name: filepath.ToSlash(within), Text: numbers[text]})
			for _, match := range licensecheck.Scan(content).Match {
				if !slices.Contains(m.Licences, match.ID) {
					m.Licences = append(m.Licences, match.ID)
				}
			}
		}
		if len(m.Licences) == 0 {
			return fmt.Errorf("%s has no licence that is known, in %q", name, paths)
		}
		all.Modules = append(all.Modules, m)
	}
	content, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(into, append(content, '\n'), 0o644)
}

func keys(m map[string]*source) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// built adds the modules that the program is built of on a system.
func built(system string, sources map[string]*source) error {
	list := exec.Command("go", "list", "-deps", "-tags", "migrated_fynedo,no_emoji", "-json=Dir,Module", ".")
	list.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=1")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list for %s: %w", system, err)
	}
	for in := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Dir    string
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		switch err := in.Decode(&p); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case p.Module == nil || p.Module.Main:
			continue
		}
		s := sources[p.Module.Path]
		if s == nil {
			s = &source{name: p.Module.Path, version: p.Module.Version, dir: p.Module.Dir, used: map[string]bool{}}
			sources[s.name] = s
		}
		s.used[p.Dir] = true
	}
}

var named = regexp.MustCompile(`(?i)^(un)?(licen[cs]es?|copying|copyright|notice|patents)([._-].*)?$`)

// texts are the files of a module with its licences: those in the folders that are built in and above and
// below these, for what they embed.
func (s *source) texts() (paths []string, err error) {
	err = filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && s.name == "Go" && path != s.dir, d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case d.IsDir() || !named.MatchString(d.Name()) || strings.HasSuffix(d.Name(), ".go"):
			return nil
		}
		folder := filepath.Dir(path)
		for used := range s.used {
			if within(used, folder) || within(folder, used) {
				paths = append(paths, path)
				break
			}
		}
		return nil
	})
	return paths, err
}

// within says that a folder is another or in it.
func within(folder, other string) bool {
	return folder == other || strings.HasPrefix(folder, other+string(filepath.Separator))
}
