// Package assets holds what Pressroom carries with it: pictures and translations, and nothing that runs.
package assets

import "embed"

// IconPNG is the program's icon in PNG, 512 pixels wide and high, made from [IconSVG].
//
//go:embed icon.png
var IconPNG []byte

// WindowPNG is the same, 128 pixels wide and high: a larger one keeps a window from opening for a moment.
//
//go:embed icon-128.png
var WindowPNG []byte

// IconSVG is the program's icon in SVG.
//
//go:embed icon.svg
var IconSVG []byte

// Licences are those of all that Pressroom is made of, as .ci/licences.go gathers them from the modules that
// go.mod pins: JSON with "modules", each of which names its "licences" and in "files" the numbers of its
// "texts".
//
//go:embed licences.json
var Licences []byte

// Translations hold Pressroom's sentences in other languages than English: translations/TAG.json.
//
//go:embed translations/*.json
var Translations embed.FS
