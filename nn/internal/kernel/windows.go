package kernel

// Windows describes windows over the pixels of an image, channels last, one for each of a row of outputs. Steps count
// elements. Within a window the pixels go row by row.
type Windows struct {
	Channels   int
	Pixels     int // outputs
	Rows, Cols int // of a window
	XRow       int // from one row of the image to the next
	XStep      int // from one window to the next
	YStep      int // from one output to the next

	// First is the number of a window's first pixel, and Jump what the numbers skip at the end of each row: not 0 where a
	// window is cut at the border of an image. Numbers are less than NoPixel.
	First, Jump int
}

const (
	// NoPixel is the number of no pixel.
	NoPixel = 255

	// IndexBlock is what the numbers of the pixels of an output are padded to, in channels.
	IndexBlock = 16
)

// IndexStep returns the number of bytes that hold a pixel's number for each of the channels.
func IndexStep(channels int) int { return (channels + IndexBlock - 1) / IndexBlock * IndexBlock }

// The loops over windows that gen writes, in its order.
const (
	windowMax = iota
	windowMaxGrad
	windowMaxGradAdd
	windowMean
	windowMeanGrad
	windowSum
	windowMax2 // of 2 × 2 pixels
	windowMaxGrad2
	windowLoops
)

// Max sets y to the greatest pixel of each window, and index to the number of the first of those, channel by channel. A
// pixel that is not a number counts as the greatest. With gate the number is NoPixel where the maximum is not positive.
// index may be nil.
func (w Windows) Max(y, x []float32, index []byte, gate bool) {
	w.run(windowCall{op: windowMax, y: y, x: x, index: index, gate: gate})
}

// MaxGrad sets dx to dy at the pixels with the numbers in index, and to 0 at the others of each window. With add it adds to
// what is there, for windows that overlap.
func (w Windows) MaxGrad(dx, dy []float32, index []byte, add bool) {
	c := windowCall{op: windowMaxGrad, y: dy, x: dx, index: index}
	if add {
		c.op = windowMaxGradAdd
	}
	w.run(c)
}

// Mean sets y to scale·Σ of the pixels of each window.
func (w Windows) Mean(y, x []float32, scale float32) {
	w.run(windowCall{op: windowMean, y: y, x: x, scale: scale})
}

// MeanGrad adds scale·dy to all pixels of each window of dx.
func (w Windows) MeanGrad(dx, dy []float32, scale float32) {
	w.run(windowCall{op: windowMeanGrad, y: dy, x: dx, scale: scale})
}

// Sum adds all pixels of each window to y, and keeps the sums as they are.
func (w Windows) Sum(y, x []float32) { w.run(windowCall{op: windowSum, y: y, x: x}) }

// windowCall holds the operands of a loop over windows: y belongs to the outputs, x to the image.
type windowCall struct {
	op    int
	y, x  []float32
	index []byte
	gate  bool
	scale float32
}

func (w *Windows) run(c windowCall) {
	if w.Channels == 0 || w.Pixels == 0 {
		return
	}
	// The last elements that are used: a panic here is one less in the middle of assembly.
	_ = c.y[(w.Pixels-1)*w.YStep+w.Channels-1]
	_ = c.x[(w.Pixels-1)*w.XStep+(w.Rows-1)*w.XRow+w.Cols*w.Channels-1]
	if c.index != nil {
		_ = c.index[w.Pixels*IndexStep(w.Channels)-1]
	}
	if !w.assembly(&c) {
		w.portable(&c)
	}
}

// portable defines the results.
func (w *Windows) portable(c *windowCall) {
	for p := range w.Pixels {
		y := c.y[p*w.YStep:][:w.Channels]
		var index []byte
		if c.index != nil {
			index = c.index[p*IndexStep(w.Channels):][:w.Channels]
		}
		w.window(c, y, c.x[p*w.XStep:], index)
	}
}

// window does one window.
func (w *Windows) window(c *windowCall, y, x []float32, index []byte) {
	n := len(y)
	switch c.op {
	case windowMax:
		copy(y, x)
		for j := range index {
			index[j] = byte(w.First)
		}
	case windowMean:
		clear(y)
	}
	for e := range w.Rows * w.Cols {
		r, s := e/w.Cols, e%w.Cols
		c.pixel(byte(w.First+e+r*w.Jump), y, x[r*w.XRow+s*n:][:n], index)
	}
	switch {
	case c.op == windowMax && c.gate:
		for j := range index {
			if !(y[j] > 0) {
				index[j] = NoPixel
			}
		}
	case c.op == windowMean:
		for j, v := range y {
			y[j] = Flush(v * c.scale)
		}
	}
}

// pixel does one pixel of a window.
func (c *windowCall) pixel(number byte, y, x []float32, index []byte) {
	x = x[:len(y)]
	switch c.op {
	case windowMax:
		for j, v := range x {
			if m := y[j]; m == m && !(v <= m) {
				y[j] = v
				if index != nil {
					index[j] = number
				}
			}
		}
	case windowMaxGrad:
		for j, d := range y {
			if index[j] != number {
				d = 0
			}
			x[j] = d
		}
	case windowMaxGradAdd:
		for j, d := range y {
			if index[j] != number {
				d = 0
			}
			x[j] += d
		}
	case windowMean, windowSum:
		for j, v := range x {
			y[j] += v
		}
	case windowMeanGrad:
		for j, d := range y {
			x[j] += Flush(float32(d * c.scale))
		}
	}
}
