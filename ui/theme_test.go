package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"image/color"
	"math"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"pressroom/ui/parts"
)

// luminance is how light a colour is, as WCAG 2 counts it.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// contrast is the ratio of two colours, as WCAG 2 counts it.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestContrastIsCountedAsWCAGDoes(t *testing.T) {
	if c := contrast(color.Black, color.White); math.Abs(c-21) > 0.01 {
		t.Errorf("black on white is %.2f", c)
	}
	if c := contrast(rgb(0x767676), color.White); math.Abs(c-4.54) > 0.01 {
		t.Errorf("#767676 on white is %.2f", c)
	}
}

var variants = map[string]fyne.ThemeVariant{"light": theme.VariantLight, "dark": theme.VariantDark}

func TestTextCanBeReadOnEveryGround(t *testing.T) {
	inks := []fyne.ThemeColorName{
		theme.ColorNameForeground, parts.ColorSoft, theme.ColorNamePlaceHolder, theme.ColorNameDisabled, theme.ColorNameHyperlink,
		parts.ColorDone, parts.ColorErrored, parts.ColorUnknown, theme.ColorNamePrimary,
		theme.ColorNameError, theme.ColorNameWarning, theme.ColorNameSuccess,
	}
	grounds := []fyne.ThemeColorName{
		parts.ColorPanel, parts.ColorGround, parts.ColorChosen,
		theme.ColorNameBackground, theme.ColorNameInputBackground, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground,
		theme.ColorNameHeaderBackground,
	}
	for name, variant := range variants {
		for _, ground := range grounds {
			for _, ink := range inks {
				if c := contrast(Theme{}.Color(ink, variant), Theme{}.Color(ground, variant)); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f, want 4.5", name, ink, ground, c)
				}
			}
		}
		if c := contrast(Theme{}.Color(theme.ColorNameForegroundOnPrimary, variant), Theme{}.Color(theme.ColorNamePrimary, variant)); c < 4.5 {
			t.Errorf("%s: the text of the main button has a contrast of %.2f", name, c)
		}
		if c := contrast(Theme{}.Color(theme.ColorNameForeground, variant), Theme{}.Color(theme.ColorNameButton, variant)); c < 4.5 {
			t.Errorf("%s: the text of a button has a contrast of %.2f", name, c)
		}
	}
}

func TestBarPartsCanBeToldApart(t *testing.T) {
	for name, variant := range variants {
		waiting := Theme{}.Color(parts.ColorWaiting, variant)
		for _, part := range []fyne.ThemeColorName{parts.ColorDone, theme.ColorNamePrimary, parts.ColorErrored} {
			if c := contrast(Theme{}.Color(part, variant), waiting); c < 2 {
				t.Errorf("%s: %s beside what waits has a contrast of %.2f", name, part, c)
			}
		}
	}
}

// namesOfParts are the colour names that the widgets declare.
func namesOfParts(t *testing.T) (names []fyne.ThemeColorName) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "parts/tone.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		kind, isType := spec.Type.(*ast.SelectorExpr)
		value, isText := spec.Values[0].(*ast.BasicLit)
		if isType && isText && kind.Sel.Name == "ThemeColorName" {
			name, err := strconv.Unquote(value.Value)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, fyne.ThemeColorName(name))
		}
		return true
	})
	return names
}

// noTheme is what Fyne's own theme answers to a name that it does not know.
func noTheme(variant fyne.ThemeVariant) color.Color {
	return theme.DefaultTheme().Color("no such colour", variant)
}

func TestThemeKnowsEveryColourOfTheWidgets(t *testing.T) {
	names := namesOfParts(t)
	if len(names) < 9 {
		t.Fatalf("only %q were found", names)
	}
	for _, name := range names {
		day, night := Theme{}.Color(name, theme.VariantLight), Theme{}.Color(name, theme.VariantDark)
		if day == noTheme(theme.VariantLight) || night == noTheme(theme.VariantDark) {
			t.Errorf("the theme does not know %s", name)
		}
		if day == night {
			t.Errorf("%s is the same by day and by night", name)
		}
	}
}

func TestThemeHoldsItsVariantWhateverTheSystemSays(t *testing.T) {
	for name, variant := range variants {
		held := Theme{Variant: &variant}
		for _, system := range variants {
			if held.Color(theme.ColorNameForeground, system) != (Theme{}).Color(theme.ColorNameForeground, variant) {
				t.Errorf("held to %s it follows the system", name)
			}
		}
	}
}
