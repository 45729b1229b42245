package nn

import (
	"slices"
	"sync"

	"quire/nn/internal/kernel"
)

// imageStage is a run of convolutions with the ReLUs and poolings after them, in training. One image goes through all of
// them before the next, so that it stays in the cache of a core:
//
//   - An output is written where the next convolution reads it, with a border of zeros around.
//   - ReLU is part of the product. Before a pooling its output is not kept: pooling notes the place of each maximum that is
//     positive, and the gradient goes straight there.
//   - The gradient by the input of a convolution is written, behind the gate of the ReLU, where the convolution before
//     reads it, again with a border of zeros.
//   - Images are divided into chunks, whatever the number of cores; each has gradients of its own, which are added in order.
type imageStage struct {
	blocks []*imageBlock
	layers []Layer // of the blocks

	image, shape []int // shapes of an input image and of the output, whose first number is that of the images

	x        *Tensor // input of the last forward
	dy, grad *Tensor // output's gradient and, when it is wanted, the input's
	y, dx    buffer
	mu       sync.Mutex
	free     []*imageScratch
}

// imageBlock is a convolution, then perhaps a ReLU, then perhaps a pooling.
type imageBlock struct {
	conv *Conv2D
	relu *ReLU
	pool *MaxPool

	g       convShape
	p       poolShape
	border  int       // of the images in x: the padding or more
	around  int       // border of the gradients of the convolution's output
	x       []float32 // input
	index   []byte    // places of the maxima
	flipped []float32
	partial convPartial
}

// imageScratch is what a core needs for one image, for each block.
type imageScratch struct {
	y      [][]float32 // output before pooling
	dy     [][]float32 // gradient of the convolution's output, with a border
	pooled [][]float32 // gradient of the pooling's output
}

// imageStageAt returns the stage that begins with layer i, or nil.
func imageStageAt(layers []Layer, i int) *imageStage {
	s := &imageStage{}
	at := i
	for at < len(layers) {
		b := blockAt(layers, at)
		if b == nil {
			break
		}
		s.blocks = append(s.blocks, b)
		at += b.count()
	}
	if len(s.blocks) == 0 {
		return nil
	}
	s.layers = layers[i:at]
	return s
}

// blockAt returns the block that begins with layer i, or nil when that is none: only steps of 1, and borders that are
// narrower than the filter, have their gradient as another such convolution.
func blockAt(layers []Layer, i int) *imageBlock {
	l, ok := layers[i].(*Conv2D)
	if !ok || l.W == nil || l.Stride != 1 || l.Pad >= min(l.W.Value.Shape[0], l.W.Value.Shape[1]) {
		return nil
	}
	b := &imageBlock{conv: l, relu: reluAt(layers, i+1)}
	if at := i + b.count(); at < len(layers) {
		if p, ok := layers[at].(*MaxPool); ok && p.Pad == 0 && p.Stride >= p.Size && p.Size*p.Size < kernel.NoPixel {
			b.pool = p
		}
	}
	return b
}

// count returns the number of layers of a block.
func (b *imageBlock) count() int {
	n := 1
	if b.relu != nil {
		n++
	}
	if b.pool != nil {
		n++
	}
	return n
}

// prepare sets the sizes for a batch, and makes room.
func (s *imageStage) prepare(x *Tensor) {
	n := x.Shape[0]
	if !slices.Equal(x.Shape[1:], s.image) {
		s.measure(x.Shape[1:])
		s.free = nil
	}
	for k, b := range s.blocks {
		if k == 0 && b.border == 0 {
			b.x = x.Data
		} else if need := n * b.inputLen(); cap(b.x) < need {
			b.x = aligned(need)
		} else {
			b.x = b.x[:need]
		}
		if b.pool != nil {
			b.index = growTo(b.index, n*b.p.indexLen())
		}
		b.partial.shape(chunks(n), b.g)
	}
	for len(s.free) < min(kernel.Workers(), chunks(n)) {
		s.free = append(s.free, s.newScratch())
	}
	s.shape[0] = n
	s.y.shaped(s.shape...)
}

// measure sets the sizes for images of the given shape.
func (s *imageStage) measure(image []int) {
	s.image = slices.Clone(image)
	for k, b := range s.blocks {
		image = b.setOutput(b.conv.shape(0, image))
		b.x = nil // its border may lie elsewhere
		b.border, b.around = b.g.pad, max(b.g.r-1-b.g.pad, b.g.s-1-b.g.pad)
		if k+1 < len(s.blocks) && b.pool == nil {
			b.around = max(b.around, s.blocks[k+1].conv.Pad)
		}
		if k > 0 && s.blocks[k-1].pool == nil {
			b.border = s.blocks[k-1].around // the gate lies as the gradient does
		}
	}
	s.shape = append([]int{0}, image...)
}

// setOutput sets the sizes of the pooling and returns the shape of an output.
func (b *imageBlock) setOutput(g convShape) []int {
	b.g = g
	if b.pool == nil {
		return []int{g.oh, g.ow, g.f}
	}
	b.p = b.pool.shape(g.n, []int{g.oh, g.ow, g.f})
	return []int{b.p.oh, b.p.ow, b.p.c}
}

// row and inputLen are the sizes of a row and of an image of x; gradRow that of a row of gradients.
func (b *imageBlock) row() int      { return (b.g.w + 2*b.border) * b.g.c }
func (b *imageBlock) inputLen() int { return (b.g.h + 2*b.border) * b.row() }
func (b *imageBlock) gradRow() int  { return (b.g.ow + 2*b.around) * b.g.f }

// input returns image i from the first pixel that is margin pixels outside of it.
func (b *imageBlock) input(i, margin int) []float32 {
	skip := b.border - margin
	return b.x[i*b.inputLen()+skip*(b.row()+b.g.c):]
}

// gradient returns the gradients in dy from the first pixel that is rows × cols pixels outside.
func (b *imageBlock) gradient(dy []float32, rows, cols int) []float32 {
	return dy[(b.around-rows)*b.gradRow()+(b.around-cols)*b.g.f:]
}

func (s *imageStage) newScratch() *imageScratch {
	n := len(s.blocks)
	w := &imageScratch{y: make([][]float32, n), dy: make([][]float32, n), pooled: make([][]float32, n)}
	for k, b := range s.blocks {
		w.dy[k] = aligned((b.g.oh + 2*b.around) * b.gradRow())
		if b.pool != nil {
			w.y[k] = aligned(b.g.oh * b.g.ow * b.g.f)
			w.pooled[k] = aligned(b.p.out())
		}
	}
	return w
}

func (s *imageStage) take() *imageScratch {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.free); n > 0 {
		w := s.free[n-1]
		s.free = s.free[:n-1]
		return w
	}
	return s.newScratch()
}

func (s *imageStage) give(w *imageScratch) {
	s.mu.Lock()
	s.free = append(s.free, w)
	s.mu.Unlock()
}

// forward implements stage.
func (s *imageStage) forward(x *Tensor) *Tensor {
	checkImages("Conv2D.Forward", x)
	s.prepare(x)
	s.x = x
	for _, l := range s.layers {
		l.(joiner).join(s)
	}
	kernel.Split((*imageForward)(s), chunks(x.Shape[0]))
	return s.y.last()
}

// imageForward computes the outputs of chunks of images.
type imageForward imageStage

// Task computes one chunk.
func (j *imageForward) Task(chunk int) {
	s := (*imageStage)(j)
	w := s.take()
	from, to := chunkOf(s.x.Shape[0], chunk)
	for i := from; i < to; i++ {
		s.imageForward(i, w)
	}
	s.give(w)
}

// imageForward computes image i.
func (s *imageStage) imageForward(i int, w *imageScratch) {
	if b := s.blocks[0]; b.border > 0 {
		dst, src, n := b.input(i, 0), s.x.Data[i*b.g.h*b.g.w*b.g.c:], b.g.w*b.g.c
		for r := range b.g.h {
			copy(dst[r*b.row():][:n], src[r*n:])
		}
	}
	for k, b := range s.blocks {
		out, outRow := s.output(k, i)
		y, row := out, outRow
		if b.pool != nil {
			y, row = w.y[k], b.g.ow*b.g.f
		}
		p := b.g.product(b.row(), row)
		p.ReLU = b.relu != nil
		p.Run(kernel.Operands{C: y, A: b.input(i, b.g.pad), B: b.conv.W.Value.Data, Bias: b.conv.B.Value.Data}, 0, b.g.ow)
		if b.pool != nil {
			b.poolForward(out, y, outRow, i)
		}
	}
}

// output returns where block k writes its output of image i, and the size of a row there.
func (s *imageStage) output(k, i int) (out []float32, row int) {
	if k+1 < len(s.blocks) {
		next := s.blocks[k+1]
		return next.input(i, 0), next.row()
	}
	y := s.y.last()
	n := len(y.Data) / y.Shape[0]
	b := s.blocks[k]
	row = b.g.ow * b.g.f
	if b.pool != nil {
		row = b.p.ow * b.p.c
	}
	return y.Data[i*n : (i+1)*n], row
}

// windows returns the windows of one row of the pooling over an image with the given size of a row.
func (p *poolShape) windows(row int) kernel.Windows {
	return kernel.Windows{Channels: p.c, Pixels: p.ow, Rows: p.size, Cols: p.size, XRow: row, XStep: p.stride * p.c, YStep: p.c}
}

// maxima returns the places of the maxima of one row of outputs of image i.
func (b *imageBlock) maxima(i, row int) []byte {
	n := b.p.ow * kernel.IndexStep(b.p.c)
	return b.index[(i*b.p.oh+row)*n:][:n]
}

func (b *imageBlock) poolForward(out, y []float32, outRow, i int) {
	row := b.g.ow * b.g.f
	w := b.p.windows(row)
	for r := range b.p.oh {
		w.Max(out[r*outRow:], y[r*b.p.stride*row:], b.maxima(i, r), b.relu != nil)
	}
}

// backward implements stage.
func (s *imageStage) backward(dy *Tensor, want bool) *Tensor {
	if !s.whole() {
		return s.backwardLayers(dy, want)
	}
	checkGrad("Conv2D.Backward", dy, s.y.last())
	s.dy, s.grad = dy, nil
	if want {
		s.grad = s.dx.shaped(s.x.Shape...)
	}
	for k, b := range s.blocks {
		if k > 0 || want {
			b.flipped = grow(b.flipped, len(b.conv.W.Value.Data))
			flip(b.flipped, b.conv.W.Value.Data, b.g)
		}
	}
	kernel.Split((*imageBackward)(s), chunks(dy.Shape[0]))
	for _, b := range s.blocks {
		b.partial.sum(b.conv)
	}
	return s.grad
}

// whole reports whether the stage did the last forward of all its layers.
func (s *imageStage) whole() bool {
	for _, l := range s.layers {
		if l.(joiner).joined() != s {
			return false
		}
	}
	return true
}

// backwardLayers is backward layer by layer.
func (s *imageStage) backwardLayers(dy *Tensor, want bool) *Tensor {
	for i := len(s.layers) - 1; i >= 0; i-- {
		dy = newLayerStage(s.layers[i]).backward(dy, want || i > 0)
	}
	return dy
}

// imageBackward computes the gradients of chunks of images.
type imageBackward imageStage

// Task computes one chunk.
func (j *imageBackward) Task(chunk int) {
	s := (*imageStage)(j)
	w := s.take()
	for _, b := range s.blocks {
		b.partial.clear(chunk)
	}
	from, to := chunkOf(s.x.Shape[0], chunk)
	for i := from; i < to; i++ {
		s.lastGradient(i, w)
		for k := len(s.blocks) - 1; k >= 0; k-- {
			s.blockGradient(k, i, chunk, w)
		}
	}
	s.give(w)
}

// lastGradient brings the gradient of the output of image i to the last block.
func (s *imageStage) lastGradient(i int, w *imageScratch) {
	k := len(s.blocks) - 1
	b := s.blocks[k]
	out, row := s.output(k, i)
	dy := s.dy.Data[i*len(out):][:len(out)]
	if b.pool != nil {
		copy(w.pooled[k], dy)
		return
	}
	dst := b.gradient(w.dy[k], 0, 0)
	for r := range b.g.oh {
		at := dst[r*b.gradRow():][:row]
		if b.relu != nil {
			kernel.ReLUGrad(at, dy[r*row:][:row], out[r*row:][:row])
		} else {
			copy(at, dy[r*row:])
		}
	}
}

// blockGradient adds the gradients of block k for image i, and writes that of its input.
func (s *imageStage) blockGradient(k, i, chunk int, w *imageScratch) {
	b := s.blocks[k]
	g := &b.g
	dy := b.gradient(w.dy[k], 0, 0)
	if b.pool != nil {
		b.poolGradient(dy, w.pooled[k], i)
	}
	b.partial.add(chunk, g, convImage{x: b.input(i, g.pad), xRow: b.row(), dy: dy, dyRow: b.gradRow()})
	if k == 0 && s.grad == nil {
		return
	}
	x := kernel.Operands{A: b.gradient(w.dy[k], g.r-1-g.pad, g.s-1-g.pad), B: b.flipped}
	row := g.w * g.c
	switch {
	case k == 0:
		x.C = s.grad.Data[i*g.h*row:]
	case s.blocks[k-1].pool != nil:
		x.C = w.pooled[k-1]
	default:
		before := s.blocks[k-1]
		x.C, row = before.gradient(w.dy[k-1], 0, 0), before.gradRow()
		if before.relu != nil {
			x.Gate = b.input(i, 0)
		}
	}
	g.inputGradient(b.gradRow(), row).Run(x, 0, g.w)
}

func (b *imageBlock) poolGradient(dy, pooled []float32, i int) {
	row := b.gradRow()
	if !b.p.covers() {
		for r := range b.g.oh {
			clear(dy[r*row:][:b.g.ow*b.g.f])
		}
	}
	w := b.p.windows(row)
	for r := range b.p.oh {
		w.MaxGrad(dy[r*b.p.stride*row:], pooled[r*b.p.ow*b.p.c:], b.maxima(i, r), false)
	}
}
