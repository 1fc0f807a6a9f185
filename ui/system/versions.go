package system

import (
	"runtime"
	"runtime/debug"
	"strings"

	"pressroom/ui/desk"
)

// Version is the program's version: the one that it was built with, or where none was given one made of the
// commit that it was built from: "0.0.0+g1a2b3c4", with ".dirty" behind what was not committed.
func Version(built string) string {
	if built != "" {
		return built
	}
	commit, dirty := commit()
	if commit == "" {
		return "0.0.0+unknown"
	}
	version := "0.0.0+g" + commit[:min(len(commit), 7)]
	if dirty {
		version += ".dirty"
	}
	return version
}

// commit is what the program was built from; empty where that is not known.
func commit() (revision string, dirty bool) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", false
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value
		case "vcs.modified":
			dirty = s.Value == "true"
		}
	}
	return revision, dirty
}

// Versions are the versions of all that a fault may depend on, and where the data is. sqlite is the version
// of the database.
func Versions(version, sqlite, home string) []desk.Field {
	from, _ := commit()
	if from == "" {
		from = "not known"
	}
	fields := []desk.Field{
		{Name: "commit", Value: from},
		{Name: "Go", Value: strings.TrimPrefix(runtime.Version(), "go")},
		{Name: "Fyne", Value: moduleVersion("fyne.io/fyne/v2")},
		{Name: "SQLite", Value: sqlite + " (modernc.org/sqlite " + moduleVersion("modernc.org/sqlite") + ")"},
		{Name: "system", Value: runtime.GOOS + "/" + runtime.GOARCH},
		{Name: "data folder", Value: home},
	}
	return append([]desk.Field{{Name: "pressroom", Value: version}}, fields...)
}

// moduleVersion is the version of a module that this program is built with.
func moduleVersion(path string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == path {
				if dep.Replace != nil {
					dep = dep.Replace
				}
				return strings.TrimPrefix(dep.Version, "v")
			}
		}
	}
	return "not known"
}
