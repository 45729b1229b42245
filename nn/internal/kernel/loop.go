package kernel

import "unsafe"

// The loops that gen writes, in its order.
const (
	loopBytesOp = iota
	loopReLU
	loopReLUGrad
	loopSGD
	loopMomentum
	loopNesterov
	loopAdaGrad
	loopRMSprop
	loopAdam
	loopDecay
	loopColumnSum
	loopColumnDeviation
	loopColumnDot
	loopNormalize
	loopNormalizeGrad
	loopCount
)

// loopArgs is the argument block of one call of an assembly loop. Offsets are known to gen.
type loopArgs struct {
	p         [8]unsafe.Pointer
	n         int // flat loops: vectors; column loops: columns
	rows, row int // column loops: rows, bytes between them
	_         int
	f         [8]float32
	abs       uint32
	small     float32
	tiny      float32
}
