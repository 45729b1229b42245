package show

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"quire/nn"
	"quire/nn/data"
	"quire/notebook/output"
)

// The grid of digits, in points and pixels.
const (
	digitSize   = 30   // the width of a digit, 10 in a row
	digitLarge  = 56   // the widest of a few digits
	digitGap    = 2    // pixels of paper between digits
	digitShort  = 50   // up to so many digits stand 10 in a row, more 20
	mostDigits  = 2000 // the most that are shown
	digitHigher = 128  // the longest side of a digit
)

// Digits shows the first count images of a *data.Dataset, or of an *nn.Tensor of shape (N, 784), (N, H, W) or (N, H, W, 1)
// with values from 0 to 1, as a sheet: dark ink on white, 10 in a row up to 50 of them, 20 beyond. A tensor of one image,
// (784) or (H, W), shows that image.
//
// It panics when images is anything else, or an image is more than 128 pixels high or wide.
func Digits(images any, count int) {
	s := digitsOf(images)
	n := min(count, s.n, mostDigits)
	if n <= 0 || s.h <= 0 || s.w <= 0 {
		show(&output.Text{Stream: output.Value, Data: "(no images)\n"})
		return
	}
	show(s.sheet(n))
}

// digits are n grey images of h by w pixels; ink gives 0 for paper and 255 for full ink.
type digits struct {
	n, h, w int
	ink     func(i, y, x int) uint8
}

func digitsOf(images any) digits {
	switch v := images.(type) {
	case nil:
		return digits{}
	case *data.Dataset:
		if v == nil || v.Len() == 0 {
			return digits{}
		}
		if v.Channels == 1 && v.Height <= digitHigher && v.Width <= digitHigher {
			return digits{v.Len(), v.Height, v.Width, func(i, y, x int) uint8 { return v.Image(i)[y*v.Width+x] }}
		}
	case *nn.Tensor:
		if v == nil {
			return digits{}
		}
		if d, ok := tensorDigits(v); ok {
			return d
		}
		panic(fmt.Sprintf("show.Digits: a tensor of shape %v is no list of images; the shape has to be (N, 784), (N, H, W) or (N, H, W, 1)", v.Shape))
	}
	panic(fmt.Sprintf("show.Digits: %T is no list of grey images; give a *data.Dataset or an *nn.Tensor of shape (N, 784) or (N, H, W, 1)", images))
}

func tensorDigits(t *nn.Tensor) (digits, bool) {
	shape, size := t.Shape, 1
	for _, n := range shape {
		if n < 0 || n > 0 && size > len(t.Data)/n {
			return digits{}, false
		}
		size *= n
	}
	d := digits{n: 1}
	side := func(n int) int { return int(math.Round(math.Sqrt(float64(n)))) }
	square := func(n int) bool { return n > 0 && side(n)*side(n) == n }
	switch {
	case len(shape) == 4 && shape[3] == 1 || len(shape) == 3:
		d.n, d.h, d.w = shape[0], shape[1], shape[2]
	case len(shape) == 2 && square(shape[1]):
		d.n, d.h, d.w = shape[0], side(shape[1]), side(shape[1])
	case len(shape) == 2:
		d.h, d.w = shape[0], shape[1]
	case len(shape) == 1 && square(shape[0]):
		d.h, d.w = side(shape[0]), side(shape[0])
	default:
		return digits{}, false
	}
	if size != len(t.Data) || d.h > digitHigher || d.w > digitHigher {
		return digits{}, false
	}
	d.ink = func(i, y, x int) uint8 {
		v := float64(t.Data[(i*d.h+y)*d.w+x])
		if !(v > 0) {
			return 0
		}
		return uint8(math.Round(255 * min(v, 1)))
	}
	return d, true
}

// sheet draws the first n images.
func (d digits) sheet(n int) *output.Image {
	columns := 10
	if n > digitShort {
		columns = 20
	}
	columns = min(columns, n)
	rows := (n + columns - 1) / columns
	img := image.NewGray(image.Rect(0, 0, columns*(d.w+digitGap)-digitGap, rows*(d.h+digitGap)-digitGap))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for i := range n {
		x0, y0 := i%columns*(d.w+digitGap), i/columns*(d.h+digitGap)
		for y := range d.h {
			for x := range d.w {
				img.SetGray(x0+x, y0+y, color.Gray{Y: 255 - d.ink(i, y, x)})
			}
		}
	}
	width := min(pictureWidth, float64(columns)*min(digitLarge, max(digitSize, 10*digitSize/float64(columns))))
	alt := fmt.Sprintf("%d images of %d×%d pixels", n, d.h, d.w)
	return encoded(img, width, alt, false)
}
