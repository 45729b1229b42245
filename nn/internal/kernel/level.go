package kernel

import (
	"fmt"
	"os"
	"slices"
	"sync/atomic"
)

// Level is a set of instructions that the loops are written for.
type Level int32

// The levels. Every machine has Portable.
const (
	Portable Level = iota
	AVX2
	AVX512
	NEON
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
	case NEON:
		return "neon"
	}
	return fmt.Sprintf("level %d", int32(l))
}

// level is the level in use. Results do not depend on it, so a change during a computation is harmless.
var level atomic.Int32

func init() { Use(choose(os.Getenv("QUIRE_SIMD"), Levels())) }

// choose returns the level that is asked for by name when it is among all, and otherwise the last of them.
func choose(asked string, all []Level) Level {
	for _, l := range all {
		if asked == l.String() {
			return l
		}
	}
	return all[len(all)-1]
}

// Levels returns the levels that this machine has, the fastest last.
func Levels() []Level { return append([]Level{Portable}, assemblyLevels()...) }

// Current returns the level in use.
func Current() Level { return Level(level.Load()) }

// Use switches to a level, which the machine must have, and returns the one before. It is for tests and benchmarks: the
// results are the same.
func Use(l Level) Level {
	if !slices.Contains(Levels(), l) {
		panic(fmt.Sprintf("kernel: this machine has no %v", l))
	}
	return Level(level.Swap(int32(l)))
}
