package reflect

import (
	std "reflect"
)

// assignTo is v as a lowered value of type dst, as an assignment makes it; context begins the message of the panic.
func (v Value) assignTo(context string, dst *rtype) std.Value {
	switch {
	case v.t == dst:
		return v.v
	case !assignable(v.t, dst):
		fail(context + ": value of type " + v.t.String() + " is not assignable to type " + dst.String())
	case dst.Kind() == Interface:
		return v.toInterface(dst)
	}
	return cast(v.v, dst.low())
}

// toInterface is v in an interface of type dst, which it implements.
func (v Value) toInterface(dst *rtype) std.Value {
	low := dst.low()
	x := v.any()
	out := std.New(low).Elem()
	switch {
	case x == nil:
	case low.NumMethod() > 0 && v.boxed():
		out.Set(host().Wrap(x, low))
	default:
		out.Set(std.ValueOf(x))
	}
	return unaddressable(out)
}

// boxed reports whether the dynamic type of v is of cells.
func (v Value) boxed() bool {
	for v.Kind() == Interface {
		if v.IsNil() {
			return false
		}
		v = v.Elem()
	}
	return v.t.user()
}

// Set assigns x to v.
func (v Value) Set(x Value) {
	v.assignable("Set")
	x.exported("Set")
	v.v.Set(cast(x.assignTo("reflect.Set", v.t), v.v.Type()))
}

// SetZero sets v to the zero value of its type.
func (v Value) SetZero() {
	v.assignable("SetZero")
	v.v.SetZero()
}

// SetBool sets v's value.
func (v Value) SetBool(x bool) {
	v.assignable("SetBool")
	v.need("SetBool", v.Kind() == Bool)
	v.v.SetBool(x)
}

// SetInt sets v's value.
func (v Value) SetInt(x int64) {
	v.assignable("SetInt")
	v.need("SetInt", v.CanInt())
	v.v.SetInt(x)
}

// SetUint sets v's value.
func (v Value) SetUint(x uint64) {
	v.assignable("SetUint")
	v.need("SetUint", v.CanUint())
	v.v.SetUint(x)
}

// SetFloat sets v's value.
func (v Value) SetFloat(x float64) {
	v.assignable("SetFloat")
	v.need("SetFloat", v.CanFloat())
	v.v.SetFloat(x)
}

// SetComplex sets v's value.
func (v Value) SetComplex(x complex128) {
	v.assignable("SetComplex")
	v.need("SetComplex", v.CanComplex())
	v.v.SetComplex(x)
}

// SetString sets v's value.
func (v Value) SetString(x string) {
	v.assignable("SetString")
	v.need("SetString", v.Kind() == String)
	v.v.SetString(x)
}

// SetBytes sets the value of a byte slice.
func (v Value) SetBytes(x []byte) {
	v.assignable("SetBytes")
	v.need("SetBytes", v.Kind() == Slice)
	if v.t.elem().Kind() != Uint8 {
		fail("reflect.Value.SetBytes of non-byte slice")
	}
	v.v.SetBytes(x)
}

// CanConvert reports whether Convert does not panic.
func (v Value) CanConvert(t Type) bool {
	v.valid("Type")
	if !v.t.ConvertibleTo(t) {
		return false
	}
	u := t.own()
	if v.Kind() == Slice && u.Kind() == Array {
		return u.Len() <= v.Len()
	}
	if v.Kind() == Slice && u.Kind() == Pointer && u.elem().Kind() == Array {
		return u.elem().Len() <= v.Len()
	}
	return true
}

// Convert returns v converted to type t.
func (v Value) Convert(t Type) Value {
	v.valid("Convert")
	u := t.own()
	if !convertible(v.t, u) {
		fail("reflect.Value.Convert: value of type " + v.t.String() + " cannot be converted to type " + u.String())
	}
	if v.Kind() == Slice && (u.Kind() == Array || u.Kind() == Pointer) && !v.CanConvert(t) {
		v.v.Convert(u.low()) // panics in Go's words
	}
	switch {
	case u.Kind() == Interface:
		return Value{t: u, v: v.toInterface(u), ro: v.ro}
	case v.v.Type() != u.low() && v.v.Type().ConvertibleTo(u.low()):
		return Value{t: u, v: v.v.Convert(u.low()), ro: v.ro}
	}
	return Value{t: u, v: unaddressable(cast(v.v, u.low())), ro: v.ro}
}
