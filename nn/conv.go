package nn

import (
	"fmt"

	"quire/nn/internal/kernel"
)

// Conv2D slides filters over images: y[n,i,j,f] = b[f] + Σ x[n, i·stride+r−pad, j·stride+s−pad, c]·W[r,s,c,f]. Deep
// learning calls this convolution; strictly it is cross-correlation, because the filter is not flipped.
//
// Images are (N, H, W, C), W is (filter height, filter width, C, filters), b (filters).
type Conv2D struct {
	Filters, Size int // number of filters and their side
	Stride, Pad   int
	Init          Init   // how W starts; empty: the network's rule
	W, B          *Param // nil until the layer is built

	joint
	x         *Tensor
	y, dx     buffer
	bordered  []float32 // x with a border of zeros
	spread    []float32 // dy with zeros between (stride) and around
	flipped   []float32 // W with rows, columns and the last two axes reversed
	partial   convPartial
	geometry  convShape
	forward   convForward
	gradient  convGradient
	inputGrad convInputGrad
}

// NewConv2D returns a layer of square filters. stride is the step between positions; pad is the width of the border of
// zeros around the image.
func NewConv2D(filters, size, stride, pad int) *Conv2D {
	if filters < 1 || size < 1 || stride < 1 || pad < 0 {
		misuse("NewConv2D", "%d filters of size %d, stride %d, pad %d; the first three must be positive and pad not negative", filters, size, stride, pad)
	}
	return &Conv2D{Filters: filters, Size: size, Stride: stride, Pad: pad}
}

// Conv2DFrom returns a layer with the filters W (height, width, C, filters) and the biases b (filters), which it keeps.
func Conv2DFrom(W, b *Tensor, stride, pad int) *Conv2D {
	need("Conv2DFrom", "W", W)
	need("Conv2DFrom", "b", b)
	if len(W.Shape) != 4 {
		misshape("Conv2DFrom", "W", W.Shape, "(filter height, filter width, channels, filters)", "a single filter (h, w) is Reshape(h, w, 1, 1)")
	}
	l := NewConv2D(W.Shape[3], W.Shape[0], stride, pad)
	if len(b.Data) != l.Filters {
		misshape("Conv2DFrom", "b", b.Shape, fmt.Sprintf("(%d)", l.Filters), "one bias for each filter")
	}
	l.set(W, b)
	return l
}

func (l *Conv2D) set(W, b *Tensor) {
	l.W, l.B = NewParam("W", W), NewParam("b", b)
	l.W.decay = true
}

// OutSize returns the number of positions of a filter along an axis: (in + 2·pad − filter)/stride + 1, rounded down.
func OutSize(in, filter, stride, pad int) int {
	if stride < 1 {
		misuse("OutSize", "the stride is %d; it must be positive", stride)
	}
	if in+2*pad < filter {
		return 0
	}
	return (in+2*pad-filter)/stride + 1
}

// Build makes W and b for images of the given shape (H, W, C), unless they are there.
func (l *Conv2D) Build(input []int, init Init, r *Rand) {
	l.checkInput(input)
	if l.W == nil {
		c := input[2]
		w := New(l.Size, l.Size, c, l.Filters)
		l.Init.or(init).fill(w, l.Size*l.Size*c, r)
		l.set(w, New(l.Filters))
	}
	l.OutputShape(input)
}

func (l *Conv2D) checkInput(input []int) {
	if l.Filters < 1 || l.Size < 1 || l.Stride < 1 || l.Pad < 0 {
		misuse("Conv2D", "%d filters of size %d, stride %d, pad %d; the first three must be positive and pad not negative: see NewConv2D", l.Filters, l.Size, l.Stride, l.Pad)
	}
	if len(input) != 3 {
		misbatch("Conv2D", input, "(N, height, width, channels)", "gray images have one channel: Reshape(-1, 28, 28, 1)")
	}
}

// OutputShape returns (output height, output width, filters).
func (l *Conv2D) OutputShape(input []int) []int {
	l.checkInput(input)
	g := l.shape(1, input)
	return []int{g.oh, g.ow, g.f}
}

// FLOPs counts a multiplication and an addition for every weight at every position.
func (l *Conv2D) FLOPs(input []int) int {
	g := l.shape(1, input)
	return 2 * g.oh * g.ow * g.f * g.r * g.s * g.c
}

// Params returns W and b, or nil before the layer is built.
func (l *Conv2D) Params() []*Param {
	if l.W == nil {
		return nil
	}
	return []*Param{l.W, l.B}
}

// convShape holds the sizes of one convolution.
type convShape struct {
	n, h, w, c  int // images
	r, s, f     int // filters
	oh, ow      int // output
	hp, wp      int // bordered input
	stride, pad int
}

// shape returns the sizes for n images of shape (H, W, C).
func (l *Conv2D) shape(n int, image []int) convShape {
	g := convShape{n: n, h: image[0], w: image[1], c: image[2], r: l.Size, s: l.Size, f: l.Filters, stride: l.Stride, pad: l.Pad}
	if l.W != nil {
		g.r, g.s = l.W.Value.Shape[0], l.W.Value.Shape[1]
		if c := l.W.Value.Shape[2]; c != g.c {
			misshape("Conv2D", "one example", image, fmt.Sprintf("(H, W, %d)", c), "the filters have that many channels")
		}
	}
	g.oh, g.ow = OutSize(g.h, g.r, g.stride, g.pad), OutSize(g.w, g.s, g.stride, g.pad)
	if g.oh == 0 || g.ow == 0 {
		misshape("Conv2D", "one example", image, fmt.Sprintf("at least %d × %d with the border", g.r, g.s), "use a smaller filter or more padding")
	}
	g.hp, g.wp = g.h+2*g.pad, g.w+2*g.pad
	return g
}

// Forward returns the responses of the filters, of shape (N, output height, output width, filters). x has shape (N, H, W, C)
// and is kept, unchanged, for Backward when train is set.
func (l *Conv2D) Forward(x *Tensor, train bool) *Tensor {
	if len(x.Shape) != 4 {
		misshape("Conv2D.Forward", "x", x.Shape, "(N, height, width, channels)", "gray images have one channel: Reshape(-1, 28, 28, 1)")
	}
	if l.W == nil {
		l.Build(x.Shape[1:], He, DefaultRand())
	}
	g := l.shape(x.Shape[0], x.Shape[1:])
	y := l.y.result(train, g.n, g.oh, g.ow, g.f)
	job := &l.forward
	var border []float32
	if train {
		l.join(nil)
		l.x, l.geometry = x, g
		l.bordered = grow(l.bordered, g.borderLen())
		border = l.bordered
	} else {
		job = new(convForward)
		border = grow(nil, g.borderLen())
	}
	*job = convForward{g: g, x: x.Data, border: border, w: l.W.Value.Data, b: l.B.Value.Data, y: y.Data}
	kernel.Split(job, chunks(g.n))
	return y
}

// grow returns a slice of n elements, the old one when it is large enough.
func grow(old []float32, n int) []float32 {
	if cap(old) < n {
		return aligned(n)
	}
	return old[:n]
}

// borderLen is the size of the bordered images; without padding the images themselves serve.
func (g convShape) borderLen() int {
	if g.pad == 0 {
		return 0
	}
	return g.n * g.hp * g.wp * g.c
}

// chunks is the number of groups of images that are worked on independently. It depends on the number of images only:
// gradients are summed group by group.
func chunks(images int) int { return max(1, min(images, 10)) }

// chunkOf returns the images of a group: from … to−1.
func chunkOf(images, chunk int) (from, to int) {
	parts := chunks(images)
	return images * chunk / parts, images * (chunk + 1) / parts
}

// image returns the bordered image i, copying it there when fill is set.
func (g convShape) image(x, border []float32, i int, fill bool) []float32 {
	size := g.h * g.w * g.c
	if g.pad == 0 {
		return x[i*size : (i+1)*size]
	}
	bordered := g.hp * g.wp * g.c
	b := border[i*bordered : (i+1)*bordered]
	if fill {
		clear(b)
		for r := range g.h {
			copy(b[((r+g.pad)*g.wp+g.pad)*g.c:], x[i*size+r*g.w*g.c:][:g.w*g.c])
		}
	}
	return b
}

// convForward computes outputs of chunks of images.
type convForward struct {
	g               convShape
	x, border, w, b []float32
	y               []float32
}

// product returns the product that is one image's output: for each output row, the rows of A are the overlapping windows.
// xRow and yRow are the sizes of a row of the image and of the output.
func (g *convShape) product(xRow, yRow int) kernel.Product {
	return kernel.Product{
		M: g.ow, N: g.f, K: g.s * g.c, Outer: g.r,
		ARow: g.stride * g.c, ACol: 1, AOuter: xRow,
		BRow: g.f, BOuter: g.s * g.c * g.f, CRow: g.f,
		Rounds: g.oh, ARound: g.stride * xRow, CRound: yRow,
	}
}

// inputGradient returns the product that is the gradient by one image, from gradients with a border and flipped filters.
func (g *convShape) inputGradient(dyRow, xRow int) kernel.Product {
	return kernel.Product{
		M: g.w, N: g.c, K: g.s * g.f, Outer: g.r,
		ARow: g.f, ACol: 1, AOuter: dyRow,
		BRow: g.c, BOuter: g.s * g.f * g.c, CRow: g.c,
		Rounds: g.h, ARound: dyRow, CRound: xRow,
	}
}

// Task computes one chunk.
func (j *convForward) Task(chunk int) {
	g := j.g
	p := g.product(g.wp*g.c, g.ow*g.f)
	out := g.oh * g.ow * g.f
	from, to := chunkOf(g.n, chunk)
	for i := from; i < to; i++ {
		p.Run(kernel.Operands{C: j.y[i*out : (i+1)*out], A: g.image(j.x, j.border, i, true), B: j.w, Bias: j.b}, 0, g.ow)
	}
}

// Backward sets the gradients of W and b and returns the gradient by x.
func (l *Conv2D) Backward(dy *Tensor) *Tensor {
	l.backwardParams(dy)
	g := l.geometry
	dx := l.dx.shaped(g.n, g.h, g.w, g.c)
	l.flipped = grow(l.flipped, len(l.W.Value.Data))
	flip(l.flipped, l.W.Value.Data, g)
	l.spread = grow(l.spread, g.n*g.spreadLen())
	l.inputGrad = convInputGrad{g: g, dy: dy.Data, spread: l.spread, w: l.flipped, dx: dx.Data}
	kernel.Split(&l.inputGrad, chunks(g.n))
	return dx
}

// backwardParams is Backward without dx, for the first layer of a network.
func (l *Conv2D) backwardParams(dy *Tensor) {
	l.part()
	checkGrad("Conv2D.Backward", dy, l.y.last())
	g := l.geometry
	l.partial.shape(chunks(g.n), g)
	l.gradient = convGradient{g: g, x: l.x.Data, border: l.bordered, dy: dy.Data, partial: &l.partial}
	kernel.Split(&l.gradient, chunks(g.n))
	l.partial.sum(l)
}

// convGradient sums the gradients of W and b over chunks of images.
type convGradient struct {
	g             convShape
	x, border, dy []float32
	partial       *convPartial
}

// Task sums one chunk, image by image.
func (j *convGradient) Task(chunk int) {
	g := &j.g
	j.partial.clear(chunk)
	out := g.oh * g.ow * g.f
	from, to := chunkOf(g.n, chunk)
	for i := from; i < to; i++ {
		m := convImage{x: g.image(j.x, j.border, i, false), xRow: g.wp * g.c, dy: j.dy[i*out : (i+1)*out], dyRow: g.ow * g.f}
		j.partial.add(chunk, g, m)
	}
}

// flip sets dst[r][s][f][c] = W[R−1−r][S−1−s][c][f].
func flip(dst, w []float32, g convShape) {
	n := g.c * g.f
	for k := range g.r * g.s {
		kernel.Transpose(dst[(g.r*g.s-1-k)*n:][:n], w[k*n:][:n], g.c, g.f)
	}
}

// spreadLen is the size of one image of gradients with stride−1 zeros between and filter−1−pad around.
func (g convShape) spreadLen() int { return (g.h + g.r - 1) * (g.w + g.s - 1) * g.f }

// convInputGrad computes the gradient by the images: the correlation of the spread gradients with the flipped filters.
type convInputGrad struct {
	g             convShape
	dy, spread, w []float32
	dx            []float32
}

// Task computes one chunk of images.
func (j *convInputGrad) Task(chunk int) {
	g := j.g
	wd := g.w + g.s - 1
	p := g.inputGradient(wd*g.f, g.w*g.c)
	size := g.spreadLen()
	from, to := chunkOf(g.n, chunk)
	for i := from; i < to; i++ {
		d := j.spread[i*size : (i+1)*size]
		g.spreadImage(d, j.dy[i*g.oh*g.ow*g.f:])
		p.Run(kernel.Operands{C: j.dx[i*g.h*g.w*g.c : (i+1)*g.h*g.w*g.c], A: d, B: j.w}, 0, g.w)
	}
}

// spreadImage copies one image of gradients to its places; those that only touch the border have none.
func (g convShape) spreadImage(dst, dy []float32) {
	clear(dst)
	hd, wd := g.h+g.r-1, g.w+g.s-1
	for i := range g.oh {
		y := g.r - 1 - g.pad + i*g.stride
		for k := range g.ow {
			x := g.s - 1 - g.pad + k*g.stride
			if y >= 0 && y < hd && x >= 0 && x < wd {
				copy(dst[(y*wd+x)*g.f:][:g.f], dy[(i*g.ow+k)*g.f:][:g.f])
			}
		}
	}
}

func (l *Conv2D) clone() Layer {
	c := NewConv2D(l.Filters, l.Size, l.Stride, l.Pad)
	c.Init = l.Init
	if l.W != nil {
		c.set(l.W.Value.Clone(), l.B.Value.Clone())
	}
	return c
}

// Correlate slides one filter w (h, w) over one image x (H, W) and returns the sums of products at every position: what
// deep learning calls a convolution. stride is the step and pad the width of a border of zeros.
func Correlate(x, w *Tensor, stride, pad int) *Tensor {
	for i, t := range []*Tensor{x, w} {
		if len(t.Shape) != 2 {
			misshape("Correlate", []string{"x", "w"}[i], t.Shape, "(height, width)", "batches of images go through Conv2D")
		}
	}
	l := Conv2DFrom(w.Reshape(w.Shape[0], w.Shape[1], 1, 1), New(1), stride, pad)
	y := l.Forward(x.Reshape(1, x.Shape[0], x.Shape[1], 1), false)
	return y.Reshape(y.Shape[1], y.Shape[2])
}
