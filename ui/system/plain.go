package system

import (
	"strings"
	"unicode"
)

// Replacers for what the ways to a notification would not take for text.
var (
	// A body on Linux and the BSDs may be markup, by the desktop notifications specification.
	markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	// On Windows text stands in a CDATA section, and where the Windows Runtime fails that stands in a
	// PowerShell here-string, which runs $(…) and ends at a quote that begins a line.
	script = strings.NewReplacer("]]>", "]] >", "$", "＄", "`", "'", "\n", " ")
)

// plainTitle makes text from a server plain and short enough for a notification's title, on one line.
func plainTitle(text string) string {
	return notAnOption(cut(printable(strings.Join(strings.Fields(text), " ")), mostTitle))
}

// plainBody makes text from a server plain and short enough for a notification's body. It keeps the
// lines that say something.
func plainBody(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = printable(strings.Join(strings.Fields(line), " ")); line != "" {
			lines = append(lines, line)
		}
	}
	return notAnOption(cut(strings.Join(lines, "\n"), mostBody))
}

// printable drops everything that has no shape of its own: control characters, those that turn the
// direction of writing, and bytes that are no UTF-8, which D-Bus refuses.
func printable(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text))
}

// cut shortens text to a number of runes, the last of which then says that there is more.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return text
}

// notAnOption keeps text that begins with a dash from being an option of the programs that show a
// notification where there is no better way.
func notAnOption(text string) string {
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		return "–" + rest
	}
	return text
}

// escapeTitle escapes in a plain title what beeep's ways on a system would not take for text.
func escapeTitle(goos, title string) string {
	if goos == "windows" {
		return script.Replace(title)
	}
	return title
}

// escapeBody does the same with a body, which may be markup.
func escapeBody(goos, body string) string {
	switch goos {
	case "windows":
		return script.Replace(body)
	case "darwin":
		return body
	}
	return markup.Replace(body)
}
