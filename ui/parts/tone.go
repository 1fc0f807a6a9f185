package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Tone says what a word, dot or message means, and so which colour it takes.
type Tone int

// The tones. Plain is the ink of ordinary text; Soft is for what may be
// overlooked.
const (
	Plain Tone = iota
	Soft
	Accent
	Done
	Errored
	Unknown
	Waiting
)

// The colour names that these widgets ask a theme for, beside Fyne's own. A
// theme that does not know one gets this package's colour for the variant.
const (
	ColorDone    fyne.ThemeColorName = "pressroomDone"
	ColorErrored fyne.ThemeColorName = "pressroomErrored"
	ColorUnknown fyne.ThemeColorName = "pressroomUnknown"
	ColorWaiting fyne.ThemeColorName = "pressroomWaiting"
	ColorSoft    fyne.ThemeColorName = "pressroomSoft"
	ColorLine    fyne.ThemeColorName = "pressroomLine"
	ColorPanel   fyne.ThemeColorName = "pressroomPanel"
	ColorGround  fyne.ThemeColorName = "pressroomGround"
	ColorChosen  fyne.ThemeColorName = "pressroomChosen" // the ground of a selected row
)

// pair is one colour by day and by night.
type pair struct{ light, dark color.NRGBA }

var fallbacks = map[fyne.ThemeColorName]pair{
	ColorDone:    {rgb(0x2e7d4f), rgb(0x6fcf97)},
	ColorErrored: {rgb(0xb3261e), rgb(0xff8a80)},
	ColorUnknown: {rgb(0x8a5a00), rgb(0xffcf70)},
	ColorWaiting: {rgb(0xc9c5bd), rgb(0x555b66)},
	ColorSoft:    {rgb(0x6a6f78), rgb(0x9aa0aa)},
	ColorLine:    {rgb(0xe3e0db), rgb(0x343840)},
	ColorPanel:   {rgb(0xffffff), rgb(0x23262b)},
	ColorGround:  {rgb(0xf6f5f3), rgb(0x1b1d21)},
	ColorChosen:  {rgb(0xe6edfb), rgb(0x2b3654)},
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

// Resolve gives the theme's colour of that name, or this package's own where
// the theme has none.
func Resolve(name fyne.ThemeColorName, th fyne.Theme, variant fyne.ThemeVariant) color.Color {
	own, ours := fallbacks[name]
	c := th.Color(name, variant)
	if !ours || (c != nil && c != color.Transparent) {
		return c
	}
	if variant == theme.VariantLight {
		return own.light
	}
	return own.dark
}

// ToneColor gives the colour of a tone in a theme.
func ToneColor(t Tone, th fyne.Theme, variant fyne.ThemeVariant) color.Color {
	return Resolve(toneName(t), th, variant)
}

func toneName(t Tone) fyne.ThemeColorName {
	switch t {
	case Soft:
		return ColorSoft
	case Accent:
		return theme.ColorNamePrimary
	case Done:
		return ColorDone
	case Errored:
		return ColorErrored
	case Unknown:
		return ColorUnknown
	case Waiting:
		return ColorWaiting
	default:
		return theme.ColorNameForeground
	}
}

// textTone gives the tone in which words are written: the colour of waiting is
// made for areas and too faint to read.
func textTone(t Tone) Tone {
	if t == Waiting {
		return Soft
	}
	return t
}

// sane is the tone, or Plain for one that does not exist.
func sane(t Tone) Tone {
	if t < Plain || t > Waiting {
		return Plain
	}
	return t
}

// themed is what every widget here needs to ask a theme for colours and sizes.
type themed struct {
	th      fyne.Theme
	variant fyne.ThemeVariant
}

func themeOf(w interface{ Theme() fyne.Theme }) themed {
	return themed{th: w.Theme(), variant: fyne.CurrentApp().Settings().ThemeVariant()}
}

func (t themed) color(name fyne.ThemeColorName) color.Color { return Resolve(name, t.th, t.variant) }

func (t themed) tone(tone Tone) color.Color           { return ToneColor(tone, t.th, t.variant) }
func (t themed) size(name fyne.ThemeSizeName) float32 { return t.th.Size(name) }
