package show

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"quire/notebook/output"
)

// The sizes of pictures, in pixels and points.
const (
	smallPixels  = 64   // a side up to which a picture's pixels are data
	mostPixels   = 2400 // the longest side that is kept; larger pictures are reduced
	smallWidth   = 140  // about the longest side of an enlarged small picture
	pictureWidth = 460  // the widest a picture wants to be
)

// Image shows a picture. One of up to 64 by 64 pixels is enlarged with sharp pixels; one of more than 2400 pixels on a
// side is reduced. A nil or empty picture is shown as a text that says so.
func Image(img image.Image) {
	if m := imageOf(img); m != nil {
		show(m)
		return
	}
	show(&output.Text{Stream: output.Value, Data: "(no image)\n"})
}

// imageOf returns a picture as an output, nil when it has no pixels or no bounds worth the name.
func imageOf(img image.Image) *output.Image {
	if d := datumOf(img); img == nil || !d.v.IsValid() || isNilPointer(d.v) {
		return nil
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if w <= 0 || h <= 0 || w > 1<<20 || h > 1<<20 || w > (1<<28)/h {
		return nil
	}
	alt := fmt.Sprintf("picture of %d×%d pixels", w, h)
	long := max(w, h)
	if long <= smallPixels {
		return encoded(img, float64(w*max(1, smallWidth/long)), alt, false)
	}
	if long > mostPixels {
		img = reduced(img, (long+mostPixels-1)/mostPixels)
		w = img.Bounds().Dx()
	}
	return encoded(img, min(float64(w)/2, pictureWidth), alt, true)
}

func encoded(img image.Image, width float64, alt string, smooth bool) *output.Image {
	var b bytes.Buffer
	if png.Encode(&b, img) != nil { // memory does not fail; a picture of one's own may lie about its size
		return nil
	}
	return &output.Image{PNG: b.Bytes(), Width: width, Alt: alt, Smooth: smooth}
}

// reduced returns the means of squares of n by n pixels.
func reduced(img image.Image, n int) image.Image {
	b := img.Bounds()
	out := image.NewNRGBA64(image.Rect(0, 0, max(1, b.Dx()/n), max(1, b.Dy()/n)))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Set(x, y, mean(img, image.Rect(0, 0, n, n).Add(b.Min).Add(image.Pt(x*n, y*n)).Intersect(b)))
		}
	}
	return out
}

// mean is the mean colour of a rectangle.
func mean(img image.Image, r image.Rectangle) color.Color {
	var sum [4]uint64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			red, green, blue, alpha := img.At(x, y).RGBA()
			for i, v := range [...]uint32{red, green, blue, alpha} {
				sum[i] += uint64(v)
			}
		}
	}
	n := uint64(max(1, r.Dx()*r.Dy()))
	return color.RGBA64{R: uint16(sum[0] / n), G: uint16(sum[1] / n), B: uint16(sum[2] / n), A: uint16(sum[3] / n)}
}
