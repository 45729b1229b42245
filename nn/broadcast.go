package nn

import (
	"fmt"
	"slices"

	"quire/nn/internal/kernel"
)

// combine applies f to every pair of elements that broadcasting brings together.
//
// The shapes of a and b are compared axis by axis from the last. Two axes fit when they are equally long or when one of
// them has length 1, which is then repeated; axes that one shape lacks count as 1. These are NumPy's rules.
func (t *Tensor) combine(op string, b *Tensor, f func(x, y float32) float32) *Tensor {
	return t.combineRuns(op, b, func(dst, x, y []float32) { combineRun(dst, x, y, f) })
}

// pairwise are the kernels of an operation: for x and y, for x and a number, and for a number and x.
type pairwise struct {
	both        func(dst, x, y []float32)
	right, left func(dst, x []float32, v float32)
}

// pairs is combine for an operation that has kernels.
func (t *Tensor) pairs(op string, b *Tensor, k pairwise) *Tensor {
	return t.combineRuns(op, b, func(dst, x, y []float32) {
		switch {
		case len(x) == len(dst) && len(y) == len(dst):
			k.both(dst, x, y)
		case len(x) == len(dst):
			k.right(dst, x, y[0])
		default:
			k.left(dst, y, x[0])
		}
	})
}

// combineRuns calls f for runs of elements: x and y are as long as dst, or a single value that is repeated.
func (t *Tensor) combineRuns(op string, b *Tensor, f func(dst, x, y []float32)) *Tensor {
	need(op, "a", t)
	need(op, "b", b)
	if slices.Equal(t.Shape, b.Shape) {
		r := &Tensor{Shape: slices.Clone(t.Shape), Data: aligned(len(t.Data))}
		f(r.Data, t.Data, b.Data)
		return r
	}
	p := pair(op, t.Shape, b.Shape)
	r := New(p.shape...)
	if len(r.Data) == 0 {
		return r
	}
	p.runs(func(dst, x, y int, run pairedAxis) {
		f(r.Data[dst:dst+run.n], t.Data[x:x+run.span(run.a)], b.Data[y:y+run.span(run.b)])
	})
	return r
}

// combineRun sets dst = f(x, y) where x and y are as long as dst, or a single value that is repeated.
func combineRun(dst, x, y []float32, f func(x, y float32) float32) {
	switch {
	case len(x) == len(dst) && len(y) == len(dst):
		for i, v := range x {
			dst[i] = kernel.Flush(f(v, y[i]))
		}
	case len(x) == len(dst):
		for i, v := range x {
			dst[i] = kernel.Flush(f(v, y[0]))
		}
	default:
		for i, v := range y {
			dst[i] = kernel.Flush(f(x[0], v))
		}
	}
}

// pairing says which elements of two tensors meet.
type pairing struct {
	shape []int        // of the result
	axes  []pairedAxis // of the loops, the innermost last; axes that can be walked as one are one
}

// pairedAxis is one loop: n steps, each of so many elements of a and b. A step of 0 repeats.
type pairedAxis struct{ n, a, b int }

// span returns how many elements a loop with the given step reads.
func (p pairedAxis) span(step int) int {
	if step == 0 {
		return 1
	}
	return p.n
}

// pair compares two shapes.
func pair(op string, a, b []int) pairing {
	n := max(len(a), len(b))
	p := pairing{shape: make([]int, n)}
	stepA, stepB := 1, 1
	for k := 1; k <= n; k++ {
		da, db := fromEnd(a, k), fromEnd(b, k)
		d := da
		if da == 1 {
			d = db
		}
		if da != db && da != 1 && db != 1 {
			panic(&ShapeError{
				Op: op, Got: "a is " + shapeText(a) + " and b is " + shapeText(b),
				Wanted: fmt.Sprintf("axes that are equal or 1, counted from the last; %d and %d are neither", da, db),
				Advice: broadcastAdvice(a, b),
			})
		}
		p.shape[n-k] = d
		if d != 1 {
			p.add(pairedAxis{n: d, a: stepOf(da, stepA), b: stepOf(db, stepB)})
		}
		stepA, stepB = stepA*da, stepB*db
	}
	if len(p.axes) == 0 {
		p.axes = []pairedAxis{{n: 1, a: 1, b: 1}}
	}
	slices.Reverse(p.axes)
	return p
}

// add puts a loop around those that are there; while axes are added, the outermost comes last.
func (p *pairing) add(x pairedAxis) {
	if len(p.axes) > 0 {
		in := &p.axes[len(p.axes)-1]
		if x.a == in.a*in.n && x.b == in.b*in.n {
			in.n *= x.n
			return
		}
	}
	p.axes = append(p.axes, x)
}

// stepOf returns the step of an axis of length d below which lie so many elements.
func stepOf(d, below int) int {
	if d == 1 {
		return 0
	}
	return below
}

// fromEnd returns the k-th axis from the last, 1 beyond the first.
func fromEnd(shape []int, k int) int {
	if k > len(shape) {
		return 1
	}
	return shape[len(shape)-k]
}

// runs calls f for every innermost loop with the places where it begins in the result, in a and in b.
func (p *pairing) runs(f func(dst, a, b int, run pairedAxis)) {
	outer, inner := p.axes[:len(p.axes)-1], p.axes[len(p.axes)-1]
	at := make([]int, len(outer))
	for dst, a, b := 0, 0, 0; ; dst += inner.n {
		f(dst, a, b, inner)
		k := len(outer) - 1
		for ; k >= 0; k-- {
			at[k]++
			a, b = a+outer[k].a, b+outer[k].b
			if at[k] < outer[k].n {
				break
			}
			a, b = a-outer[k].n*outer[k].a, b-outer[k].n*outer[k].b
			at[k] = 0
		}
		if k < 0 {
			return
		}
	}
}

// broadcastAdvice says what is usually meant by two shapes that do not fit.
func broadcastAdvice(a, b []int) string {
	if len(a) < len(b) {
		a, b = b, a
	}
	switch {
	case len(b) == 1 && len(a) == 2 && b[0] == a[0]:
		return fmt.Sprintf("one value for each row is a column: Reshape(%d, 1)", b[0])
	case len(a) == 4 && len(b) == 1:
		return "images are (N, H, W, C), and a vector meets the channels"
	}
	return ""
}

// BroadcastTo returns the tensor repeated to the given shape by the rules of Add.
func (t *Tensor) BroadcastTo(shape ...int) *Tensor {
	r := New(shape...)
	p := pair("Tensor.BroadcastTo", t.Shape, shape)
	if !slices.Equal(p.shape, shape) {
		misshape("Tensor.BroadcastTo", "t", t.Shape, "a shape that repeats to "+shapeText(shape), "")
	}
	if len(r.Data) == 0 {
		return r
	}
	p.runs(func(dst, x, _ int, run pairedAxis) {
		if run.a != 0 {
			copy(r.Data[dst:dst+run.n], t.Data[x:])
			return
		}
		for i := dst; i < dst+run.n; i++ {
			r.Data[i] = t.Data[x]
		}
	})
	return r
}

// Maximum returns the greater of every pair of elements, NaN when one of them is NaN; see Add for the shapes.
func (t *Tensor) Maximum(b *Tensor) *Tensor {
	return t.pairs("Tensor.Maximum", b, pairwise{kernel.Maximum, kernel.MaxNumber, kernel.MaxNumber})
}

// Minimum returns the lesser of every pair of elements, NaN when one of them is NaN; see Add for the shapes.
func (t *Tensor) Minimum(b *Tensor) *Tensor {
	return t.pairs("Tensor.Minimum", b, pairwise{kernel.Minimum, kernel.MinNumber, kernel.MinNumber})
}

// Greater returns 1 where a > b and 0 elsewhere: a mask. See Add for the shapes; x.Greater(nn.Full(0.5)) compares with a
// number.
func (t *Tensor) Greater(b *Tensor) *Tensor {
	return t.combine("Tensor.Greater", b, func(x, y float32) float32 { return mask(x > y) })
}

// GreaterEqual returns 1 where a ≥ b and 0 elsewhere; see Add for the shapes.
func (t *Tensor) GreaterEqual(b *Tensor) *Tensor {
	return t.combine("Tensor.GreaterEqual", b, func(x, y float32) float32 { return mask(x >= y) })
}

// Less returns 1 where a < b and 0 elsewhere; see Add for the shapes.
func (t *Tensor) Less(b *Tensor) *Tensor {
	return t.combine("Tensor.Less", b, func(x, y float32) float32 { return mask(x < y) })
}

// LessEqual returns 1 where a ≤ b and 0 elsewhere; see Add for the shapes.
func (t *Tensor) LessEqual(b *Tensor) *Tensor {
	return t.combine("Tensor.LessEqual", b, func(x, y float32) float32 { return mask(x <= y) })
}

// EqualTo returns 1 where a = b and 0 elsewhere; see Add for the shapes. Equal compares whole tensors.
func (t *Tensor) EqualTo(b *Tensor) *Tensor {
	return t.combine("Tensor.EqualTo", b, func(x, y float32) float32 { return mask(x == y) })
}

func mask(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// Where returns the element of a where the mask is not 0, and the element of b where it is. The three shapes are
// broadcast by the rules of Add.
func Where(mask, a, b *Tensor) *Tensor {
	need("Where", "mask", mask)
	need("Where", "a", a)
	need("Where", "b", b)
	p := pair("Where", a.Shape, b.Shape)
	p = pair("Where", mask.Shape, p.shape)
	m, x, y := mask.BroadcastTo(p.shape...), a.BroadcastTo(p.shape...), b.BroadcastTo(p.shape...)
	for i, v := range m.Data {
		if v == 0 {
			x.Data[i] = y.Data[i]
		}
	}
	return x
}
