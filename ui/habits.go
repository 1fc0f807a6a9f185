package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

const (
	preferNewer = "updates"       // whether to look for a newer version by itself
	preferAsked = "updates.asked" // when that was last, in seconds since 1970
	newerEvery  = 24 * time.Hour
)

// habits are the settings of what Pressroom does by itself.
func (w *Window) habits() (rows []*widget.FormItem) {
	rows = append(rows, widget.NewFormItem(words.T("Closing"), w.closingChoice()))
	if w.Autostart != nil {
		rows = append(rows, widget.NewFormItem(words.T("At login"), w.autostartChoice()))
	}
	if w.Newer != nil {
		look := widget.NewCheck(words.T("Look for a newer Pressroom once a day"), nil)
		look.Checked = w.App.Preferences().Bool(preferNewer)
		look.OnChanged = func(on bool) {
			w.App.Preferences().SetBool(preferNewer, on)
			w.lookForNewer()
		}
		rows = append(rows, widget.NewFormItem(words.T("Updates"), look))
	}
	return rows
}

// closingChoice lets the person change what was remembered.
func (w *Window) closingChoice() *widget.Select {
	choice := widget.NewSelect([]string{words.T("Ask while a job is followed"), words.T("Follow in the tray"), words.T("Quit")}, nil)
	choice.SetSelectedIndex(min(max(w.App.Preferences().Int(preferClosing), closingAsks), closingQuits))
	choice.OnChanged = func(string) { w.App.Preferences().SetInt(preferClosing, choice.SelectedIndex()) }
	return choice
}

// autostartChoice shows whether the desktop starts Pressroom, as it is and not as it was asked for.
func (w *Window) autostartChoice() fyne.CanvasObject {
	start, other := widget.NewCheck(words.T("Start Pressroom, in the tray where there is one"), nil), soft("")
	other.Hide()
	start.Disable() // until it is known
	var set func(bool)
	told := func(program string, on bool, err error) {
		fyne.Do(func() {
			start.OnChanged = nil
			start.SetChecked(on)
			start.OnChanged = set
			start.Enable()
			switch {
			case err != nil:
				w.Log.Warn("start at login", "error", err)
				tell(other, words.T("The desktop's list of what to start can't be read or written. Nothing was changed."))
			case on && program != "":
				tell(other, words.T("It starts another copy: %s", program))
			default:
				tell(other, "")
			}
		})
	}
	set = func(on bool) {
		start.Disable()
		w.Autostart(&on, told)
	}
	w.Autostart(nil, told)
	return container.New(stacked{}, start, other)
}

// lookForNewer looks for a newer version, where the person wants that and it has not been done for a day.
// Nothing is said of what does not work: it is tried again the next day.
func (w *Window) lookForNewer() {
	p, now := w.App.Preferences(), time.Now()
	asked := time.Unix(int64(p.Int(preferAsked)), 0)
	if w.Newer == nil || !p.Bool(preferNewer) || now.After(asked) && now.Sub(asked) < newerEvery {
		return
	}
	p.SetInt(preferAsked, int(now.Unix()))
	w.Newer(func(version string, err error) {
		fyne.Do(func() {
			switch {
			case err != nil:
				w.Log.Info("look for a newer version", "error", err)
			case version != "":
				w.toasts.Say(words.T("Pressroom %s is there. Look for a newer version, in the menu Help, leads to it.", version), parts.Soft)
			}
		})
	})
}

// newerPage looks for a newer version because the person asked, and says what came of it.
func (w *Window) newerPage() {
	if w.Newer == nil {
		return
	}
	said := prose(words.T("Looking for a newer version…"))
	privacy := prose(words.T("Pressroom asks where its releases are listed, and says nothing of you or of this computer."))
	privacy.Importance = widget.LowImportance
	var p *page
	p = w.openPage("newer", words.T("A newer Pressroom"), container.New(stacked{}, said, privacy), 420, words.T("Open its page"), func() {
		p.close()
		w.browse(w.Releases)
	}, nil)
	p.main.Disable()
	p.back.SetText(words.T("Close"))
	w.win.Canvas().Focus(p.back)
	w.Newer(func(version string, err error) {
		fyne.Do(func() {
			switch {
			case w.page != p: // the person did not wait
			case err != nil:
				w.Log.Warn("look for a newer version", "error", err)
				say(said, words.T("The list of releases did not answer as it should. Look at its page instead, or try again later."))
				p.main.Enable()
			case version == "":
				say(said, words.T("This is the newest: %s.", w.Version))
			default:
				say(said, words.T("Pressroom %s is there; this is %s.", version, w.Version))
				p.main.Enable()
				w.win.Canvas().Focus(p.main)
			}
		})
	})
}
