package reflect

import (
	std "reflect"
	"unsafe"
)

// TypeAssert is v.Interface().(T), with the result of the assertion. A value of a cell's type becomes a T when T is a
// compiled interface that it implements.
func TypeAssert[T any](v Value) (T, bool) {
	var zero T
	v.exported("TypeAssert")
	for v.Kind() == Interface {
		if v.IsNil() {
			return zero, false
		}
		v = v.Elem()
	}
	if !v.t.user() {
		x, ok := v.v.Interface().(T)
		return x, ok
	}
	iface := ofCompiled(std.TypeFor[T]())
	if iface.Kind() != Interface || !implements(v.t, iface) {
		return zero, false
	}
	x := v.any()
	if iface.NumMethod() > 0 {
		x = host().Wrap(x, iface.std).Interface()
	}
	out, ok := x.(T)
	return out, ok
}

// UnsafePointer returns v's value as a pointer.
func (v Value) UnsafePointer() unsafe.Pointer {
	switch v.Kind() {
	case Pointer, Chan, Map, UnsafePointer, Func, Slice, String:
		return v.v.UnsafePointer()
	}
	v.need("UnsafePointer", false)
	return nil
}
