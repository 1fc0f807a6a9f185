package manifest

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var siteFields = []string{
	"Title", "Alternate Title", "Album", "Catalog", "Genre", "Artist", "ISRC", "BPM", "Track Number", "Description", "Keywords", "Release Date",
	"Writer {X} First Name", "Writer {X} Share", "Publisher {X} Company", "Lyrics", "Key",
}

// meanings are what the columns of a mapping hold, in words.
func meanings(header []string, m Mapping) map[string]string {
	found := map[string]string{}
	for _, c := range m.Columns {
		found[header[c.At]] = string(c.Target)
		if c.Target == Field {
			found[header[c.At]] = "=" + c.Field
		}
	}
	return found
}

func TestColumnsAreMatchedByNameAndByTheNamesThatPeopleUse(t *testing.T) {
	for name, lists := range map[string]map[string]string{
		"the site's own": {
			"Title": "=Title", "Album": "=Album", "Writer 1 First Name": "=Writer 1 First Name", "Writer 12 Share": "=Writer 12 Share",
			"Custom: Season": "=Custom: Season", "Release Date": "=Release Date",
		},
		"loosely written": {
			"TITLE": "=Title", " album ": "=Album", "writer_01_first_name": "=Writer 1 First Name", "Publisher 2: Company": "=Publisher 2 Company",
			"custom:Season": "=Custom: Season", "release-date": "=Release Date", "upload id": "upload_id", "file_name": "file",
		},
		"by other names": {
			"Song title": "=Title", "Alt. title": "=Alternate Title", "Album title": "=Album", "Catalogue": "=Catalog", "Genres": "=Genre",
			"Performer": "=Artist", "Tempo": "=BPM", "Track #": "=Track Number", "Tags": "=Keywords", "Link": "source", "Filename": "file", "Publish as": "formats",
		},
		"in German":                   {"Titel": "=Title", "Künstler": "=Artist", "Dateiname": "file", "Formate": "formats", "Tonart": "=Key", "Stichwörter": "=Keywords"},
		"in French":                   {"Titre": "=Title", "Interprète": "=Artist", "Nom du fichier": "file", "Lien": "source", "Mots-clés": "=Keywords", "Paroles": "=Lyrics"},
		"in Spanish":                  {"Título": "=Title", "Artista": "=Artist", "Nombre de archivo": "file", "Género": "=Genre", "Enlace": "source"},
		"what fits nothing":           {"Invoice": "", "Mood board": "", "Writer First Name": "", "Writer 0 Share": "", "": "", "Custom:": "", "Title (old)": ""},
		"one source of two":           {"URL": "source", "Link": "", "File": "file", "Datei": ""},
		"an exact name before others": {"Track title": "", "Title": "=Title"},
	} {
		var header []string
		for column := range lists {
			header = append(header, column)
		}
		slices.Sort(header)
		want := map[string]string{}
		for column, meaning := range lists {
			if meaning != "" {
				want[column] = meaning
			}
		}
		if diff := cmp.Diff(want, meanings(header, Propose(header, siteFields))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAFieldThatTheSiteLacksIsNotProposed(t *testing.T) {
	header := []string{"Title", "Genre", "Custom: A", "URL"}
	want := map[string]string{"Custom: A": "=Custom: A", "URL": "source"}
	if diff := cmp.Diff(want, meanings(header, Propose(header, nil))); diff != "" {
		t.Error(diff)
	}
}

func TestHowThingsStandIsNotReadAsMetadata(t *testing.T) {
	fields := []string{"Title", "Status", "Job", "Error"}
	header := append(slices.Clone(fixed), "Field: Status")
	got := meanings(header, Propose(header, fields))
	want := map[string]string{
		"Upload ID": "upload_id", "Source": "source", "File name": "file", "Formats": "formats", "Title": "=Title", "Field: Status": "=Status",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := meanings([]string{"Status", "URL"}, Propose([]string{"Status", "URL"}, fields)); got["Status"] != "=Status" {
		t.Errorf("another's list: %v", got)
	}
}

func TestAMappingIsChangedByHandAndRemembered(t *testing.T) {
	header := []string{"URL", "Song", "Working title"}
	m := Propose(header, siteFields).With(Column{At: 2, Target: Field, Field: "Title"})
	want := map[string]string{"URL": "source", "Working title": "=Title"}
	if diff := cmp.Diff(want, meanings(header, m)); diff != "" {
		t.Error(diff)
	}
	if m = m.With(Column{At: 0}); len(m.Columns) != 1 {
		t.Errorf("a column that was left out is there: %v", m)
	}
	m = m.With(Column{At: 1, Target: Source, Field: "forgotten"}).With(Column{At: 1, Target: UploadID})
	content, err := json.Marshal(m)
	if want := `{"columns":[{"at":1,"target":"upload_id"},{"at":2,"target":"field","field":"Title"}]}`; err != nil || string(content) != want {
		t.Errorf("%s, %v", content, err)
	}
	var again Mapping
	if err := json.Unmarshal(content, &again); err != nil || !cmp.Equal(m, again) {
		t.Errorf("%v, %v", again, err)
	}
	if c, ok := again.Of(2); !ok || c.Field != "Title" {
		t.Errorf("%v", c)
	}
}

func TestASignatureFitsTheSameColumnsOnly(t *testing.T) {
	signature := Signature([]string{"File name", "Song Title"})
	for _, same := range [][]string{{"file_name", "SONG TITLE"}, {"File name ", "Song-title", "", " "}} {
		if Signature(same) != signature {
			t.Errorf("%q does not fit", same)
		}
	}
	for _, other := range [][]string{{"Song Title", "File name"}, {"File name"}, {"File name", "Song Title", "BPM"}, {"File", "nameSong Title"}, {"File name", "", "Song Title"}, nil} {
		if Signature(other) == signature {
			t.Errorf("%q fits", other)
		}
	}
}
