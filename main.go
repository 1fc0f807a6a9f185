package main

import (
	_ "pressroom/deps"

	"fyne.io/fyne/v2/app"
	_ "fyne.io/fyne/v2/container"
	_ "fyne.io/fyne/v2/dialog"
	_ "fyne.io/fyne/v2/test"
	_ "fyne.io/fyne/v2/widget"
	_ "modernc.org/sqlite"
)

func main() { app.New().NewWindow("x").ShowAndRun() }
