package desk

import (
	"maps"
	"slices"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// SetMetadata sets fields of the selected uploads, by the names that the site knows them by. Only what
// differs is sent, and an upload that has it all costs no call. A blank value takes away what stands.
// Metadata of tracks that no longer wait to be published stays as it is.
func (d *Desk) SetMetadata(fields map[string]string) {
	fields = maps.Clone(fields)
	d.at(func(s *seat) {
		var items []*ledger.Item
		asked := s.askedMeta()
		for _, u := range s.selected() {
			if changes := asked.changes(u, fields, false); len(changes) > 0 && s.settable(u) {
				items = append(items, metaItem(u, changes))
			}
		}
		s.record(ledger.Intent{Words: words.N(len(items), "%[2]s for %[1]d track", "%[2]s for %[1]d tracks", fieldWords(fields))}, ledger.Change{}, items)
	})
}

func fieldWords(fields map[string]string) string {
	if len(fields) > 2 {
		return words.N(len(fields), "%d field", "%d fields")
	}
	names := slices.Sorted(maps.Keys(fields))
	if len(names) == 2 {
		return words.T("%s and %s", names[0], names[1])
	}
	return strings.Join(names, "")
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

// metaAsked is what fields of uploads will be once everything asked for so far is answered, where that
// is open.
type metaAsked map[int64]map[string]string

func (s *seat) askedMeta() metaAsked {
	asked := metaAsked{}
	for _, i := range s.itemsInOrder() {
		if i.Kind != ledger.SetMeta {
			continue
		}
		if asked[i.Upload] == nil {
			asked[i.Upload] = map[string]string{}
		}
		maps.Copy(asked[i.Upload], i.Meta)
	}
	return asked
}

// changes are those of the fields that an upload will not have; with all, every one.
func (m metaAsked) changes(u *ledger.Upload, fields map[string]string, all bool) map[string]string {
	changes := map[string]string{}
	for name, value := range fields {
		stands, ok := m[u.Row][name]
		if !ok {
			stands = u.Meta[name]
		}
		if all || stands != value {
			changes[name] = value
		}
	}
	return changes
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
