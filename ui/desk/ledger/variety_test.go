package ledger

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAVarietyCountsTheValuesThatEachFieldHas(t *testing.T) {
	names := []string{"Title", "Album", "BPM", "No such field"}
	text := rapid.StringMatching(`[ab]{0,2}`)
	rapid.Check(t, func(r *rapid.T) {
		packer := NewPacker(somewhere)
		var packed []Packed
		values := make([]map[string]bool, len(names))
		for range rapid.IntRange(1, 200).Draw(r, "uploads") {
			u := &Upload{
				Row: rapid.Int64Range(1, 1e6).Draw(r, "row"), Job: 7, UploadID: 20_428_698, File: text.Draw(r, "file"), Status: rapid.SampledFrom([]string{"uploaded", "errored"}).Draw(r, "status"),
				Problem: rapid.StringMatching(`[a-z]{0,9}`).Draw(r, "problem"), Sources: []string{"a.wav", "b.wav"},
				Meta: NewMeta(rapid.MapOf(rapid.SampledFrom([]string{"Title", "Album", "BPM", "Artist"}), text).Draw(r, "fields")),
			}
			packed = append(packed, packer.Pack(u))
			for n, name := range names {
				if values[n] == nil {
					values[n] = map[string]bool{}
				}
				values[n][u.Meta.Get(name)] = true
			}
		}
		most := rapid.IntRange(1, 8).Draw(r, "most")
		variety := packer.Lexicon().NewVariety(most, names...)
		for _, p := range packed {
			variety.Add(p)
		}
		for at, name := range names {
			n, one := variety.Values(at)
			want := len(values[at])
			if min(n, most+1) != min(want, most+1) || want == 1 && one != slices.Collect(maps.Keys(values[at]))[0] || want > 1 && one != "" {
				r.Fatalf("%s has %d values, %q; want %v", name, n, one, values[at])
			}
		}
	})
}
