package nn

import (
	"fmt"

	"quire/nn/internal/kernel"
)

// poolShape holds the sizes of one pooling: windows of size × size pixels over images (N, H, W, C) with a border of
// pad pixels, which is in no window.
type poolShape struct{ n, h, w, c, oh, ow, size, stride, pad int }

// checkPool panics when a pooling layer cannot be.
func checkPool(op string, size, stride, pad int) {
	if size < 1 || stride < 1 {
		misuse(op, "size %d, stride %d; both must be positive", size, stride)
	}
	if pad < 0 || pad >= size {
		misuse(op, "pad %d with windows of size %d; give 0 … %d, so that no window lies outside", pad, size, size-1)
	}
}

// poolShapeOf returns the sizes for n images of shape (H, W, C).
func poolShapeOf(layer string, n int, image []int, size, stride, pad int) poolShape {
	if len(image) != 3 {
		misshape(layer, "one example", image, "(height, width, channels)", "")
	}
	g := poolShape{n: n, h: image[0], w: image[1], c: image[2], size: size, stride: stride, pad: pad}
	g.oh, g.ow = OutSize(g.h, size, stride, pad), OutSize(g.w, size, stride, pad)
	if g.oh == 0 || g.ow == 0 || g.h == 0 || g.w == 0 {
		misshape(layer, "one example", image, fmt.Sprintf("(height, width, channels) of at least %d × %d", size-2*pad, size-2*pad), "")
	}
	return g
}

// checkImages panics when x is no batch of images.
func checkImages(op string, x *Tensor) {
	if len(x.Shape) != 4 {
		misshape(op, "x", x.Shape, "(N, height, width, channels)", "")
	}
}

// apart reports whether every pixel is in one window at most.
func (g *poolShape) apart() bool { return g.stride >= g.size }

// covers reports whether every pixel is in a window.
func (g *poolShape) covers() bool {
	return g.stride <= g.size && (g.oh-1)*g.stride+g.size >= g.h+g.pad && (g.ow-1)*g.stride+g.size >= g.w+g.pad
}

// in and out are the sizes of an image and of an output image.
func (g *poolShape) in() int  { return g.h * g.w * g.c }
func (g *poolShape) out() int { return g.oh * g.ow * g.c }

// each calls f for all outputs of one image, in order, in groups whose windows are alike: the place of the first output
// in the outputs of the image and that of its first pixel in the image.
func (g *poolShape) each(f func(w kernel.Windows, out, in int)) {
	first, last := g.inside()
	for i := range g.oh {
		y0 := i*g.stride - g.pad
		top, bottom := max(y0, 0), min(y0+g.size, g.h)
		for k := 0; k < g.ow; {
			count := 1
			if k == first && last > first {
				count = last - first
			}
			x0 := k*g.stride - g.pad
			left, right := max(x0, 0), min(x0+g.size, g.w)
			f(kernel.Windows{
				Channels: g.c, Pixels: count, Rows: bottom - top, Cols: right - left,
				XRow: g.w * g.c, XStep: g.stride * g.c, YStep: g.c,
				First: (top-y0)*g.size + left - x0, Jump: g.size - (right - left),
			}, (i*g.ow+k)*g.c, (top*g.w+left)*g.c)
			k += count
		}
	}
}

// inside returns the outputs of a row whose windows are not cut at the left or right: first … last−1.
func (g *poolShape) inside() (first, last int) {
	first = (g.pad + g.stride - 1) / g.stride
	return first, min(OutSize(g.w+g.pad, g.size, g.stride, 0), g.ow)
}
