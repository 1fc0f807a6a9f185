package ledger

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// FuzzMeta holds the reading of metadata to encoding/json: the same fields, and the same texts refused.
func FuzzMeta(f *testing.F) {
	for _, text := range []string{
		`null`, `{}`, `{"Title":"T"}`, `{"Album":"A","Title":""}`, `{"":""}`, `{"B":"1","A":"2"}`, `{"A":"1","A":"2"}`, `{"A":"1","B":"2",}`,
		`{"A":1}`, `{"a":1,"b":"c"}`, `{"A":"1" }`, `{"A" :"1"}`, `{"A":"1"}}`, `{"A":"1",}`, `{"A":"1"`, `{"A":"`, `{"`, `{"A":"1","`, `{,"A":"1"}`, ``,
		`{"A":"say \"x\""}`, `{"A":"Rock \u0026 Roll"}`, `{"A":"Émile"}`, "{\"A\":\"\xff\"}", "{\"A\":\"\x01\"}", `{"A":null}`, `[]`, `{"A":"\ud800"}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want map[string]string
		refused := json.Unmarshal([]byte(text), &want)
		got, err := new(unpacker).meta(text)
		if (err == nil) != (refused == nil) {
			t.Fatalf("%q: %v, by encoding/json %v", text, err, refused)
		}
		if err == nil && !maps.Equal(got.Map(), want) {
			t.Fatalf("%q: %v, by encoding/json %v", text, got.Map(), want)
		}
	})
}

// FuzzList is the same of a list of file names.
func FuzzList(f *testing.F) {
	for _, text := range []string{`null`, `[]`, `["a.wav"]`, `["a.wav","b.wav"]`, `[""]`, `["a\"b"]`, `["Rock \u0026 Roll.wav"]`, `["a"`, `["`, `["]`, `[1]`, "[\"\xff\"]", ``} {
		for _, file := range []string{"a.wav", "", `a\"b`, `a.wav","b.wav`, "\xff"} {
			f.Add(text, file)
		}
	}
	f.Fuzz(func(t *testing.T, text, file string) {
		var want []string
		refused := json.Unmarshal([]byte(text), &want)
		got, err := new(unpacker).list(text, file)
		if (err == nil) != (refused == nil) || err == nil && !slices.Equal(got, want) {
			t.Fatalf("%q: %q, %v, by encoding/json %q, %v", text, got, err, want, refused)
		}
	})
}

func TestMetadataIsWhatItWasMadeOf(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "Title", "Rock & Roll", `"\`, "Émile"}))
	rapid.Check(t, func(t *rapid.T) {
		fields := rapid.MapOfN(texts, texts, 0, 8).Draw(t, "fields")
		meta := NewMeta(fields)
		if !maps.Equal(meta.Map(), fields) || meta != NewMeta(maps.Clone(fields)) {
			t.Fatalf("%v became %v", fields, meta.Map())
		}
		for name, value := range fields {
			if meta.Get(name) != value {
				t.Fatalf("%q is %q, not %q", name, meta.Get(name), value)
			}
		}
		text, err := json.Marshal(meta)
		if err != nil {
			t.Fatal(err)
		}
		var again Meta
		if err := json.Unmarshal(text, &again); err != nil || again != meta {
			t.Fatalf("%s became %v: %v", text, again.Map(), err)
		}
	})
}

func TestMetadataThatIsNoTextIsKeptAsTheFileKeepsIt(t *testing.T) {
	if got := NewMeta(map[string]string{"T\xff": "a\xffb"}).Get("T�"); got != "a�b" {
		t.Errorf("it became %q", got)
	}
}

func TestAPickerGetsWhatEachFieldHas(t *testing.T) {
	names := []string{"Title", "Album", "BPM", "No such field"}
	text := rapid.StringMatching(`[a-zA-Zé ]{0,6}`)
	rapid.Check(t, func(r *rapid.T) {
		packer, pick, into := NewPacker(somewhere), NewPicker(names...), make([]Word, len(names))
		for range rapid.IntRange(1, 20).Draw(r, "uploads") {
			m := NewMeta(rapid.MapOf(rapid.SampledFrom([]string{"Title", "Album", "BPM", "Artist", "Catalog", "Zone"}), text).Draw(r, "fields"))
			packed := packer.Pack(&Upload{Row: 1, Meta: m})
			var e Entry
			packer.Lexicon().Open(packed, &e)
			pick.Pick(&e, into)
			for n, name := range names {
				if into[n].Text != m.Get(name) {
					r.Fatalf("%s of %v is %q", name, m.Map(), into[n].Text)
				}
			}
		}
	})
}
