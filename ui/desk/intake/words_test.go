package intake

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// constants are the values of a type's constants in a file.
func constants(t *testing.T, file, typeName string) (values []string) {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == typeName {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
		return true
	})
	return values
}

func TestEveryKindAndReasonHasWords(t *testing.T) {
	kinds := constants(t, "finding.go", "Kind")
	if len(kinds) != len(kindWords) {
		t.Errorf("%d kinds, and words for %d", len(kinds), len(kindWords))
	}
	for _, kind := range kinds {
		if kindWords[Kind(kind)] == nil || Kind(kind).Words(1) == Kind(kind).Words(2) {
			t.Errorf("there are no words for %q", kind)
		}
	}
	reasons := constants(t, "gather.go", "Reason")
	if len(reasons) != len(reasonWords) {
		t.Errorf("%d reasons, and words for %d", len(reasons), len(reasonWords))
	}
	for _, reason := range reasons {
		_ = LeftOut{"a.mp3", Reason(reason)}.Text() // which panics without words
	}
}

func TestManyFindingsAreOneSentence(t *testing.T) {
	var findings []Finding
	for i := range 1204 {
		findings = append(findings, Finding{Index: i, Kind: NameTwice, Severity: Error})
	}
	findings = append(
		findings, Finding{Index: 0, Kind: Gone, Severity: Error}, Finding{Index: 5, Kind: Unreachable, Severity: Warning},
		Finding{Index: 6, Kind: AifEnding, Severity: Note},
	)
	got := Summary(findings)
	want := Totals{
		Kinds:  map[Kind]int{NameTwice: 1204, Gone: 1, Unreachable: 1, AifEnding: 1},
		Errors: 1205, Warnings: 1, Notes: 1, Held: 1204,
		Text: "1,205 errors (1,204 file names twice, 1 address with nothing there); 1 warning (1 address out of this machine's reach); " +
			"1 note (1 .aif file that counts as AIFF). Put the errors right, or leave 1,204 tracks out.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := Summary(nil).Text; got != "Nothing wrong was found." {
		t.Error(got)
	}
}

func TestNamesOfOthersAreShownPlainAndShort(t *testing.T) {
	if got := quoted("a\x1b[31m\u202eb\n.mp3"); got != "“a [31mb .mp3”" {
		t.Errorf("%q", got)
	}
	if got := []rune(quoted(string(make([]rune, 5000)))); len(got) != 103 {
		t.Errorf("%d letters", len(got))
	}
}
