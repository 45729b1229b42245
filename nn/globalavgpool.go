package nn

import "quire/nn/internal/kernel"

// GlobalAvgPool takes the mean of every channel over the whole image: (N, H, W, C) becomes (N, C). Before the last affine
// layer it takes the place of Flatten, and the network serves for images of any size (Lin, Chen and Yan 2014, "Network in
// network", arXiv:1312.4400).
type GlobalAvgPool struct {
	Base
	shape []int // of x
	y, dx buffer
}

// NewGlobalAvgPool returns the layer.
func NewGlobalAvgPool() *GlobalAvgPool { return &GlobalAvgPool{} }

// OutputShape returns (channels).
func (l *GlobalAvgPool) OutputShape(input []int) []int {
	g := globalShape(input)
	return []int{g.Channels}
}

// globalShape returns the only window of an image.
func globalShape(image []int) kernel.Windows {
	if len(image) != 3 || image[0] == 0 || image[1] == 0 {
		misshape("GlobalAvgPool", "one example", image, "(height, width, channels)", "")
	}
	c := image[2]
	return kernel.Windows{Channels: c, Pixels: 1, Rows: image[0], Cols: image[1], XRow: image[1] * c, XStep: 0, YStep: c}
}

// Forward returns the means, of shape (N, C), for x of shape (N, H, W, C).
func (l *GlobalAvgPool) Forward(x *Tensor, train bool) *Tensor {
	checkImages("GlobalAvgPool.Forward", x)
	w := globalShape(x.Shape[1:])
	y := l.y.result(train, x.Shape[0], w.Channels)
	if train {
		l.shape = append(l.shape[:0], x.Shape...)
	}
	size := w.Rows * w.XRow
	for i := range x.Shape[0] {
		w.Mean(y.Data[i*w.Channels:], x.Data[i*size:], 1/float32(w.Rows*w.Cols))
	}
	return y
}

// Backward gives every pixel the same share of the gradient of its channel.
func (l *GlobalAvgPool) Backward(dy *Tensor) *Tensor {
	checkGrad("GlobalAvgPool.Backward", dy, l.y.last())
	w := globalShape(l.shape[1:])
	dx := l.dx.shaped(l.shape...)
	clear(dx.Data)
	size := w.Rows * w.XRow
	for i := range l.shape[0] {
		w.MeanGrad(dx.Data[i*size:], dy.Data[i*w.Channels:], 1/float32(w.Rows*w.Cols))
	}
	return dx
}

func (l *GlobalAvgPool) clone() Layer { return NewGlobalAvgPool() }
