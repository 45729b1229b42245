package nn

import "fmt"

// MaxPool keeps the greatest value of each square window, channel by channel; of equal ones the first, row by row.
type MaxPool struct {
	Base
	Size, Stride int

	from  []int32 // place in x of each output
	shape []int
	y, dx buffer
	used  bool
}

// NewMaxPool returns the layer for windows of the given side and step.
func NewMaxPool(size, stride int) *MaxPool {
	if size < 1 || stride < 1 {
		misuse("NewMaxPool", "size %d, stride %d; both must be positive", size, stride)
	}
	return &MaxPool{Size: size, Stride: stride}
}

// OutputShape returns (output height, output width, channels).
func (l *MaxPool) OutputShape(input []int) []int {
	l.check(input)
	return []int{OutSize(input[0], l.Size, l.Stride, 0), OutSize(input[1], l.Size, l.Stride, 0), input[2]}
}

func (l *MaxPool) check(input []int) {
	if len(input) != 3 || input[0] < l.Size || input[1] < l.Size {
		misshape("MaxPool", "one example", input, fmt.Sprintf("(height, width, channels) of at least %d × %d", l.Size, l.Size), "")
	}
}

// Forward returns the maxima, of shape (N, output height, output width, C), for x of shape (N, H, W, C). Rows and columns
// that no whole window covers are left out.
func (l *MaxPool) Forward(x *Tensor, train bool) *Tensor {
	if len(x.Shape) != 4 {
		misshape("MaxPool.Forward", "x", x.Shape, "(N, height, width, channels)", "")
	}
	l.check(x.Shape[1:])
	n, oh, ow, c := x.Shape[0], OutSize(x.Shape[1], l.Size, l.Stride, 0), OutSize(x.Shape[2], l.Size, l.Stride, 0), x.Shape[3]
	y := l.y.result(train, n, oh, ow, c)
	var from []int32
	if train {
		l.used = true
		l.shape = append(l.shape[:0], x.Shape...)
		if cap(l.from) < len(y.Data) {
			l.from = make([]int32, len(y.Data))
		}
		l.from = l.from[:len(y.Data)]
		from = l.from
	}
	for k := range n * oh * ow {
		i, r := k/(oh*ow), k%(oh*ow)
		corner := ((i*x.Shape[1]+r/ow*l.Stride)*x.Shape[2] + r%ow*l.Stride) * c
		for ch := range c {
			best := l.best(x, corner+ch)
			y.Data[k*c+ch] = x.Data[best]
			if from != nil {
				from[k*c+ch] = int32(best)
			}
		}
	}
	return y
}

// best returns the place of the greatest value of the window whose first element is at start.
func (l *MaxPool) best(x *Tensor, start int) int {
	best := start
	for r := range l.Size {
		at := start + r*x.Shape[2]*x.Shape[3]
		for range l.Size {
			if x.Data[at] > x.Data[best] {
				best = at
			}
			at += x.Shape[3]
		}
	}
	return best
}

// Backward gives each gradient to the place of its maximum.
func (l *MaxPool) Backward(dy *Tensor) *Tensor {
	checkGrad("MaxPool.Backward", dy, lastOutput(l.used, &l.y))
	dx := l.dx.shaped(l.shape...)
	clear(dx.Data)
	for k, d := range dy.Data {
		dx.Data[l.from[k]] += d
	}
	return dx
}

func (l *MaxPool) clone() Layer { return NewMaxPool(l.Size, l.Stride) }
