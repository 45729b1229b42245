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
	loopColumnShift
	loopColumnDeviation
	loopColumnDot
	loopNormalize
	loopNormalizeGrad
	loopExp
	loopSigmoid
	loopTanh
	loopSigmoidGrad
	loopTanhGrad
	loopLeakyReLU
	loopLeakyReLUGrad
	loopELU
	loopELUGrad
	loopSwish
	loopSwishGrad
	loopGELU
	loopGELUGrad
	loopExpRows
	loopRowMul
	loopRowDiv
	loopAdd
	loopSub
	loopMul
	loopDiv
	loopMaximum
	loopMinimum
	loopAddNumber
	loopMulNumber
	loopDivNumber
	loopSubFrom
	loopDivInto
	loopMaxNumber
	loopMinNumber
	loopSqrt
	loopAbs
	loopDecaySign
	loopClip
	loopSum
	loopSumSizes
	loopSumSquares
	loopDot
	loopSumDeviations
	loopSumDistances
	loopAdamW
	loopCount
)

// callElements bounds the elements of one call of a loop, to some 10 µs.
const callElements = 1 << 15

// flat is a loop over elements, with its operands and constants in the order of gen.
type flat struct {
	op int
	p  [4][]float32
	f  [5]float32
}

// rowLoop is a loop over the rows of matrices, with row vectors.
type rowLoop struct {
	op       int
	matrices [3][]float32
	vectors  [4][]float32
}

// rowwise is a loop over the rows of matrices, with one value for each row.
type rowwise struct {
	op       int
	matrices [2][]float32
	values   [2][]float32
}

// loopArgs is the argument block of one call of an assembly loop. Offsets are known to gen.
type loopArgs struct {
	p         [8]unsafe.Pointer
	n         int // flat loops: vectors; column and row loops: columns
	rows, row int // column and row loops: rows, bytes between them
	_         int
	f         [8]float32
	abs       uint32
	small     float32
	tiny      float32
}
