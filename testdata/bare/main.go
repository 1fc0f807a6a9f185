// Bare is the least program with a window of Fyne's. Pressroom's start, memory and idling are compared with it.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	w := app.NewWithID("io.github.pressroom.Bare").NewWindow("Bare")
	w.SetContent(widget.NewLabel("A window with nothing but a label in it."))
	w.Resize(fyne.NewSize(1400, 900))
	w.ShowAndRun()
}
