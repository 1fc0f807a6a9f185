package intake

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"pressroom/api/practice/audio"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// put makes a file with that content, and the folders that it is in.
func put(t testing.TB, content string, path ...string) string {
	t.Helper()
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// record makes a short file of sound.
func record(t testing.TB, kind audio.Container, path ...string) string {
	t.Helper()
	name := put(t, "", path...)
	spec := audio.Spec{Container: kind, Rate: 44100, Channels: 2, Bits: 16}
	if kind == audio.MP3 {
		spec.Bits = 0
	}
	if err := audio.Synth(name, spec, 0.3, 1); err != nil {
		t.Fatal(err)
	}
	return name
}

// checked checks without an address among the candidates.
func checked(t testing.TB, candidates []Candidate, known Known, rules Rules) []Finding {
	t.Helper()
	return Check(context.Background(), nil, candidates, known, rules, nil)
}

// kindsOf are the kinds that were found, by candidate.
func kindsOf(n int, findings []Finding) [][]Kind {
	kinds := make([][]Kind, n)
	for _, f := range findings {
		kinds[f.Index] = append(kinds[f.Index], f.Kind)
	}
	return kinds
}
