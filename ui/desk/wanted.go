package desk

import (
	"slices"

	"pressroom/ui/desk/ledger"
)

// want remembers an open change of an upload's formats or metadata, after those asked for before.
func (s *seat) want(i *ledger.Item) {
	if i.Kind.Repeatable() {
		s.wanted[i.Upload] = append(s.wanted[i.Upload], i)
		slices.SortFunc(s.wanted[i.Upload], byID) // it may come from a row that became this one
	}
}

// unwant forgets a change that is settled.
func (s *seat) unwant(i *ledger.Item) {
	if !i.Kind.Repeatable() {
		return
	}
	left := slices.DeleteFunc(s.wanted[i.Upload], func(other *ledger.Item) bool { return other == i })
	if len(left) == 0 {
		delete(s.wanted, i.Upload)
	} else {
		s.wanted[i.Upload] = left
	}
}

// formatsOf is what an upload will be published as once everything asked for so far is answered.
func (s *seat) formatsOf(u *ledger.Upload) string { return s.formatsThen(u.Row, u.Formats) }

func (s *seat) formatsThen(row int64, formats string) string {
	if len(s.wanted) > 0 {
		for _, i := range s.wanted[row] {
			if i.Kind == ledger.SetFormats {
				formats = i.Formats
			}
		}
	}
	return formats
}

// metaOf is what a field of an upload will be then.
func (s *seat) metaOf(u *ledger.Upload, field string) string {
	value := u.Meta.Get(field)
	for _, i := range s.wanted[u.Row] {
		if later, named := i.Meta[field]; named && i.Kind == ledger.SetMeta {
			value = later
		}
	}
	return value
}

// changesOf are those of the fields that an upload will not have then; with all, every one.
func (s *seat) changesOf(u *ledger.Upload, fields map[string]string, all bool) map[string]string {
	changes := map[string]string{}
	for name, value := range fields {
		if all || s.metaOf(u, name) != value {
			changes[name] = value
		}
	}
	return changes
}
