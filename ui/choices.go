package ui

import (
	"fmt"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pressroom/ui/desk/words"
)

// windowSizes are how large everything in the window can be, in percent of what suits the screen.
var windowSizes = []int{80, 90, 100, 125, 150, 175, 200}

// sizeChoice lets the person choose how large everything is from the next start on.
func (w *Window) sizeChoice() *widget.Select {
	names := make([]string, len(windowSizes))
	for n, size := range windowSizes {
		names[n] = fmt.Sprintf("%d %%", size)
	}
	choice := widget.NewSelect(names, nil)
	choice.SetSelectedIndex(slices.Index(windowSizes, sizeIn(w.App.Preferences())))
	choice.OnChanged = func(string) { w.App.Preferences().SetInt(preferSize, windowSizes[choice.SelectedIndex()]) }
	return choice
}

func sizeIn(p fyne.Preferences) int {
	if size := p.IntWithFallback(preferSize, 100); slices.Contains(windowSizes, size) {
		return size
	}
	return 100
}

// Scale is how large everything is to be, as Fyne's environment variable FYNE_SCALE takes it; empty for
// what suits the screen.
func Scale(p fyne.Preferences) string {
	size := sizeIn(p)
	if size == 100 {
		return ""
	}
	return strconv.FormatFloat(float64(size)/100, 'f', -1, 64)
}

// lookChoice lets the person choose between day and night.
func (w *Window) lookChoice() *widget.Select {
	choice := widget.NewSelect([]string{words.T("As the system"), words.T("Light"), words.T("Dark")}, nil)
	choice.SetSelectedIndex(w.App.Preferences().Int(preferTheme))
	choice.OnChanged = func(string) { w.setLook(choice.SelectedIndex()) }
	return choice
}

// languageChoice lets the person choose the language of the next start.
func (w *Window) languageChoice() *widget.Select {
	names, tags := []string{words.T("As the system")}, []string{""}
	for _, l := range words.Languages() {
		names, tags = append(names, l.Name), append(tags, l.Tag)
	}
	choice := widget.NewSelect(names, nil)
	choice.SetSelectedIndex(max(slices.Index(tags, w.App.Preferences().String(preferLanguage)), 0))
	choice.OnChanged = func(string) { w.App.Preferences().SetString(preferLanguage, tags[choice.SelectedIndex()]) }
	return choice
}

// Language is the tag of the language to speak: the one that the person chose, or else the one that fits
// the system's best.
func Language(p fyne.Preferences) string {
	chosen := p.String(preferLanguage)
	if slices.ContainsFunc(words.Languages(), func(l words.Language) bool { return l.Tag == chosen }) {
		return chosen
	}
	return words.Match([]string{lang.SystemLocale().String()})
}

// setLook holds the window to light (1) or dark (2), or has it follow the system (0), from now on.
func (w *Window) setLook(look int) {
	w.App.Preferences().SetInt(preferTheme, look)
	w.applyLook()
}

// applyLook gives the window the look that was chosen last.
func (w *Window) applyLook() {
	t := Theme{}
	switch w.App.Preferences().Int(preferTheme) {
	case 1:
		v := theme.VariantLight
		t.Variant = &v
	case 2:
		v := theme.VariantDark
		t.Variant = &v
	}
	w.App.Settings().SetTheme(t)
}
