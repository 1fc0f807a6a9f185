package desk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"pressroom/ui/desk/manifest"
	"pressroom/ui/desk/words"
)

// ManifestView is a list that is being added, while its columns are matched with what they mean.
type ManifestView struct {
	Number  int    // of the batch
	File    string // its name
	Reading bool   // it is large, and being read
	Title   string
	Note    string // how the list was read, and what blank cells do

	Columns []ManifestColumn
	Rows    [][]string // the first ones, as wide as Columns
	Choices []Choice   // what a column can hold; each column has one more of its own

	Looking  bool // the rows are being read as the columns are matched now
	Counts   string
	Problems []ManifestProblem // those that leave a row out first
	More     string            // what of the problems is not listed; empty where all are

	Job       int64 // row of the job that was meant when it was added
	CanAdd    bool
	AddButton string
}

// ManifestColumn is a column and what it is taken for.
type ManifestColumn struct {
	Name   string // in the header
	Choice string // the ID of what it holds; empty where it is left out
	Own    Choice // the choice that it alone has: a custom field of its name
}

// Choice is something that a column can hold.
type Choice struct{ ID, Label string }

// ManifestProblem is what is wrong with a row, or with the list.
type ManifestProblem struct {
	Where string // "Row 12, BPM"; empty for the whole list
	Text  string // a plain sentence
	Out   bool   // the row is left out
}

const (
	fieldChoice  = "field:" // before the name of a field, in the ID of a choice
	firstRows    = 8
	mostNumbered = 3 // of fields of which there can be several
)

// manifestView is nil while no list is shown.
func (s *seat) manifestView() *ManifestView {
	a := s.batch()
	switch {
	case a == nil:
		return nil
	case a.stage == reading && a.slow:
		return &ManifestView{Number: a.number, File: a.list.name(), Reading: true, Title: words.T("Reading “%s”…", a.list.name())}
	case a.stage != matching:
		return nil
	}
	if a.list.shown == nil {
		a.list.shown = s.matchingView(a)
	}
	return a.list.shown
}

func (s *seat) matchingView(a *adding) *ManifestView {
	l := a.list
	v := &ManifestView{
		Number: a.number, File: l.name(), Job: a.job, Looking: l.applied != l.version,
		Title:   words.N(len(l.sheet.Rows), "%d row in “%s”", "%d rows in “%s”", l.name()),
		Note:    words.T("Say what each column holds. Blank cells change nothing."),
		Choices: s.choices(l.mapping),
	}
	if l.sheet.Encoding == "Windows-1252" {
		v.Note += " " + words.T("The list does not say how its letters are written: if accents look wrong, save it as UTF-8 and add it again.")
	}
	for at, name := range l.sheet.Header {
		c := ManifestColumn{Name: cmp.Or(name, words.T("(no name)")), Own: ownChoice(name, at)}
		if mapped, ok := l.mapping.Of(at); ok {
			c.Choice = choiceID(mapped)
		}
		v.Columns = append(v.Columns, c)
	}
	for _, row := range l.sheet.Rows[:min(firstRows, len(l.sheet.Rows))] {
		cells := make([]string, len(l.sheet.Header))
		for at := range cells {
			cells[at] = row.Cell(at)
		}
		v.Rows = append(v.Rows, cells)
	}
	s.count(v, l)
	return v
}

// ownChoice is a custom field of a column's name. One that is called that already keeps its name.
func ownChoice(name string, at int) Choice {
	const custom = "Custom: "
	if name == "" {
		name = strconv.Itoa(at + 1)
	}
	name = custom + strings.TrimSpace(strings.TrimPrefix(name, custom))
	return Choice{fieldChoice + name, name}
}

func choiceID(c manifest.Column) string {
	if c.Target == manifest.Field {
		return fieldChoice + c.Field
	}
	return string(c.Target)
}

// choices are what a column can hold: what a track is made of, the fields of the site, and those that are
// matched already.
func (s *seat) choices(m manifest.Mapping) []Choice {
	all := []Choice{
		{"", words.T("– leave out –")},
		{string(manifest.Source), words.T("Source address")},
		{string(manifest.File), words.T("File name")},
		{string(manifest.Formats), words.T("Formats")},
		{string(manifest.UploadID), words.T("Upload id")},
	}
	add := func(field string) {
		if c := (Choice{fieldChoice + field, field}); !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	for _, field := range s.knownFields() {
		if !strings.Contains(field, "{X}") {
			add(field)
			continue
		}
		for n := range mostNumbered {
			add(strings.NewReplacer("{X}", strconv.Itoa(n+1), "{Y}", "1").Replace(field))
		}
	}
	for _, c := range m.Columns {
		if c.Target == manifest.Field && !strings.HasPrefix(c.Field, "Custom: ") {
			add(c.Field)
		}
	}
	return all
}

// count says what the rows ask for and what is wrong with them.
func (s *seat) count(v *ManifestView, l *list) {
	if v.Looking && l.applied == 0 {
		v.Counts = words.T("Looking through the rows…")
		v.AddButton = words.T("Add tracks")
		return
	}
	changes := len(l.entries) - l.fresh
	var parts []string
	if l.fresh > 0 || changes == 0 {
		parts = append(parts, words.N(l.fresh, "%d new track", "%d new tracks"))
	}
	if changes > 0 {
		parts = append(parts, words.N(changes, "%d row about a track in the queue", "%d rows about tracks in the queue"))
	}
	bad := map[int]bool{}
	for _, p := range l.problems {
		bad[p.Row] = bad[p.Row] || p.Row > 0
	}
	if delete(bad, 0); len(bad) > 0 {
		parts = append(parts, words.N(len(bad), "%d row has a problem", "%d rows have a problem"))
	}
	v.Counts = strings.Join(parts, " · ")
	v.CanAdd = !v.Looking && len(l.entries) > 0
	v.AddButton = words.N(l.fresh, "Add %d track", "Add %d tracks")
	if changes > 0 {
		v.AddButton = words.N(len(l.entries), "Take in %d row", "Take in %d rows")
	}
	ordered := slices.Clone(l.problems)
	slices.SortStableFunc(ordered, func(a, b manifest.Problem) int {
		switch {
		case a.Fatal == b.Fatal:
			return 0
		case a.Fatal:
			return -1
		}
		return 1
	})
	if rest := len(ordered) - mostFindings; rest > 0 {
		v.More = words.N(rest, "And %d more.", "And %d more.")
		ordered = ordered[:mostFindings]
	}
	for _, p := range ordered {
		v.Problems = append(v.Problems, ManifestProblem{Where: problemWhere(p), Text: p.Text, Out: p.Fatal})
	}
}

func problemWhere(p manifest.Problem) string {
	switch {
	case p.Row == 0:
		return ""
	case p.Column == "":
		return words.T("Row %s", words.Figure(p.Row))
	}
	return words.T("Row %s, %s", words.Figure(p.Row), p.Column)
}
