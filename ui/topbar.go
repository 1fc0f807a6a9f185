package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// topBar holds the site and its state, the ways in, the filter and the next step of the main job.
type topBar struct {
	w       *Window
	object  fyne.CanvasObject
	dot     *parts.Dot
	site    *key
	add     *key
	filter  *field
	asked   string // what the desk was last asked to filter by
	awaited bool   // and has not shown yet, nor was asked for another filter since
	of      string // the site of the filter
	counts  *widget.Label
	undo    *key
	row     *fyne.Container // all but the banner
	sites   *key
	publish *key
	banner  *banner
}

func newTopBar(w *Window) *topBar {
	t := &topBar{w: w, dot: parts.NewDot(parts.Waiting), counts: soft(""), banner: newBanner(w)}
	t.counts.Truncation = fyne.TextTruncateOff
	t.site = newKey("", func() { w.popUp(t.site, w.siteItems()) })
	t.add = newIconKey(words.T("Add tracks"), theme.MenuDropDownIcon(), func() { w.popUp(t.add, w.addItems()) })
	t.add.IconPlacement = widget.ButtonIconTrailingText
	t.site.Icon, t.site.IconPlacement = theme.MenuDropDownIcon(), widget.ButtonIconTrailingText
	t.filter = newField(words.T("Filter tracks"))
	t.filter.Icon = theme.SearchIcon()
	t.filter.OnChanged = t.ask
	t.undo = newKey("", w.Desk.Undo)
	t.filter.escaped = func() {
		t.filter.SetText("")
		w.queue.focus()
	}
	t.filter.OnSubmitted = func(string) { w.queue.focus() }
	t.sites = newIconKey("", theme.SettingsIcon(), w.sitesPage)
	t.publish = newKey(words.T("Review and publish…"), w.review)
	t.publish.Importance = widget.HighImportance
	left := container.NewHBox(container.NewCenter(inset(0, 0, 4, 0, t.dot)), t.site, t.add)
	right := container.NewHBox(container.NewCenter(t.counts), t.undo, t.sites, t.publish)
	t.row = container.New(&barLayout{t}, left, right, inset(0, 0, 4, 4, t.filter))
	bar := inset(9, 9, 12, 12, t.row)
	t.object = container.New(stacked{}, bar, line(), t.banner.object)
	return t
}

func (t *topBar) paint(v desk.View) {
	t.dot.SetTone(siteTone(v.Site.State))
	label(t.site, short(v.Site.Name, 28))
	say(t.counts, words.T("%s of %s", words.Figure(v.Rows.Len()), words.Figure(v.All)))
	t.follow(v)
	if words := short(v.Work.Undo, 32); words != t.undo.Text {
		t.undo.SetText(words)
		t.row.Refresh()
	}
	able(t.publish, v.Next != 0)
	able(t.add, v.Site.State != desk.SiteNeedsKey)
	t.banner.paint(v)
}

// barLayout gives the filter what is left between both ends. The last change by name gives way where
// there is little room: it is in the menu too.
type barLayout struct{ t *topBar }

// undoFrom is how wide the bar must be to name the last change.
const undoFrom = 1100

func (b *barLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	left, right, filter := o[0].MinSize(), o[1].MinSize(), o[2].MinSize()
	width := left.Width + right.Width + filter.Width
	if b.t.undo.Visible() {
		width -= b.t.undo.MinSize().Width + b.t.undo.Theme().Size(theme.SizeNamePadding)
	}
	return fyne.NewSize(width, fyne.Max(left.Height, fyne.Max(right.Height, filter.Height)))
}

func (b *barLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	show(b.t.undo, b.t.undo.Text != "" && size.Width >= undoFrom)
	left, right := o[0].MinSize().Width, o[1].MinSize().Width
	for i, at := range []struct{ x, width float32 }{{0, left}, {size.Width - right, right}, {left, size.Width - left - right}} {
		o[i].Move(fyne.NewPos(at.x, 0))
		o[i].Resize(fyne.NewSize(at.width, size.Height))
	}
}

// ask has the desk filter by what was typed.
func (t *topBar) ask(filter string) {
	t.asked, t.awaited = filter, true
	t.w.Desk.Filter(filter)
}

// follow shows the desk's filter, once it has caught up with what was typed: a view made before must not
// take letters back.
func (t *topBar) follow(v desk.View) {
	t.awaited = t.awaited && v.Filter != t.asked && v.Site.ID == t.of
	if t.of = v.Site.ID; t.awaited || t.filter.Text == v.Filter {
		return
	}
	t.filter.OnChanged = nil
	t.filter.SetText(v.Filter)
	t.filter.OnChanged = t.ask
}

func siteTone(s desk.SiteState) parts.Tone {
	switch s {
	case desk.SiteReady:
		return parts.Done
	case desk.SiteTrouble:
		return parts.Unknown
	case desk.SiteNeedsKey:
		return parts.Errored
	}
	return parts.Waiting
}

// label sets a button's text where it differs.
func label(b *key, words string) {
	if b.Text != words {
		b.SetText(words)
	}
}

// able enables or disables what can be.
func able(o fyne.Disableable, can bool) {
	switch {
	case can && o.Disabled():
		o.Enable()
	case !can && !o.Disabled():
		o.Disable()
	}
}

// short cuts a name in the middle of the window's furniture to a number of runes.
func short(name string, most int) string {
	runes := []rune(strings.Join(strings.Fields(name), " "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most-1]) + "…"
}

// siteItems are the connected sites, as a menu.
func (w *Window) siteItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, s := range w.view.Sites {
		item := fyne.NewMenuItem(short(s.Name, 40)+" – "+s.Word, func() { w.Desk.ShowSite(s.ID) })
		item.Checked = s.ID == w.view.Site.ID
		items = append(items, item)
	}
	items = append(items, fyne.NewMenuItemSeparator())
	if !hasPractice(w.view) {
		items = append(items, fyne.NewMenuItem(words.T("Try the practice site"), w.Desk.OpenPractice))
	}
	return append(items, fyne.NewMenuItem(words.T("Connect a site…"), func() { w.connectPage("") }))
}

func hasPractice(v desk.View) bool {
	for _, s := range v.Sites {
		if s.Practice {
			return true
		}
	}
	return false
}

// popUp shows a menu under a button.
func (w *Window) popUp(under fyne.CanvasObject, items []*fyne.MenuItem) {
	at := w.App.Driver().AbsolutePositionForObject(under)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), at.AddXY(0, under.Size().Height+2))
}

// banner is one line under the top bar: what is wrong with the site as a whole, and the next step.
type banner struct {
	object fyne.CanvasObject
	dot    *parts.Dot
	words  *widget.Label
	again  *key
	key    *key
}

func newBanner(w *Window) *banner {
	b := &banner{dot: parts.NewDot(parts.Unknown), words: prose("")}
	b.again = newKey(words.T("Try again now"), func() {
		if w.view.Site.Keyring != "" {
			w.Desk.TryKeyring(w.view.Site.ID)
		} else {
			w.Desk.Refresh()
		}
	})
	b.key = newKey(words.T("Enter the key…"), func() { w.connectPage(w.view.Site.Address) })
	row := container.NewBorder(nil, nil, container.NewCenter(inset(0, 0, 6, 4, b.dot)), container.NewCenter(container.NewHBox(b.again, b.key)), b.words)
	b.object = container.New(stacked{}, ground(parts.ColorGround, inset(4, 4, 12, 12, row)), line())
	b.object.Hide()
	return b
}

func (b *banner) paint(v desk.View) {
	show(b.object, v.Site.Problem != "")
	if v.Site.Problem == "" {
		return
	}
	b.dot.SetTone(siteTone(v.Site.State))
	say(b.words, v.Site.Problem)
	show(b.key, v.Site.State == desk.SiteNeedsKey && !v.Site.Practice)
	show(b.again, v.Site.State == desk.SiteTrouble || v.Site.State == desk.SiteNeedsKey && v.Site.Keyring != "")
}
