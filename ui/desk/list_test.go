package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/maruel/natural"
	"pgregory.net/rapid"

	"pressroom/ui/desk/ledger"
)

// plainSeat is a seat's way to make rows, with nothing else of a seat.
func plainSeat() *seat {
	jobs := map[int64]*ledger.Job{
		1: {Row: 1, Name: "Main job", Main: true},
		2: {Row: 2, Name: "Imports 11/20 US", JobID: 296204},
		3: {Row: 3, Name: "Imports 11/20", JobID: 296205},
	}
	return &seat{list: newRowList("", jobs), jobs: jobs}
}

// lineOf is an upload as the table has it.
func (s *seat) lineOf(u *ledger.Upload) *line {
	at := new(line)
	s.list.read(s.list.packer.Pack(u), at)
	return at
}

// some draws an upload of a row as one might be.
func some(t *rapid.T, row int64) *ledger.Upload {
	pick := func(from ...string) string { return rapid.SampledFrom(from).Draw(t, "pick") }
	u := &ledger.Upload{
		Row: row, Job: rapid.Int64Range(1, 3).Draw(t, "job"), UploadID: 20428000 + row, File: fmt.Sprintf("NLM%03d.wav", row%7),
		Status: pick("uploaded", "queued", "published", "errored", statusUnknown), Formats: pick("mp3", "mp3,aiff", "mp3,aiff,wav", ""),
		Meta: ledger.NewMeta(map[string]string{"Title": pick("Dub Beat 2", "Dub Beat 10", "Émile", "emil", "Keel"), "Catalog": pick("Deep Cuts", "Shallow Water", "")}),
	}
	return u
}

// TestTheListIsWhatSortingAndFilteringAllOfItAnewWouldGive changes a list step by step and compares it with
// the plainest list that there can be.
func TestTheListIsWhatSortingAndFilteringAllOfItAnewWouldGive(t *testing.T) {
	filters := []string{"", "dub", "status:errored", `catalog:"Deep Cuts" status:waiting`, "-format:mp3", `format:aiff "dub beat"`, "job:296204", `job:"Imports 11/20"`, `catalog:""`, "formats:mp3 status:published status:errored"}
	columns := []Column{"", ColumnTitle, ColumnStatus, ColumnFile, ColumnCatalog, ColumnUpload}
	rapid.Check(t, func(t *rapid.T) {
		s := plainSeat()
		kept := map[int64]*ledger.Upload{}
		next := int64(10)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 6).Draw(t, "step") {
			case 0, 1:
				next += rapid.Int64Range(1, 3).Draw(t, "gap")
				kept[next] = some(t, next)
				s.keep(kept[next])
			case 2:
				if row := rapid.Int64Range(10, next).Draw(t, "row"); kept[row] != nil || rapid.Bool().Draw(t, "late") {
					kept[row] = some(t, row)
					s.keep(kept[row])
				}
			case 3:
				row := rapid.Int64Range(10, next).Draw(t, "row")
				delete(kept, row)
				s.list.drop(row)
			case 4:
				s.list.find(rapid.SampledFrom(filters).Draw(t, "filter"))
			case 6: // somebody types
				for range rapid.IntRange(1, 4).Draw(t, "keys") {
					if text := s.list.filter; text != "" && rapid.Bool().Draw(t, "back") {
						s.list.find(text[:len(text)-1])
					} else {
						s.list.find(text + rapid.SampledFrom([]string{"d", "u", "b", " ", "1", "-", "e", "3", "4", "status:", "job:29620", "format:mp", `"`}).Draw(t, "key"))
					}
					if rapid.Bool().Draw(t, "look between") {
						hold(t, s, kept)
					}
				}
			case 5:
				s.list.by(rapid.SampledFrom(columns).Draw(t, "column"))
			}
			if rapid.Bool().Draw(t, "look") {
				hold(t, s, kept)
			}
		}
		hold(t, s, kept)
	})
}

// TestEachLetterTypedOrTakenBackFindsWhatTheWholeFilterWould types filters of which more letters do not always
// leave fewer rows.
func TestEachLetterTypedOrTakenBackFindsWhatTheWholeFilterWould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := plainSeat()
		kept := map[int64]*ledger.Upload{}
		for row := range int64(12) {
			kept[row+10] = some(t, row+10)
			s.keep(kept[row+10])
		}
		filters := []string{"dub beat 10", "-dub -keel", "job:296204 e", "format:mp3", "formats:mp3,aiff", `catalog:"Deep Cuts" b`, `"dub beat 2`, "status:errored", "title:émi", `title:"dub beat 10"`, "upload:2042801"}
		for range 3 {
			filter := rapid.SampledFrom(filters).Draw(t, "filter")
			letters := []rune(filter)
			for n := range letters {
				s.list.find(string(letters[:n+1]))
				hold(t, s, kept)
			}
			row := rapid.Int64Range(10, 21).Draw(t, "row that changes")
			if rapid.Bool().Draw(t, "changes") {
				kept[row] = some(t, row)
				s.keep(kept[row])
			}
			for n := range letters {
				s.list.find(string(letters[:len(letters)-n-1]))
				hold(t, s, kept)
			}
		}
	})
}

// hold compares the list with one made anew.
func hold(t *rapid.T, s *seat, kept map[int64]*ledger.Upload) {
	l := &s.list
	var want []*line
	q := parseQuery(l.filter)
	for _, u := range kept {
		if r := s.lineOf(u); q.misses(r, nil) == 0 {
			want = append(want, r)
		}
	}
	slices.SortFunc(want, func(a, b *line) int {
		c := 0
		if l.sort != "" {
			c = natural.Compare(fold(a.key(l.sort)), fold(b.key(l.sort)))
		}
		if l.descending {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(a.Row, b.Row))
	})
	got := l.view()
	if got.Len() != len(want) {
		t.Fatalf("filter %q: %d rows, want %d", l.filter, got.Len(), len(want))
	}
	for at, r := range want {
		if diff := gocmp.Diff(r.row(), got.At(at)); diff != "" || got.ID(at) != r.Row {
			t.Fatalf("filter %q, sorted by %q: row %d is another: %s", l.filter, l.sort, at, diff)
		}
		if back, ok := got.Index(r.Row); !ok || back != at {
			t.Fatalf("row %d stands at %d, and is found at %d, %v", r.Row, at, back, ok)
		}
	}
	holdFacets(t, l, kept, s)
}

// holdFacets holds each count to what a click on it, in the place of the facet's other choices, would show.
func holdFacets(t *rapid.T, l *rowList, kept map[int64]*ledger.Upload, s *seat) {
	for g, group := range l.groups {
		others := l.query
		others.facets[g] = nil
		want := map[string]int{}
		for _, u := range kept {
			if at := s.lineOf(u); others.misses(at, nil) == 0 {
				r := at.row()
				want[map[facet]string{facetStatus: statusOf(at.status).label, facetJob: r.Job, facetCatalog: r.Catalog, facetFormats: strings.Join(r.Formats, ",")}[facet(g)]]++
			}
		}
		for _, item := range group.Items {
			if item.Count != want[item.Key] {
				t.Fatalf("filter %q: %s %q counts %d, want %d", l.filter, group.Field, item.Key, item.Count, want[item.Key])
			}
			delete(want, item.Key)
		}
		if len(want) > 0 {
			t.Fatalf("filter %q: %s does not count %v", l.filter, group.Field, want)
		}
	}
}

// TestNaturalKeysSortAsTheLibraryDoes compares keys with the comparison that they stand for.
func TestNaturalKeysSortAsTheLibraryDoes(t *testing.T) {
	word := rapid.StringMatching(`[a-c ]{0,3}([1-9][0-9]{0,3}[a-c]{0,2}){0,2}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		got, want := newNaturalKey(a).compare(newNaturalKey(b)), natural.Compare(a, b)
		if cmp.Compare(got, 0) != cmp.Compare(want, 0) {
			t.Fatalf("%q and %q: %d, want %d", a, b, got, want)
		}
	})
	for _, pair := range [][2]string{{"Track 2", "track 10"}, {"Élan", "F"}, {"emil", "Émile"}, {"07", "8"}, {"NLM040_006", "NLM040_010"}} {
		if newNaturalKey(pair[0]).compare(newNaturalKey(pair[1])) >= 0 {
			t.Errorf("%q does not stand before %q", pair[0], pair[1])
		}
	}
}

func TestAFilterFindsWordsFieldsAndWhatIsInQuotes(t *testing.T) {
	s := plainSeat()
	at := s.lineOf(&ledger.Upload{
		Row: 7, Job: 2, UploadID: 20428698, TrackID: 9100004, File: "NLM040_001_84–FatDubBeat.wav", Status: "errored", Formats: "mp3,aiff",
		Meta: ledger.NewMeta(map[string]string{"Title": "84 – Fat “Dub” Beat", "Catalog": "Deep Cuts", "Album": "Café Noir", "Artist": "Northlight"}),
	})
	for filter, fits := range map[string]bool{
		"":            true,
		"fat deep":    true,
		"fat shallow": false,
		`"deep cuts"`: true,
		`"cuts deep"`: false,
		`"deep`:       true, // while it is typed
		`catalog:"Deep Cuts" status:errored format:aiff -format:wav job:296204`: true,
		"catalog:deep":                     true,
		`catalog:"deep"`:                   false,
		"-catalog:deep":                    false,
		"status:errored status:queued":     true,
		"status:queued":                    false,
		"STATUS:Errored":                   true,
		`job:"Imports 11/20"`:              false,
		`job:"Imports 11/20 US"`:           true,
		"job:imports":                      true,
		"format:aif":                       true,
		"format:mp3 format:wav":            false,
		"formats:mp3,aiff":                 true,
		"formats:mp3":                      false,
		"cafe":                             true,
		"CAFÉ":                             true,
		"artist:north -composer:north":     true,
		"upload:20428698":                  true,
		"track:91":                         true,
		"http://nothing":                   false,
		"title:fat file:nlm040 album:noir": true,
		"-":                                false, // itself, and no row has it
		"status:":                          true,  // while it is typed
	} {
		q := parseQuery(filter)
		if got := q.misses(at, nil) == 0; got != fits {
			t.Errorf("%s: %v, want %v", filter, got, fits)
		}
	}
}

func TestAClickOnAFacetNarrowsAndASecondOneWidens(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		filter := func() string { return o.settle().Filter }
		for _, step := range []struct {
			field, key string
			widen      bool
			want       string
		}{
			{"status", "waiting", false, "dub status:waiting"},
			{"catalog", "Deep Cuts", false, `dub status:waiting catalog:"Deep Cuts"`},
			{"status", "errored", true, `dub status:waiting catalog:"Deep Cuts" status:errored`},
			{"status", "waiting", true, `dub catalog:"Deep Cuts" status:errored`},
			{"status", "to be sent", false, `dub catalog:"Deep Cuts" status:"to be sent"`},
			{"catalog", "", true, `dub catalog:"Deep Cuts" status:"to be sent" catalog:""`},
			{"catalog", "Deep Cuts", false, `dub status:"to be sent" catalog:"Deep Cuts"`},
			{"catalog", "Deep Cuts", false, `dub status:"to be sent"`},
			{"status", "to be sent", false, "dub"},
			{"catalog", `The "Best"`, false, `dub catalog:"The \"Best\""`},
			{"catalog", `The "Best"`, true, "dub"},
			{"formats", "mp3,aiff", false, `dub formats:"mp3,aiff"`},
		} {
			if step.want == "dub status:waiting" {
				o.desk.Filter("dub")
			}
			o.desk.Narrow(step.field, step.key, step.widen)
			if got := filter(); got != step.want {
				t.Errorf("%s %q, widen %v: %s, want %s", step.field, step.key, step.widen, got, step.want)
			}
		}
	})
}

// TestAWordIsFoundAsIfAllTextWereFolded looks through rows in place and compares that with folding all of
// their text at each look, which takes too long for 100,000 of them.
func TestAWordIsFoundAsIfAllTextWereFolded(t *testing.T) {
	texts := rapid.StringOf(rapid.SampledFrom([]rune("aAbBzZ 1É\u0301eßİKΣ가_")))
	rapid.Check(t, func(t *rapid.T) {
		at := plainSeat().lineOf(&ledger.Upload{
			Row: 10, Job: 2, UploadID: 20428001, File: texts.Draw(t, "file"), Formats: "mp3,wav", Status: "published",
			Meta: ledger.NewMeta(map[string]string{"Title": texts.Draw(t, "title"), "Artist": texts.Draw(t, "artist"), "BPM": "112"}),
		})
		r := at.row()
		all := fold(strings.Join([]string{r.Title, r.File, r.Album, r.Catalog, r.Job, r.Status, "mp3,wav", r.UploadID, r.TrackID, at.Meta().Get("Artist")}, "\n"))
		word := fold(texts.Draw(t, "word"))
		if rapid.Bool().Draw(t, "of it") {
			from := rapid.IntRange(0, len(all)).Draw(t, "from")
			word, _, _ = strings.Cut(all[from:rapid.IntRange(from, len(all)).Draw(t, "to")], "\n")
		}
		if want := strings.Contains(all, word); (&term{value: word, digits: inNumber(word)}).found(at, nil) != want {
			t.Fatalf("%q in %q: found %v", word, all, !want)
		}
	})
}
