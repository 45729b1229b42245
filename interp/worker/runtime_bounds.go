package worker

import (
	"reflect"

	fault "quire/interp/worker/runtime"
)

// Checks in lowered code call these when they fail. at is the marker of the line.

func (s *runtimeState) outOfRange(at int64, i int, x any) {
	s.trace.at(at)
	panic(fault.Index(i, reflect.ValueOf(x).Len()))
}

func (s *runtimeState) badShift(at int64) {
	s.trace.at(at)
	panic(fault.Text("negative shift amount"))
}

// badSize is about the length given to make, or its capacity.
func (s *runtimeState) badSize(at int64, which int) {
	s.trace.at(at)
	panic(fault.Text("makeslice: " + [...]string{"len", "cap"}[which] + " out of range"))
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
	panic(fault.Slice(low, high, limit, size, text))
}

// runtimeExports are what cells get in package runtime in another form.
func (s *runtimeState) runtimeExports() map[string]reflect.Value {
	return map[string]reflect.Value{
		"NumGoroutine":       reflect.ValueOf(func() int { return 1 + int(s.live.Load()) }),
		"TypeAssertionError": reflect.ValueOf((*fault.TypeAssertionError)(nil)),
	}
}
