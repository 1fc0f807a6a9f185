package desk

import (
	"slices"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// shownFields are the fields of metadata that the selection shows.
var shownFields = []string{"Title", "Catalog", "Album", "Artist", "Composer", "BPM", "ISRC"}

// selected are the selected uploads that the filter shows: what is hidden is never changed unseen.
func (s *seat) selected() []*ledger.Upload {
	rows := s.list.rows()
	found := make([]*ledger.Upload, 0, len(s.list.selected))
	for id := range s.list.selected {
		if _, shown := rows.Index(id); shown {
			found = append(found, s.uploads[id])
		}
	}
	slices.SortFunc(found, func(a, b *ledger.Upload) int { return rows.at[a.Row] - rows.at[b.Row] })
	return found
}

func (s *seat) selectionView(rows *Rows) SelectionView {
	chosen := s.selected()
	v := SelectionView{Of: words.N(rows.Len(), "of %d shown", "of %d shown")}
	var open []*ledger.Upload
	for _, u := range chosen {
		v.IDs = append(v.IDs, u.Row)
		if s.settable(u) {
			open = append(open, u)
		}
	}
	if len(chosen) == 0 {
		return v
	}
	v.Title = words.N(len(chosen), "%d track selected", "%d tracks selected")
	v.Can = len(open) > 0 && s.client != nil
	counted := chosen
	switch {
	case len(chosen) == 1 && chosen[0].Status == string(api.Errored):
		v.Note = words.T("Once that is mended, add the track again: the site takes it as a new upload.")
	case len(open) == 0:
		v.Note = words.T("Formats can be set only while a track waits to be published.")
	case len(open) < len(chosen):
		v.Note = words.N(len(open), "Formats concern the %d track that still wait to be published.",
			"Formats concern the %d tracks that still wait to be published.")
		counted = open
	}
	v.Formats = s.formatViews(counted)
	v.Fields = fields(chosen)
	v.Problem = problems(chosen)
	v.Removal = s.removalView(v.IDs)
	return v
}

func (s *seat) formatViews(uploads []*ledger.Upload) []FormatView {
	asked := s.asked()
	counts := map[api.Format]int{}
	for _, u := range uploads {
		formats := u.Formats
		if later, ok := asked[u.Row]; ok {
			formats = later
		}
		for _, f := range apiFormats(formats) {
			counts[f]++
		}
	}
	var views []FormatView
	for _, f := range api.Formats() {
		n, all := counts[f], len(uploads)
		v := FormatView{Format: string(f), Label: strings.ToUpper(string(f)), State: FormatMixed, Note: words.T("%s of %s", words.Figure(n), words.Figure(all))}
		switch {
		case n == 0:
			v.State, v.Note = FormatOff, words.T("none")
		case n == all && all == 1:
			v.State, v.Note = FormatOn, words.T("yes")
		case n == all:
			v.State, v.Note = FormatOn, words.N(all, "all %d", "all %d")
		}
		if all == 1 && n == 0 {
			v.Note = words.T("no")
		}
		views = append(views, v)
	}
	return views
}

// fields sums up the metadata of the selection: one value, or how many.
func fields(uploads []*ledger.Upload) []Field {
	var found []Field
	for _, name := range shownFields {
		values := map[string]bool{}
		some := ""
		for _, u := range uploads {
			values[u.Meta[name]] = true
			some = u.Meta[name]
		}
		switch {
		case len(values) > 1:
			found = append(found, Field{name, words.N(len(values), "%d value", "%d values")})
		case some != "":
			found = append(found, Field{name, some})
		}
	}
	return found
}

// problems is what is wrong with one upload, or a summary of many.
func problems(uploads []*ledger.Upload) string {
	var first string
	n := 0
	for _, u := range uploads {
		if u.Problem != "" {
			if n++; first == "" {
				first = u.Problem
			}
		}
	}
	switch {
	case n == 0:
		return ""
	case len(uploads) == 1:
		return first
	}
	return words.N(n, "%d of these have a problem. The first: %s", "%d of these have a problem. The first: %s", first)
}
