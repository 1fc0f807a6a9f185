package system

import (
	"bufio"
	"bytes"
	"strings"
)

// An autostart file is a desktop entry, as freedesktop.org describes both.

// formEntry is the desktop entry that starts a command at a login.
func formEntry(command []string) []byte {
	parts := make([]string, len(command))
	for n, part := range command {
		parts[n] = quoteExec(part)
	}
	return []byte("[Desktop Entry]\nType=Application\nName=" + appName + "\nExec=" + strings.Join(parts, " ") +
		"\nIcon=" + appID + "\nTerminal=false\nX-GNOME-Autostart-enabled=true\n")
}

// quoteExec quotes an argument of Exec, first as an argument and then as the string that the whole is.
func quoteExec(argument string) string {
	quoted := strings.NewReplacer(`"`, `\"`, "`", "\\`", `$`, `\$`, `\`, `\\`).Replace(argument)
	quoted = strings.ReplaceAll(quoted, "%", "%%")
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(`"` + quoted + `"`)
}

// parseEntry is the command of a desktop entry; none of one that is switched off, as desktops do in their
// settings, or names no command.
func parseEntry(content []byte) (command []string) {
	within := false
	for lines := bufio.NewScanner(bytes.NewReader(content)); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "[") {
			within = line == "[Desktop Entry]"
		}
		key, value, _ := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		switch {
		case !within:
		case key == "Hidden" && value == "true", key == "X-GNOME-Autostart-enabled" && value == "false":
			return nil
		case key == "Exec":
			command = splitExec(strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t", `\r`, "\r", `\s`, " ").Replace(value))
		}
	}
	return command
}

// splitExec takes the value of Exec apart into arguments.
func splitExec(value string) (arguments []string) {
	var argument strings.Builder
	begun, quoted := false, false
	end := func() {
		if begun {
			arguments = append(arguments, strings.ReplaceAll(argument.String(), "%%", "%"))
		}
		argument.Reset()
		begun = false
	}
	for n := 0; n < len(value); n++ {
		switch c := value[n]; {
		case quoted && c == '\\' && n+1 < len(value):
			n++
			argument.WriteByte(value[n])
		case c == '"':
			begun, quoted = true, !quoted
		case c == ' ' && !quoted:
			end()
		default:
			begun = true
			argument.WriteByte(c)
		}
	}
	end()
	return arguments
}
