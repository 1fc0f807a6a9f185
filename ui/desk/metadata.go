package desk

import (
	"maps"
	"slices"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// SetMetadata sets fields of the selected uploads, by the names that the site knows them by. Only what
// differs is sent, and an upload that has it all costs no call. A blank value takes away what stands.
// Metadata of tracks that no longer wait to be published stays as it is.
func (d *Desk) SetMetadata(fields map[string]string) {
	fields = maps.Clone(fields)
	d.at(func(s *seat) {
		var items []*ledger.Item
		for _, u := range s.selected() {
			if changes := s.changesOf(u, fields, false); len(changes) > 0 && s.settable(u) {
				items = append(items, metaItem(u, changes))
			}
		}
		s.record(ledger.Intent{Words: fieldWords(fields) + " for " + plural(len(items), "track", "tracks")}, ledger.Change{}, items)
	})
}

func fieldWords(fields map[string]string) string {
	if len(fields) > 2 {
		return plural(len(fields), "field", "fields")
	}
	return strings.Join(slices.Sorted(maps.Keys(fields)), " and ")
}

func metaItem(u *ledger.Upload, fields map[string]string) *ledger.Item {
	return &ledger.Item{Kind: ledger.SetMeta, Upload: u.Row, Job: u.Job, Meta: fields, Former: valuesOf(u, fields)}
}

// valuesOf are the values that an upload has for those fields; blank where it has none.
func valuesOf(u *ledger.Upload, fields map[string]string) map[string]string {
	if fields == nil {
		return nil
	}
	values := make(map[string]string, len(fields))
	for name := range fields {
		values[name] = u.Meta[name]
	}
	return values
}

// metaSet takes over what stands after a change of metadata: what was asked, and above that what the
// answer says, which need not name every field.
func (s *seat) metaSet(i ledger.Item, set api.MetadataSet) ledger.Change {
	u := s.uploads[i.Upload]
	if u == nil { // its row may have become another while the call was under way
		u = s.uploads[s.byUpload[set.Upload.UploadID]]
	}
	if u == nil {
		return ledger.Change{}
	}
	s.stamp(u)
	meta := map[string]string{}
	maps.Copy(meta, u.Meta)
	maps.Copy(meta, i.Meta)
	maps.Copy(meta, set.Upload.Meta)
	maps.DeleteFunc(meta, func(_, value string) bool { return value == "" })
	u.Meta, u.Problem = meta, ""
	s.keep(u)
	return ledger.Change{Uploads: []ledger.Upload{*u}}
}
