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
		d.editing = ""
		var items []*ledger.Item
		for _, u := range s.selected() {
			if changes := s.changesOf(u, fields, false); len(changes) > 0 && s.takes(u) {
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
		values[name] = u.Meta.Get(name)
	}
	return values
}

// metaSet takes over what stands after a change of metadata: what was asked, and above that what the
// answer says, which need not name every field.
func (s *seat) metaSet(i ledger.Item, set api.MetadataSet) ledger.Change {
	u := s.list.get(i.Upload)
	if u == nil { // its row may have become another while the call was under way
		u = s.list.numberedAs(set.Upload.UploadID)
	}
	if u == nil {
		return ledger.Change{}
	}
	s.stamp(u)
	meta := map[string]string{}
	maps.Copy(meta, u.Meta.Map())
	maps.Copy(meta, i.Meta)
	maps.Copy(meta, set.Upload.Meta)
	maps.DeleteFunc(meta, func(_, value string) bool { return value == "" })
	u.Meta, u.Problem = ledger.NewMeta(meta), ""
	s.keep(u)
	return ledger.Change{Uploads: []ledger.Upload{*u}}
}

// MetadataView is the metadata of the selection, to be changed.
type MetadataView struct {
	Title  string
	Note   string // for which part of the selection, or why not at all
	Can    bool
	Fields []MetaField
	// Known are the fields that the site knows; {X} and {Y} in a name stand for a number from 1.
	Known []string
}

// MetaField is one field over the selection.
type MetaField struct {
	Name     string
	Value    string // what all have; empty where none has any, or where they differ
	Several  int    // how many values there are, where they differ; else 0
	Said     string // "12 values", where they differ
	Required bool
}

// EditMetadata shows the metadata of the selection, in [View.Metadata], until it is set or left.
func (d *Desk) EditMetadata() {
	d.at(func(s *seat) {
		s.lookUpFields()
		d.editing = s.site.ID
	})
}

// LeaveMetadata ends the showing of the selection's metadata.
func (d *Desk) LeaveMetadata() { d.post(func() { d.editing = ""; d.touch() }) }

// metadataView is nil where nobody edits.
func (s *seat) metadataView() *MetadataView {
	if s.d.editing != s.site.ID {
		s.edited = edited{}
		return nil
	}
	now := edited{reviewed: s.depends(), known: len(s.knownFields()), choices: s.list.choices, can: s.client != nil}
	if now.view = s.edited.view; now.view == nil || now != s.edited {
		now.view = s.metadataOf(s.selected())
	}
	s.edited = now
	return s.edited.view
}

// edited is the metadata that is shown, and what it depends on.
type edited struct {
	reviewed
	known, choices int
	can            bool
	view           *MetadataView
}

func (s *seat) metadataOf(chosen []*ledger.Upload) *MetadataView {
	open := slices.DeleteFunc(slices.Clone(chosen), func(u *ledger.Upload) bool { return !s.takes(u) })
	v := &MetadataView{
		Title: words.N(len(open), "Metadata of %d track", "Metadata of %d tracks"), Known: s.knownFields(),
		Can: len(open) > 0 && s.client != nil,
	}
	switch {
	case len(open) == 0:
		v.Note = words.T("Metadata can be set only while a track waits to be published.")
	case len(open) < len(chosen):
		v.Note = words.T("It concerns those that still wait to be published.")
	}
	required := s.required()
	for _, name := range s.editedFields(open) {
		f := MetaField{Name: name, Required: slices.Contains(required, name)}
		values, some := map[string]bool{}, ""
		for n, u := range open {
			if value := s.metaOf(u, name); n == 0 || value != some {
				values[value], some = true, value
			}
		}
		if f.Value = some; len(values) > 1 {
			f.Value, f.Several, f.Said = "", len(values), words.N(len(values), "%d value", "%d values")
		}
		v.Fields = append(v.Fields, f)
	}
	return v
}

// editedFields are the fields of the uploads, and those that every track should have: the usual ones
// first, and then by name.
func (s *seat) editedFields(uploads []*ledger.Upload) []string {
	has := map[string]bool{}
	for _, u := range uploads {
		for name := range u.Meta.All() {
			has[name] = true
		}
		for _, i := range s.wanted[u.Row] {
			for name := range i.Meta {
				has[name] = true
			}
		}
	}
	fields := slices.Clone(shownFields)
	for _, name := range slices.Concat(s.required(), slices.Sorted(maps.Keys(has))) {
		if !slices.Contains(fields, name) {
			fields = append(fields, name)
		}
	}
	return fields
}
