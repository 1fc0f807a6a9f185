package desk

import (
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// shownFields are the fields of metadata that the selection shows.
var shownFields = []string{"Title", "Catalog", "Album", "Artist", "Composer", "BPM", "ISRC"}

// selected are the selected uploads that the filter shows, in order.
func (s *seat) selected() []*ledger.Upload {
	rows := s.list.selected()
	found := make([]*ledger.Upload, len(rows))
	for n, r := range rows {
		found[n] = r.upload
	}
	return found
}

func (s *seat) selectionView() SelectionView {
	v := SelectionView{Of: words.N(s.list.view().Len(), "of %d shown", "of %d shown")}
	chosen := s.selected()
	if len(chosen) == 0 {
		return v
	}
	open := make([]*ledger.Upload, 0, len(chosen))
	v.IDs = make([]int64, len(chosen))
	for n, u := range chosen {
		v.IDs[n] = u.Row
		if s.settable(u) {
			open = append(open, u)
		}
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
	lists := s.formatLists(counted)
	v.Formats = formatViews(lists, len(counted))
	if v.Can {
		v.Presets = s.d.presetViews(lists)
	}
	v.Fields = fields(chosen)
	v.Problem = problems(chosen)
	v.Removal = s.removalView(chosen)
	return v
}

func formatViews(lists map[string]int, all int) []FormatView {
	counts := map[api.Format]int{}
	for list, n := range lists {
		for _, f := range apiFormats(list) {
			counts[f] += n
		}
	}
	var views []FormatView
	for _, f := range api.Formats() {
		n := counts[f]
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

// mostValues is how many values of a field are told apart: of more, it says only that there are more.
const mostValues = 1000

// fields sums up the metadata of the selection: one value, or how many.
func fields(uploads []*ledger.Upload) []Field {
	pick, values := ledger.NewPicker(shownFields), make([]string, len(shownFields))
	found, last := make([]map[string]bool, len(shownFields)), make([]string, len(shownFields))
	for n := range found {
		found[n] = map[string]bool{}
	}
	for _, u := range uploads {
		pick.Pick(u.Meta, values)
		for n, value := range values {
			if of := found[n]; len(of) <= mostValues && (value != last[n] || len(of) == 0) {
				of[value], last[n] = true, value
			}
		}
	}
	var views []Field
	for n, name := range shownFields {
		switch of := len(found[n]); {
		case of > mostValues:
			views = append(views, Field{name, words.T("over %s values", words.Figure(mostValues))})
		case of > 1:
			views = append(views, Field{name, words.N(of, "%d value", "%d values")})
		case last[n] != "":
			views = append(views, Field{name, last[n]})
		}
	}
	return views
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
