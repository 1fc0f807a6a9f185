package ui

import (
	"errors"
	"image/color"
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// Desk takes what the person does. Every method returns at once; *desk.Desk is one.
type Desk interface {
	OpenPractice()
	Arrive(practice bool, address string, tracks []string)
	ShowSite(id string)
	Connect(name, address, key string)
	ForgetKey(id string)
	TryKeyring(id string)
	RemoveSite(id string)
	Tell(t desk.Telling)
	Refresh()
	Filter(text string)
	SortBy(column desk.Column)
	Select(ids []int64)
	SetFormat(format string, on bool)
	Stop()
	Retry()
	Undo()
	Redo()
	Narrow(field, key string, widen bool)
	ApplyFormats(list string)
	SetPresets(presets []desk.Preset)
	ExportPresets(path string)
	ImportPresets(path string)
	EditMetadata()
	LeaveMetadata()
	SetMetadata(fields map[string]string)
	ShowJob(row int64)
	OpenJob(row int64)
	ShowTracksOf(job int64, failed bool)
	RetryFailed(job int64)
	FindJobs(query string)
	LeaveJobs()
	FindActivity(query string)
	LeaveActivity()
	SaveDiagnostics(path string, about []desk.Field)
	KeepColumns(arranged string)
	Require(fields []string)
	Remove(ids []int64)
	AddTracks(sources []string, job int64)
	AddChecked()
	LeaveAdding()
	StopAdding()
	MapColumn(column int, choice string)
	AddManifest(job int64)
	LeaveManifest()
	Export(part desk.Part, job int64, path string)
	CopyResults()
	SaveReceipt(job int64, path string)
	CreateJob(name, email string)
	Review(job int64)
	CancelReview()
	Publish(onComplete string)
	Settle(item int64, happened bool, id int64)
}

// Options is what a window needs.
type Options struct {
	App     fyne.App
	Desk    Desk
	Screen  *Screen // that the desk shows its views on
	Log     *slog.Logger
	Version string
	// Quit ends the program, in order.
	Quit func()
	// Versions are those of all that the program is made of.
	Versions []desk.Field
	// Crashed is the report of the run before, where that crashed.
	Crashed string
	// Autostart tells whether the desktop starts Pressroom at a login and which program it starts then, empty
	// for this one; where set is not nil, it first has it so. It returns at once and answers on any goroutine.
	// Nil where this system has no such thing.
	Autostart func(set *bool, answer func(program string, on bool, err error))
	// Newer tells the version of a newer Pressroom, empty where there is none. It returns at once and answers
	// on any goroutine. Nil where nobody is to be asked.
	Newer func(answer func(version string, err error))
	// Releases is the address of the page with the releases.
	Releases string
}

// Window is Pressroom's one window. Its methods belong to the UI goroutine.
type Window struct {
	Options
	win  fyne.Window
	view desk.View // what is painted
	page *page     // the page that is open, or nil
	// answered says that the review of the latest views was answered, of which the desk does not know yet.
	answered bool

	top    *topBar
	queue  *queue
	facets *facetsPanel
	chosen *selectionPanel
	jobs   *jobsPanel
	status *statusLine
	toasts *parts.Toasts
	first  fyne.CanvasObject
	desk   fyne.CanvasObject
	blank  fyne.CanvasObject

	told    int // the last notice that was shown
	copied  int // the last text that went to the clipboard
	batches answered
	started bool
	asked   string // the address for whose key the person was asked last
	tray    bool   // the desktop has one
	hidden  bool   // the window is in the tray
	places  places
}

// New makes the window and its menus. It is empty until the first view.
func New(o Options) (*Window, error) {
	if o.App == nil || o.Desk == nil || o.Screen == nil || o.Log == nil || o.Quit == nil {
		return nil, errors.New("ui: App, Desk, Screen, Log and Quit are needed")
	}
	w := &Window{Options: o}
	w.applyLook() // first: what is made under another theme keeps its colours until it is refreshed
	fonts := readFonts()
	w.win = o.App.NewWindow("Pressroom")
	<-fonts
	w.build()
	w.win.SetMainMenu(w.menu())
	w.win.SetMaster()
	w.win.SetCloseIntercept(w.closed)
	w.win.SetOnDropped(w.dropped)
	w.win.Canvas().SetOnTypedKey(w.typed)
	w.win.Resize(w.size())
	o.Screen.paintBy(w.paint)
	return w, nil
}

// readFonts reads the fonts while the window system is asked for a first window, and closes what it returns
// once it has. Until then nothing else may measure text.
func readFonts() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
			fyne.MeasureText("Pressroom", theme.TextSize(), style)
		}
	}()
	return done
}

// build makes the window's regions.
func (w *Window) build() {
	w.top = newTopBar(w)
	w.queue = newQueue(w)
	w.facets = newFacetsPanel(w)
	w.chosen = newSelectionPanel(w)
	w.jobs = newJobsPanel(w)
	w.status = newStatusLine(w)
	w.toasts = parts.NewToasts()
	w.places.name("queue.table", w.queue.table)
	w.places.name("top.publish", w.top.publish)
	w.places.name("facets", w.facets.list)
	w.places.name("job.again", w.jobs.detail.again)
	for format, choice := range w.chosen.choices {
		w.places.name("picker."+format, choice)
	}
	work := frame(nil, nil, w.facets.object, w.chosen.object, w.queue.table)
	split := container.NewVSplit(work, w.jobs.object)
	split.Offset = 0.72
	// Panels have no ground of their own: the driver clears each frame to their colour, and to fill all of it once
	// more takes as long as all that is drawn on it.
	w.desk = frame(w.top.object, w.status.object, nil, nil, split)
	w.first = w.firstPage()
	w.blank = canvas.NewRectangle(color.Transparent)
	w.desk.Hide()
	w.first.Hide()
	w.win.SetContent(container.NewStack(w.blank, w.desk, w.first, w.toasts))
	w.win.SetPadded(false)
}

// OpenJob brings the window to the front and shows a job in full: the person clicked a notification of it.
// It may be called on any goroutine and returns at once.
func (w *Window) OpenJob(row int64) {
	fyne.Do(func() {
		w.Raise()
		w.Desk.OpenJob(row)
		if w.win.Canvas().Size().Width < roomy && w.page == nil {
			w.jobPage(row)
		}
	})
}

// paint brings the window to the latest view.
func (w *Window) paint() {
	next := w.Screen.take()
	if next == nil {
		return
	}
	v := *next
	w.view = v
	w.face(v)
	if v.Site != nil {
		w.top.paint(v)
		w.queue.paint(v)
		w.facets.paint(v)
		w.chosen.paint(v)
		w.jobs.paint(v)
		w.status.paint(v)
	}
	w.paintPage(v)
	for _, n := range v.Notices {
		if n.Number > w.told {
			w.told = n.Number
			w.toasts.Say(n.Text, toned(n.Tone))
		}
	}
	if v.Copied != nil && v.Copied.Number > w.copied {
		w.copied = v.Copied.Number
		w.App.Clipboard().SetContent(v.Copied.Text)
	}
	// What is shown for the first time is not on the canvas yet and cannot ask for a frame itself.
	w.blank.Refresh()
	w.report(v)
}

// face shows the desk, or the page of the first start where no site is connected yet.
func (w *Window) face(v desk.View) {
	if v.Ready && v.Site != nil && !w.desk.Visible() && w.page == nil {
		defer w.queue.focus() // not on a button of the page that goes
	}
	show(w.desk, v.Ready && v.Site != nil)
	show(w.first, v.Ready && v.Site == nil)
	if v.Ready && !w.started {
		w.started = true
		w.lookForNewer()
		if w.Crashed != "" {
			w.crashPage(w.Crashed)
		}
	}
	if v.Ready && v.Ask != w.asked && (w.page == nil || v.Ask == "") {
		if w.asked = v.Ask; v.Ask != "" {
			w.connectPage(v.Ask)
		}
	}
}

func show(o fyne.CanvasObject, visible bool) {
	switch {
	case visible && !o.Visible():
		o.Show()
	case !visible && o.Visible():
		o.Hide()
	}
}

// Preferences hold the window's size, theme and language, never work.
const (
	preferWidth    = "window.width"
	preferHeight   = "window.height"
	preferTheme    = "theme"
	preferSize     = "size"     // in percent
	preferLanguage = "language" // a tag; empty for the system's
)

func (w *Window) size() fyne.Size {
	p := w.App.Preferences()
	width, height := p.FloatWithFallback(preferWidth, 1400), p.FloatWithFallback(preferHeight, 900)
	return fyne.NewSize(float32(max(width, 800)), float32(max(height, 600)))
}

// Remember keeps the window's size for the next start.
func (w *Window) Remember() {
	size := w.win.Canvas().Size()
	if size.IsZero() { // it was never shown
		return
	}
	w.App.Preferences().SetFloat(preferWidth, float64(size.Width))
	w.App.Preferences().SetFloat(preferHeight, float64(size.Height))
}

// Close ends what the window does by itself.
func (w *Window) Close() { w.toasts.Close() }

// dropped adds what was dropped anywhere on the window.
func (w *Window) dropped(_ fyne.Position, uris []fyne.URI) {
	if w.view.Site == nil {
		w.toasts.Say(words.T("There is no queue to add this to yet. Try the practice site, or connect your site, and drop it again."), parts.Unknown)
		return
	}
	sources := make([]string, 0, len(uris))
	for _, u := range uris {
		if u.Scheme() == "file" {
			sources = append(sources, u.Path())
		} else {
			sources = append(sources, u.String())
		}
	}
	w.Desk.AddTracks(sources, desk.DefaultJob)
}
