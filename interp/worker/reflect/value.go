package reflect

import (
	"fmt"
	std "reflect"
)

// Value is the reflection interface to a Go value: see Go's package reflect.
type Value struct {
	t  *rtype
	v  std.Value // lowered, never read-only: ro tells that
	ro readOnly
}

// readOnly tells how a value was reached through fields that are not exported.
type readOnly uint8

const (
	sticky  readOnly = 1 << iota // a field that is not embedded: stays for what is inside
	promote                      // an embedded one: exported fields of it can be set
)

// TypeOf returns the dynamic type of x, nil for a nil interface.
func TypeOf(x any) Type {
	if x == nil {
		return nil
	}
	return ValueOf(x).t
}

// TypeFor returns the Type of a compiled type.
func TypeFor[T any]() Type { return ofCompiled(std.TypeFor[T]()) }

// ValueOf returns a Value that holds what x holds, the zero Value for nil.
func ValueOf(x any) Value {
	if x == nil {
		return Value{}
	}
	w := world.Load()
	if w == nil {
		return Value{t: ofCompiled(std.TypeOf(x)), v: std.ValueOf(x)}
	}
	t, v, boxed := w.host.Open(x)
	switch {
	case !boxed && v == nil:
		return Value{}
	case !boxed:
		return Value{t: ofCompiled(std.TypeOf(v)), v: std.ValueOf(v)}
	case v == nil:
		return Zero(of(t, nil))
	}
	return from(of(t, std.TypeOf(v)), std.ValueOf(v), 0)
}

// from is a value of type t that is kept as v.
func from(t *rtype, v std.Value, ro readOnly) Value {
	if t.user() {
		v = cast(v, t.low())
	}
	return Value{t: t, v: v, ro: ro}
}

// any is the value in an interface: in a box when its type is of cells.
func (v Value) any() any {
	switch {
	case v.Kind() == Interface:
		if v.v.IsNil() {
			return nil
		}
		return v.Elem().any()
	case v.t.user():
		return host().Box(v.t.src, cast(v.v, v.t.kept()).Interface())
	}
	return v.v.Interface()
}

// valid panics when v is the zero Value.
func (v Value) valid(method string) {
	if v.t == nil {
		fail(&ValueError{Method: "reflect.Value." + method})
	}
}

// need panics unless a condition about v's kind holds.
func (v Value) need(method string, ok bool) {
	if !ok {
		fail(&ValueError{Method: "reflect.Value." + method, Kind: v.Kind()})
	}
}

// exported panics when v was reached through a field that is not exported.
func (v Value) exported(method string) {
	v.valid(method)
	if v.ro != 0 {
		fail("reflect: reflect.Value." + method + " using value obtained using unexported field")
	}
}

// assignable panics unless v can be set.
func (v Value) assignable(method string) {
	v.exported(method)
	if !v.v.CanAddr() {
		fail("reflect: reflect.Value." + method + " using unaddressable value")
	}
}

// IsValid reports whether v represents a value.
func (v Value) IsValid() bool { return v.t != nil }

// Kind returns v's kind, Invalid for the zero Value.
func (v Value) Kind() Kind {
	if v.t == nil {
		return Invalid
	}
	return v.t.Kind()
}

// Type returns v's type.
func (v Value) Type() Type {
	v.valid("Type")
	return v.t
}

// CanInterface reports whether Interface can be used without panicking.
func (v Value) CanInterface() bool {
	v.valid("CanInterface")
	return v.ro == 0
}

// Interface returns v's current value as an interface.
func (v Value) Interface() any {
	v.valid("Interface")
	if v.ro != 0 {
		fail("reflect.Value.Interface: cannot return value obtained from unexported field or method")
	}
	return v.any()
}

// CanAddr reports whether Addr gives the value's address.
func (v Value) CanAddr() bool { return v.t != nil && v.v.CanAddr() }

// CanSet reports whether v can be changed.
func (v Value) CanSet() bool { return v.t != nil && v.v.CanAddr() && v.ro == 0 }

// Addr returns a pointer to v.
func (v Value) Addr() Value {
	if v.t == nil || !v.v.CanAddr() {
		fail("reflect.Value.Addr of unaddressable value")
	}
	return from(pointerTo(v.t), v.v.Addr(), v.ro&sticky)
}

// Elem returns what an interface contains or a pointer points to.
func (v Value) Elem() Value {
	switch v.Kind() {
	case Interface:
		if v.v.IsNil() {
			return Value{}
		}
		e := ValueOf(v.v.Elem().Interface())
		if v.ro != 0 {
			e.ro = sticky
		}
		return e
	case Pointer:
		e := v.v.Elem()
		if !e.IsValid() {
			return Value{}
		}
		return from(v.t.elem(), e, v.ro)
	}
	v.need("Elem", false)
	return Value{}
}

// Indirect returns what v points to; v itself when it is no pointer.
func Indirect(v Value) Value {
	if v.Kind() != Pointer {
		return v
	}
	return v.Elem()
}

// IsNil reports whether v is nil.
func (v Value) IsNil() bool {
	switch v.Kind() {
	case Chan, Func, Interface, Map, Pointer, Slice, UnsafePointer:
		return v.v.IsNil()
	}
	v.need("IsNil", false)
	return false
}

// IsZero reports whether v is the zero value of its type.
func (v Value) IsZero() bool {
	v.valid("IsZero")
	return v.v.IsZero()
}

// Bool returns v's value.
func (v Value) Bool() bool {
	v.need("Bool", v.Kind() == Bool)
	return v.v.Bool()
}

// CanInt reports whether Int can be used.
func (v Value) CanInt() bool { return v.t != nil && v.v.CanInt() }

// Int returns v's value.
func (v Value) Int() int64 {
	v.need("Int", v.CanInt())
	return v.v.Int()
}

// CanUint reports whether Uint can be used.
func (v Value) CanUint() bool { return v.t != nil && v.v.CanUint() }

// Uint returns v's value.
func (v Value) Uint() uint64 {
	v.need("Uint", v.CanUint())
	return v.v.Uint()
}

// CanFloat reports whether Float can be used.
func (v Value) CanFloat() bool { return v.t != nil && v.v.CanFloat() }

// Float returns v's value.
func (v Value) Float() float64 {
	v.need("Float", v.CanFloat())
	return v.v.Float()
}

// CanComplex reports whether Complex can be used.
func (v Value) CanComplex() bool { return v.t != nil && v.v.CanComplex() }

// Complex returns v's value.
func (v Value) Complex() complex128 {
	v.need("Complex", v.CanComplex())
	return v.v.Complex()
}

// String returns a string's value; for other kinds, text that names the type.
func (v Value) String() string {
	switch v.Kind() {
	case Invalid:
		return "<invalid Value>"
	case String:
		return v.v.String()
	}
	return "<" + v.t.String() + " Value>"
}

// Bytes returns the value of a byte slice or addressable byte array.
func (v Value) Bytes() []byte {
	switch v.Kind() {
	case Slice:
		if v.t.elem().Kind() != Uint8 {
			fail("reflect.Value.Bytes of non-byte slice")
		}
		return v.v.Bytes()
	case Array:
		if v.t.elem().Kind() != Uint8 {
			fail("reflect.Value.Bytes of non-byte array")
		}
		if !v.CanAddr() {
			fail("reflect.Value.Bytes of unaddressable byte array")
		}
		return v.v.Bytes()
	}
	v.need("Bytes", false)
	return nil
}

// Pointer returns v's value as a number.
func (v Value) Pointer() uintptr {
	switch v.Kind() {
	case Pointer, Chan, Map, UnsafePointer, Func, Slice, String:
		return v.v.Pointer()
	}
	v.need("Pointer", false)
	return 0
}

// OverflowInt reports whether x does not fit v's type.
func (v Value) OverflowInt(x int64) bool {
	v.need("OverflowInt", v.CanInt())
	return v.v.OverflowInt(x)
}

// OverflowUint reports whether x does not fit v's type.
func (v Value) OverflowUint(x uint64) bool {
	v.need("OverflowUint", v.CanUint())
	return v.v.OverflowUint(x)
}

// OverflowFloat reports whether x does not fit v's type.
func (v Value) OverflowFloat(x float64) bool {
	v.need("OverflowFloat", v.CanFloat())
	return v.v.OverflowFloat(x)
}

// OverflowComplex reports whether x does not fit v's type.
func (v Value) OverflowComplex(x complex128) bool {
	v.need("OverflowComplex", v.CanComplex())
	return v.v.OverflowComplex(x)
}

// Comparable reports whether == can compare v.
func (v Value) Comparable() bool {
	switch v.Kind() {
	case Invalid:
		return true
	case Interface:
		return v.IsNil() || v.Elem().Comparable()
	case Array:
		for i := range v.Len() {
			if !v.Index(i).Comparable() {
				return false
			}
		}
		return v.t.Comparable()
	case Struct:
		for i := range v.NumField() {
			if !v.Field(i).Comparable() {
				return false
			}
		}
		return true
	}
	return v.t.Comparable()
}

// Equal reports whether v and u are equal by ==.
func (v Value) Equal(u Value) bool {
	if v.Kind() == Interface {
		v = v.Elem()
	}
	if u.Kind() == Interface {
		u = u.Elem()
	}
	if !v.IsValid() || !u.IsValid() {
		return v.IsValid() == u.IsValid()
	}
	if v.t != u.t {
		return false
	}
	if !v.Comparable() {
		fail("reflect.Value.Equal: values of type " + v.t.String() + " are not comparable")
	}
	return v.any() == u.any()
}

// A Printed is a Value as an operand of package fmt, which prints what the Value holds. Inside other values fmt prints
// a Value by its String method.
type Printed struct{ Value }

// Format prints what the Value holds.
func (p Printed) Format(s fmt.State, verb rune) {
	v := p.Value
	switch {
	case v.t == nil:
		fmt.Fprint(s, "<invalid reflect.Value>")
	case v.t.user():
		host().Print(s, verb, v.t.src, v.v, v.ro == 0)
	default:
		fmt.Fprintf(s, fmt.FormatString(s, verb), v.v)
	}
}
