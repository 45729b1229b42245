package nn

import "quire/nn/internal/kernel"

// AvgPool takes the mean of each square window, channel by channel (LeCun et al. 1998, "Gradient-based learning applied to
// document recognition"). Pixels of the border that Pad adds count as 0, so that every sum is divided by size².
type AvgPool struct {
	Base
	Size, Stride int
	Pad          int // width of the border of zeros around the images: 0

	geometry poolShape
	y, dx    buffer
	forward  avgPoolForward
	gradient avgPoolGradient
}

// NewAvgPool returns the layer for windows of the given side and step; pad is the width of the border of zeros and less
// than size.
func NewAvgPool(size, stride, pad int) *AvgPool {
	checkPool("NewAvgPool", size, stride, pad)
	return &AvgPool{Size: size, Stride: stride, Pad: pad}
}

func (l *AvgPool) shape(n int, image []int) poolShape {
	return poolShapeOf("AvgPool", n, image, l.Size, l.Stride, l.Pad)
}

// OutputShape returns (output height, output width, channels).
func (l *AvgPool) OutputShape(input []int) []int {
	g := l.shape(1, input)
	return []int{g.oh, g.ow, g.c}
}

// Forward returns the means, of shape (N, output height, output width, C), for x of shape (N, H, W, C). OutSize says how
// many they are; rows and columns that no whole window covers are left out.
func (l *AvgPool) Forward(x *Tensor, train bool) *Tensor {
	checkImages("AvgPool.Forward", x)
	g := l.shape(x.Shape[0], x.Shape[1:])
	y := l.y.result(train, g.n, g.oh, g.ow, g.c)
	job := &l.forward
	if train {
		l.geometry = g
	} else {
		job = new(avgPoolForward)
	}
	*job = avgPoolForward{g: g, x: x.Data, y: y.Data}
	kernel.Split(job, chunks(g.n))
	return y
}

// scale is what sums are multiplied by.
func (g *poolShape) scale() float32 { return 1 / float32(g.size*g.size) }

// avgPoolForward computes the means of chunks of images.
type avgPoolForward struct {
	g    poolShape
	x, y []float32
}

// Task computes one chunk.
func (j *avgPoolForward) Task(chunk int) {
	g := &j.g
	from, to := chunkOf(g.n, chunk)
	for i := from; i < to; i++ {
		x, y := j.x[i*g.in():(i+1)*g.in()], j.y[i*g.out():(i+1)*g.out()]
		g.each(func(w kernel.Windows, out, in int) { w.Mean(y[out:], x[in:], g.scale()) })
	}
}

// Backward gives every pixel its share, 1/size², of the gradients of its windows.
func (l *AvgPool) Backward(dy *Tensor) *Tensor {
	checkGrad("AvgPool.Backward", dy, l.y.last())
	g := l.geometry
	dx := l.dx.shaped(g.n, g.h, g.w, g.c)
	l.gradient = avgPoolGradient{g: g, dx: dx.Data, dy: dy.Data}
	kernel.Split(&l.gradient, chunks(g.n))
	return dx
}

// avgPoolGradient computes the gradients by chunks of images.
type avgPoolGradient struct {
	g      poolShape
	dx, dy []float32
}

// Task computes one chunk.
func (j *avgPoolGradient) Task(chunk int) {
	g := &j.g
	from, to := chunkOf(g.n, chunk)
	for i := from; i < to; i++ {
		dx, dy := j.dx[i*g.in():(i+1)*g.in()], j.dy[i*g.out():(i+1)*g.out()]
		clear(dx)
		g.each(func(w kernel.Windows, out, in int) { w.MeanGrad(dx[in:], dy[out:], g.scale()) })
	}
}

func (l *AvgPool) clone() Layer { return &AvgPool{Size: l.Size, Stride: l.Stride, Pad: l.Pad} }
