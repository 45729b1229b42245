package nn

import "quire/nn/internal/kernel"

// MaxPool keeps the greatest value of each square window, channel by channel (section 7.3 of the book). The gradient goes
// to the place of the maximum; of equal ones that is the first, row by row. A value that is not a number counts as the
// greatest, so that it stays visible.
type MaxPool struct {
	Base
	Size, Stride int
	Pad          int // width of a border around the images that is in no window: 0

	joint
	index    []byte  // number of the maximum in its window, for each output
	far      []int32 // place of the maximum in x instead, when windows have more pixels than a byte can count
	geometry poolShape
	y, dx    buffer
	forward  maxPoolForward
	gradient maxPoolGradient
}

// NewMaxPool returns the layer for windows of the given side and step.
func NewMaxPool(size, stride int) *MaxPool {
	checkPool("NewMaxPool", size, stride, 0)
	return &MaxPool{Size: size, Stride: stride}
}

// NewPaddedMaxPool is NewMaxPool for windows that may reach pad pixels over the border of the images; pad is less than
// size.
func NewPaddedMaxPool(size, stride, pad int) *MaxPool {
	checkPool("NewPaddedMaxPool", size, stride, pad)
	return &MaxPool{Size: size, Stride: stride, Pad: pad}
}

// shape returns the sizes for n images of shape (H, W, C).
func (l *MaxPool) shape(n int, image []int) poolShape {
	return poolShapeOf("MaxPool", n, image, l.Size, l.Stride, l.Pad)
}

// OutputShape returns (output height, output width, channels).
func (l *MaxPool) OutputShape(input []int) []int {
	g := l.shape(1, input)
	return []int{g.oh, g.ow, g.c}
}

// Forward returns the maxima, of shape (N, output height, output width, C), for x of shape (N, H, W, C). OutSize says how
// many they are; rows and columns that no whole window covers are left out.
func (l *MaxPool) Forward(x *Tensor, train bool) *Tensor {
	checkImages("MaxPool.Forward", x)
	g := l.shape(x.Shape[0], x.Shape[1:])
	y := l.y.result(train, g.n, g.oh, g.ow, g.c)
	if !train {
		job := &maxPoolForward{g: g, x: x.Data, y: y.Data}
		kernel.Split(job, chunks(g.n))
		return y
	}
	l.join(nil)
	l.geometry = g
	l.forward = maxPoolForward{g: g, x: x.Data, y: y.Data}
	if g.far() {
		l.far = growTo(l.far, len(y.Data))
		l.forward.far = l.far
	} else {
		l.index = growTo(l.index, g.n*g.indexLen())
		l.forward.index = l.index
	}
	kernel.Split(&l.forward, chunks(g.n))
	return y
}

// growTo returns a slice of n elements, the old one when it is large enough.
func growTo[T any](old []T, n int) []T {
	if cap(old) < n {
		return make([]T, n)
	}
	return old[:n]
}

// far reports whether windows have more pixels than the kernels can number.
func (g *poolShape) far() bool { return g.size*g.size > kernel.NoPixel }

// indexLen is the number of bytes that hold the numbers of one image's maxima.
func (g *poolShape) indexLen() int { return g.oh * g.ow * kernel.IndexStep(g.c) }

// maxPoolForward finds the maxima of chunks of images. In evaluation index and far are nil.
type maxPoolForward struct {
	g     poolShape
	x, y  []float32
	index []byte
	far   []int32
}

// Task finds the maxima of one chunk.
func (j *maxPoolForward) Task(chunk int) {
	g := &j.g
	from, to := chunkOf(g.n, chunk)
	for i := from; i < to; i++ {
		x, y := j.x[i*g.in():(i+1)*g.in()], j.y[i*g.out():(i+1)*g.out()]
		g.each(func(w kernel.Windows, out, in int) {
			switch {
			case j.far != nil:
				farMax(w, y[out:], x, j.far[i*g.out()+out:], in)
			case j.index != nil:
				w.Max(y[out:], x[in:], j.index[i*g.indexLen()+out/g.c*kernel.IndexStep(g.c):], false)
			default:
				w.Max(y[out:], x[in:], nil, false)
			}
		})
	}
}

// farMax is Windows.Max for large windows; it notes the places of the maxima in the image.
func farMax(w kernel.Windows, y, x []float32, far []int32, in int) {
	for p := range w.Pixels {
		for ch := range w.Channels {
			at := in + p*w.XStep + ch
			best := at
			for e := range w.Rows * w.Cols {
				k := at + e/w.Cols*w.XRow + e%w.Cols*w.Channels
				if m := x[best]; m == m && !(x[k] <= m) {
					best = k
				}
			}
			y[p*w.YStep+ch], far[p*w.YStep+ch] = x[best], int32(best)
		}
	}
}

// Backward gives each gradient to the place of its maximum.
func (l *MaxPool) Backward(dy *Tensor) *Tensor {
	l.part()
	checkGrad("MaxPool.Backward", dy, l.y.last())
	g := l.geometry
	dx := l.dx.shaped(g.n, g.h, g.w, g.c)
	l.gradient = maxPoolGradient{g: g, dx: dx.Data, dy: dy.Data, index: l.index, far: l.far}
	kernel.Split(&l.gradient, chunks(g.n))
	return dx
}

// maxPoolGradient computes the gradients by chunks of images.
type maxPoolGradient struct {
	g      poolShape
	dx, dy []float32
	index  []byte
	far    []int32
}

// Task computes one chunk.
func (j *maxPoolGradient) Task(chunk int) {
	g := &j.g
	add := !g.apart()
	from, to := chunkOf(g.n, chunk)
	for i := from; i < to; i++ {
		dx, dy := j.dx[i*g.in():(i+1)*g.in()], j.dy[i*g.out():(i+1)*g.out()]
		if g.far() {
			clear(dx)
			for k, at := range j.far[i*g.out():][:g.out()] {
				dx[at] += dy[k]
			}
			continue
		}
		if add || !g.covers() {
			clear(dx)
		}
		g.each(func(w kernel.Windows, out, in int) {
			w.MaxGrad(dx[in:], dy[out:], j.index[i*g.indexLen()+out/g.c*kernel.IndexStep(g.c):], add)
		})
	}
}

func (l *MaxPool) clone() Layer { return &MaxPool{Size: l.Size, Stride: l.Stride, Pad: l.Pad} }
