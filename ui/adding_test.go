package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
)

// checked is the desk with something wrong in what is to be added.
func checked(t *testing.T) desk.View {
	t.Helper()
	v := atWork(t)
	a := &desk.AddingView{
		Number: 3, Title: "400 tracks for the job “Imports 11/20 US”", CanAdd: true, AddButton: "Add the other 397",
		Text: "3 would go wrong and are left out. The others can be added now.",
		Left: "“cover.jpg” is no mp3, wav or aiff file, so it was left out.",
		Groups: []desk.AddingGroup{
			{Title: "2 web pages", Severity: desk.HeldOut, Lines: []desk.AddingLine{
				{Where: "Row 12", Text: "“harbour-lights.wav” is a web page, not audio. Give the address of the file itself: one that a browser downloads without a sign-in."},
				{Where: "Row 13", Text: "“rain.wav” is a web page, not audio. Give the address of the file itself: one that a browser downloads without a sign-in."},
			}},
			{Title: "1 file name twice", Severity: desk.HeldOut, Lines: []desk.AddingLine{
				{Where: "Row 217", Text: "“theme.wav” and the file of row 4 would replace each other on the site. Rename one, or leave it out."},
			}},
			{Title: "41 addresses out of this machine's reach", Severity: desk.Warned},
			{Title: "1 .aif file that counts as AIFF", Severity: desk.Noted, Lines: []desk.AddingLine{{Where: "bells.aif", Text: "“bells.aif” counts as AIFF. Nothing is to be done."}}},
		},
		More: "And 120 more.",
	}
	for n := range 41 {
		g := &a.Groups[2]
		g.Lines = append(g.Lines, desk.AddingLine{
			Where: fmt.Sprintf("Row %d", 40+n),
			Text:  "files.northlight.example did not answer in 10 s. The site fetches by itself; check the address if it cannot either.",
		})
	}
	v.Adding = a
	return v
}

func checking(t *testing.T) desk.View {
	t.Helper()
	v := atWork(t)
	v.Adding = &desk.AddingView{
		Number: 3, Title: "Checking 1,000 tracks…", Text: "312 of 1,000 checked, about 20 s left", Working: true, Share: 0.312, CanStop: true,
	}
	return v
}

func TestWhatWasFoundIsShownAndAskedAboutOnce(t *testing.T) {
	w, d := at(t, checked(t))
	if w.page == nil || w.page.name != "adding" {
		t.Fatal("no page is open")
	}
	settle(w)
	reads(t, front(w), "400 tracks for the job “Imports 11/20 US”", "3 would go wrong", "“cover.jpg” is no mp3", "Left out: 2 web pages", "Row 12",
		"“rain.wav” is a web page", "Left out: 1 file name twice", "Look at this: 41 addresses")
	test.Tap(button(t, front(w), "Add the other 397"))
	w.Show(checked(t)) // the desk has not seen the answer yet
	if w.page != nil {
		t.Error("it is asked about once more")
	}
	d.got(t, "add what was checked")
	next := checked(t)
	next.Adding.Number++
	w.Show(next)
	press(w, fyne.KeyEscape)
	w.Show(next)
	d.got(t, "leave what is added")
}

func TestNothingIsOfferedWhereNothingCanBeAdded(t *testing.T) {
	v := checked(t)
	v.Adding.CanAdd, v.Adding.AddButton = false, "Add the other 0"
	w, d := at(t, v)
	if w.page.main != nil {
		t.Error("it can be added")
	}
	press(w, fyne.KeyReturn)
	d.got(t, "leave what is added")
}

func TestALongCheckCanBeStoppedAndLeadsToWhatWasFound(t *testing.T) {
	w, d := at(t, checking(t))
	reads(t, front(w), "Checking 1,000 tracks…", "312 of 1,000 checked, about 20 s left")
	test.Tap(button(t, front(w), "Stop here"))
	d.got(t, "stop the check")
	w.Show(checked(t))
	if w.page == nil || w.page.name != "adding" {
		t.Fatal("what was found is not shown")
	}
	w.Show(atWork(t))
	if w.page != nil {
		t.Error("the page stays when the desk has nothing to ask")
	}
	w.Show(checking(t))
	press(w, fyne.KeyEscape)
	d.got(t, "leave what is added")
}

func TestWhatIsAskedWaitsForAnOpenPage(t *testing.T) {
	w, _ := at(t, atWork(t))
	w.newJobPage()
	w.Show(checked(t))
	if w.page.name != "job" {
		t.Errorf("%s is open", w.page.name)
	}
	press(w, fyne.KeyEscape)
	if w.page == nil || w.page.name != "adding" {
		t.Error("it is not asked once the page is closed")
	}
}

// matching is the desk with a list whose columns are being matched.
func matching(t *testing.T) desk.View {
	t.Helper()
	v := atWork(t)
	m := &desk.ManifestView{
		Number: 5, File: "november.xlsx", Title: "412 rows in “november.xlsx”", Note: "Say what each column holds. Blank cells change nothing.",
		Choices: []desk.Choice{
			{ID: "", Label: "– leave out –"},
			{ID: "source", Label: "Source address"},
			{ID: "file", Label: "File name"},
			{ID: "formats", Label: "Formats"},
			{ID: "upload_id", Label: "Upload id"},
			{ID: "field:Title", Label: "Title"},
			{ID: "field:Catalog", Label: "Catalog"},
			{ID: "field:Writer 1 First Name", Label: "Writer 1 First Name"},
		},
		Counts: "409 new tracks · 3 rows have a problem", CanAdd: true, AddButton: "Add 409 tracks", Job: 7,
		Problems: []desk.ManifestProblem{
			{Where: "Row 12, Link", Text: `"ftp://files.example/a.wav" cannot be fetched. Give an address that begins with http:// or https://, or a file.`, Out: true},
			{Where: "Row 80", Text: "This row does not say where the audio is. Give it an address or a file name.", Out: true},
			{Where: "Row 81, EAN", Text: "5.90E+12 looks like a longer number that a spreadsheet has shortened. Format the column as text and enter it anew."},
		},
	}
	names := []string{"Link", "Song", "Cat.", "Composer's first name", "Publish as", "EAN", "Remarks of the library"}
	ids := []string{"source", "field:Title", "field:Catalog", "field:Writer 1 First Name", "formats", "", ""}
	for n, name := range names {
		m.Columns = append(m.Columns, desk.ManifestColumn{Name: name, Choice: ids[n], Own: desk.Choice{ID: "field:Custom: " + name, Label: "Custom: " + name}})
	}
	for n := range 8 {
		m.Rows = append(m.Rows, []string{fmt.Sprintf("https://files.northlight.example/2026/11/track-%d.wav", n), "Harbour Lights", "Deep Cuts", "Ada", "mp3, aiff", "5901234123457", ""})
	}
	v.Manifest = m
	return v
}

// choices are the choices of the open list, by column.
func choicesOf(w *Window) (found []*choice) {
	walk(front(w), func(o fyne.CanvasObject) bool {
		c, ok := o.(*choice)
		if ok {
			found = append(found, c)
		}
		return !ok
	})
	return found
}

func TestColumnsAreMatchedOneByOneAndTheListGoesToTheChosenJob(t *testing.T) {
	w, d := at(t, matching(t))
	settle(w)
	reads(t, front(w), "412 rows in “november.xlsx”", "Composer's first name", "Harbour Lights", "5901234123457", "409 new tracks · 3 rows have a problem",
		"These rows are left out", "Row 12, Link")
	all := choicesOf(w)
	if len(all) != 7 || all[1].Selected != "Title" || all[5].Selected != "– leave out –" {
		t.Fatalf("%d choices", len(all))
	}
	all[5].SetSelected("Custom: EAN")
	all[1].SetSelected("File name")
	d.got(t, `column 5 holds "field:Custom: EAN"`, `column 1 holds "file"`)
	v := matching(t)
	v.Manifest.Columns[1].Choice = "file"
	w.Show(v)
	if all[1].Selected != "File name" || all[5].Selected != "– leave out –" {
		t.Errorf("what the desk says is not shown: %s, %s", all[1].Selected, all[5].Selected)
	}
	d.got(t)
	if got := w.page.main.Text; got != "Add 409 tracks" {
		t.Errorf("the button says %q", got)
	}
	test.Tap(w.page.main)
	w.Show(v)
	d.got(t, "add the list to job 7")
	if w.page != nil {
		t.Error("it is asked about once more")
	}
	found := checked(t)
	found.Adding.Number = v.Manifest.Number // of the same batch
	w.Show(found)
	if w.page == nil || w.page.name != "adding" {
		t.Error("what was found of it is not shown")
	}
}

func TestAListWithNothingToAddCanOnlyBeLeft(t *testing.T) {
	v := matching(t)
	v.Manifest.CanAdd, v.Manifest.AddButton, v.Manifest.Counts = false, "Add 0 tracks", "0 new tracks"
	w, d := at(t, v)
	press(w, fyne.KeyReturn)
	d.got(t)
	press(w, fyne.KeyEscape)
	d.got(t, "leave the list")
}

func TestAListThatTakesLongSaysThatItIsRead(t *testing.T) {
	v := atWork(t)
	v.Manifest = &desk.ManifestView{Number: 5, File: "large.xlsx", Reading: true, Title: "Reading “large.xlsx”…"}
	w, d := at(t, v)
	reads(t, front(w), "Reading “large.xlsx”…")
	w.Show(matching(t))
	if len(choicesOf(w)) != 7 {
		t.Error("its columns are not shown once it is read")
	}
	press(w, fyne.KeyEscape)
	d.got(t, "leave the list")
}

func TestResultsAreSavedOrCopied(t *testing.T) {
	w, d := at(t, atWork(t))
	pressCtrl(w, fyne.KeyE)
	reads(t, front(w), "Export results", "Copy the selection")
	if got := jobOptions(w); len(got) != 5 || got[0] != "The 3 selected tracks" || got[1] != "All 12 tracks shown" || !strings.HasPrefix(got[2], "Job “Imports 11/18 US”, 296204") {
		t.Errorf("%q can be chosen", got)
	}
	test.Tap(button(t, front(w), "Copy the selection"))
	d.got(t, "copy the results")
	v := atWork(t)
	v.Copied = &desk.Copied{Number: 1, Text: "Upload ID\tTrack ID"}
	w.Show(v)
	if got := w.App.Clipboard().Content(); got != v.Copied.Text {
		t.Errorf("the clipboard holds %q", got)
	}
	w.App.Clipboard().SetContent("something else")
	w.Show(v)
	if got := w.App.Clipboard().Content(); got != "something else" {
		t.Error("it is copied twice")
	}
	w.exportJob(8)
	walk(front(w), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*widget.Select); ok && !strings.HasPrefix(s.Selected, "Job “Imports 11/20 US”") {
			t.Errorf("%q is chosen", s.Selected)
		}
		return true
	})
	press(w, fyne.KeyEscape)
	openMenu(t, w, "Save receipt…")
	reads(t, front(w), "Save a receipt", "It holds no addresses and no key.")
}

func TestNamesOfFilesAreOnesThatEverySystemTakes(t *testing.T) {
	for name, want := range map[string]string{"Imports 11/20 US": "Pressroom Imports 11-20 US", `a:b*?"<>|\c.`: "Pressroom a-b-------c", "Übung": "Pressroom Übung"} {
		if got := fileName(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}

func TestPagesOfWhatIsAddedFitASmallWindowInEveryLanguage(t *testing.T) {
	for _, tag := range []string{"en", "de", "fr", "es", words.Pseudo} {
		speak(t, tag)
		for name, v := range map[string]desk.View{"adding": checked(t), "checking": checking(t), "list": matching(t)} {
			w, _ := at(t, atWork(t))
			resize(w, 800, 600)
			w.Show(v)
			settle(w)
			if size := w.page.popup.Size(); w.page.name != name || size.Width > 800 || size.Height > 600 {
				t.Errorf("%s: the page %s is %v large", tag, w.page.name, size)
			}
		}
	}
}
