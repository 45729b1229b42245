package nn

import (
	"fmt"

	"quire/nn/internal/kernel"
)

// MaxPool keeps the greatest value of each square window, channel by channel; of equal ones the first, row by row.
type MaxPool struct {
	Base
	Size, Stride int

	from  []int32 // place in x of each output
	shape []int
	y, dx buffer
	job   poolForward
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
		l.shape = append(l.shape[:0], x.Shape...)
		if cap(l.from) < len(y.Data) {
			l.from = make([]int32, len(y.Data))
		}
		l.from = l.from[:len(y.Data)]
		from = l.from
	}
	job := &l.job
	if !train {
		job = new(poolForward)
	}
	*job = poolForward{l: l, x: x, y: y, from: from}
	kernel.Split(job, chunks(n))
	return y
}

// poolForward finds the maxima of chunks of images.
type poolForward struct {
	l    *MaxPool
	x, y *Tensor
	from []int32 // nil in evaluation
}

// Task finds the maxima of one chunk.
func (j *poolForward) Task(chunk int) {
	n, h, w, c := j.x.Shape[0], j.x.Shape[1], j.x.Shape[2], j.x.Shape[3]
	oh, ow, parts := j.y.Shape[1], j.y.Shape[2], chunks(n)
	for k := n * chunk / parts * oh * ow; k < n*(chunk+1)/parts*oh*ow; k++ {
		i, r := k/(oh*ow), k%(oh*ow)
		corner := ((i*h+r/ow*j.l.Stride)*w + r%ow*j.l.Stride) * c
		var from []int32
		if j.from != nil {
			from = j.from[k*c : (k+1)*c]
		}
		j.window(j.y.Data[k*c:(k+1)*c], from, corner, w*c)
	}
}

// window finds the maxima of one window, all channels; corner is the place of its first element, row the step between
// rows of the image.
func (j *poolForward) window(y []float32, from []int32, corner, row int) {
	c := len(y)
	copy(y, j.x.Data[corner:])
	for ch := range from {
		from[ch] = int32(corner + ch)
	}
	for e := 1; e < j.l.Size*j.l.Size; e++ {
		at := corner + e/j.l.Size*row + e%j.l.Size*c
		x := j.x.Data[at:][:c]
		if from == nil {
			for ch, v := range x {
				y[ch] = max(y[ch], v)
			}
			continue
		}
		from = from[:c]
		for ch, v := range x {
			if v > y[ch] {
				y[ch], from[ch] = v, int32(at+ch)
			}
		}
	}
}

// Backward gives each gradient to the place of its maximum.
func (l *MaxPool) Backward(dy *Tensor) *Tensor {
	checkGrad("MaxPool.Backward", dy, l.y.last())
	dx := l.dx.shaped(l.shape...)
	clear(dx.Data)
	for k, d := range dy.Data {
		dx.Data[l.from[k]] += d
	}
	return dx
}

func (l *MaxPool) clone() Layer { return NewMaxPool(l.Size, l.Stride) }
