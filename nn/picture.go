package nn

import (
	"fmt"
	"image"
	"image/color"
	"math"
)

// FromImage returns a picture as a tensor (height, width, channels) with values from 0, black, to 1. channels is 1 for
// gray, by the weights of ITU-R BT.601 that package image/color uses, or 3 for red, green and blue. What is transparent
// counts as black. Expand(0) makes it a batch of one.
func FromImage(img image.Image, channels int) *Tensor {
	if img == nil {
		misuse("FromImage", "there is no image: nil")
	}
	if channels != 1 && channels != 3 {
		misuse("FromImage", "%d channels; give 1 for gray or 3 for red, green and blue", channels)
	}
	b := img.Bounds()
	t := New(b.Dy(), b.Dx(), channels)
	for y := range b.Dy() {
		for x := range b.Dx() {
			at := t.Data[(y*b.Dx()+x)*channels:]
			c := img.At(b.Min.X+x, b.Min.Y+y)
			if channels == 1 {
				at[0] = float32(color.Gray16Model.Convert(c).(color.Gray16).Y) / 0xffff
				continue
			}
			red, green, blue, _ := c.RGBA()
			at[0], at[1], at[2] = float32(red)/0xffff, float32(green)/0xffff, float32(blue)/0xffff
		}
	}
	return t
}

// Image returns a tensor as a picture: (height, width) or (height, width, 1) in gray, (height, width, 3) in colour, with 0
// for black and 1 for the full value; what lies outside is clipped, and NaN is black. It panics with *ShapeError for other
// shapes.
func (t *Tensor) Image() image.Image {
	channels := 1
	if len(t.Shape) == 3 {
		channels = t.Shape[2]
	}
	if len(t.Shape) < 2 || len(t.Shape) > 3 || channels != 1 && channels != 3 {
		misshape("Tensor.Image", "t", t.Shape, "(height, width), (height, width, 1) or (height, width, 3)", t.imageAdvice())
	}
	h, w := t.Shape[0], t.Shape[1]
	if channels == 1 {
		img := image.NewGray(image.Rect(0, 0, w, h))
		for i := range h * w {
			img.Pix[i] = shade(t.Data[i])
		}
		return img
	}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range h * w {
		p := t.Data[3*i : 3*i+3]
		copy(img.Pix[4*i:], []uint8{shade(p[0]), shade(p[1]), shade(p[2]), 255})
	}
	return img
}

// imageAdvice says how to get at an image.
func (t *Tensor) imageAdvice() string {
	switch {
	case len(t.Shape) == 4:
		return "take one image with Row"
	case len(t.Shape) == 1:
		if side := int(math.Round(math.Sqrt(float64(len(t.Data))))); side*side == len(t.Data) {
			return fmt.Sprintf("Reshape(%d, %d) first", side, side)
		}
		return "Reshape to height and width first"
	}
	return ""
}

// shade returns the byte for a value from 0 to 1.
func shade(v float32) uint8 {
	if !(v > 0) {
		return 0
	}
	return uint8(float32(min(v, 1)*255) + .5)
}
