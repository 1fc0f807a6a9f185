// Draws assets/icon.svg at the sizes that a system asks for, and packs them into its icon file: .ico for
// Windows, .icns for macOS. Each size is drawn, none made smaller from a picture, so that edges stay sharp.
//
//	go run .ci/icons.go assets/icon.svg build/pressroom.ico
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

// icoSizes are those of lists, taskbar and desktop at 100 to 200 %, and the large one, which is a PNG.
var icoSizes = []int{16, 20, 24, 32, 40, 48, 64, 256}

// icnsParts are the sizes of an application's icon, each a PNG under the name that macOS gives it; from ic11
// on they are for screens that are twice as fine.
var icnsParts = []struct {
	name string
	size int
}{
	{"icp4", 16},
	{"icp5", 32},
	{"ic07", 128},
	{"ic08", 256},
	{"ic09", 512},
	{"ic11", 32},
	{"ic12", 64},
	{"ic13", 256},
	{"ic14", 512},
	{"ic10", 1024},
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "iconfile:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: go run .ci/icons.go IN.svg OUT.ico|OUT.icns")
	}
	svg, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var out []byte
	switch ending := filepath.Ext(args[1]); ending {
	case ".ico":
		out, err = ico(svg)
	case ".icns":
		out, err = icns(svg)
	default:
		err = fmt.Errorf("%q is the ending of no icon file that can be written", ending)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(args[1], out, 0o644)
}

// draw paints the drawing into a square of so many pixels.
func draw(svg []byte, size int) (*image.RGBA, error) {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(svg), oksvg.StrictErrorMode)
	if err != nil {
		return nil, fmt.Errorf("read the drawing: %w", err)
	}
	icon.SetTarget(0, 0, float64(size), float64(size))
	picture := image.NewRGBA(image.Rect(0, 0, size, size))
	icon.Draw(rasterx.NewDasher(size, size, rasterx.NewScannerGV(size, size, picture, picture.Bounds())), 1)
	return picture, nil
}

func drawPNG(svg []byte, size int) ([]byte, error) {
	picture, err := draw(svg, size)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, picture)
	return out.Bytes(), err
}

// ico has the small sizes as bitmaps, which everything reads.
func ico(svg []byte) ([]byte, error) {
	const header, entry = 6, 16
	le := binary.LittleEndian
	head := le.AppendUint16(nil, 0)
	head = le.AppendUint16(head, 1) // an icon, not a cursor
	head = le.AppendUint16(head, uint16(len(icoSizes)))
	var body []byte
	for _, size := range icoSizes {
		packed := bitmap
		if size == 256 {
			packed = drawPNG
		}
		content, err := packed(svg, size)
		if err != nil {
			return nil, err
		}
		head = append(head, byte(size), byte(size), 0, 0) // 256 is written as 0
		head = le.AppendUint16(head, 1)
		head = le.AppendUint16(head, 32)
		head = le.AppendUint32(head, uint32(len(content)))
		head = le.AppendUint32(head, uint32(header+entry*len(icoSizes)+len(body)))
		body = append(body, content...)
	}
	return append(head, body...), nil
}

// bitmap is a picture of an .ico: a BITMAPINFOHEADER, blue, green, red and alpha from the lowest
// line up, and a mask that nothing needs beside alpha.
func bitmap(svg []byte, size int) ([]byte, error) {
	picture, err := draw(svg, size)
	if err != nil {
		return nil, err
	}
	le := binary.LittleEndian
	mask := make([]byte, (size+31)/32*4*size)
	out := le.AppendUint32(nil, 40)
	out = le.AppendUint32(out, uint32(size))
	out = le.AppendUint32(out, uint32(2*size)) // picture and mask
	out = le.AppendUint16(out, 1)
	out = le.AppendUint16(out, 32)
	out = le.AppendUint32(out, 0)
	out = le.AppendUint32(out, uint32(4*size*size+len(mask)))
	out = append(out, make([]byte, 16)...)
	for y := size - 1; y >= 0; y-- {
		for x := range size {
			c := color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)
			out = append(out, c.B, c.G, c.R, c.A)
		}
	}
	return append(out, mask...), nil
}

func icns(svg []byte) ([]byte, error) {
	var body []byte
	for _, part := range icnsParts {
		content, err := drawPNG(svg, part.size)
		if err != nil {
			return nil, err
		}
		body = append(body, part.name...)
		body = binary.BigEndian.AppendUint32(body, uint32(8+len(content)))
		body = append(body, content...)
	}
	out := binary.BigEndian.AppendUint32([]byte("icns"), uint32(8+len(body)))
	return append(out, body...), nil
}
