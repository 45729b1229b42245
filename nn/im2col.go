package nn

// Im2Col lays the windows of images out as rows, so that a convolution becomes one matrix product: for x (N, H, W, C) and
// square windows the result is (N·OH·OW, size·size·C), with OH and OW from OutSize. Conv2D does without; this is for
// study.
func Im2Col(x *Tensor, size, stride, pad int) *Tensor {
	w := windowsOf("Im2Col", x.Shape, size, stride, pad)
	cols := New(w.n*w.oh*w.ow, size*size*w.c)
	w.each(func(place, col int) { cols.Data[col] = x.Data[place] })
	return cols
}

// Col2Im is the adjoint of Im2Col: it adds the elements of cols to the places of an image of the given shape
// (N, H, W, C) that they came from.
func Col2Im(cols *Tensor, shape []int, size, stride, pad int) *Tensor {
	w := windowsOf("Col2Im", shape, size, stride, pad)
	if len(cols.Data) != w.n*w.oh*w.ow*size*size*w.c {
		misshape("Col2Im", "cols", cols.Shape, shapeText([]int{w.n * w.oh * w.ow, size * size * w.c}), "")
	}
	x := New(shape...)
	w.each(func(place, col int) { x.Data[place] += cols.Data[col] })
	return x
}

// windows are the positions of a square window over images.
type windows struct{ n, h, w, c, oh, ow, size, stride, pad int }

func windowsOf(op string, shape []int, size, stride, pad int) windows {
	if len(shape) != 4 {
		misshape(op, "x", shape, "(N, height, width, channels)", "")
	}
	if size < 1 || stride < 1 || pad < 0 {
		misuse(op, "size %d, stride %d, pad %d", size, stride, pad)
	}
	return windows{shape[0], shape[1], shape[2], shape[3], OutSize(shape[1], size, stride, pad), OutSize(shape[2], size, stride, pad), size, stride, pad}
}

// each calls f for every element of every window that lies inside the image, with its place in the image and in the
// rows of windows.
func (w windows) each(f func(place, col int)) {
	width := w.size * w.size * w.c
	for k := range w.n * w.oh * w.ow {
		i, y0, x0 := k/(w.oh*w.ow), k/w.ow%w.oh*w.stride-w.pad, k%w.ow*w.stride-w.pad
		for e := range width {
			y, x, ch := y0+e/(w.size*w.c), x0+e/w.c%w.size, e%w.c
			if y >= 0 && y < w.h && x >= 0 && x < w.w {
				f(((i*w.h+y)*w.w+x)*w.c+ch, k*width+e)
			}
		}
	}
}
