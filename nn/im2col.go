package nn

import "fmt"

// Im2Col lays the windows of images out as rows, so that a convolution becomes one matrix product: for x (N, H, W, C) and
// square windows the result is (N·OH·OW, size·size·C), with OH and OW from OutSize. One image (1, 7, 7, 3) under windows
// of 5 gives (9, 75), ten give (90, 75): section 7.4.3. Conv2D does without; this is for study.
//
// The rows go through the images, top to bottom and left to right; a row holds its window top to bottom, left to right,
// channel by channel, which is the order of the weights (size, size, C, filters). It panics with *ShapeError when x is no
// batch of images, or one window is larger than an image with its border.
func Im2Col(x *Tensor, size, stride, pad int) *Tensor {
	return im2col("Im2Col", x, size, size, stride, pad)
}

// Im2ColRect is Im2Col for windows of the given height and width.
func Im2ColRect(x *Tensor, height, width, stride, pad int) *Tensor {
	return im2col("Im2ColRect", x, height, width, stride, pad)
}

func im2col(op string, x *Tensor, height, width, stride, pad int) *Tensor {
	need(op, "x", x)
	w := windowsOf(op, x.Shape, height, width, stride, pad)
	cols := New(w.n*w.oh*w.ow, w.height*w.width*w.c)
	w.each(func(place, col, n int) { copy(cols.Data[col:col+n], x.Data[place:]) })
	return cols
}

// Col2Im is the adjoint of Im2Col: it adds the elements of cols to the places of an image of the given shape
// (N, H, W, C) that they came from.
func Col2Im(cols *Tensor, shape []int, size, stride, pad int) *Tensor {
	return col2im("Col2Im", cols, shape, windowsOf("Col2Im", shape, size, size, stride, pad))
}

// Col2ImRect is Col2Im for windows of the given height and width.
func Col2ImRect(cols *Tensor, shape []int, height, width, stride, pad int) *Tensor {
	return col2im("Col2ImRect", cols, shape, windowsOf("Col2ImRect", shape, height, width, stride, pad))
}

func col2im(op string, cols *Tensor, shape []int, w windows) *Tensor {
	need(op, "cols", cols)
	if len(cols.Data) != w.n*w.oh*w.ow*w.height*w.width*w.c {
		misshape(op, "cols", cols.Shape, shapeText([]int{w.n * w.oh * w.ow, w.height * w.width * w.c}), fmt.Sprintf("that is what Im2Col makes of %s", shapeText(shape)))
	}
	x := New(shape...)
	w.each(func(place, col, n int) {
		dst := x.Data[place : place+n]
		for i, v := range cols.Data[col : col+n] {
			dst[i] += v
		}
	})
	return x
}

// windows are the positions of a window over images.
type windows struct{ n, h, w, c, oh, ow, height, width, stride, pad int }

func windowsOf(op string, shape []int, height, width, stride, pad int) windows {
	if len(shape) != 4 {
		misshape(op, "x", shape, "(N, height, width, channels)", "one gray image (h, w) is Reshape(1, h, w, 1)")
	}
	if height < 1 || width < 1 || stride < 1 || pad < 0 {
		misuse(op, "windows of %d×%d, stride %d, pad %d; only pad may be 0", height, width, stride, pad)
	}
	if shape[1]+2*pad < height || shape[2]+2*pad < width {
		misshape(op, "x", shape, fmt.Sprintf("images of at least %d × %d with the border", height, width), "use a smaller window or more padding")
	}
	return windows{
		n: shape[0], h: shape[1], w: shape[2], c: shape[3], height: height, width: width, stride: stride, pad: pad,
		oh: OutSize(shape[1], height, stride, pad), ow: OutSize(shape[2], width, stride, pad),
	}
}

// each calls f for every row of every window, as far as it lies inside the image: n elements from place in the image
// belong at col in the rows of windows.
func (w windows) each(f func(place, col, n int)) {
	for k := range w.n * w.oh * w.ow {
		i, y0, x0 := k/(w.oh*w.ow), k/w.ow%w.oh*w.stride-w.pad, k%w.ow*w.stride-w.pad
		left, right := max(0, x0), min(w.w, x0+w.width)
		if left >= right {
			continue
		}
		for r := range w.height {
			if y := y0 + r; y >= 0 && y < w.h {
				f(((i*w.h+y)*w.w+left)*w.c, ((k*w.height+r)*w.width+left-x0)*w.c, (right-left)*w.c)
			}
		}
	}
}
