package ui

import (
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// preferClosing is what closing the window means while a job is followed.
const preferClosing = "closing"

// What closing the window can mean.
const (
	closingAsks  = iota // each time
	closingKeeps        // Pressroom goes on in the tray
	closingQuits
)

// Run shows the window and runs until the program quits. It calls opened once the window stands on the screen.
// Hidden, the window is not shown before it is called for, and opened is called at once: then the program is
// in the tray, or the window comes as soon as it is known that there is none. Its error is [ErrNoWindow] where
// none can be opened.
func (w *Window) Run(hidden bool, opened func()) error {
	if w.hidden = hidden; !hidden {
		if w.Screen.await(firstViewTakes) { // else the window would open empty, and be painted twice
			w.paint()
		}
		if err := standUp(w.win); err != nil {
			return err
		}
	}
	opened()
	w.App.Run()
	return nil
}

// Raise brings the window to the front, from wherever it is.
func (w *Window) Raise() {
	w.hidden = false
	w.win.Show()
	w.win.RequestFocus()
	w.lookForNewer()
}

// hide leaves the program in the tray.
func (w *Window) hide() {
	w.hidden = true
	w.win.Hide()
}

// SetTray says whether the desktop has a tray. A window that is hidden there comes back where it has gone.
func (w *Window) SetTray(there bool) {
	before := w.tray
	w.tray = there
	if !there && w.hidden {
		w.Raise()
		if before {
			w.toasts.Say(words.T("The desktop has no tray any more, so the window is here again."), parts.Soft)
		}
	}
}

// Take does what a later start of the program asks for, and shows the window.
func (w *Window) Take(practice bool, address string, tracks []string) {
	if address != "" {
		w.asked = "" // it is asked for its key again
	}
	w.Raise()
	w.Desk.Arrive(practice, address, tracks)
}

// closed is told that the person closes the window. It quits, unless a job is followed and the person wants
// something else.
func (w *Window) closed() {
	switch how := w.App.Preferences().Int(preferClosing); {
	case w.page != nil && w.page.name == "closing": // it is being asked
	case w.view.Background.Followed == 0 || how == closingQuits:
		w.Quit()
	case how == closingKeeps && w.tray:
		w.hide()
	default:
		w.closingPage()
	}
}

// closingPage asks what closing the window means while a job is followed. A page that is open stays under
// it and comes back.
func (w *Window) closingPage() {
	b, under := w.view.Background, w.page
	w.page = nil
	remember := widget.NewCheck(words.T("Remember this, and don't ask again"), nil)
	body := container.New(stacked{})
	var p *page
	choose := func(how int, then func()) func() {
		return func() {
			if remember.Checked {
				w.App.Preferences().SetInt(preferClosing, how)
			}
			p.close()
			then()
		}
	}
	quit := choose(closingQuits, w.Quit)
	main, do := words.T("Quit"), quit
	if w.tray {
		body.Add(prose(words.T("In the tray, Pressroom goes on following and tells you of the end.")))
		main, do = words.T("Follow in the tray"), choose(closingKeeps, w.hide)
	} else {
		body.Add(prose(words.T("This desktop has no tray, so Pressroom follows jobs only while its window is open.")))
	}
	leaving := prose(b.Leaving)
	leaving.Importance = widget.LowImportance
	body.Add(leaving)
	body.Add(inset(6, 0, 0, 0, remember))
	p = w.openPage("closing", words.N(b.Followed, "%d job is still followed", "%d jobs are still followed"), body, 480, main, do, nil)
	if w.tray {
		p.also(words.T("Quit"), quit)
	}
	p.gone = func() {
		w.page = under
		if under != nil && under.main != nil {
			w.win.Canvas().Focus(under.main)
		}
		w.paintPage(w.view) // what came meanwhile
	}
}
