package parts

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// statuses is a group as a queue has it, with some of them chosen.
func statuses(chosen ...string) FacetGroup {
	g := FacetGroup{Title: "Status", Items: []FacetItem{
		{Key: "w", Label: "Waiting", Count: "412", Shape: Ring, Tone: Waiting},
		{Key: "p", Label: "Publishing", Count: "12", Shape: Half, Tone: Accent},
		{Key: "d", Label: "Published", Count: "1,203", Shape: Disc, Tone: Done},
		{Key: "e", Label: "Errored", Count: "3", Shape: Cross, Tone: Errored},
		{Key: "u", Label: "Unknown", Count: "0", Shape: Question, Tone: Soft},
	}}
	for i := range g.Items {
		g.Items[i].Chosen = slices.Contains(chosen, g.Items[i].Key)
	}
	return g
}

// catalogs is a group of n items with names too long for a narrow column.
func catalogs(n int) FacetGroup {
	g := FacetGroup{Title: "Catalog"}
	for i := range n {
		g.Items = append(g.Items, FacetItem{Key: fmt.Sprint(i), Label: fmt.Sprintf("Deep Cuts and Shallow Water %d", i), Count: fmt.Sprint(i)})
	}
	return g
}

func facetsInWindow(t *testing.T, groups ...FacetGroup) (f *Facets, chosen *[]string) {
	t.Helper()
	paperApp(t)
	f, chosen = NewFacets(), new([]string)
	f.More = func(n int) string { return fmt.Sprintf("%d more…", n) }
	f.OnChoose = func(group int, key string, widen bool) {
		*chosen = append(*chosen, fmt.Sprint(group, " ", key, " ", widen))
	}
	inWindow(t, f, 192, 400)
	f.SetGroups(groups)
	return f, chosen
}

// facetWords lists the lines that are shown.
func facetWords(f *Facets) []string {
	var list []string
	for _, v := range f.body.views {
		if v != nil && v.box.Visible() {
			list = append(list, v.text.Text)
		}
	}
	return list
}

func tapFacet(f *Facets, press, release int, modifier fyne.KeyModifier) {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: modifier}
	e.Position = fyne.NewPos(40, f.lines[press].y+5)
	f.body.MouseDown(e)
	e.Position = fyne.NewPos(40, f.lines[release].y+5)
	f.body.MouseUp(e)
	f.body.Tapped(&e.PointEvent)
}

func TestAFacetIsChosenByClickAndByKey(t *testing.T) {
	f, chosen := facetsInWindow(t, FacetGroup{Title: "Nothing"}, statuses(), catalogs(3))
	c := fyne.CurrentApp().Driver().CanvasForObject(f)
	tapFacet(f, 2, 2, 0)
	if c.Focused() != f || !f.body.ring.Visible() || f.body.ring.Position().Y != f.lines[2].y {
		t.Error("no focus on the clicked line, or none to see")
	}
	tapFacet(f, 8, 8, fyne.KeyModifierShortcutDefault)
	tapFacet(f, 0, 0, 0) // a title
	tapFacet(f, 2, 3, 0) // slid away
	for _, name := range []fyne.KeyName{fyne.KeyUp, fyne.KeySpace, fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn, fyne.KeyHome, fyne.KeyUp, fyne.KeyReturn} {
		f.TypedKey(&fyne.KeyEvent{Name: name})
	}
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeySpace, Modifier: fyne.KeyModifierShortcutDefault})
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierShortcutDefault})
	want := []string{"1 p false", "2 1 true", "2 0 false", "1 e false", "1 w false", "2 2 true"}
	if !slices.Equal(*chosen, want) {
		t.Errorf("chosen %q, want %q", *chosen, want)
	}
	c.Unfocus()
	if f.body.ring.Visible() {
		t.Error("the focus shows although it is elsewhere")
	}
}

func TestATapWithoutAPressChoosesAFacet(t *testing.T) {
	f, chosen := facetsInWindow(t, statuses())
	test.TapCanvas(fyne.CurrentApp().Driver().CanvasForObject(f), fyne.NewPos(60, f.lines[4].y+10))
	if !slices.Equal(*chosen, []string{"0 e false"}) {
		t.Errorf("chosen %q", *chosen)
	}
}

func TestTabComesToWhatIsChosen(t *testing.T) {
	f, _ := facetsInWindow(t, statuses("d"), catalogs(2))
	c := fyne.CurrentApp().Driver().CanvasForObject(f)
	c.FocusNext()
	if c.Focused() != f || f.place != 3 {
		t.Errorf("focused %v at line %d", c.Focused(), f.place)
	}
	f, _ = facetsInWindow(t, statuses())
	f.FocusGained()
	if f.place != 1 {
		t.Errorf("with nothing chosen it comes to line %d", f.place)
	}
	f, chosen := facetsInWindow(t)
	f.FocusGained()
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if len(*chosen) != 0 || f.body.ring.Visible() {
		t.Error("without items there is something to choose")
	}
}

func TestTheKeyboardStaysAtItsFacet(t *testing.T) {
	f, _ := facetsInWindow(t, statuses(), catalogs(3))
	f.FocusGained()
	f.moveTo(7)
	f.SetGroups([]FacetGroup{statuses(), {Title: "Job", Items: catalogs(4).Items}, catalogs(3)})
	if id := f.lines[f.place].id; id != (facetID{facetItem, "Catalog", "0"}) {
		t.Errorf("it went to %v", id)
	}
	f.SetGroups([]FacetGroup{statuses()})
	if id := f.lines[f.place].id; id.kind != facetItem || !f.body.ring.Visible() {
		t.Errorf("when its item vanished it went to %v", id)
	}
	f.SetGroups(nil)
	if f.place != -1 || f.body.ring.Visible() || len(facetWords(f)) != 0 {
		t.Error("something is left of nothing")
	}
}

func TestALongGroupOpensOut(t *testing.T) {
	g := catalogs(30)
	g.Items[20].Chosen = true
	f, chosen := facetsInWindow(t, g)
	if n := len(f.lines); n != 1+facetsFirst+1+1 || f.lines[n-1].text != "21 more…" || f.lines[n-2].id.key != "20" {
		t.Fatalf("%d lines, last %v", n, f.lines[n-2:])
	}
	f.FocusGained()
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if len(f.lines) != 31 || len(*chosen) != 0 || f.lines[f.place].id.key != "9" {
		t.Errorf("%d lines, chosen %q, at %v", len(f.lines), *chosen, f.lines[f.place].id)
	}
	f.SetGroups([]FacetGroup{catalogs(12)})
	if len(f.lines) != 13 {
		t.Error("a group that was opened closed again")
	}
	f.More = nil
	f.SetGroups([]FacetGroup{{Title: "Job", Items: catalogs(12).Items}})
	if len(f.lines) != 13 {
		t.Error("items are hidden without a word")
	}
}

func TestOnlyFacetsThatChangedArePainted(t *testing.T) {
	f, _ := facetsInWindow(t, statuses(), catalogs(3))
	before := f.body.binds
	f.SetGroups([]FacetGroup{statuses(), catalogs(3)})
	changed := statuses()
	changed.Items[1].Count = "13"
	f.SetGroups([]FacetGroup{changed, catalogs(3)})
	if n := f.body.binds - before; n != 1 {
		t.Errorf("%d lines were painted for one that changed", n)
	}
}

func TestHundredsOfFacetsScrollAndKeysFollow(t *testing.T) {
	f, _ := facetsInWindow(t, statuses(), catalogs(500))
	f.More = nil
	f.SetGroups(f.groups)
	if n := len(facetWords(f)); n > 18 {
		t.Errorf("%d lines are drawn in a view of 400", n)
	}
	f.FocusGained()
	for _, name := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyUp, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyDown} {
		f.TypedKey(&fyne.KeyEvent{Name: name})
		l, top := f.lines[f.place], f.scroll.Offset.Y
		if l.y < top || l.y+facetHeight > top+f.scroll.Size().Height {
			t.Errorf("after %s the focus is at %v, in view are %v and on", name, l.y, top)
		}
		if name == fyne.KeyHome && top != 0 {
			t.Errorf("the first title is hidden at %v", top)
		}
	}
	test.Scroll(fyne.CurrentApp().Driver().CanvasForObject(f), fyne.NewPos(50, 50), 0, -1e6)
	if w := facetWords(f); len(w) == 0 || f.body.views[len(f.lines)-1].text.Text != w[len(w)-1] {
		t.Errorf("the end shows %q", w)
	}
}

func TestFacetWordsKeepWithinTheirLine(t *testing.T) {
	f, _ := facetsInWindow(t, statuses("d"), catalogs(9), FacetGroup{Title: "A title that is a good deal too long", Items: []FacetItem{{Label: "x", Count: "1,234,567,890,123,456,789"}}})
	for width := float32(20); width < 400; width += 13 {
		f.Resize(fyne.NewSize(width, 700))
		for _, v := range f.body.views {
			if v == nil || !v.box.Visible() {
				continue
			}
			word, count := v.text, v.count
			end := word.Position().X
			if word.Visible() {
				end += fyne.MeasureText(word.Text, word.TextSize, word.TextStyle).Width
			}
			if count.Visible() && (end > count.Position().X || count.Position().X+count.Size().Width > v.ground.Size().Width) {
				t.Fatalf("at %v %q runs into %q", width, word.Text, count.Text)
			}
			if word.Visible() && end > v.ground.Size().Width {
				t.Fatalf("at %v %q ends at %v of %v", width, word.Text, end, v.ground.Size().Width)
			}
		}
	}
}

func TestThePointerShowsWhatItCanChoose(t *testing.T) {
	f, _ := facetsInWindow(t, statuses())
	e := &desktop.MouseEvent{}
	e.Position = fyne.NewPos(40, f.lines[2].y+3)
	f.body.MouseIn(e)
	if !f.body.hover.Visible() || f.body.Cursor() != desktop.PointerCursor {
		t.Error("an item does not say that it can be clicked")
	}
	e.Position.Y = f.lines[0].y + 3
	f.body.MouseMoved(e)
	if f.body.hover.Visible() || f.body.Cursor() != desktop.DefaultCursor {
		t.Error("a title says that it can be clicked")
	}
	f.body.MouseOut()
}

func TestFacetsLookAsTheyDid(t *testing.T) {
	g := catalogs(11)
	g.Items[9].Chosen = true
	f, _ := facetsInWindow(t, statuses("w"), g)
	f.FocusGained()
	f.moveTo(2)
	test.AssertRendersToMarkup(t, "small/facets.xml", fyne.CurrentApp().Driver().CanvasForObject(f))
}
