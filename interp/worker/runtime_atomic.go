package worker

import (
	"reflect"
	"sync/atomic"
)

// consistent panics as atomic.Value does when a box of another type is stored: to it all boxes are of one type.
func (s *runtimeState) consistent(op string, a *atomic.Value, x any) {
	old, ok := s.plain(a.Load()).(box)
	if y, isBox := s.plain(x).(box); ok && isBox && y.T != old.T {
		panic("sync/atomic: " + op + " of inconsistently typed value into Value")
	}
}

func (s *runtimeState) atomicMethods() map[string]reflect.Value {
	v := reflect.ValueOf
	return map[string]reflect.Value{
		"AtomicStore": v(func(a *atomic.Value, x any) {
			s.consistent("store", a, x)
			a.Store(x)
		}),
		"AtomicSwap": v(func(a *atomic.Value, x any) any {
			s.consistent("swap", a, x)
			return a.Swap(x)
		}),
		"AtomicCompareAndSwap": v(func(a *atomic.Value, old, x any) bool {
			p, _ := s.plain(old).(box)
			if q, ok := s.plain(x).(box); ok && p.T != nil && p.T != q.T {
				panic("sync/atomic: compare and swap of inconsistently typed values")
			}
			s.consistent("compare and swap", a, x)
			return a.CompareAndSwap(old, x)
		}),
	}
}
