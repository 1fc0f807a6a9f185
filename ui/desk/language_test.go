package desk

import (
	"strings"
	"testing"

	"pressroom/ui/desk/words"
)

// speak has the desk speak a language until the test ends.
func speak(t *testing.T, tag string) {
	t.Helper()
	if err := words.Use(tag); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := words.Use("en"); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatTheDeskSaysIsTranslated(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.close()
		speak(t, words.Pseudo)
		o.open()
		o.settle()
		said := func(where, text string) {
			for part := range strings.SplitSeq(text, " · ") {
				if strings.HasPrefix(part, "⟦") != strings.HasSuffix(part, "⟧") || !strings.HasPrefix(part, "⟦") && strings.Trim(part, "0123456789") != "" {
					t.Errorf("%s says %q", where, part)
				}
			}
		}
		o.selectAll()
		o.desk.SetFormat("wav", true)
		v := o.settle()
		for where, text := range map[string]string{
			"the selection's title": v.Selection.Title, "its number": v.Selection.Of, "a status": v.Rows.At(0).Status, "a format": v.Selection.Formats[0].Note,
			"the site": v.Site.Word, "the key": v.Key, "a removal": v.Selection.Removal.Title, "what goes": v.Selection.Removal.Text,
			"undo": v.Work.Undo, "a job": v.Jobs[0].Name, "when": v.Jobs[0].When, "its words": v.Jobs[0].Words,
		} {
			said(where, text)
		}
		main := v.Jobs[0]
		o.desk.Review(main.Row)
		v = o.settle()
		for where, text := range map[string]string{"a review": v.Review.Title, "its text": v.Review.Text, "its button": v.Review.GoButton} {
			said(where, text)
		}
		o.desk.Publish("")
		v = o.settle()
		said("what is followed", v.Watching)
		said("a job that is published", v.Jobs[0].When+" · "+v.Jobs[0].Words)
	})
}

func TestTheMainJobIsCalledByTheLanguageOfThisStart(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.job("Main job")
		o.close()
		speak(t, "de")
		o.open()
		if v := o.settle(); o.job("Hauptauftrag").Row == 0 || v.Rows.At(0).Job != "Hauptauftrag" {
			t.Errorf("jobs %+v, row %+v", v.Jobs, v.Rows.At(0))
		}
	})
}
