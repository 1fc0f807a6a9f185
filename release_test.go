package main

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestTheNamesOfThePackagesAgreeWithTheProgram(t *testing.T) {
	const windows, macos = "assets/packaging/windows", "assets/packaging/macos"
	for file, lines := range map[string][]string{
		"FyneApp.toml":                                 {`Name = "Pressroom"`, `ID = "` + appID + `"`},
		"main.go":                                      {`app.NewWithID("` + appID + `")`, `var version string`},
		windows + "/pressroom.rc":                      {`VALUE "ProductName", "Pressroom"`, `VALUE "OriginalFilename", "pressroom.exe"`, `VALUE "ProductVersion", "@VERSION@"`},
		windows + "/pressroom.manifest":                {`name="` + appID + `"`, `version="@NUMBERS@"`, `level="asInvoker"`},
		windows + "/pressroom.nsi":                     {`!define ID "` + appID + `"`, `Name "Pressroom"`, `!define EXE "pressroom.exe"`, `DisplayVersion "${VERSION}"`, "RequestExecutionLevel user"},
		macos + "/Info.plist":                          {"<string>" + appID + "</string>", "<string>Pressroom</string>", "<string>pressroom</string>", "<string>@SHORT@</string>"},
		".ci/package-windows":                          {"-X main.version=$version", "-H=windowsgui"},
		".ci/package-macos":                            {"-X main.version=$full", "pressroom.entitlements"},
		".github/workflows/release.yml":                {`[0] -ne "pressroom`, `-version | head -n 1`}, // -version says more below its first line
		"assets/packaging/linux/" + appID + ".desktop": {"Name=Pressroom", "Icon=" + appID},
	} {
		text := content(t, file)
		for _, line := range lines {
			if !strings.Contains(text, line) {
				t.Errorf("%s does not say %s", file, line)
			}
		}
	}
}

// plist reads a property list that is a dictionary.
func plist(t *testing.T, text string) map[string]any {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if err != nil {
			t.Fatalf("no dictionary: %v", err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "dict" {
			value, err := plistValue(decoder, start)
			if err != nil {
				t.Fatal(err)
			}
			return value.(map[string]any)
		}
	}
}

func plistValue(decoder *xml.Decoder, start xml.StartElement) (any, error) {
	switch start.Name.Local {
	case "true", "false":
		return start.Name.Local == "true", decoder.Skip()
	case "string", "key":
		var text string
		err := decoder.DecodeElement(&text, &start)
		return text, err
	case "dict", "array":
	default:
		return nil, fmt.Errorf("<%s> is nothing that these lists hold", start.Name.Local)
	}
	dict, array, key := map[string]any{}, []any{}, ""
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			value, err := plistValue(decoder, token)
			if err != nil {
				return nil, err
			}
			if token.Name.Local == "key" {
				key, _ = value.(string)
			} else {
				dict[key], array = value, append(array, value)
			}
		case xml.EndElement:
			if start.Name.Local == "dict" {
				return dict, nil
			}
			return array, nil
		}
	}
}

func TestTheBundleForMacOSHasAllThatMacOSLooksFor(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "any program")
	if err := os.WriteFile(program, []byte("it stands for a program"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(".ci/package-macos", "layout", program, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	bundle := filepath.Join(dir, "Pressroom.app", "Contents")
	info := plist(t, content(t, bundle, "Info.plist"))
	for key, want := range map[string]string{
		"CFBundleIdentifier":         "^" + regexp.QuoteMeta(appID) + "$",
		"CFBundleName":               "^Pressroom$",
		"CFBundleExecutable":         "^pressroom$",
		"CFBundlePackageType":        "^APPL$",
		"CFBundleShortVersionString": `^\d+\.\d+\.\d+$`,
		"CFBundleVersion":            `^\d+\.\d+\.\d+\.\d+$`,
		"LSMinimumSystemVersion":     `^12\.0$`,
		"LSApplicationCategoryType":  `^public\.app-category\.music$`,
		"NSHumanReadableCopyright":   "^MIT License$",
	} {
		if said, _ := info[key].(string); !regexp.MustCompile(want).MatchString(said) {
			t.Errorf("%s is %q", key, info[key])
		}
	}
	if info["NSHighResolutionCapable"] != true {
		t.Error("it does not say that it draws as finely as the screen")
	}
	if stat, err := os.Stat(filepath.Join(bundle, "MacOS", info["CFBundleExecutable"].(string))); err != nil || stat.Mode() != 0o755 {
		t.Errorf("the program: %v, %v", stat, err)
	}
	if content(t, bundle, "MacOS", "pressroom") != content(t, program) {
		t.Error("another program lies in the bundle")
	}
	if content(t, bundle, "Resources", "LICENSE") != content(t, "LICENSE") || content(t, bundle, "PkgInfo") != "APPL????" {
		t.Error("the licence or the type is missing")
	}
	icns(t, content(t, bundle, "Resources", info["CFBundleIconFile"].(string)))

	allowed := plist(t, content(t, "assets/packaging/macos/pressroom.entitlements"))
	for name, value := range allowed {
		if !strings.HasPrefix(name, "com.apple.security.cs.allow-") || value != true {
			t.Errorf("the program may %s: %v", name, value)
		}
	}
	if len(allowed) != 2 {
		t.Errorf("the program may do %d things", len(allowed))
	}
}

// icns holds an icon file to its form: every part a picture of the size that its name stands for.
func icns(t *testing.T, text string) {
	t.Helper()
	sizes := map[string]int{
		"icp4": 16, "icp5": 32, "ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024, "ic11": 32, "ic12": 64, "ic13": 256, "ic14": 512,
	}
	if len(text) < 8 || text[:4] != "icns" || int(binary.BigEndian.Uint32([]byte(text[4:8]))) != len(text) {
		t.Fatal("this is no whole icon file")
	}
	for rest := text[8:]; rest != ""; {
		name, length := rest[:4], int(binary.BigEndian.Uint32([]byte(rest[4:8])))
		picture, err := png.DecodeConfig(strings.NewReader(rest[8:length]))
		if want, known := sizes[name]; err != nil || !known || picture.Width != want || picture.Height != want {
			t.Errorf("%s: %d by %d, %v", name, picture.Width, picture.Height, err)
		}
		delete(sizes, name)
		rest = rest[length:]
	}
	if len(sizes) > 0 {
		t.Errorf("these are missing: %v", sizes)
	}
}

func TestTheIconForWindowsHasTheSizesOfListsTaskbarAndDesktop(t *testing.T) {
	file := filepath.Join(t.TempDir(), "icon.ico")
	if out, err := exec.Command("go", "run", ".ci/icons.go", "assets/icon.svg", file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	icon := []byte(content(t, file))
	sizes := []int{16, 20, 24, 32, 40, 48, 64, 256}
	if !bytes.HasPrefix(icon, []byte{0, 0, 1, 0, byte(len(sizes)), 0}) {
		t.Fatalf("it begins with % x", icon[:6])
	}
	for i, size := range sizes {
		entry := icon[6+16*i:]
		length, offset := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
		picture := icon[offset : offset+length]
		if size == 256 {
			if config, err := png.DecodeConfig(bytes.NewReader(picture)); err != nil || config.Width != size || entry[0] != 0 {
				t.Errorf("the large picture: %+v, %v", config, err)
			}
			continue
		}
		mask := (size + 31) / 32 * 4 * size
		if int(entry[0]) != size || int(binary.LittleEndian.Uint32(picture[4:])) != size || len(picture) != 40+4*size*size+mask {
			t.Errorf("%d pixels: %d bytes", size, len(picture))
		}
	}
}

func TestWorkflowsPinWhatTheyUseAndMayDoLittle(t *testing.T) {
	files, err := filepath.Glob(".github/workflows/*.yml")
	if err != nil || len(files) != 2 {
		t.Fatalf("workflows: %v, %v", files, err)
	}
	pinned := regexp.MustCompile(`^(?:\./\.github/workflows/\w+\.yml|[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$`)
	for _, file := range files {
		text := content(t, file)
		for _, use := range regexp.MustCompile(`(?m)^[\s-]*uses: (.*)$`).FindAllStringSubmatch(text, -1) {
			if !pinned.MatchString(use[1]) {
				t.Errorf("%s uses %s, which is not pinned by commit, with its version behind it", file, use[1])
			}
		}
		if !strings.Contains(text, "\npermissions:\n  contents: read\n\n") {
			t.Errorf("%s does not say that it may read alone", file)
		}
		count := func(pattern string) int { return len(regexp.MustCompile(pattern).FindAllString(text, -1)) }
		if fetched, kept := count(`uses: actions/checkout@`), count(`persist-credentials: false`); fetched != kept {
			t.Errorf("%s: %d of %d checkouts leave no credentials behind", file, kept, fetched)
		}
		if jobs, limits := count(`(?m)^ +runs-on:`), count(`(?m)^ +timeout-minutes:`); jobs != limits {
			t.Errorf("%s: %d of %d jobs have a limit", file, limits, jobs)
		}
		writers := map[string]int{"release.yml": 1}[filepath.Base(file)]
		if may := count(`(?m)^ +[\w-]+: write\b`); may != writers || count(`write-all`) > 0 {
			t.Errorf("%s: %d jobs may write, want %d", file, may, writers)
		}
	}
	needed := regexp.MustCompile(`(?s)\n  publish:.*?\n    needs: \[(.*?)\]`).FindStringSubmatch(content(t, ".github/workflows/release.yml"))
	if needed == nil || needed[1] != "test, linux, windows, macos" {
		t.Errorf("a release is published after %v", needed)
	}
}
