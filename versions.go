package main

import (
	"fmt"
	"io"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"

	"pressroom/ui/desk"
	"pressroom/ui/system"
)

// versionsAt are the versions of all that a fault may depend on, and a data folder.
func versionsAt(home string) []desk.Field {
	return system.Versions(system.Version(version), sqlite3.SQLITE_VERSION, home)
}

// printVersions prints what a report of a fault needs, the program's version first.
func printVersions(o options, stdout, stderr io.Writer) int {
	home, err := system.Place(o.home)
	if err != nil {
		fmt.Fprintln(stderr, "pressroom:", err)
		return 1
	}
	for n, f := range versionsAt(home) {
		if n == 0 {
			fmt.Fprintln(stdout, f.Name, f.Value)
		} else {
			fmt.Fprintf(stdout, "%-12s %s\n", f.Name, f.Value)
		}
	}
	return 0
}

// asLines are fields as a text.
func asLines(fields []desk.Field) string {
	var lines strings.Builder
	for _, f := range fields {
		fmt.Fprintln(&lines, f.Name, f.Value)
	}
	return lines.String()
}
