package words

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pressroom/assets"
)

// use is a sentence in the source: its key in the files of translations, and the arguments it is given.
type use struct {
	at    token.Position
	key   string
	forms []string // one, or two that go with a number
	args  int
}

func TestEverySentenceIsALiteralWithTheVerbsForItsArguments(t *testing.T) {
	found := uses(t)
	if len(found) < 250 {
		t.Fatalf("%d sentences were found: that cannot be all", len(found))
	}
	for _, u := range found {
		for _, form := range u.forms {
			if got := verbs(form); u.args != len(got) && (u.args > 0 || len(u.forms) > 1) {
				t.Errorf("%s: %q has the verbs %v for %d arguments", u.at, form, got, u.args)
			}
			if !slices.Equal(verbs(form), verbs(u.forms[0])) {
				t.Errorf("%s: the forms %q and %q have other verbs", u.at, u.forms[0], form)
			}
		}
		if len(u.forms) == 2 && (len(verbs(u.forms[0])) == 0 || verbs(u.forms[0])[0] != "1d") {
			t.Errorf("%s: %q does not have its number as the first argument", u.at, u.forms[0])
		}
	}
}

func TestEveryLanguageHasEverySentenceAndNoOtherWithItsVerbs(t *testing.T) {
	there := map[string]use{}
	for _, u := range uses(t) {
		there[u.key] = u
	}
	for _, l := range languages[1:] {
		tag := l.Tag
		file, err := assets.Translations.ReadFile("translations/" + tag + ".json")
		if err != nil {
			t.Fatal(err)
		}
		book, err := parse(file)
		if err != nil {
			t.Fatalf("%s: %v", tag, err)
		}
		for _, key := range slices.Sorted(maps.Keys(book)) {
			u, known := there[key]
			e := book[key]
			switch {
			case !known:
				t.Errorf("%s: no sentence is %q", tag, key)
			case (len(u.forms) == 2) != (e.forms != nil):
				t.Errorf("%s: %q has plural forms in one language and not in the other", tag, key)
			}
			for _, translation := range append(slices.Collect(maps.Values(e.forms)), e.sentence) {
				if known && translation != "" && !slices.Equal(verbs(translation), verbs(u.forms[0])) {
					t.Errorf("%s: %q has other verbs than %q", tag, translation, key)
				}
			}
		}
		for _, key := range slices.Sorted(maps.Keys(there)) {
			if _, done := book[key]; !done {
				t.Errorf("%s: %q is not translated (%s)", tag, key, there[key].at)
			}
		}
	}
}

// uses are the sentences in main.go and in all packages under ui, those of tests left out.
func uses(t *testing.T) (found []use) {
	t.Helper()
	files := token.NewFileSet()
	read := func(path string) {
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		inside := file.Name.Name == "words"
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			u := use{at: files.Position(call.Pos())}
			from, to := 0, 1 // the arguments that are its English
			switch called(call.Fun, inside) {
			case "T", "Later":
				u.args = len(call.Args) - 1
			case "N":
				from, to, u.args = 1, 3, len(call.Args)-2 // its number is its first argument
			default:
				return true
			}
			for _, arg := range call.Args[from:to] {
				text, ok := literal(arg)
				if !ok {
					t.Errorf("%s: what is to be translated is no literal", u.at)
					return true
				}
				u.forms = append(u.forms, text)
			}
			u.key = strings.Join(u.forms, "|")
			found = append(found, u)
			return true
		})
	}
	root := filepath.Join("..", "..", "..")
	read(filepath.Join(root, "main.go"))
	err := filepath.WalkDir(filepath.Join(root, "ui"), func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			read(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// called is the name of a function of this package that is called, or empty.
func called(f ast.Expr, inside bool) string {
	switch f := f.(type) {
	case *ast.Ident:
		if inside {
			return f.Name
		}
	case *ast.SelectorExpr:
		if of, ok := f.X.(*ast.Ident); ok && of.Name == "words" && !inside {
			return f.Sel.Name
		}
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, ok := literal(e.X)
		right, also := literal(e.Y)
		return left + right, ok && also && e.Op == token.ADD
	}
	return "", false
}

// verbs are the verbs of a sentence with the number of the argument that each is for, in order of those:
// "1d".
func verbs(sentence string) (found []string) {
	at := 0
	for _, m := range regexp.MustCompile(`%(?:\[(\d+)\])?([^\[])`).FindAllStringSubmatch(sentence, -1) {
		if m[2] == "%" {
			continue
		}
		if at++; m[1] != "" {
			at, _ = strconv.Atoi(m[1])
		}
		found = append(found, fmt.Sprint(at, m[2]))
	}
	slices.Sort(found)
	return slices.Compact(found)
}
