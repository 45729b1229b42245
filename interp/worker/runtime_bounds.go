package worker

import (
	"fmt"
	"reflect"
)

// Checks in lowered code call these when they fail. at is the marker of the line.

func (s *runtimeState) outOfRange(at int64, i int, x any) {
	s.trace.at(at)
	panic(indexError(i, reflect.ValueOf(x).Len()))
}

// indexError is the run-time error of index i in a sequence of length n.
func indexError(i, n int) runtimeError {
	if i < 0 {
		return runtimeError(fmt.Sprintf("index out of range [%d]", i))
	}
	return runtimeError(fmt.Sprintf("index out of range [%d] with length %d", i, n))
}

func (s *runtimeState) badShift(at int64) {
	s.trace.at(at)
	panic(runtimeError("negative shift amount"))
}

// badSize is about the length given to make, or its capacity.
func (s *runtimeState) badSize(at int64, which int) {
	s.trace.at(at)
	panic(runtimeError("makeslice: " + [...]string{"len", "cap"}[which] + " out of range"))
}

// missing stands for a bound that a slice expression does not have.
const missing = 1 << 62

// bounds is called when the slice expression x[low:high:limit] is known to be wrong.
func (s *runtimeState) bounds(at int64, low, high, limit int, x any) {
	s.trace.at(at)
	v := reflect.ValueOf(x)
	text := v.Kind() == reflect.String
	if high == missing {
		high = v.Len()
	}
	if limit == missing {
		limit = -1
	}
	size := v.Len()
	if !text {
		size = v.Cap()
	}
	panic(boundsError(low, high, limit, size, text))
}

func boundsError(low, high, limit, size int, text bool) runtimeError {
	what := "capacity"
	if text {
		what = "length"
	}
	fail := func(format string, args ...any) runtimeError {
		return runtimeError("slice bounds out of range " + fmt.Sprintf(format, args...))
	}
	switch {
	case limit >= 0 && limit > size:
		return fail("[::%d] with capacity %d", limit, size)
	case limit >= 0 && high > limit:
		return fail("[:%d:%d]", high, limit)
	case limit >= 0 && low > high:
		return fail("[%d:%d:]", low, high)
	case high < 0:
		return fail("[:%d]", high)
	case high > size:
		return fail("[:%d] with %s %d", high, what, size)
	case low < 0:
		return fail("[%d:]", low)
	}
	return fail("[%d:%d]", low, high)
}
