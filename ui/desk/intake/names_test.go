package intake

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// namesOf are the kinds that names alone give.
func namesOf(candidates []Candidate, known Known) [][]Kind {
	r := &run{candidates: candidates, known: known, found: make([][]Finding, len(candidates)), lead: make([]int, len(candidates))}
	r.names()
	kinds := make([][]Kind, len(candidates))
	for i, found := range r.found {
		kinds[i] = kindsOf(len(candidates), found)[i]
	}
	return kinds
}

func TestNamesAreCheckedWithoutANetwork(t *testing.T) {
	candidates := []Candidate{
		{Source: "https://a.example/one.mp3", Row: 2},
		{Source: "https://b.example/ONE.MP3"},
		{Source: "https://b.example/one.wav"},
		{Source: "https://A.example/one.mp3#top"},
		{Source: "https://a.example/two.aif"},
		{Source: "https://a.example/two.aiff"},
		{Source: "https://a.example/old.mp3"},
		{Source: "https://a.example/old.wav"},
		{Source: "https://a.example/old.mp3?v=2", UploadID: 7},
		{Source: "https://a.example/notes.flac"},
		{},
		{TrackID: 9, Meta: map[string]string{"Title": "x"}},
		{Source: "https://a.example/get?id=1", File: "three.wav"},
	}
	known := Known{FileNames: map[string][]int64{"Old.mp3": {7}}}
	want := [][]Kind{
		nil,
		{NameTwice},
		{OneOfSeveral},
		{SourceTwice},
		{AifEnding},
		{NameTwice},
		{InQueue},
		{OneOfSeveral, JoinsUpload},
		{NameTwice},
		{NoAudioEnding},
		{NoSource},
		nil,
		nil,
	}
	if diff := cmp.Diff(want, namesOf(candidates, known)); diff != "" {
		t.Error(diff)
	}
	own := []Candidate{{Source: "https://a.example/old.mp3", UploadID: 7}}
	if got := namesOf(own, known); got[0] != nil {
		t.Errorf("a new file for an upload clashes with itself: %v", got)
	}
}

// naive says what names give by comparing each with all before it.
func naive(candidates []Candidate, queue []string) [][]Kind {
	split := func(name string) (stem, ending string, audio bool) {
		name = strings.ToLower(name)
		ending = path.Ext(name)
		stem = strings.TrimSuffix(name, ending)
		if ending == ".aif" {
			ending = ".aiff"
		}
		return stem, ending, ending == ".mp3" || ending == ".wav" || ending == ".aiff"
	}
	kinds := make([][]Kind, len(candidates))
	refused := map[int]bool{} // a source twice, or no audio: it takes no place
	for i, c := range candidates {
		stem, ending, audio := split(path.Base(c.Source))
		aif := strings.HasSuffix(strings.ToLower(c.Source), ".aif")
		source, same, other, queued, joins := false, false, false, false, false
		for j, before := range candidates[:i] {
			source = source || before.Source == c.Source
			if s, e, _ := split(path.Base(before.Source)); !refused[j] && s == stem {
				same, other = same || e == ending, other || e != ending
			}
		}
		for _, name := range queue {
			if s, e, ok := split(name); ok && s == stem {
				queued, joins = queued || e == ending, joins || e != ending
			}
		}
		refused[i] = source || !audio
		add := func(is bool, kind Kind) {
			if is {
				kinds[i] = append(kinds[i], kind)
			}
		}
		add(source, SourceTwice)
		add(!source && !audio, NoAudioEnding)
		add(!refused[i] && aif, AifEnding)
		add(!refused[i] && same, NameTwice)
		clear := !refused[i] && !same
		add(clear && other, OneOfSeveral)
		add(clear && queued, InQueue)
		add(clear && joins && !queued, JoinsUpload)
	}
	return kinds
}

func TestDoublesAreThoseThatComparingAllWithAllFinds(t *testing.T) {
	name := rapid.StringMatching(`[aAbB]{1,2}\.(mp3|MP3|wav|aif|aiff|flac)`)
	rapid.Check(t, func(t *rapid.T) {
		var candidates []Candidate
		for _, file := range rapid.SliceOfN(name, 0, 20).Draw(t, "files") {
			host := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "host")
			candidates = append(candidates, Candidate{Source: "https://" + host + ".example/" + file})
		}
		queue := rapid.SliceOfN(name, 0, 5).Draw(t, "queue")
		known := Known{FileNames: map[string][]int64{}}
		for n, file := range queue {
			known.FileNames[file] = append(known.FileNames[file], int64(n+1))
		}
		if diff := cmp.Diff(naive(candidates, queue), namesOf(candidates, known)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestADoubleSaysWhichRowTheFirstIsIn(t *testing.T) {
	findings := checked(t, []Candidate{
		{UploadID: 1, Source: "/none/a.flac", Row: 1},
		{Source: "/none/a.flac", Row: 1200},
	}, Known{}, Rules{})
	if got := findings[1].Text; got != "The same source is in row 1 already. Leave it out here." {
		t.Error(got)
	}
}

// batchOf is n candidates, of which a third shares one file name.
func batchOf(n int) ([]Candidate, Known) {
	candidates := make([]Candidate, n)
	known := Known{FileNames: map[string][]int64{}}
	for i := range candidates {
		name := fmt.Sprint("Track ", i, ".mp3")
		if i%3 == 0 {
			name = "Same.mp3"
		}
		candidates[i] = Candidate{Source: fmt.Sprint("https://h.example/", i, "/", name), Meta: map[string]string{"Title": "x", "Album": ""}}
		known.FileNames[fmt.Sprint("Old ", i, ".wav")] = []int64{int64(i)}
	}
	return candidates, known
}

// BenchmarkNames checks the names and fields of 10,000 candidates, against ten times 1,000: what grew
// with the square would take ten times as long.
func BenchmarkNames(b *testing.B) {
	check := func(candidates []Candidate, known Known) {
		n := len(candidates)
		r := &run{
			candidates: candidates, known: known, rules: Rules{Required: []string{"Title", "Album"}},
			found: make([][]Finding, n), lead: make([]int, n), fields: make([][]bool, n),
		}
		r.names()
		r.blanks()
		r.missing()
	}
	b.Run("measured", func(b *testing.B) {
		candidates, known := batchOf(10_000)
		for b.Loop() {
			check(candidates, known)
		}
		b.ReportMetric(3, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		candidates, known := batchOf(1000)
		for b.Loop() {
			for range 10 {
				check(candidates, known)
			}
		}
	})
}
