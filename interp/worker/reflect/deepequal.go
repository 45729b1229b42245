package reflect

import (
	"bytes"
	std "reflect"
	"sync"
)

// closedTypes keeps what closed has found.
var closedTypes sync.Map

// closed reports whether values of a lowered type hold nothing whose type only a box tells, and no cycles: Go's own
// reflect can compare them, and does it faster.
func closed(t std.Type) bool {
	if c, ok := closedTypes.Load(t); ok {
		return c.(bool)
	}
	closedTypes.Store(t, false) // found again inside itself
	var c bool
	switch t.Kind() {
	case Slice, Array:
		c = closed(t.Elem())
	case Map:
		c = closed(t.Key()) && closed(t.Elem())
	case Struct:
		c = true
		for i := range t.NumField() {
			c = c && closed(t.Field(i).Type)
		}
	default:
		c = t.Kind() <= Complex128 || t.Kind() == String
	}
	closedTypes.Store(t, c)
	return c
}

// DeepEqual reports whether x and y are deeply equal: see Go's package reflect.
func DeepEqual(x, y any) bool {
	v, w := ValueOf(x), ValueOf(y)
	if !v.IsValid() || !w.IsValid() {
		return v.IsValid() == w.IsValid()
	}
	return v.t == w.t && deepEqual(v, w, map[visit]bool{})
}

// A visit is a comparison that has begun: met again in a cycle, it counts as equal.
type visit struct {
	a, b uintptr
	n    int // of a slice
	t    *rtype
}

func deepEqual(v, w Value, seen map[visit]bool) bool {
	if !v.IsValid() || !w.IsValid() {
		return v.IsValid() == w.IsValid()
	}
	if v.t != w.t {
		return false
	}
	if closed(v.t.low()) {
		return std.DeepEqual(v.v.Interface(), cast(w.v, v.v.Type()).Interface())
	}
	switch v.Kind() {
	case Pointer, Map, Slice:
		if v.IsNil() != w.IsNil() {
			return false
		}
		if v.Kind() != Pointer && v.Len() != w.Len() {
			return false
		}
		a, b := v.v.Pointer(), w.v.Pointer()
		if a == b {
			return true
		}
		if v.IsNil() {
			return true
		}
		at := visit{a: min(a, b), b: max(a, b), t: v.t}
		if v.Kind() == Slice {
			at.n = v.Len()
		}
		if seen[at] {
			return true
		}
		seen[at] = true
	}
	switch v.Kind() {
	case Array, Slice:
		return deepElements(v, w, seen)
	case Interface:
		if v.IsNil() || w.IsNil() {
			return v.IsNil() == w.IsNil()
		}
		return deepEqual(v.Elem(), w.Elem(), seen)
	case Pointer:
		return deepEqual(v.Elem(), w.Elem(), seen)
	case Struct:
		for i := range v.NumField() {
			if !deepEqual(v.Field(i), w.Field(i), seen) {
				return false
			}
		}
		return true
	case Map:
		for _, k := range v.v.MapKeys() {
			x, y := v.v.MapIndex(k), w.v.MapIndex(cast(k, w.v.Type().Key()))
			if !x.IsValid() || !y.IsValid() || !deepEqual(from(v.t.elem(), x, 0), from(v.t.elem(), y, 0), seen) {
				return false
			}
		}
		return true
	case Func:
		return v.IsNil() && w.IsNil()
	}
	return v.v.Interface() == cast(w.v, v.v.Type()).Interface()
}

func deepElements(v, w Value, seen map[visit]bool) bool {
	if v.Kind() == Slice && v.t.elem().Kind() == Uint8 {
		return bytes.Equal(v.v.Bytes(), w.v.Bytes())
	}
	for i := range v.Len() {
		if !deepEqual(v.Index(i), w.Index(i), seen) {
			return false
		}
	}
	return true
}
