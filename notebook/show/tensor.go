package show

import (
	"fmt"

	"quire/nn"
	"quire/notebook/output"
)

// leastSide is the shortest side of what is taken for an image.
const leastSide = 8

// tensorOutput shows a tensor as the value of a last expression: images with values from 0 to 1, of shape (N, 784) or
// (N, H, W, 1), as a sheet of the first 50, one in colour (H, W, 3) as a picture, and a matrix as a table. It returns nil
// for all other tensors, which are shown as text.
func tensorOutput(x *nn.Tensor) output.Output {
	if !isWhole(x) {
		return nil
	}
	switch n := len(x.Shape); {
	case n == 4 && x.Shape[3] == 1 && x.Shape[1] >= leastSide && x.Shape[2] >= leastSide, n == 2 && x.Shape[1] == 28*28:
		if d, ok := tensorDigits(x); ok && d.n > 0 && isShade(x) {
			return sheetOf(d)
		}
	case n == 3 && x.Shape[2] == 3 && x.Shape[0] >= leastSide && x.Shape[1] >= leastSide:
		if isShade(x) {
			return imageOf(x.Image())
		}
	}
	if t := tensorTable(x); len(x.Shape) == 2 && len(x.Data) > 0 && t != nil {
		return t
	}
	return nil
}

// sheetOf is the sheet of the first 50 images, which says how many there are.
func sheetOf(d digits) *output.Image {
	n := min(d.n, digitShort)
	m := d.sheet(n)
	if n < d.n {
		m.Alt = fmt.Sprintf("the first %d of %d images of %d×%d pixels", n, d.n, d.h, d.w)
	}
	return m
}

// isWhole reports whether a tensor has the elements that its shape promises.
func isWhole(x *nn.Tensor) bool {
	n := 1
	for _, d := range x.Shape {
		if d < 0 || d > 0 && n > len(x.Data)/d {
			return false
		}
		n *= d
	}
	return n == len(x.Data)
}

// isShade reports whether all values lie from 0 to 1, and not all are equal.
func isShade(x *nn.Tensor) bool {
	varied := false
	for _, v := range x.Data {
		if !(v >= 0 && v <= 1) {
			return false
		}
		varied = varied || v != x.Data[0]
	}
	return varied
}
