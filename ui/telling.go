package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk/words"
)

// quietStep is between the times that quiet hours can begin and end at.
const quietStep = 30 * time.Minute

// tellingChoices lets the person choose when the desktop says that jobs ended.
func (w *Window) tellingChoices() fyne.CanvasObject {
	now := w.view.Telling.Telling
	var from, to *widget.Select
	var quiet *widget.Check
	enable := func() {
		able(quiet, !now.Off)
		able(from, !now.Off && now.Quiet)
		able(to, !now.Off && now.Quiet)
	}
	settle := func() {
		enable()
		w.Desk.Tell(now)
	}
	on := widget.NewCheck(words.T("The desktop says when a job ends"), nil)
	quiet = widget.NewCheck(words.T("Quiet hours"), nil)
	from = timeChoice(now.From, func(at time.Duration) { now.From = at; settle() })
	to = timeChoice(now.To, func(at time.Duration) { now.To = at; settle() })
	on.SetChecked(!now.Off)
	quiet.SetChecked(now.Quiet)
	enable()
	on.OnChanged = func(yes bool) { now.Off = !yes; settle() }
	quiet.OnChanged = func(yes bool) { now.Quiet = yes; settle() }
	until := widget.NewLabel("–")
	rows := container.New(stacked{}, on, container.NewHBox(quiet, from, until, to))
	if problem := w.view.Telling.Problem; problem != "" {
		said := prose(problem)
		said.Importance = widget.WarningImportance
		rows.Add(said)
	}
	return rows
}

// timeChoice is a choice among the times of a day.
func timeChoice(now time.Duration, chosen func(time.Duration)) *widget.Select {
	var times []string
	for at := time.Duration(0); at < 24*time.Hour; at += quietStep {
		times = append(times, fmt.Sprintf("%02d:%02d", int(at.Hours()), int(at.Minutes())%60))
	}
	choice := widget.NewSelect(times, nil)
	choice.SetSelectedIndex(int(now/quietStep) % len(times))
	choice.OnChanged = func(string) { chosen(time.Duration(choice.SelectedIndex()) * quietStep) }
	return choice
}
