package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	appID     = "io.github.pressroom.Pressroom"
	packaging = "assets/packaging/linux"
)

func content(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// desktopFile is the desktop file's groups, each with its keys and values.
func desktopFile(t *testing.T) map[string]map[string]string {
	t.Helper()
	groups := map[string]map[string]string{}
	var group map[string]string
	for line := range strings.Lines(content(t, packaging, appID+".desktop")) {
		line = strings.TrimSpace(line)
		if name, found := strings.CutPrefix(line, "["); found {
			group = map[string]string{}
			groups[strings.TrimSuffix(name, "]")] = group
		} else if key, value, found := strings.Cut(line, "="); found {
			group[key] = value
		}
	}
	return groups
}

// metainfo is what the AppStream data says.
type metainfo struct {
	ID         string   `xml:"id"`
	Name       string   `xml:"name"`
	License    string   `xml:"project_license"`
	Launchable string   `xml:"launchable"`
	Categories []string `xml:"categories>category"`
	Binary     string   `xml:"provides>binary"`
	Types      []string `xml:"provides>mediatype"`
	Summaries  []spoken `xml:"summary"`
	Paragraphs []spoken `xml:"description>p"`
	Items      []spoken `xml:"description>ul>li"`
}

// spoken is a text in one language.
type spoken struct {
	Language string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	Text     string `xml:",chardata"`
}

func appstream(t *testing.T) (m metainfo) {
	t.Helper()
	if err := xml.Unmarshal([]byte(content(t, packaging, appID+".metainfo.xml")), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAllThatDesktopsAreToldOfPressroomAgrees(t *testing.T) {
	fyneApp, entry, store := content(t, "FyneApp.toml"), desktopFile(t)["Desktop Entry"], appstream(t)
	told := func(key string) string {
		if found := regexp.MustCompile(`(?m)^` + key + ` = (.*)$`).FindStringSubmatch(fyneApp); found != nil {
			return strings.Trim(found[1], `"`)
		}
		return ""
	}
	listed := func(key string) []string {
		return strings.Split(strings.Trim(strings.ReplaceAll(told(key), `"`, ""), "[]"), ", ")
	}
	list := func(key string) []string { return strings.Split(strings.TrimSuffix(entry[key], ";"), ";") }
	for what, pair := range map[string][2]any{
		"id":                             {told("ID"), appID},
		"id in the AppStream data":       {store.ID, appID},
		"name":                           {entry["Name"], told("Name")},
		"name in the AppStream data":     {store.Name, told("Name")},
		"icon":                           {entry["Icon"], appID},
		"generic name":                   {entry["GenericName"], told("GenericName")},
		"comment":                        {entry["Comment"], told("Comment")},
		"summary":                        {store.Summaries[0].Text, told("Comment")},
		"keywords":                       {list("Keywords"), listed("Keywords")},
		"categories":                     {list("Categories"), listed("Categories")},
		"categories in the AppStream":    {store.Categories, listed("Categories")},
		"file types":                     {list("MimeType"), store.Types},
		"launchable":                     {store.Launchable, appID + ".desktop"},
		"program":                        {entry["Exec"], store.Binary + " %F"},
		"program looked for":             {entry["TryExec"], store.Binary},
		"licence":                        {store.License, "MIT"},
		"licence in the packages":        {strings.Contains(content(t, packaging, "nfpm.yaml"), "\nlicense: MIT\n"), true},
		"name of the packages":           {strings.Contains(content(t, packaging, "nfpm.yaml"), "\nname: pressroom\n"), true},
		"id that the program gives Fyne": {strings.Contains(content(t, "main.go"), `app.NewWithID("`+appID+`")`), true},
	} {
		if fmt.Sprint(pair[0]) != fmt.Sprint(pair[1]) {
			t.Errorf("%s: %v, and elsewhere %v", what, pair[0], pair[1])
		}
	}
}

func TestDesktopsAreToldOfPressroomInEveryLanguage(t *testing.T) {
	files, err := filepath.Glob("assets/translations/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no translations: %v", err)
	}
	entry, practice, store := desktopFile(t)["Desktop Entry"], desktopFile(t)["Desktop Action practice"], appstream(t)
	in := func(language string, texts []spoken) (n int) {
		for _, text := range texts {
			if text.Language == language && strings.TrimSpace(text.Text) != "" {
				n++
			}
		}
		return n
	}
	for _, file := range files {
		language := strings.TrimSuffix(filepath.Base(file), ".json")
		for _, key := range []string{"GenericName", "Comment", "Keywords"} {
			if entry[key+"["+language+"]"] == "" {
				t.Errorf("the desktop file has no %s in %s", key, language)
			}
		}
		if practice["Name["+language+"]"] == "" {
			t.Errorf("the desktop file does not name the practice site in %s", language)
		}
		for what, texts := range map[string][]spoken{"summary": store.Summaries, "paragraphs": store.Paragraphs, "items": store.Items} {
			if got, want := in(language, texts), in("", texts); got != want || want == 0 {
				t.Errorf("the AppStream data has %d %s in %s and %d in English", got, what, language, want)
			}
		}
	}
}

func TestThePackagesHaveAnIconOfEverySize(t *testing.T) {
	config := content(t, packaging, "nfpm.yaml")
	for _, size := range []int{16, 22, 24, 32, 48, 64, 128, 256, 512} {
		icon, err := png.DecodeConfig(strings.NewReader(content(t, packaging, "icons", fmt.Sprint(size, ".png"))))
		if err != nil || icon.Width != size || icon.Height != size {
			t.Errorf("the icon of %d pixels is %d by %d: %v", size, icon.Width, icon.Height, err)
		}
		if !strings.Contains(config, fmt.Sprintf("dst: /usr/share/icons/hicolor/%dx%[1]d/apps/%s.png\n", size, appID)) {
			t.Errorf("the packages lack the icon of %d pixels", size)
		}
	}
	if content(t, packaging, "icons", "512.png") != content(t, "assets", "icon.png") {
		t.Error("the packages and the window have different icons")
	}
}

func TestTheManualHasEveryFlagAndNoOther(t *testing.T) {
	var help bytes.Buffer
	if code := run([]string{"-help"}, &help, &help); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	names := func(text, pattern string) []string {
		found := map[string]bool{}
		for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			found[strings.ReplaceAll(match[1], `\`, "")] = true
		}
		return slices.Sorted(maps.Keys(found))
	}
	flags := names(help.String(), `(?m)^  -(\S+)`)
	if manual := names(content(t, packaging, "pressroom.1"), `(?m)^\.TP\n\.BI? \\-(\S+)`); !slices.Equal(flags, manual) || len(flags) == 0 {
		t.Errorf("the flags are %v, and the manual has %v", flags, manual)
	}
}

func TestWhatThePackagesAskForIsToldToWhoeverInstallsWithoutThem(t *testing.T) {
	note := content(t, packaging, "INSTALL")
	for _, library := range regexp.MustCompile(`- (lib(?:GL|EGL|X|wayland|xkb)\S*\.so\.\d+)`).FindAllStringSubmatch(content(t, packaging, "nfpm.yaml"), -1) {
		if !strings.Contains(note, library[1]) {
			t.Errorf("INSTALL does not name %s", library[1])
		}
	}
}

func TestTheCopyrightOfThePackagesIsTheLicence(t *testing.T) {
	_, terms, _ := strings.Cut(content(t, "LICENSE"), "developers\n\n")
	_, told, _ := strings.Cut(content(t, packaging, "copyright"), "License: Expat\n")
	told = strings.ReplaceAll("\n"+told, "\n .\n", "\n \n")
	if strings.TrimSpace(strings.ReplaceAll(told, "\n ", "\n")) != strings.TrimSpace(terms) || terms == "" {
		t.Error("the copyright file of the packages says something else than LICENSE")
	}
}

// TestTheIconIsOfFilledPathsAlone keeps out what the drawing of the icons for Windows and macOS does not scale.
func TestTheIconIsOfFilledPathsAlone(t *testing.T) {
	for _, what := range []string{"stroke", "<rect", "transform"} {
		if strings.Contains(content(t, "assets/icon.svg"), what) {
			t.Errorf("assets/icon.svg has %s, which stays as large at 16 pixels as at 512", what)
		}
	}
}
