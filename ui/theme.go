package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"pressroom/ui/parts"
)

// Theme is warm paper by day and graphite by night, with one accent.
type Theme struct {
	// Variant holds the theme to light or dark; nil follows the system.
	Variant *fyne.ThemeVariant
}

type palette struct {
	ground, panel, line, ink, soft, accent, onAccent, button, done, errored, unknown, waiting, chosen, hover, shadow color.NRGBA
}

var light = palette{
	ground: rgb(0xf6f5f3), panel: rgb(0xffffff), line: rgb(0xe3e0db), ink: rgb(0x22252a), soft: rgb(0x646972),
	accent: rgb(0x2f5fd0), onAccent: rgb(0xffffff), button: rgb(0xe9e6e1), done: rgb(0x2a774a), errored: rgb(0xb3261e), unknown: rgb(0x8a5a00),
	waiting: rgb(0xc9c5bd), chosen: rgb(0xe4ecfb), hover: rgba(0x22252a, 0x0d), shadow: rgba(0x22252a, 0x14),
}

var dark = palette{
	ground: rgb(0x1b1d21), panel: rgb(0x23262b), line: rgb(0x343840), ink: rgb(0xe8e6e1), soft: rgb(0x9da3ad),
	accent: rgb(0x8fb0ff), onAccent: rgb(0x1b1d21), button: rgb(0x363b44), done: rgb(0x6fcf97), errored: rgb(0xff8a80), unknown: rgb(0xffcf70),
	waiting: rgb(0x555b66), chosen: rgb(0x2b3854), hover: rgba(0xe8e6e1, 0x12), shadow: rgba(0x000000, 0x40),
}

func rgb(hex uint32) color.NRGBA { return rgba(hex, 0xff) }

func rgba(hex uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: alpha}
}

// Color returns a colour by name; names that are not Pressroom's own look as in Fyne's theme.
func (t Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if t.Variant != nil {
		variant = *t.Variant
	}
	p := light
	if variant == theme.VariantDark {
		p = dark
	}
	switch name {
	case theme.ColorNameHeaderBackground, parts.ColorGround:
		return p.ground
	case theme.ColorNameBackground, parts.ColorPanel, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground, theme.ColorNameInputBackground:
		return p.panel
	case theme.ColorNameSeparator, parts.ColorLine:
		return p.line
	case theme.ColorNameInputBorder: // an empty check is this and nothing else
		return p.waiting
	case theme.ColorNameButton:
		return p.button
	case theme.ColorNameDisabledButton:
		return blend(p.panel, p.button)
	case theme.ColorNameForeground:
		return p.ink
	case theme.ColorNamePlaceHolder, parts.ColorSoft, theme.ColorNameDisabled:
		return p.soft
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return p.accent
	case theme.ColorNameFocus:
		focus := p.accent
		focus.A = 0x50
		return focus
	case theme.ColorNameForegroundOnPrimary:
		return p.onAccent
	case theme.ColorNameSelection, parts.ColorChosen:
		return p.chosen
	case theme.ColorNameHover:
		return p.hover
	case theme.ColorNameShadow:
		return p.shadow
	case theme.ColorNameSuccess, parts.ColorDone:
		return p.done
	case theme.ColorNameError, parts.ColorErrored:
		return p.errored
	case theme.ColorNameWarning, parts.ColorUnknown:
		return p.unknown
	case parts.ColorWaiting:
		return p.waiting
	}
	return theme.DefaultTheme().Color(name, variant)
}

func blend(a, b color.NRGBA) color.NRGBA {
	mid := func(x, y uint8) uint8 { return uint8((int(x) + int(y)) / 2) }
	return color.NRGBA{R: mid(a.R, b.R), G: mid(a.G, b.G), B: mid(a.B, b.B), A: 0xff}
}

// Font returns Fyne's own fonts.
func (t Theme) Font(style fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(style) }

// Icon returns Fyne's own icons.
func (t Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size returns sizes a little smaller than Fyne's, for a window that shows much.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 13
	case theme.SizeNameCaptionText:
		return 12
	case theme.SizeNameSubHeadingText:
		return 15
	case theme.SizeNameHeadingText:
		return 22
	case theme.SizeNameInnerPadding:
		return 7
	case theme.SizeNameInlineIcon:
		return 18
	case theme.SizeNameModalBlurRadius:
		return 0 // a page leaves the work behind it readable
	}
	return theme.DefaultTheme().Size(name)
}
