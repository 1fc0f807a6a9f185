package practice

import (
	"context"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"pressroom/api"
)

// availableFields are the names of the site's CSV import. Where there can be several of something, {X} and {Y}
// stand for a number from 1; source: the documentation of getAvailableFields, which has no list of
// all of them.
var availableFields = []string{
	"Title", "Filename", "Artist", "Album", "Catalog", "Label", "Track Number", "Version", "Description",
	"Keywords", "Genre", "Mood", "Instrumentation", "Tempo", "BPM", "Key", "Lyrics", "Comment", "Composer",
	"ISRC", "ISWC", "Release Date", "Year", "Copyright", "Explicit",
	"Writer {X} First Name", "Writer {X} Middle Name", "Writer {X} Last Name", "Writer {X} Role",
	"Writer {X} Society", "Writer {X} IPI", "Writer {X} Share Percentage",
	"Publisher {X} Name", "Publisher {X} Society", "Publisher {X} IPI", "Publisher {X} Share Percentage",
	"Publisher {X} Collection Territory {Y}", "Publisher {X} Collection Share Percentage {Y}",
	"Custom: Internal ID",
}

const custom = "Custom: "

// numbered are the fields with a number in their name, by what such a name looks like.
var numbered = func() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{}
	for _, field := range availableFields {
		if strings.Contains(field, "{X}") {
			pattern := strings.NewReplacer(`\{X\}`, "([1-9][0-9]?)", `\{Y\}`, "([1-9][0-9]?)").Replace(regexp.QuoteMeta(field))
			all[field] = regexp.MustCompile("(?i)^" + pattern + "$")
		}
	}
	return all
}()

func (s *Site) getAvailableFields(context.Context, values, *entry) (any, error) {
	return api.Fields{Fields: availableFields}, nil
}

// fieldOf is the standard spelling of a field's name; false: there is no such field.
func fieldOf(name string) (string, bool) {
	name = strings.TrimSpace(name)
	if rest, ok := cutPrefixFold(name, custom); ok {
		rest = plainText(rest, 100)
		return custom + rest, rest != ""
	}
	for _, field := range availableFields {
		if strings.EqualFold(field, name) && numbered[field] == nil {
			return field, true
		}
		if pattern := numbered[field]; pattern != nil {
			if numbers := pattern.FindStringSubmatch(name); numbers != nil {
				field = strings.Replace(field, "{X}", numbers[1], 1)
				return strings.Replace(field, "{Y}", numbers[len(numbers)-1], 1), true
			}
		}
	}
	return "", false
}

func cutPrefixFold(text, prefix string) (rest string, found bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

// metaOf reads the metadata of a call by the standard names of its fields. A name that the site
// doesn't know is refused: passed over, it would be noticed when the track is live.
func metaOf(v values) (map[string]string, error) {
	meta := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(v.meta)) {
		field, known := fieldOf(name)
		if !known {
			return nil, refuse(http.StatusBadRequest, "There is no field %q: getAvailableFields names those there are.", plainText(name, 100))
		}
		if len(v.meta[name]) > 8<<10 {
			return nil, refuse(http.StatusBadRequest, "The value of %s is longer than 8 KiB.", field)
		}
		meta[field] = strings.TrimSpace(v.meta[name])
	}
	return meta, nil
}

// mergeMeta sets fields; a blank one takes away what stood. Source: the documentation of metadata.
func mergeMeta(stood, given map[string]string) map[string]string {
	merged := map[string]string{}
	maps.Copy(merged, stood)
	maps.Copy(merged, given)
	maps.DeleteFunc(merged, func(_, value string) bool { return value == "" })
	return merged
}
