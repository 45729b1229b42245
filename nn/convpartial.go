package nn

import "quire/nn/internal/kernel"

// convPartial holds gradients of W and b, one of each for every chunk of images.
type convPartial struct {
	parts, wLen, bLen int
	w, b              []float32
}

// shape makes room.
func (p *convPartial) shape(parts int, g convShape) {
	p.parts, p.wLen, p.bLen = parts, g.r*g.s*g.c*g.f, g.f
	p.w, p.b = grow(p.w, parts*p.wLen), grow(p.b, parts*p.bLen)
}

// chunk returns the gradients of one chunk.
func (p *convPartial) chunk(i int) (w, b []float32) {
	return p.w[i*p.wLen:][:p.wLen], p.b[i*p.bLen:][:p.bLen]
}

func (p *convPartial) clear(chunk int) {
	w, b := p.chunk(chunk)
	clear(w)
	clear(b)
}

// convImage is an image with its border and the gradient of its output, with the sizes of their rows.
type convImage struct {
	x, dy       []float32
	xRow, dyRow int
}

// add adds the gradients of an image to those of a chunk: dW[r] += windowsᵀ·dy for every filter row r, db += Σ dy.
func (p *convPartial) add(chunk int, g *convShape, m convImage) {
	w, b := p.chunk(chunk)
	row := g.s * g.c
	product := kernel.Product{
		M: row, N: g.f, K: g.ow, Outer: g.oh,
		ARow: 1, ACol: g.stride * g.c, AOuter: g.stride * m.xRow,
		BRow: g.f, BOuter: m.dyRow, CRow: g.f,
		Add: true, Keep: true,
	}
	for r := range g.r {
		product.Run(kernel.Operands{C: w[r*row*g.f : (r+1)*row*g.f], A: m.x[r*m.xRow:], B: m.dy}, 0, row)
	}
	kernel.Windows{Channels: g.f, Pixels: 1, Rows: g.oh, Cols: g.ow, XRow: m.dyRow}.Sum(b, m.dy)
}

// sum sets the gradients of a layer to the sums over the chunks, in order.
func (p *convPartial) sum(l *Conv2D) {
	kernel.ColumnSum(l.W.Grad.Data, p.w, p.parts)
	kernel.ColumnSum(l.B.Grad.Data, p.b, p.parts)
}
