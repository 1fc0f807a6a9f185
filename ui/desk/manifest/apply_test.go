package manifest

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pressroom/api"
)

func apply(t *testing.T, content string, rules Rules) ([]Entry, []Problem) {
	t.Helper()
	s := read(t, content)
	s.Folder = filepath.FromSlash("/lists")
	return Apply(s, Propose(s.Header, siteFields), rules)
}

func TestRowsBecomeEntries(t *testing.T) {
	got, problems := apply(t, "Upload ID,URL,Filename,Formats,Title,Genre\n"+
		",https://host.example/a%20b.wav?key=1,,\"mp3, .aif\",One ,\n"+
		",, sub/b.wav ,WAV + mp3; mp3,Two,Dub\n"+
		",/music/c.wav,c.wav,,,\n"+
		`,C:\music\d.wav,,aif,,`+"\n"+
		",file:///music/e%20f.wav,,,,\n"+
		"77,,g.wav,aiff,Seven,Jazz\n", Rules{})
	want := []Entry{
		{Row: 2, Source: "https://host.example/a%20b.wav?key=1", Formats: []api.Format{api.MP3, api.AIFF}, Meta: map[string]string{"Title": "One "}},
		{Row: 3, Source: filepath.FromSlash("/lists/sub/b.wav"), Formats: []api.Format{api.MP3, api.WAV}, Meta: map[string]string{"Title": "Two", "Genre": "Dub"}},
		{Row: 4, Source: "/music/c.wav"},
		{Row: 5, Source: `C:\music\d.wav`, Formats: []api.Format{api.AIFF}},
		{Row: 6, Source: filepath.FromSlash("/music/e f.wav")},
		{Row: 7, UploadID: 77, Formats: []api.Format{api.AIFF}, Meta: map[string]string{"Title": "Seven", "Genre": "Jazz"}},
	}
	if diff := cmp.Diff(want, got); diff != "" || len(problems) > 0 {
		t.Error(diff, problems)
	}
}

func TestEveryFaultOfARowIsNamed(t *testing.T) {
	got, problems := apply(t, "Upload ID,URL,Formats,Title,Key,UPC,Custom: UPC\n"+
		",,mp3,Nowhere,,,\n"+ // 2
		",http://host.example/a.wav,flac mp4,One,,,\n"+
		"12a,http://host.example/b.wav,,One,,,\n"+
		"-5,,,One,,,\n"+ // 5
		",ftp://host.example/c.wav,,One,,,\n"+
		",https://,,One,,,\n"+
		",http://host.example/d.wav,,#REF!,,,5.9E+12\n"+
		",http://host.example/e.wav,,,,,5.90E+12\n"+
		",http://host.example/f.wav,,One,C,,\n"+ // 10
		",http://host.example/f.wav,,One,C,,\n"+
		",http://other.example/F.WAV,,One,C,,\n"+
		",http://host.example/f.mp3,,One,C,,\n"+
		"9,http://host.example/f.wav,,One,C,,x\n"+
		"9,,,One,C,,x\n", Rules{Required: []string{"Title", "Album"}})
	var rows []int
	for _, e := range got {
		rows = append(rows, e.Row)
	}
	if diff := cmp.Diff([]int{9, 10, 13, 14}, rows); diff != "" {
		t.Error(diff)
	}
	type found struct {
		Row    int
		Column string
		Kind   Kind
		Fatal  bool
	}
	var kinds []found
	for _, p := range problems {
		kinds = append(kinds, found{p.Row, p.Column, p.Kind, p.Fatal})
		if !strings.HasSuffix(p.Text, ".") {
			t.Errorf("no sentence: %q", p.Text)
		}
	}
	want := []found{
		{0, "", Missing, false},
		{2, "", NoSource, true},
		{3, "Formats", BadFormat, true},
		{3, "Formats", BadFormat, true},
		{4, "Upload ID", BadNumber, true},
		{5, "Upload ID", BadNumber, true},
		{6, "URL", BadSource, true},
		{7, "URL", BadSource, true},
		{8, "Title", BadCell, true},
		{8, "Custom: UPC", ShortNumber, false},
		{9, "Title", Missing, false},
		{9, "Custom: UPC", ShortNumber, false},
		{11, "URL", SameSource, true},
		{12, "URL", SameName, true},
		{13, "URL", SameTrack, false},
		{14, "URL", SameSource, false},
		{15, "Upload ID", SameUpload, true},
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
}

func TestAddressesWithoutAFileNameAreNotTakenForTheSameFile(t *testing.T) {
	got, problems := apply(t, "URL,Title\nhttp://host.example/get.php?id=1,One\nhttp://host.example/get.php?id=2,Two\nhttp://host.example/?id=3,Three\n", Rules{})
	if len(got) != 3 || len(problems) != 0 {
		t.Errorf("%v, %v", got, problems)
	}
}

func TestABlankCellNeverErasesUnlessTheRulesSaySo(t *testing.T) {
	const list = "Upload ID,File,Title,Genre,Album,BPM,Key\n7,,,Dub, ,,\n8,,Eight,Dub,A,120,\n,a.wav,,,,,\n"
	got, problems := apply(t, list, Rules{})
	want := []Entry{
		{Row: 2, UploadID: 7, Meta: map[string]string{"Genre": "Dub"}},
		{Row: 3, UploadID: 8, Meta: map[string]string{"Title": "Eight", "Genre": "Dub", "Album": "A", "BPM": "120"}},
		{Row: 4, Source: filepath.FromSlash("/lists/a.wav")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	said := []Problem{
		{Row: 2, Kind: Blank, Text: "Title, Album, BPM and 1 more are blank: what the site has there stays."},
		{Row: 3, Kind: Blank, Column: "Key", Text: "Key is blank: what the site has there stays."},
	}
	if diff := cmp.Diff(said, problems); diff != "" {
		t.Error(diff)
	}
	got, problems = apply(t, list, Rules{BlanksErase: true, Required: []string{"Key"}})
	want[0].Meta = map[string]string{"Title": "", "Genre": "Dub", "Album": "", "BPM": "", "Key": ""}
	want[1].Meta["Key"] = ""
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	said = []Problem{
		{Row: 2, Kind: Missing, Column: "Key", Text: "Key is missing, and this site requires it."},
		{Row: 2, Kind: Blank, Text: "Title, Album, BPM and 1 more are blank: what the site has there is taken away."},
		{Row: 3, Kind: Missing, Column: "Key", Text: "Key is missing, and this site requires it."},
		{Row: 3, Kind: Blank, Column: "Key", Text: "Key is blank: what the site has there is taken away."},
		{Row: 4, Kind: Missing, Column: "Key", Text: "Key is missing, and this site requires it."},
	}
	if diff := cmp.Diff(said, problems); diff != "" {
		t.Error(diff)
	}
}

func TestAMappingThatCannotServeIsOneProblem(t *testing.T) {
	s := read(t, "Title,Genre\nOne,Dub\nTwo,Dub\n")
	for _, m := range []Mapping{{}, Propose(s.Header, siteFields), Mapping{}.With(Column{At: 2, Target: Source}), Mapping{}.With(Column{At: -1, Target: Source})} {
		entries, problems := Apply(s, m, Rules{})
		if len(entries) != 0 || len(problems) != 1 || !problems[0].Fatal || problems[0].Row != 0 || problems[0].Kind != NoColumn {
			t.Errorf("%v: %v, %v", m, entries, problems)
		}
	}
}
