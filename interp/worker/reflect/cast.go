package reflect

import (
	std "reflect"
	"unsafe"
)

// cast gives a lowered value another lowered type of the same layout: inside recursive types the interpreter has
// stand-ins, and types that convert to each other have forms of their own.
func cast(v std.Value, to std.Type) std.Value {
	if v.Type() == to {
		return v
	}
	if to.Kind() == Interface || v.Kind() == Interface {
		out := std.New(to).Elem()
		out.Set(v)
		return unaddressable(out)
	}
	if v.Kind() != to.Kind() && !holds(v.Type(), to) && !holds(to, v.Type()) || v.Type().Size() != to.Size() {
		fail("reflect: internal error: " + v.Type().String() + " is not kept as " + to.String())
	}
	if v.CanAddr() {
		return std.NewAt(to, v.Addr().UnsafePointer()).Elem()
	}
	p := std.New(v.Type())
	p.Elem().Set(v)
	return unaddressable(std.NewAt(to, p.UnsafePointer()).Elem())
}

// holds reports whether s is the struct that a type which contains itself becomes, and t has the kind of what it holds.
func holds(s, t std.Type) bool {
	return s.Kind() == Struct && s.NumField() == 1 && s.Field(0).Type.Kind() == t.Kind()
}

// unaddressable is a copy of v that cannot be set.
func unaddressable(v std.Value) std.Value {
	if !v.CanAddr() {
		return v
	}
	if v.Kind() != Interface {
		return std.ValueOf(v.Interface())
	}
	a := std.New(std.ArrayOf(1, v.Type())).Elem() // an element of an array that has no address
	a.Index(0).Set(v)
	return std.ValueOf(a.Interface()).Index(0)
}

// free is v without the mark that it was reached through a field which is not exported: Value keeps that itself.
func free(v std.Value) std.Value {
	if v.IsValid() && !v.CanInterface() {
		f := (*uintptr)(unsafe.Add(unsafe.Pointer(&v), flagOffset))
		*f &^= flagHidden
	}
	return v
}

// flagOffset and flagHidden tell where Go's Value keeps the mark, and its bits.
var flagOffset, flagHidden = func() (uintptr, uintptr) {
	f, ok := std.TypeFor[std.Value]().FieldByName("flag")
	if !ok || f.Type.Kind() != Uintptr {
		panic("reflect: Go's Value has no flag")
	}
	type embedded struct{ A int }
	var x struct {
		A int
		a int
		embedded
	}
	flag := func(v std.Value) uintptr { return *(*uintptr)(unsafe.Add(unsafe.Pointer(&v), f.Offset)) }
	v := std.ValueOf(x)
	inner := v.Field(2)
	return f.Offset, flag(v.Field(1))&^flag(v.Field(0)) | flag(inner)&^(flag(v)|uintptr(Struct))
}()
