package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// documents are all that is written for people, by their paths.
func documents(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v, %v", pattern, paths, err)
		}
		for _, path := range paths {
			found[path] = content(t, path)
		}
	}
	return found
}

// anchors are the places of a document that a link can lead to: its headings, as web pages of repositories name them.
func anchors(text string) (names []string) {
	drop := regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(text, -1) {
		names = append(names, strings.ReplaceAll(drop.ReplaceAllString(strings.ToLower(heading[1]), ""), " ", "-"))
	}
	return names
}

func TestEveryLinkOfTheDocumentsLeadsSomewhere(t *testing.T) {
	links := 0
	for path, text := range documents(t) {
		for _, link := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(text, -1) {
			to, anchor, _ := strings.Cut(link[1], "#")
			if strings.HasPrefix(to, "https://") {
				continue
			}
			links++
			target := path
			if to != "" {
				target = filepath.Join(filepath.Dir(path), to)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which is not there", path, link[1])
			} else if anchor != "" && !slices.Contains(anchors(content(t, target)), anchor) {
				t.Errorf("%s links to %s, which has no such heading", path, link[1])
			}
		}
	}
	if links < 10 {
		t.Errorf("only %d links were found", links)
	}
}

func TestTheDocumentsNameFlagsAndTargetsThatThereAre(t *testing.T) {
	var help bytes.Buffer
	if code := run([]string{"-help"}, &help, &help); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	flags, told := map[string]bool{}, map[string]bool{}
	for _, flag := range regexp.MustCompile(`(?m)^  (-\S+)`).FindAllStringSubmatch(help.String(), -1) {
		flags[flag[1]] = true
	}
	targets := map[string]bool{}
	for _, target := range regexp.MustCompile(`(?m)^([a-z][a-z-]*):`).FindAllStringSubmatch(content(t, "Makefile"), -1) {
		targets[target[1]] = true
	}
	for path, text := range documents(t) {
		for _, code := range regexp.MustCompile("(?m)`[^`\n]+`|^    .+$").FindAllString(text, -1) {
			code = strings.Trim(code, "` ")
			if target, ok := strings.CutPrefix(code, "make "); ok && !targets[strings.Fields(target)[0]] {
				t.Errorf("%s names `%s`, which the Makefile does not know", path, code)
			}
			if !strings.HasPrefix(code, "pressroom ") && !(path != "CONTRIBUTING.md" && strings.HasPrefix(code, "-")) {
				continue
			}
			for _, flag := range regexp.MustCompile(`(?:^|[\s\[])(-[a-z][a-z-]*)`).FindAllStringSubmatch(code, -1) {
				told[flag[1]] = true
				if !flags[flag[1]] && code != "-wal" && code != "-shm" { // endings of files
					t.Errorf("%s names %s, which is no flag", path, flag[1])
				}
			}
		}
	}
	for _, flag := range slices.Sorted(maps.Keys(flags)) {
		if !told[flag] {
			t.Errorf("no document tells of %s", flag)
		}
	}
	for _, command := range []string{"make run", "make test"} {
		if !strings.Contains(content(t, "README.md"), "\n    "+command+"\n") {
			t.Errorf("README.md does not tell of %s", command)
		}
	}
}

func TestEveryDependencyHasItsReason(t *testing.T) {
	module, err := modfile.Parse("go.mod", []byte(content(t, "go.mod")), nil)
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| (`.+?`) \\| \\S.* \\|$").FindAllStringSubmatch(content(t, "CONTRIBUTING.md"), -1) {
		for _, name := range strings.Split(row[1], ", ") {
			reasons[strings.Trim(name, "`")] = true
		}
	}
	for _, needed := range module.Require {
		if !needed.Indirect && !reasons[needed.Mod.Path] {
			t.Errorf("CONTRIBUTING.md gives no reason for %s", needed.Mod.Path)
		}
	}
}

func TestEveryRoomIsInTheTableOfRooms(t *testing.T) {
	text := content(t, "CONTRIBUTING.md")
	for name := range rooms {
		if !strings.Contains(text, "\n| `"+strings.TrimPrefix(name, "pressroom/")+"` | ") {
			t.Errorf("CONTRIBUTING.md does not tell of %s", name)
		}
	}
}

func TestEveryTargetOfTheMakefileIsToldOf(t *testing.T) {
	text := content(t, "CONTRIBUTING.md")
	for _, target := range regexp.MustCompile(`(?m)^([a-z][a-z-]*):`).FindAllStringSubmatch(content(t, "Makefile"), -1) {
		if !strings.Contains(text, "`make "+target[1]+"`") {
			t.Errorf("CONTRIBUTING.md does not tell of make %s", target[1])
		}
	}
}

func TestTheKeyringsStatesAreAllInTheTroubleshooting(t *testing.T) {
	told := content(t, "docs", "troubleshooting.md")
	sentences := regexp.MustCompile(`words\.Later\("(.+?[.;:,])`).FindAllStringSubmatch(content(t, "ui", "desk", "keyring.go"), -1)
	if len(sentences) != 9 {
		t.Fatalf("there are %d sentences", len(sentences))
	}
	for _, said := range sentences {
		if !strings.Contains(told, strings.TrimRight(said[1], ".;:,")) {
			t.Errorf("it does not tell what %q means", said[1])
		}
	}
}

// TestWhatTheDocumentsQuoteStandsInTheWindow looks for what is set in italics and ends as buttons and sentences do.
func TestWhatTheDocumentsQuoteStandsInTheWindow(t *testing.T) {
	var english map[string]any
	if err := json.Unmarshal([]byte(content(t, "assets", "translations", "de.json")), &english); err != nil {
		t.Fatal(err)
	}
	said := strings.Join(slices.Collect(maps.Keys(english)), "\n")
	quoted := 0
	for path, text := range documents(t) {
		for _, quote := range regexp.MustCompile(`(?:^|[\s(|])\*([^*\n]+(?:…|\.\)?))\*`).FindAllStringSubmatch(text, -1) {
			for _, part := range strings.Split(quote[1], " › ")[strings.Count(quote[1], " › "):] {
				quoted++
				for _, piece := range strings.Split(part, "…") {
					if piece = strings.Trim(piece, " ."); !strings.Contains(said, piece) {
						t.Errorf("%s quotes %q, which the window does not say", path, quote[1])
					}
				}
			}
		}
	}
	if quoted < 20 {
		t.Errorf("only %d quotes were found", quoted)
	}
}
