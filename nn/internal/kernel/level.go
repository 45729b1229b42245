package kernel

import (
	"fmt"
	"os"
	"sync/atomic"

	"golang.org/x/sys/cpu"
)

// Level is a set of instructions that the loops are written for.
type Level int32

// The levels, from the one that every machine has to the widest.
const (
	Portable Level = iota
	AVX2
	AVX512
)

// String names the level as QUIRE_SIMD does.
func (l Level) String() string {
	switch l {
	case Portable:
		return "portable"
	case AVX2:
		return "avx2"
	case AVX512:
		return "avx512"
	}
	return fmt.Sprintf("level %d", int32(l))
}

// level is the level in use. Results do not depend on it, so a change during a computation is harmless.
var level atomic.Int32

func init() {
	l := Best()
	asked := os.Getenv("QUIRE_SIMD")
	for _, other := range []Level{Portable, AVX2, AVX512} {
		if asked == other.String() && other < l {
			l = other
		}
	}
	Use(l)
}

// Best returns the widest level of this machine.
func Best() Level {
	switch {
	case !haveAssembly:
		return Portable
	case cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL && cpu.X86.HasFMA:
		return AVX512
	case cpu.X86.HasAVX2 && cpu.X86.HasFMA:
		return AVX2
	}
	return Portable
}

// Current returns the level in use.
func Current() Level { return Level(level.Load()) }

// Use switches to a level, which the machine must have, and returns the one before. It is for tests and benchmarks: the
// results are the same.
func Use(l Level) Level {
	if l > Best() {
		panic(fmt.Sprintf("kernel: this machine has no %v", l))
	}
	return Level(level.Swap(int32(l)))
}
